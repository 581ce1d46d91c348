//! What the documents about an organisation, its services and its frameworks show of one project. It is all that is kept of a
//! project while others are looked at, and between runs, so it is plain data and small.

use std::collections::BTreeSet;

use onus_core::assess::{EvidenceRequests, assurances};
use onus_core::diagnostic::Severity;
use onus_core::model::{
    AttestationId, ControlId, DomainId, EvidenceId, FrameworkId, PartyId, ProjectId, RequirementId,
    Responsibility, ServiceId,
};
use onus_core::resolve::{ControlRow, RequirementRow};
use serde::{Deserialize, Serialize};
use serde_json::Value;
use serde_json::value::{RawValue, to_raw_value};

use super::acceptance::AcceptanceView;
use super::count::{FindingCounts, ResponsibilityCounts};
use super::facts::{PartyCounts, PartyView};
use super::finding::FindingView;
use super::organization::ProjectOverviewView;
use super::register::uncovered;
use super::service::{ProjectChangeView, ProjectExclusionView, accepted};
use super::statement::StatementView;
use super::{AssessedMatrix, ViewContext};

/// What of a project other documents than its own show.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ProjectSummary {
    /// The project.
    pub(super) id: ProjectId,
    /// Its name.
    pub(super) name: String,
    /// The project, as other documents show it.
    pub(super) project: JsonText,
    /// How it stands, as the organisation's documents show it.
    pub(super) summary: JsonText,
    /// Its controls by what they amount to.
    pub(super) controls: ResponsibilityCounts,
    /// Its findings by how much they matter.
    pub(super) findings: FindingCounts,
    /// Its errors, as the organisation's documents show them.
    pub(super) errors: Vec<JsonText>,
    /// Accepted risks about its services, as service sheets show them.
    pub(super) risk_acceptances: Vec<JsonText>,
    /// Its services in use, by id.
    pub(super) services: Vec<ServiceSummary>,
    /// Domains that have controls.
    pub(super) domains: Vec<DomainSummary>,
    /// Statements that are not yet true in full.
    pub(super) open_statements: Vec<OpenStatementSummary>,
    /// Parties with the controls in which they hold a duty, and those that they answer for.
    pub(super) parties: Vec<(PartyId, PartyCounts)>,
    /// Reports that it relies on, with the names of the services that they cover.
    pub(super) reports: Vec<(AttestationId, Vec<String>)>,
    /// What no report covers, as the organisation's documents show it.
    pub(super) uncovered: Vec<JsonText>,
    /// Evidence that supports something in it, with the controls by their places in the catalog.
    pub(super) evidence: Vec<(EvidenceId, Vec<usize>)>,
    /// Controls that an auditor asks about, by their places in the catalog, with how much of it nothing answers.
    pub(super) asked: Vec<(usize, usize)>,
    /// Frameworks that it shows; empty when no document needs them.
    pub(super) frameworks: Vec<FrameworkSummary>,
}

/// A part of a view as the text of its JSON, which needs a fraction of the room that its values would need.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(transparent)]
pub(super) struct JsonText(Box<RawValue>);

impl JsonText {
    pub(super) fn of(view: &impl Serialize) -> Self {
        Self(to_raw_value(view).expect("views are structs of plain values"))
    }

    /// Its values. Text that was kept from an earlier run and is no view any more, though it is JSON, has none.
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
    /// Its controls by what they amount to.
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
    /// What is other in the project than elsewhere, as service sheets show it; most projects have nothing.
    pub(super) special: Option<ServiceDeviations>,
}

/// What is other about a service in a project than elsewhere.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(super) struct ServiceDeviations {
    pub(super) changes: Vec<JsonText>,
    pub(super) left_out: Vec<JsonText>,
    /// Accepted risks about it, by their places among those of the project.
    pub(super) risk_acceptances: Vec<usize>,
}

/// A statement that is not yet true in full.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(super) struct OpenStatementSummary {
    /// File and line, by which the same statement of several projects is known.
    pub(super) place: String,
    pub(super) due: Option<String>,
    pub(super) control: ControlId,
    /// As the organisation's documents show it; none where that of another project is shown.
    pub(super) statement: Option<JsonText>,
}

