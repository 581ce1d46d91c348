//! What is left to do by a statement.

use onus_core::model::Status;

/// True when a statement promises something for later.
pub(super) fn is_open(status: Status) -> bool {
    match status {
        Status::Partial | Status::Planned => true,
        Status::Implemented | Status::Alternative | Status::NotApplicable => false,
    }
}
