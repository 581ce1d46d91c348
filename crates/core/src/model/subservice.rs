//! Subservice organisations: providers that work for providers.

use super::{ProviderId, SubserviceMethod};

/// A subservice organisation: a provider that works for the provider.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Subservice {
    /// The subservice organisation.
    pub provider: ProviderId,
    /// Whether the attestation has its controls in scope.
    pub method: SubserviceMethod,
}
