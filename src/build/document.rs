//! One document: rendered, parsed and laid out, written in each format that is asked for.

use std::cell::OnceCell;
use std::sync::OnceLock;

use onus_core::diagnostic::Diagnostic;
use onus_core::digest::Sha256Digest;
use onus_core::model::{Edition, Issued};
use onus_core::source::Span;
use onus_typeset::document::{self, Meta};
use onus_typeset::layout::lay_out;
use onus_typeset::pdf::{self, Attachment};

use super::cache::{self, PreviousFiles};
use super::context::OrganizationContext;
use super::result::{BuiltFile, FileSource, Issues, add_new};
use super::revisions::{RevisedMatrix, RevisedText, render_revision};
use crate::error::Error;
use crate::format::OutputFormat;
use crate::load::Revisions;
use crate::pages::{TextOrigin, UnusableImages, layout_warnings, lost_links, note_missing, torn_rows};
use crate::plan::{DocumentFormat, DocumentSubject, PlannedDocument};
use crate::publish::OutputFile;
use crate::render::view::View;
use crate::render::{RenderedText, SourceMap};

/// The matrix of a project as data, and as what PDFs carry.
pub(super) struct MatrixData {
    pub(super) revised: RevisedMatrix,
    /// Compressed once, when the first PDF asks for it.
    attachment: OnceLock<Attachment>,
}

impl MatrixData {
    pub(super) fn new(revised: RevisedMatrix) -> Self {
        Self { revised, attachment: OnceLock::new() }
    }

    fn attachment(&self) -> &Attachment {
        let description = "The responsibility matrix of the project as data";
        self.attachment.get_or_init(|| {
            Attachment::new("matrix.json", "application/json", description, &self.revised.bytes)
        })
    }
}

/// Builds the documents of one subject.
pub(super) struct DocumentBuilder<'d> {
    pub(super) organization: &'d OrganizationContext<'d>,
    pub(super) view: &'d View,
    /// The folder of the documents, with their revisions so far.
    pub(super) folder: &'d str,
    pub(super) revisions: &'d Revisions,
    /// What the last build left.
    pub(super) previous: PreviousFiles<'d>,
    /// For the PDFs that carry it.
    pub(super) matrix: Option<&'d MatrixData>,
}

/// A document, built.
#[derive(Default)]
pub(super) struct BuiltDocument {
    /// Its path from the folder and what is remembered of it; none when it could not be made.
    pub(super) issued: Option<(String, Issued)>,
    pub(super) files: Vec<BuiltFile>,
    pub(super) issues: Issues,
}

impl BuiltDocument {
    fn failed(mistakes: Vec<Diagnostic>) -> Self {
        Self { issues: Issues { mistakes, ..Issues::default() }, ..Self::default() }
    }
}

/// A document with its text, ready to be written.
struct RenderedDocument<'r> {
    document: &'r PlannedDocument<'r>,
    path: &'r str,
    issued: &'r Issued,
    made_from: Sha256Digest,
}

/// The lines of templates behind the lines of a document, found when the first is asked for: that takes another rendering.
struct SourceLines<'r> {
    builder: &'r DocumentBuilder<'r>,
    rendered: &'r RenderedDocument<'r>,
    text: &'r str,
    map: OnceCell<Option<SourceMap>>,
}

impl SourceLines<'_> {
    /// The line that an offset of the text comes from; where it cannot be found, the start of the template.
    fn line(&self, offset: usize) -> Span {
        let RenderedDocument { document, issued, .. } = *self.rendered;
        let engine = &self.builder.organization.build.tools.engine;
        let map = self
            .map
            .get_or_init(|| engine.source_map(document, self.builder.view, &issued.edition, self.text));
        let whole = Span { source: document.template.source, start: 0, end: 0 };
        map.as_ref().and_then(|map| map.span(self.text, offset)).unwrap_or(whole)
    }
}

