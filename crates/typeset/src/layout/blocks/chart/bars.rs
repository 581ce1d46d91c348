//! Bar charts: a bar for each number, the number at its end, the names beside or below. Bars stand upright while their
//! names fit below them, and lie otherwise. There are no grid lines to read numbers from: the numbers are there.

use std::ops::Range;

use super::{KEY_SQUARE, chart_color};
use crate::document::{AxisRange, BarChart, Series};
use crate::geometry::Point;
use crate::layout::blocks::composer::Composer;
use crate::layout::boxes::{Atom, Canvas, LinePlacement, baseline};
use crate::layout::display::{Item, Mark, Rectangle, Shape, Stroke};
use crate::layout::element::ElementId;
use crate::layout::text::{BrokenText, Division, RunStyle, line_width};
use crate::theme::{Color, FixedWords, Theme};

/// Height of the longest upright bar, in points.
const UPRIGHT: f32 = 110.0;

/// Thickest upright bar, in points.
const THICK: f32 = 34.0;

/// The part of its slot that a group of upright bars takes.
const FILLED: f32 = 0.72;

/// Thickness of lying bars, in points: alone, and beside others of the same name.
const LYING_ALONE: f32 = 10.0;
const LYING_BESIDE: f32 = 9.0;

/// Room for a name below upright bars, at most and at least, in points.
const WIDEST_SLOT: f32 = 96.0;
const NARROWEST_SLOT: f32 = 34.0;

/// Most lines of a name below upright bars.
const MOST_LINES: usize = 3;

/// The part of the width that names beside lying bars take at most.
const NAMES: f32 = 0.42;

/// The part of a page's height that one figure takes at most; the names after that make another.
const TALLEST: f32 = 0.6;

/// Between bars and words, in points.
const AIR: f32 = 4.0;

/// A text of a chart in lines.
struct ChartText {
    broken: BrokenText,
    /// Of the widest line.
    width: f32,
}

impl ChartText {
    /// Height of all lines.
    fn height(&self, leading: f32) -> f32 {
        self.broken.lines.len() as f32 * leading
    }
}

/// A chart with its texts shaped.
struct ShapedChart<'c> {
    chart: &'c BarChart,
    names: Vec<ChartText>,
    /// For each series the numbers.
    numbers: Vec<Vec<ChartText>>,
    /// Width of the widest number.
    widest: f32,
}

/// How lying bars share the width and the height.
struct LyingGrid {
    /// From the left edge of the names to the bars.
    bars: f32,
    /// Length of the longest bar.
    longest: f32,
    /// Height of the bars of each name, with the air around them.
    rows: Vec<f32>,
}

pub(super) fn set_bars(chart: &BarChart, composer: &mut Composer<'_>) {
    let width = composer.frame().width;
    let slot = (width / chart.names.len() as f32).min(WIDEST_SLOT);
    if !chart.horizontal && slot >= NARROWEST_SLOT {
        let shaped = shape_texts(chart, slot - AIR * 2.0, composer);
        if shaped.fits_upright(slot) {
            return set_upright(&shaped, slot, composer);
        }
    }
    let shaped = shape_texts(chart, width * NAMES, composer);
    set_lying(&shaped, composer);
}

/// Shapes the names for a width, and the numbers.
fn shape_texts<'c>(chart: &'c BarChart, width: f32, composer: &mut Composer<'_>) -> ShapedChart<'c> {
    let color = composer.theme().colors.text;
    let names = chart.names.iter().map(|name| shape_text(name, width, color, composer)).collect();
    let mut number = |number: &f64| shape_text(&number.to_string(), f32::MAX, color, composer);
    let numbers: Vec<Vec<ChartText>> =
        chart.series.iter().map(|series| series.numbers.iter().map(&mut number).collect()).collect();
    let widest = numbers.iter().flatten().fold(0.0, |widest: f32, number| widest.max(number.width));
    ShapedChart { chart, names, numbers, widest }
}

