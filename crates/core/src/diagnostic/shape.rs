//! Messages about the shape of a file: what was expected, and what was found.

use super::character::{described, without_odd};
use super::{Code, Diagnostic, did_you_mean, quoted, quoted_list};
use crate::source::{Span, StructureErrorKind, UnsupportedKind, YamlError, YamlErrorKind};

impl From<YamlError> for Diagnostic {
    fn from(mistake: YamlError) -> Self {
        diagnostic(mistake)
    }
}

fn diagnostic(mistake: YamlError) -> Diagnostic {
    let YamlError { span, kind } = mistake;
    match kind {
        YamlErrorKind::Structure(kind) => structure(kind).at(span, ""),
        YamlErrorKind::ConflictMark => Diagnostic::conflict(span),
        YamlErrorKind::OddCharacter(character) => {
            let message = format!("{} cannot be in a file", described(character));
            Diagnostic::error(Code::OddCharacter, message).at(span, "").hint(
                "remove it, or write a space or a line break instead; in double quotes, `\\u` and four digits stand for a character"
                    .to_owned(),
            )
        }
        YamlErrorKind::Unsupported(kind) => unsupported(kind).at(span, ""),
        YamlErrorKind::RepeatedKey(key, first) => {
            Diagnostic::error(Code::RepeatedKey, format!("the key {} appears twice", quoted(&key)))
                .at(span, "again here")
                .at(first, "first here")
        }
        YamlErrorKind::UnknownKey(key, known) => {
            Diagnostic::error(Code::UnknownKey, format!("unknown key {}", quoted(&key)))
                .at(span, "")
                .hint(meant(&key, "keys", &known))
        }
        YamlErrorKind::MissingKey(key) => {
            Diagnostic::error(Code::MissingKey, format!("the key `{key}` is missing"))
                .at(span, "in this mapping")
        }
        YamlErrorKind::WrongType(message) => wrong_type(&message).at(span, ""),
        YamlErrorKind::TooLong(most) => {
            Diagnostic::error(Code::TooLong, format!("expected at most {most} characters, found more"))
                .at(span, "")
        }
        YamlErrorKind::EmptyItem => {
            Diagnostic::error(Code::EmptyItem, "this list item is empty").at(span, "")
        }
        YamlErrorKind::UnknownWord(word, known) => {
            Diagnostic::error(Code::UnknownWord, format!("unknown value {}", quoted(&word)))
                .at(span, "")
                .hint(meant(&word, "values", &known))
        }
    }
}

impl Diagnostic {
    /// A mark that git left where two branches met.
    pub fn conflict(span: Span) -> Self {
        Self::error(Code::ConflictMark, "git left this mark where two branches met")
            .at(span, "")
            .hint("decide between the two versions, and remove the lines with marks".to_owned())
    }
}

fn unsupported(kind: UnsupportedKind) -> Diagnostic {
    let (message, hint) = match kind {
        UnsupportedKind::Tag(tag) => (
            format!("the tag {} is not supported", quoted(&tag)),
            "write the value itself, or put it in quotes if it is meant as text",
        ),
        UnsupportedKind::MergeKey => (
            "merge keys (`<<`) are not supported".to_owned(),
            "write the keys out; whole values can be repeated by an anchor and its aliases (`&name`, `*name`)",
        ),
        UnsupportedKind::LargeNumber => (
            "the number is too large: readers of YAML keep 64 bits of it".to_owned(),
            "put it in quotes, which keeps it as it is written",
        ),
    };
    Diagnostic::error(Code::UnsupportedYaml, message).hint(hint.to_owned())
}

/// What to do about an unknown key or value: the nearest of the allowed ones, otherwise all of them.
fn meant(written: &str, what: &str, allowed: &[String]) -> Option<String> {
    if what == "keys" && written.starts_with("x-") {
        let hint = "keys of your own (`x-...`) are not supported; write an anchor (`&name`) where its value is used first";
        return Some(hint.to_owned());
    }
    if let Some(odd) = without_odd(written) {
        return Some(odd.hint(allowed.iter().map(String::as_str)));
    }
    let names = || allowed.iter().map(String::as_str);
    let all = || (!allowed.is_empty()).then(|| format!("allowed {what}: {}", quoted_list(names())));
    did_you_mean(written, names()).or_else(all)
}

