//! What an entry of a profile is about: control, part, service, domain or layer.

use super::{ControlId, DomainId, LayerId, PartId, ServiceId};

/// What a delegation, an override or a not-applicable entry is about. Empty means everything.
#[derive(Debug, Clone, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Selector {
    /// Only this control.
    pub control: Option<ControlId>,
    /// Only this part of it.
    pub part: Option<PartId>,
    /// Only this service.
    pub service: Option<ServiceId>,
    /// Only controls of this domain.
    pub domain: Option<DomainId>,
    /// Only parts on this layer.
    pub layer: Option<LayerId>,
}
