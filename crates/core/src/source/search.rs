//! Finds characters in texts, for messages about characters that no font has. In YAML only keys and values count,
//! whether the character is written as such or as an escape.

use std::collections::BTreeMap;
use std::ops::Range;

use saphyr_parser::{Event, Parser, ScalarStyle};

use super::cursor::Cursor;
use super::{SourceId, Sources, Span};

/// The first location of each character.
pub type CharacterPlaces = BTreeMap<char, Span>;

impl Sources {
    /// The first location of each wanted character in a YAML text, without comments. That of an escaped character is
    /// its escape. A text that is not valid YAML is searched up to the error.
    pub fn characters_in_yaml(&self, id: SourceId, wanted: &dyn Fn(char) -> bool) -> CharacterPlaces {
        let text = self.get(id).text();
        let mut found = CharacterPlaces::new();
        if !text.contains('\\') && !text.contains(wanted) {
            return found;
        }
        let mut cursor = Cursor::new(text);
        for event in Parser::new_from_str(text) {
            let Ok((event, marks)) = event else { break };
            let Event::Scalar(value, style, ..) = event else { continue };
            if !value.contains(wanted) {
                continue;
            }
            let start = cursor.offset(marks.start.index());
            let end = cursor.offset(marks.end.index()).max(start);
            let written = Span { source: id, start, end };
            let mut note = |character, span| {
                found.entry(character).or_insert(span);
            };
            for (at, character) in text[start..end].char_indices().filter(|(_, character)| wanted(*character))
            {
                let start = start + at;
                note(character, Span { start, end: start + character.len_utf8(), ..written });
            }
            if style == ScalarStyle::DoubleQuoted {
                for Escape { range, character } in escapes(&text[start..end]) {
                    if wanted(character) {
                        note(
                            character,
                            Span { start: start + range.start, end: start + range.end, ..written },
                        );
                    }
                }
            }
            for character in value.chars().filter(|character| wanted(*character)) {
                note(character, written);
            }
        }
        found
    }

    /// The first location of each wanted character in any text, from a byte on.
    pub fn characters_in_text(
        &self,
        id: SourceId,
        from: usize,
        wanted: &dyn Fn(char) -> bool,
    ) -> CharacterPlaces {
        let rest = self.get(id).text().get(from..).unwrap_or_default();
        let mut found = CharacterPlaces::new();
        for (at, character) in rest.char_indices().filter(|(_, character)| wanted(*character)) {
            let start = from + at;
            found.entry(character).or_insert(Span { source: id, start, end: start + character.len_utf8() });
        }
        found
    }
}

/// A character that a text in double quotes writes as a number.
struct Escape {
    range: Range<usize>,
    character: char,
}

/// The characters that a text in double quotes writes as numbers (YAML 1.2.2, 5.7).
fn escapes(written: &str) -> impl Iterator<Item = Escape> {
    let mut at = 0;
    std::iter::from_fn(move || {
        loop {
            at += written[at..].find('\\')?;
            let (start, kind) = (at, written[at + 1..].chars().next()?);
            let digits = match kind {
                'x' => 2,
                'u' => 4,
                'U' => 8,
                _ => 0,
            };
            at += 1 + kind.len_utf8();
            let number = written.get(at..at + digits).and_then(|text| u32::from_str_radix(text, 16).ok());
            if let Some(character) = number.and_then(char::from_u32) {
                at += digits;
                return Some(Escape { range: start..at, character });
            }
        }
    })
}
