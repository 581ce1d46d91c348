//! What templates of scope `organization` see: the projects of an organisation side by side.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use onus_core::assess::EvidenceState;
use onus_core::diagnostic::Severity;
use onus_core::model;
use serde::Serialize;
use serde_json::Value;

use super::attestation::AttestationView;
use super::count::{FindingCounts, ResponsibilityCounts};
use super::evidence::EvidenceCounts;
use super::facts::{CatalogView, OrganizationView, ProjectView, class_name};
use super::finding::FindingView;
use super::party::{PartyCounts, PartyView};
use super::project::SummaryView;
use super::project_summary::{DomainSummary, JsonText, OpenStatementSummary, ProjectSummary};
use super::register::{RegisteredEvidenceView, RelianceView, RequestsAcrossView, UncoveredView};
use super::text::Text;
use super::{AssessedMatrix, OrganizationSummary, ViewContext};

/// How many projects are columns of one table; more do not fit the width of a page.
const COLUMNS: usize = 6;

/// The view of an organisation.
#[derive(Debug, Serialize)]
pub(super) struct OrganizationDocumentView<'a> {
    organization: OrganizationView<'a>,
    as_of: String,
    catalog: CatalogView<'a>,
    /// Its projects, by id: items of [`ProjectOverviewView`].
    projects: Vec<Value>,
    /// Services in use anywhere, by id.
    services: Vec<ServiceUseView<'a>>,
    /// Domains by project, in tables of a few projects each.
    tables: Vec<DomainTableView<'a>>,
    /// The domains over all projects, in catalog order.
    domains: Vec<DomainTotalView<'a>>,
    /// Partial and planned statements, each once, the earliest due first.
    open_statements: Vec<OpenStatementView<'a>>,
    /// Third-party reports on the providers.
    attestations: Vec<AttestationView<'a>>,
    /// The projects that rely on each of them.
    reliance: Vec<RelianceView<'a>>,
    /// Services whose provider has duties that no report covers.
    uncovered: Vec<UncoveredView<'a>>,
    /// Evidence of the organisation and its projects, by id.
    evidence: Vec<RegisteredEvidenceView<'a>>,
    evidence_counts: EvidenceCounts,
    /// Evidence requests against the evidence that is held.
    asked: Vec<RequestsAcrossView<'a>>,
    /// `evidence-due-within` in words.
    due_within: String,
    /// The parties of the organisation itself.
    parties: Vec<PartyView<'a>>,
    /// Errors, each once, in the order of the projects.
    errors: Vec<ErrorAcrossView<'a>>,
    /// Findings of all projects by severity.
    findings: FindingCounts,
    /// The days on which a number changed, the latest last.
    trend: &'a [model::DatedTotals],
}

/// A project of an organisation.
#[derive(Debug, Serialize)]
pub(super) struct ProjectOverviewView<'a> {
    project: ProjectView<'a>,
    /// Services in use.
    services: usize,
    summary: SummaryView,
    /// Findings of severity error.
    errors: Vec<FindingView<'a>>,
}

/// An error that one or several projects have.
#[derive(Debug, Serialize)]
struct ErrorAcrossView<'a> {
    /// A [`FindingView`].
    finding: Value,
    /// True when every project has it.
    everywhere: bool,
    projects: Vec<Text<'a>>,
}

/// A service that any project uses.
#[derive(Debug, Serialize)]
struct ServiceUseView<'a> {
    id: &'a str,
    name: Text<'a>,
    /// Title of its class with the common name.
    class: String,
    /// True when every project uses it.
    everywhere: bool,
    /// Projects that use it.
    projects: Vec<Text<'a>>,
}

/// A few projects, with the numbers of each domain in them.
#[derive(Debug, Serialize)]
struct DomainTableView<'a> {
    projects: Vec<Text<'a>>,
    /// In catalog order.
    domains: Vec<DomainRowView<'a>>,
}

/// A domain in each project of a table.
#[derive(Debug, Serialize)]
struct DomainRowView<'a> {
    title: Text<'a>,
    /// Its controls by responsibility, in each project.
    counts: Vec<ResponsibilityCounts>,
    /// Errors and warnings about its controls, in each project.
    open: Vec<usize>,
}

