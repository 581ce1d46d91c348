//! What documents about an organisation see: its projects side by side.

use std::collections::BTreeMap;

use serde::Serialize;

use super::attestation::Attestation;
use super::count::{Findings, Responsibilities};
use super::evidence::EvidenceCounts;
use super::facts::{CatalogFacts, Organization, Party, Project, class_name};
use super::finding::FindingView;
use super::project::Summary;
use super::register::{AskedAcross, Registered, Reliance, Uncovered, reliance};
use super::statement::Statement;
use super::text::Text;
use super::{Assessed, Setting};
use crate::assess::EvidenceState;
use crate::diagnostic::Severity;
use crate::model;
use crate::resolve::ControlRow;

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
    /// Its projects, by id.
    pub(super) projects: Vec<ProjectSummary<'a>>,
    /// Services in use anywhere, by id.
    pub(super) services: Vec<ServiceUse<'a>>,
    /// The projects of each table, with what its domains amount to in them.
    pub(super) tables: Vec<DomainTable<'a>>,
    /// Partial and planned statements, each once, the earliest due first.
    pub(super) open_statements: Vec<OpenStatement<'a>>,
    /// Third-party reports on the providers.
    pub(super) attestations: Vec<Attestation<'a>>,
    /// Which projects rely on each of them.
    pub(super) reliance: Vec<Reliance<'a>>,
    /// Services whose provider has duties that no report covers, by project.
    pub(super) uncovered: Vec<Uncovered<'a>>,
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
}

/// A statement that is not yet true in full.
#[derive(Debug, Serialize)]
pub(super) struct OpenStatement<'a> {
    /// The statement.
    pub(super) statement: Statement<'a>,
    /// True when it holds for every project.
    pub(super) everywhere: bool,
    /// Names of the projects it holds for.
    pub(super) projects: Vec<Text<'a>>,
}

impl<'a> OrganizationView<'a> {
    pub(super) fn new(
        setting: Setting<'_>,
        catalog: &'a model::Catalog,
        organization: &'a model::Organization,
        projects: &[Assessed<'a>],
    ) -> Self {
        let mut findings = Findings::default();
        for project in projects {
            let counts = Findings::of(project.findings);
            findings.errors += counts.errors;
            findings.warnings += counts.warnings;
            findings.notes += counts.notes;
            findings.total += counts.total;
        }
        let (reliance, uncovered) = reliance(setting, organization, projects);
        let due_within = organization.evidence_due_within;
        let states = organization.evidence.values();
        let states = states.map(|evidence| EvidenceState::of(evidence, due_within, setting.situation));
        Self {
            organization: Organization::new(organization),
            as_of: setting.as_of().to_string(),
            catalog: CatalogFacts::new(catalog),
            projects: projects.iter().filter_map(|project| ProjectSummary::new(setting, *project)).collect(),
            services: ServiceUse::of(catalog, projects),
            tables: projects.chunks(COLUMNS).map(|chunk| DomainTable::new(catalog, chunk)).collect(),
            open_statements: OpenStatement::of(setting, projects),
            attestations: Attestation::of(setting, catalog, organization),
            reliance,
            uncovered,
            evidence: Registered::of(setting, organization, projects),
            evidence_counts: states.collect(),
            asked: AskedAcross::of(setting, catalog, projects),
            due_within: due_within.to_string(),
            parties: parties(organization, projects),
            findings,
        }
    }
}

fn name<'a>(project: &Assessed<'a>) -> Option<Text<'a>> {
    project.matrix.scope.project.map(|project| Text(&project.name))
}

/// The organisation's parties, with the most controls that any project gives them.
fn parties<'a>(organization: &'a model::Organization, projects: &[Assessed<'a>]) -> Vec<Party<'a>> {
    let mut most: BTreeMap<&str, (usize, usize)> = BTreeMap::new();
    for party in projects.iter().flat_map(|project| Party::of(project.matrix)) {
        let (controls, answers_for) = most.entry(party.id).or_default();
        *controls = party.controls.max(*controls);
        *answers_for = party.answers_for.max(*answers_for);
    }
    let controls = |party: &model::Party| most.get(party.id.as_str()).copied().unwrap_or_default();
    let own = &organization.common.parties;
    let mut parties: Vec<Party<'a>> = own.iter().map(|party| Party::new(party, controls(party))).collect();
    parties.sort_by(|one, other| one.name.cmp(&other.name));
    parties
}

impl<'a> ProjectSummary<'a> {
    fn new(setting: Setting<'_>, project: Assessed<'a>) -> Option<Self> {
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
    fn of(catalog: &'a model::Catalog, projects: &[Assessed<'a>]) -> Vec<Self> {
        let mut uses: BTreeMap<&'a str, Self> = BTreeMap::new();
        for project in projects {
            for in_use in &project.matrix.scope.services {
                let service = in_use.service;
                let entry = uses.entry(service.id.as_str()).or_insert_with(|| Self {
                    id: service.id.as_str(),
                    name: Text(&service.name),
                    class: class_name(catalog, &service.class),
                    everywhere: false,
                    projects: Vec::new(),
                });
                entry.projects.extend(name(project));
                entry.everywhere = entry.projects.len() == projects.len();
            }
        }
        uses.into_values().collect()
    }
}

impl<'a> DomainTable<'a> {
    fn new(catalog: &'a model::Catalog, projects: &[Assessed<'a>]) -> Self {
        let row = |domain: &'a model::Domain| {
            let counts = |project: &Assessed<'a>| -> Responsibilities {
                project.matrix.domain(&domain.id).map(ControlRow::responsibility).collect()
            };
            DomainRow { title: Text(&domain.title), counts: projects.iter().map(counts).collect() }
        };
        let rows = catalog.domains.iter().map(row);
        let has_controls = |row: &DomainRow<'_>| row.counts.iter().any(|counts| counts.total > 0);
        Self {
            projects: projects.iter().filter_map(name).collect(),
            domains: rows.filter(has_controls).collect(),
        }
    }
}

impl<'a> OpenStatement<'a> {
    fn of(setting: Setting<'_>, projects: &[Assessed<'a>]) -> Vec<Self> {
        let mut open: Vec<Self> = Vec::new();
        for project in projects {
            for statement in
                Statement::of(setting, project.matrix).into_iter().filter(|statement| statement.open)
            {
                let same = open.iter_mut().find(|entry| entry.statement.place == statement.place);
                match same {
                    Some(entry) => entry.projects.extend(name(project)),
                    None => open.push(Self {
                        statement,
                        everywhere: false,
                        projects: name(project).into_iter().collect(),
                    }),
                }
            }
        }
        for entry in &mut open {
            entry.everywhere = entry.projects.len() == projects.len();
        }
        open.sort_by(|one, other| {
            let due = |entry: &Self| entry.statement.due.clone().unwrap_or_else(|| "9999".to_owned());
            due(one).cmp(&due(other)).then_with(|| one.statement.control.id.cmp(other.statement.control.id))
        });
        open
    }
}
