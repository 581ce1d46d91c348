//! Ways of arrows: out of a box, along a track of their own between two ranks, into the next box.

use super::pack::Packing;

/// Between two tracks, in points.
const TRACK: f32 = 7.0;

/// Arrows of one box, or along neighbouring ways, keep this distance on a track, in points.
const APART: f32 = 3.0;

/// A part of an arrow between two ranks.
#[derive(Debug, Clone, Copy)]
pub(super) struct FlowLink {
    /// The arrow.
    pub(super) edge: usize,
    pub(super) from: usize,
    pub(super) to: usize,
    /// Across the ranks.
    pub(super) start: f32,
    pub(super) end: f32,
    /// Which track it takes from one place across the ranks to the other; none if it goes straight on.
    pub(super) track: Option<usize>,
    /// Whether it ends in the box at which the arrow's chain ends.
    pub(super) is_last: bool,
}

/// The links into each rank.
pub(super) struct Routes {
    pub(super) into: Vec<Vec<FlowLink>>,
}

/// What some arrows that begin at one place take of a track.
struct Stretch {
    from: usize,
    low: f32,
    high: f32,
}

impl Routes {
    pub(super) fn of(packing: &Packing, boxes: usize, ranks: usize) -> Self {
        let mut into: Vec<Vec<FlowLink>> = vec![Vec::new(); ranks];
        let middle = |slot: usize| packing.slots[slot].place + packing.slots[slot].size / 2.0;
        for (edge, chain) in packing.chains.iter().enumerate() {
            for ends in chain.slots.windows(2) {
                let (from, to) = (ends[0], ends[1]);
                let (start, end, is_last) = (middle(from), middle(to), to < boxes);
                into[packing.slots[to].rank].push(FlowLink {
                    edge,
                    from,
                    to,
                    start,
                    end,
                    track: None,
                    is_last,
                });
            }
        }
        for links in &mut into {
            spread(links, packing, boxes);
            take_tracks(links);
        }
        Self { into }
    }

    /// What the tracks before a rank take.
    pub(super) fn width(&self, rank: usize) -> f32 {
        let tracks = self.into[rank].iter().filter_map(|link| link.track).max().map_or(0, |last| last + 1);
        tracks as f32 * TRACK
    }

    /// Where a track is, from the end of the rank before.
    pub(super) fn track(number: usize) -> f32 {
        TRACK * (number as f32 + 0.6)
    }
}

/// Gives the links into one box places of their own at its edge, in the order of where they come from.
fn spread(links: &mut [FlowLink], packing: &Packing, boxes: usize) {
    let mut order: Vec<usize> = (0..links.len()).filter(|link| links[*link].to < boxes).collect();
    order.sort_by(|one, other| {
        let (one, other) = (&links[*one], &links[*other]);
        one.to.cmp(&other.to).then(one.start.total_cmp(&other.start)).then(one.edge.cmp(&other.edge))
    });
    let groups: Vec<Vec<usize>> =
        order.chunk_by(|one, other| links[*one].to == links[*other].to).map(<[usize]>::to_vec).collect();
    for group in groups {
        let slot = &packing.slots[links[group[0]].to];
        let step = slot.size / (group.len() + 1) as f32;
        for (number, link) in group.into_iter().enumerate() {
            links[link].end = slot.place + step * (number + 1) as f32;
        }
    }
}

/// Gives each place from which links lead aside the first track on which it meets no others.
fn take_tracks(links: &mut [FlowLink]) {
    let mut order: Vec<usize> = (0..links.len()).collect();
    order.sort_by(|one, other| {
        let (one, other) = (&links[*one], &links[*other]);
        one.start.total_cmp(&other.start).then(one.from.cmp(&other.from))
    });
    let mut tracks: Vec<Vec<Stretch>> = Vec::new();
    let groups: Vec<Vec<usize>> =
        order.chunk_by(|one, other| links[*one].from == links[*other].from).map(<[usize]>::to_vec).collect();
    for group in groups {
        let aside: Vec<usize> =
            group.into_iter().filter(|link| (links[*link].start - links[*link].end).abs() > 0.5).collect();
        let Some(first) = aside.first().map(|link| links[*link]) else { continue };
        let ends = aside.iter().map(|link| links[*link].end).chain([first.start]);
        let (low, high) = ends.fold((f32::MAX, f32::MIN), |(low, high), end| (low.min(end), high.max(end)));
        let meets = |other: &Stretch| {
            other.from != first.from && low - APART < other.high && other.low < high + APART
        };
        let free = tracks.iter().position(|track| !track.iter().any(meets));
        let track = free.unwrap_or_else(|| {
            tracks.push(Vec::new());
            tracks.len() - 1
        });
        tracks[track].push(Stretch { from: first.from, low, high });
        for link in aside {
            links[link].track = Some(track);
        }
    }
}
