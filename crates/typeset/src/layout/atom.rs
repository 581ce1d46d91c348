//! Atoms: what the flow stacks on pages, and what travels with them.

use std::rc::Rc;

use super::display::{Color, Item};
use super::element::ElementId;
use super::text::LinkTarget;

/// What never breaks across pages. Positions are relative to the left margin and to the atom's upper edge.
#[derive(Debug, Default)]
pub(super) struct Atom {
    /// Space above, unless a page starts here.
    pub(super) gap: f32,
    pub(super) height: f32,
    /// Whether the next atom must start on the same page.
    pub(super) keep_with_next: bool,
    pub(super) items: Vec<Item>,
    pub(super) links: Vec<PendingLink>,
    pub(super) anchor: Option<Anchor>,
    /// Bars and tints that run beside or behind this atom and its neighbours.
    pub(super) bars: Rc<[Bar]>,
    pub(super) row: Option<TableRow>,
}

/// A link whose target is not on a page yet.
#[derive(Debug, Clone)]
pub(super) struct PendingLink {
    pub(super) left: f32,
    pub(super) right: f32,
    pub(super) top: f32,
    pub(super) bottom: f32,
    pub(super) target: LinkTarget,
    pub(super) element: ElementId,
}

/// Something that links lead to.
#[derive(Debug, Clone)]
pub(super) enum Anchor {
    Heading { level: u8, title: String, name: String },
    Note(usize),
}

/// A rectangle that is as high as all neighbouring atoms that carry it.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Bar {
    pub(super) number: u32,
    pub(super) x: f32,
    pub(super) width: f32,
    pub(super) color: Color,
    /// How far it reaches beyond the text where a page ends within it, and where it goes on.
    pub(super) padding: f32,
}

/// What a table row needs to know about its table when a page ends.
#[derive(Debug, Clone)]
pub(super) struct TableRow {
    pub(super) table: u32,
    /// Repeated on each further page.
    pub(super) header: Option<Rc<RepeatedHeader>>,
    /// For one line of a row that is split: the row's number and the column of each item.
    pub(super) slice: Option<(u32, Vec<u16>)>,
}

/// A table header, drawn again on each page the table reaches.
#[derive(Debug)]
pub(super) struct RepeatedHeader {
    pub(super) height: f32,
    pub(super) items: Vec<Item>,
}
