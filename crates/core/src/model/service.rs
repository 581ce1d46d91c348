//! Services of providers, and where they differ from their class.

use super::{
    ClassId, LayerId, Month, PartialDuties, ProviderId, RunsOn, Selector, ServiceId, ServiceSetting,
    SideTexts, ToolName, TraitId,
};
use crate::source::Origin;

/// A service.
#[derive(Debug, Clone)]
pub struct Service {
    /// For example `aws.s3`.
    pub id: ServiceId,
    /// Its provider.
    pub provider: ProviderId,
    /// Name as printed.
    pub name: String,
    /// Its class. It may not be in the catalog: that is a finding, not an error.
    pub class: ClassId,
    /// Kind of service.
    pub category: Option<String>,
    /// A sentence on it.
    pub summary: Option<String>,
    /// Its traits.
    pub traits: Vec<TraitId>,
    /// The name under which a profile uses it, where it uses the service several times.
    pub alias: Option<ServiceId>,
    /// What it stands on.
    pub runs_on: Option<RunsOn>,
    /// The highest layer up to which others can stand on it, where the catalog says so.
    pub carries: Option<LayerId>,
    /// Its names in tools.
    pub names: Vec<ToolName>,
    /// True for one that has no region.
    pub is_global: bool,
    /// The month in which the entry was last compared with what the provider publishes.
    pub checked: Option<Month>,
    /// The last month in which the provider runs it, where it has ended it or has said that it will.
    pub ends: Option<Month>,
    /// Parts that are set otherwise than their controls say.
    pub settings: Vec<ServiceSetting>,
    /// Cells in which it differs from its class.
    pub exceptions: Vec<Exception>,
    /// Notes on what the customer configures.
    pub notes: Vec<String>,
    /// True for one of an organisation's own catalog.
    pub is_own: bool,
    /// The entry in its file.
    pub origin: Origin,
    /// Former ids.
    pub formerly: Vec<ServiceId>,
}

impl Service {
    /// True when an id names it: its own, or the name under which a profile uses it.
    pub fn is_named(&self, id: &str) -> bool {
        self.id.as_str() == id || self.alias.as_ref().is_some_and(|alias| alias.as_str() == id)
    }

    /// True when another value is the same service, used under the same name.
    pub fn is_same_use(&self, other: &Self) -> bool {
        self.id == other.id && self.alias == other.alias
    }

    /// The name under which a profile uses it, otherwise its id.
    pub fn used_as(&self) -> &ServiceId {
        self.alias.as_ref().unwrap_or(&self.id)
    }
}

/// Cells in which a service differs from its class.
#[derive(Debug, Clone)]
pub struct Exception {
    /// What it applies to.
    pub selector: Selector,
    /// The duties that differ.
    pub duties: PartialDuties,
    /// The reason.
    pub reason: String,
    /// What each side does there, where the texts of the parts do not fit.
    pub texts: SideTexts,
    /// Title of the provider's page that it is taken from.
    pub source: Option<String>,
    /// The month in which it was last compared with that page.
    pub checked: Option<Month>,
    /// The entry in its file.
    pub origin: Origin,
}
