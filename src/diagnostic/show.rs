//! Diagnostics as text for people and as JSON lines for machines.

use annotate_snippets::{AnnotationKind, Level, Origin, Renderer, Snippet, normalize_untrusted_str};
use serde_json::json;

use super::{Diagnostic, Label, Severity};
use crate::source::{Source, Sources};

/// Whether text is coloured.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Style {
    /// For a terminal.
    Coloured,
    /// For files, pipes and `NO_COLOR`.
    Plain,
}

/// A line longer than this is shown only around the place that matters.
const LONGEST_LINE: usize = 400;

/// The diagnostic with its lines of text and carets, ending in a newline.
pub fn as_text(diagnostic: &Diagnostic, sources: &Sources, style: Style) -> String {
    let level = match diagnostic.severity {
        Severity::Error => Level::ERROR,
        Severity::Warning => Level::WARNING,
        Severity::Note => Level::NOTE,
    };
    let title = normalize_untrusted_str(&diagnostic.message);
    let mut group = level
        .primary_title(title)
        .id(diagnostic.code.as_str())
        .elements(Vec::<annotate_snippets::Element<'_>>::new());
    let mut shown: Vec<crate::source::SourceId> = Vec::new();
    for label in &diagnostic.labels {
        if shown.contains(&label.span.source) {
            continue;
        }
        shown.push(label.span.source);
        let source = sources.get(label.span.source);
        if source.text().is_empty() {
            group = group.element(Origin::path(source.name()).line(1).char_column(1));
            continue;
        }
        let here = diagnostic.labels.iter().enumerate().filter(|(_, l)| l.span.source == label.span.source);
        let mut snippet = Snippet::source(visible(source.text())).path(source.name()).fold(true);
        for (position, label) in here {
            snippet = snippet.annotation(annotation(source, label, position == 0));
        }
        group = group.element(snippet);
    }
    if let Some(hint) = &diagnostic.hint {
        group = group.element(Level::HELP.message(hint.as_str()));
    }
    let renderer = match style {
        Style::Coloured => Renderer::styled(),
        Style::Plain => Renderer::plain(),
    };
    format!("{}\n\n", renderer.render(&[group]))
}

/// Control characters would reach the terminal; they are the same number of bytes as what replaces them.
fn visible(text: &str) -> String {
    text.replace(|c: char| c.is_ascii_control() && c != '\n' && c != '\t' && c != '\r', "?")
}

fn annotation<'a>(source: &Source, label: &'a Label, primary: bool) -> annotate_snippets::Annotation<'a> {
    let kind = if primary { AnnotationKind::Primary } else { AnnotationKind::Context };
    let text = source.text();
    let start = floor(text, label.span.start.min(text.len()));
    let line_end = text[start..].find('\n').map_or(text.len(), |at| start + at);
    let end = floor(text, label.span.end.clamp(start, line_end).min(start + LONGEST_LINE));
    kind.span(start..end.max(start)).label((!label.text.is_empty()).then_some(label.text.as_str()))
}

fn floor(text: &str, mut at: usize) -> usize {
    while !text.is_char_boundary(at) {
        at -= 1;
    }
    at
}

/// The diagnostic as one line of JSON, without the newline: `code`, `severity`, `message`, `hint` (or null) and
/// `labels`, each with `file`, `line`, `column` (from 1) and `text`.
pub fn as_json_line(diagnostic: &Diagnostic, sources: &Sources) -> String {
    let label = |label: &Label| {
        let place = sources.place(label.span);
        json!({ "file": place.file, "line": place.line, "column": place.column, "text": label.text })
    };
    json!({
        "type": "diagnostic",
        "code": diagnostic.code.as_str(),
        "severity": diagnostic.severity.word(),
        "message": diagnostic.message,
        "hint": diagnostic.hint,
        "labels": diagnostic.labels.iter().map(label).collect::<Vec<_>>(),
    })
    .to_string()
}
