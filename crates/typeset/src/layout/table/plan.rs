//! What a table needs, found out before it is set: whether it fits upright, needs a turned page, or more than paper
//! has.

use super::super::compose::Composer;
use super::super::display::{Complaint, NeededColumn};
use super::super::facts::is_facts;
use super::super::structure::ROOT;
use super::super::text::BaseStyle;
use super::cell::PreparedCell;
use super::widths::Measure;
use super::{ROWS_KEPT, records};
use crate::document::{Block, BlockKind, Cell, Orientation, Row, Table, plain_text};

/// A table that needs more than this many times the room it has is set row by row: its words would be cut to pieces.
const BEARABLE: f32 = 1.5;

/// A table measured.
pub(in super::super) struct Plan {
    /// How pages have to stand for it.
    pub(in super::super) orientation: Option<Orientation>,
    pub(super) form: Form,
}

/// How a table is set.
pub(super) enum Form {
    /// In rows and columns.
    Grid { head: Vec<PreparedCell>, kept: Vec<Vec<PreparedCell>>, measure: Measure },
    /// Each row as a paragraph.
    Records,
}

impl Composer<'_> {
    /// Measures a table and complains if it is too wide for any page.
    pub(in super::super) fn plan_table(&mut self, table: &Table, offset: usize) -> Plan {
        let turned = self.turned_width();
        let upright = if turned.is_some() { self.flow.width_when(Orientation::Portrait) } else { self.width };
        let room = turned.unwrap_or(upright);
        let head = self.prepare_row(&table.head, table, true);
        if records::too_many_columns(table, self.theme, room) {
            let needs = head.iter().map(|cell| cell.least(self).max(records::NARROWEST)).collect();
            self.complain((table, offset), needs, room);
            return Plan { orientation: None, form: Form::Records };
        }
        let kept: Vec<_> =
            table.rows.iter().take(ROWS_KEPT).map(|row| self.prepare_row(row, table, false)).collect();
        let mut measure = Measure::new(table.alignments.len());
        self.each_row((table, &head, &kept), &mut |_, row| measure.add(row.iter().map(PreparedCell::widths)));
        let sides = self.theme.cells.side * 2.0 * table.alignments.len() as f32;
        if measure.needed() + sides <= upright {
            return Plan { orientation: None, form: Form::Grid { head, kept, measure } };
        }
        // Words may be divided where that helps.
        self.each_row((table, &head, &kept), &mut |composer, row| {
            measure.add_parts(row.iter().map(|cell| cell.least(composer)));
        });
        let needed = measure.needed() + sides;
        if needed <= upright {
            return Plan { orientation: None, form: Form::Grid { head, kept, measure } };
        }
        if needed > room {
            self.complain((table, offset), measure.needs().to_vec(), room);
        }
        if needed > room * BEARABLE {
            return Plan { orientation: None, form: Form::Records };
        }
        let orientation = turned.map(|_| Orientation::Landscape);
        Plan { orientation, form: Form::Grid { head, kept, measure } }
    }

    pub(super) fn prepare_row(&mut self, row: &Row, table: &Table, strong: bool) -> Vec<PreparedCell> {
        let empty = Cell::default();
        let base = BaseStyle { strong, ..self.base(self.theme.table) };
        (0..table.alignments.len())
            .map(|column| {
                let cell = row.cells.get(column).unwrap_or(&empty);
                self.prepare_cell(&cell.content, base, strong)
            })
            .collect()
    }

    /// Shows all rows; those that were not kept are shaped again.
    fn each_row(
        &mut self,
        (table, head, kept): (&Table, &[PreparedCell], &[Vec<PreparedCell>]),
        show: &mut impl FnMut(&mut Self, &[PreparedCell]),
    ) {
        show(self, head);
        for row in kept {
            show(self, row);
        }
        for row in table.rows.iter().skip(kept.len()) {
            let cells = self.prepare_row(row, table, false);
            show(self, &cells);
        }
    }

    fn complain(&mut self, (table, offset): (&Table, usize), needs: Vec<f32>, room: f32) {
        let sides = self.theme.cells.side * 2.0;
        let names = (0..needs.len()).map(|column| table.head.cells.get(column));
        let columns = names.zip(needs).map(|(name, need)| NeededColumn {
            name: name.map(|cell| plain_text(&cell.content)).unwrap_or_default(),
            width: need + sides,
        });
        let columns = columns.collect();
        self.complaints.push(Complaint::TableTooWide { offset, room, columns });
    }

    /// Width of the text area if pages were turned for a table; none where they cannot be.
    fn turned_width(&self) -> Option<f32> {
        let upright = self.is_turned() || self.flow.orientation() == Orientation::Portrait;
        let can_turn = self.parent == ROOT && upright;
        can_turn.then(|| self.flow.width_when(Orientation::Landscape))
    }
}

/// Longest chain of headings before a table that is looked at.
const LONGEST_LEAD: usize = 8;

/// The table to which the first of some blocks leads, with its place: at once, or over headings and an introduction
/// that stay with it.
pub(in super::super) fn lead(blocks: &[Block]) -> Option<(&Table, usize)> {
    let is_heading = |block: &&Block| matches!(block.kind, BlockKind::Heading(_));
    let headings = blocks.iter().take(LONGEST_LEAD).take_while(is_heading).count();
    let mut rest = blocks[headings..].iter();
    let mut next = rest.next()?;
    if matches!(next.kind, BlockKind::Paragraph(_)) {
        next = rest.next()?;
    }
    match &next.kind {
        BlockKind::Table(table) if !is_facts(table) => Some((table, next.place.start)),
        _ => None,
    }
}
