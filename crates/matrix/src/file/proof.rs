//! Evidence, attestations of providers, and risk acceptances.

use std::borrow::Cow;
use std::collections::BTreeMap;

use chrono::NaiveDate;
use onus_core::assess::{AcceptanceState, AttestationState, EvidenceState, Proven};
use onus_core::digest::Sha256Digest;
use onus_core::model::{
    AcceptanceId, AttestationId, AuditOpinion, Classification, ControlId, EvidenceId, EvidenceKind,
    FindingCode, FrameworkId, PartyId, ProviderId, ServiceId,
};
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use serde_json::value::RawValue;

use super::{PlaceRecord, TargetReference};

/// A piece of evidence that supports a control of the project.
#[derive(Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "schema", schemars(deny_unknown_fields, rename = "Evidence"))]
pub(crate) struct EvidenceRecord<'m> {
    /// Its id.
    pub(crate) id: Cow<'m, EvidenceId>,
    /// Title as printed.
    pub(crate) title: Cow<'m, str>,
    /// What it is.
    pub(crate) kind: EvidenceKind,
    /// Path, address, ticket number or id of an attestation, as the register has it.
    pub(crate) location: Cow<'m, str>,
    /// Whether it is valid: `current` and `due-soon` are.
    pub(crate) state: EvidenceState,
    /// The day on which it was taken and true.
    pub(crate) collected: NaiveDate,
    /// The last valid day; null when it has none.
    pub(crate) valid_until: Option<NaiveDate>,
    /// Id of the party that provides it.
    pub(crate) provided_by: Option<Cow<'m, PartyId>>,
    /// Who may see it.
    pub(crate) classification: Classification,
    /// Size of its file; null when it has none.
    pub(crate) bytes: Option<u64>,
    /// Digest of its file; null when it has none.
    pub(crate) sha256: Option<Sha256Digest>,
    /// Controls and parts of the project that it supports, in the order of the catalog; empty where only statements on
    /// requirements name it.
    #[cfg_attr(feature = "schema", schemars(extend("uniqueItems" = true)))]
    pub(crate) supports: Vec<TargetReference<'m>>,
    /// Where its entry is written.
    #[serde(flatten)]
    pub(crate) place: PlaceRecord<'m>,
}

/// What a provider has to do for a service, and which attestations cover it.
#[derive(Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "schema", schemars(deny_unknown_fields, rename = "Assurance"))]
pub(crate) struct AssuranceRecord<'m> {
    /// Id of the provider.
    pub(crate) provider: Cow<'m, ProviderId>,
    /// Id of the service; null for what the provider does once for all of its services.
    pub(crate) service: Option<Cow<'m, ServiceId>>,
    /// Regions in use, sorted.
    #[cfg_attr(feature = "schema", schemars(extend("uniqueItems" = true)))]
    pub(crate) regions: Vec<Cow<'m, str>>,
    /// How many cells are inherited.
    pub(crate) inherited_parts: usize,
    /// In how many others the provider has a duty.
    pub(crate) shared_parts: usize,
    /// Valid attestations that cover it in any of its regions.
    pub(crate) covered_by: Vec<CoveringRecord<'m>>,
    /// Code of the finding that says why it is not covered everywhere; null when it is.
    #[cfg_attr(feature = "schema", schemars(schema_with = "super::schema::shortfall_codes"))]
    pub(crate) shortfall: Option<FindingCode>,
    /// Frameworks of the project for which no valid attestation proves it.
    #[cfg_attr(feature = "schema", schemars(extend("uniqueItems" = true)))]
    pub(crate) unproven: Vec<Cow<'m, FrameworkId>>,
}

