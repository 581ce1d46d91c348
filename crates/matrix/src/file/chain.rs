//! Attributes, what a project inherits from the offers of others, and what it offers to others.

use std::borrow::Cow;

use onus_core::assess::CustomerShare;
use onus_core::model::{
    AskId, AttributeId, Audience, Classification, EvidenceId, EvidenceKind, EvidenceState, FrameworkId,
    OfferId, Origination, PerDuty, RequirementId, Status,
};
use onus_core::resolve::OfferState;
use serde::{Deserialize, Serialize};

use super::{PartReference, PlaceRecord};

/// What is said about an attribute.
#[derive(Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "schema", schemars(deny_unknown_fields, rename = "Attribute"))]
pub(crate) struct AttributeRecord<'m> {
    /// Its id, such as `has-offices`.
    pub(crate) id: Cow<'m, AttributeId>,
    /// Whether it holds.
    pub(crate) value: bool,
    /// Why not; null where it holds.
    pub(crate) reason: Option<Cow<'m, str>>,
    /// Where it is written.
    #[serde(flatten)]
    pub(crate) place: PlaceRecord<'m>,
}

/// What a cell inherits from the offer of another project.
#[derive(Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "schema", schemars(deny_unknown_fields, rename = "InheritedCell"))]
pub(crate) struct InheritedCellRecord<'m> {
    /// The project that offers, as `organisation/project`.
    pub(crate) from: Cow<'m, str>,
    /// Id of the offer.
    pub(crate) offer: Cow<'m, OfferId>,
    /// Names of the parties there that hold the duties; null for duties without one.
    pub(crate) by: Cow<'m, PerDuty<Option<String>>>,
    /// Ids of that project's evidence that supports the part; what it is stands in `inherits`, with the offer.
    #[cfg_attr(feature = "schema", schemars(extend("uniqueItems" = true)))]
    pub(crate) evidence: Cow<'m, [EvidenceId]>,
}

/// An offer that the project inherits.
#[derive(Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "schema", schemars(deny_unknown_fields, rename = "Inherited"))]
pub(crate) struct InheritedRecord<'m> {
    /// The project that offers, as `organisation/project`.
    pub(crate) from: Cow<'m, str>,
    /// Id of the offer.
    pub(crate) offer: Cow<'m, OfferId>,
    /// Its title.
    pub(crate) title: Cow<'m, str>,
    /// What is done.
    pub(crate) text: Cow<'m, str>,
    /// The parts that it is about, and whether it is kept there.
    pub(crate) parts: Vec<OfferedPartRecord<'m>>,
    /// What is asked in return, with the project's answers.
    pub(crate) asks: Vec<AnsweredAskRecord<'m>>,
    /// Evidence of the project that offers.
    pub(crate) evidence: Vec<ShownEvidenceRecord<'m>>,
    /// Where the project inherits it.
    #[serde(flatten)]
    pub(crate) place: PlaceRecord<'m>,
}

/// A part of a control that an offer is about.
#[derive(Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "schema", schemars(deny_unknown_fields, rename = "OfferedPartState"))]
pub(crate) struct OfferedPartRecord<'m> {
    /// The part.
    pub(crate) part: PartReference<'m>,
    /// Whether what is offered is done.
    pub(crate) state: Cow<'m, OfferState>,
}

/// Something that an offer asks for.
#[derive(Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "schema", schemars(deny_unknown_fields, rename = "AnsweredAsk"))]
pub(crate) struct AnsweredAskRecord<'m> {
    /// Its id.
    pub(crate) id: Cow<'m, AskId>,
    /// What must be done.
    pub(crate) text: Cow<'m, str>,
    /// How far the project does it; null without an answer.
    pub(crate) status: Option<Status>,
    /// Ids of evidence that supports the answer.
    pub(crate) evidence: Cow<'m, [EvidenceId]>,
}

/// Evidence of a project that offers.
#[derive(Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "schema", schemars(deny_unknown_fields, rename = "ShownEvidence"))]
pub(crate) struct ShownEvidenceRecord<'m> {
    /// Its id there.
    pub(crate) id: Cow<'m, EvidenceId>,
    /// Its title.
    pub(crate) title: Cow<'m, str>,
    /// The last valid day; null for evidence without one.
    pub(crate) valid_until: Option<chrono::NaiveDate>,
    /// What it is.
    pub(crate) kind: EvidenceKind,
    /// The day on which it was taken and true.
    pub(crate) collected: chrono::NaiveDate,
    /// Whether it is valid: `current` and `due-soon` are.
    pub(crate) state: EvidenceState,
    /// Who may see it.
    pub(crate) classification: Classification,
    /// The parts of the offer that it supports.
    pub(crate) supports: Vec<PartReference<'m>>,
}

/// An offer that the project makes.
#[derive(Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "schema", schemars(deny_unknown_fields, rename = "Offer"))]
pub(crate) struct OfferRecord<'m> {
    /// Its id.
    pub(crate) id: Cow<'m, OfferId>,
    /// Its title.
    pub(crate) title: Cow<'m, str>,
    /// To whom it is made.
    pub(crate) to: Audience,
    /// The parts that it is about, and whether it is kept there.
    pub(crate) parts: Vec<OfferedPartRecord<'m>>,
    /// Where it is written.
    #[serde(flatten)]
    pub(crate) place: PlaceRecord<'m>,
}

/// What the organisation's customers have from the project.
#[derive(Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "schema", schemars(deny_unknown_fields, rename = "Customers"))]
pub(crate) struct CustomersRecord<'m> {
    /// What they are called.
    pub(crate) name: Cow<'m, str>,
    /// What they are asked to do.
    pub(crate) asks: Vec<CustomerAskRecord<'m>>,
    /// Frameworks, requirement by requirement.
    pub(crate) frameworks: Vec<CustomerFrameworkRecord<'m>>,
}

/// Something that customers are asked to do.
#[derive(Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "schema", schemars(deny_unknown_fields, rename = "CustomerAsk"))]
pub(crate) struct CustomerAskRecord<'m> {
    /// Its id.
    pub(crate) id: Cow<'m, AskId>,
    /// What they must do.
    pub(crate) text: Cow<'m, str>,
    /// How they take part.
    pub(crate) origination: Origination,
}

/// A framework as the customers see it.
#[derive(Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "schema", schemars(deny_unknown_fields, rename = "CustomerFramework"))]
pub(crate) struct CustomerFrameworkRecord<'m> {
    /// Its id.
    pub(crate) id: Cow<'m, FrameworkId>,
    /// In the publisher's order.
    pub(crate) requirements: Vec<CustomerRequirementRecord<'m>>,
}

/// A requirement as the customers see it.
#[derive(Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "schema", schemars(deny_unknown_fields, rename = "CustomerRequirement"))]
pub(crate) struct CustomerRequirementRecord<'m> {
    /// As its publisher writes it.
    pub(crate) id: Cow<'m, RequirementId>,
    /// Whether it is the organisation's, shared, or left to the customers.
    pub(crate) share: CustomerShare,
    /// Ids of what they are asked to do about it.
    pub(crate) asks: Vec<Cow<'m, AskId>>,
}
