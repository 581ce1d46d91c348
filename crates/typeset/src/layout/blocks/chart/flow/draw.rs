//! Boxes, frames and arrows as shapes.

use super::pack::PADDING;
use super::place::{FlowPlan, SIDE};
use super::route::{FlowLink, Routes};
use super::{FlowText, FlowTexts};
use crate::document::{FlowDirection, Flowchart};
use crate::geometry::{Point, Size};
use crate::layout::blocks::composer::Composer;
use crate::layout::boxes::{Canvas, LinePlacement, baseline};
use crate::layout::display::{Item, Mark, Path, PathStep, Rectangle, Shape, Stroke};
use crate::layout::element::ElementId;
use crate::layout::text::{BrokenText, line_width};
use crate::theme::Color;

/// Thickness of lines, in points.
const LINE: f32 = 0.8;

/// Length and half the breadth of the head of an arrow, in points.
const HEAD: f32 = 5.5;
const HALF_HEAD: f32 = 2.6;

/// Length of dashes and of the gaps between them, in points.
const DASH: f32 = 3.0;
const DASH_GAP: f32 = 2.2;

/// A chart while it is drawn.
struct FlowDrawing<'d, 'c> {
    canvas: &'d mut Canvas,
    chart: &'d Flowchart,
    texts: &'d FlowTexts,
    plan: &'d FlowPlan,
    figure: ElementId,
    composer: &'d mut Composer<'c>,
}

/// Draws a chart with its upper left corner at the origin.
pub(super) fn draw(
    canvas: &mut Canvas,
    chart: &Flowchart,
    texts: &FlowTexts,
    plan: &FlowPlan,
    figure: ElementId,
    composer: &mut Composer<'_>,
) {
    let mut drawing = FlowDrawing { canvas, chart, texts, plan, figure, composer };
    drawing.frames();
    for rank in &plan.routes.into {
        for link in rank {
            drawing.link(link);
        }
    }
    for rank in &plan.routes.into {
        for link in rank.iter().filter(|link| link.is_last) {
            drawing.label(link);
        }
    }
    for node in 0..chart.nodes.len() {
        drawing.node(node);
    }
}

impl FlowDrawing<'_, '_> {
    fn push(&mut self, shape: Shape) {
        self.canvas.items.push(Item { mark: Mark::Content(self.figure), shape });
    }

    fn frames(&mut self) {
        let theme = self.composer.theme();
        let (line, tint) = (theme.colors.strong_rule, theme.colors.header_tint);
        for (number, place) in self.plan.packing.frames.iter().enumerate() {
            let Some(place) = place else { continue };
            let levels = (self.plan.depths[number] + 1) as f32;
            let title = if self.chart.direction == FlowDirection::Down { self.plan.title } else { 0.0 };
            let (first, last) = (self.plan.ranks[place.first], self.plan.ranks[place.last]);
            let start = first.start - levels * (PADDING + title);
            let along = last.end() + levels * PADDING - start;
            let corner = self.chart.direction.point(start, place.start + 1.0);
            let size = match self.chart.direction {
                FlowDirection::Down => Size::new(place.size, along),
                FlowDirection::Right => Size::new(along, place.size),
            };
            // What is in another frame stands on white, so that both are seen.
            let inner = self.chart.frames[number].parent.is_some();
            let fill = if inner { Color::WHITE } else { tint.towards(Color::WHITE, 0.3) };
            self.rectangle(corner, size, 4.0, line, fill);
            let at = Point::new(corner.x + PADDING, corner.y + PADDING / 2.0);
            self.text(&self.texts.frames[number], at, None);
        }
    }

    fn node(&mut self, number: usize) {
        let colors = &self.composer.theme().colors;
        let line = colors.accent;
        let slot = &self.plan.packing.slots[number];
        let rank = self.plan.ranks[slot.rank];
        let corner = self.chart.direction.point(rank.start, slot.place + 1.0);
        let size = match self.chart.direction {
            FlowDirection::Down => Size::new(slot.size, rank.size),
            FlowDirection::Right => Size::new(rank.size, slot.size),
        };
        let radius = if self.chart.nodes[number].is_round { 8.0 } else { 2.0 };
        self.rectangle(corner, size, radius, line, Color::WHITE);
        let text = &self.texts.nodes[number];
        let top = corner.y + (size.height - text.size.height) / 2.0;
        self.text(text, Point::new(corner.x + SIDE, top), Some(size.width - SIDE * 2.0));
    }

