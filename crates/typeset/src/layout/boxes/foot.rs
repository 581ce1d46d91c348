//! Footnotes: each follows the first text that refers to it to the foot of its page. What does not fit there goes on at the
//! foot of the next page.

use std::collections::BTreeMap;

use super::super::display::Position;
use super::super::text::LinkTarget;
use super::atom::{Atom, PendingLink};

/// Between text and footnotes, in points: the air above the rule, and all of it.
pub(super) const RULE_ABOVE: f32 = 8.0;
pub(super) const SEPARATOR: f32 = 13.0;

/// Length of the rule, in points.
pub(super) const RULE: f32 = 96.0;

/// The part of a page that its footnotes take at most.
const TALLEST: f32 = 0.5;

/// The footnotes of a document, as far as they are set.
#[derive(Default)]
pub(super) struct PageFoot {
    /// Those whose references are on no page yet.
    waiting: BTreeMap<usize, Vec<Atom>>,
    /// Those of the current page.
    atoms: Vec<Atom>,
    /// Of these, in points.
    height: f32,
    /// What goes on on the next page.
    rest: Vec<Atom>,
    /// Where notes stand, by their numbers.
    pub(super) notes: BTreeMap<usize, Position>,
    /// Where they are referred to first.
    pub(super) references: BTreeMap<usize, Position>,
}

impl PageFoot {
    pub(super) fn add(&mut self, number: usize, atoms: Vec<Atom>) {
        self.waiting.insert(number, atoms);
    }

    /// Whether notes wait for a page of their own.
    pub(super) fn is_left(&self) -> bool {
        !self.rest.is_empty()
    }

    /// What the notes of the current page take, with those that some atoms refer to.
    pub(super) fn height_with(&self, atoms: &[Atom], page: f32) -> f32 {
        let mut height = self.taken_height();
        if self.waiting.is_empty() {
            return height;
        }
        for number in atoms.iter().flat_map(|atom| numbers(&atom.links)) {
            if let Some(note) = self.waiting.get(&number) {
                if height == 0.0 {
                    height = SEPARATOR;
                }
                height += note.iter().map(whole).sum::<f32>();
            }
        }
        height.min((page * TALLEST).max(self.taken_height()))
    }

    fn taken_height(&self) -> f32 {
        if self.atoms.is_empty() { 0.0 } else { self.height + SEPARATOR }
    }

    /// Takes the notes that an atom refers to, as far as there is room for them below it.
    pub(super) fn take(&mut self, atom: &Atom, room: f32, page: f32) {
        if self.waiting.is_empty() {
            return;
        }
        for number in numbers(&atom.links) {
            let Some(note) = self.waiting.remove(&number) else { continue };
            self.rest.extend(note);
        }
        self.fill(room.min(page * TALLEST));
    }

    /// Goes on with what was left on the page before.
    pub(super) fn start_page(&mut self, page: f32) {
        self.fill(page * TALLEST);
        // What is higher than that would wait for ever.
        if self.atoms.is_empty() && !self.rest.is_empty() {
            let first = self.rest.remove(0);
            self.height = whole(&first);
            self.atoms.push(first);
        }
    }

    /// Takes of what is left as much as fits into a room.
    fn fill(&mut self, room: f32) {
        let mut count = 0;
        for atom in &self.rest {
            if self.height + SEPARATOR + whole(atom) > room {
                break;
            }
            self.height += whole(atom);
            count += 1;
        }
        self.atoms.extend(self.rest.drain(..count));
    }

    /// The notes of a page that ends, and what they take.
    pub(super) fn taken(&mut self) -> (Vec<Atom>, f32) {
        let height = self.taken_height();
        self.height = 0.0;
        (std::mem::take(&mut self.atoms), height)
    }

    /// Remembers where notes are referred to first.
    pub(super) fn refer(&mut self, links: &[PendingLink], position: Position) {
        for number in numbers(links) {
            self.references.entry(number).or_insert(position);
        }
    }
}

fn whole(atom: &Atom) -> f32 {
    atom.gap + atom.height
}

/// The numbers of the notes that links lead to.
fn numbers(links: &[PendingLink]) -> impl Iterator<Item = usize> {
    links.iter().filter_map(|link| match link.target {
        LinkTarget::Note(number) => Some(number),
        LinkTarget::Address(_) | LinkTarget::NoteReference(_) => None,
    })
}
