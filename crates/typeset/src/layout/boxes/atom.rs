//! Atoms: what the flow stacks on pages, and what travels with them.

use std::rc::Rc;

use super::super::display::{Item, Link, LinkDestination};
use super::super::element::ElementId;
use super::super::text::LinkTarget;
use crate::theme::Color;

/// What never breaks across pages. Positions are relative to the left margin and to the atom's upper edge.
#[derive(Debug, Default)]
pub(crate) struct Atom {
    /// Space above, unless a page starts here.
    pub(crate) gap: f32,
    pub(crate) height: f32,
    /// Whether the next atom must start on the same page.
    pub(crate) keep_with_next: bool,
    pub(crate) items: Vec<Item>,
    pub(crate) links: Vec<PendingLink>,
    pub(crate) anchor: Option<Anchor>,
    /// Bars and tints that run beside or behind this atom and its neighbours.
    pub(crate) bars: Rc<[Bar]>,
    pub(crate) row: Option<TableRow>,
}

/// A link whose target is not on a page yet.
#[derive(Debug, Clone)]
pub(crate) struct PendingLink {
    pub(crate) left: f32,
    pub(crate) right: f32,
    pub(crate) top: f32,
    pub(crate) bottom: f32,
    pub(crate) target: LinkTarget,
    pub(crate) element: ElementId,
}

impl PendingLink {
    /// The link on its page, this far from the edges of what it is part of, and where it leads once that is known.
    pub(super) fn placed(self, right: f32, down: f32) -> (Link, LinkTarget) {
        let address = match &self.target {
            LinkTarget::Address(address) => address.to_string(),
            LinkTarget::Note(_) | LinkTarget::NoteReference(_) => String::new(),
        };
        let area = Link {
            x: self.left + right,
            y: self.top + down,
            width: self.right - self.left,
            height: self.bottom - self.top,
            target: LinkDestination::Address(address),
            element: self.element,
        };
        (area, self.target)
    }
}

/// Something that links lead to.
#[derive(Debug, Clone)]
pub(crate) enum Anchor {
    Heading { level: u8, title: String, name: String },
    Note(usize),
}

/// A rectangle that is as high as all neighbouring atoms that carry it.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Bar {
    pub(crate) number: u32,
    pub(crate) x: f32,
    pub(crate) width: f32,
    pub(crate) color: Color,
    /// How far it reaches beyond the text where a page ends within it, and where it goes on.
    pub(crate) padding: f32,
}

/// What a table row needs to know about its table when a page ends.
#[derive(Debug, Clone)]
pub(crate) struct TableRow {
    pub(crate) table: u32,
    /// Repeated on each further page.
    pub(crate) header: Option<Rc<RepeatedHeader>>,
    /// Repeated below the header where the row's group goes on.
    pub(crate) caption: Option<Rc<RepeatedHeader>>,
    /// For one line of a row that is split.
    pub(crate) slice: Option<RowSlice>,
}

impl TableRow {
    /// What stands above the row where a page begins with it.
    pub(super) fn repeated(&self) -> impl Iterator<Item = &Rc<RepeatedHeader>> {
        self.header.iter().chain(&self.caption)
    }
}

/// One line of a row that is split between lines.
#[derive(Debug, Clone)]
pub(crate) struct RowSlice {
    /// The number of the row.
    pub(crate) row: u32,
    /// The column of each item of the line.
    pub(crate) columns: Vec<u16>,
}

/// A table header, or the caption of a group of rows, drawn again on each page that the table reaches.
#[derive(Debug)]
pub(crate) struct RepeatedHeader {
    pub(crate) height: f32,
    pub(crate) items: Vec<Item>,
}