/// A domain over all projects.
#[derive(Debug, Serialize)]
struct DomainTotalView<'a> {
    title: Text<'a>,
    /// The controls of all projects by responsibility.
    counts: ResponsibilityCounts,
    /// Errors and warnings about its controls.
    open: usize,
    /// Projects that have any.
    projects_with_open: usize,
}

/// A partial or planned statement.
#[derive(Debug, Serialize)]
struct OpenStatementView<'a> {
    statement: Option<Value>,
    /// True when it is about every project.
    everywhere: bool,
    /// Names of the projects that it is about.
    projects: Vec<Text<'a>>,
}

impl<'a> OrganizationDocumentView<'a> {
    pub(super) fn new(
        context: ViewContext<'_>,
        catalog: &'a model::Catalog,
        organization: &'a model::Organization,
        summary: OrganizationSummary<'a>,
    ) -> Self {
        let OrganizationSummary { projects, trend, work: _ } = summary;
        let mut findings = FindingCounts::default();
        for counts in projects.iter().map(|project| project.findings) {
            findings.errors += counts.errors;
            findings.warnings += counts.warnings;
            findings.notes += counts.notes;
            findings.total += counts.total;
        }
        // A gap of the organisation is one, in however many projects it shows.
        let shared: BTreeMap<&String, &Severity> =
            projects.iter().flat_map(|project| &project.shared_findings).collect();
        shared.into_values().for_each(|severity| findings.add(*severity));
        let due_within = organization.evidence_due_within;
        let states = organization.evidence.values();
        let states = states.map(|evidence| EvidenceState::of(evidence, due_within, context.basis));
        Self {
            organization: OrganizationView::new(organization),
            as_of: context.as_of().to_string(),
            catalog: CatalogView::new(catalog),
            projects: projects.iter().map(|project| project.summary.value()).collect(),
            services: ServiceUseView::of(catalog, projects),
            tables: projects.chunks(COLUMNS).map(|chunk| DomainTableView::new(catalog, chunk)).collect(),
            domains: DomainTotalView::of(catalog, projects),
            open_statements: OpenStatementView::of(projects),
            attestations: AttestationView::of(context, catalog, organization),
            reliance: RelianceView::of(organization, projects),
            uncovered: UncoveredView::of(projects),
            evidence: RegisteredEvidenceView::of(context, catalog, organization, projects),
            evidence_counts: states.collect(),
            asked: RequestsAcrossView::of(context, catalog, organization, projects),
            due_within: due_within.to_string(),
            parties: parties(organization, projects),
            errors: ErrorAcrossView::of(projects),
            findings,
            trend,
        }
    }
}

/// The organisation's parties, each with its highest numbers in any project. Adding up would count a control once a
/// project.
fn parties<'a>(organization: &'a model::Organization, projects: &[ProjectSummary]) -> Vec<PartyView<'a>> {
    let mut most: BTreeMap<&model::PartyId, PartyCounts> = BTreeMap::new();
    for (party, counts) in projects.iter().flat_map(|project| &project.parties) {
        let most = most.entry(party).or_default();
        most.controls = most.controls.max(counts.controls);
        most.answers_for = most.answers_for.max(counts.answers_for);
    }
    let counts = |party: &model::Party| most.get(&party.id).copied().unwrap_or_default();
    let own = &organization.common.parties;
    let mut parties: Vec<PartyView<'a>> =
        own.iter().map(|party| PartyView::new(party, counts(party))).collect();
    parties.sort_by(|one, other| one.name.cmp(&other.name));
    parties
}

impl<'a> ProjectOverviewView<'a> {
    pub(super) fn new(context: ViewContext<'_>, project: AssessedMatrix<'a>) -> Option<Self> {
        let errors = project.findings.iter().filter(|finding| finding.severity() == Severity::Error);
        Some(Self {
            project: ProjectView::new(project.matrix.scope.project?),
            services: project.matrix.scope.services.len(),
            summary: SummaryView::of(context, project),
            errors: errors.map(|finding| FindingView::new(context, project.matrix, finding)).collect(),
        })
    }
}

