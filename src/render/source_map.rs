//! Which line of a template each line of a document comes from, for diagnostics about a document's text. The engine
//! does not tell, so that templates are rendered once more with invisible marks in front of their own text. Only done
//! when there is something to report, and given up when the marks change what a template does.

use onus_core::source::{Span, floor_char_boundary};

use super::output;
use super::revision::RenderedText;
use super::sources::{TemplateSource, TemplateSources};

/// Starts a mark. This and the digits are from the last private use plane (Unicode 16, section 23.5), where no font
/// that documents use has a glyph.
const OPEN: char = '\u{10f8ff}';

/// Digits of a mark are this character and the 15 after it: one for each hexadecimal digit.
const ZERO: u32 = 0x10_f800;

/// Digits for the number of a template, and for a line in it. All marks have the same length, so that none needs an
/// end.
const TEMPLATE_DIGITS: usize = 4;
const LINE_DIGITS: usize = 6;

/// The line of a template behind each line of a document that is not blank.
#[derive(Debug)]
pub struct SourceMap(Vec<Option<Span>>);

/// A line of a template, both counted from zero.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct TemplateLine {
    /// Place of the template among [`TemplateSources`].
    template: usize,
    line: usize,
}

/// A mark that was taken out of a text.
#[derive(Debug, PartialEq, Eq)]
struct LineMark {
    /// Where it was, in bytes of the text without marks.
    offset: usize,
    source: TemplateLine,
}

/// A text that had marks.
#[derive(Debug)]
struct Unmarked {
    text: String,
    marks: Vec<LineMark>,
}

impl SourceMap {
    /// Reads the marks in what the marked templates wrote. None if the text without marks is not that of the pages.
    pub(super) fn read(marked: &str, document: &str, texts: &TemplateSources) -> Option<Self> {
        let Unmarked { text, marks } = without_marks(marked);
        if RenderedText::from_draft(&output::tidy(&text)).for_pages() != document {
            return None;
        }
        let mut marks = marks.into_iter().peekable();
        let mut lines = Vec::new();
        let (mut at, mut latest) = (0, None);
        for line in text.split_inclusive('\n') {
            let end = at + line.len();
            let mut here = None;
            while let Some(mark) = marks.next_if(|mark| mark.offset < end) {
                here = here.or(Some(mark.source));
                latest = Some(mark.source);
            }
            // A line that consists of values only has no mark; it comes from the tag after the text before it.
            if !line.trim().is_empty() {
                lines.push(here.or(latest).and_then(|source| span(texts, source)));
            }
            at = end;
        }
        Some(Self(lines))
    }

    /// The line of a template that an offset of the document comes from.
    pub fn span(&self, document: &str, offset: usize) -> Option<Span> {
        let before = floor_char_boundary(document, offset);
        let start = document[..before].rfind('\n').map_or(0, |at| at + 1);
        // `output::tidy` changes blank lines and nothing else, so that counting the others finds the line.
        let number = document[..start].lines().filter(|line| !line.trim().is_empty()).count();
        self.0.get(number).copied().flatten()
    }
}

fn span(texts: &TemplateSources, from: TemplateLine) -> Option<Span> {
    let TemplateLine { template, line } = from;
    let TemplateSource { source, text } = texts.values().nth(template)?;
    let start: usize = text.split_inclusive('\n').take(line).map(str::len).sum();
    let line = text[start..].lines().next()?;
    let start = start + line.len() - line.trim_start().len();
    Some(Span { source: *source, start, end: start + line.trim().len() })
}

/// All templates with marks.
pub(super) fn marked(texts: &TemplateSources) -> TemplateSources {
    let mark = |(number, (name, template)): (usize, (&String, &TemplateSource))| {
        let text = marked_template(&template.text, number);
        (name.clone(), TemplateSource { text, ..*template })
    };
    texts.iter().enumerate().map(mark).collect()
}

/// A template with a mark before the first visible character of each line of each stretch of text between tags: there,
/// tags that trim white space still find all of it.
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
                push_mark(&mut marked, TemplateLine { template, line });
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

/// The length of the text before the next tag. In raw text only the tag that ends it counts.
fn literal_length(text: &str, raw: bool) -> usize {
    let ends_raw = |at: &usize| text[at + 2..].trim_start_matches('-').trim_start().starts_with("endraw");
    let mut openings = text.match_indices('{').map(|(at, _)| at);
    let opens = |at: &usize| ["{{", "{%", "{#"].iter().any(|opening| text[*at..].starts_with(opening));
    openings.find(|at| opens(at) && (!raw || ends_raw(at))).unwrap_or(text.len())
}

/// The length of the tag or comment at the start of a text. A string in a tag may contain what looks like its end.
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

fn push_mark(text: &mut String, source: TemplateLine) {
    let digits = |number: usize, count: usize| {
        (0..count).map(move |place| {
            let value = (number >> (4 * place)) as u32 & 15;
            char::from_u32(ZERO + value).unwrap_or(OPEN)
        })
    };
    text.push(OPEN);
    text.extend(digits(source.template, TEMPLATE_DIGITS));
    text.extend(digits(source.line, LINE_DIGITS));
}

fn without_marks(marked: &str) -> Unmarked {
    let mut text = String::with_capacity(marked.len());
    let mut marks = Vec::new();
    let mut rest = marked.split(OPEN);
    text.push_str(rest.next().unwrap_or_default());
    for part in rest {
        let source = read_mark(part);
        let skipped = if source.is_some() { TEMPLATE_DIGITS + LINE_DIGITS } else { 0 };
        marks.extend(source.map(|source| LineMark { offset: text.len(), source }));
        text.extend(part.chars().skip(skipped));
    }
    Unmarked { text, marks }
}

/// The digits at the start of a text. None where there are too few: the text has a private character of its own.
fn read_mark(text: &str) -> Option<TemplateLine> {
    let mut digits = text.chars().map(|c| u32::from(c).wrapping_sub(ZERO));
    let mut number = |count: usize| {
        (0..count).try_fold(0, |number, place| {
            let digit = digits.next().filter(|digit| *digit < 16)? as usize;
            Some(number + (digit << (4 * place)))
        })
    };
    Some(TemplateLine { template: number(TEMPLATE_DIGITS)?, line: number(LINE_DIGITS)? })
}

#[cfg(test)]
mod tests {
    use super::{marked_template, without_marks};

    #[test]
    fn marks_stand_before_text_and_never_in_tags_or_white_space() {
        let template =
            "a {{ \"}} x\" }}\n  {%- if x -%}\n  b | c\n{% raw %} {{ d }}\n{% endraw %}{# e\n f #} g\n";
        let unmarked = without_marks(&marked_template(template, 3));
        assert_eq!(unmarked.text, template);
        let marked = unmarked.marks.into_iter().map(|mark| {
            let first = template[mark.offset..].chars().next().expect("a mark comes before text");
            (first, mark.source.template, mark.source.line)
        });
        let found: Vec<(char, usize, usize)> = marked.collect();
        assert_eq!(found, [('a', 3, 0), ('b', 3, 2), ('{', 3, 3), ('g', 3, 5)]);
    }

    #[test]
    fn private_characters_that_are_no_marks_stay() {
        let text = "x\u{10f8ff}y\u{10f800}";
        assert_eq!(without_marks(text).marks, []);
    }
}
