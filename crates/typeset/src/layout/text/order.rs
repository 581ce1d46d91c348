//! Visual order: where pieces of a line stand when text that reads from right to left is among them.

use unicode_bidi::{BidiInfo, Level};

use super::lines::Line;
use super::shaped::{ShapedPiece, ShapedText};

/// Pieces of one style that stand side by side.
#[derive(Clone, Copy)]
pub(crate) struct StyleRun<'p> {
    pub(crate) pieces: &'p [ShapedPiece],
    /// Distance from the left end of the line, in points.
    pub(crate) offset: f32,
}

/// The runs of a line in reading order, each with its visual place: text that runs from right to left is drawn in
/// reading order, too.
pub(crate) fn runs<'p>(text: &'p ShapedText, line: &Line) -> impl Iterator<Item = StyleRun<'p>> + Clone {
    let words = &text.words[line.clone()];
    let range = words.first().zip(words.last()).map(|(first, last)| first.pieces.start..last.pieces.end);
    let range = range.unwrap_or_default();
    let pieces = &text.pieces[range.start as usize..range.end as usize];
    // Where each piece stands; in text of one direction it stands where the one before it ends.
    let places = if text.mixed { placed(text, pieces) } else { Vec::new() };
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
        Some(StyleRun { pieces: &rest[..length], offset: here })
    })
}

/// How far the pieces of a line of two directions stand from its left end.
fn placed(text: &ShapedText, pieces: &[ShapedPiece]) -> Vec<f32> {
    let mut places = vec![0.0; pieces.len()];
    let mut x = 0.0;
    for number in visual_order(text, pieces) {
        places[number] = x;
        x += pieces[number].width;
    }
    if text.right_to_left {
        // The spaces at the end of the line hang out at its left.
        let hanging: f32 = trailing_spaces(pieces).map(|piece| piece.width).sum();
        for place in &mut places {
            *place -= hanging;
        }
    }
    places
}

/// The spaces at the end of pieces.
pub(crate) fn trailing_spaces(pieces: &[ShapedPiece]) -> impl Iterator<Item = &ShapedPiece> {
    pieces.iter().rev().take_while(|piece| piece.space)
}

/// Numbers of the pieces of a text of two directions, from left to right (UAX 9, rules L1 and L2).
fn visual_order(text: &ShapedText, pieces: &[ShapedPiece]) -> Vec<usize> {
    let base = u8::from(text.right_to_left);
    let inner = pieces.len() - trailing_spaces(pieces).count();
    let levels: Vec<Level> = pieces
        .iter()
        .enumerate()
        .map(|(number, piece)| if number < inner { piece.level } else { base })
        .map(|level| Level::new(level).unwrap_or_else(|_| Level::ltr()))
        .collect();
    BidiInfo::reorder_visual(&levels)
}