fn structure(kind: StructureErrorKind) -> Diagnostic {
    match kind {
        StructureErrorKind::Syntax(message) => {
            Diagnostic::error(Code::YamlSyntax, format!("not valid YAML: {message}"))
        }
        StructureErrorKind::Empty => Diagnostic::error(Code::EmptyFile, "the file is empty")
            .hint("start the file with its `schema`, such as `schema: onus.project/1`".to_owned()),
        StructureErrorKind::SeveralDocuments => {
            Diagnostic::error(Code::SeveralDocuments, "a second YAML document starts here")
                .hint("keep one document per file; remove the `---`".to_owned())
        }
        StructureErrorKind::TooDeep(most) => {
            Diagnostic::error(Code::TooDeep, format!("values are nested more than {most} levels deep"))
        }
        StructureErrorKind::TooManyAliases(most) => {
            Diagnostic::error(Code::TooManyAliases, format!("aliases expand to more than {most} values"))
                .hint("write the values out".to_owned())
        }
    }
}

/// How chrono begins to say that a text is no day of the calendar.
const NO_DAY: [&str; 5] =
    ["input ", "no possible date", "premature end of input", "trailing input", "bad or unsupported"];

/// Rewords serde's `invalid type: string "x", expected a sequence`. What our own types say about a value stays as it is.
fn wrong_type(message: &str) -> Diagnostic {
    let text = message.split_once(": ").map_or(message, |(_, rest)| rest);
    let Some((found, expected)) = text.rsplit_once(", expected ") else {
        let is_day = NO_DAY.iter().any(|start| message.starts_with(start));
        let message = if is_day { "expected a date (YYYY-MM-DD), found another text" } else { message };
        return Diagnostic::error(Code::WrongType, message.to_owned());
    };
    let found_words = match found.split([' ', '`']).next().unwrap_or_default() {
        "string" => "text",
        "integer" | "floating" | "f32" | "f64" => "a number",
        "boolean" => "a boolean",
        "sequence" => "a list",
        "map" => "a mapping",
        "unit" | "null" | "Option" => "nothing",
        "invalid" if found.starts_with("invalid length") => "more",
        _ => found,
    };
    let expected_words = match expected {
        // serde_yaml's name for an enum of ours.
        "a string" | "string" | "a Value::Tagged enum" => "text",
        "a sequence" => "a list",
        "a boolean" => "`true` or `false`",
        "a map" => "a mapping",
        "a formatted date string" => "a date (YYYY-MM-DD)",
        "map with a single key" => "a mapping with one key and its value",
        other if other.starts_with("struct ") => "a mapping",
        other if other.starts_with("enum ") => "one of the words of this key",
        other => other,
    };
    let hint = match (expected_words, found_words) {
        ("text", "a number" | "a boolean") => Some("put the value in quotes".to_owned()),
        ("text", "a list" | "a mapping") => Some("put the value in quotes if it is meant as text".to_owned()),
        _ => None,
    };
    let message = format!("expected {expected_words}, found {found_words}");
    Diagnostic::error(Code::WrongType, message).hint(hint)
}

#[cfg(test)]
mod tests {
    use serde::Deserialize;

    use super::Diagnostic;
    use crate::source::{Sources, YamlList, read_yaml};

    #[derive(Debug, Deserialize)]
    #[serde(deny_unknown_fields)]
    struct File {
        #[expect(dead_code, reason = "only the messages matter")]
        cadence: Option<Rhythm>,
        #[expect(dead_code, reason = "only the messages matter")]
        names: Option<YamlList<String>>,
    }

    #[derive(Debug, Deserialize)]
    #[serde(rename_all = "kebab-case")]
    enum Rhythm {
        Monthly,
        Yearly,
    }

    fn messages(text: &str) -> Vec<String> {
        let mut sources = Sources::default();
        let id = sources.add("file.yaml", text);
        let errors = read_yaml::<File>(&sources, id).errors;
        errors
            .into_iter()
            .map(Diagnostic::from)
            .map(|shown| format!("{}; {}", shown.message, shown.hint.unwrap_or_default()))
            .collect()
    }

    #[test]
    fn values_of_the_wrong_type_are_described_without_words_of_the_parser() {
        assert_eq!(messages("cadence: 3"), ["expected text, found a number; put the value in quotes"]);
        assert_eq!(messages("names: yearly"), ["expected a list, found text; "]);
        assert_eq!(messages("names: [true]"), ["expected text, found a boolean; put the value in quotes"]);
    }

    #[test]
    fn unknown_keys_and_values_are_answered_with_the_nearest_or_all() {
        assert_eq!(messages("cadence: monthley"), ["unknown value `monthley`; did you mean `monthly`?"]);
        assert_eq!(messages("zebra: 1"), ["unknown key `zebra`; allowed keys: `cadence`, `names`"]);
    }
}
