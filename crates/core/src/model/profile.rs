//! Organisations and projects: what they use, who is responsible for what, and how controls are implemented.

use std::collections::BTreeMap;

use serde::Deserialize;

use super::{
    Acceptance, AcceptedFinding, ActsFor, Approval, Approver, Assertion, Attestation, Attributes, BaselineId,
    Confirmation, Coverage, Duty, Evidence, EvidenceId, FrameworkId, Inheritance, Interval, Language, Offer,
    OrganizationId, PartialDuties, PartyId, ProjectId, RunsOn, Selector, Service, ServiceId, Statement,
    SystemFacts,
};
use crate::source::{Origin, SourceId};

/// An organisation with its projects.
#[derive(Debug)]
pub struct Organization {
    /// Names its folder.
    pub id: OrganizationId,
    /// Name as printed.
    pub name: String,
    /// A sentence on it.
    pub description: Option<String>,
    /// Whom auditors may contact.
    pub contact: Option<Contact>,
    /// What its own customers are called, such as `Merchants`.
    pub customers: Option<String>,
    /// Classification of its documents, printed in the footer of every page.
    pub classification: Option<String>,
    /// Language of the documents.
    pub language: Language,
    /// What its profile says for all projects.
    pub common: Profile,
    /// Attestations on its providers.
    pub attestations: Vec<Attestation>,
    /// In order of their ids.
    pub evidence: BTreeMap<EvidenceId, Evidence>,
    /// Which evidence is about which projects.
    pub(crate) evidence_index: EvidenceIndex,
    /// How long before its last valid day evidence is due soon.
    pub evidence_due_within: Interval,
    /// In order of their ids.
    pub projects: Vec<Project>,
    /// Accepted findings, in the order of the file.
    pub accepted: Vec<AcceptedFinding>,
    /// The entry in its file.
    pub origin: Origin,
}

/// Whom auditors may contact.
#[derive(Debug, Clone)]
pub struct Contact {
    /// A person or team.
    pub name: String,
    /// Their email address.
    pub email: Option<String>,
}

/// Which evidence is about which projects. With thousands of projects, each of them cannot look through the evidence of
/// all.
#[derive(Debug, Default)]
pub(crate) struct EvidenceIndex {
    everywhere: Vec<EvidenceId>,
    limited: BTreeMap<ProjectId, Vec<EvidenceId>>,
}

