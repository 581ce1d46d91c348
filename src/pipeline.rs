//! The program as one straight line: load, validate, resolve, assess, plan, render, write; publish comes last, in the
//! hands of the command that asked.

use chrono::NaiveDate;

use crate::assess::{Assessed, Finding, assess};
use crate::diagnostic::{Code, Diagnostic, Severity, did_you_mean};
use crate::error::Error;
use crate::format::{self, OutputFormat};
use crate::load::Workspace;
use crate::model::{OrganizationId, ProjectId};
use crate::plan::{self, Document, Inventory, Subject as DocumentSubject, Template};
use crate::publish::OutputFile;
use crate::resolve::resolve;
use crate::source::{Place, Span};
use crate::validate::{Subject, validate};

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
}

/// Which organisations and projects are meant.
#[derive(Debug, Clone, Default)]
pub struct Selection {
    /// Only this organisation.
    pub organization: Option<String>,
    /// Only this project: `project` or `organisation/project`.
    pub project: Option<String>,
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
    let mut mistakes = workspace.problems.clone();
    mistakes.extend(validated.mistakes);
    mistakes.extend(conflicts);
    mistakes.extend(template_mistakes);
    mistakes.extend(request.selection.mistakes(&surveys));
    mistakes.extend(document_mistake(&templates, request.document.as_deref()));
    if mistakes.iter().any(|mistake| mistake.severity == Severity::Error) {
        return Ok(Made { mistakes, ..Made::default() });
    }
    let mut made = Made { mistakes, ..Made::default() };
    for survey in surveys.iter().filter(|survey| request.selection.has_organization(survey.id())) {
        let selected = |state: &&Assessed<'_>| request.selection.has_project(survey.id(), &state.project.id);
        for state in survey.projects.iter().filter(selected) {
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
    pub fn wants(&self, document: &Document<'_>) -> bool {
        let selected = match &document.subject {
            DocumentSubject::Project(project) => self.selection.has_project(&document.organization, project),
            DocumentSubject::Organization | DocumentSubject::Service(_) | DocumentSubject::Framework(_) => {
                self.selection.project.is_none() && self.selection.has_organization(&document.organization)
            }
        };
        selected && is_selected(&self.document, &document.template.document)
    }

    /// True when everything is asked for.
    pub fn is_whole(&self) -> bool {
        self.selection.organization.is_none()
            && self.selection.project.is_none()
            && self.document.is_none()
            && OutputFormat::ALL.iter().all(|format| self.formats.contains(format))
    }
}

impl Selection {
    /// True when an organisation is meant.
    pub fn has_organization(&self, organization: &OrganizationId) -> bool {
        is_selected(&self.organization, organization.as_str())
    }

    /// True when a project is meant.
    pub fn has_project(&self, organization: &OrganizationId, project: &ProjectId) -> bool {
        let named = |wanted: &String| match wanted.split_once('/') {
            Some((folder, name)) => folder == organization.as_str() && name == project.as_str(),
            None => wanted == project.as_str(),
        };
        self.has_organization(organization) && self.project.as_ref().is_none_or(named)
    }

    /// Names that nothing in the workspace has.
    pub fn mistakes(&self, surveys: &[Survey<'_>]) -> Vec<Diagnostic> {
        let organizations: Vec<String> = surveys.iter().map(|survey| survey.id().to_string()).collect();
        let projects: Vec<String> = surveys
            .iter()
            .flat_map(|survey| survey.projects.iter().map(|state| format!("{}/{}", survey.id(), state.project.id)))
            .collect();
        [("organisation", &self.organization, organizations), ("project", &self.project, projects)]
            .into_iter()
            .filter_map(|(noun, wanted, names)| unknown_name(noun, wanted.as_deref()?, &names))
            .collect()
    }
}

fn is_selected(wanted: &Option<String>, name: &str) -> bool {
    wanted.as_ref().is_none_or(|wanted| wanted == name)
}

/// A diagnostic for a name on the command line that is none of the given ones.
fn unknown_name(noun: &str, wanted: &str, names: &[String]) -> Option<Diagnostic> {
    let is_it = |name: &String| name == wanted || name.rsplit_once('/').is_some_and(|(_, last)| last == wanted);
    if names.iter().any(is_it) {
        return None;
    }
    let hint = did_you_mean(wanted, names.iter().map(String::as_str))
        .unwrap_or_else(|| format!("there is {}", names.join(", ")));
    Some(Diagnostic::error(Code::UnknownSelection, format!("there is no {noun} `{wanted}`")).hint(hint))
}

/// A document name on the command line that no template makes.
fn document_mistake(templates: &[Template], wanted: Option<&str>) -> Option<Diagnostic> {
    let documents = templates.iter().map(|template| template.document.clone());
    let names: Vec<String> = documents.chain([MATRIX.to_owned()]).collect();
    unknown_name("document", wanted?, &names)
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
    request: &Request,
) -> Option<OutputFile> {
    let wanted = request.formats.contains(&OutputFormat::Json) && is_selected(&request.document, MATRIX);
    wanted.then(|| OutputFile {
        path: format!("{}/{}/{MATRIX}.json", survey.id(), state.project.id),
        bytes: format::json::write(&state.matrix, &state.findings, request.as_of, &workspace.sources),
    })
}
