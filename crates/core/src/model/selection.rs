//! Which cells a selector selects.

use super::{Control, Part, Selector, Service};

impl Selector {
    /// True when it selects a cell: a part of a control for a service, or for the organisation as a whole.
    pub fn selects(&self, control: &Control, part: &Part, service: Option<&Service>) -> bool {
        self.selects_service(service) && self.selects_part(control, part)
    }

    /// True when it selects a part for at least one service.
    pub(crate) fn selects_part(&self, control: &Control, part: &Part) -> bool {
        let Self { control: id, part: part_id, domain, layer, needs, service: _, classes: _, traits: _ } =
            self;
        id.as_ref().is_none_or(|id| *id == control.id)
            && part_id.as_ref().is_none_or(|id| *id == part.id)
            && domain.as_ref().is_none_or(|id| *id == control.domain)
            && layer.as_ref().is_none_or(|id| *id == part.layer)
            && needs.iter().all(|need| part.needs.iter().any(|present| present == need))
    }

    /// True when it selects cells of a service, or those of the organisation as a whole.
    pub(crate) fn selects_service(&self, service: Option<&Service>) -> bool {
        let Some(service) = service else {
            return !self.is_about_services();
        };
        self.service.as_ref().is_none_or(|id| service.is_named(id.as_str()))
            && (self.classes.is_empty() || self.classes.contains(&service.class))
            && self.traits.iter().all(|wanted| service.traits.contains(wanted))
    }
}
