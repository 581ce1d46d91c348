//! Who we are, what we use, who does what here.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use strum::{IntoStaticStr, VariantArray};

use super::{
    Acceptance, AcceptedFinding, Attestation, BaselineId, ControlId, Coverage, Duty, Evidence, EvidenceId,
    FrameworkId, Interval, OrganizationId, PartialDuties, PartyId, ProjectId, Selector, ServiceId,
};
use crate::source::Origin;

/// An organisation with its projects.
#[derive(Debug)]
pub struct Organization {
    /// Names its folder.
    pub id: OrganizationId,
    /// Name as printed.
    pub name: String,
    /// One sentence.
    pub description: Option<String>,
    /// Whom an auditor asks: name, address.
    pub contact: Option<(String, Option<String>)>,
    /// Stands in the footer of every page.
    pub classification: Option<String>,
    /// Language tag of the documents.
    pub language: String,
    /// What holds for every project.
    pub common: Profile,
    /// Third-party reports behind the providers' duties.
    pub attestations: Vec<Attestation>,
    /// By id.
    pub evidence: BTreeMap<EvidenceId, Evidence>,
    /// Which of it speaks about which projects.
    pub evidence_index: EvidenceIndex,
    /// How long before its last day evidence is due.
    pub evidence_due_within: Interval,
    /// By id.
    pub projects: Vec<Project>,
    /// Findings that somebody has accepted for a while, in the order of the file.
    pub accepted: Vec<AcceptedFinding>,
    /// Where it is described.
    pub origin: Origin,
}

/// Which pieces of evidence speak about which projects, so that a project need not look at those of all others.
#[derive(Debug, Default)]
pub struct EvidenceIndex {
    everywhere: Vec<EvidenceId>,
    limited: BTreeMap<ProjectId, Vec<EvidenceId>>,
}

impl EvidenceIndex {
    /// Of the pieces given.
    pub fn new(evidence: &BTreeMap<EvidenceId, Evidence>) -> Self {
        let mut index = Self::default();
        for piece in evidence.values() {
            match &piece.projects {
                Coverage::All => index.everywhere.push(piece.id.clone()),
                Coverage::Some(projects) => {
                    for project in projects {
                        index.limited.entry(project.clone()).or_default().push(piece.id.clone());
                    }
                }
            }
        }
        index
    }
}

impl Organization {
    /// The evidence that is limited to projects, this one among them; by id.
    pub fn evidence_only_on(&self, project: &ProjectId) -> impl Iterator<Item = &Evidence> {
        let ids = self.evidence_index.limited.get(project).into_iter().flatten();
        ids.filter_map(|id| self.evidence.get(id))
    }

    /// The evidence that speaks about a project; by id.
    pub fn evidence_on(&self, project: &ProjectId) -> Vec<&Evidence> {
        let everywhere = self.evidence_index.everywhere.iter().filter_map(|id| self.evidence.get(id));
        let mut found: Vec<&Evidence> = everywhere.chain(self.evidence_only_on(project)).collect();
        found.sort_unstable_by(|one, other| one.id.cmp(&other.id));
        found.dedup_by(|one, other| one.id == other.id);
        found
    }

    /// The project of an id.
    pub fn project(&self, id: &ProjectId) -> Option<&Project> {
        let found = self.projects.binary_search_by(|project| project.id.cmp(id)).ok()?;
        self.projects.get(found)
    }
}

/// A project.
#[derive(Debug)]
pub struct Project {
    /// Names its folder.
    pub id: ProjectId,
    /// Name as printed.
    pub name: String,
    /// One sentence.
    pub description: Option<String>,
    /// Class of the data that it handles.
    pub data_classification: Option<String>,
    /// What is inside and what is not, in words for an auditor.
    pub boundary: Option<String>,
    /// What the project says itself.
    pub own: Profile,
    /// Where it is described.
    pub origin: Origin,
}

/// What both an organisation and a project can say.
#[derive(Debug, Default)]
pub struct Profile {
    /// Frameworks to show, with baseline.
    pub frameworks: Vec<FrameworkUse>,
    /// Everyone who can hold a duty on the customer's side.
    pub parties: Vec<Party>,
    /// Services in use.
    pub services: Vec<ServiceUse>,
    /// Which party holds which duties.
    pub delegations: Vec<Delegation>,
    /// Values for statements.
    pub parameters: BTreeMap<String, String>,
    /// How controls are fulfilled.
    pub statements: Vec<Statement>,
    /// Where the line runs differently.
    pub overrides: Vec<Override>,
    /// What does not apply.
    pub not_applicable: Vec<NotApplicable>,
    /// Risks that somebody has accepted for a while.
    pub acceptances: Vec<Acceptance>,
}

/// A framework to show.
#[derive(Debug, Clone)]
pub struct FrameworkUse {
    /// The framework.
    pub framework: FrameworkId,
    /// The selection of its requirements; all when none.
    pub baseline: Option<BaselineId>,
}

/// Someone who can hold a duty on the customer's side.
#[derive(Debug)]
pub struct Party {
    /// What delegations refer to.
    pub id: PartyId,
    /// Name as printed.
    pub name: String,
    /// Whose people they are.
    pub kind: PartyKind,
    /// Their address.
    pub contact: Option<String>,
}

/// Whose people a party are.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum PartyKind {
    /// The organisation's own.
    #[default]
    Internal,
    /// Another company that works for the organisation.
    ServiceProvider,
}

/// A service in use.
#[derive(Debug, Clone)]
pub struct ServiceUse {
    /// The service.
    pub service: ServiceId,
    /// What it is used for.
    pub purpose: Option<String>,
    /// Regions in the provider's own names.
    pub regions: Vec<String>,
    /// Where it is written.
    pub origin: Origin,
}

/// Gives duties to a party.
#[derive(Debug)]
pub struct Delegation {
    /// What it is about.
    pub selector: Selector,
    /// Which duties.
    pub duties: Vec<Duty>,
    /// Who holds them.
    pub to: PartyId,
    /// Where it is written.
    pub origin: Origin,
}

/// How a control is fulfilled.
#[derive(Debug)]
pub struct Statement {
    /// The control.
    pub control: ControlId,
    /// How far it is.
    pub status: Status,
    /// Who answers for it.
    pub owner: Option<PartyId>,
    /// When a planned or partial control will be implemented.
    pub due: Option<NaiveDate>,
    /// What is done.
    pub text: Vec<TextPiece>,
    /// What proves it.
    pub evidence: Vec<EvidenceId>,
    /// Where it is written.
    pub origin: Origin,
}

/// A piece of a statement's text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum TextPiece {
    /// As written.
    Literal(String),
    /// The value of a parameter.
    Parameter(String),
}

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
    /// As files and reports write it.
    pub fn word(self) -> &'static str {
        self.into()
    }

    /// The word for people.
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

/// Moves the line.
#[derive(Debug)]
pub struct Override {
    /// What it is about.
    pub selector: Selector,
    /// Who holds what instead.
    pub duties: PartialDuties,
    /// Why.
    pub reason: String,
    /// Where it is written.
    pub origin: Origin,
}

/// Takes something out of the matrix.
#[derive(Debug)]
pub struct NotApplicable {
    /// What it is about.
    pub selector: Selector,
    /// Why.
    pub reason: String,
    /// Where it is written.
    pub origin: Origin,
}
