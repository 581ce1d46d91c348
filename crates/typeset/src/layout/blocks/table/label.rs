//! Quiet coloured labels behind the words that readers scan a matrix for, and marks behind the letters of a grid. The word
//! or letter always stands there; colour and shape only help to find it.

use std::borrow::Cow;

use crate::document::{Inline, InlineKind, plain_text};
use crate::geometry::Point;
use crate::layout::boxes::Canvas;
use crate::layout::display::{Path, PathStep, Rectangle, Shape};
use crate::layout::text::BaseStyle;
use crate::theme::{Color, MarkShape, TextSize, Theme};

/// Thickness of the line around a label or mark, in points.
const LINE: f32 = 0.7;

/// Between lines of rows that are low, in points.
const LOW: f32 = 3.0;

/// Between the marks of two rows, in points.
const MARK_AIR: f32 = 1.0;

/// A label or mark behind the whole text of a cell.
#[derive(Debug, Clone, Copy)]
pub(super) struct CellLabel {
    fill: Color,
    text: Color,
    form: LabelForm,
}

#[derive(Debug, Clone, Copy)]
enum LabelForm {
    Word { outline: Option<Color> },
    Letter(MarkShape),
}

impl CellLabel {
    /// The label of a cell whose whole text is one of the known words, or in a column of marks one of the known letters.
    pub(super) fn of(content: &[Inline], is_mark: bool, theme: &Theme) -> Option<Self> {
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
        if is_mark {
            let mark = theme.marks.iter().find(|mark| mark.letter == text)?;
            return Some(Self { fill: mark.fill, text: mark.text, form: LabelForm::Letter(mark.shape) });
        }
        let label = theme.labels.iter().find(|label| label.is_for(text))?;
        let form = LabelForm::Word { outline: label.outline };
        Some(Self { fill: label.fill, text: label.text, form })
    }

    /// How far the word stands in from the label's edge, in points.
    pub(super) fn inset(&self) -> f32 {
        match self.form {
            LabelForm::Word { .. } => 4.0,
            LabelForm::Letter(_) => 0.0,
        }
    }

    pub(super) fn style(&self, base: BaseStyle) -> BaseStyle {
        match self.form {
            LabelForm::Word { .. } => BaseStyle { color: self.text, size: base.size - 0.4, ..base },
            LabelForm::Letter(_) => BaseStyle { color: self.text, strong: true, ..base },
        }
    }

    /// Draws what stands behind a word of a width whose line has its upper left corner at a point.
    pub(super) fn draw(&self, canvas: &mut Canvas, corner: Point, width: f32, line: TextSize) {
        match self.form {
            LabelForm::Word { outline } => self.draw_word(canvas, corner, width, outline, line),
            LabelForm::Letter(shape) => {
                let middle = Point::new(corner.x + width / 2.0, corner.y + line.leading / 2.0);
                self.draw_mark(canvas, middle, shape, line);
            }
        }
    }

    fn draw_word(
        &self,
        canvas: &mut Canvas,
        corner: Point,
        width: f32,
        outline: Option<Color>,
        line: TextSize,
    ) {
        // Where rows are low, labels of neighbours must not touch.
        let more = if line.leading - line.size < LOW { -0.4 } else { 0.4 };
        let whole = Rectangle {
            x: corner.x - self.inset(),
            y: corner.y - more,
            width: width + self.inset() * 2.0,
            height: line.leading + more * 2.0,
            radius: 2.4,
            fill: outline.unwrap_or(self.fill),
        };
        canvas.decorate(Shape::Rectangle(whole));
        if outline.is_some() {
            canvas.decorate(Shape::Rectangle(Rectangle { fill: self.fill, ..inner(whole) }));
        }
    }

    fn draw_mark(&self, canvas: &mut Canvas, middle: Point, shape: MarkShape, line: TextSize) {
        let side = line.leading - MARK_AIR + 0.2;
        let rectangle = |radius: f32, fill: Color| Rectangle {
            x: middle.x - side / 2.0,
            y: middle.y - side / 2.0,
            width: side,
            height: side,
            radius,
            fill,
        };
        match shape {
            MarkShape::None => {}
            MarkShape::Square => canvas.decorate(Shape::Rectangle(rectangle(1.2, self.fill))),
            MarkShape::Round => canvas.decorate(Shape::Rectangle(rectangle(side / 2.0, self.fill))),
            MarkShape::Outline => {
                let whole = rectangle(1.2, self.text);
                canvas.decorate(Shape::Rectangle(whole));
                canvas.decorate(Shape::Rectangle(Rectangle { fill: self.fill, ..inner(whole) }));
            }
            MarkShape::Diamond => {
                // A corner that points at the rows above and below; half a diagonal is a little more than half a side.
                let reach = side / 2.0 + 0.9;
                let at = |right: f32, down: f32| Point::new(middle.x + right, middle.y + down);
                let steps = [at(reach, 0.0), at(0.0, reach), at(-reach, 0.0)].map(PathStep::Line).to_vec();
                canvas.decorate(Shape::Path(Path { start: at(0.0, -reach), steps, fill: self.fill }));
            }
        }
    }
}

/// What is left of a rectangle within a line.
fn inner(whole: Rectangle) -> Rectangle {
    Rectangle {
        x: whole.x + LINE,
        y: whole.y + LINE,
        width: whole.width - LINE * 2.0,
        height: whole.height - LINE * 2.0,
        radius: (whole.radius - LINE).max(0.0),
        ..whole
    }
}
