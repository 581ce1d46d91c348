//! The program as one straight line: load, validate, resolve, assess, plan, render, write; publish comes last, in the
//! hands of the command that asked.

use chrono::NaiveDate;

use crate::assess::{Assessed, Finding, assess};
use crate::diagnostic::{Code, Diagnostic, Severity, did_you_mean};
use crate::document::{self, Meta};
use crate::error::Error;
use crate::format::{self, OutputFormat};
use crate::load::Workspace;
use crate::model::{OrganizationId, ProjectId};
use crate::plan::{self, Document, Inventory, Subject as DocumentSubject, Template};
use crate::publish::OutputFile;
use crate::render::Engine;
use crate::resolve::resolve;
use crate::source::Place;
use crate::validate::{Subject, validate};

/// What a run is asked to make.
#[derive(Debug, Clone)]
pub struct Request {
    /// The day as of which everything is judged.
    pub as_of: NaiveDate,
    /// Only this organisation.
    pub organization: Option<String>,
    /// Only this project: `project` or `organisation/project`.
    pub project: Option<String>,
    /// Only documents of this name.
    pub document: Option<String>,
    /// Only these formats.
    pub formats: Vec<OutputFormat>,
}

/// What a run made.
#[derive(Debug, Default)]
pub struct Made {
    /// Input mistakes; with any of them nothing else is made.
    pub mistakes: Vec<Diagnostic>,
    /// Findings of the selected projects.
    pub findings: Vec<ProjectFinding>,
    /// The files.
    pub files: Vec<OutputFile>,
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

/// Makes everything that is asked for, in memory.
pub fn make(workspace: &Workspace, request: &Request) -> Result<Made, Error> {
    let validated = validate(workspace);
    let (surveys, conflicts) = survey(workspace, &validated.subjects, request.as_of);
    let (templates, template_mistakes) = plan::templates(workspace);
    let engine = Engine::new(workspace);
    let mut mistakes = workspace.problems.clone();
    mistakes.extend(validated.mistakes);
    mistakes.extend(conflicts);
    mistakes.extend(template_mistakes);
    mistakes.extend(selection_mistakes(&surveys, &templates, request));
    let engine = match engine {
        Ok(engine) => engine,
        Err(found) => {
            mistakes.extend(found);
            return Ok(Made { mistakes, ..Made::default() });
        }
    };
    if mistakes.iter().any(|mistake| mistake.severity == Severity::Error) {
        return Ok(Made { mistakes, ..Made::default() });
    }
    let mut made = Made { mistakes, ..Made::default() };
    for survey in surveys.iter().filter(|survey| is_selected(&request.organization, survey.id().as_str())) {
        let planned = plan::plan(&templates, &survey.inventory());
        for document in planned.iter().filter(|document| request.wants(document)) {
            document_files(&Job { workspace, engine: &engine, survey, document, request }, &mut made)?;
        }
        for state in survey.projects.iter().filter(|state| request.wants_project(state)) {
            made.findings.extend(project_findings(workspace, survey, state));
            made.files.extend(matrix_file(workspace, survey, state, request));
        }
    }
    if !made.mistakes.is_empty() {
        made.files.clear();
    }
    Ok(made)
}

/// Resolves and judges every project of every organisation.
pub fn survey<'a>(
    workspace: &Workspace,
    subjects: &'a [Subject],
    as_of: NaiveDate,
) -> (Vec<Survey<'a>>, Vec<Diagnostic>) {
    let mut conflicts = Vec::new();
    let mut surveys = Vec::new();
    for subject in subjects {
        let mut projects = Vec::new();
        for project in &subject.organization.projects {
            let (matrix, found) = resolve(&workspace.sources, &subject.catalog, &subject.organization, project);
            let findings = assess(&matrix, as_of);
            conflicts.extend(found);
            projects.push(Assessed { project, matrix, findings });
        }
        surveys.push(Survey { subject, projects });
    }
    conflicts.dedup();
    (surveys, conflicts)
}

impl<'a> Survey<'a> {
    fn id(&self) -> &'a OrganizationId {
        &self.subject.organization.id
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

impl Request {
    /// True when a document is asked for.
    fn wants(&self, document: &Document<'_>) -> bool {
        let of_project = match (&self.project, &document.subject) {
            (None, _) => true,
            (Some(wanted), DocumentSubject::Project(project)) => {
                names_project(wanted, &document.organization, project)
            }
            (
                Some(_),
                DocumentSubject::Organization | DocumentSubject::Service(_) | DocumentSubject::Framework(_),
            ) => false,
        };
        of_project && is_selected(&self.document, &document.template.document)
    }

    /// True when a project is asked for.
    pub fn wants_project(&self, organization: &OrganizationId, project: &ProjectId) -> bool {
        is_selected(&self.organization, organization.as_str())
            && self.project.as_ref().is_none_or(|wanted| names_project(wanted, organization, project))
    }

    /// True when everything is asked for.
    pub fn is_whole(&self) -> bool {
        self.organization.is_none()
            && self.project.is_none()
            && self.document.is_none()
            && OutputFormat::ALL.iter().all(|format| self.formats.contains(format))
    }
}

fn is_selected(wanted: &Option<String>, name: &str) -> bool {
    wanted.as_ref().is_none_or(|wanted| wanted == name)
}

fn names_project(wanted: &str, organization: &OrganizationId, project: &ProjectId) -> bool {
    match wanted.split_once('/') {
        Some((folder, name)) => folder == organization.as_str() && name == project.as_str(),
        None => wanted == project.as_str(),
    }
}

/// Names on the command line that nothing in the workspace has.
fn selection_mistakes(surveys: &[Survey<'_>], templates: &[Template], request: &Request) -> Vec<Diagnostic> {
    let organizations: Vec<String> = surveys.iter().map(|survey| survey.id().to_string()).collect();
    let projects: Vec<String> = surveys
        .iter()
        .flat_map(|survey| survey.projects.iter().map(|state| format!("{}/{}", survey.id(), state.project.id)))
        .collect();
    let mut documents: Vec<String> = templates.iter().map(|template| template.document.clone()).collect();
    documents.push("matrix".to_owned());
    let named = |wanted: &str, name: &str| wanted == name || name.rsplit_once('/').is_some_and(|(_, n)| n == wanted);
    let selections = [
        ("organisation", &request.organization, organizations),
        ("project", &request.project, projects),
        ("document", &request.document, documents),
    ];
    let mut mistakes = Vec::new();
    for (noun, wanted, names) in selections {
        let Some(wanted) = wanted.as_ref().filter(|wanted| !names.iter().any(|name| named(wanted, name))) else {
            continue;
        };
        let hint = did_you_mean(wanted, names.iter().map(String::as_str))
            .unwrap_or_else(|| format!("there is {}", names.join(", ")));
        let message = format!("there is no {noun} `{wanted}`");
        mistakes.push(Diagnostic::error(Code::UnknownSelection, message).hint(hint));
    }
    mistakes
}
