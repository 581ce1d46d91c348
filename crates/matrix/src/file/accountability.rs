//! Approvals, management's assertion, and facts about the system that forms ask for.

use std::borrow::Cow;

use chrono::NaiveDate;
use onus_core::model::{ApprovalRole, ImpactLevel, PartyId, SystemStatus};
use serde::{Deserialize, Serialize};

use super::PlaceRecord;

/// Somebody's approval of documents about the project.
#[derive(Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "schema", schemars(deny_unknown_fields, rename = "Approval"))]
pub(crate) struct ApprovalRecord<'m> {
    /// What they did.
    pub(crate) role: ApprovalRole,
    /// Name of the person or party.
    #[cfg_attr(feature = "schema", schemars(length(min = 1)))]
    pub(crate) who: Cow<'m, str>,
    /// Id of the party; null for a person.
    pub(crate) party: Option<Cow<'m, PartyId>>,
    /// Their position; null where it is not stated.
    pub(crate) title: Option<Cow<'m, str>>,
    /// The day.
    pub(crate) on: NaiveDate,
    /// Name of the template that it is for; null for all documents.
    pub(crate) document: Option<Cow<'m, str>>,
    /// Where it is written.
    #[serde(flatten)]
    pub(crate) place: PlaceRecord<'m>,
}

/// Facts about the system that forms ask for. What the profile does not say is null or empty.
#[derive(Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "schema", schemars(deny_unknown_fields, rename = "System"))]
pub(crate) struct SystemRecord {
    /// Its identifier with the authority that keeps it.
    pub(crate) identifier: Option<String>,
    /// Whether it is in operation.
    pub(crate) status: Option<SystemStatus>,
    /// The day on which it was authorised.
    pub(crate) authorized_on: Option<NaiveDate>,
    /// FIPS 199 impact level for confidentiality.
    pub(crate) confidentiality: Option<ImpactLevel>,
    /// FIPS 199 impact level for integrity.
    pub(crate) integrity: Option<ImpactLevel>,
    /// FIPS 199 impact level for availability.
    pub(crate) availability: Option<ImpactLevel>,
    /// Kinds of users.
    pub(crate) users: Vec<String>,
    /// Kinds of data.
    pub(crate) data: Vec<String>,
}
