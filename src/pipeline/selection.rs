//! Which organisations, projects and documents a command is about.

use onus_core::diagnostic::{Code, Diagnostic, available, did_you_mean, quoted};
use onus_core::model::{OrganizationId, ProjectId};
use onus_core::validate::ValidOrganization;

use super::{MATRIX, Request};
use crate::format::OutputFormat;
use crate::plan::{self, Document, DocumentScope, Template};

/// Which organisations and projects are meant.
#[derive(Debug, Clone, Default)]
pub struct Selection {
    /// Only this organisation.
    pub organization: Option<String>,
    /// Only this project: `project` or `organisation/project`.
    pub project: Option<String>,
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
    pub fn mistakes(&self, subjects: &[ValidOrganization]) -> Vec<Diagnostic> {
        let all = || subjects.iter().map(|subject| &subject.organization);
        let organizations: Vec<String> = all().map(|organization| organization.id.to_string()).collect();
        // Under a name that no organisation has, every project is worth a hint.
        let known = organizations.iter().any(|id| Some(id) == self.organization.as_ref());
        let projects: Vec<String> = all()
            .filter(|organization| !known || self.has_organization(&organization.id))
            .flat_map(|organization| {
                organization.projects.iter().map(|project| format!("{}/{}", organization.id, project.id))
            })
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
    let is_it =
        |name: &String| name == wanted || name.rsplit_once('/').is_some_and(|(_, last)| last == wanted);
    if names.iter().any(is_it) {
        return None;
    }
    let hint = did_you_mean(wanted, names.iter().map(String::as_str))
        .or_else(|| available(names.iter().map(String::as_str)));
    let message = format!("there is no {noun} {}", quoted(wanted));
    Some(Diagnostic::error(Code::UnknownSelection, message).hint(hint))
}

impl Request {
    /// True when documents of a template are asked for. For data alone no text is needed.
    pub fn wants_any_of(&self, template: &Template) -> bool {
        self.formats.iter().any(|format| *format != OutputFormat::Json)
            && is_selected(&self.document, &template.document)
    }

    /// True when a document is asked for.
    pub fn wants(&self, document: &Document<'_>) -> bool {
        let selected = match &document.subject {
            plan::Subject::Project(project) => self.selection.has_project(&document.organization, project),
            plan::Subject::Organization | plan::Subject::Service(_) | plan::Subject::Framework(_) => {
                self.selection.project.is_none() && self.selection.has_organization(&document.organization)
            }
        };
        selected && self.wants_any_of(document.template)
    }

    /// True when the matrices of projects are asked for as files.
    pub fn wants_matrices(&self) -> bool {
        self.formats.contains(&OutputFormat::Json) && is_selected(&self.document, MATRIX)
    }

    /// True when the matrices of projects are needed: as files, or for the PDFs that carry them.
    pub fn needs_matrices(&self) -> bool {
        self.wants_matrices() || self.formats.contains(&OutputFormat::Pdf)
    }

    /// What is asked for apart from which projects: what one run remembers is of use to others of the same purpose.
    pub(super) fn purpose(&self) -> String {
        let formats: Vec<&str> = OutputFormat::ALL
            .iter()
            .filter(|format| self.formats.contains(format))
            .map(|one| one.ending())
            .collect();
        format!("{} {}", formats.join(","), self.document.as_deref().unwrap_or("*"))
    }

    /// True when all documents of all projects are asked for, in whatever formats.
    pub fn is_of_all(&self) -> bool {
        self.selection.organization.is_none() && self.selection.project.is_none() && self.document.is_none()
    }

    /// True when everything is asked for.
    pub fn is_whole(&self) -> bool {
        self.is_of_all() && OutputFormat::ALL.iter().all(|format| self.formats.contains(format))
    }
}

/// A document name on the command line that no template makes.
pub(super) fn document_mistake(templates: &[Template], wanted: Option<&str>) -> Option<Diagnostic> {
    let (of_changes, built): (Vec<&Template>, Vec<&Template>) =
        templates.iter().partition(|template| template.scope == DocumentScope::Change);
    let wanted = wanted?;
    if of_changes.iter().any(|template| template.document == wanted) {
        let message = format!("`{wanted}` is about what changed between two builds, so no build makes it");
        let hint = format!("`onus diff OLD NEW --document {wanted}` does");
        return Some(Diagnostic::error(Code::UnknownSelection, message).hint(hint));
    }
    let documents = built.iter().map(|template| template.document.clone());
    let names: Vec<String> = documents.chain([MATRIX.to_owned()]).collect();
    unknown_name("document", wanted, &names)
}
