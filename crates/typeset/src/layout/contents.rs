//! The contents: every section with its page. The pages of headings are known only when all pages are made, so each
//! entry keeps a place for its number, which is filled in at the end.

use std::collections::BTreeMap;

use super::atom::{Atom, PendingLink};
use super::compose::{Composer, baseline};
use super::display::{Color, Dots, Item, Mark, Page, Position, Shape, TextRun};
use super::draw::{Canvas, Spot};
use super::element::{ElementId, Role};
use super::hyphen::Division;
use super::lines::{break_lines, line_width};
use super::shape::{Fragment, Shaper};
use super::text::{LinkTarget, StyledText};
use crate::document::{Block, BlockKind, Document, Heading, plain_text};
use crate::theme::TextSize;

/// A document with fewer sections and subsections needs no contents.
const FEWEST_SECTIONS: usize = 8;

/// Nor does one with less Markdown than this, in bytes: about six pages.
const SHORTEST: usize = 20_000;

/// With more entries than this, about a page and a half, subsections are left out.
const MOST_ENTRIES: usize = 64;

/// The eye loses its line when the number is further away than this, in points.
const WIDEST: f32 = 490.0;

/// Room for the longest page number and some air before it, in points.
const NUMBER: f32 = 36.0;

/// Distance between the dots of a leader, in points.
const DOT_GAP: f32 = 4.0;

/// Diameter of the dots, in points.
const DOT: f32 = 0.8;

/// A place that waits for a page number.
pub(super) struct Leader {
    /// What the number is part of.
    element: ElementId,
    /// The heading that it is about.
    anchor: String,
    /// From the end of the entry's text to the right edge, in points.
    room: f32,
}

/// The headings that the contents of a document list; none if it has no contents.
pub(super) fn entries(document: &Document) -> Vec<&Heading> {
    let headings: Vec<&Heading> = document
        .blocks
        .iter()
        .enumerate()
        .filter_map(|(number, block)| match &block.kind {
            // The title itself is none of them.
            BlockKind::Heading(heading) if heading.level >= 2 || number > 0 => Some(heading),
            _ => None,
        })
        .collect();
    let sections = headings.iter().filter(|heading| heading.level <= 3).count();
    let length = document.blocks.last().map_or(0, |block: &Block| block.place.end);
    let wanted = document.meta.contents.unwrap_or(sections >= FEWEST_SECTIONS && length >= SHORTEST);
    let deepest = if sections <= MOST_ENTRIES { 3 } else { 2 };
    if wanted {
        headings.into_iter().filter(|heading| heading.level <= deepest).collect()
    } else {
        Vec::new()
    }
}

