//! Pie charts: the slices as drawing, and beside them a legend that says everything in words and numbers.

use std::f64::consts::TAU;

use super::{KEY_SQUARE, chart_color};
use crate::document::{PieChart, PieSlice};
use crate::geometry::Point;
use crate::layout::blocks::composer::Composer;
use crate::layout::boxes::{Atom, Canvas, LinePlacement, baseline};
use crate::layout::display::{Item, Mark, Path, PathStep, Rectangle, Shape};
use crate::layout::element::{ElementId, Numbering, Role};
use crate::layout::text::{RunStyle, line_width};
use crate::theme::{Color, FixedWords, TextSize, Theme};

/// Radius of the pie, in points.
const RADIUS: f32 = 46.0;

/// So many entries of the legend stand beside the pie even where they are higher than it is.
const FEWEST_BESIDE: usize = 7;

/// Half the white between two slices, in radians.
const HAIR: f64 = 0.012;

/// A slice narrower than this, in radians, would vanish between two hairs of white.
const NARROWEST: f64 = 0.1;

/// One line of the legend.
struct LegendEntry<'c> {
    slice: &'c PieSlice,
    /// The part of the whole, from 0 to 1.
    share: f64,
    number: usize,
    list: ElementId,
}

pub(super) fn set_pie(chart: &PieChart, composer: &mut Composer<'_>) {
    let theme = composer.theme();
    let leading = theme.table.leading + 3.0;
    let figure = composer.figure_in(composer.frame().parent, description(chart, &theme.words));
    let list = composer.element(Role::List(Numbering::None));
    let beside = (RADIUS * 2.0 / leading).ceil() as usize;
    let centre = Point::new(composer.frame().left + RADIUS, RADIUS);
    let mut canvas = Canvas { items: slices(chart, centre, figure, theme), ..Canvas::default() };
    let total = chart.total();
    let entry = |number: usize, slice| LegendEntry { slice, share: slice.value / total, number, list };
    let first = chart.slices.len().min(beside.max(FEWEST_BESIDE));
    let legend = first as f32 * leading;
    let mut y = ((RADIUS * 2.0 - legend) / 2.0).max(0.0);
    for (number, slice) in chart.slices[..first].iter().enumerate() {
        draw_entry(&mut canvas, &entry(number, slice), y, composer);
        y += leading;
    }
    let height = legend.max(RADIUS * 2.0) + 2.0;
    composer.emit(Atom { height, items: canvas.items, ..Atom::default() });
    for (number, slice) in chart.slices.iter().enumerate().skip(first) {
        let mut canvas = Canvas::default();
        draw_entry(&mut canvas, &entry(number, slice), 0.0, composer);
        composer.emit(Atom { height: leading, items: canvas.items, ..Atom::default() });
    }
}

/// Draws one line of the legend: a square in the slice's colour, its name, its value and its share.
fn draw_entry(canvas: &mut Canvas, entry: &LegendEntry<'_>, y: f32, composer: &mut Composer<'_>) {
    let theme = composer.theme();
    let item = composer.element_in(entry.list, Role::ListItem);
    let body = composer.element_in(item, Role::ListBody);
    let size = theme.table;
    let x = composer.frame().left + RADIUS * 2.0 + 22.0;
    let y = y + baseline(size);
    canvas.decorate(Shape::Rectangle(Rectangle {
        x,
        y: y - 6.2,
        width: KEY_SQUARE,
        height: KEY_SQUARE,
        radius: 1.2,
        fill: chart_color(theme, &entry.slice.label, entry.number),
    }));
    let share = entry.share * 100.0;
    let text = format!("{}: {} ({share:.0} %)", entry.slice.label, entry.slice.value);
    let mut shaped = composer.shape_words(&text, RunStyle::regular(size, theme.colors.text));
    let room = composer.frame().width - RADIUS * 2.0 - 34.0;
    // One line each: a name too long for it is set smaller until it fits.
    let width = line_width(&shaped, &shaped.whole());
    if width > room {
        let style = RunStyle::regular(scaled(size, room / width), theme.colors.text);
        shaped = composer.shape_words(&text, style);
    }
    let place = LinePlacement { x: x + 12.0, y, mark: Mark::Content(body), links: &[] };
    composer.draw_line(canvas, &shaped, &shaped.whole(), &place);
}

/// The slices, clockwise from twelve o'clock, with a hair of white between them.
fn slices(chart: &PieChart, centre: Point, figure: ElementId, theme: &Theme) -> Vec<Item> {
    let total = chart.total();
    let mut angle = 0.0;
    let mut items = Vec::new();
    for (number, slice) in chart.slices.iter().enumerate() {
        let sweep = slice.value / total * TAU;
        let gap = if sweep > NARROWEST && sweep < TAU - NARROWEST { HAIR } else { 0.0 };
        let shape = wedge(centre, angle + gap, angle + sweep - gap, chart_color(theme, &slice.label, number));
        if sweep > 0.0 {
            items.push(Item { mark: Mark::Content(figure), shape: Shape::Path(shape) });
        }
        angle += sweep;
    }
    items
}

fn scaled(size: TextSize, factor: f32) -> TextSize {
    TextSize { size: size.size * factor, leading: size.leading }
}

fn description(chart: &PieChart, words: &FixedWords) -> String {
    let title = chart.title.as_deref().unwrap_or(&words.pie_chart);
    let slices: Vec<String> =
        chart.slices.iter().map(|slice| format!("{} {}", slice.label, slice.value)).collect();
    format!("{title}: {}", slices.join(", "))
}

/// A slice between two angles, in radians clockwise from twelve o'clock.
fn wedge(centre: Point, from: f64, to: f64, fill: Color) -> Path {
    let at = |angle: f64, radius: f64| {
        Point::new(centre.x + (radius * angle.sin()) as f32, centre.y - (radius * angle.cos()) as f32)
    };
    let radius = f64::from(RADIUS);
    // A Bézier curve is no arc, but up to an eighth of a circle nobody sees the difference.
    let parts = ((to - from) / (TAU / 8.0)).ceil().max(1.0);
    let step = (to - from) / parts;
    // Length of the tangents of a Bézier curve that follows an arc: 4/3 tan(angle/4).
    let tangent = radius * 4.0 / 3.0 * (step / 4.0).tan();
    let mut steps = vec![PathStep::Line(at(from, radius))];
    for part in 0..parts as usize {
        let (start, end) = (from + step * part as f64, from + step * (part + 1) as f64);
        let lean = |angle: f64, length: f64| {
            let point = at(angle, radius);
            Point::new(point.x + (length * angle.cos()) as f32, point.y + (length * angle.sin()) as f32)
        };
        steps.push(PathStep::Curve(lean(start, tangent), lean(end, -tangent), at(end, radius)));
    }
    Path { start: centre, steps, fill }
}