/// A valid attestation.
#[derive(Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "schema", schemars(deny_unknown_fields, rename = "Covering"))]
pub(crate) struct CoveringRecord<'m> {
    /// Its id.
    pub(crate) id: Cow<'m, AttestationId>,
    /// Title as printed.
    pub(crate) title: Cow<'m, str>,
    /// `current` or `bridged`: others cover nothing.
    #[cfg_attr(feature = "schema", schemars(extend("enum" = [AttestationState::Current, AttestationState::Bridged])))]
    pub(crate) state: AttestationState,
    /// The auditor's opinion; null where the profile does not say.
    pub(crate) opinion: Option<AuditOpinion>,
    /// The last day on which it is relied on.
    pub(crate) relied_on_until: NaiveDate,
    /// Frameworks of the project that it attests, or for which it is accepted.
    #[cfg_attr(feature = "schema", schemars(extend("uniqueItems" = true)))]
    pub(crate) frameworks: Vec<Cow<'m, FrameworkId>>,
}

/// What proves the duties of a provider in a cell.
#[derive(Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "schema", schemars(deny_unknown_fields, rename = "CellProof"))]
pub(crate) struct CellProofRecord<'m> {
    /// Id of the provider.
    pub(crate) provider: Cow<'m, ProviderId>,
    /// For each framework of the project, the ids of the valid attestations that prove it; empty where none does.
    pub(crate) by: BTreeMap<Cow<'m, FrameworkId>, Vec<Cow<'m, AttestationId>>>,
}

/// What proves the duties of the providers in a cell, by provider.
#[derive(Debug)]
pub(crate) enum CellProofs<'m> {
    /// To write: the text that all cells of a group have in common.
    Written(&'m RawValue),
    /// As a file has it.
    Read(Vec<CellProofRecord<'m>>),
}

impl Default for CellProofs<'_> {
    fn default() -> Self {
        Self::Read(Vec::new())
    }
}

impl Serialize for CellProofs<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::Written(text) => text.serialize(serializer),
            Self::Read(records) => records.serialize(serializer),
        }
    }
}

impl<'de> Deserialize<'de> for CellProofs<'_> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Vec::deserialize(deserializer).map(Self::Read)
    }
}

/// What proves the duties of a provider for a requirement.
#[derive(Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "schema", schemars(deny_unknown_fields, rename = "RequirementProof"))]
pub(crate) struct RequirementProofRecord<'m> {
    /// Id of the provider.
    pub(crate) provider: Cow<'m, ProviderId>,
    /// Ids of the valid attestations that prove any of it.
    #[cfg_attr(feature = "schema", schemars(extend("uniqueItems" = true)))]
    pub(crate) reports: Vec<Cow<'m, AttestationId>>,
    /// How many of the cells in which the provider holds a duty they prove.
    pub(crate) proven: Proven,
}

/// A documented decision to live with a risk.
#[derive(Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "schema", schemars(deny_unknown_fields, rename = "RiskAcceptance"))]
pub(crate) struct AcceptanceRecord<'m> {
    /// The number under which it is filed.
    pub(crate) id: Cow<'m, AcceptanceId>,
    /// Ids of the controls of the project that it is about.
    #[cfg_attr(feature = "schema", schemars(length(min = 1), extend("uniqueItems" = true)))]
    pub(crate) controls: Vec<Cow<'m, ControlId>>,
    /// Why the risk is accepted.
    #[cfg_attr(feature = "schema", schemars(length(min = 1)))]
    pub(crate) reason: Cow<'m, str>,
    /// Who decided it.
    #[cfg_attr(feature = "schema", schemars(length(min = 1)))]
    pub(crate) approver: Cow<'m, str>,
    /// The first day on which it is in force.
    pub(crate) from: NaiveDate,
    /// The last day on which it is in force.
    pub(crate) until: NaiveDate,
    /// Whether it is in force on the as-of date.
    pub(crate) state: AcceptanceState,
    /// Where it is written.
    #[serde(flatten)]
    pub(crate) place: PlaceRecord<'m>,
    /// The day on which it was approved; null where it is not stated.
    pub(crate) approved_on: Option<NaiveDate>,
}
