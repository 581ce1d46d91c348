//! The cell that entries of profiles and of the catalog are compared with.

use crate::model::{Control, Part, Selector, Service};

/// A part of a control, for a service or for the organisation as a whole.
#[derive(Debug, Clone, Copy)]
pub(super) struct CellAddress<'c> {
    /// The control.
    pub(super) control: &'c Control,
    /// The part.
    pub(super) part: &'c Part,
    /// None for a part that applies to the organisation as a whole.
    pub(super) service: Option<&'c Service>,
}

impl CellAddress<'_> {
    /// True when the selector selects this cell, alone or among others.
    pub(super) fn is_in(&self, selector: &Selector) -> bool {
        selector.selects(self.control, self.part, self.service)
    }
}
