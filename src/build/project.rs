//! One project: from its matrix and findings to its documents. What comes out depends on the inputs alone.

use onus_core::assess::{AssessmentBasis, Finding, assess, idle_of_organization, next_assessment_change};
use onus_core::diagnostic::Severity;
use onus_core::model::{Project, Responsibility, Totals};
use onus_core::resolve::{ControlRow, Matrix, resolve};
use onus_matrix::MatrixInput;

use super::cache::{Built, CacheKey, PreviousFiles, summary_digest};
use super::context::OrganizationContext;
use super::document::{DocumentBuilder, MatrixData};
use super::gap::SharedGap;
use super::result::{BuiltFile, BuiltProject, Documents, Issues, ProjectState};
use super::revisions::{matrix_revision, revisions_file};
use super::{MATRIX, inputs};
use crate::error::Error;
use crate::plan::{self, DocumentSubject, Inventory, PlannedDocument};
use crate::publish::OutputFile;
use crate::render::view::{AssessedMatrix, ProjectSummary, View, ViewContext};

/// Builds a project: who does what in it, what is missing, and the documents that say so.
pub(super) fn build_project(
    organization: &OrganizationContext<'_>,
    project: &Project,
    previous: PreviousFiles<'_>,
) -> Result<BuiltProject, Error> {
    let build = organization.build;
    let sources = build.open.sources();
    let catalog = &organization.subject.catalog;
    let (matrix, conflicts) =
        resolve(sources, catalog, organization.organization(), project, organization.offers);
    let findings = assess(&matrix, build.open.basis());
    let inputs = inputs::inputs(&build.open.workspace, organization.texts, project);
    let view_context =
        ViewContext { sources, basis: build.open.basis(), inputs: &inputs, messages: &organization.messages };
    let assessed = AssessedMatrix { matrix: &matrix, findings: &findings };
    let documents = if conflicts.is_empty() {
        documents(organization, project, view_context, assessed, previous)?
    } else {
        // A matrix with claims that contradict each other says nothing.
        let issues = Issues { mistakes: conflicts, ..Issues::default() };
        Documents { files: Vec::new(), issues }
    };
    let is_shown = build.shows_projects();
    let state = ProjectState {
        findings: SharedGap::of(sources, &findings),
        idle: SharedGap::of(sources, &idle_of_organization(&matrix)),
        totals: totals(&matrix, &findings),
        summary: if is_shown {
            ProjectSummary::of(view_context, assessed, build.shows_frameworks())
        } else {
            None
        },
        review_on: next_assessment_change(
            organization.organization(),
            Some(project),
            &matrix.scope.services,
            organization.offers,
            build.open.as_of,
        ),
    };
    Ok(BuiltProject { state, documents })
}

/// What the organisation's documents show of a project that was built before.
pub(super) fn summarize(
    organization: &OrganizationContext<'_>,
    project: &Project,
    basis: AssessmentBasis<'_>,
) -> Option<ProjectSummary> {
    let sources = organization.build.open.sources();
    let catalog = &organization.subject.catalog;
    let (matrix, _) = resolve(sources, catalog, organization.organization(), project, organization.offers);
    let findings = assess(&matrix, basis);
    let view_context = ViewContext { sources, basis, inputs: &[], messages: &organization.messages };
    let assessed = AssessedMatrix { matrix: &matrix, findings: &findings };
    ProjectSummary::of(view_context, assessed, organization.build.shows_frameworks())
}

impl BuiltProject {
    /// Hands its files over, so that only what is known of them stays in memory.
    pub(super) fn hand_over(
        self,
        organization: &OrganizationContext<'_>,
        key: &CacheKey,
    ) -> Result<Built, Error> {
        let Self { state, documents } = self;
        Ok(Built {
            key: key.clone(),
            files: organization.build.hand_over(documents.files)?,
            findings: state.findings,
            idle: state.idle,
            totals: state.totals,
            summary_digest: state.summary.as_ref().map(summary_digest),
            summary: state.summary,
            review_on: state.review_on,
            issues: documents.issues,
        })
    }
}

fn documents(
    organization: &OrganizationContext<'_>,
    project: &Project,
    view_context: ViewContext<'_>,
    assessed: AssessedMatrix<'_>,
    previous: PreviousFiles<'_>,
) -> Result<Documents, Error> {
    let build = organization.build;
    let folder = organization.folder_of(&project.id);
    let mut revisions = build.published_revisions(&folder)?;
    let matrix = build.request.needs_matrices().then(|| {
        let before = revisions.documents.get(MATRIX);
        let today = MatrixInput {
            project,
            matrix: assessed.matrix,
            basis: view_context.basis,
            findings: assessed.findings,
            stamp: &organization.stamp,
            sources: view_context.sources,
        };
        MatrixData::new(matrix_revision(today, before))
    });
    let inventory = Inventory {
        organization: organization.organization(),
        projects: vec![project],
        services: Vec::new(),
        frameworks: Vec::new(),
        parties: Vec::new(),
    };
    let planned = plan::plan(&build.tools.templates, &inventory);
    let wanted: Vec<&PlannedDocument<'_>> = planned
        .iter()
        .filter(|document| matches!(document.subject, DocumentSubject::Project(_)))
        .filter(|document| build.wants(document))
        .collect();
    let (mut documents, mut issued) = (Documents::default(), Vec::new());
    if !wanted.is_empty() {
        let view = View::of_project(view_context, assessed);
        let builder = DocumentBuilder {
            organization,
            view: &view,
            folder: &folder,
            revisions: &revisions,
            previous,
            matrix: matrix.as_ref(),
        };
        for document in wanted {
            let built = builder.build(document)?;
            issued.extend(built.issued);
            documents.files.extend(built.files);
            documents.issues.merge(built.issues);
        }
    }
    if let Some(matrix) = matrix {
        let revised = matrix.revised;
        if build.request.wants_matrices() {
            let file = OutputFile { path: format!("{folder}/{MATRIX}.json"), bytes: revised.bytes };
            documents.files.push(BuiltFile::of_data(file, revised.issued.text_digest));
        }
        issued.push((MATRIX.to_owned(), revised.issued));
    }
    revisions.documents.extend(issued);
    if build.env.writes_revisions {
        documents.files.extend(revisions_file(&folder, &revisions));
    }
    Ok(documents)
}

fn totals(matrix: &Matrix<'_>, findings: &[Finding]) -> Totals {
    let mut totals = Totals::default();
    for responsibility in matrix.controls.iter().map(ControlRow::responsibility) {
        match responsibility {
            Responsibility::Inherited => totals.inherited += 1,
            Responsibility::Shared => totals.shared += 1,
            Responsibility::Customer => totals.customer += 1,
            Responsibility::NotApplicable => totals.not_applicable += 1,
        }
    }
    for finding in findings {
        match finding.severity() {
            Severity::Error => totals.errors += 1,
            Severity::Warning => totals.warnings += 1,
            Severity::Note => totals.notes += 1,
        }
    }
    totals
}
