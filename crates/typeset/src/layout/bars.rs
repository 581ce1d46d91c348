//! Bar charts: a bar for each number, the number at its end, the names beside or below. Bars stand upright while their
//! names fit below them, and lie otherwise. There are no grid lines to read numbers from: the numbers are there.

use std::sync::Arc;

use super::atom::Atom;
use super::compose::{Composer, baseline};
use super::display::{Color, Item, Mark, Rectangle, Shape, Stroke};
use super::draw::{Canvas, Spot};
use super::element::ElementId;
use super::hyphen::Division;
use super::lines::{Line, break_lines, line_width};
use super::text::{Prepared, StyledText};
use crate::document::{BarChart, Series};

/// Height of the longest upright bar, in points.
const UPRIGHT: f32 = 110.0;

/// Thickest bar.
const THICK: f32 = 34.0;

/// Thickness of lying bars: alone, and beside others of the same name.
const LYING: (f32, f32) = (10.0, 9.0);

/// Room for a name below upright bars, at most and at least.
const SLOT: (f32, f32) = (96.0, 34.0);

/// Most lines of a name below upright bars.
const MOST_LINES: usize = 3;

/// The part of the width that names beside lying bars take at most.
const NAMES: f32 = 0.42;

/// The part of a page's height that one figure takes at most; the names after that make another.
const TALLEST: f32 = 0.6;

/// Between bars and words.
const AIR: f32 = 4.0;

/// A text in lines.
struct Words {
    text: Arc<Prepared>,
    lines: Vec<Line>,
    width: f32,
}

/// A chart with its texts shaped.
struct Set<'c> {
    chart: &'c BarChart,
    names: Vec<Words>,
    /// For each series the numbers.
    numbers: Vec<Vec<Words>>,
    /// Width of the widest number.
    widest: f32,
}

