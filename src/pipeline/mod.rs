//! The program as one straight line: load, validate, resolve, assess, plan, render, write; publish comes last, in the
//! hands of the command that asked.

mod bundle;
mod changes;
mod complaints;
mod documents;
mod glyphs;
mod inputs;
mod look;
mod pictures;
mod proofs;
mod selection;
mod whereabouts;

use chrono::NaiveDate;
use rayon::prelude::*;

use crate::assess::{Assessed, Finding, Situation, assess};
use crate::diagnostic::Diagnostic;
use crate::error::Error;
use crate::format::pdf::Attachment;
use crate::format::{self, OutputFormat};
use crate::load::{Holdings, OrganizationFolder, Trust, Workspace};
use crate::model::{OrganizationId, ProjectId};
use crate::plan::{self, Inventory};
use crate::publish::OutputFile;
use crate::render::Engine;
use crate::resolve::resolve;
use crate::source::{CharacterPlaces, Place, Span};
use crate::validate::{Subject, Validated, validate};

pub use bundle::{Bundled, Restricted, bundle};
pub use changes::{ChangeDocument, ChangeRequest, change_document, changes};
pub use complaints::warnings;
use documents::Maker;
use glyphs::MissingCharacters;
pub use glyphs::missing_in_file;
pub use look::look;
pub use pictures::{Gallery, Hung};
pub use proofs::holdings;
pub use selection::Selection;
use selection::document_mistake;
pub use whereabouts::Whereabouts;

/// Name of the data file of a project.
const MATRIX: &str = "matrix";

/// What a run is asked to make.
#[derive(Debug, Clone)]
pub struct Request {
    /// The day as of which everything is judged.
    pub as_of: NaiveDate,
    /// Which organisations and projects.
    pub selection: Selection,
    /// Only documents of this name.
    pub document: Option<String>,
    /// Only these formats.
    pub formats: Vec<OutputFormat>,
    /// Whether evidence files are taken for what they were by their size and times.
    pub trust: Trust,
}

/// What a run made.
#[derive(Debug, Default)]
pub struct Made {
    /// Input mistakes; with any of them nothing else is made.
    pub mistakes: Vec<Diagnostic>,
    /// What could not be set as it should be; the documents are made all the same.
    pub warnings: Vec<Diagnostic>,
    /// Findings of the selected projects.
    pub findings: Vec<ProjectFinding>,
    /// The files.
    pub files: Vec<OutputFile>,
    /// What is to be remembered of evidence files, if that is not known yet.
    pub hashes: Option<Vec<u8>>,
    /// Characters that no face has.
    missing: MissingCharacters,
}

/// A finding with the project that has it.
#[derive(Debug, Clone)]
pub struct ProjectFinding {
    /// Whose.
    pub organization: OrganizationId,
    /// Which project.
    pub project: ProjectId,
    /// The gap.
    pub finding: Finding,
    /// Where it is caused.
    pub place: Place,
}

/// An organisation with the matrices of its projects, judged.
#[derive(Debug)]
pub struct Survey<'a> {
    /// The organisation and its catalog.
    pub subject: &'a Subject,
    /// Its projects, by id.
    pub projects: Vec<Assessed<'a>>,
}

/// What holds in a workspace, and what lies where its evidence is said to lie.
#[derive(Debug)]
pub struct Prepared {
    /// The organisations and every mistake in what is said of them.
    pub validated: Validated,
    /// The files of evidence and of reports.
    pub holdings: Holdings,
    /// What of them is not taken.
    pub refused: Vec<Diagnostic>,
}

/// Validates a workspace and looks at the evidence of the organisations that are asked for.
pub fn prepare(workspace: &Workspace, request: &Request) -> Prepared {
    let validated = validate(workspace);
    let is_meant = |id: &OrganizationId| request.selection.has_organization(id);
    let (holdings, refused) = holdings(workspace, &validated.subjects, is_meant, request.trust);
    Prepared { validated, holdings, refused }
}

/// Makes everything that is asked for, in memory.
pub fn make(workspace: &Workspace, request: &Request) -> Result<Made, Error> {
    make_prepared(workspace, &prepare(workspace, request), request)
}

