//! The documents about all projects of an organisation together: its own, those of its services, of its frameworks and of its
//! parties.

use std::collections::BTreeSet;

use onus_core::assess::next_assessment_change;
use onus_core::model::{DatedTotals, FrameworkId, Issued, PartyId, ServiceId, Totals};
use onus_core::resolve::{Scope, resolve_scope};
use rayon::prelude::*;

use super::cache::{self, Built, CacheKey, PreviousFiles};
use super::context::OrganizationContext;
use super::document::DocumentBuilder;
use super::project::summarize;
use super::result::{CachedFile, Issues};
use super::revisions::revisions_file;
use crate::error::Error;
use crate::load::Revisions;
use crate::plan::{self, DocumentSubject, Inventory, PlannedDocument};
use crate::render::view::{OrganizationSummary, PartyWork, ProjectSummary, View, ViewContext};

/// Name of the entry in the cache; no project can have it.
const ALL_PROJECTS: &str = "@all";

/// Batch size: values that projects share are dropped after each batch, so that memory holds few of them twice.
const BATCH: usize = 64;

/// What the documents about all projects depend on.
pub(super) fn key(
    organization: &OrganizationContext<'_>,
    projects: &[Built],
    trend: &[DatedTotals],
) -> CacheKey {
    let digest = cache::of_projects_together(organization.key.clone(), projects, trend).finish();
    CacheKey { name: format!("{}/{ALL_PROJECTS}", organization.organization().id), digest }
}

/// Builds the documents about more than one project and hands them over.
pub(super) fn build_organization(
    organization: &OrganizationContext<'_>,
    projects: &[Built],
    trend: &[DatedTotals],
    key: &CacheKey,
    previous: PreviousFiles<'_>,
) -> Result<Built, Error> {
    let build = organization.build;
    let folder = organization.organization().id.as_str();
    let shown = if build.shows_projects() { projects } else { &[] };
    let ProjectsTogether { summaries, work } = summaries(organization, shown);
    let across = OrganizationSummary { projects: &summaries, work: &work, trend };
    let mut revisions = build.published_revisions(folder)?;
    let mut documents = documents(organization, across, &revisions, previous)?;
    revisions.documents.extend(documents.issued);
    if build.env.writes_revisions {
        let file = revisions_file(folder, &revisions).into_iter().collect();
        documents.files.extend(build.hand_over(file)?);
    }
    Ok(Built {
        key: key.clone(),
        files: documents.files,
        findings: Vec::new(),
        idle: Vec::new(),
        totals: Totals::default(),
        summary_digest: None,
        summary: None,
        review_on: next_assessment_change(
            organization.organization(),
            None,
            &[],
            organization.offers,
            build.open.as_of,
        ),
        issues: documents.issues,
    })
}

/// What is shown of the projects of an organisation.
struct ProjectsTogether {
    /// By id.
    summaries: Vec<ProjectSummary>,
    work: PartyWork,
}

fn summaries(organization: &OrganizationContext<'_>, projects: &[Built]) -> ProjectsTogether {
    let (mut summaries, mut seen) = (Vec::with_capacity(projects.len()), BTreeSet::new());
    let mut work = PartyWork::default();
    for batch in projects.chunks(BATCH) {
        let read: Vec<ProjectSummary> =
            batch.par_iter().filter_map(|project| summary(organization, project)).collect();
        for mut summary in read {
            summary.forget_repeated(&mut seen);
            work.take(&mut summary);
            summaries.push(summary);
        }
    }
    ProjectsTogether { summaries, work }
}

/// What is shown of a project: still in memory, or in the cache, or worked out again where the cache lost it.
fn summary(organization: &OrganizationContext<'_>, built: &Built) -> Option<ProjectSummary> {
    let cache = &organization.build.cache;
    if let Some(summary) = built.summary.clone().or_else(|| cache.summary(built)) {
        return Some(summary);
    }
    let mut projects = organization.projects().into_iter();
    let project = projects.find(|project| organization.folder_of(&project.id) == built.key.name)?;
    let summary = summarize(organization, project, organization.build.open.basis())?;
    cache.keep_summary(built, &summary);
    Some(summary)
}

