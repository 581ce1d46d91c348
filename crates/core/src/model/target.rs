//! References to controls and their parts.

use super::{ControlId, PartId};

/// A control, or one part of it.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Target {
    /// The control.
    pub control: ControlId,
    /// The part; the whole control if there is none.
    pub part: Option<PartId>,
}

impl std::fmt::Display for Target {
    /// `CONTROL` or `CONTROL/part`, as files write it.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match &self.part {
            Some(part) => write!(f, "{}/{part}", self.control),
            None => write!(f, "{}", self.control),
        }
    }
}
