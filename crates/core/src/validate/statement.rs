//! Texts of statements: plain text in which `{{ parameters.name }}` is replaced by the value of a parameter.

use super::context::Context;
use crate::diagnostic::{Code, Diagnostic, did_you_mean, quoted};
use crate::model::{StatementPiece, is_same_text};
use crate::source::{Origin, Span};

const PREFIX: &str = "parameters.";

/// Number of errors that are reported per text. A text with more is not a statement, and each costs a search through
/// it.
const MOST_ERRORS: usize = 10;

/// Splits a text at its parameters; each must be one of the known names. `\{{` is a literal `{{`.
pub(super) fn pieces(
    context: &mut Context<'_>,
    text: &str,
    origin: &Origin,
    names: &[&str],
) -> Vec<StatementPiece> {
    let mut pieces = Vec::new();
    let mut literal = String::new();
    let mut errors = 0;
    let mut rest = text;
    while let Some(start) = rest.find("{{") {
        let (before, after) = rest.split_at(start);
        if let Some(before) = before.strip_suffix('\\') {
            literal.push_str(before);
            literal.push_str("{{");
            rest = &after[2..];
            continue;
        }
        let Some(end) = after.find("}}") else { break };
        literal.push_str(before);
        let inner = after[2..end].trim();
        let named = inner.strip_prefix(PREFIX);
        match named.and_then(|name| names.iter().find(|known| is_same_text(known, name))) {
            Some(name) => {
                pieces.push(StatementPiece::Literal(std::mem::take(&mut literal)));
                pieces.push(StatementPiece::Parameter((*name).to_owned()));
            }
            None if errors < MOST_ERRORS => {
                errors += 1;
                report(context, BracedText { text, inner, offset: text.len() - after.len() }, origin, names);
            }
            None => {}
        }
        rest = &after[end + 2..];
    }
    literal.push_str(rest);
    pieces.push(StatementPiece::Literal(literal));
    pieces
}

/// Something in double braces that is not a parameter.
struct BracedText<'t> {
    text: &'t str,
    inner: &'t str,
    offset: usize,
}

fn report(context: &mut Context<'_>, found: BracedText<'_>, origin: &Origin, names: &[&str]) {
    let sources = context.diagnostics.sources();
    let value = sources.span(origin);
    // The text in the file is indented, so offsets differ: the same pair of braces is counted in the bytes of the
    // value.
    let written = &sources.get(value.source).text()[value.start..value.end.max(value.start)];
    let nth = found.text[..found.offset].matches("{{").count();
    let start = value.start + written.match_indices("{{").nth(nth).map_or(0, |(at, _)| at);
    let rest = &written[start - value.start..];
    let span = Span { start, end: start + rest.find("}}").map_or(2, |at| at + 2).min(rest.len()), ..value };
    let name = found.inner.strip_prefix(PREFIX);
    let hint = match name {
        Some(name) => Some(name)
            .filter(|_| context.may_search(Code::UnknownParameter))
            .and_then(|name| did_you_mean(name, names.iter().copied()))
            .unwrap_or_else(|| format!("set {} under `parameters`", quoted(name))),
        None if names.contains(&found.inner) => {
            format!("did you mean `{{{{ parameters.{} }}}}`?", found.inner)
        }
        None => "only `{{ parameters.name }}` is replaced; write `\\{{` for literal braces".to_owned(),
    };
    let message = match name {
        Some(name) => format!("unknown parameter {}", quoted(name)),
        None => format!("{} is not a parameter", quoted(found.inner)),
    };
    context.diagnostics.push(Diagnostic::error(Code::UnknownParameter, message).at(span, "").hint(hint));
}
