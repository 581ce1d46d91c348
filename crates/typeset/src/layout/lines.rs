//! Words to lines: greedy breaking at word ends; inside a word only where it is wider than its line, or by the rules of
//! its language where it would leave much of a narrow line empty.

use std::ops::Range;
use std::sync::Arc;

use hypher::Lang;
use unicode_bidi::{BidiInfo, Level};

use super::hyphen::{Divisible, Division};
use super::shape::{Fragment, Shaper};
use super::text::{Piece, Prepared, Word};

/// The words of one line.
pub(super) type Line = Range<usize>;

/// Punctuation after which a word that does not fit may be continued on the next line.
const JOINTS: [char; 13] = ['/', '_', '.', ':', '=', '&', '?', ',', ';', '|', '@', '+', '\\'];

/// A hair of tolerance, in points: a column that was made as wide as its text must hold it.
const TOLERANCE: f32 = 0.01;

/// A word is divided when more than this part of its line would stay empty without it.
const GAP: f32 = 0.34;

/// Most lines in a row that end in a hyphen for the sake of a gap.
const LADDER: usize = 2;

/// Breaks into lines of at most `width` points. There is at least one line, which may be empty.
pub(super) fn break_lines(
    prepared: &mut Arc<Prepared>,
    shaper: &mut Shaper<'_>,
    width: f32,
    division: Division,
) -> Vec<Line> {
    let room = width + TOLERANCE;
    if prepared.words.iter().any(|word| word.width > room) {
        let wide_only = division.language().map_or(Division::Never, Division::WideWords);
        cut_words(Arc::make_mut(prepared), shaper, (room, wide_only));
    }
    let lines = greedy(&prepared.words, room);
    let Division::Gaps(language) = division else { return lines };
    match fewer_lines((prepared, &lines), shaper, (width, language)) {
        Some((divided, fewer)) => {
            *prepared = Arc::new(divided);
            fewer
        }
        None => lines,
    }
}

/// The same text with words divided where they would leave gaps, if that saves a line: hyphens that save none only
/// disturb.
pub(super) fn fewer_lines(
    (prepared, lines): (&Prepared, &[Line]),
    shaper: &mut Shaper<'_>,
    (width, language): (f32, Lang),
) -> Option<(Prepared, Vec<Line>)> {
    let inner = lines.split_last().map_or(&[][..], |(_, inner)| inner);
    if !inner.iter().any(|line| width - line_width(prepared, line) > width * GAP) {
        return None;
    }
    let room = width + TOLERANCE;
    let mut divided = prepared.clone();
    cut_words(&mut divided, shaper, (room, Division::Gaps(language)));
    let fewer = greedy(&divided.words, room);
    (fewer.len() < lines.len()).then_some((divided, fewer))
}

/// Puts parts in place of the words that do not fit.
fn cut_words(prepared: &mut Prepared, shaper: &mut Shaper<'_>, (width, division): (f32, Division)) {
    let words = std::mem::take(&mut prepared.words);
    let pieces = std::mem::take(&mut prepared.pieces);
    let mut cutter = WordCutter { prepared, shaper, width, division, used: 0.0, hyphens: 0 };
    for word in &words {
        cutter.word(word, &pieces[word.pieces.start as usize..word.pieces.end as usize]);
    }
}

/// As many words on each line as fit.
fn greedy(words: &[Word], width: f32) -> Vec<Line> {
    let mut lines = Vec::new();
    let (mut start, mut used) = (0, 0.0);
    for (number, word) in words.iter().enumerate() {
        if number > start && used + word.width > width {
            lines.push(start..number);
            (start, used) = (number, 0.0);
        }
        used += word.width + word.space;
        if word.ends_line {
            lines.push(start..number + 1);
            (start, used) = (number + 1, 0.0);
        }
    }
    if start < words.len() || lines.is_empty() {
        lines.push(start..words.len());
    }
    lines
}

/// Width of a line without the spaces at its end.
pub(super) fn line_width(prepared: &Prepared, line: &Line) -> f32 {
    let words = &prepared.words[line.clone()];
    let all: f32 = words.iter().map(|word| word.width + word.space).sum();
    all - words.last().map_or(0.0, |word| word.space)
}

/// Pieces of one style that stand side by side, and their distance from the left end of their line.
pub(super) type Run<'p> = (&'p [Piece], f32);

/// The runs of a line in reading order, each at the place where it is seen: text that runs from right to left is drawn
/// in the order in which it is read.
pub(super) fn runs<'p>(prepared: &'p Prepared, line: &Line) -> impl Iterator<Item = Run<'p>> + Clone {
    let words = &prepared.words[line.clone()];
    let range = words.first().zip(words.last()).map(|(first, last)| first.pieces.start..last.pieces.end);
    let range = range.unwrap_or_default();
    let pieces = &prepared.pieces[range.start as usize..range.end as usize];
    // Where each piece stands; in text of one direction it stands where the one before it ends.
    let places = if prepared.mixed { placed(prepared, pieces) } else { Vec::new() };
    let (mut start, mut x) = (0, 0.0);
    std::iter::from_fn(move || {
        let rest = &pieces[start..];
        let first = rest.first()?;
        let here = places.get(start).copied().unwrap_or(x);
        let mut end = here;
        let mut length = 0;
        for piece in rest {
            let at = places.get(start + length).copied().unwrap_or(end);
            if piece.style != first.style || (at - end).abs() >= 0.001 {
                break;
            }
            end = at + piece.width;
            length += 1;
        }
        start += length;
        x = end;
        Some((&rest[..length], here))
    })
}

