//! What stands on what: services that run on other services, up to a layer.

use super::{LayerId, ServiceId};
use crate::source::Origin;

/// The service below another one, and how far up it reaches.
#[derive(Debug, Clone)]
pub struct RunsOn {
    /// The service below: an id of the catalog, or the name under which a profile uses it.
    pub service: ServiceId,
    /// The highest layer that belongs to the service below. Cells up to it are that service's.
    pub up_to: LayerId,
    /// The entry in its file.
    pub origin: Origin,
}
