//! Chains: what a project offers to other projects or to customers, and what it inherits from others' offers.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use strum::{IntoStaticStr, VariantArray};

use super::{
    AskId, Coverage, EvidenceId, OfferId, OrganizationId, PartyId, PerDuty, ProjectId, Selector, ServiceId,
    StatementPiece, Status, Target,
};
use crate::source::{Origin, SourceId};

/// What a project does for others.
#[derive(Debug)]
pub struct Offer {
    /// Its id, unique in the project.
    pub id: OfferId,
    /// Its title as printed.
    pub title: String,
    /// To whom it is made.
    pub to: Audience,
    /// The controls and parts that it is about; all when there are none.
    pub targets: Vec<Target>,
    /// What else limits it.
    pub selector: Selector,
    /// For which services of those who inherit.
    pub services: Coverage<ServiceId>,
    /// In which regions.
    pub regions: Coverage<String>,
    /// What is offered of each duty; what is not named stays with those who inherit.
    pub duties: PerDuty<Option<OfferedDuty>>,
    /// Evidence that may be shown to those who inherit.
    pub evidence: Vec<EvidenceId>,
    /// What is done, as a text with parameters.
    pub text: Vec<StatementPiece>,
    /// What is asked in return.
    pub asks: Vec<Ask>,
    /// The entry in its file.
    pub origin: Origin,
}

/// To whom an offer is made.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, IntoStaticStr, VariantArray)]
#[serde(rename_all = "kebab-case")]
#[strum(serialize_all = "kebab-case")]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub enum Audience {
    /// Other projects, of this or another organisation.
    #[default]
    Projects,
    /// The organisation's customers.
    Customers,
}

/// How much of a duty is offered.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, IntoStaticStr, VariantArray)]
#[serde(rename_all = "kebab-case")]
#[strum(serialize_all = "kebab-case")]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub enum OfferedDuty {
    /// All of it.
    Offered,
    /// Each side does its own part.
    Shared,
}

/// Something that those who inherit must do: the complementary user entity control of an offer.
#[derive(Debug, Clone)]
pub struct Ask {
    /// Its id, unique in the project.
    pub id: AskId,
    /// What must be done.
    pub text: String,
    /// The controls and parts that fulfil it.
    pub targets: Vec<Target>,
    /// How the customer takes part, in FedRAMP's words for where a control originates.
    pub origination: Origination,
    /// The entry in its file.
    pub origin: Origin,
}

/// How a customer takes part in a control.
#[derive(
    Debug,
    Clone,
    Copy,
    Default,
    PartialEq,
    Eq,
    PartialOrd,
    Ord,
    Serialize,
    Deserialize,
    IntoStaticStr,
    VariantArray,
)]
#[serde(rename_all = "kebab-case")]
#[strum(serialize_all = "kebab-case")]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub enum Origination {
    /// The customer sets what the service offers.
    ConfiguredByCustomer,
    /// The customer brings it itself.
    ProvidedByCustomer,
    /// Both sides do their part.
    #[default]
    Shared,
}

impl Origination {
    /// For people, in FedRAMP's words.
    pub fn label(self) -> &'static str {
        match self {
            Self::ConfiguredByCustomer => "Configured by customer",
            Self::ProvidedByCustomer => "Provided by customer",
            Self::Shared => "Shared",
        }
    }
}

/// What a project takes from the offers of another one.
#[derive(Debug)]
pub struct Inheritance {
    /// Whose offers.
    pub from: UpstreamId,
    /// Which of them.
    pub offers: Coverage<OfferId>,
    /// Cells that are left out, with the reasons.
    pub exceptions: Vec<InheritanceException>,
    /// How it does what the offers ask for.
    pub answers: BTreeMap<AskId, AskAnswer>,
    /// The offer file; none for a project of this organisation.
    pub file: Option<OfferSource>,
    /// The last day on which an offer file is relied on.
    pub valid_until: Option<NaiveDate>,
    /// The entry in its file.
    pub origin: Origin,
}

/// An offer file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OfferSource {
    /// Its path from the folder of the organisation's profile, with `/`.
    pub path: String,
    /// Its text.
    pub source: SourceId,
}

/// A project as others name it: `organisation/project`.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct UpstreamId {
    /// The organisation.
    pub organization: OrganizationId,
    /// The project.
    pub project: ProjectId,
}

impl std::fmt::Display for UpstreamId {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}/{}", self.organization, self.project)
    }
}

/// Cells that a project does not inherit although they are offered.
#[derive(Debug)]
pub struct InheritanceException {
    /// Which cells.
    pub selector: Selector,
    /// The reason.
    pub reason: String,
    /// The entry in its file.
    pub origin: Origin,
}

/// How a project does what an offer asks for.
#[derive(Debug)]
pub struct AskAnswer {
    /// How far.
    pub status: Status,
    /// Who sees to it.
    pub owner: Option<PartyId>,
    /// How.
    pub text: Option<String>,
    /// Evidence that supports it.
    pub evidence: Vec<EvidenceId>,
    /// The entry in its file.
    pub origin: Origin,
}