    fn rectangle(&mut self, corner: Point, size: Size, radius: f32, line: Color, fill: Color) {
        let Size { width, height } = size;
        self.push(Shape::Rectangle(Rectangle {
            x: corner.x,
            y: corner.y,
            width,
            height,
            radius,
            fill: line,
        }));
        self.push(Shape::Rectangle(Rectangle {
            x: corner.x + LINE,
            y: corner.y + LINE,
            width: width - LINE * 2.0,
            height: height - LINE * 2.0,
            radius: radius - LINE,
            fill,
        }));
    }

    /// Draws the lines of a text below a point, in the middle of a width if there is one.
    fn text(&mut self, text: &FlowText, corner: Point, width: Option<f32>) {
        let size = self.composer.theme().table;
        let mut y = corner.y + baseline(size);
        for BrokenText { text, lines } in &text.parts {
            for line in lines {
                let slack = width.map_or(0.0, |width| (width - line_width(text, line)) / 2.0);
                let mark = Mark::Content(self.figure);
                let place = LinePlacement { x: corner.x + slack.max(0.0), y, mark, links: &[] };
                self.composer.draw_line(self.canvas, text, line, &place);
                y += size.leading;
            }
        }
    }

    /// Draws a part of an arrow: out of the rank before, along its track, into its rank.
    fn link(&mut self, link: &FlowLink) {
        let (slots, ranks) = (&self.plan.packing.slots, &self.plan.ranks);
        let (from, to) = (&slots[link.from], &slots[link.to]);
        let edge = &self.chart.edges[link.edge];
        let is_backward = self.plan.is_backward[link.edge];
        let boxes = self.chart.nodes.len();
        let begin = ranks[from.rank].end();
        let begin = if link.from < boxes { begin } else { ranks[from.rank].start };
        let end = ranks[to.rank].start;
        let mut ways = vec![(begin, link.start)];
        if let Some(track) = link.track {
            let along = ranks[to.rank].tracks + Routes::track(track);
            ways.extend([(along, link.start), (along, link.end)]);
        }
        ways.push((end, link.end));
        let mut points: Vec<Point> =
            ways.into_iter().map(|(along, across)| self.chart.direction.point(along, across + 1.0)).collect();
        let last = points.len() - 1;
        if edge.has_head && !is_backward && link.is_last {
            points[last] = self.head(points[last - 1], points[last]);
        }
        if edge.has_head && is_backward && link.from < boxes {
            points[0] = self.head(points[1], points[0]);
        }
        for ends in points.windows(2) {
            self.line(ends[0], ends[1], edge.is_dashed);
        }
    }

    /// Draws the head of an arrow; returns where its line ends.
    fn head(&mut self, before: Point, tip: Point) -> Point {
        let (right, down) = (tip.x - before.x, tip.y - before.y);
        let length = (right * right + down * down).sqrt().max(0.01);
        let (right, down) = (right / length, down / length);
        let foot = Point::new(tip.x - right * HEAD, tip.y - down * HEAD);
        let side = |sign: f32| {
            PathStep::Line(Point::new(foot.x - down * HALF_HEAD * sign, foot.y + right * HALF_HEAD * sign))
        };
        let fill = self.composer.theme().colors.muted;
        self.push(Shape::Path(Path { start: tip, steps: vec![side(1.0), side(-1.0)], fill }));
        foot
    }

    fn line(&mut self, from: Point, to: Point, is_dashed: bool) {
        let color = self.composer.theme().colors.muted;
        let length = ((to.x - from.x).powi(2) + (to.y - from.y).powi(2)).sqrt();
        if !is_dashed {
            return self.push(Shape::Stroke(Stroke { from, to, width: LINE, color }));
        }
        let at = |way: f32| {
            let share = (way / length.max(0.01)).min(1.0);
            Point::new(from.x + (to.x - from.x) * share, from.y + (to.y - from.y) * share)
        };
        let mut way = 0.0;
        while way < length {
            self.push(Shape::Stroke(Stroke { from: at(way), to: at(way + DASH), width: LINE, color }));
            way += DASH + DASH_GAP;
        }
    }

    /// Draws the label of an arrow on white, before the box at which it ends.
    fn label(&mut self, link: &FlowLink) {
        let Some(text) = &self.texts.edges[link.edge] else { return };
        let labels = self.plan.ranks[self.plan.packing.slots[link.to].rank].labels;
        let middle = self.chart.direction.point(labels, link.end + 1.0);
        let Size { width, height } = text.size;
        let corner = match self.chart.direction {
            FlowDirection::Down => Point::new(middle.x - width / 2.0, middle.y),
            FlowDirection::Right => Point::new(middle.x + 1.0, middle.y - height / 2.0),
        };
        let ground = Rectangle {
            x: corner.x - 1.5,
            y: corner.y,
            width: width + 3.0,
            height,
            radius: 0.0,
            fill: Color::WHITE,
        };
        self.push(Shape::Rectangle(ground));
        self.text(text, corner, Some(width));
    }
}
