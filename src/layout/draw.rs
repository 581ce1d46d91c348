//! Lines to shapes: text runs with their tints, underlines and link areas.

use super::display::{Color, ElementId, Item, Mark, Rectangle, Shape, Stroke, TextRun};
use super::flow::PendingLink;
use super::lines::{Line, visual_pieces};
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
        shaper: &Shaper<'_>,
        (prepared, line): (&Prepared, &Line),
        spot: &Spot<'_>,
    ) {
        let pieces = visual_pieces(prepared, line);
        let mut x = spot.x;
        let mut start = 0;
        while start < pieces.len() {
            let style = pieces[start].style;
            let length = pieces[start..]
                .iter()
                .take_while(|piece| piece.style == style)
                .count();
            let run = &pieces[start..start + length];
            x = self.run(
                shaper,
                (run, &prepared.styles[usize::from(style)], prepared),
                (x, spot),
            );
            start += length;
        }
    }

    /// Adds a shape without meaning.
    pub(super) fn decorate(&mut self, shape: Shape) {
        self.items.push(Item {
            mark: Mark::Artifact,
            shape,
        });
    }

    fn run(
        &mut self,
        shaper: &Shaper<'_>,
        (pieces, style, prepared): (&[Piece], &RunStyle, &Prepared),
        (x, spot): (f32, &Spot<'_>),
    ) -> f32 {
        let width: f32 = pieces.iter().map(|piece| piece.width).sum();
        let trailing: f32 = pieces
            .iter()
            .rev()
            .take_while(|piece| piece.space)
            .map(|piece| piece.width)
            .sum();
        let end = x + width - trailing;
        if style.tinted {
            let size = style.size;
            self.decorate(Shape::Rectangle(Rectangle {
                x: x - 1.4,
                y: spot.y - size * 0.98,
                width: end - x + 2.8,
                height: size * 1.3,
                radius: 1.6,
                fill: CODE_TINT,
            }));
        }
        let link = style.link.map(usize::from);
        let mark = match link.and_then(|link| spot.links.get(link)) {
            Some(element) if matches!(spot.mark, Mark::Content(_)) => Mark::Content(*element),
            Some(_) | None => spot.mark,
        };
        self.text(shaper, (pieces, style), (x, spot.y - style.rise, mark));
        let stroke = |y: f32, width: f32| {
            Shape::Stroke(Stroke {
                from: (x, y),
                to: (end, y),
                width,
                color: style.color,
            })
        };
        if style.strikethrough {
            self.decorate(stroke(spot.y - style.size * 0.27, 0.6));
        }
        if let (Some(link), Mark::Content(element)) = (link, mark) {
            if style.rise == 0.0 {
                self.decorate(stroke(spot.y + style.size * 0.14, 0.35));
            }
            let target = prepared.links[link].clone();
            let (top, bottom) = (
                spot.y - style.rise - style.size,
                spot.y - style.rise + style.size * 0.3,
            );
            self.links.push(PendingLink {
                left: x,
                right: end,
                top,
                bottom,
                target,
                element,
            });
        }
        x + width
    }

    fn text(
        &mut self,
        shaper: &Shaper<'_>,
        (pieces, style): (&[Piece], &RunStyle),
        (mut x, y, mark): (f32, f32, Mark),
    ) {
        let mut start = 0;
        while start < pieces.len() {
            let face = shaper.get(pieces[start].segment).face;
            let same = |piece: &&Piece| shaper.get(piece.segment).face == face;
            let length = pieces[start..].iter().take_while(same).count();
            let run = &pieces[start..start + length];
            let segments = run.iter().map(|piece| piece.segment).collect();
            let shape = Shape::Text(TextRun {
                face,
                size: style.size,
                color: style.color,
                x,
                y,
                segments,
            });
            self.items.push(Item { mark, shape });
            x += run.iter().map(|piece| piece.width).sum::<f32>();
            start += length;
        }
    }
}

/// Behind inline code; light enough for every text colour.
const CODE_TINT: Color = Color(0xf1, 0xf2, 0xf5);
