//! Organisations and their projects.

mod acceptance;
mod accepted;
mod accountability;
mod attestation;
mod attestation_answers;
mod attestation_claims;
mod attribute;
mod chain;
mod chain_circle;
mod common;
mod confirmation;
mod evidence;
mod names;
mod requirement;
mod service_use;
mod statements;

use super::context::Context;
use crate::model::{
    Catalog, Contact, EvidenceIndex, Identifier, Interval, Language, Organization, OrganizationId, PartyId,
    Profile, Project, ProjectId, RunsOn, ServiceId, ServiceUse,
};
use crate::schema::{ContactEntry, OrganizationFile, ProjectFile};
use crate::source::{Origin, SourceId};
use crate::texts::{OrganizationTexts, RegisterText};

use accepted::FindingNames;
use attestation::AttestationReader;
use chain::InheritanceNames;
use common::ProfileLists;
use evidence::RegisterNames;
use names::ProfileNames;
use requirement::frameworks_of_projects;
use statements::ReadStatements;

/// How long before its last valid day evidence is due soon by default: two weeks leave time to collect it again.
const DUE_WITHIN: Interval = Interval::Days(14);

/// Reads an organisation with its projects. None if `organization.yaml` cannot be read; the other files are then only
/// checked for their shape, because most references would be reported as unknown.
pub(super) fn organization(
    context: &mut Context<'_>,
    catalog: &Catalog,
    folder: &OrganizationTexts,
) -> Option<Organization> {
    let file = context.read_as::<OrganizationFile>(folder.organization, "onus.organization/1");
    let projects = project_files(context, folder);
    let origin = Origin::root(folder.organization);
    let reports = AttestationReader { catalog, folder: &folder.path };
    let mut attestations = match &file {
        Some(file) => reports.read(context, &file.attestations, &origin.key("attestations")),
        None => Vec::new(),
    };
    let register_names = RegisterNames::new(catalog, &attestations, file.as_ref(), &projects);
    let evidence = evidence::registers(context, &register_names, &folder.evidence);
    let statements = ReadStatements::all(context, &folder.statements, &projects);
    let file = file?;
    let entries = ProfileLists::of_organization(&file, &origin, &statements);
    let elsewhere = frameworks_of_projects(context, catalog, &projects, folder.projects.len());
    let frameworks_elsewhere = elsewhere.as_deref();
    let ids: Vec<ProjectId> =
        projects.iter().filter_map(|(_, project)| ProjectId::parse(&project.id).ok()).collect();
    let known = ProfileNames {
        catalog,
        evidence: &evidence,
        inherited: None,
        projects: Some(&ids),
        frameworks_elsewhere,
    };
    let common = common::common(context, &known, &entries, &origin);
    let in_catalog = |entry: &RunsOn| entry.origin.source != origin.source;
    service_use::report_stacks(context, catalog, &[&common], in_catalog);
    let known =
        ProfileNames { inherited: Some(&common), projects: None, frameworks_elsewhere: Some(&[]), ..known };
    let list = origin.key("attestations");
    attestation_answers::add(context, &known, &file.attestations, &list, &mut attestations);
    let texts = ProjectTexts { folder, statements: &statements };
    let mut checked = checked_projects(context, &known, &common, texts, &projects);
    let id = context.id(&file.id, &origin.key("id"));
    if let Some(id) = &id {
        let links = ChainLinks { organization: id, common: &common, folder };
        link(context, &known, &links, &projects, &mut checked);
    }
    let known_to_findings =
        FindingNames { catalog, evidence: &evidence, common: &common, projects: &checked };
    let accepted = accepted::read(context, &known_to_findings, folder.findings);
    let due_within = due_within(context, &file, &origin);
    let language = language(context, &file, &origin);
    Some(Organization {
        id: id?,
        name: file.name.clone(),
        description: file.description.clone(),
        contact: file.contact.as_ref().map(contact),
        customers: file.customers.as_ref().map(|entry| entry.name.trim().to_owned()),
        classification: file.classification.clone(),
        language,
        common,
        attestations,
        evidence_index: EvidenceIndex::new(&evidence),
        evidence,
        evidence_due_within: due_within,
        projects: checked,
        accepted,
        origin,
    })
}

/// The texts of an organisation among which a project finds its own.
#[derive(Clone, Copy)]
struct ProjectTexts<'t> {
    folder: &'t OrganizationTexts,
    statements: &'t [ReadStatements],
}

