//! Lines to shapes: text runs with their tints, underlines and link areas.

use super::atom::PendingLink;
use super::display::{Item, Mark, Rectangle, Shape, Stroke, TextRun};
use super::element::ElementId;
use super::lines::{Line, Run, runs, trailing_spaces};
use super::shape::Shaper;
use super::text::{Piece, Prepared, RunStyle};

/// Where and as what a line is drawn.
pub(super) struct Spot<'e> {
    /// Left end of the line.
    pub(super) x: f32,
    /// Baseline.
    pub(super) y: f32,
    /// What the text is part of.
    pub(super) mark: Mark,
    /// The elements of the text's links, by their index.
    pub(super) links: &'e [ElementId],
}

/// Shapes and link areas drawn so far.
#[derive(Debug, Default)]
pub(super) struct Canvas {
    pub(super) items: Vec<Item>,
    pub(super) links: Vec<PendingLink>,
}

impl Canvas {
    /// Draws one line of text.
    pub(super) fn line(
        &mut self,
        shaper: &mut Shaper<'_>,
        (prepared, line): (&Prepared, &Line),
        spot: &Spot<'_>,
    ) {
        let runs = runs(prepared, line);
        // Before all text of the line: a tint reaches a little over what stands beside it.
        if prepared.styles.iter().any(|style| style.tint.is_some()) {
            runs.clone().for_each(|run| self.tint(run, prepared, spot));
        }
        runs.for_each(|run| self.run(shaper, (run, prepared), spot));
    }

    /// Adds a shape without meaning.
    pub(super) fn decorate(&mut self, shape: Shape) {
        self.items.push(Item { mark: Mark::Artifact, shape });
    }

    /// Draws pieces of one style that stand side by side.
    fn run(
        &mut self,
        shaper: &mut Shaper<'_>,
        ((pieces, offset), prepared): (Run<'_>, &Prepared),
        spot: &Spot<'_>,
    ) {
        let Some(first) = pieces.first() else { return };
        let style = &prepared.styles[usize::from(first.style)];
        let x = spot.x + offset;
        let end = x + shown_width(pieces);
        let link = style.link.map(usize::from);
        let mark = match link.and_then(|link| spot.links.get(link)) {
            Some(element) if matches!(spot.mark, Mark::Content(_)) => Mark::Content(*element),
            Some(_) | None => spot.mark,
        };
        if let Some(picture) = style.picture.map(usize::from) {
            let shape = prepared.pictures[picture].shape((x, spot.y), style.size, end - x);
            let element = spot.links.get(prepared.links.len() + picture).copied();
            let own = element.filter(|_| matches!(mark, Mark::Content(_))).map_or(mark, Mark::Content);
            self.items.push(Item { mark: own, shape });
        } else {
            self.text(shaper, (pieces, style), (x, spot.y - style.rise, mark));
        }
        if end <= x {
            return;
        }
        let stroke = |y: f32, width: f32| {
            Shape::Stroke(Stroke { from: (x, y), to: (end, y), width, color: style.color })
        };
        if style.strikethrough {
            self.decorate(stroke(spot.y - style.size * 0.27, 0.6));
        }
        if let (Some(link), Mark::Content(element)) = (link, mark) {
            if style.rise == 0.0 && style.picture.is_none() {
                self.decorate(stroke(spot.y + style.size * 0.14, 0.35));
            }
            let target = prepared.links[link].clone();
            let (top, bottom) = (spot.y - style.rise - style.size, spot.y - style.rise + style.size * 0.3);
            self.links.push(PendingLink { left: x, right: end, top, bottom, target, element });
        }
    }

    /// The tint behind inline code.
    fn tint(&mut self, (pieces, offset): Run<'_>, prepared: &Prepared, spot: &Spot<'_>) {
        let Some(first) = pieces.first() else { return };
        let style = &prepared.styles[usize::from(first.style)];
        let Some(fill) = style.tint else { return };
        let width = shown_width(pieces);
        self.decorate(Shape::Rectangle(Rectangle {
            x: spot.x + offset - 1.4,
            y: spot.y - style.size * 0.98,
            width: width + 2.8,
            height: style.size * 1.3,
            radius: 1.6,
            fill,
        }));
    }

    fn text(
        &mut self,
        shaper: &mut Shaper<'_>,
        (pieces, style): (&[Piece], &RunStyle),
        (mut x, y, mark): (f32, f32, Mark),
    ) {
        let mut start = 0;
        while start < pieces.len() {
            let face = pieces[start].face;
            let same = |piece: &&Piece| piece.face == face;
            let length = pieces[start..].iter().take_while(same).count();
            let run = &pieces[start..start + length];
            let shown = shaper.show(run.iter().map(|piece| piece.segment));
            let shape = Shape::Text(TextRun { face, size: style.size, color: style.color, x, y, shown });
            self.items.push(Item { mark, shape });
            x += run.iter().map(|piece| piece.width).sum::<f32>();
            start += length;
        }
    }
}

/// Width of pieces without the spaces at their end.
fn shown_width(pieces: &[Piece]) -> f32 {
    pieces[..pieces.len() - trailing_spaces(pieces).count()].iter().map(|piece| piece.width).sum()
}
