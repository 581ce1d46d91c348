//! Facts: names on the left, what they say on the right, without rules. In Markdown they are a table of two columns
//! with an empty head; below the title they are the title block.

use std::sync::Arc;

use super::atom::Atom;
use super::compose::{Composer, baseline};
use super::display::Mark;
use super::draw::{Canvas, Spot};
use super::element::{ElementId, Role, Scope};
use super::hyphen::Division;
use super::lines::break_lines;
use super::text::{BaseStyle, Prepared};
use crate::document::{Alignment, Block, BlockKind, Cell, Inline, InlineKind, Meta, Row, Style, Table};

/// The names take at most this part of the width.
const NAMES: f32 = 0.4;

/// Between names and facts, in points.
const GAP: f32 = 16.0;

/// Whether a table is a list of facts.
pub(super) fn is_facts(table: &Table) -> bool {
    table.alignments.len() == 2
        && !table.rows.is_empty()
        && table.head.cells.iter().all(|cell| cell.content.is_empty())
}

/// Whether what follows a title starts with facts.
pub(super) fn has_facts(blocks: &[Block]) -> bool {
    matches!(blocks.first(), Some(Block { kind: BlockKind::Table(table), .. }) if is_facts(table))
}

/// What a document says about itself outside its text.
pub(super) fn facts_of(meta: &Meta) -> Table {
    let date = meta.date.map(|date| date.format("%Y-%m-%d").to_string());
    let facts = [
        ("Organisation", &meta.organization),
        ("Project", &meta.project),
        ("Classification", &meta.classification),
        ("As of", &date),
        ("Document", &meta.id),
        ("Revision", &meta.revision),
    ];
    let row = |(name, fact): (&str, &Option<String>)| {
        let fact = fact.as_deref().filter(|fact| !fact.is_empty())?;
        Some(Row { cells: vec![cell(name), cell(fact)], place: 0..0 })
    };
    Table {
        alignments: vec![Alignment::Start; 2],
        widths: None,
        head: Row::default(),
        rows: facts.into_iter().filter_map(row).collect(),
    }
}

fn cell(text: &str) -> Cell {
    let kind = InlineKind::Text(text.to_owned());
    Cell { content: vec![Inline { kind, style: Style::default(), link: None, place: 0..0 }], place: 0..0 }
}

impl Composer<'_> {
    pub(super) fn facts(&mut self, table: &Table) {
        if table.rows.is_empty() {
            return;
        }
        let size = self.theme.table;
        let base = self.base(size);
        let muted = BaseStyle { color: self.theme.colors.muted, ..base };
        let mut rows = Vec::new();
        let mut names: f32 = 0.0;
        for row in &table.rows {
            let [name, fact] =
                [0, 1].map(|column| row.cells.get(column).map_or(&[][..], |cell| &cell.content));
            let (name, fact) = (self.prepare(name, muted), self.prepare(fact, base));
            names = names.max(name.widths().0);
            rows.push((name, fact));
        }
        let names = names.min(self.width * NAMES);
        let element = self.structure.add(Role::Table, self.parent);
        self.space(self.theme.block_gap);
        let last = rows.len() - 1;
        for (number, (name, fact)) in rows.into_iter().enumerate() {
            let row = self.structure.add(Role::TableRow, element);
            let name = self.fact_cell(name, (row, Role::HeaderCell(Scope::Row)), (0.0, names));
            let room = self.width - names - GAP;
            let fact = self.fact_cell(fact, (row, Role::DataCell), (names + GAP, room));
            let lines = name.len().max(fact.len());
            let (mut name, mut fact) = (name.into_iter(), fact.into_iter());
            // Line by line: a fact may be longer than a page.
            for line in 0..lines {
                let mut canvas = name.next().unwrap_or_default();
                let beside = fact.next().unwrap_or_default();
                canvas.items.extend(beside.items);
                canvas.links.extend(beside.links);
                let keep_with_next = number < last || line + 1 < lines;
                let Canvas { items, links } = canvas;
                self.emit(Atom { height: size.leading, keep_with_next, items, links, ..Atom::default() });
            }
            self.gap = self.theme.item_gap;
        }
        self.gap = self.theme.block_gap;
    }

    /// The lines of one cell.
    fn fact_cell(
        &mut self,
        mut text: Arc<Prepared>,
        (row, role): (ElementId, Role),
        (left, width): (f32, f32),
    ) -> Vec<Canvas> {
        let lines = break_lines(&mut text, &mut self.shaper, width, Division::Never);
        let element = self.structure.add(role, row);
        let links = self.link_elements(&text, element);
        let (x, y) = (self.left + left, baseline(self.theme.table));
        let draw = |line| {
            let mut canvas = Canvas::default();
            let spot = Spot { x, y, mark: Mark::Content(element), links: &links };
            canvas.line(&mut self.shaper, (&text, line), &spot);
            canvas
        };
        lines.iter().map(draw).collect()
    }
}
