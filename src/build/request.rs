//! What a build is asked to make.

use onus_core::diagnostic::{Code, Diagnostic};

use super::MATRIX;
use crate::format::OutputFormat;
use crate::open::{Selection, unknown_name};
use crate::plan::{DocumentScope, Template};

/// What a build is asked to make.
#[derive(Debug, Clone)]
pub struct BuildRequest {
    /// Only documents of these names.
    pub documents: Option<Vec<String>>,
    /// Only these formats.
    pub formats: Vec<OutputFormat>,
}

impl BuildRequest {
    /// True when documents of a template are asked for. For data alone no text is needed.
    pub fn wants_any_of(&self, template: &Template) -> bool {
        self.formats.iter().any(|format| *format != OutputFormat::Json) && self.wants(&template.document)
    }

    /// True when documents of a name are asked for.
    fn wants(&self, name: &str) -> bool {
        self.documents.as_ref().is_none_or(|wanted| wanted.iter().any(|wanted| wanted == name))
    }

    /// True when the matrices of projects are asked for as files.
    pub fn wants_matrices(&self) -> bool {
        self.formats.contains(&OutputFormat::Json) && self.wants(MATRIX)
    }

    /// True when the matrices of projects are needed: as files, or for the PDFs that carry them.
    pub fn needs_matrices(&self) -> bool {
        self.wants_matrices() || self.formats.contains(&OutputFormat::Pdf)
    }

    /// Formats and documents, as one text: a cache serves builds of one purpose, whichever projects they select.
    pub fn purpose(&self) -> String {
        let asked_for = OutputFormat::ALL.iter().filter(|format| self.formats.contains(format));
        let formats: Vec<&str> = asked_for.map(|one| one.ending()).collect();
        let documents = self.documents.as_ref().map_or_else(|| "*".to_owned(), |names| names.join(","));
        format!("{} {documents}", formats.join(","))
    }

    /// True when all documents of all projects are asked for, in whatever formats.
    pub fn is_of_all(&self, selection: &Selection) -> bool {
        selection.is_of_all() && self.documents.is_none()
    }

    /// True when everything is asked for.
    pub fn is_whole(&self, selection: &Selection) -> bool {
        self.is_of_all(selection) && OutputFormat::ALL.iter().all(|format| self.formats.contains(format))
    }

    /// The documents that are asked for and that no template makes.
    pub(super) fn unknown_documents(&self, templates: &[Template]) -> Vec<Diagnostic> {
        let wanted = self.documents.iter().flatten();
        wanted.filter_map(|wanted| unknown_document(wanted, templates)).collect()
    }
}

/// A document that is asked for, if no template makes it.
fn unknown_document(wanted: &str, templates: &[Template]) -> Option<Diagnostic> {
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
