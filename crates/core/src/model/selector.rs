//! Which cells an entry of a profile or of the catalog selects.

use std::fmt;

use super::{ClassId, Control, ControlId, DomainId, LayerId, Part, PartId, Service, ServiceId, TraitId};

/// The cells that a delegation, override or other entry applies to. An empty selector selects all.
#[derive(Debug, Clone, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Selector {
    /// Only this control.
    pub control: Option<ControlId>,
    /// Only this part of that control.
    pub part: Option<PartId>,
    /// Only this service.
    pub service: Option<ServiceId>,
    /// Only controls of this domain.
    pub domain: Option<DomainId>,
    /// Only parts on this layer.
    pub layer: Option<LayerId>,
    /// Only services of one of these classes, unless empty. Sorted.
    pub classes: Vec<ClassId>,
    /// Only services that have all of these traits. Sorted.
    pub traits: Vec<TraitId>,
    /// Only parts that need all of these traits. Sorted.
    pub needs: Vec<TraitId>,
}

impl Selector {
    /// True when it selects all cells.
    pub fn selects_everything(&self) -> bool {
        *self == Self::default()
    }

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
            && needs.iter().all(|need| part.needs.contains(need))
    }

    /// True when it selects cells of a service, or those of the organisation as a whole.
    pub(crate) fn selects_service(&self, service: Option<&Service>) -> bool {
        let Some(service) = service else {
            return !self.is_about_services();
        };
        self.service.as_ref().is_none_or(|id| *id == service.id)
            && (self.classes.is_empty() || self.classes.contains(&service.class))
            && self.traits.iter().all(|wanted| service.traits.contains(wanted))
    }

    /// True when it selects cells by what their service is; such a selector matches no cell of the organisation as a
    /// whole.
    fn is_about_services(&self) -> bool {
        self.service.is_some() || !self.classes.is_empty() || !self.traits.is_empty()
    }
}

impl fmt::Display for Selector {
    /// The keys and ids as files write them: `control PAT-01, part guest-os`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { control, part, service, domain, layer, classes, traits, needs } = self;
        let mut words: Vec<String> = Vec::new();
        words.extend(control.iter().map(|id| format!("control {id}")));
        words.extend(part.iter().map(|id| format!("part {id}")));
        words.extend(service.iter().map(|id| format!("service {id}")));
        words.extend(domain.iter().map(|id| format!("domain {id}")));
        words.extend(layer.iter().map(|id| format!("layer {id}")));
        words.extend(classes.iter().map(|id| format!("class {id}")));
        words.extend(traits.iter().map(|id| format!("trait {id}")));
        words.extend(needs.iter().map(|id| format!("needs {id}")));
        f.write_str(if words.is_empty() { "everything" } else { "" })?;
        f.write_str(&words.join(", "))
    }
}
