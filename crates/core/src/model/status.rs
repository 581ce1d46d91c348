//! How far something is done, as statements and answers say.

use serde::{Deserialize, Serialize};
use strum::{IntoStaticStr, VariantArray};

/// How far a control is implemented, as its statement says.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
#[derive(IntoStaticStr, VariantArray)]
#[strum(serialize_all = "kebab-case")]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub enum Status {
    /// Implemented as the control describes.
    Implemented,
    /// Implemented in another way, with the same effect.
    Alternative,
    /// Implemented in part.
    Partial,
    /// Not implemented yet.
    Planned,
    /// Does not apply, for the reason that the statement gives.
    NotApplicable,
}

impl Status {
    /// The value in files and reports.
    pub fn word(self) -> &'static str {
        self.into()
    }

    /// For people.
    pub fn label(self) -> &'static str {
        match self {
            Self::Implemented => "Implemented",
            Self::Alternative => "Alternative",
            Self::Partial => "Partial",
            Self::Planned => "Planned",
            Self::NotApplicable => "Not applicable",
        }
    }
}
