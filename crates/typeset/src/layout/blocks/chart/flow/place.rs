//! Places along the arrows: where each rank begins, with room before it for tracks, labels and the edges of frames.

use super::pack::{FrameSides, PADDING, Packing, pack};
use super::ranks::Ranks;
use super::route::Routes;
use super::{FlowText, FlowTexts};
use crate::document::{FlowDirection, Flowchart};
use crate::geometry::Size;

/// Between the text of a box and its edges, in points.
pub(super) const SIDE: f32 = 8.0;
const EDGE: f32 = 4.5;

/// Between two labels of arrows, in points.
const LABEL_AIR: f32 = 3.0;

/// Length of the head of an arrow, with some of the line before it, in points.
const HEAD: f32 = 12.0;

/// Between two ranks at least, in points.
const LEAST_GAP: f32 = 24.0;

/// Around the whole chart, so that no line is cut, in points.
const MARGIN: f32 = 1.0;

/// A rank along the arrows.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct RankPlace {
    /// Where tracks begin before it.
    pub(super) tracks: f32,
    /// Where labels begin before it.
    pub(super) labels: f32,
    pub(super) start: f32,
    pub(super) size: f32,
}

impl RankPlace {
    pub(super) fn end(&self) -> f32 {
        self.start + self.size
    }
}

/// Where everything stands.
pub(super) struct FlowPlan {
    pub(super) packing: Packing,
    pub(super) routes: Routes,
    pub(super) ranks: Vec<RankPlace>,
    /// How many frames each frame has in it, one in the other.
    pub(super) depths: Vec<usize>,
    pub(super) is_backward: Vec<bool>,
    /// Height of a title with the air around it.
    pub(super) title: f32,
    pub(super) size: Size,
}

impl FlowPlan {
    pub(super) fn of(chart: &Flowchart, texts: &FlowTexts) -> Self {
        let direction = chart.direction;
        let ranks = Ranks::of(chart);
        let boxes: Vec<Size> = texts.nodes.iter().map(box_size).collect();
        let title = texts.frames.iter().map(|text| text.size.height).fold(0.0, f32::max) + 2.0;
        let across: Vec<f32> = (0..boxes.len())
            .map(|node| direction.across(boxes[node]).max(ports(chart, texts, &ranks, node)))
            .collect();
        let titled = |text: &FlowText| match direction {
            FlowDirection::Down => text.size.width + PADDING * 2.0,
            FlowDirection::Right => 0.0,
        };
        let before = match direction {
            FlowDirection::Down => PADDING,
            FlowDirection::Right => PADDING + title - 4.0,
        };
        let sides = FrameSides { before, after: PADDING, least: texts.frames.iter().map(titled).collect() };
        let packing = pack(chart, &ranks, &across, sides);
        let routes = Routes::of(&packing, boxes.len(), ranks.count());
        let depths = depths(chart);
        let builder =
            RankBuilder { chart, texts, packing: &packing, routes: &routes, depths: &depths, title };
        let (places, end) = builder.places(&ranks, &boxes);
        let size = match direction {
            FlowDirection::Down => Size::new(packing.size + MARGIN * 2.0, end),
            FlowDirection::Right => Size::new(end, packing.size + MARGIN * 2.0),
        };
        Self { packing, routes, ranks: places, depths, is_backward: ranks.is_backward, title, size }
    }
}

fn box_size(text: &FlowText) -> Size {
    Size::new(text.size.width + SIDE * 2.0, text.size.height + EDGE * 2.0)
}

/// What the ends of arrows need at the edge of a box, so that their labels stand beside each other.
fn ports(chart: &Flowchart, texts: &FlowTexts, ranks: &Ranks, node: usize) -> f32 {
    let enters = |edge: usize| {
        let (from, to) = (chart.edges[edge].from, chart.edges[edge].to);
        node == if ranks.is_backward[edge] { from } else { to }
    };
    let entering: Vec<usize> = (0..chart.edges.len()).filter(|edge| enters(*edge)).collect();
    let labels = entering.iter().filter_map(|edge| texts.edges[*edge].as_ref());
    let widest = labels.map(|text| chart.direction.across(text.size) + LABEL_AIR).fold(0.0, f32::max);
    if widest > 0.0 { widest * (entering.len() + 1) as f32 } else { 0.0 }
}