fn shape_text(text: &str, width: f32, color: Color, composer: &mut Composer<'_>) -> ChartText {
    let shaped = composer.shape_words(text, RunStyle::regular(composer.theme().table, color));
    let broken = composer.break_lines(shaped, width, Division::Never);
    let widths = broken.lines.iter().map(|line| line_width(&broken.text, line));
    let width = widths.fold(0.0, f32::max);
    ChartText { broken, width }
}

/// Draws what the axes and the colours mean, in lines above the bars; returns where the bars start.
fn draw_key(
    canvas: &mut Canvas,
    chart: &BarChart,
    figure: ElementId,
    left: f32,
    composer: &mut Composer<'_>,
) -> f32 {
    let theme = composer.theme();
    let right = composer.frame().right();
    let axis = axis_title(chart, &theme.words).map(|title| (title, None));
    let series = chart.series.iter().enumerate().filter_map(|(number, series)| {
        let untitled = || (chart.series.len() > 1).then(|| theme.words.untitled.clone());
        let title = series.title.clone().or_else(untitled)?;
        let color = chart_color(theme, &title, number);
        Some((title, Some(color)))
    });
    let mut end = None;
    let leading = theme.table.leading;
    let (mut x, mut top) = (left, 0.0);
    for (title, square) in axis.into_iter().chain(series) {
        let color = if square.is_some() { theme.colors.text } else { theme.colors.muted };
        let indent = if square.is_some() { 11.0 } else { 0.0 };
        let text = shape_text(&title, right - left - indent, color, composer);
        if x > left && x + indent + text.width > right {
            (x, top) = (left, top + leading);
        }
        if let Some(fill) = square {
            let (y, side) = (top + baseline(theme.table) - 6.2, KEY_SQUARE);
            let square = Rectangle { x, y, width: side, height: side, radius: 1.2, fill };
            canvas.items.push(Item { mark: Mark::Content(figure), shape: Shape::Rectangle(square) });
        }
        draw_text(canvas, &text, Point::new(x + indent, top), figure, composer);
        x += indent + text.width + 16.0;
        top += (text.broken.lines.len() - 1) as f32 * leading;
        end = Some(top + leading + AIR);
    }
    end.unwrap_or(0.0)
}

/// Draws all lines of a text below a point.
fn draw_text(
    canvas: &mut Canvas,
    text: &ChartText,
    corner: Point,
    figure: ElementId,
    composer: &mut Composer<'_>,
) {
    let size = composer.theme().table;
    for (number, line) in text.broken.lines.iter().enumerate() {
        let y = corner.y + number as f32 * size.leading + baseline(size);
        let place = LinePlacement { x: corner.x, y, mark: Mark::Content(figure), links: &[] };
        composer.draw_line(canvas, &text.broken.text, line, &place);
    }
}

fn set_upright(shaped: &ShapedChart<'_>, slot: f32, composer: &mut Composer<'_>) {
    let chart = shaped.chart;
    let theme = composer.theme();
    let left = composer.frame().left;
    let figure = composer.figure_in(
        composer.frame().parent,
        description(chart, 0..chart.names.len(), &composer.theme().words),
    );
    let mut canvas = Canvas::default();
    let leading = theme.table.leading;
    let top = draw_key(&mut canvas, chart, figure, left, composer) + leading;
    let bottom = top + UPRIGHT;
    let thick = (slot * FILLED / chart.series.len() as f32).min(THICK);
    let group = thick * chart.series.len() as f32;
    let scale = AxisScale::of(chart);
    for (name, text) in shaped.names.iter().enumerate() {
        let middle = left + slot * (name as f32 + 0.5);
        draw_centred(&mut canvas, text, Point::new(middle, bottom + AIR), figure, composer);
        for (number, series) in chart.series.iter().enumerate() {
            let height = scale.length(series.numbers[name], UPRIGHT);
            let x = middle - group / 2.0 + thick * number as f32;
            let (y, fill) = (bottom - height, bar_color(theme, chart, number, name));
            let bar = Rectangle { x: x + 0.5, y, width: thick - 1.0, height, radius: 0.0, fill };
            canvas.items.push(Item { mark: Mark::Content(figure), shape: Shape::Rectangle(bar) });
            let text = &shaped.numbers[number][name];
            let corner = Point::new(x + (thick - text.width) / 2.0, bottom - height - leading);
            draw_text(&mut canvas, text, corner, figure, composer);
        }
    }
    let end = Point::new(left + slot * shaped.names.len() as f32, bottom);
    canvas.decorate(axis(theme, Point::new(left, bottom), end));
    let lines = shaped.names.iter().map(|name| name.broken.lines.len()).max().unwrap_or_default();
    let mut height = bottom + AIR + lines as f32 * leading + 2.0;
    if let Some(title) = &chart.names_title {
        let text = shape_text(title, composer.frame().width, theme.colors.muted, composer);
        draw_text(&mut canvas, &text, Point::new(left, height + 1.0), figure, composer);
        height += 1.0 + text.height(leading);
    }
    composer.emit(Atom { height, items: canvas.items, ..Atom::default() });
}

