//! How pieces of text look, and where links lead before pages are known.

use std::sync::Arc;

use crate::font::Wanted;
use crate::theme::{Color, TextSize};

/// The style that inline content starts from.
#[derive(Debug, Clone, Copy)]
pub(crate) struct BaseStyle {
    pub(crate) size: f32,
    pub(crate) color: Color,
    pub(crate) link: Color,
    /// Behind inline code.
    pub(crate) tint: Color,
    pub(crate) strong: bool,
    pub(crate) emphasis: bool,
}

/// How a piece of text looks.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct RunStyle {
    pub(crate) wanted: Wanted,
    pub(crate) size: f32,
    pub(crate) color: Color,
    pub(crate) strikethrough: bool,
    /// What it stands on, where that is not the ground of its block: inline code has a tint.
    pub(crate) tint: Option<Color>,
    /// How far above the baseline, in points.
    pub(crate) rise: f32,
    /// Index into [`ShapedText::links`](super::ShapedText::links).
    pub(crate) link: Option<u16>,
    /// Index into [`ShapedText::pictures`](super::ShapedText::pictures), for a picture instead of text.
    pub(crate) picture: Option<u16>,
}

impl RunStyle {
    /// Regular text of a size and colour.
    pub(crate) fn regular(text: TextSize, color: Color) -> Self {
        Self {
            wanted: Wanted::default(),
            size: text.size,
            color,
            strikethrough: false,
            tint: None,
            rise: 0.0,
            link: None,
            picture: None,
        }
    }

    /// Bold text of a size and colour.
    pub(crate) fn bold(text: TextSize, color: Color) -> Self {
        let regular = Self::regular(text, color);
        Self { wanted: Wanted { strong: true, ..regular.wanted }, ..regular }
    }
}

/// Where a link leads, before pages are known.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum LinkTarget {
    /// An address, or `#anchor`.
    Address(Arc<str>),
    /// A footnote, by its number from 1.
    Note(usize),
    /// Where a footnote is referred to first.
    NoteReference(usize),
}

impl LinkTarget {
    /// Whether both are of one link of the Markdown: two neighbouring links that lead to one place are two.
    pub(super) fn continues(&self, other: &Self) -> bool {
        match (self, other) {
            (Self::Address(one), Self::Address(other)) => Arc::ptr_eq(one, other),
            (Self::Note(_) | Self::NoteReference(_), _) | (_, Self::Note(_) | Self::NoteReference(_)) => {
                false
            }
        }
    }
}
