//! Subservice organisations: who works for a provider, and whether its reports have them in scope.

use serde::{Deserialize, Serialize};
use strum::{IntoStaticStr, VariantArray};

use super::ProviderId;

/// A subservice organisation: a provider that works for the provider.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Subservice {
    /// The subservice organisation.
    pub provider: ProviderId,
    /// Whether the attestation has its controls in scope.
    pub method: SubserviceMethod,
}

/// Whether a report has the controls of a subservice organisation in its scope.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
#[derive(IntoStaticStr, VariantArray)]
#[strum(serialize_all = "kebab-case")]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub enum SubserviceMethod {
    /// They are left out; the subservice organisation needs a report of its own.
    CarveOut,
    /// They were examined, too.
    Inclusive,
}

impl SubserviceMethod {
    /// The value in files and reports.
    pub fn word(self) -> &'static str {
        self.into()
    }
}
