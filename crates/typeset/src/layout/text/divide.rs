//! Words that do not fit on their line: divided by the rules of their language, cut after joints such as slashes, and
//! where that is not enough, between characters.

use hypher::Lang;

use super::hyphen::{Divisible, Division};
use super::shape::{Fragment, Shaper};
use super::shaped::{ShapedPiece, ShapedText, Word};

/// Punctuation after which a word that does not fit may be continued on the next line.
const JOINTS: [char; 13] = ['/', '_', '.', ':', '=', '&', '?', ',', ';', '|', '@', '+', '\\'];

/// A word is divided when more than this part of its line would stay empty without it: about a third, as a hyphen
/// catches the eye more than a smaller gap does.
pub(super) const GAP: f32 = 0.34;

/// Most lines in a row that end in a hyphen for the sake of a gap: typographers call more a ladder.
const LADDER: usize = 2;

/// Puts parts in place of the words that do not fit.
pub(super) fn cut_words(text: &mut ShapedText, shaper: &mut Shaper<'_>, width: f32, division: Division) {
    let words = std::mem::take(&mut text.words);
    let pieces = std::mem::take(&mut text.pieces);
    let mut cutter = WordCutter { text, shaper, width, division, used: 0.0, hyphens: 0 };
    for word in &words {
        cutter.word(word, &pieces[word.pieces.start as usize..word.pieces.end as usize]);
    }
}

/// Takes words over one by one, and those that do not fit in parts.
struct WordCutter<'p, 's, 'f> {
    text: &'p mut ShapedText,
    shaper: &'s mut Shaper<'f>,
    width: f32,
    division: Division,
    /// How much of the current line is taken, the space after the last word included.
    used: f32,
    /// How many lines in a row end in a hyphen.
    hyphens: usize,
}

impl WordCutter<'_, '_, '_> {
    fn word(&mut self, word: &Word, pieces: &[ShapedPiece]) {
        let wide = word.width > self.width;
        if self.used + word.width > self.width {
            let for_gap = matches!(self.division, Division::Gaps(_))
                && self.width - self.used > self.width * GAP
                && self.hyphens < LADDER;
            let divisible = self
                .division
                .language()
                .filter(|_| wide || for_gap)
                .and_then(|language| Divisible::new(self.text, pieces, self.shaper, language));
            if divisible.is_some_and(|divisible| self.divide(word, pieces, &divisible)) {
                return;
            }
        }
        if !wide {
            return self.push(word, pieces.iter().copied());
        }
        for piece in pieces.iter().filter(|piece| !piece.space) {
            self.split(*piece);
        }
        let spaces = pieces.iter().filter(|piece| piece.space);
        if let Some(last) = self.text.words.last_mut() {
            self.text.pieces.extend(spaces);
            last.pieces.end = self.text.pieces.len() as u32;
            (last.space, last.ends_line) = (word.space, word.ends_line);
            self.used = if word.ends_line { 0.0 } else { last.width + word.space };
        }
    }

    fn next_line(&mut self) {
        (self.used, self.hyphens) = (0.0, 0);
    }

    fn push(&mut self, word: &Word, pieces: impl Iterator<Item = ShapedPiece>) {
        if self.used > 0.0 && self.used + word.width > self.width {
            self.next_line();
        }
        let first = self.text.pieces.len() as u32;
        self.text.pieces.extend(pieces);
        self.text.words.push(Word { pieces: first..self.text.pieces.len() as u32, ..word.clone() });
        self.used += word.width + word.space;
        if word.ends_line {
            self.next_line();
        }
    }

    /// Divides a word with hyphens; false if not even its parts fit, or if none fits beside what stands on the line
    /// and the next line has room for all of it.
    fn divide(&mut self, word: &Word, pieces: &[ShapedPiece], divisible: &Divisible) -> bool {
        let size = self.text.styles[usize::from(divisible.piece.style)].size;
        let mut parts = Vec::new();
        let (mut start, mut room) = (0, self.width - self.used);
        while start < divisible.length {
            let ends = divisible.breaks.iter().copied().chain([divisible.length]);
            let fitting = ends.filter(|end| *end > start).filter_map(|end| {
                let segment = divisible.part(self.shaper, start..end);
                let width = self.shaper.width(segment, size);
                (width <= room).then_some((end, ShapedPiece { segment, width, ..divisible.piece }))
            });
            match fitting.last() {
                Some((end, piece)) => {
                    parts.push(piece);
                    start = end;
                }
                None if parts.is_empty() && word.width > self.width && room < self.width => {}
                None => return false,
            }
            room = self.width;
        }
        let Some(last) = parts.pop() else { return false };
        let hyphens = self.hyphens + parts.len();
        for piece in parts {
            let part = Word { pieces: 0..0, width: piece.width, space: 0.0, ends_line: true };
            self.push(&part, std::iter::once(piece));
        }
        self.hyphens = hyphens;
        let spaces = pieces.iter().filter(|piece| piece.space).copied();
        self.push(&Word { width: last.width, ..word.clone() }, std::iter::once(last).chain(spaces));
        true
    }

    /// Adds the parts of a piece as words of their own: cut at joints, and where that is not enough, between
    /// characters.
    fn split(&mut self, piece: ShapedPiece) {
        let style = &self.text.styles[usize::from(piece.style)];
        let size = style.size;
        if style.picture.is_some() {
            let width = piece.width.min(self.width);
            let word = Word { pieces: 0..0, width, space: 0.0, ends_line: false };
            return self.push(&word, std::iter::once(ShapedPiece { width, ..piece }));
        }
        let (face, text) = (piece.face, self.shaper.get(piece.segment).text.clone());
        let right_to_left = piece.level % 2 == 1;
        // One character is not cut, and it may be one that no face has: its segment is the box that stands for it.
        let is_single = text.chars().nth(1).is_none();
        for part in joined_parts(&text) {
            let mut rest = part;
            while !rest.is_empty() {
                let shape = |shaper: &mut Shaper<'_>, text: &str| {
                    if is_single {
                        piece.segment
                    } else {
                        shaper.segment(Fragment { face, right_to_left, text })
                    }
                };
                let mut segment = shape(self.shaper, rest);
                let mut length = rest.len();
                if self.shaper.width(segment, size) > self.width {
                    length = fitting(self.shaper, segment, self.width / size).min(length);
                }
                let (now, later) = rest.split_at(length);
                if !later.is_empty() {
                    segment = shape(self.shaper, now);
                }
                let width = self.shaper.width(segment, size);
                let word = Word { pieces: 0..0, width, space: 0.0, ends_line: false };
                self.push(&word, std::iter::once(ShapedPiece { segment, width, ..piece }));
                rest = later;
            }
        }
    }
}

