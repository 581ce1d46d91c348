//! Pages from atoms. An atom is what never breaks (a line, a heading, a table row); the flow stacks atoms, keeps
//! together what belongs together, and repeats table headers.

use std::collections::BTreeMap;

use super::super::display::{
    HeadingMark, Item, Link, LinkDestination, Mark, Page, Position, Rectangle, Shape, Stroke,
};
use super::super::text::LinkTarget;
use super::atom::{Anchor, Atom, Bar, RowSlice};
use super::foot::{PageFoot, RULE, RULE_ABOVE, SEPARATOR};
use crate::geometry::{Point, Size};
use crate::theme::{Orientation, Paper, Theme};

/// A group of atoms that asks to stay together gives up beyond this number if it takes more than this part of a page, so
/// that a chain of headings cannot leave most of a page empty.
const LONGEST_GROUP: usize = 16;
const TALLEST_GROUP: f32 = 0.5;

/// Nor are there groups of more atoms than this, however low they are.
const MOST_ATOMS: usize = 400;

/// Tolerance for rounding, in points: heights that fitted when summed may not when added one by one.
const TOLERANCE: f32 = 0.01;

/// Stacks atoms on pages.
pub(crate) struct Flow<'t> {
    theme: &'t Theme,
    paper: Paper,
    orientation: Orientation,
    pages: Vec<Page>,
    links: Vec<Vec<(Link, LinkTarget)>>,
    y: f32,
    group: Vec<Atom>,
    /// Bars that go on, with their upper ends on the current page.
    open_bars: Vec<(Bar, f32)>,
    /// Space that bars carried over from the last page keep to the first text of this one.
    carried: f32,
    /// Tints of the current page, painted before its content.
    tints: Vec<Item>,
    /// The table whose header stands on the current page.
    headed: Option<u32>,
    split_row: Option<SplitRow>,
    headings: Vec<HeadingMark>,
    anchors: BTreeMap<String, Position>,
    /// Footnotes.
    foot: PageFoot,
}

/// A row that is split between lines, as far as it stands on the current page.
struct SplitRow {
    number: u32,
    /// The items of its lines with their columns.
    items: Vec<(u16, Item)>,
}

/// Pages, with the places of what is on them.
pub(crate) struct Flowed {
    pub(crate) pages: Vec<Page>,
    pub(crate) headings: Vec<HeadingMark>,
    pub(crate) anchors: BTreeMap<String, Position>,
}

impl<'t> Flow<'t> {
    pub(crate) fn new(theme: &'t Theme, paper: Paper, orientation: Orientation) -> Self {
        let mut flow = Self {
            theme,
            paper,
            orientation,
            pages: Vec::new(),
            links: Vec::new(),
            y: 0.0,
            group: Vec::new(),
            open_bars: Vec::new(),
            carried: 0.0,
            tints: Vec::new(),
            headed: None,
            split_row: None,
            headings: Vec::new(),
            anchors: BTreeMap::new(),
            foot: PageFoot::default(),
        };
        flow.start_page();
        flow
    }

    /// Width of the text area of the pages to come.
    pub(crate) fn width(&self) -> f32 {
        self.width_when(self.orientation)
    }

    /// Width of the text area of pages that stand this way.
    pub(crate) fn width_when(&self, orientation: Orientation) -> f32 {
        let margins = self.theme.margins;
        self.paper.size(orientation).width - margins.left - margins.right
    }

    /// Orientation of the pages to come.
    pub(crate) fn orientation(&self) -> Orientation {
        self.orientation
    }

    /// Height of the text area of the pages to come.
    pub(crate) fn height(&self) -> f32 {
        self.bottom() - self.theme.margins.top
    }

    /// Adds an atom below the others.
    pub(crate) fn add(&mut self, atom: Atom) {
        let keep = atom.keep_with_next;
        self.group.push(atom);
        if !keep || (self.group.len() >= LONGEST_GROUP && self.is_tall_group()) {
            self.flush_group();
        }
    }

    fn is_tall_group(&self) -> bool {
        let height: f32 = self.group.iter().map(|atom| atom.gap + atom.height).sum();
        height > self.height() * TALLEST_GROUP || self.group.len() >= MOST_ATOMS
    }

    /// Takes the atoms of a footnote, which follow the first atom that refers to it to its page.
    pub(crate) fn add_note(&mut self, number: usize, atoms: Vec<Atom>) {
        self.foot.add(number, atoms);
    }

    /// Starts a new page, unless the current one is empty.
    pub(crate) fn break_page(&mut self) {
        self.flush_group();
        if !self.at_top() {
            self.end_page(&[]);
            self.start_page();
        }
    }

