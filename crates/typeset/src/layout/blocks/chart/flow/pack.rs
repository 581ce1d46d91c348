//! Places across the ranks. Boxes, frames and the bends of long arrows are stacked so that nothing overlaps what shares a
//! rank with it; a frame is one member that reaches over all ranks of what is in it.

use super::ranks::Ranks;
use crate::document::Flowchart;

/// Between neighbours of one rank, in points.
const GAP: f32 = 12.0;

/// Between a frame and what is in it, in points.
pub(super) const PADDING: f32 = 8.0;

/// What a bend of an arrow takes, in points.
const BEND: f32 = 6.0;

/// How often neighbours are put into the order of what they are joined to.
const SWEEPS: usize = 6;

/// Something that takes a place: a box, or a bend of an arrow that passes a rank.
#[derive(Debug, Clone)]
pub(super) struct Slot {
    pub(super) rank: usize,
    /// Across the ranks.
    pub(super) size: f32,
    /// The frame that it stands in.
    pub(super) frame: Option<usize>,
    /// Where it begins, across the ranks.
    pub(super) place: f32,
}

/// Where a frame stands.
#[derive(Debug, Clone, Copy)]
pub(super) struct FramePlace {
    pub(super) first: usize,
    pub(super) last: usize,
    pub(super) start: f32,
    pub(super) size: f32,
    /// From its edge to what is in it.
    inset: f32,
}

/// An arrow from slot to slot of neighbouring ranks.
#[derive(Debug, Clone)]
pub(super) struct SlotChain {
    /// From the lower rank to the higher.
    pub(super) slots: Vec<usize>,
}

/// All that has a place; the boxes come first.
pub(super) struct Packing {
    pub(super) slots: Vec<Slot>,
    pub(super) chains: Vec<SlotChain>,
    /// For each frame; none if it is empty.
    pub(super) frames: Vec<Option<FramePlace>>,
    /// Across the ranks.
    pub(super) size: f32,
}

/// A frame or a slot, among those that share what is around them.
#[derive(Debug, Clone, Copy, PartialEq)]
enum FrameMember {
    Slot(usize),
    Frame(usize),
}

/// What frames take across the ranks.
pub(super) struct FrameSides {
    /// Beside what is in them.
    pub(super) before: f32,
    pub(super) after: f32,
    /// Of each in all, at least.
    pub(super) least: Vec<f32>,
}

/// Finds places for boxes of these sizes.
pub(super) fn pack(chart: &Flowchart, ranks: &Ranks, sizes: &[f32], sides: FrameSides) -> Packing {
    let slot = |(number, size): (usize, &f32)| {
        let frame = chart.nodes[number].frame;
        Slot { rank: ranks.of[number], size: *size, frame, place: 0.0 }
    };
    let mut slots: Vec<Slot> = sizes.iter().enumerate().map(slot).collect();
    let mut chains = Vec::new();
    for (edge, backward) in chart.edges.iter().zip(&ranks.is_backward) {
        let (from, to) = if *backward { (edge.to, edge.from) } else { (edge.from, edge.to) };
        let frame = common(chart, chart.nodes[from].frame, chart.nodes[to].frame);
        let mut chain = vec![from];
        for rank in ranks.of[from] + 1..ranks.of[to] {
            chain.push(slots.len());
            slots.push(Slot { rank, size: BEND, frame, place: 0.0 });
        }
        chain.push(to);
        chains.push(SlotChain { slots: chain });
    }
    let mut packer = Packer {
        chart,
        sides,
        ranks: ranks.count(),
        order: vec![Vec::new(); chart.frames.len() + 1],
        packing: Packing { slots, chains, frames: vec![None; chart.frames.len()], size: 0.0 },
    };
    packer.first_order();
    packer.settle();
    packer.packing
}

/// The innermost frame that contains both.
fn common(chart: &Flowchart, one: Option<usize>, other: Option<usize>) -> Option<usize> {
    let mut outer = one;
    while let Some(frame) = outer {
        let mut inner = other;
        while let Some(candidate) = inner {
            if candidate == frame {
                return Some(frame);
            }
            inner = chart.frames[candidate].parent;
        }
        outer = chart.frames[frame].parent;
    }
    None
}

