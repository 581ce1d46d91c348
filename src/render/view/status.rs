//! How far a control is implemented, where it may have no statement.

use onus_core::model::Status;

/// The label of a status; a control without a statement is `Missing`.
pub(super) fn status_label(status: Option<Status>) -> &'static str {
    status.map_or("Missing", Status::label)
}

/// True when nothing is left to do for a control of this status.
pub(super) fn is_implemented(status: Option<Status>) -> bool {
    match status {
        Some(Status::Implemented | Status::Alternative) => true,
        // Work is listed for cells that apply, so that a statement that says otherwise settles nothing.
        Some(Status::Partial | Status::Planned | Status::NotApplicable) | None => false,
    }
}

/// True when a statement promises something for later.
pub(super) fn is_open(status: Status) -> bool {
    match status {
        Status::Partial | Status::Planned => true,
        Status::Implemented | Status::Alternative | Status::NotApplicable => false,
    }
}
