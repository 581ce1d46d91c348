//! Summarises an assessed project for the documents about its organisation.

use onus_core::assess::{EvidenceRequests, Finding, FindingLevel, assurances};
use onus_core::diagnostic::Severity;
use onus_core::digest::short_digest;
use onus_core::model::{AttestationId, ControlId, Domain, EvidenceId, Party, Service, Target};
use onus_core::resolve::{
    ControlRow, FrameworkTable, Matrix, RequirementRow, ServiceInUse, SupportingEvidence,
};

use super::acceptance::AcceptanceView;
use super::count::{FindingCounts, ResponsibilityCounts};
use super::facts::ProjectView;
use super::finding::{FindingView, message};
use super::organization::ProjectOverviewView;
use super::party::PartyView;
use super::party_summary::PartySummary;
use super::project_summary::{
    DomainSummary, FrameworkSummary, JsonText, OpenStatementSummary, ProjectSummary, ServiceDeviations,
    ServiceGapSummary, ServiceSummary,
};
use super::register::uncovered;
use super::service::{ProjectChangeView, ProjectExclusionView, accepted};
use super::statement::StatementView;
use super::{AssessedMatrix, ViewContext};

impl ProjectSummary {
    /// The summary of a project; none for a matrix of an organisation as a whole. Frameworks make most of its size, so
    /// that they are only included when a document shows them.
    pub fn of(context: ViewContext<'_>, assessed: AssessedMatrix<'_>, with_frameworks: bool) -> Option<Self> {
        let AssessedMatrix { matrix, findings } = assessed;
        let project = matrix.scope.project?;
        let rows = || matrix.controls.iter();
        let errors = findings.iter().filter(|finding| finding.severity() == Severity::Error);
        let own = || findings.iter().filter(|finding| finding.level == FindingLevel::Project);
        let shared = findings.iter().filter(|finding| finding.level == FindingLevel::Organization);
        let parties = PartyView::of(matrix);
        let counts = |party: &Party| {
            let view = parties.iter().find(|view| view.id == party.id.as_str());
            view.map(|view| (party.id.clone(), view.counts))
        };
        let mut risks = Vec::new();
        let services = ServiceSummary::of(context, assessed, &mut risks);
        let tables = matrix.frameworks.iter().filter(|_| with_frameworks);
        Some(Self {
            id: project.id.clone(),
            name: project.name.clone(),
            project: JsonText::of(&ProjectView::new(project)),
            summary: JsonText::of(&ProjectOverviewView::new(context, assessed)?),
            controls: rows().map(ControlRow::responsibility).collect(),
            findings: FindingCounts::of(own()),
            shared_findings: shared
                .map(|finding| (short_digest(&finding.identity()), finding.severity()))
                .collect(),
            errors: errors.map(|finding| JsonText::of(&FindingView::new(context, matrix, finding))).collect(),
            risk_acceptances: risks.iter().map(JsonText::of).collect(),
            services,
            domains: DomainSummary::of(assessed),
            open_statements: OpenStatementSummary::of(context, assessed),
            parties: matrix.scope.delegations.parties().filter_map(counts).collect(),
            work: PartySummary::of(context, assessed),
            reports: reports(context, assessed),
            uncovered: uncovered(context, matrix),
            evidence: supported(assessed),
            asked: requested(context, assessed),
            frameworks: tables.map(|table| FrameworkSummary::new(table)).collect(),
        })
    }
}

/// The valid reports on services in use, with the names of the services that each covers.
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

/// The evidence that supports controls, with the places of these in the catalog.
fn supported(AssessedMatrix { matrix, .. }: AssessedMatrix<'_>) -> Vec<(EvidenceId, Vec<usize>)> {
    let supported = |supporting: &SupportingEvidence<'_>| {
        let place = |target: &Target| matrix.place(target.control.as_str());
        let mut controls: Vec<usize> = supporting.targets.iter().filter_map(place).collect();
        // Targets are in catalog order, so that the parts of a control are side by side.
        controls.dedup();
        (supporting.evidence.id.clone(), controls)
    };
    matrix.evidence.iter().map(supported).collect()
}

/// The places of controls about which evidence is requested, with the number of outstanding requests.
fn requested(
    context: ViewContext<'_>,
    AssessedMatrix { matrix, .. }: AssessedMatrix<'_>,
) -> Vec<(usize, usize)> {
    let requested = |(place, row): (usize, &ControlRow<'_>)| {
        Some((place, EvidenceRequests::of(matrix, row, context.basis)?.outstanding))
    };
    matrix.controls.iter().enumerate().filter_map(requested).collect()
}

