//! Errors of the template engine as diagnostics with a place in the template's file.

use std::collections::BTreeMap;
use std::ops::Range;

use onus_core::diagnostic::{Code, Diagnostic, did_you_mean};
use onus_core::source::{SourceId, Span};
use tera::{Error, ErrorKind, ReportError};

use super::budget::TOO_MUCH;
use super::filters;
use super::guard::GuardedTemplate;
use super::includes::named_in;
use super::output::LARGEST;
use super::sources::{TemplateSource, TemplateSources};
use crate::plan::Template;

/// What is wrong with templates that are well-formed each for itself.
pub(super) struct LinkErrors {
    pub(super) problems: Vec<Diagnostic>,
    /// The template without which the engine can check the others.
    pub(super) culprit: Option<String>,
}

/// A template that is not well-formed.
pub(super) fn syntax_error(source: SourceId, report: &ReportError) -> Diagnostic {
    let span = Span { source, start: report.span().range.start, end: report.span().range.end };
    Diagnostic::error(Code::TemplateSyntax, phrase(report.message())).at(span, "")
}

/// Templates that do not fit together. With `complete` false, some templates could not be read, so that components
/// which they may define are not reported as unknown.
pub(super) fn link_errors(texts: &TemplateSources, error: &Error, complete: bool) -> LinkErrors {
    match error.kind() {
        ErrorKind::CircularInclude { tpl, include_chain } => circle(texts, tpl, include_chain, "include"),
        ErrorKind::CircularExtend { tpl, inheritance_chain } => {
            circle(texts, tpl, inheritance_chain, "extend")
        }
        ErrorKind::MissingParent { current, parent } => {
            let known = texts.keys().map(String::as_str);
            let problem = Diagnostic::error(Code::TemplateUndefined, format!("unknown template `{parent}`"))
                .hint(did_you_mean(parent, known));
            let problem = pointing(problem, span_of_name(texts, current, parent));
            LinkErrors { problems: vec![problem], culprit: Some(current.clone()) }
        }
        ErrorKind::Msg(message) => name_errors(texts, message, complete),
        _ => LinkErrors {
            problems: vec![Diagnostic::error(Code::TemplateFailed, phrase(&error.to_string()))],
            culprit: None,
        },
    }
}

fn circle(texts: &TemplateSources, start: &str, chain: &[String], verb: &str) -> LinkErrors {
    // The engine's chain begins with the templates that lead into the circle, which need not be changed.
    let circle = chain.iter().position(|name| chain.last() == Some(name)).unwrap_or_default();
    let chain = &chain[circle..];
    let (first, next) =
        (chain.first().map_or(start, String::as_str), chain.get(1).map_or(start, String::as_str));
    let message = match chain.len() {
        0..=2 => format!("`{first}` {verb}s itself"),
        _ => format!("templates {verb} each other in a circle: `{}`", chain.join("`, `")),
    };
    let problem = Diagnostic::error(Code::TemplateLoop, message)
        .hint("remove a reference to break the circle".to_owned());
    let problem = pointing(problem, span_of_name(texts, first, next));
    LinkErrors { problems: vec![problem], culprit: Some(first.to_owned()) }
}

/// Errors about unknown names, which the engine gives as one text of reports with file, line and column each. It has no
/// other form of them (Tera 2.4), so that the text is read again here.
fn name_errors(texts: &TemplateSources, message: &str, complete: bool) -> LinkErrors {
    if let Some(problem) = duplicate_component(texts, message) {
        return problem;
    }
    let mut problems = Vec::new();
    let mut lines = message.lines().peekable();
    while let Some(line) = lines.next() {
        let Some(what) = line.strip_prefix("error: ") else {
            continue;
        };
        let Some(place) = lines.peek().and_then(|next| next.trim_start().strip_prefix("--> ")) else {
            continue;
        };
        if complete || !what.starts_with("Unknown component") {
            problems.push(unknown(texts, what, place));
        }
    }
    if problems.is_empty() && complete {
        problems.push(Diagnostic::error(Code::TemplateFailed, phrase(message)));
    }
    LinkErrors { problems, culprit: None }
}

/// Two templates that define a component of one name.
fn duplicate_component(texts: &TemplateSources, message: &str) -> Option<LinkErrors> {
    let names: Vec<&str> = message.strip_prefix("Component `")?.split('`').collect();
    let (component, first, second) = (names.first()?, names.get(2)?, names.get(4)?);
    let span = |name: &str| {
        let TemplateSource { source, text } = texts.get(name)?;
        let start = text.find(&format!("component {component}")).unwrap_or_default();
        Some(Span { source: *source, start, end: start + "component ".len() + component.len() })
    };
    let message = format!("component `{component}` is defined twice");
    let problem = Diagnostic::error(Code::DuplicateId, message);
    let problem = problem.at(span(second)?, "defined again here").at(span(first)?, "first defined here");
    Some(LinkErrors { problems: vec![problem], culprit: Some((*second).to_owned()) })
}

