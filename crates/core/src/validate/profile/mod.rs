//! Organisations and their projects.

mod acceptance;
mod accepted;
mod attestation;
mod common;
mod confirmation;
mod evidence;
mod names;
mod requirement;
mod statements;

use super::context::Context;
use crate::model::{Catalog, Contact, EvidenceIndex, Interval, Language, Organization, Project};
use crate::schema::{OrganizationFile, ProjectFile};
use crate::source::{Origin, SourceId};
use crate::texts::OrganizationTexts;

use accepted::FindingNames;
use attestation::AttestationReader;
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
    let projects: Vec<(SourceId, ProjectFile)> = folder
        .projects
        .iter()
        .filter_map(|&id| Some((id, context.read_as::<ProjectFile>(id, "onus.project/1")?)))
        .collect();
    let origin = Origin::root(folder.organization);
    let reports = AttestationReader { catalog, folder: &folder.path };
    let attestations = match &file {
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
    let known = ProfileNames { catalog, evidence: &evidence, inherited: None, frameworks_elsewhere };
    let common = common::common(context, &known, &entries, &origin);
    let known = ProfileNames { inherited: Some(&common), frameworks_elsewhere: Some(&[]), ..known };
    let mut checked: Vec<Project> = Vec::new();
    for (id, project_file) in &projects {
        let Some(project) = project(context, &known, project_file, &Origin::root(*id), &statements) else {
            continue;
        };
        if let Some(twin) = checked.iter().find(|present| present.id == project.id) {
            context.duplicate(project.id.as_str(), &project.origin.key("id"), &twin.origin.key("id"));
        }
        checked.push(project);
    }
    checked.sort_by(|one, other| one.id.cmp(&other.id));
    let known_to_findings =
        FindingNames { catalog, evidence: &evidence, common: &common, projects: &checked };
    let accepted = accepted::read(context, &known_to_findings, folder.findings);
    let due_within = file.evidence_due_within.as_deref();
    let due_within = due_within.and_then(|text| context.interval(text, &origin.key("evidence-due-within")));
    let language = file.language.as_deref();
    let language = language.and_then(|text| context.language(text, &origin.key("language")));
    let contact = file.contact.as_ref();
    let contact = contact.map(|entry| Contact { name: entry.name.clone(), email: entry.email.clone() });
    Some(Organization {
        id: context.id(&file.id, &origin.key("id"))?,
        name: file.name.clone(),
        description: file.description.clone(),
        contact,
        classification: file.classification.clone(),
        language: language.unwrap_or_else(Language::english),
        common,
        attestations,
        evidence_index: EvidenceIndex::new(&evidence),
        evidence,
        evidence_due_within: due_within.unwrap_or(DUE_WITHIN),
        projects: checked,
        accepted,
        origin,
    })
}

fn project(
    context: &mut Context<'_>,
    known: &ProfileNames<'_>,
    file: &ProjectFile,
    origin: &Origin,
    statements: &[ReadStatements],
) -> Option<Project> {
    let own = common::common(context, known, &ProfileLists::of_project(file, origin, statements), origin);
    let files = statements.iter().filter(|read| read.is_of(Some(&file.id))).map(|read| read.source);
    Some(Project {
        id: context.id(&file.id, &origin.key("id"))?,
        name: file.name.clone(),
        description: file.description.clone(),
        data_classification: file.data_classification.clone(),
        boundary: file.boundary.clone(),
        own,
        origin: origin.clone(),
        statement_files: files.collect(),
    })
}
