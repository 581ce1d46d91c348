//! Charts: pies and bars, with everything that they show in words and numbers, too.

mod bars;
mod pie;

use super::composer::Composer;
use crate::document::{BarChart, Chart, PieChart};
use crate::layout::boxes::{Atom, Canvas, LinePlacement, baseline};
use crate::layout::display::Mark;
use crate::layout::element::Role;
use crate::layout::text::{BrokenText, Division, RunStyle};
use crate::theme::{Color, Theme};

/// Side of the coloured squares beside names, in points: about as high as capitals in tables.
const KEY_SQUARE: f32 = 6.6;

pub(super) fn set_chart(chart: &Chart, composer: &mut Composer<'_>) {
    let (Chart::Pie(PieChart { title, .. }) | Chart::Bars(BarChart { title, .. })) = chart;
    let gap = composer.theme().block_gap;
    composer.space_above(gap);
    if let Some(title) = title {
        set_title(title, composer);
    }
    match chart {
        Chart::Pie(chart) => pie::set_pie(chart, composer),
        Chart::Bars(chart) => bars::set_bars(chart, composer),
    }
    composer.space_below(gap);
}

fn set_title(title: &str, composer: &mut Composer<'_>) {
    let element = composer.element(Role::Paragraph);
    let size = composer.frame().text;
    let style = RunStyle::bold(size, composer.theme().colors.text);
    let shaped = composer.shape_words(title, style);
    let (x, width) = (composer.frame().left, composer.frame().width);
    let BrokenText { text, lines } = composer.break_lines(shaped, width, Division::Never);
    for line in &lines {
        let mut canvas = Canvas::default();
        let place = LinePlacement { x, y: baseline(size), mark: Mark::Content(element), links: &[] };
        composer.draw_line(&mut canvas, &text, line, &place);
        let height = size.leading;
        composer.emit(Atom { height, keep_with_next: true, items: canvas.items, ..Atom::default() });
    }
    composer.space_below(6.0);
}

/// The colour of a part of a chart, by its number.
fn chart_color(theme: &Theme, number: usize) -> Color {
    let colors = &theme.chart_colors;
    colors[number % colors.len()]
}