    /// Turns the pages to come.
    pub(crate) fn turn(&mut self, orientation: Orientation) {
        self.flush_group();
        if orientation == self.orientation {
            return self.break_page();
        }
        self.orientation = orientation;
        self.end_page(&[]);
        if self.pages.last().is_some_and(|page| page.items.is_empty()) {
            self.pages.pop();
            self.links.pop();
        }
        self.start_page();
    }

    /// Ends the last page and resolves links. Links to nowhere are dropped; their text stays.
    pub(crate) fn finish(mut self) -> Flowed {
        self.flush_group();
        self.end_page(&[]);
        while self.foot.is_left() {
            self.start_page();
            self.end_page(&[]);
        }
        if self.pages.len() > 1 && self.pages.last().is_some_and(|page| page.items.is_empty()) {
            self.pages.pop();
        }
        for (page, links) in self.pages.iter_mut().zip(self.links) {
            for (mut link, target) in links {
                let position = match &target {
                    LinkTarget::Note(number) => self.foot.notes.get(number),
                    LinkTarget::NoteReference(number) => self.foot.references.get(number),
                    LinkTarget::Address(address) => match address.strip_prefix('#') {
                        Some(anchor) => self.anchors.get(anchor),
                        None => {
                            page.links.push(link);
                            continue;
                        }
                    },
                };
                if let Some(position) = position {
                    link.target = LinkDestination::Position(*position);
                    page.links.push(link);
                }
            }
        }
        Flowed { pages: self.pages, headings: self.headings, anchors: self.anchors }
    }

    /// How much of the current page is taken, from 0 to 1.
    pub(crate) fn filled(&mut self) -> f32 {
        self.flush_group();
        (self.y - self.theme.margins.top) / self.height()
    }

    fn at_top(&self) -> bool {
        self.y <= self.theme.margins.top
    }

    fn bottom(&self) -> f32 {
        self.paper.size(self.orientation).height - self.theme.margins.bottom
    }

    /// Where the text of the current page ends above its footnotes, with those of some atoms more.
    fn bottom_above_notes(&self, atoms: &[Atom]) -> f32 {
        self.bottom() - self.foot.height_with(atoms, self.height())
    }

    fn start_page(&mut self) {
        let Size { width, height } = self.paper.size(self.orientation);
        self.pages.push(Page { width, height, ..Page::default() });
        self.links.push(Vec::new());
        self.y = self.theme.margins.top;
        self.headed = None;
        self.foot.start_page(self.height());
    }

    /// Ends a page. The bars of what comes next reach somewhat further on either page, if they stand here.
    fn end_page(&mut self, next: &[Bar]) {
        self.end_split_row();
        self.carried = 0.0;
        for (bar, top) in std::mem::take(&mut self.open_bars) {
            let padding = if next.contains(&bar) { bar.padding } else { 0.0 };
            self.carried = self.carried.max(padding);
            self.draw_bar(bar, top, self.y + padding);
        }
        self.set_foot();
        let tints = std::mem::take(&mut self.tints);
        if let Some(page) = self.pages.last_mut() {
            page.items.splice(0..0, tints);
        }
    }

    fn flush_group(&mut self) {
        let group = std::mem::take(&mut self.group);
        let needed: f32 = group.iter().map(|atom| atom.gap + atom.height).sum();
        let header = group.first().map_or(0.0, |atom| self.repeated_height(atom));
        let bottom = self.bottom_above_notes(&group);
        if !self.at_top() && self.y + needed > bottom && needed + header <= self.height() {
            self.end_page(group.first().map_or(&[], |atom| &atom.bars));
            self.start_page();
        }
        for atom in group {
            self.place(atom);
        }
    }

    fn repeated_height(&self, atom: &Atom) -> f32 {
        let Some(row) = &atom.row else { return 0.0 };
        row.repeated().map(|repeated| repeated.height).sum()
    }

    fn place(&mut self, atom: Atom) {
        let bottom = self.bottom_above_notes(std::slice::from_ref(&atom));
        if !self.at_top() && self.y + atom.gap + atom.height > bottom + TOLERANCE {
            self.end_page(&atom.bars);
            self.start_page();
        }
        let room = self.bottom() - self.y - atom.gap - atom.height;
        self.foot.take(&atom, room, self.height());
        self.stack(atom);
    }