/// Draws the lines of a name below a point, each in the middle.
fn draw_centred(
    canvas: &mut Canvas,
    name: &ChartText,
    top: Point,
    figure: ElementId,
    composer: &mut Composer<'_>,
) {
    let size = composer.theme().table;
    let BrokenText { text, lines } = &name.broken;
    for (number, line) in lines.iter().enumerate() {
        let x = top.x - line_width(text, line) / 2.0;
        let y = top.y + number as f32 * size.leading + baseline(size);
        let place = LinePlacement { x, y, mark: Mark::Content(figure), links: &[] };
        composer.draw_line(canvas, text, line, &place);
    }
}

fn set_lying(shaped: &ShapedChart<'_>, composer: &mut Composer<'_>) {
    let leading = composer.theme().table.leading;
    let series = shaped.chart.series.len() as f32 * lying_thickness(shaped.chart);
    let beside = shaped.names.iter().fold(0.0, |widest: f32, name| widest.max(name.width));
    let bars = beside + AIR * 2.0;
    let grid = LyingGrid {
        bars,
        longest: composer.frame().width - bars - shaped.widest - AIR * 2.0,
        rows: shaped.names.iter().map(|name| name.height(leading).max(series) + AIR).collect(),
    };
    let room = composer.page_height() * TALLEST;
    let mut first = 0;
    while first < grid.rows.len() {
        let mut height = grid.rows[first];
        let mut next = first + 1;
        while next < grid.rows.len() && height + grid.rows[next] <= room {
            height += grid.rows[next];
            next += 1;
        }
        set_lying_part(shaped, first..next, &grid, composer);
        composer.space_below(0.0);
        first = next;
    }
}

/// Sets the bars of some of the names as one figure; the first has the key.
fn set_lying_part(
    shaped: &ShapedChart<'_>,
    names: Range<usize>,
    grid: &LyingGrid,
    composer: &mut Composer<'_>,
) {
    let chart = shaped.chart;
    let theme = composer.theme();
    let figure = composer
        .figure_in(composer.frame().parent, description(chart, names.clone(), &composer.theme().words));
    let mut canvas = Canvas::default();
    let outer = composer.frame().left;
    let left = outer + grid.bars;
    let (thick, leading) = (lying_thickness(chart), theme.table.leading);
    let mut y = 0.0;
    if names.start == 0 {
        let title = chart.names_title.as_ref();
        let title = title.map(|title| shape_text(title, grid.bars - AIR, theme.colors.muted, composer));
        y = draw_key(&mut canvas, chart, figure, left, composer);
        if let Some(text) = title {
            draw_text(&mut canvas, &text, Point::new(outer, 0.0), figure, composer);
            y = y.max(text.height(leading) + AIR);
        }
    }
    let top = y;
    let scale = AxisScale::of(chart);
    for name in names {
        let text = &shaped.names[name];
        let middle = y + grid.rows[name] / 2.0;
        let corner = Point::new(outer, middle - text.height(leading) / 2.0);
        draw_text(&mut canvas, text, corner, figure, composer);
        for (number, series) in chart.series.iter().enumerate() {
            let width = scale.length(series.numbers[name], grid.longest);
            let y = middle + thick * (number as f32 - chart.series.len() as f32 / 2.0);
            let fill = bar_color(theme, chart, number, name);
            let bar = Rectangle { x: left, y: y + 0.5, width, height: thick - 1.0, radius: 0.0, fill };
            canvas.items.push(Item { mark: Mark::Content(figure), shape: Shape::Rectangle(bar) });
            let corner = Point::new(left + width + AIR, y + (thick - leading) / 2.0);
            draw_text(&mut canvas, &shaped.numbers[number][name], corner, figure, composer);
        }
        y += grid.rows[name];
    }
    canvas.decorate(axis(theme, Point::new(left, top), Point::new(left, y)));
    composer.emit(Atom { height: y, items: canvas.items, ..Atom::default() });
}

