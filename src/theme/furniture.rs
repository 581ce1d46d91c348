//! Texts of page headers and footers: words, separators between parts, and values in braces.

use onus_core::diagnostic::{Code, Diagnostic, available, did_you_mean, quoted};
use onus_core::source::{Origin, Span};
use onus_typeset::theme::{FurniturePart, FurniturePiece, FurnitureText, Placeholder};

use super::ThemeReader;
use super::section::Sourced;

/// What divides a text into parts, between spaces.
const SEPARATORS: [&str; 4] = ["·", "|", "–", "/"];

/// A line of a page has room for fewer characters.
const LONGEST: usize = 300;

/// A text with more mistakes than this is no header.
const MOST_ERRORS: usize = 10;

impl ThemeReader<'_> {
    /// Reads a text; what is wrong in it is reported and left out.
    pub(super) fn furniture(&mut self, text: &Sourced<&str>) -> FurnitureText {
        if text.value.chars().count() > LONGEST {
            let message = format!("the text of a page header or footer has at most {LONGEST} characters");
            self.diagnostics.error(Code::BadPlaceholder, &text.origin, message);
            return FurnitureText::default();
        }
        let mut parts = vec![FurniturePart::default()];
        let (mut rest, mut errors, mut braces) = (self.messages.text(text.value), 0, 0);
        while let Some(at) = rest.find(['{', '}']) {
            words(&mut parts, &rest[..at]);
            let found = brace(&rest[at..]);
            match found.value {
                Ok(value) => push(&mut parts, FurniturePiece::Value(value)),
                Err(error) if errors < MOST_ERRORS => {
                    errors += 1;
                    self.report(&text.origin, braces, found.length, error);
                }
                Err(_) => {}
            }
            braces += rest[at..at + found.length].matches(['{', '}']).count();
            rest = &rest[at + found.length..];
        }
        words(&mut parts, rest);
        // An empty text is how a theme takes a line away.
        if parts.iter().all(|part| part.pieces.is_empty()) {
            return FurnitureText::default();
        }
        FurnitureText(parts)
    }

    /// Points at the brace of that number, or at the whole text where YAML writes it in another way.
    fn report(&mut self, origin: &Origin, number: usize, length: usize, error: PlaceholderError) {
        let sources = self.diagnostics.sources();
        let value = sources.span(origin);
        let written = &sources.get(value.source).text()[value.range()];
        let span = match written.match_indices(['{', '}']).nth(number) {
            Some((at, _)) => {
                let start = value.start + at;
                Span { start, end: (start + length).min(value.end), ..value }
            }
            None => value,
        };
        let error = Diagnostic::error(Code::BadPlaceholder, error.message).at(span, "").hint(error.hint);
        self.diagnostics.push(error);
    }
}

/// Why what stands in braces is no placeholder.
struct PlaceholderError {
    message: String,
    hint: Option<String>,
}

/// What starts with a brace, and its length in bytes.
struct Brace {
    value: Result<Placeholder, PlaceholderError>,
    length: usize,
}

fn brace(text: &str) -> Brace {
    let whole = |length, message: &str, hint: Option<String>| Brace {
        value: Err(PlaceholderError { message: message.to_owned(), hint }),
        length,
    };
    if text.starts_with('}') {
        return whole(1, "unmatched `}`", Some("braces are for placeholders such as `{title}`".to_owned()));
    }
    if text.starts_with("{{") {
        let length = text.find("}}").map_or(2, |end| end + 2);
        let name = text[2..length.max(4) - 2].trim();
        let hint = nearest(name).map_or("write `{title}`".to_owned(), |word| format!("write `{{{word}}}`"));
        return whole(length, "placeholders have one brace on each side", Some(hint));
    }
    let end = text[1..].find(['{', '}']).map(|end| end + 1).filter(|end| text[*end..].starts_with('}'));
    let Some(end) = end else {
        return whole(1, "unclosed `{`", Some("a placeholder looks like `{title}`".to_owned()));
    };
    let name = text[1..end].trim();
    let value = name.parse::<Placeholder>();
    let value = value.map_err(|_| {
        let words = Placeholder::ALL.iter().map(|placeholder| placeholder.word());
        let hint = did_you_mean(name, words.clone()).or_else(|| available(words));
        PlaceholderError { message: format!("unknown placeholder {}", quoted(name)), hint }
    });
    Brace { value, length: end + 1 }
}

fn nearest(name: &str) -> Option<&'static str> {
    onus_core::diagnostic::nearest(name, Placeholder::ALL.iter().map(|placeholder| placeholder.word()))
}

/// Adds words, and begins a part at every separator among them.
fn words(parts: &mut Vec<FurniturePart>, text: &str) {
    let mut rest = text;
    while let Some((at, separator)) = first_separator(rest) {
        push_words(parts, &rest[..at]);
        let length = separator.len() + 2;
        parts.push(FurniturePart { separator: rest[at..at + length].to_owned(), pieces: Vec::new() });
        rest = &rest[at + length..];
    }
    push_words(parts, rest);
}

/// Where the first separator stands, from the space before it.
fn first_separator(text: &str) -> Option<(usize, &'static str)> {
    let places =
        SEPARATORS.iter().filter_map(|separator| Some((text.find(&format!(" {separator} "))?, *separator)));
    places.min_by_key(|(at, _)| *at)
}

fn push_words(parts: &mut [FurniturePart], text: &str) {
    if !text.is_empty() {
        push(parts, FurniturePiece::Words(text.to_owned()));
    }
}

fn push(parts: &mut [FurniturePart], piece: FurniturePiece) {
    if let Some(part) = parts.last_mut() {
        part.pieces.push(piece);
    }
}