impl DomainSummary {
    fn of(AssessedMatrix { matrix, findings }: AssessedMatrix<'_>) -> Vec<Self> {
        let open = findings.iter().filter(|finding| finding.severity() >= Severity::Warning);
        let about: Vec<&ControlId> = open.filter_map(|finding| finding.control.as_ref()).collect();
        let summary = |domain: &Domain| {
            let mut counts = Vec::new();
            let mut open = 0;
            for row in matrix.domain(&domain.id) {
                counts.push(row.responsibility());
                open += about.iter().filter(|control| ***control == row.control.id).count();
            }
            let (id, counts) = (domain.id.clone(), counts.into_iter().collect::<ResponsibilityCounts>());
            (counts.total > 0).then_some(Self { id, counts, open })
        };
        matrix.scope.catalog.domains.iter().filter_map(summary).collect()
    }
}

impl ServiceSummary {
    /// The services of a project. Adds the accepted risks about them to `risks`, each once, since one risk may concern
    /// many services.
    fn of<'a>(
        context: ViewContext<'_>,
        AssessedMatrix { matrix, findings }: AssessedMatrix<'a>,
        risks: &mut Vec<AcceptanceView<'a>>,
    ) -> Vec<Self> {
        let mut place = |risk: AcceptanceView<'a>| {
            let found = risks.iter().position(|known| known.id == risk.id);
            found.unwrap_or_else(|| {
                risks.push(risk);
                risks.len() - 1
            })
        };
        let summary = |in_use: &ServiceInUse<'_>| {
            let service = in_use.service;
            let deviations = ServiceDeviations {
                changes: ProjectChangeView::of(context, matrix, service).iter().map(JsonText::of).collect(),
                left_out: ProjectExclusionView::of(context, matrix, service)
                    .iter()
                    .map(JsonText::of)
                    .collect(),
                risk_acceptances: accepted(context, matrix, service).into_iter().map(&mut place).collect(),
            };
            let deviates = !deviations.changes.is_empty()
                || !deviations.left_out.is_empty()
                || !deviations.risk_acceptances.is_empty();
            Self {
                id: service.id.clone(),
                purpose: in_use.purpose.map(|purpose| purpose.trim().to_owned()),
                regions: in_use.regions.iter().map(|region| region.trim().to_owned()).collect(),
                place: context.place(in_use.origin),
                alias: service.alias.as_ref().map(ToString::to_string),
                stands_on: stands_on(matrix, in_use),
                carries: in_use.carries.iter().map(|above| above.name.trim().to_owned()).collect(),
                gaps: ServiceGapSummary::of(matrix, findings, service),
                deviations: deviates.then_some(deviations),
            }
        };
        matrix.scope.services.iter().map(summary).collect()
    }
}

/// The service below and the highest layer that belongs to it.
fn stands_on(matrix: &Matrix<'_>, in_use: &ServiceInUse<'_>) -> Option<String> {
    let (entry, below) = (in_use.runs_on?, in_use.stands_on?);
    let layer = matrix.scope.catalog.layer(&entry.up_to);
    let layer = layer.map_or(entry.up_to.as_str(), |layer| layer.title.trim());
    Some(format!("{}, up to the layer {layer}", below.name.trim()))
}

impl ServiceGapSummary {
    fn of(matrix: &Matrix<'_>, findings: &[Finding], service: &Service) -> Vec<Self> {
        let is_about_it = |finding: &&Finding| finding.service.as_ref() == Some(service.used_as());
        let gap = |finding: &Finding| Self {
            rank: match finding.severity() {
                Severity::Error => 0,
                Severity::Warning => 1,
                Severity::Note => 2,
            },
            control: finding.control.clone().filter(|id| matrix.place(id.as_str()).is_some()),
            message: message(finding),
        };
        findings.iter().filter(is_about_it).map(gap).collect()
    }
}

impl OpenStatementSummary {
    fn of(context: ViewContext<'_>, AssessedMatrix { matrix, .. }: AssessedMatrix<'_>) -> Vec<Self> {
        let summary = |mut view: StatementView<'_>| {
            let row = matrix.control(view.control.id)?;
            // The documents about an organisation list evidence by itself.
            view.said.evidence.clear();
            view.said.open.then(|| Self {
                place: view.said.place.clone(),
                due: view.said.due_on,
                control: row.control.id.clone(),
                statement: Some(JsonText::of(&view)),
            })
        };
        StatementView::of(context, matrix).into_iter().filter_map(summary).collect()
    }
}

impl FrameworkSummary {
    fn new(table: &FrameworkTable<'_>) -> Self {
        let row = |row: &RequirementRow<'_>| (row.requirement.id.clone(), row.responsibility());
        Self {
            id: table.framework.id.clone(),
            baseline: table.baseline_title().map(str::to_owned),
            counts: table.requirements.iter().map(RequirementRow::responsibility).collect(),
            requirements: table.requirements.iter().map(row).collect(),
        }
    }
}
