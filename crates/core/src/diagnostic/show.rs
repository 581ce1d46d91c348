//! Diagnostics as text for people and as JSON lines for machines.

use annotate_snippets::{AnnotationKind, Level, Origin, Renderer, Snippet};
use serde_json::json;

use super::{Diagnostic, Label, Severity};
use crate::printable::{is_unseen, printable, without_commands};
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

/// The diagnostic with its lines of text and carets, ending in a newline. Whatever it quotes is printable.
pub fn as_text(diagnostic: &Diagnostic, sources: &Sources, coloring: Coloring) -> String {
    let level = match diagnostic.severity {
        Severity::Error => Level::ERROR,
        Severity::Warning => Level::WARNING,
        Severity::Note => Level::NOTE,
    };
    let mut group = level
        .primary_title(printable(&diagnostic.message))
        .id(diagnostic.code.as_str())
        .elements(Vec::<annotate_snippets::Element<'_>>::new());
    let mut columns = Vec::new();
    for labels in together(diagnostic, sources) {
        group = match snippet(sources, &labels) {
            Some(shown) => {
                columns.extend(shown.column);
                group.element(shown.snippet)
            }
            None => {
                let place = sources.place(labels[0].label.span);
                let file = printable(&place.file).into_owned();
                group.element(Origin::path(file).line(place.line).char_column(place.column))
            }
        };
    }
    if let Some(hint) = &diagnostic.hint {
        group = group.element(Level::HELP.message(printable(hint)));
    }
    let renderer = match coloring {
        Coloring::Coloured => Renderer::styled(),
        Coloring::Plain => Renderer::plain(),
    };
    let mut text = renderer.render(&[group]);
    for ShownColumn { shown, real } in columns {
        text = text.replacen(&shown, &real, 1);
    }
    let lines: Vec<_> = text.lines().map(|line| without_commands(line.into())).collect();
    format!("{}\n\n", lines.join("\n"))
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

/// Lines of a text with their labels.
struct ShownLines<'d> {
    snippet: Snippet<'d, annotate_snippets::Annotation<'d>>,
    column: Option<ShownColumn>,
}

/// A place as the excerpt makes it, whose column counts characters that only the excerpt has, and as the file has it.
struct ShownColumn {
    shown: String,
    real: String,
}

/// The lines of the labels, underlined; none if there is no text to show, or too much.
fn snippet<'d>(sources: &'d Sources, labels: &[ShownLabel<'d>]) -> Option<ShownLines<'d>> {
    let source = sources.get(labels[0].label.span.source);
    let lines = labels.iter().map(|shown| source.line(shown.label.span.start));
    let first = lines.clone().min_by_key(|(number, _)| *number)?;
    let last = lines.max_by_key(|(number, _)| *number)?;
    let range = first.1.start..last.1.end;
    if source.text().is_empty() || range.len() > LONGEST_EXCERPT {
        return None;
    }
    let excerpt = Excerpt::of(&source.text()[range.clone()]);
    let name = printable(source.name());
    let mut snippet = Snippet::source(excerpt.shown.clone()).fold(true).line_start(first.0);
    for shown in labels {
        snippet = snippet.annotation(annotation(source, shown, range.start, &excerpt));
    }
    let place = sources.place(labels[0].label.span);
    let shown = excerpt.column(labels[0].label.span.start.saturating_sub(range.start));
    let column = (shown != place.column).then(|| ShownColumn {
        shown: format!("{name}:{}:{shown}", place.line),
        real: format!("{name}:{}:{}", place.line, place.column),
    });
    Some(ShownLines { snippet: snippet.path(name), column })
}

/// Lines of a text as they are printed.
struct Excerpt<'t> {
    text: &'t str,
    shown: String,
}

impl<'t> Excerpt<'t> {
    fn of(text: &'t str) -> Self {
        Self { text, shown: Self::printed(text, text.len()) }
    }

    /// What is printed of the text before an offset. Line breaks and tabs are the renderer's.
    fn printed(text: &str, end: usize) -> String {
        let mut shown = String::with_capacity(end);
        for (at, c) in text.char_indices().take_while(|(at, _)| *at < end) {
            let is_break = c == '\r' && text[at + 1..].starts_with('\n');
            if is_unseen(c) && !is_break && !matches!(c, '\n' | '\t') {
                shown.push_str(&printable(c.encode_utf8(&mut [0; 4])));
            } else {
                shown.push(c);
            }
        }
        shown
    }

    /// Where in the printed text an offset is.
    fn offset(&self, offset: usize) -> usize {
        // Most excerpts have nothing unseen in them.
        if self.shown.len() == self.text.len() { offset } else { Self::printed(self.text, offset).len() }
    }

    /// The column in the printed text, from 1.
    fn column(&self, offset: usize) -> usize {
        let before = Self::printed(self.text, offset);
        before.rsplit('\n').next().unwrap_or_default().chars().count() + 1
    }
}

fn annotation<'a>(
    source: &Source,
    shown: &ShownLabel<'a>,
    excerpt_start: usize,
    excerpt: &Excerpt<'_>,
) -> annotate_snippets::Annotation<'a> {
    let label = shown.label;
    let kind = if shown.is_primary { AnnotationKind::Primary } else { AnnotationKind::Context };
    let text = source.text();
    let start = floor_char_boundary(text, label.span.start);
    let line_end = source.line(start).1.end;
    let end =
        floor_char_boundary(text, label.span.end.clamp(start, line_end).min(start + LONGEST_LINE)).max(start);
    kind.span(excerpt.offset(start - excerpt_start)..excerpt.offset(end - excerpt_start))
        .label((!label.text.is_empty()).then(|| printable(&label.text)))
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
