//! Plan, render, parse, write: the documents of one organisation.

use std::collections::BTreeMap;

use rayon::prelude::*;

use super::{Gallery, Made, Request, Survey, Whereabouts, complaints, glyphs, inputs};
use crate::assess::Situation;
use crate::diagnostic::Diagnostic;
use crate::document::{self, Meta};
use crate::error::Error;
use crate::format::pdf::Attachment;
use crate::format::{self, OutputFormat};
use crate::layout::{Look, Pages, lay_out};
use crate::load::Workspace;
use crate::model::ProjectId;
use crate::plan::{self, Document, DocumentFormat, Subject as DocumentSubject, Template};
use crate::publish::OutputFile;
use crate::render::view::{self, Setting, View};
use crate::render::{Engine, Text};
use crate::resolve::{Scope, resolve_scope};
use crate::source::{SourceId, Span};
use crate::validate::Subject;

/// What documents are made with.
pub(super) struct Maker<'m> {
    pub(super) workspace: &'m Workspace,
    pub(super) engine: &'m Engine,
    pub(super) request: &'m Request,
    pub(super) situation: Situation<'m>,
    pub(super) look: &'m Look,
    /// The matrices of the selected projects, for the PDFs that carry them.
    pub(super) attachments: BTreeMap<&'m ProjectId, Attachment>,
    pub(super) gallery: &'m Gallery<'m>,
}

