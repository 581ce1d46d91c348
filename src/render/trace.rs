//! Where the lines of a document come from. Templates are rendered once more with invisible marks in front of their
//! own text; what the marks stand before in the result is what their lines made. Only done when there is something
//! to complain of, and given up when the marks change what a template does.

use onus_core::source::{Span, floor_char_boundary};

use super::complaint::Texts;
use super::output;
use super::revision::Text;

/// Opens a mark. This and the digits are characters for private use that no font has and no text needs.
const OPEN: char = '\u{10f8ff}';

/// Digits of a mark are this character and the 15 after it.
const ZERO: u32 = 0x10_f800;

/// Hexadecimal digits for the number of a template, and for a line in it.
const DIGITS: (u32, u32) = (4, 6);

/// The template's line behind each line of a document that is not blank.
#[derive(Debug)]
pub struct Trace(Vec<Option<Span>>);

/// Number of a template among all, and a line in it, from zero.
type Source = (usize, usize);

impl Trace {
    /// Reads the marks in what the marked templates wrote; none if the rest is not the document.
    pub(super) fn read(marked: &str, document: &str, texts: &Texts) -> Option<Self> {
        let (text, marks) = without_marks(marked);
        if Text::settle(&output::tidy(&text)).markdown != document {
            return None;
        }
        let mut marks = marks.into_iter().peekable();
        let mut lines = Vec::new();
        let (mut at, mut latest) = (0, None);
        for line in text.split_inclusive('\n') {
            let end = at + line.len();
            let mut here = None;
            while let Some((_, source)) = marks.next_if(|(offset, _)| *offset < end) {
                here = here.or(Some(source));
                latest = Some(source);
            }
            // A line that is all values belongs to the text before it.
            if !line.trim().is_empty() {
                lines.push(here.or(latest).and_then(|source| span(texts, source)));
            }
            at = end;
        }
        Some(Self(lines))
    }

    /// The template's line that made what stands at an offset of the document.
    pub fn span(&self, document: &str, offset: usize) -> Option<Span> {
        let before = floor_char_boundary(document, offset);
        let start = document[..before].rfind('\n').map_or(0, |at| at + 1);
        // Blank lines are all that is taken out of or put into what templates write.
        let number = document[..start].lines().filter(|line| !line.trim().is_empty()).count();
        self.0.get(number).copied().flatten()
    }
}

fn span(texts: &Texts, (template, line): Source) -> Option<Span> {
    let (source, text) = texts.values().nth(template)?;
    let start: usize = text.split_inclusive('\n').take(line).map(str::len).sum();
    let line = text[start..].lines().next()?;
    let start = start + line.len() - line.trim_start().len();
    Some(Span { source: *source, start, end: start + line.trim().len() })
}

/// All templates with marks: before the first visible character of each line of each stretch of text between tags, so
/// that tags find the same white space at their sides as before.
pub(super) fn marked(texts: &Texts) -> Texts {
    let mark = |(number, (name, (source, text))): (usize, (&String, &(_, String)))| {
        (name.clone(), (*source, marked_template(text, number)))
    };
    texts.iter().enumerate().map(mark).collect()
}

fn marked_template(text: &str, template: usize) -> String {
    let mut marked = String::with_capacity(text.len() * 2);
    let (mut rest, mut line, mut raw) = (text, 0, false);
    while !rest.is_empty() {
        let literal = literal_length(rest, raw);
        for (number, part) in rest[..literal].split('\n').enumerate() {
            if number > 0 {
                marked.push('\n');
                line += 1;
            }
            let visible = part.trim_start();
            marked.push_str(&part[..part.len() - visible.len()]);
            if !visible.is_empty() {
                push_mark(&mut marked, (template, line));
                marked.push_str(visible);
            }
        }
        let tag = &rest[literal..];
        let (tag, after) = tag.split_at(tag_length(tag));
        marked.push_str(tag);
        line += tag.matches('\n').count();
        match tag.trim_start_matches(['{', '%', '-']).trim_end_matches(['}', '%', '-']).trim() {
            "raw" => raw = true,
            "endraw" => raw = false,
            _ => {}
        }
        rest = after;
    }
    marked
}

