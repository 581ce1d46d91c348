//! Charts: pies and bars, with everything that they show in words and numbers, too.

mod bars;
mod flow;
mod pie;

use super::composer::Composer;
use crate::document::{BarChart, Chart, PieChart};
use crate::layout::boxes::{Atom, Canvas, LinePlacement, baseline};
use crate::layout::display::Mark;
use crate::layout::element::Role;
use crate::layout::text::{BrokenText, Division, RunStyle};
use crate::theme::{Color, LabelColors, Theme};

/// Side of the coloured squares beside names, in points: about as high as capitals in tables.
const KEY_SQUARE: f32 = 6.6;

/// Sets a chart that stands at this offset of the Markdown.
pub(super) fn set_chart(chart: &Chart, offset: usize, composer: &mut Composer<'_>) {
    let title = match chart {
        Chart::Pie(PieChart { title, .. }) | Chart::Bars(BarChart { title, .. }) => title.as_ref(),
        // That of a flowchart is for those who listen.
        Chart::Flow(_) => None,
    };
    let gap = composer.theme().block_gap;
    composer.space_above(gap);
    if let Some(title) = title {
        set_title(title, composer);
    }
    match chart {
        Chart::Pie(chart) => pie::set_pie(chart, composer),
        Chart::Bars(chart) => bars::set_bars(chart, composer),
        Chart::Flow(chart) => flow::set_flow(chart, offset, composer),
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

/// How far the colour of a part is on the way from the fill of its label to the label's text: the fill alone is too pale
/// for a part of a chart.
const DEEPER: f64 = 0.6;

/// The colour of a part of a chart: that of the label of its name, or else one by its number.
fn chart_color(theme: &Theme, name: &str, number: usize) -> Color {
    let label = theme.labels.iter().find(|label| label.is_for(name.trim()));
    let of_label = label.map(|LabelColors { text, fill, .. }| {
        // Where the text is white, the fill is deep already.
        let (deep, pale) = if text.contrast(Color::WHITE) > fill.contrast(Color::WHITE) {
            (*text, *fill)
        } else {
            (*fill, *fill)
        };
        pale.towards(deep, DEEPER)
    });
    of_label.unwrap_or_else(|| theme.chart_colors[number % theme.chart_colors.len()])
}