impl Composer<'_> {
    pub(super) fn contents(&mut self, entries: &[&Heading]) {
        let list = self.structure.add(Role::Contents, self.parent);
        self.contents_title(list);
        let nested = entries.iter().any(|heading| heading.level > 2);
        let mut inner = None;
        for (number, heading) in entries.iter().enumerate() {
            let is_section = heading.level <= 2;
            if is_section {
                inner = None;
                self.space(if nested && number > 0 { self.theme.item_gap } else { 0.0 });
            } else if inner.is_none() {
                inner = Some(self.structure.add(Role::Contents, list));
            }
            self.entry(heading, (inner.unwrap_or(list), nested && is_section));
        }
        self.gap = self.theme.block_gap;
    }

    fn contents_title(&mut self, list: ElementId) {
        let caption = self.structure.add(Role::Caption, list);
        let size = self.theme.headings[1];
        let mut style = self.run_style(size.text, self.theme.colors.accent);
        style.wanted.strong = true;
        let prepared = StyledText::plain("Contents", style).prepare(&mut self.shaper);
        let line = 0..prepared.words.len();
        let mut canvas = Canvas::default();
        let spot = Spot { x: self.left, y: baseline(size.text), mark: Mark::Content(caption), links: &[] };
        canvas.line(&mut self.shaper, (&prepared, &line), &spot);
        self.space(size.above);
        let height = size.text.leading;
        self.emit(Atom { height, keep_with_next: true, items: canvas.items, ..Atom::default() });
        self.gap = size.below;
    }

    /// One heading: its text over as many lines as it needs, a row of dots, and a place for the page number.
    fn entry(&mut self, heading: &Heading, (list, strong): (ElementId, bool)) {
        let item = self.structure.add(Role::ContentsItem, list);
        let reference = self.structure.add(Role::Reference, item);
        let link = self.structure.add(Role::Link, reference);
        let size = TextSize { leading: self.theme.body.leading + 1.0, ..self.theme.body };
        let mut style = self.run_style(size, self.theme.colors.text);
        style.wanted.strong = strong;
        let mut prepared = StyledText::plain(&plain_text(&heading.content), style).prepare(&mut self.shaper);
        let left = self.left + if heading.level > 2 { self.theme.indent } else { 0.0 };
        let right = self.left + self.width.min(WIDEST);
        let lines = break_lines(&mut prepared, &mut self.shaper, right - NUMBER - left, Division::Never);
        for (number, line) in lines.iter().enumerate() {
            let mut canvas = Canvas::default();
            let spot = Spot { x: left, y: baseline(size), mark: Mark::Content(link), links: &[] };
            canvas.line(&mut self.shaper, (&prepared, line), &spot);
            let is_last = number + 1 == lines.len();
            if is_last {
                let face = self.shaper.fonts().first_choice(style.wanted);
                let (x, y) = (right, baseline(size));
                let place = TextRun { face, size: style.size, color: style.color, x, y, shown: 0..0 };
                canvas.items.push(Item { mark: Mark::Content(reference), shape: Shape::Text(place) });
                let room = right - left - line_width(&prepared, line);
                self.leaders.push(Leader { element: reference, anchor: heading.anchor.clone(), room });
            }
            let target = LinkTarget::Address(format!("#{}", heading.anchor).into());
            let area = PendingLink { left, right, top: 0.0, bottom: size.leading, target, element: link };
            self.emit(Atom {
                height: size.leading,
                keep_with_next: !is_last,
                items: canvas.items,
                links: vec![area],
                ..Atom::default()
            });
        }
    }
}

/// Fills in the page numbers, and the dots that lead to them.
pub(super) fn number_pages(
    pages: &mut [Page],
    leaders: &[Leader],
    (anchors, shaper): (&BTreeMap<String, Position>, &mut Shaper<'_>),
) {
    let waiting: BTreeMap<ElementId, &Leader> =
        leaders.iter().map(|leader| (leader.element, leader)).collect();
    let mut open = waiting.len();
    for page in pages.iter_mut() {
        if open == 0 {
            break;
        }
        let mut dots = Vec::new();
        for item in &mut page.items {
            let (Mark::Content(element), Shape::Text(run)) = (item.mark, &mut item.shape) else { continue };
            let Some(leader) = waiting.get(&element).filter(|_| run.shown.is_empty()) else { continue };
            open -= 1;
            let Some(position) = anchors.get(&leader.anchor) else { continue };
            // The space keeps the number apart from the title for those who listen.
            let text = format!(" {}", position.page + 1);
            let segment = shaper.segment(Fragment { face: run.face, right_to_left: false, text: &text });
            let ends = (run.x - leader.room + DOT_GAP, run.x - shaper.width(segment, run.size) - DOT_GAP);
            dots.extend(dotted(ends, (run.x, run.y), run.color));
            run.shown = shaper.show(std::iter::once(segment));
            run.x -= shaper.width(segment, run.size);
        }
        page.items.extend(dots);
    }
}

/// Dots from one end to the other, in step with those of the other lines; none where there is no room.
fn dotted((from, to): (f32, f32), (right, y): (f32, f32), color: Color) -> Option<Item> {
    let step = |x: f32| (right - x) / DOT_GAP;
    let ends = (right - step(from).floor() * DOT_GAP, right - step(to).ceil() * DOT_GAP);
    let shape = Shape::Dots(Dots { from: ends.0, to: ends.1, y, gap: DOT_GAP, size: DOT, color });
    (ends.1 - ends.0 >= DOT_GAP).then_some(Item { mark: Mark::Artifact, shape })
}