/// How far the text reaches before the next tag, which in raw text can only be the one that ends it.
fn literal_length(text: &str, raw: bool) -> usize {
    let ends_raw = |at: &usize| text[at + 2..].trim_start_matches('-').trim_start().starts_with("endraw");
    let mut openings = text.match_indices('{').map(|(at, _)| at);
    let opens = |at: &usize| ["{{", "{%", "{#"].iter().any(|opening| text[*at..].starts_with(opening));
    openings.find(|at| opens(at) && (!raw || ends_raw(at))).unwrap_or(text.len())
}

/// The length of the tag or comment at the start of a text; a string in a tag may hold what looks like its end.
fn tag_length(text: &str) -> usize {
    let end = match text.as_bytes().get(1) {
        Some(b'#') => return text.find("#}").map_or(text.len(), |at| at + 2),
        Some(b'%') => "%}",
        Some(_) => "}}",
        None => return text.len(),
    };
    let mut quote = None;
    for (at, character) in text.char_indices() {
        match quote {
            Some(open) if character == open => quote = None,
            Some(_) => {}
            None if matches!(character, '"' | '\'' | '`') => quote = Some(character),
            None if text[at..].starts_with(end) => return at + 2,
            None => {}
        }
    }
    text.len()
}

fn push_mark(text: &mut String, (template, line): Source) {
    let digit = |number: usize, place: u32| {
        let value = (number >> (4 * place)) as u32 & 15;
        char::from_u32(ZERO + value).unwrap_or(OPEN)
    };
    text.push(OPEN);
    text.extend((0..DIGITS.0).map(|place| digit(template, place)));
    text.extend((0..DIGITS.1).map(|place| digit(line, place)));
}

/// The text without its marks, and where in it they stood.
fn without_marks(marked: &str) -> (String, Vec<(usize, Source)>) {
    let mut text = String::with_capacity(marked.len());
    let mut marks = Vec::new();
    let mut rest = marked.split(OPEN);
    text.push_str(rest.next().unwrap_or_default());
    for part in rest {
        let mut digits = part.chars().map(|c| u32::from(c).wrapping_sub(ZERO));
        let mut number = |count: u32| {
            (0..count).try_fold(0, |number, place| {
                let digit = digits.next().filter(|digit| *digit < 16)? as usize;
                Some(number + (digit << (4 * place)))
            })
        };
        let source = number(DIGITS.0).zip(number(DIGITS.1));
        let skipped = if source.is_some() { (DIGITS.0 + DIGITS.1) as usize } else { 0 };
        marks.extend(source.map(|source| (text.len(), source)));
        text.extend(part.chars().skip(skipped));
    }
    (text, marks)
}

#[cfg(test)]
mod tests {
    use super::{marked_template, without_marks};

    #[test]
    fn marks_stand_before_text_and_never_in_tags_or_white_space() {
        let template =
            "a {{ \"}} x\" }}\n  {%- if x -%}\n  b | c\n{% raw %} {{ d }}\n{% endraw %}{# e\n f #} g\n";
        let marked = marked_template(template, 3);
        let (text, marks) = without_marks(&marked);
        assert_eq!(text, template);
        let found: Vec<(char, (usize, usize))> = marks
            .into_iter()
            .map(|(at, source)| (text[at..].chars().next().expect("stands before something"), source))
            .collect();
        assert_eq!(found, [('a', (3, 0)), ('b', (3, 2)), ('{', (3, 3)), ('g', (3, 5))]);
    }

    #[test]
    fn private_characters_that_are_no_marks_stay() {
        let text = "x\u{10f8ff}y\u{10f800}";
        assert_eq!(without_marks(text).1, []);
    }
}