impl EvidenceIndex {
    /// The index of this evidence.
    pub(crate) fn new(evidence: &BTreeMap<EvidenceId, Evidence>) -> Self {
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
    /// The evidence that is limited to certain projects including this one, in order of ids.
    pub fn evidence_only_on(&self, project: &ProjectId) -> impl Iterator<Item = &Evidence> {
        let ids = self.evidence_index.limited.get(project).into_iter().flatten();
        ids.filter_map(|id| self.evidence.get(id))
    }

    /// The evidence about a project, in order of ids.
    pub(crate) fn evidence_on(&self, project: &ProjectId) -> Vec<&Evidence> {
        let everywhere = self.evidence_index.everywhere.iter().filter_map(|id| self.evidence.get(id));
        let mut found: Vec<&Evidence> = everywhere.chain(self.evidence_only_on(project)).collect();
        found.sort_unstable_by(|one, other| one.id.cmp(&other.id));
        found.dedup_by(|one, other| one.id == other.id);
        found
    }

    /// The project with an id.
    pub fn project(&self, id: &ProjectId) -> Option<&Project> {
        let found = self.projects.binary_search_by(|project| project.id.cmp(id)).ok()?;
        self.projects.get(found)
    }

    /// The parties that provide evidence or own an answer to what a report expects, in no order.
    pub fn answering_parties(&self) -> impl Iterator<Item = &PartyId> {
        let providing = self.evidence.values().filter_map(|evidence| evidence.provided_by.as_ref());
        let controls = self.attestations.iter().flat_map(|report| &report.user_controls);
        let answers = controls.filter_map(|control| control.answer.as_ref());
        providing.chain(answers.filter_map(|answer| answer.owner.as_ref()))
    }

    /// The parties with an id: its own, then those of its projects, which may give one another name.
    pub fn parties<'o>(&'o self, id: &'o PartyId) -> impl Iterator<Item = &'o Party> {
        let of_projects = self.projects.iter().flat_map(|project| &project.own.parties);
        self.common.parties.iter().chain(of_projects).filter(move |party| party.id == *id)
    }
}

/// A project.
#[derive(Debug)]
pub struct Project {
    /// Names its folder.
    pub id: ProjectId,
    /// Name as printed.
    pub name: String,
    /// A sentence on it.
    pub description: Option<String>,
    /// Classification of the data that it handles.
    pub data_classification: Option<String>,
    /// What belongs to the project and what does not, described for auditors.
    pub boundary: Option<String>,
    /// What its own profile says.
    pub own: Profile,
    /// What it does for others.
    pub offers: Vec<Offer>,
    /// What it takes from the offers of others.
    pub inherits: Vec<Inheritance>,
    /// The files that are its own: its profile, its registers and its statements.
    pub files: Vec<SourceId>,
    /// The entry in its file.
    pub origin: Origin,
}

/// What the profile of an organisation and that of a project have in common.
#[derive(Debug, Default)]
pub struct Profile {
    /// Frameworks that documents show.
    pub frameworks: Vec<FrameworkUse>,
    /// The customer's parties.
    pub parties: Vec<Party>,
    /// Services in use.
    pub services: Vec<ServiceUse>,
    /// Assignments of the customer's duties to parties.
    pub delegations: Vec<Delegation>,
    /// Values that statements refer to.
    pub parameters: BTreeMap<String, String>,
    /// Implementation statements.
    pub statements: Vec<Statement>,
    /// Claims that replace the default holders of duties.
    pub overrides: Vec<Override>,
    /// What does not apply here.
    pub not_applicable: Vec<NotApplicable>,
    /// Risk acceptances.
    pub acceptances: Vec<Acceptance>,
    /// What is said about attributes.
    pub attributes: Attributes,
    /// Approvals of documents.
    pub approvals: Vec<Approval>,
    /// Management's assertion.
    pub assertion: Option<Assertion>,
    /// Facts about the system that forms ask for.
    pub system: SystemFacts,
    /// Requirements that a person confirmed.
    pub confirmations: Vec<Confirmation>,
}

/// A framework that documents show.
#[derive(Debug, Clone)]
pub struct FrameworkUse {
    /// The framework.
    pub framework: FrameworkId,
    /// The baseline; all requirements if there is none.
    pub baseline: Option<BaselineId>,
}

/// A team, person or contractor on the customer's side that duties can be delegated to.
#[derive(Debug)]
pub struct Party {
    /// Its id, which delegations refer to.
    pub id: PartyId,
    /// Name as printed.
    pub name: String,
    /// Whether it belongs to the organisation.
    pub kind: PartyKind,
    /// How to reach it.
    pub contact: Option<String>,
    /// For whom it acts.
    pub acts_for: ActsFor,
}

/// Whether a party belongs to the organisation.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum PartyKind {
    /// It does.
    #[default]
    Internal,
    /// It is a company that works for the organisation.
    ServiceProvider,
}

/// A service in use.
#[derive(Debug, Clone)]
pub struct ServiceUse {
    /// The service.
    pub service: ServiceId,
    /// The service under the name of this use, where it is used several times.
    pub named: Option<Box<Service>>,
    /// What it stands on here, in place of what the catalog says.
    pub runs_on: Option<RunsOn>,
    /// The edition or mode in which it is used, in the provider's words.
    pub mode: Option<String>,
    /// What it is used for.
    pub purpose: Option<String>,
    /// Kinds of data that it holds.
    pub data: Vec<String>,
    /// Regions, as the provider names them.
    pub regions: Vec<String>,
    /// The entry in its file.
    pub origin: Origin,
}

impl ServiceUse {
    /// The name of this use.
    pub(crate) fn alias(&self) -> Option<&ServiceId> {
        self.named.as_ref()?.alias.as_ref()
    }
}

/// Assigns duties to a party.
#[derive(Debug)]
pub struct Delegation {
    /// What it applies to.
    pub selector: Selector,
    /// Which duties.
    pub duties: Vec<Duty>,
    /// The party that holds them.
    pub to: PartyId,
    /// The entry in its file.
    pub origin: Origin,
}

/// A claim that replaces the default holders of duties.
#[derive(Debug)]
pub struct Override {
    /// What it applies to.
    pub selector: Selector,
    /// The holders instead.
    pub duties: PartialDuties,
    /// The reason.
    pub reason: String,
    /// The entry in its file.
    pub origin: Origin,
    /// Who approved it.
    pub approver: Option<Approver>,
}

/// An entry that something does not apply.
#[derive(Debug)]
pub struct NotApplicable {
    /// What it applies to.
    pub selector: Selector,
    /// The reason.
    pub reason: String,
    /// The entry in its file.
    pub origin: Origin,
    /// Who approved it.
    pub approver: Option<Approver>,
}
