//! Why cells do not apply, in words.

use onus_core::model::Said;
use onus_core::resolve::{ControlRow, ExclusionReason};

use super::statement::prose;
use crate::render::prose::one_line;

/// The reason of an entry, or the text of the statement that excludes the whole control.
pub(super) fn exclusion_reason(row: &ControlRow<'_>, reason: ExclusionReason<'_>) -> String {
    match reason {
        ExclusionReason::Entry(entry) => entry.reason.trim().to_owned(),
        ExclusionReason::Statement(_) => {
            row.statement.as_ref().map(|statement| one_line(&prose(statement))).unwrap_or_default()
        }
        ExclusionReason::Attribute(value) => match &value.said {
            Said::False(reason) => reason.trim().to_owned(),
            Said::True => String::new(),
        },
    }
}
