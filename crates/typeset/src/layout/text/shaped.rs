//! Shaped text: words that keep their pieces together, so that lines can be broken without looking at characters again.

use std::ops::Range;

use super::picture::InlinePicture;
use super::style::{LinkTarget, RunStyle};
use crate::font::FaceId;

/// A shaped piece of a word, or the spaces behind it.
#[derive(Debug, Clone, Copy)]
pub(crate) struct ShapedPiece {
    pub(crate) segment: u32,
    /// The face of the segment.
    pub(crate) face: FaceId,
    pub(crate) style: u16,
    /// Embedding level of the bidirectional algorithm; odd is right to left.
    pub(crate) level: u8,
    pub(crate) space: bool,
    pub(crate) width: f32,
}

/// What stays on one line, and the spaces behind it.
#[derive(Debug, Clone)]
pub(crate) struct Word {
    pub(crate) pieces: Range<u32>,
    /// Width without the spaces behind.
    pub(crate) width: f32,
    /// Width of the spaces behind.
    pub(crate) space: f32,
    /// Whether a line ends here whatever its width.
    pub(crate) ends_line: bool,
}

/// Inline content ready to be broken into lines.
#[derive(Debug, Clone, Default)]
pub(crate) struct ShapedText {
    pub(crate) pieces: Vec<ShapedPiece>,
    pub(crate) words: Vec<Word>,
    pub(crate) styles: Vec<RunStyle>,
    pub(crate) links: Vec<LinkTarget>,
    pub(crate) pictures: Vec<InlinePicture>,
    /// Whether the text reads from right to left as a whole.
    pub(crate) right_to_left: bool,
    /// Whether any piece does.
    pub(crate) mixed: bool,
}

/// How much room a text asks for, in points.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct TextWidths {
    /// If nothing is broken but what ends its line.
    pub(crate) unbroken: f32,
    /// Of the widest word.
    pub(crate) word: f32,
}

impl ShapedText {
    pub(crate) fn widths(&self) -> TextWidths {
        let mut widths = TextWidths::default();
        let mut line = 0.0_f32;
        for word in &self.words {
            widths.unbroken = widths.unbroken.max(line + word.width);
            widths.word = widths.word.max(word.width);
            line = if word.ends_line { 0.0 } else { line + word.width + word.space };
        }
        widths
    }

    /// All words as one line.
    pub(crate) fn whole(&self) -> Range<usize> {
        0..self.words.len()
    }

    /// The pieces of a word, with the spaces behind it.
    pub(super) fn pieces_of(&self, word: &Word) -> &[ShapedPiece] {
        &self.pieces[word.pieces.start as usize..word.pieces.end as usize]
    }

    pub(super) fn style_of(&self, piece: &ShapedPiece) -> &RunStyle {
        &self.styles[usize::from(piece.style)]
    }
}
