//! What the documents about an organisation, its services and its frameworks show of one project. It is all that a
//! build keeps of a project once its own documents are made, and the build cache stores it, so that it is plain data
//! and small.

use std::collections::{BTreeMap, BTreeSet};

use chrono::NaiveDate;
use onus_core::diagnostic::Severity;
use onus_core::model::{
    AttestationId, ControlId, DomainId, EvidenceId, FrameworkId, PartyId, ProjectId, RequirementId,
    Responsibility, ServiceId,
};
use serde::{Deserialize, Serialize};
use serde_json::Value;
use serde_json::value::{RawValue, to_raw_value};

use super::count::{FindingCounts, ResponsibilityCounts};
use super::party::PartyCounts;
use super::party_summary::PartySummary;

/// What the documents about an organisation, its services and its frameworks show of a project.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ProjectSummary {
    pub(super) id: ProjectId,
    pub(super) name: String,
    /// The project, as these documents show it.
    pub(super) project: JsonText,
    /// Its numbers, as the organisation's documents show them.
    pub(super) summary: JsonText,
    /// Its controls by responsibility.
    pub(super) controls: ResponsibilityCounts,
    /// The findings that are mended in its own files, by how much they matter.
    pub(super) findings: FindingCounts,
    /// Those that are mended at the organisation, by what makes each itself.
    pub(super) shared_findings: BTreeMap<String, Severity>,
    /// Its errors, as the organisation's documents show them.
    pub(super) errors: Vec<JsonText>,
    /// Accepted risks about its services, as service sheets show them.
    pub(super) risk_acceptances: Vec<JsonText>,
    /// Its services in use, by id.
    pub(super) services: Vec<ServiceSummary>,
    /// Domains that have controls.
    pub(super) domains: Vec<DomainSummary>,
    /// Partial and planned statements.
    pub(super) open_statements: Vec<OpenStatementSummary>,
    /// How much each party has to do.
    pub(super) parties: Vec<(PartyId, PartyCounts)>,
    /// What each party has to do, by id; taken out by [`PartyWork::take`](super::PartyWork::take).
    pub(super) work: Vec<PartySummary>,
    /// Valid reports on its services, with the names of the services that they cover.
    pub(super) reports: Vec<(AttestationId, Vec<String>)>,
    /// What no report covers.
    pub(super) uncovered: Vec<UncoveredSummary>,
    /// Evidence that supports its controls, with the places of these in the catalog.
    pub(super) evidence: Vec<(EvidenceId, Vec<usize>)>,
    /// Places in the catalog of controls about which evidence is requested, with the number of outstanding requests.
    pub(super) asked: Vec<(usize, usize)>,
    /// Frameworks that it shows; empty when no document shows them.
    pub(super) frameworks: Vec<FrameworkSummary>,
}

/// Duties of a provider that no report covers.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(super) struct UncoveredSummary {
    /// Name of the service; none for duties that the provider has for all of its services at once.
    pub(super) service: Option<String>,
    /// One lowercase phrase.
    pub(super) shortfall: String,
    /// `file:line` of its use.
    pub(super) place: String,
}

/// A part of a view as the text of its JSON, which takes a fraction of the memory of its values.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(transparent)]
pub(super) struct JsonText(Box<RawValue>);

impl JsonText {
    pub(super) fn of(view: &impl Serialize) -> Self {
        Self(to_raw_value(view).expect("views are structs of plain values"))
    }

    /// As it is.
    pub(super) fn text(&self) -> &str {
        self.0.get()
    }

    /// Its values; null for a text of the cache that is no JSON value.
    pub(super) fn value(&self) -> Value {
        serde_json::from_str(self.0.get()).unwrap_or_default()
    }
}

impl PartialEq for JsonText {
    fn eq(&self, other: &Self) -> bool {
        self.0.get() == other.0.get()
    }
}

/// A domain that has controls.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(super) struct DomainSummary {
    pub(super) id: DomainId,
    /// Its controls by responsibility.
    pub(super) counts: ResponsibilityCounts,
    /// Errors and warnings about its controls.
    pub(super) open: usize,
}

/// A service in use.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(super) struct ServiceSummary {
    pub(super) id: ServiceId,
    pub(super) purpose: Option<String>,
    pub(super) regions: Vec<String>,
    pub(super) place: String,
    /// The name under which the project uses it, where it has several.
    pub(super) alias: Option<String>,
    /// What it stands on, in words.
    pub(super) stands_on: Option<String>,
    /// The names of the services that stand on it.
    pub(super) carries: Vec<String>,
    /// Findings about it.
    pub(super) gaps: Vec<ServiceGapSummary>,
    /// What differs from other projects, as service sheets show it; none for most projects.
    pub(super) deviations: Option<ServiceDeviations>,
}

/// A finding about a service. Two that are equal are shown as one.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub(super) struct ServiceGapSummary {
    /// By severity: errors are 0, warnings 1 and notes 2.
    pub(super) rank: u8,
    /// Id of its control.
    pub(super) control: Option<ControlId>,
    /// In one lowercase phrase.
    pub(super) message: String,
}

/// What differs about a service in one project.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(super) struct ServiceDeviations {
    pub(super) changes: Vec<JsonText>,
    pub(super) left_out: Vec<JsonText>,
    /// Places of accepted risks about it among [`ProjectSummary::risk_acceptances`].
    pub(super) risk_acceptances: Vec<usize>,
}

/// A partial or planned statement.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(super) struct OpenStatementSummary {
    /// File and line. They identify a statement of the organisation that several projects share.
    pub(super) place: String,
    pub(super) due: Option<NaiveDate>,
    pub(super) control: ControlId,
    /// As the organisation's documents show it; none when the summary of another project has it.
    pub(super) statement: Option<JsonText>,
}

/// A framework that the project shows.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(super) struct FrameworkSummary {
    pub(super) id: FrameworkId,
    /// Title of the baseline shown; none for all requirements.
    pub(super) baseline: Option<String>,
    pub(super) counts: ResponsibilityCounts,
    /// The responsibility for each requirement shown, in the publisher's order.
    pub(super) requirements: Vec<(RequirementId, Responsibility)>,
}

impl ProjectSummary {
    /// Drops the text of statements in `seen`, of which documents show the first only. Adds the others to `seen`.
    pub fn forget_repeated(&mut self, seen: &mut BTreeSet<String>) {
        for open in &mut self.open_statements {
            if !seen.insert(open.place.clone()) {
                open.statement = None;
            }
        }
        self.open_statements.shrink_to_fit();
    }

    /// Id of the project.
    pub fn project(&self) -> &ProjectId {
        &self.id
    }

    /// The services in use, by id.
    pub fn services(&self) -> impl Iterator<Item = &ServiceId> {
        self.services.iter().map(|service| &service.id)
    }

    /// The frameworks shown, by id, if the summary was made with them.
    pub fn frameworks(&self) -> impl Iterator<Item = &FrameworkId> {
        self.frameworks.iter().map(|framework| &framework.id)
    }
}