/// A framework that the project shows.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(super) struct FrameworkSummary {
    pub(super) id: FrameworkId,
    /// Title of the selection shown, or none for all requirements.
    pub(super) baseline: Option<String>,
    pub(super) counts: ResponsibilityCounts,
    /// What each requirement shown amounts to, in the publisher's order.
    pub(super) requirements: Vec<(RequirementId, Responsibility)>,
}

impl ProjectSummary {
    /// What is to be kept of a project; none for a matrix that is no project's. Frameworks are only put in when a
    /// document shows them.
    pub fn of(context: ViewContext<'_>, assessed: AssessedMatrix<'_>, with_frameworks: bool) -> Option<Self> {
        let AssessedMatrix { matrix, findings } = assessed;
        let project = matrix.scope.project?;
        let rows = || matrix.controls.iter();
        let errors = findings.iter().filter(|finding| finding.severity() == Severity::Error);
        let parties = PartyView::of(matrix);
        let held = |party: &onus_core::model::Party| {
            let view = parties.iter().find(|view| view.id == party.id.as_str());
            view.map(|view| (party.id.clone(), view.counts()))
        };
        let mut risks = Vec::new();
        let services = ServiceSummary::of(context, assessed, &mut risks);
        let tables = matrix.frameworks.iter().filter(|_| with_frameworks);
        Some(Self {
            id: project.id.clone(),
            name: project.name.clone(),
            project: JsonText::of(&super::facts::ProjectView::new(project)),
            summary: JsonText::of(&ProjectOverviewView::new(context, assessed)?),
            controls: rows().map(ControlRow::responsibility).collect(),
            findings: FindingCounts::of(findings),
            errors: errors.map(|finding| JsonText::of(&FindingView::new(context, matrix, finding))).collect(),
            risk_acceptances: risks.iter().map(JsonText::of).collect(),
            services,
            domains: DomainSummary::of(assessed),
            open_statements: OpenStatementSummary::of(context, assessed),
            parties: matrix.scope.delegations.parties().filter_map(held).collect(),
            reports: reports(context, assessed),
            uncovered: uncovered(context, matrix).iter().map(JsonText::of).collect(),
            evidence: supported(assessed),
            asked: asked(context, assessed),
            frameworks: tables.map(|table| FrameworkSummary::new(table)).collect(),
        })
    }

    /// Forgets statements that were seen before, of which documents show the first.
    pub fn forget_repeated(&mut self, seen: &mut BTreeSet<String>) {
        for open in &mut self.open_statements {
            if !seen.insert(open.place.clone()) {
                open.statement = None;
            }
        }
        self.open_statements.shrink_to_fit();
    }

    /// The project that it is about.
    pub fn project(&self) -> &ProjectId {
        &self.id
    }

    /// The services in use, by id.
    pub fn services(&self) -> impl Iterator<Item = &ServiceId> {
        self.services.iter().map(|service| &service.id)
    }

    /// The frameworks shown, by id, if they were asked for.
    pub fn frameworks(&self) -> impl Iterator<Item = &FrameworkId> {
        self.frameworks.iter().map(|framework| &framework.id)
    }
}

fn reports(
    context: ViewContext<'_>,
    AssessedMatrix { matrix, .. }: AssessedMatrix<'_>,
) -> Vec<(AttestationId, Vec<String>)> {
    let mut found: Vec<(AttestationId, Vec<String>)> = Vec::new();
    for assurance in assurances(matrix, context.as_of()) {
        let service = assurance.service.map(|service| service.name.trim().to_owned());
        for report in assurance.covered_by {
            let place = found.iter().position(|(known, _)| *known == report.id);
            let place = place.unwrap_or(found.len());
            if place == found.len() {
                found.push((report.id.clone(), Vec::new()));
            }
            let names = &mut found[place].1;
            names.extend(service.clone().filter(|name| !names.contains(name)));
        }
    }
    found
}

fn supported(AssessedMatrix { matrix, .. }: AssessedMatrix<'_>) -> Vec<(EvidenceId, Vec<usize>)> {
    let supported = |proof: &onus_core::resolve::SupportingEvidence<'_>| {
        let place = |target: &onus_core::model::Target| matrix.place(target.control.as_str());
        let mut controls: Vec<usize> = proof.targets.iter().filter_map(place).collect();
        controls.dedup();
        (proof.evidence.id.clone(), controls)
    };
    matrix.evidence.iter().map(supported).collect()
}

