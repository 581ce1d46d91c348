//! Diagnostics as text for people and as JSON lines for machines.

use annotate_snippets::{AnnotationKind, Level, Origin, Renderer, Snippet, normalize_untrusted_str};
use serde_json::json;

use super::{Diagnostic, Label, Severity};
use crate::source::{Source, Sources, floor_char_boundary};

/// Whether text for people is coloured.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Coloring {
    /// For a terminal.
    Coloured,
    /// For files, pipes and `NO_COLOR`.
    Plain,
}

/// Longest underlining in bytes: a line may be a megabyte long.
const LONGEST_LINE: usize = 400;

/// Largest part of a text in bytes that is shown for one diagnostic.
const LONGEST_EXCERPT: usize = 16 * 1024;

/// The diagnostic with its lines of text and carets, ending in a newline.
pub fn as_text(diagnostic: &Diagnostic, sources: &Sources, coloring: Coloring) -> String {
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
    for labels in together(diagnostic, sources) {
        group = match snippet(sources, &labels) {
            Some(snippet) => group.element(snippet),
            None => {
                let place = sources.place(labels[0].label.span);
                group.element(Origin::path(place.file).line(place.line).char_column(place.column))
            }
        };
    }
    if let Some(hint) = &diagnostic.hint {
        group = group.element(Level::HELP.message(hint.as_str()));
    }
    let renderer = match coloring {
        Coloring::Coloured => Renderer::styled(),
        Coloring::Plain => Renderer::plain(),
    };
    format!("{}\n\n", renderer.render(&[group]))
}

/// A label of an excerpt.
struct ShownLabel<'d> {
    label: &'d Label,
    /// Whether it is the first one, which is the location of the message.
    is_primary: bool,
}

/// The labels, grouped by excerpt: those of one file that are not too far apart.
fn together<'d>(diagnostic: &'d Diagnostic, sources: &Sources) -> Vec<Vec<ShownLabel<'d>>> {
    let mut groups: Vec<Vec<ShownLabel<'d>>> = Vec::new();
    for (position, label) in diagnostic.labels.iter().enumerate() {
        let shown = ShownLabel { label, is_primary: position == 0 };
        let near = groups.iter_mut().find(|group| {
            let first = group[0].label.span;
            let source = sources.get(first.source);
            first.source == label.span.source
                && !source.text().is_empty()
                && first.start.abs_diff(label.span.start) < LONGEST_EXCERPT / 2
        });
        match near {
            Some(group) => group.push(shown),
            None => groups.push(vec![shown]),
        }
    }
    groups
}

/// The lines of the labels, underlined; none if there is no text to show, or too much.
fn snippet<'d>(
    sources: &'d Sources,
    labels: &[ShownLabel<'d>],
) -> Option<Snippet<'d, annotate_snippets::Annotation<'d>>> {
    let source = sources.get(labels[0].label.span.source);
    let lines = labels.iter().map(|shown| source.line(shown.label.span.start));
    let first = lines.clone().min_by_key(|(number, _)| *number)?;
    let last = lines.max_by_key(|(number, _)| *number)?;
    let range = first.1.start..last.1.end;
    if source.text().is_empty() || range.len() > LONGEST_EXCERPT {
        return None;
    }
    let excerpt = visible(&source.text()[range.clone()]);
    let mut snippet = Snippet::source(excerpt).path(source.name()).fold(true).line_start(first.0);
    for shown in labels {
        snippet = snippet.annotation(annotation(source, shown, range.start));
    }
    Some(snippet)
}

/// Control characters could control the terminal. Each is replaced by one byte, so that offsets stay right.
fn visible(text: &str) -> String {
    text.replace(|c: char| c.is_ascii_control() && c != '\n' && c != '\t' && c != '\r', "?")
}

fn annotation<'a>(
    source: &Source,
    shown: &ShownLabel<'a>,
    excerpt_start: usize,
) -> annotate_snippets::Annotation<'a> {
    let label = shown.label;
    let kind = if shown.is_primary { AnnotationKind::Primary } else { AnnotationKind::Context };
    let text = source.text();
    let start = floor_char_boundary(text, label.span.start);
    let line_end = source.line(start).1.end;
    let end =
        floor_char_boundary(text, label.span.end.clamp(start, line_end).min(start + LONGEST_LINE)).max(start);
    kind.span(start - excerpt_start..end - excerpt_start)
        .label((!label.text.is_empty()).then_some(label.text.as_str()))
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
