//! Which cells an entry of a profile or of the catalog selects.

use std::fmt;

use super::{ClassId, ControlId, DomainId, LayerId, Need, PartId, ServiceId, TraitId};

/// The cells that a delegation, override or other entry applies to. An empty selector selects all.
#[derive(Debug, Clone, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Selector {
    /// Only this control.
    pub control: Option<ControlId>,
    /// Only this part of that control.
    pub part: Option<PartId>,
    /// Only this service: its id, or the name under which a profile uses it.
    pub service: Option<ServiceId>,
    /// Only controls of this domain.
    pub domain: Option<DomainId>,
    /// Only parts on this layer.
    pub layer: Option<LayerId>,
    /// Only services of one of these classes, unless empty. Sorted.
    pub classes: Vec<ClassId>,
    /// Only services that have all of these traits. Sorted.
    pub traits: Vec<TraitId>,
    /// Only parts that need all of these traits and attributes. Sorted.
    pub needs: Vec<Need>,
}

impl Selector {
    /// True when it selects all cells.
    pub fn selects_everything(&self) -> bool {
        *self == Self::default()
    }

    /// True when it selects cells by what their service is; such a selector matches no cell of the organisation as a
    /// whole.
    pub(super) fn is_about_services(&self) -> bool {
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
