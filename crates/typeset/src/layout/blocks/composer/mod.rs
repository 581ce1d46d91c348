//! The composer: what all blocks are set with. It shapes and draws text, builds the logical structure and fills pages; what
//! each kind of block looks like is defined in the files beside this one.

mod text;

use std::collections::{BTreeSet, VecDeque};
use std::rc::Rc;
use std::sync::Arc;

use hypher::Lang;

use super::frame::Frame;
use crate::document::{Document, Footnote};
use crate::layout::boxes::{Anchor, Atom, Canvas, Flow, Flowed, PictureList};
use crate::layout::element::{CellExtent, Element, ElementId, Role};
use crate::layout::leaders::Leader;
use crate::layout::look::Look;
use crate::layout::references::References;
use crate::layout::structure::{ROOT, StructureBuilder};
use crate::layout::text::{LinkTarget, Shaper, language};
use crate::layout::warning::LayoutWarning;
use crate::picture::{Picture, Pictures};
use crate::theme::{Orientation, TextSize, Theme};

/// What is laid out, and what it looks like.
pub(crate) struct LayoutInput<'a> {
    pub(crate) document: &'a Document,
    pub(crate) look: &'a Look,
}

/// A document whose blocks are all set.
pub(crate) struct Composed<'a> {
    pub(crate) flowed: Flowed,
    pub(crate) shaper: Shaper<'a>,
    pub(crate) elements: Vec<Element>,
    /// Places that wait for page numbers.
    pub(crate) leaders: Vec<Leader>,
    pub(crate) pictures: Vec<Arc<Picture>>,
    /// What could not be set as it should be, but for missing characters.
    pub(crate) warnings: Vec<LayoutWarning>,
}

/// Sets the footnote of a number. It comes from outside, because notes are set with a composer, too.
pub(super) type NoteSetter = fn(usize, &mut Composer<'_>) -> Vec<Atom>;

/// Sets blocks one below the other.
pub(super) struct Composer<'a> {
    theme: &'a Theme,
    logo: Option<&'a Arc<Picture>>,
    /// What the document's pictures look like.
    pictures: &'a Pictures,
    references: References<'a>,
    /// Its rules divide words.
    language: Option<Lang>,
    shaper: Shaper<'a>,
    structure: StructureBuilder,
    flow: Flow<'a>,
    shown_pictures: PictureList,
    leaders: Vec<Leader>,
    warnings: Vec<LayoutWarning>,
    frame: Frame,
    /// Space that the next atom keeps to what is above it.
    gap: f32,
    /// Bullet, number, box or logo that belongs beside the next line.
    marker: Option<Canvas>,
    /// Sets a footnote of this number.
    set_note: NoteSetter,
    /// Atoms of the footnote that is being set.
    note: Option<Vec<Atom>>,
    /// The numbers of the footnotes that are set, or are about to be.
    set_notes: BTreeSet<usize>,
    /// Of these the ones that another note refers to.
    due_notes: VecDeque<usize>,
    /// Whether all atoms stay with what follows them.
    kept: bool,
    /// Whether pages are turned only for the sake of a table.
    turned: bool,
    titled: bool,
    counter: u32,
}

/// How the lines of a paragraph are set.
pub(super) struct LineSetting {
    pub(super) text: TextSize,
    pub(super) element: ElementId,
    pub(super) keep_with_next: bool,
    pub(super) anchor: Option<Anchor>,
}

impl<'a> Composer<'a> {
    pub(super) fn new(input: LayoutInput<'a>, set_note: NoteSetter) -> Self {
        let LayoutInput { document, look } = input;
        let (theme, meta) = (look.theme(), &document.meta);
        let flow = Flow::new(theme, meta.paper, meta.orientation);
        let frame = Frame {
            left: 0.0,
            width: flow.width(),
            parent: ROOT,
            text: theme.body,
            color: theme.colors.text,
            bars: Rc::new([]),
            lists: 0,
        };
        Self {
            theme,
            logo: look.logo(),
            pictures: &document.pictures,
            references: References::of(document),
            language: language(&meta.language),
            shaper: Shaper::new(look.fonts(), look.cache()),
            structure: StructureBuilder::new(),
            flow,
            shown_pictures: PictureList::default(),
            leaders: Vec::new(),
            warnings: Vec::new(),
            frame,
            gap: 0.0,
            marker: None,
            set_note,
            note: None,
            set_notes: BTreeSet::new(),
            due_notes: VecDeque::new(),
            kept: false,
            turned: false,
            titled: false,
            counter: 0,
        }
    }