/// Width of the widest part of a word that never has to be broken further: by the rules of its language, or else at
/// joints only.
pub(crate) fn widest_part(
    text: &ShapedText,
    word: &Word,
    shaper: &mut Shaper<'_>,
    language: Option<Lang>,
) -> f32 {
    let pieces = text.pieces_of(word);
    match language.and_then(|language| Divisible::new(text, pieces, shaper, language)) {
        Some(divisible) => widest_syllables(text, &divisible, shaper),
        None => widest_joined_part(text, pieces, shaper),
    }
}

fn widest_syllables(text: &ShapedText, word: &Divisible, shaper: &mut Shaper<'_>) -> f32 {
    let size = text.style_of(&word.piece).size;
    let mut start = 0;
    let mut widest = 0.0_f32;
    for end in word.breaks.iter().copied().chain([word.length]) {
        let segment = word.part(shaper, start..end);
        widest = widest.max(shaper.width(segment, size));
        start = end;
    }
    widest
}

fn widest_joined_part(text: &ShapedText, pieces: &[ShapedPiece], shaper: &mut Shaper<'_>) -> f32 {
    let mut widest = 0.0_f32;
    for piece in pieces.iter().filter(|piece| !piece.space) {
        let style = text.style_of(piece);
        let size = style.size;
        if style.picture.is_some() {
            widest = widest.max(piece.width);
            continue;
        }
        let (face, word) = (piece.face, shaper.get(piece.segment).text.clone());
        let right_to_left = piece.level % 2 == 1;
        for text in joined_parts(&word) {
            let segment = shaper.segment(Fragment { face, right_to_left, text });
            widest = widest.max(shaper.width(segment, size));
        }
    }
    widest
}

/// Cuts a word where it may be continued on the next line: after joints, and before a hyphen, because programs that
/// read a PDF's text take a hyphen at the end of a line for one that is not in the word.
fn joined_parts(word: &str) -> impl Iterator<Item = &str> {
    let mut rest = word;
    std::iter::from_fn(move || {
        let mut characters = rest.char_indices().peekable();
        let mut end = rest.len();
        while let Some((at, character)) = characters.next() {
            let next = at + character.len_utf8();
            if JOINTS.contains(&character) || characters.peek().is_some_and(|(_, after)| *after == '-') {
                end = next;
                break;
            }
        }
        let (part, later) = rest.split_at(end);
        rest = later;
        (!part.is_empty()).then_some(part)
    })
}

/// How many bytes of a segment's text fit into a width in ems; at least one character with its marks.
fn fitting(shaper: &Shaper<'_>, segment: u32, ems: f32) -> usize {
    let segment = shaper.get(segment);
    let units = ems * f32::from(shaper.fonts().face(segment.face).font().units_per_em());
    let mut clusters: Vec<_> = segment.glyphs.iter().map(|glyph| (glyph.text_start, glyph)).collect();
    clusters.sort_by_key(|(start, _)| *start);
    let (mut used, mut end) = (0.0, 0_usize);
    for (_, glyph) in clusters {
        used += glyph.advance as f32;
        if used > units && end > 0 && glyph.advance != 0 {
            break;
        }
        end = end.max(usize::from(glyph.text_end));
    }
    if end == 0 { segment.text.len() } else { end }
}

#[cfg(test)]
mod tests {
    use super::joined_parts;

    #[test]
    fn long_words_are_cut_after_slashes_and_before_hyphens() {
        let cut: Vec<&str> = joined_parts("a/b-c--d:e").collect();
        assert_eq!(cut, ["a/", "b", "-c", "-", "-d:", "e"]);
        assert_eq!(joined_parts("").count(), 0);
    }
}