    /// Sets the footnotes of the page at its foot.
    fn set_foot(&mut self) {
        let (atoms, height) = self.foot.taken();
        if atoms.is_empty() {
            return;
        }
        self.y = self.bottom() - height;
        let from = Point::new(self.theme.margins.left, self.y + RULE_ABOVE);
        let to = Point::new(from.x + RULE, from.y);
        let stroke = Stroke { from, to, width: 0.5, color: self.theme.colors.strong_rule };
        self.push(vec![Item { mark: Mark::Artifact, shape: Shape::Stroke(stroke) }]);
        self.y += SEPARATOR;
        for atom in atoms {
            self.stack(atom);
        }
        self.close_bars(&[]);
        self.end_split_row();
    }

    /// Puts an atom below what is on the page.
    fn stack(&mut self, atom: Atom) {
        if !self.at_top() {
            self.close_bars(&atom.bars);
            self.y += atom.gap;
        }
        self.close_bars(&atom.bars);
        self.repeat_header(&atom);
        for bar in atom.bars.iter() {
            if !self.open_bars.iter().any(|(open, _)| open.number == bar.number) {
                self.open_bars.push((*bar, self.y));
            }
        }
        self.y += std::mem::take(&mut self.carried);
        let (right, down) = (self.theme.margins.left, self.y);
        let position = Position { page: self.pages.len() - 1, y: self.y };
        self.record(atom.anchor, position);
        self.foot.refer(&atom.links, position);
        if let Some(links) = self.links.last_mut() {
            links.extend(atom.links.into_iter().map(|link| link.placed(right, down)));
        }
        let mut items = atom.items;
        for item in &mut items {
            item.shape.shift(right, down);
        }
        match atom.row.and_then(|row| row.slice) {
            Some(RowSlice { row, columns }) => self.slice(row, columns.into_iter().zip(items)),
            None => {
                self.end_split_row();
                self.push(items);
            }
        }
        self.y += atom.height;
    }

    fn push(&mut self, items: Vec<Item>) {
        if let Some(page) = self.pages.last_mut() {
            page.items.extend(items);
        }
    }

    fn record(&mut self, anchor: Option<Anchor>, position: Position) {
        match anchor {
            Some(Anchor::Heading { level, title, name }) => {
                self.anchors.insert(name, position);
                self.headings.push(HeadingMark { level, title, position });
            }
            Some(Anchor::Note(number)) => {
                self.foot.notes.insert(number, position);
            }
            None => {}
        }
    }

    /// Draws the header of the atom's table again if it does not stand on this page yet.
    fn repeat_header(&mut self, atom: &Atom) {
        let Some(row) = &atom.row else { return };
        if row.header.is_some() && self.headed != Some(row.table) {
            for repeated in row.repeated() {
                let mut items = repeated.items.clone();
                for item in &mut items {
                    item.mark = Mark::PageHeader;
                    item.shape.shift(self.theme.margins.left, self.y);
                }
                self.push(items);
                self.y += repeated.height;
            }
            if row.slice.is_some() {
                // A row that goes on has no space above of its own.
                self.y += self.theme.cells.edge;
            }
        }
        self.headed = Some(row.table);
    }

    /// Lines of a split row are collected, so that the page has them cell by cell, which is the reading order.
    fn slice(&mut self, row: u32, items: impl Iterator<Item = (u16, Item)>) {
        if self.split_row.as_ref().is_some_and(|open| open.number != row) {
            self.end_split_row();
        }
        let open = self.split_row.get_or_insert_with(|| SplitRow { number: row, items: Vec::new() });
        open.items.extend(items);
    }

    fn end_split_row(&mut self) {
        if let Some(SplitRow { mut items, .. }) = self.split_row.take() {
            items.sort_by_key(|(column, _)| *column);
            self.push(items.into_iter().map(|(_, item)| item).collect());
        }
    }

    /// Bars that are not carried on end here.
    fn close_bars(&mut self, still_open: &[Bar]) {
        let open = std::mem::take(&mut self.open_bars);
        let (open, closed): (Vec<_>, Vec<_>) =
            open.into_iter().partition(|(bar, _)| still_open.iter().any(|other| other.number == bar.number));
        self.open_bars = open;
        for (bar, top) in closed {
            self.draw_bar(bar, top, self.y);
        }
    }

    fn draw_bar(&mut self, bar: Bar, top: f32, bottom: f32) {
        let rectangle = Rectangle {
            x: self.theme.margins.left + bar.x,
            y: top,
            width: bar.width,
            height: bottom - top,
            radius: 0.0,
            fill: bar.color,
        };
        self.tints.push(Item { mark: Mark::Artifact, shape: Shape::Rectangle(rectangle) });
    }
}
