//! Which cells an entry of a profile selects.

use super::{ControlId, DomainId, LayerId, PartId, ServiceId};

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
}
