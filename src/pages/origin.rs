//! From places in a document's text back to what the user wrote: the file itself, or the template that made the text.

use onus_core::diagnostic::{Code, Diagnostic};
use onus_core::source::{SourceId, Sources, Span};
use onus_typeset::document::{DiagramWarning, HintWarning, LinkWarning, PictureReference, SourceRange};

use crate::load::Workspace;

/// Where the text of a document comes from.
#[derive(Debug, Clone, Copy)]
pub enum TextOrigin<'w> {
    /// A file, from this byte on.
    File {
        /// The file.
        source: SourceId,
        /// Where the text starts in it.
        start: usize,
    },
    /// A template.
    Template {
        /// All templates.
        workspace: &'w Workspace,
        /// The template, which may include others.
        template: SourceId,
        /// The text.
        text: &'w str,
    },
}

impl TextOrigin<'_> {
    /// Where an image is used.
    pub(super) fn picture(&self, reference: &PictureReference) -> Span {
        match *self {
            Self::File { source, start } => in_file(source, start, &reference.place),
            Self::Template { workspace, template, text } => {
                let written = text.get(reference.place.clone()).unwrap_or_default();
                let written = written.rsplit_once("](").map_or("", |(_, rest)| rest);
                let written = written.split([' ', ')', '>']).next().unwrap_or_default().trim_matches('<');
                let found =
                    [written, &reference.path].into_iter().find_map(|words| find(workspace, template, words));
                found.unwrap_or(Span { source: template, start: 0, end: 0 })
            }
        }
    }

    /// Warnings about diagrams that are shown as their text.
    pub fn undrawn_diagrams(&self, sources: &Sources, diagrams: &[DiagramWarning]) -> Vec<Diagnostic> {
        let warning = |diagram: &DiagramWarning| {
            let hint = "the PDF shows the text of the diagram; docs/templates.md says which ones are drawn";
            let span = self.line(sources, &diagram.line, &diagram.place);
            Diagnostic::warning(Code::DiagramNotDrawn, diagram.to_string()).hint(hint.to_owned()).at(span, "")
        };
        diagrams.iter().map(warning).collect()
    }

    /// Warnings about comments that look like mistyped hints.
    pub fn mistaken_hints(&self, sources: &Sources, hints: &[HintWarning]) -> Vec<Diagnostic> {
        let warning = |hint: &HintWarning| {
            let meant = format!("`{}` may be meant", hint.meant);
            Diagnostic::warning(Code::MistakenHint, hint.to_string())
                .hint(meant)
                .at(self.line(sources, &hint.comment, &hint.place), "")
        };
        hints.iter().map(warning).collect()
    }

    /// Where a link stands.
    pub fn link(&self, sources: &Sources, link: &LinkWarning) -> Span {
        self.line(sources, &link.destination, &link.place)
    }

    fn line(&self, sources: &Sources, line: &str, place: &SourceRange) -> Span {
        match *self {
            Self::File { source, start } => {
                let block = in_file(source, start, place);
                let text = sources.get(source).text().get(block.range()).unwrap_or_default();
                let (at, length) = match text.find(line) {
                    Some(at) if !line.is_empty() => (at, line.len()),
                    Some(_) | None => (0, text.lines().next().unwrap_or_default().len()),
                };
                Span { source, start: block.start + at, end: block.start + at + length }
            }
            Self::Template { workspace, template, .. } => [line, "```mermaid"]
                .into_iter()
                .find_map(|words| find(workspace, template, words))
                .unwrap_or(Span { source: template, start: 0, end: 0 }),
        }
    }
}

fn in_file(source: SourceId, start: usize, place: &SourceRange) -> Span {
    Span { source, start: start + place.start, end: start + place.end }
}

/// Where a template, or another one that it may include, contains the words.
fn find(workspace: &Workspace, template: SourceId, words: &str) -> Option<Span> {
    if words.trim().is_empty() {
        return None;
    }
    let others = workspace.templates.iter().rev().map(|text| text.whole).filter(|other| *other != template);
    std::iter::once(template).chain(others).find_map(|source| {
        let start = workspace.texts.sources.get(source).text().find(words)?;
        Some(Span { source, start, end: start + words.len() })
    })
}