/// How far the pieces of a line of two directions stand from its left end.
fn placed(prepared: &Prepared, pieces: &[Piece]) -> Vec<f32> {
    let mut places = vec![0.0; pieces.len()];
    let mut x = 0.0;
    for number in visual_order(prepared, pieces) {
        places[number] = x;
        x += pieces[number].width;
    }
    if prepared.right_to_left {
        // The spaces at the end of the line hang out at its left.
        let hanging: f32 = trailing_spaces(pieces).map(|piece| piece.width).sum();
        places.iter_mut().for_each(|x| *x -= hanging);
    }
    places
}

/// The spaces at the end of pieces.
pub(super) fn trailing_spaces(pieces: &[Piece]) -> impl Iterator<Item = &Piece> {
    pieces.iter().rev().take_while(|piece| piece.space)
}

/// Numbers of the pieces of a text of two directions, from left to right (UAX 9, rules L1 and L2).
fn visual_order(prepared: &Prepared, pieces: &[Piece]) -> Vec<usize> {
    let base = u8::from(prepared.right_to_left);
    let inner = pieces.len() - trailing_spaces(pieces).count();
    let levels: Vec<Level> = pieces
        .iter()
        .enumerate()
        .map(|(number, piece)| if number < inner { piece.level } else { base })
        .map(|level| Level::new(level).unwrap_or_else(|_| Level::ltr()))
        .collect();
    BidiInfo::reorder_visual(&levels)
}

/// Takes words over one by one, and those that do not fit in parts.
struct WordCutter<'p, 's, 'f> {
    prepared: &'p mut Prepared,
    shaper: &'s mut Shaper<'f>,
    width: f32,
    division: Division,
    /// How much of the current line is taken, the space after the last word included.
    used: f32,
    /// How many lines in a row end in a hyphen.
    hyphens: usize,
}

impl WordCutter<'_, '_, '_> {
    fn word(&mut self, word: &Word, pieces: &[Piece]) {
        let wide = word.width > self.width;
        if self.used + word.width > self.width {
            let for_gap = matches!(self.division, Division::Gaps(_))
                && self.width - self.used > self.width * GAP
                && self.hyphens < LADDER;
            let divisible = self
                .division
                .language()
                .filter(|_| wide || for_gap)
                .and_then(|language| Divisible::new((self.prepared, pieces), self.shaper, language));
            if divisible.is_some_and(|divisible| self.divide((word, pieces), &divisible)) {
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
        if let Some(last) = self.prepared.words.last_mut() {
            self.prepared.pieces.extend(spaces);
            last.pieces.end = self.prepared.pieces.len() as u32;
            (last.space, last.ends_line) = (word.space, word.ends_line);
            self.used = if word.ends_line { 0.0 } else { last.width + word.space };
        }
    }

    fn next_line(&mut self) {
        (self.used, self.hyphens) = (0.0, 0);
    }

    fn push(&mut self, word: &Word, pieces: impl Iterator<Item = Piece>) {
        if self.used > 0.0 && self.used + word.width > self.width {
            self.next_line();
        }
        let first = self.prepared.pieces.len() as u32;
        self.prepared.pieces.extend(pieces);
        self.prepared.words.push(Word { pieces: first..self.prepared.pieces.len() as u32, ..word.clone() });
        self.used += word.width + word.space;
        if word.ends_line {
            self.next_line();
        }
    }

    /// Divides a word with hyphens; false if not even its parts fit, or if none fits beside what stands on the line
    /// and the next line has room for all of it.
    fn divide(&mut self, (word, pieces): (&Word, &[Piece]), divisible: &Divisible) -> bool {
        let size = self.prepared.styles[usize::from(divisible.piece.style)].size;
        let mut parts = Vec::new();
        let (mut start, mut room) = (0, self.width - self.used);
        while start < divisible.length {
            let ends = divisible.breaks.iter().copied().chain([divisible.length]);
            let fitting = ends.filter(|end| *end > start).filter_map(|end| {
                let segment = divisible.part(self.shaper, start..end);
                let width = self.shaper.width(segment, size);
                (width <= room).then_some((end, Piece { segment, width, ..divisible.piece }))
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
    fn split(&mut self, piece: Piece) {
        let style = &self.prepared.styles[usize::from(piece.style)];
        let size = style.size;
        if style.picture.is_some() {
            let width = piece.width.min(self.width);
            let word = Word { pieces: 0..0, width, space: 0.0, ends_line: false };
            return self.push(&word, std::iter::once(Piece { width, ..piece }));
        }
        let (face, text) = (piece.face, self.shaper.get(piece.segment).text.clone());
        let right_to_left = piece.level % 2 == 1;
        let known_missing = text.chars().nth(1).is_none();
        for part in joined_parts(&text) {
            let mut rest = part;
            while !rest.is_empty() {
                let shape = |shaper: &mut Shaper<'_>, text: &str| match known_missing {
                    true => piece.segment,
                    false => shaper.segment(Fragment { face, right_to_left, text }),
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
                self.push(&word, std::iter::once(Piece { segment, width, ..piece }));
                rest = later;
            }
        }
    }
}

/// Width of the widest part of a word that is broken at joints only.
pub(super) fn widest_part(prepared: &Prepared, word: &[Piece], shaper: &mut Shaper<'_>) -> f32 {
    let mut widest = 0.0_f32;
    for piece in word.iter().filter(|piece| !piece.space) {
        let style = &prepared.styles[usize::from(piece.style)];
        let size = style.size;
        if style.picture.is_some() {
            widest = widest.max(piece.width);
            continue;
        }
        let (face, text) = (piece.face, shaper.get(piece.segment).text.clone());
        let right_to_left = piece.level % 2 == 1;
        for text in joined_parts(&text) {
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
