//! Text to shaped pieces: cut at spaces, and within words wherever style, face or direction change.

use std::ops::Range;

use unicode_bidi::{BidiClass, BidiInfo, bidi_class};
use unicode_linebreak::linebreaks;

use super::shape::{Fragment, LONGEST_SEGMENT, Shaper};
use super::shaped::{ShapedPiece, ShapedText, Word};
use super::styled::StyleSpan;
use crate::font::{FaceId, Wanted};

/// Embedding levels of a text that contains right-to-left characters.
pub(super) struct Levels {
    pub(super) levels: Vec<u8>,
    pub(super) right_to_left: bool,
}

pub(super) fn levels(text: &str) -> Option<Levels> {
    let turns =
        |character: char| matches!(bidi_class(character), BidiClass::R | BidiClass::AL | BidiClass::AN);
    // Everything below U+0590 is left to right or neutral.
    if text.is_ascii() || !text.chars().any(|character| character >= '\u{590}' && turns(character)) {
        return None;
    }
    let info = BidiInfo::new(text, None);
    let right_to_left = info.paragraphs.first().is_some_and(|paragraph| paragraph.level.is_rtl());
    Some(Levels { levels: info.levels.iter().map(|level| level.number()).collect(), right_to_left })
}

/// Ends of words with the spaces behind them: after spaces and forced breaks, and between ideographs. Breaks that
/// Unicode would allow inside a Latin word (after a hyphen or slash) are not used: words stay whole.
pub(super) fn word_ends(text: &str) -> Vec<usize> {
    let mut ends = Vec::with_capacity(text.len() / 6 + 1);
    if text.is_ascii() {
        let bytes = text.as_bytes();
        for at in 1..bytes.len() {
            let space_ends = bytes[at - 1] == b' ' && !matches!(bytes[at], b' ' | b'\n');
            if bytes[at - 1] == b'\n' || space_ends {
                ends.push(at);
            }
        }
    } else {
        let wide =
            |character: char| character >= '\u{2e80}' && !('\u{a000}'..'\u{ac00}').contains(&character);
        for (at, _) in linebreaks(text) {
            let before = text[..at].chars().next_back().unwrap_or(' ');
            let after = text[at..].chars().next().unwrap_or(' ');
            if matches!(before, ' ' | '\n') || wide(before) && wide(after) && at < text.len() {
                ends.push(at);
            }
        }
    }
    if ends.last() != Some(&text.len()) && !text.is_empty() {
        ends.push(text.len());
    }
    ends
}

/// Cuts words into pieces of one style, face and direction.
pub(super) struct Cutter<'t, 's, 'f> {
    pub(super) text: &'t str,
    pub(super) spans: &'t [StyleSpan],
    /// The span in which the last stretch ended.
    pub(super) span: usize,
    pub(super) levels: Option<Levels>,
    pub(super) shaper: &'s mut Shaper<'f>,
}

impl Cutter<'_, '_, '_> {
    /// Shapes a word and the spaces behind it.
    pub(super) fn word(&mut self, shaped: &mut ShapedText, range: Range<usize>) {
        let whole = &self.text[range.clone()];
        let ends_line = whole.ends_with('\n');
        let core = range.start + whole.trim_end_matches([' ', '\n']).len();
        let first = shaped.pieces.len() as u32;
        let width = self.stretch(shaped, range.start..core);
        let spaces = core..range.end - usize::from(ends_line);
        let space = self.stretch(shaped, spaces);
        let pieces = first..shaped.pieces.len() as u32;
        shaped.words.push(Word { pieces, width, space, ends_line });
    }

    /// Adds the pieces of a stretch and returns their width.
    fn stretch(&mut self, shaped: &mut ShapedText, range: Range<usize>) -> f32 {
        let mut width = 0.0;
        let mut start = range.start;
        while start < range.end {
            while self.spans.get(self.span + 1).is_some_and(|next| next.start <= start) {
                self.span += 1;
            }
            let style_end = self.spans.get(self.span + 1).map_or(range.end, |next| next.start);
            let style = self.spans[self.span].style;
            let wanted = shaped.styles[usize::from(style)].wanted;
            if let Some(picture) = shaped.styles[usize::from(style)].picture {
                let picture_width = shaped.pictures[usize::from(picture)].size.width;
                // Every piece has a segment; that of a picture is never shown.
                let face = self.shaper.fonts().first_choice(wanted);
                let segment = self.shaper.segment(Fragment { face, right_to_left: false, text: " " });
                let level = self.levels.as_ref().map_or(0, |levels| levels.levels[start]);
                shaped.pieces.push(ShapedPiece {
                    segment,
                    face,
                    style,
                    level,
                    space: false,
                    width: picture_width,
                });
                width += picture_width;
                start = style_end.min(range.end);
                continue;
            }
            let level = self.levels.as_ref().map_or(0, |levels| levels.levels[start]);
            let limit = style_end.min(range.end);
            let (end, face) = self.piece_end(start, limit, wanted);
            let text = &self.text[start..end];
            let (segment, face) = match face {
                Some(face) => {
                    (self.shaper.segment(Fragment { face, right_to_left: level % 2 == 1, text }), face)
                }
                None => (self.missing(start), self.shaper.fonts().replacement().0),
            };
            let piece_width = self.shaper.width(segment, shaped.styles[usize::from(style)].size);
            let space = text.starts_with(' ');
            shaped.pieces.push(ShapedPiece { segment, face, style, level, space, width: piece_width });
            width += piece_width;
            start = end;
        }
        width
    }

    fn missing(&mut self, at: usize) -> u32 {
        let span = &self.spans[self.span];
        let character = self.text[at..].chars().next().unwrap_or(char::REPLACEMENT_CHARACTER);
        self.shaper.missing(character, span.source.start)
    }

    /// How far one face and one level reach from `start`, and which face that is; none for one missing character.
    fn piece_end(&self, start: usize, limit: usize, wanted: Wanted) -> (usize, Option<FaceId>) {
        let first = self.shaper.fonts().first_choice(wanted);
        let text = &self.text[start..limit];
        if self.levels.is_none() && text.len() <= LONGEST_SEGMENT && text.is_ascii() {
            return (limit, Some(first));
        }
        let mut face: Option<FaceId> = None;
        for (offset, character) in text.char_indices() {
            let at = start + offset;
            let joins = offset > 0 && joins(character);
            let turned = |levels: &Levels| levels.levels[at] != levels.levels[start];
            let full = offset + character.len_utf8() > LONGEST_SEGMENT;
            if full || self.levels.as_ref().is_some_and(turned) {
                return (at, face);
            }
            if joins && face.is_some() {
                continue;
            }
            let chosen = if character.is_ascii() {
                Some(first)
            } else {
                self.shaper.fonts().choose(wanted, character)
            };
            if offset == 0 {
                match chosen {
                    Some(_) => face = chosen,
                    None => return (at + character.len_utf8(), None),
                }
            } else if chosen != face {
                return (at, face);
            }
        }
        (limit, face)
    }
}

/// Whether a character belongs to the one before it: marks, joiners and variation selectors.
fn joins(character: char) -> bool {
    !character.is_ascii()
        && (matches!(character, '\u{200c}' | '\u{200d}' | '\u{fe00}'..='\u{fe0f}')
            || bidi_class(character) == BidiClass::NSM)
}
