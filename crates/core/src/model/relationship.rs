//! How well a control or part serves a requirement, in the words of set theory relationship mapping (NIST IR 8477,
//! section 4.3).

use serde::{Deserialize, Serialize};
use strum::{IntoStaticStr, VariantArray};

/// What a control or part does, compared with what a requirement asks for. Ordered by how much is claimed.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
#[derive(IntoStaticStr, VariantArray)]
#[strum(serialize_all = "kebab-case")]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub enum Relationship {
    /// Both have something in common, and each may have more.
    #[default]
    Intersects,
    /// All of it is asked for, and more is asked for.
    Subset,
    /// It does all that is asked for, and more.
    Superset,
    /// It does what is asked for, no more and no less.
    Equal,
}

impl Relationship {
    /// The value in files and reports.
    pub fn word(self) -> &'static str {
        self.into()
    }

    /// True when nothing that the requirement asks for is left out.
    pub fn serves_fully(self) -> bool {
        match self {
            Self::Equal | Self::Superset => true,
            Self::Subset | Self::Intersects => false,
        }
    }
}