impl Composer<'_> {
    pub(super) fn bars(&mut self, chart: &BarChart) {
        let slot = (self.width / chart.names.len() as f32).min(SLOT.0);
        let upright = Some(slot).filter(|slot| !chart.horizontal && *slot >= SLOT.1);
        let upright = upright.map(|slot| (slot, self.set_bars(chart, slot - AIR * 2.0)));
        match upright.filter(|(slot, set)| set.fits_upright(*slot)) {
            Some((slot, set)) => self.upright(&set, slot),
            None => {
                let set = self.set_bars(chart, self.width * NAMES);
                self.lying(&set);
            }
        }
    }

    fn set_bars<'c>(&mut self, chart: &'c BarChart, room: f32) -> Set<'c> {
        let color = self.theme.colors.text;
        let names = chart.names.iter().map(|name| self.words(name, room, color)).collect();
        let numbers: Vec<Vec<Words>> = chart
            .series
            .iter()
            .map(|series| {
                let numbers = series.numbers.iter();
                numbers.map(|number| self.words(&number.to_string(), f32::MAX, color)).collect()
            })
            .collect();
        let widest = numbers.iter().flatten().fold(0.0, |widest: f32, number| widest.max(number.width));
        Set { chart, names, numbers, widest }
    }

    fn words(&mut self, text: &str, room: f32, color: Color) -> Words {
        let style = self.run_style(self.theme.table, color);
        let mut text = StyledText::plain(text, style).prepare(&mut self.shaper);
        let lines = break_lines(&mut text, &mut self.shaper, room, Division::Never);
        let width = lines.iter().fold(0.0, |width: f32, line| width.max(line_width(&text, line)));
        Words { text, lines, width }
    }

    /// What the axes and the colours mean, in a line above the bars; returns where the bars start.
    fn key(&mut self, canvas: &mut Canvas, chart: &BarChart, (figure, left): (ElementId, f32)) -> f32 {
        let mut x = left;
        let axis = axis_title(chart);
        let series = chart.series.iter().enumerate().filter_map(|(number, series)| {
            let title = series.title.clone();
            title
                .or_else(|| (chart.series.len() > 1).then(|| "Without a title".to_owned()))
                .map(|title| (title, Some(self.chart_color(number))))
        });
        let words: Vec<(String, Option<Color>)> =
            axis.map(|axis| (axis, None)).into_iter().chain(series).collect();
        let leading = self.theme.table.leading;
        let mut top = 0.0;
        let any = !words.is_empty();
        for (text, square) in words {
            let color = if square.is_some() { self.theme.colors.text } else { self.theme.colors.muted };
            let indent = if square.is_some() { 11.0 } else { 0.0 };
            let words = self.words(&text, self.left + self.width - left - indent, color);
            if x > left && x + indent + words.width > self.left + self.width {
                (x, top) = (left, top + leading);
            }
            if let Some(fill) = square {
                let (y, side) = (top + baseline(self.theme.table) - 6.2, 6.6);
                let square = Rectangle { x, y, width: side, height: side, radius: 1.2, fill };
                canvas.items.push(Item { mark: Mark::Content(figure), shape: Shape::Rectangle(square) });
            }
            self.show(canvas, &words, ((x + indent, top), figure));
            x += indent + words.width + 16.0;
            top += (words.lines.len() - 1) as f32 * leading;
        }
        if any { top + leading + AIR } else { 0.0 }
    }

    /// Draws all lines of a text below a point.
    fn show(&mut self, canvas: &mut Canvas, words: &Words, ((x, top), figure): ((f32, f32), ElementId)) {
        let size = self.theme.table;
        for (number, line) in words.lines.iter().enumerate() {
            let y = top + number as f32 * size.leading + baseline(size);
            let spot = Spot { x, y, mark: Mark::Content(figure), links: &[] };
            canvas.line(&mut self.shaper, (&words.text, line), &spot);
        }
    }

    fn upright(&mut self, set: &Set<'_>, slot: f32) {
        let chart = set.chart;
        let figure = self.structure.figure(self.parent, description(chart, 0..chart.names.len()));
        let mut canvas = Canvas::default();
        let leading = self.theme.table.leading;
        let top = self.key(&mut canvas, chart, (figure, self.left)) + leading;
        let bottom = top + UPRIGHT;
        let thick = (slot * 0.72 / chart.series.len() as f32).min(THICK);
        let group = thick * chart.series.len() as f32;
        let scale = Scale::of(chart);
        for (name, words) in set.names.iter().enumerate() {
            let middle = self.left + slot * (name as f32 + 0.5);
            for (number, text) in words.lines.iter().enumerate() {
                let x = middle - line_width(&words.text, text) / 2.0;
                let y = bottom + AIR + number as f32 * leading + baseline(self.theme.table);
                let spot = Spot { x, y, mark: Mark::Content(figure), links: &[] };
                canvas.line(&mut self.shaper, (&words.text, text), &spot);
            }
            for (number, series) in chart.series.iter().enumerate() {
                let height = scale.length(series.numbers[name], UPRIGHT);
                let x = middle - group / 2.0 + thick * number as f32;
                let fill = self.chart_color(number);
                let bar = Rectangle {
                    x: x + 0.5,
                    y: bottom - height,
                    width: thick - 1.0,
                    height,
                    radius: 0.0,
                    fill,
                };
                canvas.items.push(Item { mark: Mark::Content(figure), shape: Shape::Rectangle(bar) });
                let words = &set.numbers[number][name];
                let place = (x + (thick - words.width) / 2.0, bottom - height - leading);
                self.show(&mut canvas, words, (place, figure));
            }
        }
        let ends = ((self.left, bottom), (self.left + slot * set.names.len() as f32, bottom));
        canvas.decorate(self.axis(ends));
        let lines = set.names.iter().map(|words| words.lines.len()).max().unwrap_or_default();
        let mut height = bottom + AIR + lines as f32 * leading + 2.0;
        if let Some(title) = &chart.names_title {
            let words = self.words(title, self.width, self.theme.colors.muted);
            self.show(&mut canvas, &words, ((self.left, height + 1.0), figure));
            height += 1.0 + words.lines.len() as f32 * leading;
        }
        self.emit(Atom { height, items: canvas.items, ..Atom::default() });
    }

    fn lying(&mut self, set: &Set<'_>) {
        let beside = set.names.iter().fold(0.0, |widest: f32, name| widest.max(name.width));
        let bars = beside + AIR * 2.0;
        let longest = self.width - bars - set.widest - AIR * 2.0;
        let rows: Vec<f32> = set.names.iter().map(|name| self.row_of_bars(set, name)).collect();
        let room = self.flow.height() * TALLEST;
        let mut first = 0;
        while first < rows.len() {
            let mut height = rows[first];
            let mut next = first + 1;
            while next < rows.len() && height + rows[next] <= room {
                height += rows[next];
                next += 1;
            }
            self.lying_part(set, (first..next, &rows), (bars, longest));
            self.gap = 0.0;
            first = next;
        }
    }

    /// How high the bars of a name are, with the air around them.
    fn row_of_bars(&self, set: &Set<'_>, name: &Words) -> f32 {
        let words = name.lines.len() as f32 * self.theme.table.leading;
        words.max(set.chart.series.len() as f32 * lying_thickness(set.chart)) + AIR
    }

    fn lying_part(
        &mut self,
        set: &Set<'_>,
        (names, rows): (std::ops::Range<usize>, &[f32]),
        (bars, longest): (f32, f32),
    ) {
        let chart = set.chart;
        let figure = self.structure.figure(self.parent, description(chart, names.clone()));
        let mut canvas = Canvas::default();
        let mut y = 0.0;
        let left = self.left + bars;
        if names.start == 0 {
            let titled = chart
                .names_title
                .as_ref()
                .map(|title| self.words(title, bars - AIR, self.theme.colors.muted));
            y = self.key(&mut canvas, chart, (figure, left));
            if let Some(words) = titled {
                self.show(&mut canvas, &words, ((self.left, 0.0), figure));
                y = y.max(words.lines.len() as f32 * self.theme.table.leading + AIR);
            }
        }
        let top = y;
        let scale = Scale::of(chart);
        let (thick, leading) = (lying_thickness(chart), self.theme.table.leading);
        for name in names {
            let words = &set.names[name];
            let middle = y + rows[name] / 2.0;
            let place = (self.left, middle - words.lines.len() as f32 * leading / 2.0);
            self.show(&mut canvas, words, (place, figure));
            for (number, series) in chart.series.iter().enumerate() {
                let width = scale.length(series.numbers[name], longest);
                let y = middle + thick * (number as f32 - chart.series.len() as f32 / 2.0);
                let fill = self.chart_color(number);
                let bar = Rectangle { x: left, y: y + 0.5, width, height: thick - 1.0, radius: 0.0, fill };
                canvas.items.push(Item { mark: Mark::Content(figure), shape: Shape::Rectangle(bar) });
                let place = (left + width + AIR, y + (thick - leading) / 2.0);
                self.show(&mut canvas, &set.numbers[number][name], (place, figure));
            }
            y += rows[name];
        }
        canvas.decorate(self.axis(((left, top), (left, y))));
        self.emit(Atom { height: y, items: canvas.items, ..Atom::default() });
    }

    fn axis(&self, (from, to): ((f32, f32), (f32, f32))) -> Shape {
        Shape::Stroke(Stroke { from, to, width: 0.7, color: self.theme.colors.strong_rule })
    }
}

