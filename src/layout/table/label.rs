//! Quiet coloured labels behind the words that readers scan a matrix for. The word always stands there; colour only
//! helps to find it.

use crate::document::{Inline, InlineKind, plain_text};

use super::super::display::{Color, Rectangle, Shape};
use super::super::text::BaseStyle;
use super::super::theme::TextSize;

/// A label behind the whole text of a cell.
#[derive(Debug, Clone, Copy)]
pub(super) struct Label {
    fill: Color,
    text: Color,
}

const BLUE: Label = Label { fill: Color(0xe4, 0xee, 0xf8), text: Color(0x1d, 0x4b, 0x7a) };
const AMBER: Label = Label { fill: Color(0xfd, 0xf1, 0xd3), text: Color(0x71, 0x4a, 0x00) };
const VIOLET: Label = Label { fill: Color(0xec, 0xe7, 0xf7), text: Color(0x4c, 0x3a, 0x8a) };
const GREEN: Label = Label { fill: Color(0xe1, 0xf2, 0xe6), text: Color(0x1a, 0x5e, 0x31) };
const GREY: Label = Label { fill: Color(0xec, 0xee, 0xf1), text: Color(0x4a, 0x52, 0x5c) };
const RED: Label = Label { fill: Color(0xfb, 0xe4, 0xe1), text: Color(0x94, 0x20, 0x17) };

const LABELS: [(&str, Label); 12] = [
    ("inherited", BLUE),
    ("provider", BLUE),
    ("shared", AMBER),
    ("customer", VIOLET),
    ("not applicable", GREY),
    ("implemented", GREEN),
    ("partial", AMBER),
    ("planned", BLUE),
    ("alternative", VIOLET),
    ("error", RED),
    ("warning", AMBER),
    ("note", BLUE),
];

impl Label {
    /// The label of a cell whose whole text is one of the known words.
    pub(super) fn of(content: &[Inline]) -> Option<Self> {
        if content.is_empty() || content.len() > 3 || content.iter().any(|inline| inline.link.is_some()) {
            return None;
        }
        if content.iter().any(|inline| matches!(inline.kind, InlineKind::Picture(_))) {
            return None;
        }
        let text = plain_text(content);
        let text = text.trim();
        LABELS.iter().find(|(word, _)| text.eq_ignore_ascii_case(word)).map(|(_, label)| *label)
    }

    /// How far the word stands in from the label's edge, in points.
    pub(super) fn inset(&self) -> f32 {
        4.0
    }

    pub(super) fn style(&self, base: BaseStyle) -> BaseStyle {
        BaseStyle { color: self.text, size: base.size - 0.4, ..base }
    }

    /// The shape behind a word that starts at `x` on a line whose upper edge is `top`.
    pub(super) fn shape(&self, (x, top): (f32, f32), (width, line): (f32, TextSize)) -> Shape {
        Shape::Rectangle(Rectangle {
            x: x - self.inset(),
            y: top - 0.4,
            width: width + self.inset() * 2.0,
            height: line.leading + 0.8,
            radius: 2.4,
            fill: self.fill,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::{Color, LABELS};

    /// Relative luminance, WCAG 2.2.
    fn luminance(color: Color) -> f64 {
        let linear = |part: u8| {
            let part = f64::from(part) / 255.0;
            if part <= 0.04045 { part / 12.92 } else { ((part + 0.055) / 1.055).powf(2.4) }
        };
        0.2126 * linear(color.0) + 0.7152 * linear(color.1) + 0.0722 * linear(color.2)
    }

    #[test]
    fn words_on_labels_have_the_contrast_that_wcag_asks_for() {
        for (word, label) in LABELS {
            let contrast = (luminance(label.fill) + 0.05) / (luminance(label.text) + 0.05);
            assert!(contrast >= 4.5, "{word}: {contrast:.2}");
        }
    }
}
