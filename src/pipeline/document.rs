//! Render, parse, write: one document and its files.

use std::sync::OnceLock;

use chrono::NaiveDate;
use onus_core::diagnostic::Diagnostic;
use onus_core::model::{Edition, Issued, Revision, Sha256Digest, changes};
use onus_core::source::{SourceId, Span};
use onus_typeset::document::{self, Meta};
use onus_typeset::layout::{Pages, lay_out};
use onus_typeset::pdf::Attachment;

use super::glyphs::MissingCharacters;
use super::key::Key;
use super::record::{Kept, Record};
use super::run::{Member, Run};
use super::{Whereabouts, complaints, glyphs};
use crate::error::Error;
use crate::format::OutputFormat;
use crate::load::{Revisions, hexadecimal};
use crate::plan::{DocumentFormat, DocumentSubject, PlannedDocument};
use crate::publish::OutputFile;
use crate::render::RenderedText;
use crate::render::view::View;

/// What became of documents.
#[derive(Debug, Default)]
pub(super) struct Outcome {
    pub(super) mistakes: Vec<Diagnostic>,
    pub(super) warnings: Vec<Diagnostic>,
    pub(super) missing: MissingCharacters,
    pub(super) files: Vec<Kept>,
}

impl Outcome {
    /// True when there is nothing to say about them.
    pub(super) fn is_quiet(&self) -> bool {
        self.mistakes.is_empty() && self.warnings.is_empty() && self.missing.is_empty()
    }

    pub(super) fn add(&mut self, other: Self) {
        add_new(&mut self.mistakes, other.mistakes);
        add_new(&mut self.warnings, other.warnings);
        for (character, template) in other.missing {
            self.missing.entry(character).or_insert(template);
        }
        self.files.extend(other.files);
    }
}

/// What the documents of one subject are made with.
pub(super) struct Desk<'d> {
    pub(super) run: &'d Run<'d>,
    pub(super) member: &'d Member<'d>,
    pub(super) view: &'d View,
    /// The revisions of the folder, and the path of that folder.
    pub(super) issued: (&'d Revisions, &'d str),
    /// What the last run made.
    pub(super) known: Option<&'d Record>,
    /// The matrix, for the PDFs that carry it.
    pub(super) matrix: Option<&'d MatrixData>,
}

/// The matrix of a project as data.
pub(super) struct MatrixData {
    pub(super) file: OutputFile,
    /// What is to be remembered of it.
    pub(super) issued: Issued,
    /// The same for PDFs, made when the first of them asks for it.
    attachment: OnceLock<Attachment>,
}

impl MatrixData {
    pub(super) fn new(file: OutputFile, issued: Issued) -> Self {
        Self { file, issued, attachment: OnceLock::new() }
    }

    fn attachment(&self) -> &Attachment {
        let description = "The responsibility matrix of the project as data";
        let name = ("matrix.json", "application/json");
        self.attachment.get_or_init(|| Attachment::new(name, description, &self.file.bytes))
    }
}

