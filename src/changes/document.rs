//! A report on changes as a document: a template makes its text, and the house layout its pages.

use chrono::NaiveDate;
use onus_core::diagnostic::{Code, Diagnostic, did_you_mean};
use onus_core::source::{CharacterPlaces, Span};
use onus_matrix::compare::ChangeReport;
use onus_typeset::document::{self, Meta};
use onus_typeset::layout::lay_out;
use onus_typeset::pdf;

use crate::error::Error;
use crate::load::Workspace;
use crate::pages::{
    ImageStore, MissingCharacters, TextOrigin, UnusableImages, compact, layout_warnings, locate_missing,
    look, lost_links, missing_warnings, note_missing, torn_rows,
};
use crate::plan::{self, DocumentScope, TableDensity, Template};
use crate::render::view::View;
use crate::render::{Engine, RenderedText};

/// How a report is to be written.
#[derive(Debug, Clone)]
pub struct ChangeRequest {
    /// Name of the document, which its template has, too.
    pub document: String,
    /// Whether pages are wanted.
    pub pages: bool,
    /// The date in it.
    pub as_of: NaiveDate,
}

/// A report, made.
#[derive(Debug, Default)]
pub struct ChangeDocument {
    /// Input errors; if there are any, nothing is generated.
    pub mistakes: Vec<Diagnostic>,
    /// What could not be set as it should be.
    pub warnings: Vec<Diagnostic>,
    /// Markdown.
    pub text: String,
    /// The PDF, where pages are wanted.
    pub pdf: Option<Vec<u8>>,
}

/// Makes the document of a report with the templates of a workspace.
///
/// # Errors
///
/// When the pages cannot be written as PDF.
pub fn change_document(
    workspace: &Workspace,
    report: &ChangeReport,
    request: &ChangeRequest,
) -> Result<ChangeDocument, Error> {
    let (templates, mut mistakes) = plan::templates(workspace);
    mistakes.splice(0..0, workspace.texts.problems.iter().cloned());
    let template = template(&templates, &request.document);
    mistakes.extend(template.as_ref().err().cloned());
    let engine = match (template, Engine::new(workspace)) {
        (Ok(template), Ok(engine)) if mistakes.is_empty() => (template, engine),
        (_, engine) => {
            mistakes.extend(engine.err().into_iter().flatten());
            return Ok(ChangeDocument { mistakes, ..ChangeDocument::default() });
        }
    };
    let (template, engine) = engine;
    let view = View::of_changes(report, request.as_of);
    match engine.render_alone(template, &view) {
        Err(mistake) => Ok(ChangeDocument { mistakes: vec![mistake], ..ChangeDocument::default() }),
        Ok(text) if request.pages => pages(workspace, template, report, request, text),
        Ok(text) => Ok(ChangeDocument { text: text.markdown, ..ChangeDocument::default() }),
    }
}

fn template<'t>(templates: &'t [Template], name: &str) -> Result<&'t Template, Diagnostic> {
    let of_changes = || templates.iter().filter(|template| template.scope == DocumentScope::Change);
    of_changes().find(|template| template.document == name).ok_or_else(|| {
        let names = of_changes().map(|template| template.document.as_str());
        let hint = did_you_mean(name, names.clone())
            .unwrap_or_else(|| format!("available: `{}`", names.collect::<Vec<_>>().join("`, `")));
        let message = format!("no template generates a document on changes called `{name}`");
        Diagnostic::error(Code::UnknownSelection, message).hint(hint)
    })
}

fn pages(
    workspace: &Workspace,
    template: &Template,
    report: &ChangeReport,
    request: &ChangeRequest,
    text: RenderedText,
) -> Result<ChangeDocument, Error> {
    let sources = &workspace.texts.sources;
    let (look, mistakes) = look(sources, workspace.theme, &workspace.assets);
    if !mistakes.is_empty() {
        return Ok(ChangeDocument { mistakes, ..ChangeDocument::default() });
    }
    let look = match template.tables {
        TableDensity::Normal => look,
        TableDensity::Compact => compact(&look),
    };
    let (shown, revision) = (text.for_pages(), text.revision.clone());
    let meta = Meta {
        organization: only_organization(report),
        date: Some(request.as_of),
        id: Some(template.document.clone()),
        revision: Some(revision),
        paper: template.paper.unwrap_or(look.theme().paper),
        orientation: template.orientation,
        contents: template.contents,
        ..Meta::titled(template.title.trim())
    };
    let mut parsed = document::parse(&shown, meta);
    let origin = TextOrigin::Template { workspace, template: template.source, text: &shown };
    let attached =
        ImageStore::new(&workspace.assets).attach(&mut parsed, &origin, UnusableImages::AreMistakes);
    if !attached.mistakes.is_empty() {
        return Ok(ChangeDocument { mistakes: attached.mistakes, ..ChangeDocument::default() });
    }
    let mut warnings = attached.warnings;
    warnings.extend(origin.undrawn_diagrams(sources, &parsed.diagram_warnings));
    warnings.extend(origin.mistaken_hints(sources, &parsed.hint_warnings));
    let pages = lay_out(&parsed, &look);
    let whole = Span { source: template.source, start: 0, end: 0 };
    warnings.extend(torn_rows(|_| whole, &parsed.torn_rows));
    warnings.extend(lost_links(|_| whole, &parsed.link_warnings));
    warnings.extend(layout_warnings(|_| whole, &pages.warnings));
    warnings.extend(missing_characters(workspace, template, &pages.warnings));
    let written = pdf::write(&pages, &parsed.meta, &[]);
    let pdf = written
        .map_err(|error| Error::Pdf { document: template.document.clone(), cause: error.to_string() })?;
    Ok(ChangeDocument { mistakes: Vec::new(), warnings, text: text.markdown, pdf: Some(pdf.bytes) })
}

/// The organisation, where all changes are of one.
fn only_organization(report: &ChangeReport) -> Option<String> {
    let mut names: Vec<&str> = report
        .groups
        .iter()
        .flat_map(|group| &group.projects)
        .map(|project| project.organization.as_str())
        .collect();
    names.sort_unstable();
    names.dedup();
    match names.as_slice() {
        [only] => Some((*only).to_owned()),
        [] | [_, _, ..] => None,
    }
}

fn missing_characters(
    workspace: &Workspace,
    template: &Template,
    found: &[onus_typeset::layout::LayoutWarning],
) -> Vec<Diagnostic> {
    let mut missing = MissingCharacters::default();
    note_missing(&mut missing, template.source, found);
    let mut places = CharacterPlaces::new();
    locate_missing(&mut places, workspace, None, missing);
    missing_warnings(places)
}
