//! For whom parties act: for the organisation as a whole or for one system.

use serde::{Deserialize, Serialize};
use strum::{IntoStaticStr, VariantArray};

/// For whom a party acts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, IntoStaticStr, VariantArray)]
#[serde(rename_all = "kebab-case")]
#[strum(serialize_all = "kebab-case")]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub enum ActsFor {
    /// The organisation as a whole.
    Organization,
    /// One system: the project.
    System,
}

impl ActsFor {
    /// The value in files and reports.
    pub fn word(self) -> &'static str {
        self.into()
    }
}

/// For whom the parties act that hold a duty, in one cell or in several.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize)]
pub struct ActingParties {
    /// One of them acts for the organisation as a whole.
    pub organization: bool,
    /// One of them acts for one system.
    pub system: bool,
}

impl ActingParties {
    /// Both together.
    #[must_use]
    pub fn and(self, other: Self) -> Self {
        Self { organization: self.organization || other.organization, system: self.system || other.system }
    }
}

impl From<ActsFor> for ActingParties {
    fn from(acts_for: ActsFor) -> Self {
        match acts_for {
            ActsFor::Organization => Self { organization: true, system: false },
            ActsFor::System => Self { organization: false, system: true },
        }
    }
}
