//! How a switch that a part of a control asks for is set when a service begins to be used.

use serde::{Deserialize, Serialize};
use strum::{IntoStaticStr, VariantArray};

use super::{Selector, Target};
use crate::source::Origin;

/// How a switch is set when a service begins to be used.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, IntoStaticStr, VariantArray)]
#[serde(rename_all = "kebab-case")]
#[strum(serialize_all = "kebab-case")]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub enum Setting {
    /// It is on from the beginning.
    Default,
    /// It is off until the customer sets it.
    OptIn,
    /// There is no switch: the service does not offer it.
    None,
}

impl Setting {
    /// The value in files and reports.
    pub fn word(self) -> &'static str {
        self.into()
    }

    /// A phrase for people.
    pub fn label(self) -> &'static str {
        match self {
            Self::Default => "on by default",
            Self::OptIn => "off until set",
            Self::None => "not offered",
        }
    }
}

/// How a part is set for some services.
#[derive(Debug, Clone)]
pub struct PartSetting {
    /// The services, by class, trait or id.
    pub selector: Selector,
    /// How it is set.
    pub setting: Setting,
    /// The entry in its file.
    pub origin: Origin,
}

/// How a part is set for one service, whatever the part says of services like it.
#[derive(Debug, Clone)]
pub struct ServiceSetting {
    /// The part.
    pub target: Target,
    /// How it is set.
    pub setting: Setting,
    /// Title of the provider's page that it is taken from.
    pub source: Option<String>,
    /// The entry in its file.
    pub origin: Origin,
}
