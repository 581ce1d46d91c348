//! How far the customer's part of several cells is implemented.

use super::cell::MatrixCell;
use crate::model::ImplementationStatus;

/// How far the customer's part of some cells is implemented: the least of what is stated about those in which it holds a
/// duty. Where nothing is stated about some of these, not all of it is known to be done.
pub(super) fn status_of<'c, 'a: 'c>(cells: impl Iterator<Item = &'c MatrixCell<'a>>) -> ImplementationStatus {
    let mut stated: Option<ImplementationStatus> = None;
    let (mut is_anything_here, mut is_some_unstated) = (false, false);
    for cell in cells {
        is_anything_here = true;
        if !cell.concerns_customer() {
            continue;
        }
        match &cell.statement {
            Some(scoped) => {
                let status = ImplementationStatus::from(scoped.statement.status);
                stated = Some(stated.map_or(status, |least| least.min(status)));
            }
            None => is_some_unstated = true,
        }
    }
    match (stated, is_some_unstated) {
        (Some(status), false) => status,
        (Some(status), true) => status.min(ImplementationStatus::Partial),
        (None, true) => ImplementationStatus::NotDocumented,
        (None, false) if is_anything_here => ImplementationStatus::Inherited,
        (None, false) => ImplementationStatus::NotApplicable,
    }
}
