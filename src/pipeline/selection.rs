//! Which documents a build is asked for.

use onus_core::diagnostic::{Code, Diagnostic};

use super::{MATRIX, Request};
use crate::format::OutputFormat;
use crate::open::{is_selected, unknown_name};
use crate::plan::{Document, DocumentScope, Template};

impl Request {
    /// True when documents of a template are asked for. For data alone no text is needed.
    pub fn wants_any_of(&self, template: &Template) -> bool {
        self.formats.iter().any(|format| *format != OutputFormat::Json)
            && is_selected(self.document.as_deref(), &template.document)
    }

    /// True when a document is asked for.
    pub fn wants(&self, document: &Document<'_>) -> bool {
        self.selection.has_document(document) && self.wants_any_of(document.template)
    }

    /// True when the matrices of projects are asked for as files.
    pub fn wants_matrices(&self) -> bool {
        self.formats.contains(&OutputFormat::Json) && is_selected(self.document.as_deref(), MATRIX)
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
        self.selection.is_of_all() && self.document.is_none()
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
