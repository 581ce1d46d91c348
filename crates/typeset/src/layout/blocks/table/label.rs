//! Quiet coloured labels behind the words that readers scan a matrix for. The word always stands there; colour only
//! helps to find it.

use std::borrow::Cow;

use crate::document::{Inline, InlineKind, plain_text};
use crate::geometry::Point;
use crate::layout::display::{Rectangle, Shape};
use crate::layout::text::BaseStyle;
use crate::theme::{Color, LabelColors, TextSize};

/// A label behind the whole text of a cell.
#[derive(Debug, Clone, Copy)]
pub(super) struct CellLabel {
    fill: Color,
    text: Color,
}

impl CellLabel {
    /// The label of a cell whose whole text is one of the known words.
    pub(super) fn of(content: &[Inline], labels: &[LabelColors]) -> Option<Self> {
        if content.is_empty() || content.len() > 3 || content.iter().any(|inline| inline.link.is_some()) {
            return None;
        }
        if content.iter().any(|inline| matches!(inline.kind, InlineKind::Picture(_))) {
            return None;
        }
        let text = match content {
            [Inline { kind: InlineKind::Text(text), .. }] => Cow::Borrowed(text.as_str()),
            _ => Cow::Owned(plain_text(content)),
        };
        let text = text.trim();
        let label = labels.iter().find(|label| same_word(&label.word, text))?;
        Some(Self { fill: label.fill, text: label.text })
    }

    /// How far the word stands in from the label's edge, in points.
    pub(super) fn inset(&self) -> f32 {
        4.0
    }

    pub(super) fn style(&self, base: BaseStyle) -> BaseStyle {
        BaseStyle { color: self.text, size: base.size - 0.4, ..base }
    }

    /// The shape behind a word of a width whose line has its upper left corner at a point.
    pub(super) fn shape(&self, corner: Point, width: f32, line: TextSize) -> Shape {
        Shape::Rectangle(Rectangle {
            x: corner.x - self.inset(),
            y: corner.y - 0.4,
            width: width + self.inset() * 2.0,
            height: line.leading + 0.8,
            radius: 2.4,
            fill: self.fill,
        })
    }
}

/// Compares without regard to case, in every alphabet.
fn same_word(word: &str, text: &str) -> bool {
    if word.is_ascii() {
        return text.eq_ignore_ascii_case(word);
    }
    let lower = |text: &str| text.chars().flat_map(char::to_lowercase).collect::<String>();
    text.len() <= word.len() * 2 && lower(text) == lower(word)
}