impl Set<'_> {
    /// Upright bars need names of few lines without broken words, and numbers that do not run into each other.
    fn fits_upright(&self, slot: f32) -> bool {
        let thick = slot * 0.72 / self.chart.series.len() as f32;
        let fits = |name: &Words| name.lines.len() <= MOST_LINES && name.text.widths().1 <= slot - AIR * 2.0;
        self.widest <= thick + 1.0 && self.names.iter().all(fits)
    }
}

fn lying_thickness(chart: &BarChart) -> f32 {
    if chart.series.len() == 1 { LYING.0 } else { LYING.1 }
}

/// From numbers to lengths.
struct Scale {
    from: f64,
    to: f64,
}

impl Scale {
    fn of(chart: &BarChart) -> Self {
        let highest =
            chart.series.iter().flat_map(|series| &series.numbers).fold(0.0, |one: f64, two| one.max(*two));
        let (from, to) = chart.range.unwrap_or((0.0, highest));
        // Numbers beyond the end of their axis still have their length.
        Self { from, to: to.max(highest) }
    }

    fn length(&self, number: f64, longest: f32) -> f32 {
        let span = self.to - self.from;
        if span > 0.0 { ((number - self.from).max(0.0) / span) as f32 * longest } else { 0.0 }
    }
}

/// What the numbers are; an axis that does not start at zero says so.
fn axis_title(chart: &BarChart) -> Option<String> {
    let from = chart.range.map(|(from, _)| from).filter(|from| *from > 0.0);
    match (&chart.numbers_title, from) {
        (Some(title), Some(from)) => Some(format!("{title} (bars start at {from})")),
        (Some(title), None) => Some(title.clone()),
        (None, Some(from)) => Some(format!("Bars start at {from}")),
        (None, None) => None,
    }
}

/// All names and numbers, for those who listen.
fn description(chart: &BarChart, names: std::ops::Range<usize>) -> String {
    let title = chart.title.as_deref().or(chart.numbers_title.as_deref()).unwrap_or("Bar chart");
    let continued = if names.start > 0 { ", continued" } else { "" };
    let number = |series: &Series, name: usize| match &series.title {
        Some(title) => format!("{title} {}", series.numbers[name]),
        None => series.numbers[name].to_string(),
    };
    let entries: Vec<String> = names
        .map(|name| {
            let numbers: Vec<String> = chart.series.iter().map(|series| number(series, name)).collect();
            format!("{} {}", chart.names[name], numbers.join(", "))
        })
        .collect();
    format!("{title}{continued}: {}", entries.join("; "))
}