fn unknown(texts: &TemplateSources, what: &str, place: &str) -> Diagnostic {
    let mut pieces = place.rsplitn(3, ':');
    let mut number = || pieces.next().and_then(|text| text.parse::<usize>().ok()).unwrap_or(1);
    let (column, line) = (number(), number());
    let file = pieces.next().unwrap_or_default();
    let name = what.split('`').nth(1).unwrap_or_default();
    let known: Vec<&str> = match what.split(' ').nth(1) {
        Some("filter") => filters::NAMES.to_vec(),
        Some("template") => texts.keys().map(String::as_str).collect(),
        Some("function") => vec!["range", "throw"],
        Some(_) | None => Vec::new(),
    };
    let diagnostic = Diagnostic::error(Code::TemplateUndefined, phrase(what)).hint(did_you_mean(name, known));
    let Some(TemplateSource { source, text }) = texts.get(file) else {
        return diagnostic;
    };
    let start = offset(text, line, column);
    // The engine's place is the name or just before it. Where the name is further away, only the place is marked.
    let length = text[start..].find(name).map_or(0, |at| if at < 4 { at + name.len() } else { 0 });
    diagnostic.at(Span { source: *source, start, end: start + length }, "")
}

/// The byte at a line and column, both from 1; columns are characters.
fn offset(text: &str, line: usize, column: usize) -> usize {
    let start = text.split_inclusive('\n').take(line - 1).map(str::len).sum::<usize>();
    text[start..].char_indices().nth(column.saturating_sub(1)).map_or(text.len(), |(at, _)| start + at)
}

fn span_of_name(texts: &TemplateSources, template: &str, name: &str) -> Option<Span> {
    let TemplateSource { source, text } = texts.get(template)?;
    let place = named_in(text).into_iter().find(|(found, _)| *found == name).map(|(_, place)| place);
    let place = place.unwrap_or_default();
    Some(Span { source: *source, start: place.start, end: place.end })
}

fn pointing(problem: Diagnostic, span: Option<Span>) -> Diagnostic {
    match span {
        Some(span) => problem.at(span, ""),
        None => problem,
    }
}

/// An error while a document was rendered.
pub(super) fn render_error(
    texts: &TemplateSources,
    guarded: &BTreeMap<String, GuardedTemplate>,
    template: &Template,
    error: &Error,
) -> Diagnostic {
    let whole = Span { source: template.source, start: 0, end: 0 };
    match error.kind() {
        ErrorKind::RenderingError(report) => {
            let source = texts.get(report.filename()).map_or(template.source, |found| found.source);
            let place =
                |offset| guarded.get(report.filename()).map_or(offset, |template| template.original(offset));
            let Range { start, end } = report.span().range;
            report_error(report, Span { source, start: place(start), end: place(end) })
        }
        // Only `LimitedOutput` fails to write, when the document is too large.
        ErrorKind::Io(_) => {
            let message = format!("the document is larger than {} MiB", LARGEST / 1024 / 1024);
            Diagnostic::error(Code::TemplateFailed, message).at(whole, "rendered from this template")
        }
        // The engine has no kind of its own for components that call each other too deep.
        ErrorKind::Msg(message) if message.contains("recursion") => {
            Diagnostic::error(Code::TemplateLoop, "components call each other in a circle")
                .at(whole, "while rendering this template")
        }
        _ => Diagnostic::error(Code::TemplateFailed, phrase(&error.to_string())).at(whole, ""),
    }
}

fn report_error(report: &ReportError, span: Span) -> Diagnostic {
    let message = report.message();
    if message.starts_with(TOO_MUCH) {
        let hint =
            "other people's templates must not stop a build; docs/limits.md has the bounds of a document";
        return Diagnostic::error(Code::TemplateTooCostly, message).at(span, "").hint(hint.to_owned());
    }
    let (what, known) = ["Available variables: ", "Available fields: "]
        .iter()
        .find_map(|marker| message.split_once(marker))
        .unwrap_or((message, ""));
    // The engine tells these from other errors by their text only.
    let code = if what.contains("not defined") || what.contains("undefined") {
        Code::TemplateUndefined
    } else {
        Code::TemplateFailed
    };
    let name = what.split('`').nth(1).unwrap_or_default();
    let names: Vec<&str> = known.split(", ").filter(|name| !name.is_empty()).collect();
    let hint = did_you_mean(name, names.iter().copied())
        .or_else(|| (!names.is_empty()).then(|| format!("available: `{}`", names.join("`, `"))));
    Diagnostic::error(code, phrase(what)).at(span, "").hint(hint)
}

/// What the engine calls types in its messages, and what people who write templates call them.
const TYPES: [(&str, &str); 6] = [
    ("`&[Value]`", "a list"),
    ("`Vec<Value>`", "a list"),
    ("`&str`", "a text"),
    ("`string`", "a text"),
    ("`Map`", "a map"),
    ("`Number`", "a number"),
];

/// A sentence of the engine in the form of our messages: lower case, without a full stop, and in words for its types.
fn phrase(message: &str) -> String {
    const EXPECTED: &str = "expected ";
    let in_words = TYPES.iter().fold(message.to_owned(), |message, (of_engine, word)| {
        message.replace(&format!("{EXPECTED}{of_engine}"), &format!("{EXPECTED}{word}"))
    });
    let message = in_words.trim().trim_end_matches('.');
    let mut chars = message.chars();
    match chars.next() {
        Some(first) => first.to_lowercase().chain(chars).collect(),
        None => "the template engine gave no reason".to_owned(),
    }
}
