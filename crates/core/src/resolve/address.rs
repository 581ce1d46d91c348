//! Which cells a selector of a profile selects.

use crate::model::{Control, Part, Selector, ServiceId};

/// What a selector is compared with.
#[derive(Debug, Clone, Copy)]
pub(super) struct CellAddress<'c> {
    /// The control.
    pub(super) control: &'c Control,
    /// The part.
    pub(super) part: &'c Part,
    /// None for a part that applies to the organisation as a whole.
    pub(super) service: Option<&'c ServiceId>,
}

impl CellAddress<'_> {
    /// True when the selector selects this cell, alone or among others.
    pub(super) fn is_in(&self, selector: &Selector) -> bool {
        selector.service.as_ref().is_none_or(|id| Some(id) == self.service)
            && self.is_in_but_for_service(selector)
    }

    /// True when the selector selects this part for at least one service.
    pub(super) fn is_in_but_for_service(&self, selector: &Selector) -> bool {
        let Selector { control, part, service: _, domain, layer } = selector;
        control.as_ref().is_none_or(|id| *id == self.control.id)
            && part.as_ref().is_none_or(|id| *id == self.part.id)
            && domain.as_ref().is_none_or(|id| *id == self.control.domain)
            && layer.as_ref().is_none_or(|id| *id == self.part.layer)
    }
}
