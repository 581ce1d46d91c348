//! Frameworks with their requirements.

use std::borrow::Cow;

use chrono::NaiveDate;
use onus_core::assess::RequirementOrigination;
use onus_core::model::{
    BaselineId, ControlId, FrameworkId, ImplementationStatus, PartId, Relationship, RequirementId,
    Responsibility,
};
use serde::{Deserialize, Serialize};

use super::{PartReference, PlaceRecord, RequirementProofRecord, StatementRecord};

/// A framework with the results for its requirements.
#[derive(Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "schema", schemars(deny_unknown_fields, rename = "Framework"))]
pub(crate) struct FrameworkRecord<'m> {
    /// Its id.
    pub(crate) id: Cow<'m, FrameworkId>,
    /// Id of the baseline shown; null for all requirements.
    pub(crate) baseline: Option<Cow<'m, BaselineId>>,
    /// In the publisher's order.
    pub(crate) requirements: Vec<RequirementRecord<'m>>,
}

/// A requirement of a framework.
#[derive(Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "schema", schemars(deny_unknown_fields, rename = "Requirement"))]
pub(crate) struct RequirementRecord<'m> {
    /// As its publisher writes it.
    pub(crate) id: Cow<'m, RequirementId>,
    /// Short title.
    pub(crate) title: Cow<'m, str>,
    /// The result of the cells of the parts that satisfy it; `customer` where none does.
    pub(crate) responsibility: Responsibility,
    /// Every part that satisfies it, in the order of the catalog. A control that satisfies it as a whole is listed with
    /// all of its parts; a part without cells in `controls` does not apply here.
    #[cfg_attr(feature = "schema", schemars(extend("uniqueItems" = true)))]
    pub(crate) satisfied_by: Vec<PartReference<'m>>,
    /// Ids that it had before.
    #[cfg_attr(feature = "schema", schemars(extend("uniqueItems" = true)))]
    pub(crate) formerly: Cow<'m, [RequirementId]>,
    /// What proves the providers' duties in the cells of these parts for this framework: an entry for each provider that
    /// holds one there, by id.
    pub(crate) proof: Vec<RequirementProofRecord<'m>>,
    /// Ids of the controls whose parts satisfy it, in the order of the catalog.
    #[cfg_attr(feature = "schema", schemars(extend("uniqueItems" = true)))]
    pub(crate) controls: Vec<Cow<'m, ControlId>>,
    /// How far the customer's part of it is implemented; `inherited` where the provider holds every duty.
    pub(crate) status: ImplementationStatus,
    /// True when the status follows from what satisfies the requirement, false when the requirement has a statement.
    pub(crate) derived: bool,
    /// What keeps it from being implemented, in phrases for people.
    #[cfg_attr(feature = "schema", schemars(inner(length(min = 1)), extend("uniqueItems" = true)))]
    pub(crate) capped_by: Vec<String>,
    /// Why it does not apply, as far as a decision says so.
    #[cfg_attr(feature = "schema", schemars(inner(length(min = 1))))]
    pub(crate) not_applicable_because: Vec<String>,
    /// The parts of `satisfied_by`, with how well each serves it and how far it is implemented.
    pub(crate) parts: Vec<AssessedPartRecord<'m>>,
    /// What nothing in the catalog serves; null where that is not known or nothing is left.
    #[cfg_attr(feature = "schema", schemars(length(min = 1)))]
    pub(crate) remainder: Option<Cow<'m, str>>,
    /// What is stated about the requirement itself; null where there is nothing.
    pub(crate) statement: Option<StatementRecord<'m>>,
    /// Who confirmed that it is met; null where nobody did.
    pub(crate) confirmation: Option<ConfirmationRecord<'m>>,
    /// The evidence behind it, counted.
    pub(crate) evidence: EvidenceCountRecord,
    /// Where what is done about it comes from, by the cells of these parts; empty where nothing applies or nothing is known.
    #[cfg_attr(feature = "schema", schemars(extend("uniqueItems" = true)))]
    pub(crate) originations: Vec<RequirementOrigination>,
}

/// A part that satisfies a requirement.
#[derive(Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "schema", schemars(deny_unknown_fields, rename = "AssessedPart"))]
pub(crate) struct AssessedPartRecord<'m> {
    /// Id of the control.
    pub(crate) control: Cow<'m, ControlId>,
    /// Id of the part.
    pub(crate) part: Cow<'m, PartId>,
    /// How well the part serves the requirement; where the control is mapped as a whole, how well that does.
    pub(crate) relationship: Relationship,
    /// How far the customer's part of it is implemented.
    pub(crate) status: ImplementationStatus,
}

/// A person's confirmation that a requirement is met by what satisfies it.
#[derive(Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "schema", schemars(deny_unknown_fields, rename = "Confirmation"))]
pub(crate) struct ConfirmationRecord<'m> {
    /// Who confirmed it.
    #[cfg_attr(feature = "schema", schemars(length(min = 1)))]
    pub(crate) by: Cow<'m, str>,
    /// The day.
    pub(crate) on: NaiveDate,
    /// The reason.
    #[cfg_attr(feature = "schema", schemars(length(min = 1)))]
    pub(crate) reason: Cow<'m, str>,
    /// Where it is written.
    #[serde(flatten)]
    pub(crate) place: PlaceRecord<'m>,
}

/// How much evidence there is behind a requirement, and how much is asked for.
#[derive(Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "schema", schemars(deny_unknown_fields, rename = "EvidenceCount"))]
pub(crate) struct EvidenceCountRecord {
    /// Valid pieces of evidence behind it.
    pub(crate) held: usize,
    /// Evidence requests about those of its controls in which the customer has a duty.
    pub(crate) asked: usize,
    /// How many of these are outstanding.
    pub(crate) open: usize,
}