impl Desk<'_> {
    /// Makes a document. Returns what is to be remembered of it, by its path from the folder.
    pub(super) fn document(
        &self,
        document: &PlannedDocument<'_>,
        outcome: &mut Outcome,
    ) -> Result<Option<(String, Issued)>, Error> {
        let path = document.path();
        let (revisions, folder) = self.issued;
        let name = path.strip_prefix(&format!("{folder}/")).unwrap_or(&path).to_owned();
        let rendered = self.edition(document, revisions.documents.get(&name));
        let (text, issued) = match rendered {
            Ok(rendered) => rendered,
            Err(mistake) => {
                outcome.mistakes.push(mistake);
                return Ok(None);
            }
        };
        let meta = self.meta(document, &issued.edition, text.revision.clone());
        let made_from = self.made_from(&issued, (&meta, self.attachment(document)));
        let files = outcome.files.len();
        if !self.reuse(document, &made_from, outcome) {
            self.files((document, &issued, &made_from), (text, meta), outcome)?;
        }
        // What is not published is no revision.
        Ok((outcome.files.len() > files).then_some((name, issued)))
    }

    /// The text of a document: that of its last revision when it still says the same, else that of a new one.
    fn edition(
        &self,
        document: &PlannedDocument<'_>,
        before: Option<&Issued>,
    ) -> Result<(RenderedText, Issued), Diagnostic> {
        let engine = self.run.engine;
        let stamp = self.member.stamp.clone();
        let edition = match before {
            None => Edition::first(stamp),
            Some(before) => {
                let text = engine.render(document, self.view, &before.edition)?;
                if hexadecimal(text.markdown.as_bytes()) == before.text {
                    return Ok((text, before.clone()));
                }
                before.edition.next(stamp, changes(&before.sections, &text.sections()))
            }
        };
        let text = engine.render(document, self.view, &edition)?;
        let issued = issued(edition, &text);
        Ok((text, issued))
    }

    /// The matrix, where the document carries it.
    fn attachment(&self, document: &PlannedDocument<'_>) -> Option<&MatrixData> {
        self.matrix.filter(|_| document.template.carries_matrix)
    }

    fn made_from(&self, issued: &Issued, (meta, attached): (&Meta, Option<&MatrixData>)) -> String {
        let mut key = Key::default();
        key.add(&self.run.key.clone().finish());
        key.add(&issued.text);
        key.add(&format!("{meta:?}"));
        attached.iter().for_each(|matrix| key.add(&matrix.issued.text));
        key.finish()
    }

    /// Takes over the files of the last run, if they were made from the same and lie there as they were left.
    fn reuse(&self, document: &PlannedDocument<'_>, made_from: &str, outcome: &mut Outcome) -> bool {
        let (Some(known), Some(published)) = (self.known, self.run.surroundings.published) else {
            return false;
        };
        let path = document.path();
        let files: Vec<&Kept> = known.files.iter().filter(|file| file.document == path).collect();
        let is_good =
            |file: &&Kept| file.made_from == made_from && self.run.looks.is_as_left(published, file);
        let good = !files.is_empty() && files.iter().all(is_good);
        if good {
            outcome.files.extend(files.into_iter().cloned());
        }
        good
    }

    /// Adds the files of a document in the formats that its template and the request both want.
    fn files(
        &self,
        (document, issued, made_from): (&PlannedDocument<'_>, &Issued, &str),
        (text, meta): (RenderedText, Meta),
        outcome: &mut Outcome,
    ) -> Result<(), Error> {
        let request = self.run.request;
        let path = document.path();
        let wants =
            |format, output| document.template.formats.contains(&format) && request.formats.contains(&output);
        let (pdf, markdown) = (
            wants(DocumentFormat::Pdf, OutputFormat::Pdf),
            wants(DocumentFormat::Markdown, OutputFormat::Markdown),
        );
        // All documents are looked at, so that `onus check` finds what is wrong with pictures and hints, too.
        let looks = pdf || !document::is_unremarkable(&text.markdown);
        let mut parsed = looks.then(|| document::parse(&text.markdown, meta));
        let take = |file: OutputFile, sha256: String, outcome: &mut Outcome| {
            outcome.files.push(kept(&file, sha256, (&path, made_from)));
            self.run.surroundings.take.take(file)
        };
        if let Some(parsed) = &mut parsed {
            let place = (document.template.source, path.as_str(), markdown);
            let Some(copies) = self.hang_pictures((parsed, &text.markdown), place, outcome) else {
                return Ok(());
            };
            for copy in copies {
                let digest = hexadecimal(&copy.bytes);
                take(copy, digest, outcome)?;
            }
        }
        if let Some(parsed) = parsed.filter(|_| pdf) {
            let pages = lay_out(&parsed, self.run.look);
            let meta = parsed.meta.clone();
            drop(parsed);
            glyphs::collect(&mut outcome.missing, document.template.source, &pages.complaints);
            let warnings = self.warnings((document, &issued.edition), (&text.markdown, &pages));
            add_new(&mut outcome.warnings, warnings);
            let attachments: Vec<&Attachment> =
                self.attachment(document).map(MatrixData::attachment).into_iter().collect();
            let pdf = onus_typeset::pdf::write(&pages, &meta, &attachments)
                .map_err(|error| Error::Pdf { document: path.clone(), cause: error.to_string() })?;
            let file = OutputFile { path: format!("{path}.pdf"), bytes: pdf.bytes };
            take(file, Sha256Digest::new(pdf.sha256).to_string(), outcome)?;
        }
        if markdown {
            let bytes = text.markdown.into_bytes();
            take(OutputFile { path: format!("{path}.md"), bytes }, issued.text.clone(), outcome)?;
        }
        Ok(())
    }

    /// What the layout complains of, at the lines of the templates that made it.
    fn warnings(
        &self,
        (document, edition): (&PlannedDocument<'_>, &Edition),
        (text, pages): (&str, &Pages),
    ) -> Vec<Diagnostic> {
        if pages.complaints.is_empty() {
            return Vec::new();
        }
        let trace = self.run.engine.source_map(document, self.view, edition, text);
        let whole = Span { source: document.template.source, start: 0, end: 0 };
        let place = |offset| trace.as_ref().and_then(|trace| trace.span(text, offset)).unwrap_or(whole);
        complaints::warnings(place, &pages.complaints)
    }

    /// Gives a document its pictures and the Markdown its copies of them; none when one of them cannot be shown.
    fn hang_pictures(
        &self,
        (parsed, text): (&mut document::Document, &str),
        (template, path, with_copies): (SourceId, &str, bool),
        outcome: &mut Outcome,
    ) -> Option<Vec<OutputFile>> {
        let whereabouts = Whereabouts::Template { workspace: self.run.workspace, template, text };
        let hung = self.run.gallery.hang(parsed, &whereabouts);
        add_new(&mut outcome.warnings, hung.warnings);
        let sources = &self.run.workspace.texts.sources;
        add_new(&mut outcome.warnings, whereabouts.undrawn(sources, &parsed.undrawn));
        add_new(&mut outcome.warnings, whereabouts.mistaken_hints(sources, &parsed.mistaken_hints));
        let all_well = hung.mistakes.is_empty();
        add_new(&mut outcome.mistakes, hung.mistakes);
        let folder = path.rsplit_once('/').map_or("", |(folder, _)| folder);
        let copies = hung.files.into_iter().filter(|_| with_copies);
        let copies = copies.map(|file| OutputFile { path: format!("{folder}/{}", file.path), ..file });
        all_well.then(|| copies.collect())
    }

    fn meta(&self, document: &PlannedDocument<'_>, edition: &Edition, revision: String) -> Meta {
        let organization = self.member.organization();
        let catalog = &self.member.subject.catalog;
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
        };
        Meta {
            title: format!("{}: {about}", document.template.title),
            organization: Some(organization.name.clone()),
            project,
            classification: organization.classification.clone(),
            date: Some(day(edition)),
            id: Some(document.path()),
            revision: Some(revision),
            language: organization.language.clone(),
            paper: document.template.paper.unwrap_or(self.run.look.theme.paper),
            orientation: document.template.orientation,
            contents: document.template.contents,
        }
    }
}

fn day(edition: &Edition) -> NaiveDate {
    edition.stamp.as_of
}

/// What is remembered of a document.
fn issued(mut edition: Edition, text: &RenderedText) -> Issued {
    let own: Option<&mut Revision> = edition.revisions.last_mut();
    own.into_iter().for_each(|own| own.digest.clone_from(&text.revision));
    Issued { edition, text: hexadecimal(text.markdown.as_bytes()), sections: text.sections() }
}

/// What is to be remembered of a file with that digest.
pub(super) fn kept(file: &OutputFile, sha256: String, (document, made_from): (&str, &str)) -> Kept {
    Kept {
        path: file.path.clone(),
        bytes: file.bytes.len() as u64,
        sha256,
        document: document.to_owned(),
        made_from: made_from.to_owned(),
    }
}

/// Adds diagnostics that were not there yet: documents of one template have its mistakes in common.
pub(super) fn add_new(known: &mut Vec<Diagnostic>, found: Vec<Diagnostic>) {
    for diagnostic in found {
        if !known.contains(&diagnostic) {
            known.push(diagnostic);
        }
    }
}
