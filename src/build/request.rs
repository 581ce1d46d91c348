//! What a build is asked to make.

use chrono::NaiveDate;
use onus_core::diagnostic::{Code, Diagnostic};

use super::MATRIX;
use crate::format::OutputFormat;
use crate::load::Trust;
use crate::pipeline::{Selection, is_selected, unknown_name};
use crate::plan::{Document, DocumentScope, Subject, Template};

/// What a build is asked to make.
#[derive(Debug, Clone)]
pub struct BuildRequest {
    /// The day as of which everything is judged.
    pub as_of: NaiveDate,
    /// Which organisations and projects.
    pub selection: Selection,
    /// Only documents of this name.
    pub document: Option<String>,
    /// Only these formats.
    pub formats: Vec<OutputFormat>,
    /// Whether evidence files with the same size and times are taken to be unchanged.
    pub trust: Trust,
}

impl BuildRequest {
    /// True when documents of a template are asked for. For data alone no text is needed.
    pub fn wants_any_of(&self, template: &Template) -> bool {
        self.formats.iter().any(|format| *format != OutputFormat::Json)
            && is_selected(&self.document, &template.document)
    }

    /// True when a document is asked for.
    pub fn wants(&self, document: &Document<'_>) -> bool {
        let selected = match &document.subject {
            Subject::Project(project) => self.selection.has_project(&document.organization, project),
            Subject::Organization | Subject::Service(_) | Subject::Framework(_) => {
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

    /// Formats and document, as one text: a cache serves builds of one purpose, whichever projects they select.
    pub fn purpose(&self) -> String {
        let asked_for = OutputFormat::ALL.iter().filter(|format| self.formats.contains(format));
        let formats: Vec<&str> = asked_for.map(|one| one.ending()).collect();
        format!("{} {}", formats.join(","), self.document.as_deref().unwrap_or("*"))
    }

    /// True when all documents of all projects are asked for, in whatever formats.
    pub fn is_of_all(&self) -> bool {
        self.selection.organization.is_none() && self.selection.project.is_none() && self.document.is_none()
    }

    /// True when the documents about all projects of an organisation are asked for, too: not where only one project is.
    pub(super) fn shows_organizations(&self) -> bool {
        self.selection.project.is_none()
    }

    /// True when everything is asked for.
    pub fn is_whole(&self) -> bool {
        self.is_of_all() && OutputFormat::ALL.iter().all(|format| self.formats.contains(format))
    }

    /// The document that is asked for, if no template makes it.
    pub(super) fn unknown_document(&self, templates: &[Template]) -> Option<Diagnostic> {
        let wanted = self.document.as_deref()?;
        let (of_changes, built): (Vec<&Template>, Vec<&Template>) =
            templates.iter().partition(|template| template.scope == DocumentScope::Change);
        if of_changes.iter().any(|template| template.document == wanted) {
            let message =
                format!("`{wanted}` reports what changed between two builds; `onus build` does not make it");
            let hint = format!("make it with `onus diff OLD NEW --document {wanted}`");
            return Some(Diagnostic::error(Code::UnknownSelection, message).hint(hint));
        }
        let documents = built.iter().map(|template| template.document.clone());
        let names: Vec<String> = documents.chain([MATRIX.to_owned()]).collect();
        unknown_name("document", wanted, &names)
    }
}