impl<'a> ErrorAcrossView<'a> {
    fn of(projects: &'a [ProjectSummary]) -> Vec<Self> {
        let mut places: BTreeMap<&str, usize> = BTreeMap::new();
        let mut found: Vec<Self> = Vec::new();
        for project in projects {
            for error in &project.errors {
                let place = *places.entry(error.text()).or_insert(found.len());
                if place == found.len() {
                    found.push(Self { finding: error.value(), everywhere: false, projects: Vec::new() });
                }
                let line = &mut found[place];
                if line.projects.last() != Some(&Text(&project.name)) {
                    line.projects.push(Text(&project.name));
                }
                line.everywhere = line.projects.len() == projects.len();
            }
        }
        found
    }
}

impl<'a> ServiceUseView<'a> {
    fn of(catalog: &'a model::Catalog, projects: &'a [ProjectSummary]) -> Vec<Self> {
        let mut uses: BTreeMap<&model::ServiceId, Self> = BTreeMap::new();
        for project in projects {
            for id in project.services() {
                let Some(service) = catalog.services.get(id) else { continue };
                let entry = uses.entry(id).or_insert_with(|| Self {
                    id: service.id.as_str(),
                    name: Text(&service.name),
                    class: class_name(catalog, &service.class),
                    everywhere: false,
                    projects: Vec::new(),
                });
                entry.projects.push(Text(&project.name));
                entry.everywhere = entry.projects.len() == projects.len();
            }
        }
        uses.into_values().collect()
    }
}

impl<'a> DomainTableView<'a> {
    fn new(catalog: &'a model::Catalog, projects: &'a [ProjectSummary]) -> Self {
        let row = |domain: &'a model::Domain| {
            let found: Vec<Option<&DomainSummary>> =
                projects.iter().map(|project| in_domain(project, domain)).collect();
            DomainRowView {
                title: Text(&domain.title),
                counts: found
                    .iter()
                    .map(|found| found.map(|found| found.counts).unwrap_or_default())
                    .collect(),
                open: found.iter().map(|found| found.map_or(0, |found| found.open)).collect(),
            }
        };
        let rows = catalog.domains.iter().map(row);
        let has_controls = |row: &DomainRowView<'_>| row.counts.iter().any(|counts| counts.total > 0);
        Self {
            projects: projects.iter().map(|project| Text(&project.name)).collect(),
            domains: rows.filter(has_controls).collect(),
        }
    }
}

fn in_domain<'p>(project: &'p ProjectSummary, domain: &model::Domain) -> Option<&'p DomainSummary> {
    project.domains.iter().find(|found| found.id == domain.id)
}

impl<'a> DomainTotalView<'a> {
    fn of(catalog: &'a model::Catalog, projects: &[ProjectSummary]) -> Vec<Self> {
        let total = |domain: &'a model::Domain| {
            let mut total = Self {
                title: Text(&domain.title),
                counts: ResponsibilityCounts::default(),
                open: 0,
                projects_with_open: 0,
            };
            for found in projects.iter().filter_map(|project| in_domain(project, domain)) {
                total.counts += found.counts;
                total.open += found.open;
                total.projects_with_open += usize::from(found.open > 0);
            }
            total
        };
        catalog.domains.iter().map(total).filter(|total| total.counts.total > 0).collect()
    }
}

impl<'a> OpenStatementView<'a> {
    fn of(projects: &'a [ProjectSummary]) -> Vec<Self> {
        let mut places: BTreeMap<&str, usize> = BTreeMap::new();
        let mut open: Vec<(&OpenStatementSummary, Self)> = Vec::new();
        for project in projects {
            for statement in &project.open_statements {
                let place = *places.entry(&statement.place).or_insert(open.len());
                if place == open.len() {
                    let shown = statement.statement.as_ref().map(JsonText::value);
                    let entry = Self { statement: shown, everywhere: false, projects: Vec::new() };
                    open.push((statement, entry));
                }
                open[place].1.projects.push(Text(&project.name));
            }
        }
        for (_, entry) in &mut open {
            entry.everywhere = entry.projects.len() == projects.len();
        }
        open.sort_by(|(one, _), (other, _)| {
            // Statements without a target date come last.
            let due = |entry: &OpenStatementSummary| entry.due.unwrap_or(NaiveDate::MAX);
            due(one).cmp(&due(other)).then_with(|| one.control.cmp(&other.control))
        });
        open.into_iter().map(|(_, entry)| entry).collect()
    }
}