impl ProjectTexts<'_> {
    /// The files of a project: its profile, its registers and its statements.
    fn of(self, file: &ProjectFile, profile: SourceId) -> Vec<SourceId> {
        let is_its = |register: &&RegisterText| register.project.as_deref() == Some(file.id.as_str());
        let registers = self.folder.evidence.iter().filter(is_its).map(|register| register.source);
        let statements = self.statements.iter().filter(|read| read.is_of(Some(&file.id)));
        std::iter::once(profile).chain(registers).chain(statements.map(|read| read.source)).collect()
    }
}

/// What projects of an organisation can inherit from.
struct ChainLinks<'l> {
    organization: &'l OrganizationId,
    common: &'l Profile,
    folder: &'l OrganizationTexts,
}

/// Adds to projects what they inherit, which may be from any of them.
fn link(
    context: &mut Context<'_>,
    known: &ProfileNames<'_>,
    links: &ChainLinks<'_>,
    files: &[(SourceId, ProjectFile)],
    projects: &mut [Project],
) {
    let mut found = Vec::new();
    for (source, file) in files {
        let Some(project) = projects.iter().find(|project| project.origin.source == *source) else {
            continue;
        };
        let parties = links.common.parties.iter().chain(&project.own.parties);
        let parties: Vec<&PartyId> = parties.map(|party| &party.id).collect();
        let uses = links.common.services.iter().chain(&project.own.services);
        let aliases: Vec<ServiceId> = uses.filter_map(ServiceUse::alias).cloned().collect();
        let names = InheritanceNames {
            organization: links.organization,
            project: &project.id,
            projects,
            files: &links.folder.offers,
            parties: &parties,
            aliases: &aliases,
        };
        let list = Origin::root(*source).key("inherits");
        found.push((*source, chain::inherits(context, known, &names, &file.inherits, &list)));
    }
    for (source, inherits) in found {
        if let Some(project) = projects.iter_mut().find(|project| project.origin.source == source) {
            project.inherits = inherits;
        }
    }
    chain_circle::report_circles(context, projects);
}

fn project_files(context: &mut Context<'_>, folder: &OrganizationTexts) -> Vec<(SourceId, ProjectFile)> {
    let files = folder.projects.iter();
    files.filter_map(|&id| Some((id, context.read_as::<ProjectFile>(id, "onus.project/1")?))).collect()
}

fn contact(entry: &ContactEntry) -> Contact {
    Contact { name: entry.name.clone(), email: entry.email.clone() }
}

/// The projects, by id.
fn checked_projects(
    context: &mut Context<'_>,
    known: &ProfileNames<'_>,
    common: &Profile,
    texts: ProjectTexts<'_>,
    files: &[(SourceId, ProjectFile)],
) -> Vec<Project> {
    let mut checked: Vec<Project> = Vec::new();
    for (id, file) in files {
        let Some(project) = project(context, known, texts, file, &Origin::root(*id)) else {
            continue;
        };
        let in_common = |entry: &RunsOn| entry.origin.source != project.origin.source;
        service_use::report_stacks(context, known.catalog, &[common, &project.own], in_common);
        if let Some(twin) = checked.iter().find(|present| present.id == project.id) {
            context.duplicate(project.id.as_str(), &project.origin.key("id"), &twin.origin.key("id"));
        }
        checked.push(project);
    }
    checked.sort_by(|one, other| one.id.cmp(&other.id));
    checked
}

fn language(context: &mut Context<'_>, file: &OrganizationFile, origin: &Origin) -> Language {
    let text = file.language.as_deref();
    let language = text.and_then(|text| context.language(text, &origin.key("language")));
    language.unwrap_or_else(Language::english)
}

fn due_within(context: &mut Context<'_>, file: &OrganizationFile, origin: &Origin) -> Interval {
    let text = file.evidence_due_within.as_deref();
    let interval = text.and_then(|text| context.interval(text, &origin.key("evidence-due-within")));
    interval.unwrap_or(DUE_WITHIN)
}

fn project(
    context: &mut Context<'_>,
    known: &ProfileNames<'_>,
    files: ProjectTexts<'_>,
    file: &ProjectFile,
    origin: &Origin,
) -> Option<Project> {
    let entries = ProfileLists::of_project(file, origin, files.statements);
    let own = common::common(context, known, &entries, origin);
    let inherited = known.inherited.into_iter().flat_map(|common| common.parameters.keys());
    let parameters: Vec<&str> = own.parameters.keys().chain(inherited).map(String::as_str).collect();
    let offers = chain::offers(context, known, &parameters, &file.offers, &origin.key("offers"));
    Some(Project {
        id: context.id(&file.id, &origin.key("id"))?,
        name: file.name.clone(),
        description: file.description.clone(),
        data_classification: file.data_classification.clone(),
        boundary: file.boundary.clone(),
        offers,
        inherits: Vec::new(),
        files: files.of(file, origin.source),
        own,
        origin: origin.clone(),
    })
}
