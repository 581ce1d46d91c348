//! Lines to shapes: text runs with their tints, underlines and link areas.

use super::super::display::{Item, Mark, Rectangle, Shape, Stroke, TextRun};
use super::super::element::ElementId;
use super::super::text::{
    CAPITAL_MIDDLE, Line, RunStyle, ShapedPiece, ShapedText, Shaper, StyleRun, runs, trailing_spaces,
};
use super::atom::PendingLink;
use crate::geometry::Point;
use crate::theme::TextSize;

/// Where and as what a line is drawn.
pub(crate) struct LinePlacement<'e> {
    /// Left end of the line.
    pub(crate) x: f32,
    /// Baseline.
    pub(crate) y: f32,
    /// What the text is part of.
    pub(crate) mark: Mark,
    /// The elements of the text's links and, after those, of its pictures.
    pub(crate) links: &'e [ElementId],
}

/// Shapes and link areas drawn so far.
#[derive(Debug, Default)]
pub(crate) struct Canvas {
    pub(crate) items: Vec<Item>,
    pub(crate) links: Vec<PendingLink>,
}

impl Canvas {
    /// Draws one line of text.
    pub(crate) fn draw_line(
        &mut self,
        shaper: &mut Shaper<'_>,
        text: &ShapedText,
        line: &Line,
        place: &LinePlacement<'_>,
    ) {
        let runs = runs(text, line);
        // Before all text of the line: a tint overlaps its neighbours a little.
        if text.styles.iter().any(|style| style.tint.is_some()) {
            for run in runs.clone() {
                self.tint(run, text, place);
            }
        }
        for run in runs {
            self.run(shaper, run, text, place);
        }
    }

    /// Turns everything to the left about a point.
    pub(crate) fn turn(&mut self, about: Point) {
        for item in &mut self.items {
            item.shape.turn(about);
        }
        for link in &mut self.links {
            let PendingLink { left, right, top, bottom, .. } = *link;
            (link.left, link.right) = (about.x + top - about.y, about.x + bottom - about.y);
            (link.top, link.bottom) = (about.y - right + about.x, about.y - left + about.x);
        }
    }

    /// Moves everything down.
    pub(crate) fn shift(&mut self, down: f32) {
        for item in &mut self.items {
            item.shape.shift(0.0, down);
        }
        for link in &mut self.links {
            link.top += down;
            link.bottom += down;
        }
    }

    /// Adds what another has.
    pub(crate) fn append(&mut self, other: Self) {
        self.items.extend(other.items);
        self.links.extend(other.links);
    }

    /// Adds a shape that is an artifact.
    pub(crate) fn decorate(&mut self, shape: Shape) {
        self.items.push(Item { mark: Mark::Artifact, shape });
    }

    /// Draws pieces of one style that stand side by side.
    fn run(
        &mut self,
        shaper: &mut Shaper<'_>,
        run: StyleRun<'_>,
        text: &ShapedText,
        place: &LinePlacement<'_>,
    ) {
        let pieces = run.pieces;
        let Some(first) = pieces.first() else { return };
        let style = &text.styles[usize::from(first.style)];
        let x = place.x + run.offset;
        let end = x + shown_width(pieces);
        let link = style.link.map(usize::from);
        let mark = match link.and_then(|link| place.links.get(link)) {
            Some(element) if matches!(place.mark, Mark::Content(_)) => Mark::Content(*element),
            Some(_) | None => place.mark,
        };
        if let Some(picture) = style.picture.map(usize::from) {
            let shape = text.pictures[picture].shape(Point::new(x, place.y), style.size, end - x);
            let element = place.links.get(text.links.len() + picture).copied();
            let own = element.filter(|_| matches!(mark, Mark::Content(_))).map_or(mark, Mark::Content);
            self.items.push(Item { mark: own, shape });
        } else {
            self.glyphs(shaper, pieces, style, Point::new(x, place.y - style.rise), mark);
        }
        if end <= x {
            return;
        }
        let mut stroke = |y: f32, width: f32| {
            let (from, to) = (Point::new(x, y), Point::new(end, y));
            self.decorate(Shape::Stroke(Stroke { from, to, width, color: style.color }));
        };
        if style.strikethrough {
            stroke(place.y - style.size * 0.27, 0.6);
        }
        if let (Some(link), Mark::Content(element)) = (link, mark) {
            if style.rise == 0.0 && style.picture.is_none() {
                stroke(place.y + style.size * 0.14, 0.35);
            }
            let target = text.links[link].clone();
            let (top, bottom) = (place.y - style.rise - style.size, place.y - style.rise + style.size * 0.3);
            self.links.push(PendingLink { left: x, right: end, top, bottom, target, element });
        }
    }

    /// The tint behind inline code.
    fn tint(&mut self, run: StyleRun<'_>, text: &ShapedText, place: &LinePlacement<'_>) {
        let Some(first) = run.pieces.first() else { return };
        let style = &text.styles[usize::from(first.style)];
        let Some(fill) = style.tint else { return };
        let width = shown_width(run.pieces);
        self.decorate(Shape::Rectangle(Rectangle {
            x: place.x + run.offset - 1.4,
            y: place.y - style.size * 0.98,
            width: width + 2.8,
            height: style.size * 1.3,
            radius: 1.6,
            fill,
        }));
    }

    /// Draws text: a text run for each stretch of one face.
    fn glyphs(
        &mut self,
        shaper: &mut Shaper<'_>,
        pieces: &[ShapedPiece],
        style: &RunStyle,
        start: Point,
        mark: Mark,
    ) {
        let Point { mut x, y } = start;
        for run in pieces.chunk_by(|one, next| one.face == next.face) {
            let shown = shaper.show(run.iter().map(|piece| piece.segment));
            let (face, size, color) = (run[0].face, style.size, style.color);
            let text = TextRun { face, size, color, x, y, turned: false, shown };
            self.items.push(Item { mark, shape: Shape::Text(text) });
            x += run.iter().map(|piece| piece.width).sum::<f32>();
        }
    }
}

/// Width of pieces without the spaces at their end.
fn shown_width(pieces: &[ShapedPiece]) -> f32 {
    pieces[..pieces.len() - trailing_spaces(pieces).count()].iter().map(|piece| piece.width).sum()
}

/// Distance of the baseline from the upper edge of a line: the text stands in the middle of its leading. The optical
/// middle of a line is that of its capitals.
pub(crate) fn baseline(text: TextSize) -> f32 {
    text.leading / 2.0 + text.size * CAPITAL_MIDDLE
}
