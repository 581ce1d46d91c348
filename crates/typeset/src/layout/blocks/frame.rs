//! Where blocks are set, and how their text looks there.

use std::rc::Rc;

use crate::layout::boxes::Bar;
use crate::layout::element::ElementId;
use crate::theme::{Color, TextSize};

/// Indented text is at least this wide, in points: deeply nested lists stop moving in before no word fits.
const NARROWEST: f32 = 120.0;

/// A part of the text area with the style of its text. Blocks within others (in a list, a quote) have a frame of their
/// own.
#[derive(Debug, Clone)]
pub(super) struct Frame {
    /// Where text starts, from the left margin.
    pub(super) left: f32,
    pub(super) width: f32,
    /// What the blocks are part of.
    pub(super) parent: ElementId,
    pub(super) text: TextSize,
    pub(super) color: Color,
    /// Bars beside the blocks and tints behind them.
    pub(super) bars: Rc<[Bar]>,
    /// How many lists are open.
    pub(super) lists: usize,
}

impl Frame {
    /// Right edge of the text.
    pub(super) fn right(&self) -> f32 {
        self.left + self.width
    }

    /// This frame with its left edge moved in.
    pub(super) fn indented(&self, indent: f32) -> Self {
        let indent = indent.min((self.width - NARROWEST).max(0.0));
        Self { left: self.left + indent, width: self.width - indent, ..self.clone() }
    }

    /// This frame for what is part of an element.
    pub(super) fn part_of(&self, parent: ElementId) -> Self {
        Self { parent, ..self.clone() }
    }

    /// This frame with one bar or tint more.
    pub(super) fn with_bar(&self, bar: Bar) -> Self {
        Self { bars: self.bars.iter().copied().chain([bar]).collect(), ..self.clone() }
    }
}