impl Maker<'_> {
    /// Makes the documents of an organisation that are asked for: subjects side by side, results in their order.
    pub(super) fn documents(
        &self,
        survey: &Survey<'_>,
        templates: &[Template],
        made: &mut Made,
    ) -> Result<(), Error> {
        let planned = plan::plan(templates, &survey.inventory());
        let wanted: Vec<&Document<'_>> =
            planned.iter().filter(|document| self.request.wants(document)).collect();
        let by_subject: Vec<&[&Document<'_>]> =
            wanted.chunk_by(|one, other| one.subject == other.subject).collect();
        let results: Vec<Made> = by_subject
            .par_iter()
            .map(|documents| self.documents_of_subject(survey, documents))
            .collect::<Result<_, _>>()?;
        for result in results {
            made.files.extend(result.files);
            add_new(&mut made.mistakes, result.mistakes);
            add_new(&mut made.warnings, result.warnings);
            for (character, template) in result.missing {
                made.missing.entry(character).or_insert(template);
            }
        }
        Ok(())
    }

    fn documents_of_subject(&self, survey: &Survey<'_>, documents: &[&Document<'_>]) -> Result<Made, Error> {
        let mut made = Made::default();
        let subject = documents.first().map(|document| &document.subject);
        let Some(view) = subject.and_then(|subject| self.view(survey, subject)) else { return Ok(made) };
        for document in documents {
            match self.engine.render(document, &view) {
                Ok(text) => self.files((survey, document, &view), text, &mut made)?,
                Err(mistake) => made.mistakes.push(mistake),
            }
        }
        Ok(made)
    }

    /// What the templates of a subject see; none when nothing of the workspace is the subject.
    fn view(&self, survey: &Survey<'_>, subject: &DocumentSubject) -> Option<View> {
        let inputs = match subject {
            DocumentSubject::Project(id) => inputs::inputs(self.workspace, survey, id),
            DocumentSubject::Organization | DocumentSubject::Service(_) | DocumentSubject::Framework(_) => {
                Vec::new()
            }
        };
        let sources = &self.workspace.sources;
        let setting = Setting { sources, situation: self.situation, inputs: &inputs };
        let Subject { catalog, organization } = survey.subject;
        let projects: Vec<view::Assessed<'_>> = survey
            .projects
            .iter()
            .map(|state| view::Assessed { matrix: &state.matrix, findings: &state.findings })
            .collect();
        match subject {
            DocumentSubject::Organization => {
                Some(View::of_organization(setting, catalog, organization, &projects))
            }
            DocumentSubject::Project(id) => {
                let state = survey.projects.iter().find(|state| state.project.id == *id)?;
                let project = view::Assessed { matrix: &state.matrix, findings: &state.findings };
                Some(View::of_project(setting, project))
            }
            DocumentSubject::Service(id) => {
                let scope = Scope::of_organization(catalog, organization, &[id]);
                // What contradicts itself for the organisation has been reported for its projects.
                let (matrix, _) = resolve_scope(&self.workspace.sources, scope);
                Some(View::of_service(setting, &matrix, &projects))
            }
            DocumentSubject::Framework(id) => {
                Some(View::of_framework(setting, catalog.frameworks.get(id)?, &projects))
            }
        }
    }

    /// Adds the files of a document in the formats that its template and the request both want.
    fn files(
        &self,
        (survey, document, view): (&Survey<'_>, &Document<'_>, &View),
        text: Text,
        made: &mut Made,
    ) -> Result<(), Error> {
        let path = document.path();
        let wants = |format, output| {
            document.template.formats.contains(&format) && self.request.formats.contains(&output)
        };
        let (pdf, markdown) = (
            wants(DocumentFormat::Pdf, OutputFormat::Pdf),
            wants(DocumentFormat::Markdown, OutputFormat::Markdown),
        );
        let Text { markdown: text, revision } = text;
        // All documents are looked at, so that `onus check` finds what is wrong with pictures and hints, too.
        let looks = pdf
            || self.request.formats.iter().any(|format| *format != OutputFormat::Json)
                && !document::is_unremarkable(&text);
        let mut parsed = looks.then(|| document::parse(&text, self.meta(survey, document, revision)));
        if let Some(parsed) = &mut parsed {
            let place = (document.template.source, path.as_str(), markdown);
            if !self.hang_pictures((parsed, &text), place, made) {
                return Ok(());
            }
        }
        if let Some(parsed) = parsed.filter(|_| pdf) {
            let pages = lay_out(&parsed, self.look);
            glyphs::collect(&mut made.missing, document.template.source, &pages.complaints);
            add_new(&mut made.warnings, self.warnings((document, view), (&text, &pages)));
            let attachments: Vec<&Attachment> = self.attachment(document).into_iter().collect();
            let bytes = format::pdf::write(&pages, &parsed.meta, &attachments)
                .map_err(|error| Error::Pdf { document: path.clone(), cause: error.to_string() })?;
            made.files.push(OutputFile { path: format!("{path}.pdf"), bytes });
        }
        if markdown {
            made.files.push(OutputFile { path: format!("{path}.md"), bytes: text.into_bytes() });
        }
        Ok(())
    }

    /// What the layout complains of, at the lines of the templates that made it.
    fn warnings(
        &self,
        (document, view): (&Document<'_>, &View),
        (text, pages): (&str, &Pages),
    ) -> Vec<Diagnostic> {
        if pages.complaints.is_empty() {
            return Vec::new();
        }
        let trace = self.engine.trace(document, view, text);
        let whole = Span { source: document.template.source, start: 0, end: 0 };
        let place = |offset| trace.as_ref().and_then(|trace| trace.span(text, offset)).unwrap_or(whole);
        complaints::warnings(place, &pages.complaints)
    }

    /// Gives a document its pictures and the Markdown its copies of them; false when one of them cannot be shown.
    fn hang_pictures(
        &self,
        (parsed, text): (&mut document::Document, &str),
        (template, path, with_copies): (SourceId, &str, bool),
        made: &mut Made,
    ) -> bool {
        let whereabouts = Whereabouts::Template { workspace: self.workspace, template, text };
        let hung = self.gallery.hang(parsed, &whereabouts);
        add_new(&mut made.warnings, hung.warnings);
        let sources = &self.workspace.sources;
        add_new(&mut made.warnings, whereabouts.undrawn(sources, &parsed.undrawn));
        add_new(&mut made.warnings, whereabouts.mistaken_hints(sources, &parsed.mistaken_hints));
        let all_well = hung.mistakes.is_empty();
        add_new(&mut made.mistakes, hung.mistakes);
        let folder = path.rsplit_once('/').map_or("", |(folder, _)| folder);
        let copies = hung.files.into_iter().filter(|_| with_copies);
        made.files.extend(copies.map(|file| OutputFile { path: format!("{folder}/{}", file.path), ..file }));
        all_well
    }

    /// What a document says, as data: the matrix of its project.
    fn attachment(&self, document: &Document<'_>) -> Option<&Attachment> {
        match &document.subject {
            DocumentSubject::Project(project) => self.attachments.get(project),
            DocumentSubject::Organization | DocumentSubject::Service(_) | DocumentSubject::Framework(_) => {
                None
            }
        }
    }

    fn meta(&self, survey: &Survey<'_>, document: &Document<'_>, revision: String) -> Meta {
        let Subject { catalog, organization } = survey.subject;
        let mut project = None;
        let about = match &document.subject {
            DocumentSubject::Organization => organization.name.as_str(),
            DocumentSubject::Project(id) => {
                let state = survey.projects.iter().find(|state| state.project.id == *id);
                project = state.map(|state| state.project.name.clone());
                state.map_or(id.as_str(), |state| &state.project.name)
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
            date: Some(self.request.as_of),
            id: Some(document.path()),
            revision: Some(revision),
            language: organization.language.clone(),
            paper: document.template.paper.unwrap_or(self.look.theme.paper),
            orientation: document.template.orientation,
            contents: document.template.contents,
        }
    }
}

/// Adds diagnostics that were not there yet: documents of one template have its mistakes in common.
fn add_new(known: &mut Vec<Diagnostic>, found: Vec<Diagnostic>) {
    for diagnostic in found {
        if !known.contains(&diagnostic) {
            known.push(diagnostic);
        }
    }
}
