//! What documents about an organisation see: its projects side by side.

use std::collections::BTreeMap;

use onus_core::assess::EvidenceState;
use onus_core::diagnostic::Severity;
use onus_core::model;
use serde::Serialize;
use serde_json::Value;

use super::attestation::Attestation;
use super::count::{Findings, Responsibilities};
use super::evidence::EvidenceCounts;
use super::extract::{DomainExtract, Extract, OpenExtract, ViewText};
use super::facts::{CatalogFacts, Organization, Party, Project, class_name};
use super::finding::FindingView;
use super::project::Summary;
use super::register::{AskedAcross, Registered, Reliance};
use super::text::Text;
use super::{Across, Assessed, Setting};

/// How many projects stand in the columns of one table.
const COLUMNS: usize = 6;

/// The view of an organisation.
#[derive(Debug, Serialize)]
pub(super) struct OrganizationView<'a> {
    /// The organisation.
    pub(super) organization: Organization<'a>,
    /// The day on which everything was judged.
    pub(super) as_of: String,
    /// The catalog.
    pub(super) catalog: CatalogFacts<'a>,
    /// Its projects, by id: what [`ProjectSummary`] has.
    pub(super) projects: Vec<Value>,
    /// Services in use anywhere, by id.
    pub(super) services: Vec<ServiceUse<'a>>,
    /// The projects of each table, with what its domains amount to in them.
    pub(super) tables: Vec<DomainTable<'a>>,
    /// The domains over all projects, in catalog order.
    pub(super) domains: Vec<DomainTotal<'a>>,
    /// Partial and planned statements, each once, the earliest due first.
    pub(super) open_statements: Vec<OpenStatement<'a>>,
    /// Third-party reports on the providers.
    pub(super) attestations: Vec<Attestation<'a>>,
    /// Which projects rely on each of them.
    pub(super) reliance: Vec<Reliance<'a>>,
    /// Services whose provider has duties that no report covers, by project.
    pub(super) uncovered: Vec<Value>,
    /// Evidence of the organisation and its projects, by id.
    pub(super) evidence: Vec<Registered<'a>>,
    /// How much of it is in which state.
    pub(super) evidence_counts: EvidenceCounts,
    /// What auditors ask for, against what is there.
    pub(super) asked: Vec<AskedAcross<'a>>,
    /// How long before its last day evidence is due, in words.
    pub(super) due_within: String,
    /// The organisation's own parties.
    pub(super) parties: Vec<Party<'a>>,
    /// Findings of all projects by how much they matter.
    pub(super) findings: Findings,
    /// The days on which a number changed, the last of them the latest.
    pub(super) trend: &'a [model::DatedTotals],
}

/// A project beside others.
#[derive(Debug, Serialize)]
pub(super) struct ProjectSummary<'a> {
    /// The project.
    pub(super) project: Project<'a>,
    /// Number of services in use.
    pub(super) services: usize,
    /// How many of each.
    pub(super) summary: Summary,
    /// Findings that are errors.
    pub(super) errors: Vec<FindingView<'a>>,
}

/// A service in use anywhere.
#[derive(Debug, Serialize)]
pub(super) struct ServiceUse<'a> {
    /// Id.
    pub(super) id: &'a str,
    /// Name.
    pub(super) name: Text<'a>,
    /// Title of its class with the common name.
    pub(super) class: String,
    /// True when every project uses it.
    pub(super) everywhere: bool,
    /// Names of the projects that use it.
    pub(super) projects: Vec<Text<'a>>,
}

/// Up to six projects, with what each domain amounts to in them.
#[derive(Debug, Serialize)]
pub(super) struct DomainTable<'a> {
    /// Names of the projects.
    pub(super) projects: Vec<Text<'a>>,
    /// The domains, in catalog order.
    pub(super) domains: Vec<DomainRow<'a>>,
}

/// A domain in several projects.
#[derive(Debug, Serialize)]
pub(super) struct DomainRow<'a> {
    /// Title.
    pub(super) title: Text<'a>,
    /// Its controls by what they amount to, in each project.
    pub(super) counts: Vec<Responsibilities>,
    /// Errors and warnings about its controls, in each project.
    pub(super) open: Vec<usize>,
}

/// A domain over all projects.
#[derive(Debug, Serialize)]
pub(super) struct DomainTotal<'a> {
    /// Title.
    pub(super) title: Text<'a>,
    /// The controls of all projects by what they amount to.
    pub(super) counts: Responsibilities,
    /// Errors and warnings about its controls.
    pub(super) open: usize,
    /// How many projects have any.
    pub(super) projects_with_open: usize,
}

/// A statement that is not yet true in full.
#[derive(Debug, Serialize)]
pub(super) struct OpenStatement<'a> {
    /// The statement.
    pub(super) statement: Option<Value>,
    /// True when it holds for every project.
    pub(super) everywhere: bool,
    /// Names of the projects it holds for.
    pub(super) projects: Vec<Text<'a>>,
}

