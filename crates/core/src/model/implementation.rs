//! How far something is implemented, where nobody may have said so and nothing may be left to the customer.

use serde::{Deserialize, Serialize};
use strum::{IntoStaticStr, VariantArray};

use super::Status;

/// How far the customer's part of a requirement, control or part is implemented. Ordered: of several, the least decides.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
#[derive(IntoStaticStr, VariantArray)]
#[strum(serialize_all = "kebab-case")]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub enum ImplementationStatus {
    /// There is no statement.
    NotDocumented,
    /// Not implemented yet.
    Planned,
    /// Implemented in part.
    Partial,
    /// Implemented in another way, with the same effect.
    Alternative,
    /// Implemented.
    Implemented,
    /// Others hold every duty: no status of the customer's.
    Inherited,
    /// Nothing here is concerned, or a stated decision excludes it.
    NotApplicable,
}

impl ImplementationStatus {
    /// The value in files and reports.
    pub fn word(self) -> &'static str {
        self.into()
    }

    /// For people.
    pub fn label(self) -> &'static str {
        match self {
            Self::NotDocumented => "Not documented",
            Self::Planned => "Planned",
            Self::Partial => "Partial",
            Self::Alternative => "Alternative",
            Self::Implemented => "Implemented",
            Self::Inherited => "Inherited",
            Self::NotApplicable => "Not applicable",
        }
    }

    /// True when the customer has something to implement.
    pub fn concerns_customer(self) -> bool {
        match self {
            Self::NotDocumented | Self::Planned | Self::Partial | Self::Alternative | Self::Implemented => {
                true
            }
            Self::Inherited | Self::NotApplicable => false,
        }
    }

    /// True when the customer has implemented all that is its to implement.
    pub fn is_implemented(self) -> bool {
        match self {
            Self::Implemented | Self::Alternative => true,
            Self::NotDocumented | Self::Planned | Self::Partial | Self::Inherited | Self::NotApplicable => {
                false
            }
        }
    }

    /// True when the customer has something left to do, or has not said that it is done.
    pub fn is_open(self) -> bool {
        self.concerns_customer() && !self.is_implemented()
    }

    /// What several add up to: the least of those that concern the customer; without any, inherited if one is.
    pub fn fold(all: impl IntoIterator<Item = ImplementationStatus>) -> ImplementationStatus {
        all.into_iter().min().unwrap_or(Self::NotApplicable)
    }
}

impl From<Status> for ImplementationStatus {
    fn from(status: Status) -> Self {
        match status {
            Status::Implemented => Self::Implemented,
            Status::Alternative => Self::Alternative,
            Status::Partial => Self::Partial,
            Status::Planned => Self::Planned,
            Status::NotApplicable => Self::NotApplicable,
        }
    }
}
