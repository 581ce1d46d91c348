//! Words to lines: greedy breaking at word ends, and, only for a word wider than its line, inside it.

use std::ops::Range;

use unicode_bidi::{BidiInfo, Level};

use super::shape::{Fragment, Shaper};
use super::text::{Piece, Prepared, Word};

/// The words of one line.
pub(super) type Line = Range<usize>;

/// Punctuation after which a word that does not fit may be continued on the next line.
const JOINTS: [char; 13] = ['/', '_', '.', ':', '=', '&', '?', ',', ';', '|', '@', '+', '\\'];

/// Breaks into lines of at most `width` points. There is at least one line, which may be empty.
pub(super) fn break_lines(prepared: &mut Prepared, shaper: &mut Shaper<'_>, width: f32) -> Vec<Line> {
    // A hair of tolerance: a column that was made as wide as its text must hold it.
    let width = width + 0.01;
    if prepared.words.iter().any(|word| word.width > width) {
        split_wide_words(prepared, shaper, width);
    }
    let mut lines = Vec::new();
    let (mut start, mut used) = (0, 0.0);
    for (number, word) in prepared.words.iter().enumerate() {
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
    if start < prepared.words.len() || lines.is_empty() {
        lines.push(start..prepared.words.len());
    }
    lines
}

/// Width of a line without the spaces at its end.
pub(super) fn line_width(prepared: &Prepared, line: &Line) -> f32 {
    let words = &prepared.words[line.clone()];
    let all: f32 = words.iter().map(|word| word.width + word.space).sum();
    all - words.last().map_or(0.0, |word| word.space)
}

/// A piece and its distance from the left end of its line.
pub(super) type PlacedPiece = (Piece, f32);

/// The pieces of a line in reading order, each at the place where it is seen: text that runs from right to left is
/// drawn in the order in which it is read.
pub(super) fn placed_pieces(prepared: &Prepared, line: &Line) -> Vec<PlacedPiece> {
    let words = &prepared.words[line.clone()];
    let (Some(first), Some(last)) = (words.first(), words.last()) else {
        return Vec::new();
    };
    let pieces = &prepared.pieces[first.pieces.start as usize..last.pieces.end as usize];
    let mut placed: Vec<PlacedPiece> = pieces.iter().map(|piece| (*piece, 0.0)).collect();
    let mut x = 0.0;
    for number in visual_order(prepared, pieces) {
        placed[number].1 = x;
        x += pieces[number].width;
    }
    if prepared.right_to_left {
        // The spaces at the end of the line hang out at its left.
        let hanging: f32 = trailing_spaces(pieces).map(|piece| piece.width).sum();
        placed.iter_mut().for_each(|(_, x)| *x -= hanging);
    }
    placed
}

fn trailing_spaces(pieces: &[Piece]) -> impl Iterator<Item = &Piece> {
    pieces.iter().rev().take_while(|piece| piece.space)
}

/// Numbers of the pieces from left to right (UAX 9, rules L1 and L2).
fn visual_order(prepared: &Prepared, pieces: &[Piece]) -> Vec<usize> {
    if !prepared.mixed {
        return (0..pieces.len()).collect();
    }
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

fn split_wide_words(prepared: &mut Prepared, shaper: &mut Shaper<'_>, width: f32) {
    let words = std::mem::take(&mut prepared.words);
    let old = std::mem::take(&mut prepared.pieces);
    for word in words {
        let pieces = &old[word.pieces.start as usize..word.pieces.end as usize];
        if word.width <= width {
            let first = prepared.pieces.len() as u32;
            prepared.pieces.extend_from_slice(pieces);
            prepared.words.push(Word { pieces: first..prepared.pieces.len() as u32, ..word });
            continue;
        }
        for piece in pieces.iter().filter(|piece| !piece.space) {
            split_piece(prepared, shaper, (*piece, width));
        }
        if let Some(last) = prepared.words.last_mut() {
            prepared.pieces.extend(pieces.iter().filter(|piece| piece.space));
            last.pieces.end = prepared.pieces.len() as u32;
            (last.space, last.ends_line) = (word.space, word.ends_line);
        }
    }
}

/// Adds the parts of a piece as words of their own: cut at joints, and where that is not enough, between characters.
fn split_piece(prepared: &mut Prepared, shaper: &mut Shaper<'_>, (piece, width): (Piece, f32)) {
    let style = prepared.styles[usize::from(piece.style)];
    if style.picture.is_some() {
        let first = prepared.pieces.len() as u32;
        let width = piece.width.min(width);
        prepared.pieces.push(Piece { width, ..piece });
        prepared.words.push(Word { pieces: first..first + 1, width, space: 0.0, ends_line: false });
        return;
    }
    let size = style.size;
    let (face, text) = (shaper.get(piece.segment).face, shaper.get(piece.segment).text.clone());
    let right_to_left = piece.level % 2 == 1;
    let known_missing = text.chars().nth(1).is_none();
    for part in parts(&text) {
        let mut rest = part;
        while !rest.is_empty() {
            let segment = if known_missing {
                piece.segment
            } else {
                shaper.segment(Fragment { face, right_to_left, text: rest })
            };
            let part_width = shaper.width(segment, size);
            let length =
                if part_width <= width { rest.len() } else { fitting(shaper, segment, width / size) };
            let (now, later) = rest.split_at(length.min(rest.len()));
            let segment = if later.is_empty() {
                segment
            } else {
                shaper.segment(Fragment { face, right_to_left, text: now })
            };
            let width = shaper.width(segment, size);
            let first = prepared.pieces.len() as u32;
            prepared.pieces.push(Piece { segment, width, ..piece });
            let word = Word { pieces: first..first + 1, width, space: 0.0, ends_line: false };
            prepared.words.push(word);
            rest = later;
        }
    }
}

/// Cuts a word where it may be continued on the next line: after joints, and before a hyphen, because programs that
/// read a PDF's text take a hyphen at the end of a line for one that is not in the word.
fn parts(word: &str) -> impl Iterator<Item = &str> {
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
        used += f32::from(glyph.advance);
        if used > units && end > 0 && glyph.advance != 0 {
            break;
        }
        end = end.max(usize::from(glyph.text_end));
    }
    if end == 0 { segment.text.len() } else { end }
}

#[cfg(test)]
mod tests {
    use super::parts;

    #[test]
    fn long_words_are_cut_after_slashes_and_before_hyphens() {
        let cut: Vec<&str> = parts("a/b-c--d:e").collect();
        assert_eq!(cut, ["a/", "b", "-c", "-", "-d:", "e"]);
        assert_eq!(parts("").count(), 0);
    }
}