    pub(super) fn finish(self) -> Composed<'a> {
        Composed {
            flowed: self.flow.finish(),
            shaper: self.shaper,
            elements: self.structure.finish(),
            leaders: self.leaders,
            pictures: self.shown_pictures.finish(),
            warnings: self.warnings,
        }
    }

    pub(super) fn theme(&self) -> &'a Theme {
        self.theme
    }

    pub(super) fn logo(&self) -> Option<&'a Arc<Picture>> {
        self.logo
    }

    pub(super) fn language(&self) -> Option<Lang> {
        self.language
    }

    /// What the document's pictures look like, by their paths.
    pub(super) fn pictures(&self) -> &'a Pictures {
        self.pictures
    }

    /// A number that is unique in this document.
    pub(super) fn count(&mut self) -> u32 {
        self.counter += 1;
        self.counter
    }

    pub(super) fn warn(&mut self, warning: LayoutWarning) {
        self.warnings.push(warning);
    }

    /// A place in the contents that waits for a page number.
    pub(super) fn await_page_number(&mut self, leader: Leader) {
        self.leaders.push(leader);
    }

    /// Whether a heading of the first level is the title: the first that is part of nothing else is.
    pub(super) fn take_title(&mut self) -> bool {
        let is_title = !self.titled && self.is_at_root();
        self.titled |= is_title;
        is_title
    }
}

/// Where blocks stand.
impl<'a> Composer<'a> {
    pub(super) fn frame(&self) -> &Frame {
        &self.frame
    }

    /// Whether blocks are part of the document itself, not of a list, a quote or a note.
    pub(super) fn is_at_root(&self) -> bool {
        self.frame.parent == ROOT
    }

    /// Sets blocks in a frame of their own.
    pub(super) fn within(&mut self, frame: Frame, set: impl FnOnce(&mut Self)) {
        let outer = std::mem::replace(&mut self.frame, frame);
        set(self);
        self.frame = outer;
    }

    /// What follows in this frame is part of an element.
    pub(super) fn set_parent(&mut self, parent: ElementId) {
        self.frame.parent = parent;
    }

    /// Keeps at least this much space above the next atom.
    pub(super) fn space_above(&mut self, points: f32) {
        self.gap = self.gap.max(points);
    }

    /// Keeps this much space below the latest atom, unless what follows asks for more.
    pub(super) fn space_below(&mut self, points: f32) {
        self.gap = points;
    }

    /// Keeps at most this much space below the latest atom.
    pub(super) fn close_up(&mut self, points: f32) {
        self.gap = self.gap.min(points);
    }

    /// Puts what is drawn here beside the next line.
    pub(super) fn set_marker(&mut self, marker: Canvas) {
        self.marker = Some(marker);
    }

    /// What would stand beside the next line.
    pub(super) fn take_marker(&mut self) -> Option<Canvas> {
        self.marker.take()
    }

    pub(super) fn has_marker(&self) -> bool {
        self.marker.is_some()
    }

    /// Hands an atom to the flow, with the space, bars and marker that wait for it.
    pub(super) fn emit(&mut self, mut atom: Atom) {
        atom.gap += std::mem::take(&mut self.gap);
        atom.bars = self.frame.bars.clone();
        atom.keep_with_next |= self.kept;
        if let Some(marker) = self.marker.take() {
            atom.items.splice(0..0, marker.items);
            atom.links.splice(0..0, marker.links);
        }
        if !atom.links.is_empty() {
            self.set_notes_of(&atom);
        }
        match &mut self.note {
            Some(note) => note.push(atom),
            None => self.flow.add(atom),
        }
    }

    /// Sets the footnotes that an atom is the first to refer to. Those that notes refer to stand behind them.
    fn set_notes_of(&mut self, atom: &Atom) {
        for link in &atom.links {
            let LinkTarget::Note(number) = link.target else { continue };
            if !self.set_notes.insert(number) {
                continue;
            }
            if self.note.is_some() {
                self.due_notes.push_back(number);
                continue;
            }
            let mut atoms = (self.set_note)(number, self);
            while let Some(due) = self.due_notes.pop_front() {
                atoms.extend((self.set_note)(due, self));
            }
            self.flow.add_note(number, atoms);
        }
    }