fn axis(theme: &Theme, from: Point, to: Point) -> Shape {
    Shape::Stroke(Stroke { from, to, width: 0.7, color: theme.colors.strong_rule })
}

impl ShapedChart<'_> {
    /// Upright bars need names of few lines without broken words, and numbers that do not run into each other.
    fn fits_upright(&self, slot: f32) -> bool {
        let thick = slot * FILLED / self.chart.series.len() as f32;
        let fits = |name: &ChartText| {
            let BrokenText { text, lines } = &name.broken;
            lines.len() <= MOST_LINES && text.widths().word <= slot - AIR * 2.0
        };
        self.widest <= thick + 1.0 && self.names.iter().all(fits)
    }
}

/// The colour of a bar: by its series, or by its name where there is nothing else to tell bars apart.
fn bar_color(theme: &Theme, chart: &BarChart, series: usize, name: usize) -> Color {
    let title = match (chart.series.as_slice(), &chart.series[series].title) {
        (_, Some(title)) => title,
        ([_], None) => &chart.names[name],
        (_, None) => "",
    };
    chart_color(theme, title, series)
}

fn lying_thickness(chart: &BarChart) -> f32 {
    if chart.series.len() == 1 { LYING_ALONE } else { LYING_BESIDE }
}

/// From numbers to lengths.
struct AxisScale {
    from: f64,
    to: f64,
}

impl AxisScale {
    fn of(chart: &BarChart) -> Self {
        let highest =
            chart.series.iter().flat_map(|series| &series.numbers).fold(0.0, |one: f64, two| one.max(*two));
        let range = chart.range.unwrap_or(AxisRange { from: 0.0, to: highest });
        // Numbers beyond the end of their axis still have their length.
        Self { from: range.from, to: range.to.max(highest) }
    }

    fn length(&self, number: f64, longest: f32) -> f32 {
        let span = self.to - self.from;
        if span > 0.0 { ((number - self.from).max(0.0) / span) as f32 * longest } else { 0.0 }
    }
}

/// What the numbers are; an axis that does not start at zero says so.
fn axis_title(chart: &BarChart, words: &FixedWords) -> Option<String> {
    let from = chart.range.map(|range| range.from).filter(|from| *from > 0.0);
    let start = from.map(|from| words.bars_start_at.replace("{from}", &from.to_string()));
    match (&chart.numbers_title, start) {
        (Some(title), Some(start)) => Some(format!("{title} · {start}")),
        (Some(title), None) => Some(title.clone()),
        (None, start) => start,
    }
}

/// All names and numbers, for those who listen.
fn description(chart: &BarChart, names: Range<usize>, words: &FixedWords) -> String {
    let title = chart.title.as_deref().or(chart.numbers_title.as_deref()).unwrap_or(&words.bar_chart);
    let continued = if names.start > 0 { format!(" {}", words.continued) } else { String::new() };
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