fn asked(context: ViewContext<'_>, AssessedMatrix { matrix, .. }: AssessedMatrix<'_>) -> Vec<(usize, usize)> {
    let asked = |(place, row): (usize, &ControlRow<'_>)| {
        Some((place, EvidenceRequests::of(matrix, row, context.basis)?.outstanding))
    };
    matrix.controls.iter().enumerate().filter_map(asked).collect()
}

impl DomainSummary {
    fn of(AssessedMatrix { matrix, findings }: AssessedMatrix<'_>) -> Vec<Self> {
        let open = findings.iter().filter(|finding| finding.severity() >= Severity::Warning);
        let about: Vec<&ControlId> = open.filter_map(|finding| finding.control.as_ref()).collect();
        let extract = |domain: &onus_core::model::Domain| {
            let mut counts = Vec::new();
            let mut open = 0;
            for row in matrix.domain(&domain.id) {
                counts.push(row.responsibility());
                open += about.iter().filter(|control| ***control == row.control.id).count();
            }
            let (id, counts) = (domain.id.clone(), counts.into_iter().collect::<ResponsibilityCounts>());
            (counts.total > 0).then_some(Self { id, counts, open })
        };
        matrix.scope.catalog.domains.iter().filter_map(extract).collect()
    }
}

impl ServiceSummary {
    /// The services of a project; adds the accepted risks about them to those found so far.
    fn of<'a>(
        context: ViewContext<'_>,
        AssessedMatrix { matrix, .. }: AssessedMatrix<'a>,
        risks: &mut Vec<AcceptanceView<'a>>,
    ) -> Vec<Self> {
        let mut place = |risk: AcceptanceView<'a>| {
            let found = risks.iter().position(|known| known.id == risk.id);
            found.unwrap_or_else(|| {
                risks.push(risk);
                risks.len() - 1
            })
        };
        let extract = |in_use: &onus_core::resolve::ServiceInUse<'_>| {
            let id = &in_use.service.id;
            let values = |views: Vec<_>| views.iter().map(JsonText::of).collect::<Vec<JsonText>>();
            let special = ServiceDeviations {
                changes: values(ProjectChangeView::of(context, matrix, id)),
                left_out: ProjectExclusionView::of(context, matrix, id).iter().map(JsonText::of).collect(),
                risk_acceptances: accepted(context, matrix, id).into_iter().map(&mut place).collect(),
            };
            let is_other = !special.changes.is_empty()
                || !special.left_out.is_empty()
                || !special.risk_acceptances.is_empty();
            Self {
                id: id.clone(),
                purpose: in_use.purpose.map(|purpose| purpose.trim().to_owned()),
                regions: in_use.regions.iter().map(|region| region.trim().to_owned()).collect(),
                place: context.place(in_use.origin),
                special: is_other.then_some(special),
            }
        };
        matrix.scope.services.iter().map(extract).collect()
    }
}

impl OpenStatementSummary {
    fn of(context: ViewContext<'_>, AssessedMatrix { matrix, .. }: AssessedMatrix<'_>) -> Vec<Self> {
        let statements = StatementView::of(context, matrix).into_iter().filter(|statement| statement.open);
        let rows = |id: &str| matrix.control(id).map(|row| row.control.id.clone());
        let extract = |mut statement: StatementView<'_>| {
            // Which evidence there is says the register.
            statement.evidence.clear();
            Some(Self {
                place: statement.place.clone(),
                due: statement.due.clone(),
                control: rows(statement.control.id)?,
                statement: Some(JsonText::of(&statement)),
            })
        };
        statements.filter_map(extract).collect()
    }
}

impl FrameworkSummary {
    fn new(table: &onus_core::resolve::FrameworkTable<'_>) -> Self {
        let row = |row: &RequirementRow<'_>| (row.requirement.id.clone(), row.responsibility());
        Self {
            id: table.framework.id.clone(),
            baseline: table.baseline_title().map(str::to_owned),
            counts: table.requirements.iter().map(RequirementRow::responsibility).collect(),
            requirements: table.requirements.iter().map(row).collect(),
        }
    }
}
