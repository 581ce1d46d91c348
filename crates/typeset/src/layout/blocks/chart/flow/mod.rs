//! Flowcharts: boxes in ranks along the arrows, frames around them, arrows on tracks between the ranks. What is drawn is
//! also said in words.

mod draw;
mod pack;
mod place;
mod ranks;
mod route;

use super::super::composer::Composer;
use crate::document::{FlowDirection, FlowEdge, Flowchart};
use crate::geometry::{Point, Size};
use crate::layout::boxes::{Atom, Canvas};
use crate::layout::text::{BrokenText, Division, RunStyle, line_width};
use crate::layout::warning::LayoutWarning;

use place::FlowPlan;

/// The part of a page's height that a chart takes at most.
const TALLEST: f32 = 0.86;

/// Widest text of a box, of a box in a chart that would be too wide, and of an arrow, in points.
const WIDE: f32 = 116.0;
const NARROW: f32 = 66.0;
const ARROW: f32 = 84.0;

/// Text smaller than this is not read, in points.
const SMALLEST: f32 = 5.5;

/// What a chart is called whose title is not given.
const FLOWCHART: &str = "Flowchart";

/// A text of a chart in lines.
struct FlowText {
    parts: Vec<BrokenText>,
    size: Size,
}

/// A chart with its texts shaped.
struct FlowTexts {
    nodes: Vec<FlowText>,
    frames: Vec<FlowText>,
    edges: Vec<Option<FlowText>>,
}

/// Sets a chart that stands at this offset of the Markdown.
pub(super) fn set_flow(chart: &Flowchart, offset: usize, composer: &mut Composer<'_>) {
    let (left, width) = (composer.frame().left, composer.frame().width);
    let room = Size::new(width, composer.page_height() * TALLEST);
    let factor =
        |plan: &FlowPlan| (room.width / plan.size.width).min(room.height / plan.size.height).min(1.0);
    let mut texts = shape_texts(chart, WIDE, composer);
    let mut plan = FlowPlan::of(chart, &texts);
    if factor(&plan) < 1.0 {
        let narrow = shape_texts(chart, NARROW, composer);
        let narrower = FlowPlan::of(chart, &narrow);
        if factor(&narrower) > factor(&plan) {
            (texts, plan) = (narrow, narrower);
        }
    }
    let factor = factor(&plan);
    if composer.theme().table.size * factor < SMALLEST {
        composer.warn(LayoutWarning::DiagramTooLarge { offset, factor });
    }
    let figure = composer.figure_in(composer.frame().parent, description(chart));
    let mut canvas = Canvas::default();
    draw::draw(&mut canvas, chart, &texts, &plan, figure, composer);
    let indent = (width - plan.size.width * factor) / 2.0;
    for item in &mut canvas.items {
        item.shape.scale(Point::new(0.0, 0.0), factor);
        item.shape.shift(left + indent.max(0.0), 0.0);
    }
    composer.emit(Atom { height: plan.size.height * factor, items: canvas.items, ..Atom::default() });
}

fn shape_texts(chart: &Flowchart, width: f32, composer: &mut Composer<'_>) -> FlowTexts {
    let theme = composer.theme();
    let regular = RunStyle::regular(theme.table, theme.colors.text);
    let bold = RunStyle::bold(theme.table, theme.colors.accent);
    let muted = RunStyle::regular(theme.table, theme.colors.muted);
    FlowTexts {
        nodes: chart.nodes.iter().map(|node| shape(&node.label, width, regular, composer)).collect(),
        frames: chart.frames.iter().map(|frame| shape(&[&frame.title], WIDE * 2.0, bold, composer)).collect(),
        edges: chart
            .edges
            .iter()
            .map(|edge| edge.label.as_ref().map(|label| shape(&[label], ARROW, muted, composer)))
            .collect(),
    }
}

fn shape(lines: &[impl AsRef<str>], width: f32, style: RunStyle, composer: &mut Composer<'_>) -> FlowText {
    let mut parts = Vec::with_capacity(lines.len());
    let (mut widest, mut count) = (0.0_f32, 0);
    for line in lines {
        let text = composer.shape_words(line.as_ref(), style);
        let broken = composer.break_lines(text, width, Division::Never);
        widest = broken.lines.iter().map(|line| line_width(&broken.text, line)).fold(widest, f32::max);
        count += broken.lines.len();
        parts.push(broken);
    }
    FlowText { parts, size: Size::new(widest, count as f32 * composer.theme().table.leading) }
}

/// All that the chart shows, for those who listen: as its author says it, or box by box and arrow by arrow.
fn description(chart: &Flowchart) -> String {
    let title = chart.title.as_deref().unwrap_or(FLOWCHART);
    if let Some(text) = &chart.description {
        return if chart.title.is_some() { format!("{title}. {text}") } else { text.clone() };
    }
    let name = |node: usize| chart.nodes[node].label.join(" ");
    let mut said: Vec<String> = Vec::new();
    for (number, frame) in chart.frames.iter().enumerate() {
        let inner = (0..chart.nodes.len()).filter(|node| chart.nodes[*node].frame == Some(number));
        said.push(format!("{}: {}", frame.title, inner.map(name).collect::<Vec<_>>().join(", ")));
    }
    let loose: Vec<String> =
        (0..chart.nodes.len()).filter(|node| chart.nodes[*node].frame.is_none()).map(name).collect();
    if !loose.is_empty() {
        said.push(loose.join(", "));
    }
    for FlowEdge { from, to, label, .. } in &chart.edges {
        let label = label.as_ref().map(|label| format!(" ({label})")).unwrap_or_default();
        said.push(format!("{} \u{2192} {}{label}", name(*from), name(*to)));
    }
    format!("{title}: {}", said.join("; "))
}

impl FlowDirection {
    /// A point by its distances along and across the arrows.
    fn point(self, along: f32, across: f32) -> Point {
        match self {
            Self::Down => Point::new(across, along),
            Self::Right => Point::new(along, across),
        }
    }

    /// What a size takes along the arrows.
    fn along(self, size: Size) -> f32 {
        match self {
            Self::Down => size.height,
            Self::Right => size.width,
        }
    }

    /// What a size takes across the arrows.
    fn across(self, size: Size) -> f32 {
        match self {
            Self::Down => size.width,
            Self::Right => size.height,
        }
    }
}
