//! The filters `t` and `translate`: texts of templates, and values of the program and the catalog, in the language of the
//! document.

use std::cell::RefCell;
use std::collections::BTreeMap;
use std::sync::Arc;

use onus_core::diagnostic::{Code, Diagnostic};
use onus_core::source::{SourceId, Span};
use tera::{Error, Kwargs, State, StringInput, Tera, TeraResult, Value};

use super::budget::bytes;
use super::lexer::{TagKind, TemplateTag, Token, tags};
use super::sources::{TemplateSource, TemplateSources};
use crate::messages::{Messages, fill};

/// The filter for texts that stand in the template.
const FILTER: &str = "t";

/// The argument with the number that chooses the form of a text.
const NUMBER: &str = "n";

/// The argument with the English form for numbers other than one.
const OTHER: &str = "other";

thread_local! {
    // The engine hands nothing of a rendering on to filters that a template could not change; a document is rendered on one
    // thread.
    static MESSAGES: RefCell<Arc<Messages>> = RefCell::default();
}

/// Starts a document in a language.
pub(super) fn start(messages: &Arc<Messages>) {
    MESSAGES.set(Arc::clone(messages));
}

/// Adds the filters.
pub(super) fn register(tera: &mut Tera) {
    tera.register_filter(FILTER, template_text);
    tera.register_filter("translate", |value: StringInput<'_>, _: Kwargs, _: &State| {
        let text = MESSAGES.with_borrow(|messages| messages.translated(value.as_str()).into_owned());
        bytes(text.len())?;
        TeraResult::Ok(value.inherit_safety(text))
    });
}

/// A text of a template with its values filled in. The text is Markdown as the template's own text is; values are escaped.
fn template_text(text: &str, arguments: Kwargs, state: &State) -> TeraResult<Value> {
    let values: BTreeMap<&str, &Value> =
        arguments.iter().filter_map(|(name, value)| Some((name.as_str()?, value))).collect();
    let (number, other) = (arguments.get::<u64>(NUMBER)?, arguments.get::<&str>(OTHER)?);
    let value = |name: &str| match values.get(name) {
        Some(value) => state.escape_if_needed(value),
        None => {
            Err(Error::message(format!("the text has `{{{name}}}`, and the filter `t` no argument `{name}`")))
        }
    };
    let filled = MESSAGES.with_borrow(|messages| {
        let form = match number {
            Some(number) => messages.form(text, other, number),
            None => messages.text(text),
        };
        fill(form, value).map(|text| Value::safe_string(&text))
    })?;
    bytes(text.len())?;
    Ok(filled)
}

/// A text that stands in a template and is translated.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TemplateMessage {
    /// The English text.
    pub text: String,
    /// The template.
    pub source: SourceId,
}

/// Texts of templates that are translated, and where `t` is used on anything else: what is not in the template cannot be
/// found by those who translate it, and its characters would be markup.
pub(super) fn texts(templates: &TemplateSources) -> (Vec<TemplateMessage>, Vec<Diagnostic>) {
    let (mut found, mut mistakes) = (Vec::new(), Vec::new());
    for TemplateSource { source, text } in templates.values() {
        for tag in tags(text).unwrap_or_default() {
            for at in filters(&tag) {
                let before = at.checked_sub(2).and_then(|before| tag.tokens.get(before));
                match before.and_then(literal) {
                    Some(text) => found.push(TemplateMessage { text, source: *source }),
                    None => mistakes.push(not_a_text(*source, &tag.tokens[at])),
                }
            }
        }
    }
    (found, mistakes)
}

/// The places of the filter among the tokens of a tag.
fn filters(tag: &TemplateTag<'_>) -> Vec<usize> {
    let is_block = tag.kind == TagKind::Statement && tag.keyword() == "filter";
    let is_filter = |at: &usize| {
        let after_bar = at.checked_sub(1).is_some_and(|before| tag.tokens[before].is("|"));
        tag.tokens[*at].is(FILTER) && (after_bar || (is_block && *at == 1))
    };
    (0..tag.tokens.len()).filter(is_filter).collect()
}

/// The text between quotes.
fn literal(token: &Token<'_>) -> Option<String> {
    let quote = token.text.chars().next().filter(|quote| matches!(quote, '"' | '\'' | '`'))?;
    let inner = token.text.strip_prefix(quote)?.strip_suffix(quote)?;
    let mut text = String::with_capacity(inner.len());
    let mut chars = inner.chars();
    while let Some(c) = chars.next() {
        match c {
            '\\' => match chars.next()? {
                'n' => text.push('\n'),
                't' => text.push('\t'),
                'r' => text.push('\r'),
                other => text.push(other),
            },
            c => text.push(c),
        }
    }
    Some(text)
}

fn not_a_text(source: SourceId, filter: &Token<'_>) -> Diagnostic {
    let span = Span { source, start: filter.start, end: filter.end() };
    let message = "the filter `t` is for texts that are written in the template";
    let hint = "write `\"…\" | t`, or use `translate` for a value".to_owned();
    Diagnostic::error(Code::TemplateSyntax, message).at(span, "").hint(hint)
}

#[cfg(test)]
mod tests {
    use super::super::lexer::TokenKind;
    use super::*;

    #[test]
    fn texts_are_found_with_their_quotes_taken_off() {
        let read = |text| literal(&Token { kind: TokenKind::Constant, text, start: 0 });
        assert_eq!(read(r#""a \"b\"""#).as_deref(), Some("a \"b\""));
        assert_eq!(read("'it is'").as_deref(), Some("it is"));
        assert_eq!(read("3"), None);
    }
}