impl DocumentBuilder<'_> {
    /// Builds a document.
    pub(super) fn build(&self, document: &PlannedDocument<'_>) -> Result<BuiltDocument, Error> {
        let path = document.path();
        let name = path.strip_prefix(&format!("{}/", self.folder)).unwrap_or(&path).to_owned();
        let build = self.organization.build;
        let before = self.revisions.documents.get(&name);
        let rendered =
            render_revision(&build.tools.engine, document, self.view, &self.organization.stamp, before);
        let RevisedText { text, issued } = match rendered {
            Ok(rendered) => rendered,
            Err(mistake) => return Ok(BuiltDocument::failed(vec![mistake])),
        };
        let meta = self.meta(document, &issued.edition, text.revision.clone());
        let attached = self.carried_matrix(document).map(|matrix| matrix.revised.issued.text_digest);
        let made_from = cache::of_document(build.key.clone(), issued.text_digest, &meta, attached);
        if let Some(files) = self.previous.of_document(&path, made_from) {
            let files = files.into_iter().map(BuiltFile::Unchanged).collect();
            return Ok(BuiltDocument { issued: Some((name, issued)), files, issues: Issues::default() });
        }
        let rendered = RenderedDocument { document, path: &path, issued: &issued, made_from };
        let mut built = self.write(&rendered, text, meta)?;
        // What is not published is no revision.
        built.issued = (!built.files.is_empty()).then_some((name, issued));
        Ok(built)
    }

    /// The matrix, where the document carries it.
    fn carried_matrix(&self, document: &PlannedDocument<'_>) -> Option<&MatrixData> {
        self.matrix.filter(|_| document.template.carries_matrix)
    }

    /// Writes a document in the formats that its template and the request both want.
    fn write(
        &self,
        rendered: &RenderedDocument<'_>,
        text: RenderedText,
        meta: Meta,
    ) -> Result<BuiltDocument, Error> {
        let RenderedDocument { document, path, issued, made_from } = *rendered;
        let request = self.organization.build.request;
        let wants =
            |format, output| document.template.formats.contains(&format) && request.formats.contains(&output);
        let (pdf, markdown) = (
            wants(DocumentFormat::Pdf, OutputFormat::Pdf),
            wants(DocumentFormat::Markdown, OutputFormat::Markdown),
        );
        let source = FileSource { document: path, made_from };
        let mut built = BuiltDocument::default();
        // A text is parsed even where no PDF is wanted, so that `onus check` finds what is wrong with pictures and hints;
        // most texts have nothing of the kind, and that shows at a glance.
        let shown = text.for_pages();
        let is_parsed = pdf || !document::is_unremarkable(&shown);
        let mut parsed = is_parsed.then(|| document::parse(&shown, meta));
        if let Some(parsed) = &mut parsed {
            let images = self.attach_images(rendered, parsed, &shown, &mut built.issues);
            let Some(images) = images else { return Ok(built) };
            for image in images.into_iter().filter(|_| markdown) {
                let digest = Sha256Digest::of(&image.bytes);
                built.files.push(BuiltFile::of_document(image, digest, &source));
            }
        }
        let lines = SourceLines { builder: self, rendered, text: &shown, map: OnceCell::new() };
        if let Some(parsed) = &parsed {
            let torn = torn_rows(|offset| lines.line(offset), &parsed.torn_rows);
            add_new(&mut built.issues.warnings, torn);
        }
        if let Some(parsed) = parsed.filter(|_| pdf) {
            let lost = lost_links(|link| lines.line(link.place.start), &parsed.link_warnings);
            // What a built-in template links to and leaves out is nothing that users can mend.
            let sources = self.organization.build.open.sources();
            let is_theirs = |warning: &Diagnostic| {
                warning
                    .labels
                    .first()
                    .is_none_or(|label| !sources.get(label.span.source).name().starts_with("onus:"))
            };
            add_new(&mut built.issues.warnings, lost.into_iter().filter(is_theirs).collect());
            let pages = lay_out(&parsed, self.organization.look(document.template));
            let meta = parsed.meta.clone();
            // Blocks and pages of a long document are tens of megabytes each.
            drop(parsed);
            note_missing(&mut built.issues.missing, document.template.source, &pages.warnings);
            let warnings = layout_warnings(|offset| lines.line(offset), &pages.warnings);
            add_new(&mut built.issues.warnings, warnings);
            let attachments: Vec<&Attachment> =
                self.carried_matrix(document).map(MatrixData::attachment).into_iter().collect();
            let pdf = pdf::write(&pages, &meta, &attachments)
                .map_err(|error| Error::Pdf { document: path.to_owned(), cause: error.to_string() })?;
            let file = OutputFile { path: format!("{path}.pdf"), bytes: pdf.bytes };
            built.files.push(BuiltFile::of_document(file, Sha256Digest::new(pdf.sha256), &source));
        }
        if markdown {
            let file = OutputFile { path: format!("{path}.md"), bytes: text.markdown.into_bytes() };
            built.files.push(BuiltFile::of_document(file, issued.text_digest, &source));
        }
        Ok(built)
    }

    /// Gives a document its pictures. Returns the copies that belong beside its Markdown; none when a picture cannot be shown.
    fn attach_images(
        &self,
        rendered: &RenderedDocument<'_>,
        parsed: &mut document::Document,
        text: &str,
        issues: &mut Issues,
    ) -> Option<Vec<OutputFile>> {
        let workspace = &self.organization.build.open.workspace;
        let template = rendered.document.template.source;
        let origin = TextOrigin::Template { workspace, template, text };
        let attached = self.organization.build.images.attach(parsed, &origin, UnusableImages::AreMistakes);
        add_new(&mut issues.warnings, attached.warnings);
        let sources = &workspace.texts.sources;
        add_new(&mut issues.warnings, origin.undrawn_diagrams(sources, &parsed.diagram_warnings));
        add_new(&mut issues.warnings, origin.mistaken_hints(sources, &parsed.hint_warnings));
        let can_be_shown = attached.mistakes.is_empty();
        add_new(&mut issues.mistakes, attached.mistakes);
        let folder = rendered.path.rsplit_once('/').map_or("", |(folder, _)| folder);
        let beside = |file: OutputFile| OutputFile { path: format!("{folder}/{}", file.path), ..file };
        can_be_shown.then(|| attached.files.into_iter().map(beside).collect())
    }

    fn meta(&self, document: &PlannedDocument<'_>, edition: &Edition, revision: String) -> Meta {
        let organization = self.organization.organization();
        let catalog = &self.organization.subject.catalog;
        let mut project = None;
        let about = match &document.subject {
            DocumentSubject::Organization => organization.name.as_str(),
            DocumentSubject::Project(id) => {
                let named = organization.project(id);
                project = named.map(|named| named.name.clone());
                named.map_or(id.as_str(), |named| &named.name)
            }
            DocumentSubject::Service(id) => {
                catalog.services.get(id).map_or(id.as_str(), |service| &service.name)
            }
            DocumentSubject::Framework(id) => {
                catalog.frameworks.get(id).map_or(id.as_str(), |framework| &framework.title)
            }
            DocumentSubject::Party(id) => {
                organization.parties(id).next().map_or(id.as_str(), |party| &party.name)
            }
        };
        Meta {
            title: format!("{}: {about}", self.organization.messages.text(document.template.title.trim())),
            organization: Some(organization.name.clone()),
            project,
            classification: organization
                .classification
                .as_deref()
                .map(|class| self.organization.messages.translated(class).into_owned()),
            date: Some(edition.stamp.as_of),
            id: Some(document.path()),
            revision: Some(revision),
            language: organization.language.as_str().to_owned(),
            paper: document.template.paper.unwrap_or(self.organization.look(document.template).theme().paper),
            orientation: document.template.orientation,
            contents: document.template.contents,
        }
    }
}
