//! Mistakes in the shape of a file, in words that say what was expected and what was found.

use super::{Code, Diagnostic, did_you_mean};
use crate::source::{StructureErrorKind, YamlError, YamlErrorKind};

impl From<YamlError> for Diagnostic {
    fn from(mistake: YamlError) -> Self {
        diagnostic(mistake)
    }
}

fn diagnostic(mistake: YamlError) -> Diagnostic {
    let YamlError { span, kind } = mistake;
    match kind {
        YamlErrorKind::Structure(kind) => structure(kind).at(span, ""),
        YamlErrorKind::RepeatedKey(key, first) => {
            Diagnostic::error(Code::RepeatedKey, format!("the key `{key}` stands twice in one mapping"))
                .at(span, "again here")
                .at(first, "first here")
        }
        YamlErrorKind::UnknownKey(key, known) => {
            let hint =
                did_you_mean(&key, known.iter().map(String::as_str)).or_else(|| allowed("keys", &known));
            Diagnostic::error(Code::UnknownKey, format!("there is no key `{key}` here"))
                .at(span, "")
                .hint(hint)
        }
        YamlErrorKind::MissingKey(key) => {
            Diagnostic::error(Code::MissingKey, format!("the key `{key}` is missing")).at(span, "from this")
        }
        YamlErrorKind::WrongType(message) => wrong_type(&message).at(span, ""),
        YamlErrorKind::EmptyItem => {
            Diagnostic::error(Code::EmptyItem, "this item of the list says nothing").at(span, "")
        }
        YamlErrorKind::UnknownWord(word, known) => {
            let hint =
                did_you_mean(&word, known.iter().map(String::as_str)).or_else(|| allowed("words", &known));
            Diagnostic::error(Code::UnknownWord, format!("`{word}` means nothing here"))
                .at(span, "")
                .hint(hint)
        }
    }
}

fn allowed(what: &str, known: &[String]) -> Option<String> {
    let list: Vec<String> = known.iter().map(|name| format!("`{name}`")).collect();
    (!list.is_empty()).then(|| format!("the {what} are {}", list.join(", ")))
}

fn structure(kind: StructureErrorKind) -> Diagnostic {
    match kind {
        StructureErrorKind::Syntax(message) => {
            Diagnostic::error(Code::YamlSyntax, format!("this is not YAML: {message}"))
        }
        StructureErrorKind::Empty => Diagnostic::error(Code::EmptyFile, "the file is empty")
            .hint("every file starts with its `schema`, such as `schema: onus.project/1`".to_owned()),
        StructureErrorKind::SeveralDocuments => {
            Diagnostic::error(Code::SeveralDocuments, "a second document starts here")
                .hint("keep one document in a file; remove the `---`".to_owned())
        }
        StructureErrorKind::TooDeep(most) => {
            Diagnostic::error(Code::TooDeep, format!("values are nested more than {most} levels deep"))
        }
        StructureErrorKind::TooManyAliases(most) => {
            Diagnostic::error(Code::TooManyAliases, format!("the aliases stand for more than {most} values"))
                .hint("write the values out".to_owned())
        }
    }
}

/// serde says `invalid type: string "x", expected a sequence`.
fn wrong_type(message: &str) -> Diagnostic {
    let text = message.split_once(": ").map_or(message, |(_, rest)| rest);
    let (found, expected) = text.rsplit_once(", expected ").unwrap_or((text, ""));
    let found_words = match found.split([' ', '`']).next().unwrap_or_default() {
        "string" => "text",
        "integer" | "floating" | "f32" | "f64" => "a number",
        "boolean" => "a truth value",
        "sequence" => "a list",
        "map" => "a mapping",
        "unit" | "null" | "Option" => "nothing",
        "invalid" if found.starts_with("invalid length") => "more",
        _ => found,
    };
    let expected_words = match expected {
        "a string" | "string" => "text",
        "a sequence" => "a list",
        "a boolean" => "`true` or `false`",
        "a map" => "a mapping",
        other if other.starts_with("struct ") => "a mapping",
        other => other,
    };
    let hint = match (expected_words, found_words) {
        ("text", "a number" | "a truth value") => Some("put the value in quotes".to_owned()),
        ("text", "a list" | "a mapping") => Some("put the value in quotes if it is meant as text".to_owned()),
        _ => None,
    };
    let message = format!("expected {expected_words}, found {found_words}");
    Diagnostic::error(Code::WrongType, message).hint(hint)
}