    /// Sets blocks of a footnote; their atoms are for the foot of a page.
    pub(super) fn within_note(&mut self, frame: Frame, set: impl FnOnce(&mut Self)) -> Vec<Atom> {
        let (gap, marker) = (std::mem::take(&mut self.gap), self.marker.take());
        let kept = std::mem::take(&mut self.kept);
        self.note = Some(Vec::new());
        self.within(frame, set);
        (self.gap, self.marker, self.kept) = (gap, marker, kept);
        self.note.take().unwrap_or_default()
    }

    /// Sets what stays with what follows it, as a whole, if it is to be kept.
    pub(super) fn keeping(&mut self, kept: bool, set: impl FnOnce(&mut Self)) {
        let outer = self.kept;
        self.kept |= kept;
        set(self);
        self.kept = outer;
    }

    /// The footnotes that nothing has referred to, with their numbers.
    pub(super) fn notes_left(&self) -> Vec<(usize, &'a Footnote)> {
        let notes = (1..).zip(self.references.notes.iter().copied());
        notes.filter(|(number, _)| !self.set_notes.contains(number)).collect()
    }

    /// The footnote of a number.
    pub(super) fn footnote(&self, number: usize) -> Option<&'a Footnote> {
        self.references.notes.get(number.checked_sub(1)?).copied()
    }
}

/// Pages.
impl Composer<'_> {
    /// Height of the text area.
    pub(super) fn page_height(&self) -> f32 {
        self.flow.height()
    }

    /// Width of the text area of the pages to come.
    pub(super) fn page_width(&self) -> f32 {
        self.flow.width()
    }

    /// Width of the text area of pages that stand this way.
    pub(super) fn page_width_when(&self, orientation: Orientation) -> f32 {
        self.flow.width_when(orientation)
    }

    pub(super) fn orientation(&self) -> Orientation {
        self.flow.orientation()
    }

    /// How much of the current page is taken, from 0 to 1.
    pub(super) fn filled(&mut self) -> f32 {
        self.flow.filled()
    }

    pub(super) fn break_page(&mut self) {
        if self.note.is_none() {
            self.flow.break_page();
        }
    }

    /// Starts a page that stands this way; what is set in stays so.
    pub(super) fn turn(&mut self, orientation: Orientation) {
        if self.note.is_some() {
            return;
        }
        let inset = self.flow.width() - self.frame.width;
        self.flow.turn(orientation);
        self.frame.width = self.flow.width() - inset;
    }

    /// Whether pages are turned only for the sake of a table.
    pub(super) fn is_turned(&self) -> bool {
        self.turned
    }

    pub(super) fn turn_for_table(&mut self, orientation: Orientation) {
        self.turned = true;
        self.turn(orientation);
    }

    /// Ends pages that are turned only for the sake of a table.
    pub(super) fn turn_back(&mut self) {
        if std::mem::take(&mut self.turned) {
            self.turn(Orientation::Portrait);
        }
    }

    /// Leaves it to the document how pages stand from here on.
    pub(super) fn forget_turn(&mut self) {
        self.turned = false;
    }
}

/// The logical structure.
impl Composer<'_> {
    /// An element that is part of what this frame is part of.
    pub(super) fn element(&mut self, role: Role) -> ElementId {
        self.structure.add(role, self.frame.parent)
    }

    pub(super) fn element_in(&mut self, parent: ElementId, role: Role) -> ElementId {
        self.structure.add(role, parent)
    }

    /// A cell that reaches over columns and rows.
    pub(super) fn cell_in(&mut self, parent: ElementId, role: Role, extent: CellExtent) -> ElementId {
        self.structure.cell(role, parent, extent)
    }

    /// A figure with what it shows, in words.
    pub(super) fn figure_in(&mut self, parent: ElementId, alternative: String) -> ElementId {
        self.structure.figure(parent, alternative)
    }

    /// The level that a heading has in the structure.
    pub(super) fn heading_level(&mut self, written: u8) -> u8 {
        self.structure.heading_level(written)
    }
}