struct Packer<'c> {
    chart: &'c Flowchart,
    sides: FrameSides,
    ranks: usize,
    /// What stands in each frame, and last in none, in order.
    order: Vec<Vec<FrameMember>>,
    packing: Packing,
}

impl Packer<'_> {
    fn home(&self, frame: Option<usize>) -> usize {
        frame.unwrap_or(self.chart.frames.len())
    }

    /// In the order written; frames where their first box is.
    fn first_order(&mut self) {
        let mut is_listed = vec![false; self.chart.frames.len()];
        for number in 0..self.packing.slots.len() {
            let mut member = FrameMember::Slot(number);
            let mut frame = self.packing.slots[number].frame;
            loop {
                let home = self.home(frame);
                self.order[home].push(member);
                let Some(inner) = frame.filter(|inner| !is_listed[*inner]) else { break };
                is_listed[inner] = true;
                member = FrameMember::Frame(inner);
                frame = self.chart.frames[inner].parent;
            }
        }
    }

    /// Packs again and again, each time in the order of what members are joined to, and keeps the shortest arrows.
    fn settle(&mut self) {
        let mut best: Option<(f32, Vec<Vec<FrameMember>>)> = None;
        for _ in 0..=SWEEPS {
            self.place_all();
            let length = self.length();
            if best.as_ref().is_none_or(|(shortest, _)| length < shortest - 0.5) {
                best = Some((length, self.order.clone()));
            }
            self.sort();
        }
        if let Some((_, order)) = best {
            self.order = order;
            self.place_all();
        }
    }

    fn place_all(&mut self) {
        let root = self.chart.frames.len();
        // What contains another comes before it.
        for frame in (0..root).rev() {
            self.place_frame(frame);
        }
        let size = self.stack(root, 0..self.ranks);
        self.packing.size = size;
        self.centre(root, 0..self.ranks, size);
        for frame in 0..root {
            self.shift_into(frame);
        }
    }

    /// Places what is in a frame, from its own edge on.
    fn place_frame(&mut self, frame: usize) {
        let members = self.order[frame].clone();
        let spans = members.iter().filter_map(|member| self.span(*member));
        let span = spans.reduce(|one, other| one.start.min(other.start)..one.end.max(other.end));
        let Some(span) = span else { return };
        let inner = self.stack(frame, span.clone());
        self.centre(frame, span.clone(), inner);
        let needed = inner + self.sides.before + self.sides.after;
        let size = needed.max(self.sides.least[frame]);
        let inset = self.sides.before + (size - needed) / 2.0;
        let place = FramePlace { first: span.start, last: span.end - 1, start: 0.0, size, inset };
        self.packing.frames[frame] = Some(place);
    }

    /// Moves what is in a frame to where the frame stands.
    fn shift_into(&mut self, frame: usize) {
        let Some(place) = self.packing.frames[frame] else { return };
        let down = place.start + place.inset;
        for member in self.order[frame].clone() {
            *self.start_mut(member) += down;
        }
    }

    /// The ranks of a member; none for an empty frame.
    fn span(&self, member: FrameMember) -> Option<std::ops::Range<usize>> {
        match member {
            FrameMember::Slot(slot) => {
                let rank = self.packing.slots[slot].rank;
                Some(rank..rank + 1)
            }
            FrameMember::Frame(frame) => self.packing.frames[frame].map(|place| place.first..place.last + 1),
        }
    }

    fn size(&self, member: FrameMember) -> f32 {
        match member {
            FrameMember::Slot(slot) => self.packing.slots[slot].size,
            FrameMember::Frame(frame) => self.packing.frames[frame].map_or(0.0, |place| place.size),
        }
    }

    fn start(&self, member: FrameMember) -> f32 {
        match member {
            FrameMember::Slot(slot) => self.packing.slots[slot].place,
            FrameMember::Frame(frame) => self.packing.frames[frame].map_or(0.0, |place| place.start),
        }
    }

    fn start_mut(&mut self, member: FrameMember) -> &mut f32 {
        match member {
            FrameMember::Slot(slot) => &mut self.packing.slots[slot].place,
            FrameMember::Frame(frame) => {
                &mut self.packing.frames[frame]
                    .as_mut()
                    .expect("only frames that have a place are moved")
                    .start
            }
        }
    }

    /// Stacks the members of a frame in their order; returns how far they reach.
    fn stack(&mut self, home: usize, ranks: std::ops::Range<usize>) -> f32 {
        let mut ends = vec![0.0_f32; ranks.len()];
        let mut size = 0.0_f32;
        for member in self.order[home].clone() {
            let Some(span) = self.span(member) else { continue };
            let taken = &ends[span.start - ranks.start..span.end - ranks.start];
            let start = taken.iter().copied().fold(0.0, f32::max);
            *self.start_mut(member) = start;
            let end = start + self.size(member);
            size = size.max(end);
            ends[span.start - ranks.start..span.end - ranks.start].fill(end + GAP);
        }
        size
    }

    /// Ranks that share no member with others are moved to the middle, as a whole.
    fn centre(&mut self, home: usize, ranks: std::ops::Range<usize>, size: f32) {
        let members: Vec<(FrameMember, std::ops::Range<usize>)> =
            self.order[home].iter().filter_map(|member| Some((*member, self.span(*member)?))).collect();
        let from = ranks.start;
        let mut joined: Vec<usize> = ranks.clone().collect();
        let mut settled = false;
        while !std::mem::replace(&mut settled, true) {
            for (_, span) in &members {
                let own = &mut joined[span.start - from..span.end - from];
                let lowest = own.iter().min().copied().unwrap_or(from);
                settled &= own.iter().all(|rank| *rank == lowest);
                own.fill(lowest);
            }
        }
        for first in ranks {
            let group = members.iter().filter(|(_, span)| joined[span.start - from] == first);
            let group: Vec<FrameMember> = group.map(|(member, _)| *member).collect();
            let ends = group.iter().map(|member| self.start(*member) + self.size(*member));
            let down = (size - ends.fold(0.0, f32::max)) / 2.0;
            for member in group {
                *self.start_mut(member) += down;
            }
        }
    }

    /// How far all arrows lead across the ranks.
    fn length(&self) -> f32 {
        let middle = |slot: usize| self.packing.slots[slot].place + self.packing.slots[slot].size / 2.0;
        let chains = self.packing.chains.iter().flat_map(|chain| chain.slots.windows(2));
        chains.map(|ends| (middle(ends[0]) - middle(ends[1])).abs()).sum()
    }

    /// Puts members in the order of what they are joined to.
    fn sort(&mut self) {
        let slots = &self.packing.slots;
        let middle = |slot: usize| slots[slot].place + slots[slot].size / 2.0;
        let mut sums = vec![(0.0_f32, 0_usize); slots.len()];
        for ends in self.packing.chains.iter().flat_map(|chain| chain.slots.windows(2)) {
            for (one, other) in [(ends[0], ends[1]), (ends[1], ends[0])] {
                sums[one].0 += middle(other);
                sums[one].1 += 1;
            }
        }
        let frames = self.chart.frames.len();
        let mut of_frames = vec![(0.0_f32, 0_usize); frames];
        for (slot, (sum, count)) in sums.iter().enumerate() {
            let mut frame = slots[slot].frame;
            while let Some(inner) = frame {
                of_frames[inner].0 += sum;
                of_frames[inner].1 += count;
                frame = self.chart.frames[inner].parent;
            }
        }
        for home in 0..=frames {
            let mut members = std::mem::take(&mut self.order[home]);
            let wish = |member: &FrameMember| {
                let ((sum, count), own) = match *member {
                    FrameMember::Slot(slot) => (sums[slot], middle(slot)),
                    FrameMember::Frame(frame) => {
                        (of_frames[frame], self.start(*member) + self.size(*member) / 2.0)
                    }
                };
                if count == 0 { own } else { sum / count as f32 }
            };
            members.sort_by(|one, other| wish(one).total_cmp(&wish(other)));
            self.order[home] = members;
        }
    }
}