fn make_prepared(workspace: &Workspace, prepared: &Prepared, request: &Request) -> Result<Made, Error> {
    let Prepared { validated, holdings, refused } = prepared;
    let situation = Situation { as_of: request.as_of, holdings };
    let (surveys, conflicts) = survey(workspace, &validated.subjects, situation);
    let (templates, template_mistakes) = plan::templates(workspace);
    let mut mistakes = workspace.problems.clone();
    mistakes.extend(validated.mistakes.iter().cloned());
    mistakes.extend(refused.iter().cloned());
    mistakes.extend(conflicts);
    mistakes.extend(template_mistakes);
    let (look, theme_mistakes) = look(&workspace.sources, workspace.theme, &workspace.assets);
    mistakes.extend(theme_mistakes);
    mistakes.extend(request.selection.mistakes(&validated.subjects));
    mistakes.extend(document_mistake(&templates, request.document.as_deref()));
    let engine = match Engine::new(workspace) {
        Ok(engine) if mistakes.is_empty() => engine,
        Ok(_) => return Ok(Made { mistakes, ..Made::default() }),
        Err(found) => {
            mistakes.extend(found);
            return Ok(Made { mistakes, ..Made::default() });
        }
    };
    let mut made = Made { hashes: holdings.news(), ..Made::default() };
    let mut places = CharacterPlaces::new();
    let gallery = Gallery::new(&workspace.assets);
    for survey in surveys.iter().filter(|survey| request.selection.has_organization(survey.id())) {
        let is_selected =
            |state: &&Assessed<'_>| request.selection.has_project(survey.id(), &state.project.id);
        let selected: Vec<&Assessed<'_>> = survey.projects.iter().filter(is_selected).collect();
        let with_data = selected.par_iter().filter(|_| request.needs_matrices());
        let matrices: Vec<(&ProjectId, OutputFile)> = with_data
            .map(|state| (&state.project.id, matrix_file(workspace, survey, state, situation)))
            .collect();
        let attachments = matrices.par_iter().filter(|_| request.formats.contains(&OutputFormat::Pdf));
        let attachments = attachments.map(|(project, file)| (*project, attachment(file))).collect();
        let maker = Maker {
            workspace,
            engine: &engine,
            request,
            situation,
            look: &look,
            attachments,
            gallery: &gallery,
        };
        maker.documents(survey, &templates, &mut made)?;
        let missing = std::mem::take(&mut made.missing);
        glyphs::locate(&mut places, workspace, (survey.folder(workspace), missing));
        made.findings.extend(selected.iter().flat_map(|state| project_findings(workspace, survey, state)));
        if request.wants_matrices() {
            made.files.extend(matrices.into_iter().map(|(_, file)| file));
        }
    }
    made.warnings.extend(glyphs::warnings(places));
    made.mistakes.extend(pictures::unite(&mut made.files));
    if !made.mistakes.is_empty() {
        made.files.clear();
    }
    Ok(made)
}

/// Resolves and judges every project of every organisation.
pub fn survey<'a>(
    workspace: &Workspace,
    subjects: &'a [Subject],
    situation: Situation<'_>,
) -> (Vec<Survey<'a>>, Vec<Diagnostic>) {
    survey_selected(workspace, subjects, situation, &Selection::default())
}

/// Resolves and judges the selected projects only: enough to answer a question about them.
pub fn survey_selected<'a>(
    workspace: &Workspace,
    subjects: &'a [Subject],
    situation: Situation<'_>,
    selection: &Selection,
) -> (Vec<Survey<'a>>, Vec<Diagnostic>) {
    let mut conflicts = Vec::new();
    let mut surveys = Vec::new();
    for subject in subjects {
        let mut projects = Vec::new();
        let organization = &subject.organization;
        let selected = organization
            .projects
            .iter()
            .filter(|project| selection.has_project(&organization.id, &project.id));
        for project in selected {
            let (matrix, found) =
                resolve(&workspace.sources, &subject.catalog, &subject.organization, project);
            let findings = assess(&matrix, situation);
            conflicts.extend(found);
            projects.push(Assessed { project, matrix, findings });
        }
        surveys.push(Survey { subject, projects });
    }
    // One pair of entries can clash in many cells, of many projects; the first one shows it.
    let mut seen: Vec<Vec<Span>> = Vec::new();
    conflicts.retain(|conflict| {
        let places: Vec<Span> = conflict.labels.iter().map(|label| label.span).collect();
        let new = !seen.contains(&places);
        if new {
            seen.push(places);
        }
        new
    });
    (surveys, conflicts)
}

impl<'a> Survey<'a> {
    fn id(&self) -> &'a OrganizationId {
        &self.subject.organization.id
    }

    /// The texts that the organisation was read from.
    fn folder<'w>(&self, workspace: &'w Workspace) -> Option<&'w OrganizationFolder> {
        let source = self.subject.organization.origin.source;
        workspace.organizations.iter().find(|folder| folder.organization == source)
    }

    /// What documents can be about.
    pub fn inventory(&self) -> Inventory<'_> {
        let in_use = self.projects.iter().flat_map(|state| &state.matrix.scope.services);
        let mut services: Vec<_> = in_use.map(|in_use| &in_use.service.id).collect();
        services.sort_unstable();
        services.dedup();
        let shown = self.projects.iter().flat_map(|state| &state.matrix.frameworks);
        let mut frameworks: Vec<_> = shown.map(|table| &table.framework.id).collect();
        frameworks.sort_unstable();
        frameworks.dedup();
        let projects = self.projects.iter().map(|state| &state.project.id).collect();
        Inventory { organization: self.id(), projects, services, frameworks }
    }
}

fn project_findings(workspace: &Workspace, survey: &Survey<'_>, state: &Assessed<'_>) -> Vec<ProjectFinding> {
    let finding = |finding: &Finding| ProjectFinding {
        organization: survey.id().clone(),
        project: state.project.id.clone(),
        finding: finding.clone(),
        place: workspace.sources.place_of(&finding.origin),
    };
    state.findings.iter().map(finding).collect()
}

fn matrix_file(
    workspace: &Workspace,
    survey: &Survey<'_>,
    state: &Assessed<'_>,
    situation: Situation<'_>,
) -> OutputFile {
    OutputFile {
        path: format!("{}/{}/{MATRIX}.json", survey.id(), state.project.id),
        bytes: format::json::write(&state.matrix, &state.findings, situation, &workspace.sources),
    }
}

/// The matrix of a project for the documents that carry it.
fn attachment(matrix: &OutputFile) -> Attachment {
    let description = "The responsibility matrix of the project as data";
    Attachment::new(("matrix.json", "application/json"), description, &matrix.bytes)
}
