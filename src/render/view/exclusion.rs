//! Why cells do not apply, in words.

use onus_core::resolve::{ControlRow, ExclusionReason};

use super::statement::prose;
use crate::render::prose::one_line;

/// The reason of an entry, or the text of the statement that excludes the cell.
pub(super) fn exclusion_reason(row: &ControlRow<'_>, reason: ExclusionReason<'_>) -> String {
    match reason {
        ExclusionReason::Entry(entry) => entry.reason.trim().to_owned(),
        ExclusionReason::Statement(statement) => {
            row.excluding(statement).map(|scoped| one_line(&prose(scoped))).unwrap_or_default()
        }
        ExclusionReason::Attribute(value) => value.reason().to_owned(),
    }
}