impl<'a> OrganizationView<'a> {
    pub(super) fn new(
        setting: Setting<'_>,
        (catalog, organization): (&'a model::Catalog, &'a model::Organization),
        Across { projects, trend }: Across<'a>,
    ) -> Self {
        let mut findings = Findings::default();
        for counts in projects.iter().map(|project| project.findings) {
            findings.errors += counts.errors;
            findings.warnings += counts.warnings;
            findings.notes += counts.notes;
            findings.total += counts.total;
        }
        let due_within = organization.evidence_due_within;
        let states = organization.evidence.values();
        let states = states.map(|evidence| EvidenceState::of(evidence, due_within, setting.situation));
        Self {
            organization: Organization::new(organization),
            as_of: setting.as_of().to_string(),
            catalog: CatalogFacts::new(catalog),
            projects: projects.iter().map(|project| project.summary.value()).collect(),
            services: ServiceUse::of(catalog, projects),
            tables: projects.chunks(COLUMNS).map(|chunk| DomainTable::new(catalog, chunk)).collect(),
            domains: DomainTotal::of(catalog, projects),
            open_statements: OpenStatement::of(projects),
            attestations: Attestation::of(setting, catalog, organization),
            reliance: Reliance::of(organization, projects),
            uncovered: projects.iter().flat_map(|project| &project.uncovered).map(ViewText::value).collect(),
            evidence: Registered::of(setting, (catalog, organization), projects),
            evidence_counts: states.collect(),
            asked: AskedAcross::of(setting, (catalog, organization), projects),
            due_within: due_within.to_string(),
            parties: parties(organization, projects),
            findings,
            trend,
        }
    }
}

/// The organisation's parties, with the most controls that any project gives them.
fn parties<'a>(organization: &'a model::Organization, projects: &[Extract]) -> Vec<Party<'a>> {
    let mut most: BTreeMap<&model::PartyId, (usize, usize)> = BTreeMap::new();
    for (party, held) in projects.iter().flat_map(|project| &project.parties) {
        let (controls, answers_for) = most.entry(party).or_default();
        *controls = held.0.max(*controls);
        *answers_for = held.1.max(*answers_for);
    }
    let controls = |party: &model::Party| most.get(&party.id).copied().unwrap_or_default();
    let own = &organization.common.parties;
    let mut parties: Vec<Party<'a>> = own.iter().map(|party| Party::new(party, controls(party))).collect();
    parties.sort_by(|one, other| one.name.cmp(&other.name));
    parties
}

impl<'a> ProjectSummary<'a> {
    pub(super) fn new(setting: Setting<'_>, project: Assessed<'a>) -> Option<Self> {
        let errors = project.findings.iter().filter(|finding| finding.severity() == Severity::Error);
        Some(Self {
            project: Project::new(project.matrix.scope.project?),
            services: project.matrix.scope.services.len(),
            summary: Summary::of(setting, project),
            errors: errors.map(|finding| FindingView::new(setting, project.matrix, finding)).collect(),
        })
    }
}

impl<'a> ServiceUse<'a> {
    fn of(catalog: &'a model::Catalog, projects: &'a [Extract]) -> Vec<Self> {
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

impl<'a> DomainTable<'a> {
    fn new(catalog: &'a model::Catalog, projects: &'a [Extract]) -> Self {
        let row = |domain: &'a model::Domain| {
            let found: Vec<Option<&DomainExtract>> =
                projects.iter().map(|project| in_domain(project, domain)).collect();
            DomainRow {
                title: Text(&domain.title),
                counts: found
                    .iter()
                    .map(|found| found.map(|found| found.counts).unwrap_or_default())
                    .collect(),
                open: found.iter().map(|found| found.map_or(0, |found| found.open)).collect(),
            }
        };
        let rows = catalog.domains.iter().map(row);
        let has_controls = |row: &DomainRow<'_>| row.counts.iter().any(|counts| counts.total > 0);
        Self {
            projects: projects.iter().map(|project| Text(&project.name)).collect(),
            domains: rows.filter(has_controls).collect(),
        }
    }
}

fn in_domain<'p>(project: &'p Extract, domain: &model::Domain) -> Option<&'p DomainExtract> {
    project.domains.iter().find(|found| found.id == domain.id)
}

impl<'a> DomainTotal<'a> {
    fn of(catalog: &'a model::Catalog, projects: &[Extract]) -> Vec<Self> {
        let total = |domain: &'a model::Domain| {
            let mut total = Self {
                title: Text(&domain.title),
                counts: Responsibilities::default(),
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

impl<'a> OpenStatement<'a> {
    fn of(projects: &'a [Extract]) -> Vec<Self> {
        let mut places: BTreeMap<&str, usize> = BTreeMap::new();
        let mut open: Vec<(&OpenExtract, Self)> = Vec::new();
        for project in projects {
            for statement in &project.open_statements {
                let place = *places.entry(&statement.place).or_insert(open.len());
                if place == open.len() {
                    let shown = statement.statement.as_ref().map(ViewText::value);
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
            let due = |entry: &OpenExtract| entry.due.clone().unwrap_or_else(|| "9999".to_owned());
            due(one).cmp(&due(other)).then_with(|| one.control.cmp(&other.control))
        });
        open.into_iter().map(|(_, entry)| entry).collect()
    }
}
