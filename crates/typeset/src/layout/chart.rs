//! Charts, and pies among them: the slices as drawing, and beside them a legend that says everything in words and
//! numbers.

use std::f64::consts::TAU;

use super::atom::Atom;
use super::compose::{Composer, baseline};
use super::display::{Color, Item, Mark, Path, Rectangle, Shape, Step};
use super::draw::{Canvas, Spot};
use super::element::{ElementId, Numbering, Role};
use super::hyphen::Division;
use super::lines::{break_lines, line_width};
use super::text::StyledText;
use crate::document::{BarChart, Chart, PieChart, PieSlice};

/// Radius of the pie, in points.
const RADIUS: f32 = 46.0;

impl Composer<'_> {
    pub(super) fn chart(&mut self, chart: &Chart) {
        let (Chart::Pie(PieChart { title, .. }) | Chart::Bars(BarChart { title, .. })) = chart;
        self.space(self.theme.block_gap);
        if let Some(title) = title {
            self.chart_title(title);
        }
        match chart {
            Chart::Pie(chart) => self.pie(chart),
            Chart::Bars(chart) => self.bars(chart),
        }
        self.gap = self.theme.block_gap;
    }

    fn pie(&mut self, chart: &PieChart) {
        let leading = self.theme.table.leading + 3.0;
        let figure = self.structure.figure(self.parent, description(chart));
        let list = self.structure.add(Role::List(Numbering::None), self.parent);
        let beside = (RADIUS * 2.0 / leading).ceil() as usize;
        let mut canvas =
            Canvas { items: self.slices(chart, (self.left + RADIUS, RADIUS), figure), ..Canvas::default() };
        let total = chart.total();
        let first = chart.slices.len().min(beside.max(7));
        let legend = first as f32 * leading;
        let mut y = ((RADIUS * 2.0 - legend) / 2.0).max(0.0);
        for (number, slice) in chart.slices[..first].iter().enumerate() {
            self.legend(&mut canvas, (slice, slice.value / total, number), (list, y));
            y += leading;
        }
        let height = legend.max(RADIUS * 2.0) + 2.0;
        self.emit(Atom { height, items: canvas.items, ..Atom::default() });
        for (number, slice) in chart.slices.iter().enumerate().skip(first) {
            let mut canvas = Canvas::default();
            self.legend(&mut canvas, (slice, slice.value / total, number), (list, 0.0));
            self.emit(Atom { height: leading, items: canvas.items, ..Atom::default() });
        }
    }

    fn chart_title(&mut self, title: &str) {
        let element = self.structure.add(Role::Paragraph, self.parent);
        let mut style = self.run_style(self.text, self.theme.colors.text);
        style.wanted.strong = true;
        let mut prepared = StyledText::plain(title, style).prepare(&mut self.shaper);
        for line in break_lines(&mut prepared, &mut self.shaper, self.width, Division::Never) {
            let mut canvas = Canvas::default();
            let spot =
                Spot { x: self.left, y: baseline(self.text), mark: Mark::Content(element), links: &[] };
            canvas.line(&mut self.shaper, (&prepared, &line), &spot);
            let height = self.text.leading;
            self.emit(Atom { height, keep_with_next: true, items: canvas.items, ..Atom::default() });
        }
        self.gap = 6.0;
    }

    /// One line: a square in the slice's colour, its name, its value and its share.
    fn legend(
        &mut self,
        canvas: &mut Canvas,
        (slice, share, number): (&PieSlice, f64, usize),
        (list, y): (ElementId, f32),
    ) {
        let item = self.structure.add(Role::ListItem, list);
        let body = self.structure.add(Role::ListBody, item);
        let size = self.theme.table;
        let x = self.left + RADIUS * 2.0 + 22.0;
        canvas.decorate(Shape::Rectangle(Rectangle {
            x,
            y: y + baseline(size) - 6.2,
            width: 6.6,
            height: 6.6,
            radius: 1.2,
            fill: self.chart_color(number),
        }));
        let share = share * 100.0;
        let text = format!("{}: {} ({share:.0} %)", slice.label, slice.value);
        let style = self.run_style(size, self.theme.colors.text);
        let mut prepared = StyledText::plain(&text, style).prepare(&mut self.shaper);
        let room = self.width - RADIUS * 2.0 - 34.0;
        // One line each: a name too long for it is set smaller until it fits.
        let line = 0..prepared.words.len();
        let width = line_width(&prepared, &line);
        if width > room {
            let style = self.run_style(scaled(size, room / width), self.theme.colors.text);
            prepared = StyledText::plain(&text, style).prepare(&mut self.shaper);
        }
        let line = 0..prepared.words.len();
        let spot = Spot { x: x + 12.0, y: y + baseline(size), mark: Mark::Content(body), links: &[] };
        canvas.line(&mut self.shaper, (&prepared, &line), &spot);
    }

    /// The slices, clockwise from twelve o'clock, with a hair of white between them.
    fn slices(&self, chart: &PieChart, centre: (f32, f32), figure: ElementId) -> Vec<Item> {
        let total = chart.total();
        let mut angle = 0.0;
        let mut items = Vec::new();
        for (number, slice) in chart.slices.iter().enumerate() {
            let sweep = slice.value / total * TAU;
            let gap = if sweep > 0.1 && sweep < TAU - 0.1 { 0.012 } else { 0.0 };
            let ends = (angle + gap, angle + sweep - gap);
            let shape = Shape::Path(wedge(centre, ends, self.chart_color(number)));
            if sweep > 0.0 {
                items.push(Item { mark: Mark::Content(figure), shape });
            }
            angle += sweep;
        }
        items
    }

    /// The colour of a part of a chart, by its number.
    pub(super) fn chart_color(&self, number: usize) -> Color {
        let colors = &self.theme.chart_colors;
        colors[number % colors.len()]
    }
}

fn scaled(size: crate::theme::TextSize, factor: f32) -> crate::theme::TextSize {
    crate::theme::TextSize { size: size.size * factor, leading: size.leading }
}

fn description(chart: &PieChart) -> String {
    let title = chart.title.as_deref().unwrap_or("Pie chart");
    let slices: Vec<String> =
        chart.slices.iter().map(|slice| format!("{} {}", slice.label, slice.value)).collect();
    format!("{title}: {}", slices.join(", "))
}

fn wedge(centre: (f32, f32), (from, to): (f64, f64), fill: Color) -> Path {
    let at = |angle: f64, radius: f64| {
        (centre.0 + (radius * angle.sin()) as f32, centre.1 - (radius * angle.cos()) as f32)
    };
    let radius = f64::from(RADIUS);
    let parts = ((to - from) / (TAU / 8.0)).ceil().max(1.0);
    let step = (to - from) / parts;
    // Length of the tangents of a Bézier curve that follows an arc: 4/3 tan(angle/4).
    let tangent = radius * 4.0 / 3.0 * (step / 4.0).tan();
    let mut steps = vec![Step::Line(at(from, radius))];
    for part in 0..parts as usize {
        let (start, end) = (from + step * part as f64, from + step * (part + 1) as f64);
        let lean = |angle: f64, length: f64| {
            let point = at(angle, radius);
            (point.0 + (length * angle.cos()) as f32, point.1 + (length * angle.sin()) as f32)
        };
        steps.push(Step::Curve(lean(start, tangent), lean(end, -tangent), at(end, radius)));
    }
    Path { start: centre, steps, fill }
}