/// Documents that were handed over.
#[derive(Default)]
struct HandedOver {
    files: Vec<CachedFile>,
    issued: Vec<(String, Issued)>,
    issues: Issues,
}

fn documents(
    organization: &OrganizationContext<'_>,
    across: OrganizationSummary<'_>,
    revisions: &Revisions,
    previous: PreviousFiles<'_>,
) -> Result<HandedOver, Error> {
    let build = organization.build;
    let services: BTreeSet<&ServiceId> = across.projects.iter().flat_map(ProjectSummary::services).collect();
    let frameworks: BTreeSet<&FrameworkId> =
        across.projects.iter().flat_map(ProjectSummary::frameworks).collect();
    let answering = organization.organization().answering_parties();
    let parties: BTreeSet<&PartyId> = across.work.parties().chain(answering).collect();
    let inventory = Inventory {
        organization: organization.organization(),
        projects: Vec::new(),
        services: services.into_iter().collect(),
        frameworks: frameworks.into_iter().collect(),
        parties: parties.into_iter().collect(),
    };
    let planned = plan::plan(&build.tools.templates, &inventory);
    let wanted: Vec<&PlannedDocument<'_>> = planned.iter().filter(|document| build.wants(document)).collect();
    let by_subject: Vec<&[&PlannedDocument<'_>]> =
        wanted.chunk_by(|one, other| one.subject == other.subject).collect();
    let built: Vec<HandedOver> = by_subject
        .par_iter()
        .map(|documents| documents_of_subject(organization, documents, across, revisions, previous))
        .collect::<Result<_, Error>>()?;
    let mut all = HandedOver::default();
    for HandedOver { files, issued, issues } in built {
        all.files.extend(files);
        all.issued.extend(issued);
        all.issues.merge(issues);
    }
    Ok(all)
}

fn documents_of_subject(
    organization: &OrganizationContext<'_>,
    documents: &[&PlannedDocument<'_>],
    across: OrganizationSummary<'_>,
    revisions: &Revisions,
    previous: PreviousFiles<'_>,
) -> Result<HandedOver, Error> {
    let mut done = HandedOver::default();
    let subject = documents.first().map(|document| &document.subject);
    let Some(view) = subject.and_then(|subject| view(organization, subject, across)) else {
        return Ok(done);
    };
    let folder = organization.organization().id.as_str();
    let builder = DocumentBuilder { organization, view: &view, folder, revisions, previous, matrix: None };
    for document in documents {
        let built = builder.build(document)?;
        // Each at once: the documents of all services together would fill the memory.
        done.files.extend(organization.build.hand_over(built.files)?);
        done.issued.extend(built.issued);
        done.issues.merge(built.issues);
    }
    Ok(done)
}

/// What the templates of a subject see; none for a subject that the workspace does not have.
fn view(
    organization: &OrganizationContext<'_>,
    subject: &DocumentSubject,
    across: OrganizationSummary<'_>,
) -> Option<View> {
    let sources = organization.build.open.sources();
    let view_context = ViewContext {
        sources,
        basis: organization.build.open.basis(),
        inputs: &[],
        messages: &organization.messages,
    };
    let (catalog, owner) = (&*organization.subject.catalog, organization.organization());
    match subject {
        DocumentSubject::Project(_) => None,
        DocumentSubject::Organization => Some(View::of_organization(view_context, catalog, owner, across)),
        DocumentSubject::Service(id) => {
            let scope = Scope::of_organization(catalog, owner, &[id]);
            // Claims that contradict each other for the organisation have been reported for its projects.
            let (matrix, _) = resolve_scope(sources, scope);
            Some(View::of_service(view_context, &matrix, across.projects))
        }
        DocumentSubject::Framework(id) => {
            let framework = catalog.frameworks.get(id)?;
            Some(View::of_framework(view_context, catalog, owner, framework, across.projects))
        }
        DocumentSubject::Party(id) => View::of_party(view_context, catalog, owner, id, across),
    }
}