/// How many frames each frame has in it, one in the other.
fn depths(chart: &Flowchart) -> Vec<usize> {
    let mut depths = vec![0; chart.frames.len()];
    for frame in (0..chart.frames.len()).rev() {
        if let Some(parent) = chart.frames[frame].parent {
            depths[parent] = depths[parent].max(depths[frame] + 1);
        }
    }
    depths
}

struct RankBuilder<'p> {
    chart: &'p Flowchart,
    texts: &'p FlowTexts,
    packing: &'p Packing,
    routes: &'p Routes,
    depths: &'p [usize],
    title: f32,
}

impl RankBuilder<'_> {
    /// The ranks from the first to the last, and where the chart ends.
    fn places(&self, ranks: &Ranks, boxes: &[Size]) -> (Vec<RankPlace>, f32) {
        let mut places: Vec<RankPlace> = Vec::with_capacity(ranks.count());
        let mut end = MARGIN;
        for rank in 0..ranks.count() {
            let members = boxes.iter().zip(&ranks.of).filter(|(_, of)| **of == rank);
            let sizes = members.map(|(size, _)| self.chart.direction.along(*size));
            let size = sizes.fold(0.0, f32::max).max(self.titles(rank, &places));
            let tracks = end;
            let labels = tracks + self.routes.width(rank) + 4.0;
            let mut start = labels + self.labels(rank) + HEAD + self.opening(rank);
            if rank == 0 {
                start = end + self.opening(rank);
            } else {
                start = start.max(tracks + LEAST_GAP + self.opening(rank));
            }
            places.push(RankPlace { tracks, labels, start, size });
            end = start + size + self.closing(rank);
        }
        (places, end + MARGIN)
    }

    /// What a rank needs at least so that the frames that end with it are as wide as their titles.
    fn titles(&self, rank: usize, before: &[RankPlace]) -> f32 {
        if self.chart.direction == FlowDirection::Down {
            return 0.0;
        }
        let frames = self.packing.frames.iter().zip(&self.texts.frames);
        let needs = frames.filter_map(|(place, text)| {
            let place = place.filter(|place| place.last == rank)?;
            let known = before
                .get(place.first)
                .map_or(0.0, |first| before.last().map_or(0.0, |last| last.end() - first.start));
            Some(text.size.width - known)
        });
        needs.fold(0.0, f32::max)
    }

    /// Length of the labels before a rank.
    fn labels(&self, rank: usize) -> f32 {
        let links = self.routes.into[rank].iter().filter(|link| link.is_last);
        let labels = links.filter_map(|link| self.texts.edges[link.edge].as_ref());
        labels.map(|text| self.chart.direction.along(text.size)).fold(0.0, f32::max)
    }

    /// What the edges of frames take that begin with a rank.
    fn opening(&self, rank: usize) -> f32 {
        let begins = self.levels(|first, _| first == rank);
        let title = if self.chart.direction == FlowDirection::Down { self.title } else { 0.0 };
        begins as f32 * (PADDING + title)
    }

    /// What the edges of frames take that end with a rank.
    fn closing(&self, rank: usize) -> f32 {
        self.levels(|_, last| last == rank) as f32 * PADDING
    }

    /// How many frames, one in the other, reach over wanted ranks.
    fn levels(&self, is_wanted: impl Fn(usize, usize) -> bool) -> usize {
        let places = self.packing.frames.iter().zip(self.depths);
        let levels = places.filter_map(|(place, depth)| {
            place.filter(|place| is_wanted(place.first, place.last)).map(|_| depth + 1)
        });
        levels.max().unwrap_or(0)
    }
}
