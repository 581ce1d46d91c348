//! What a table needs, found out before it is set: whether it fits upright, needs a turned page, or more than paper
//! has.

use super::cell::{ShapedCell, least_width, shape_cell};
use super::records;
use super::widths::ColumnNeeds;
use crate::document::{Block, BlockKind, Cell, Row, Table, plain_text};
use crate::layout::blocks::composer::Composer;
use crate::layout::blocks::facts::is_facts;
use crate::layout::text::BaseStyle;
use crate::layout::warning::{LayoutWarning, NeededColumn};
use crate::theme::Orientation;

/// A table that needs more than this many times the room it has is set row by row: its words would be cut to pieces.
const BEARABLE: f32 = 1.5;

/// Shaped rows are kept between measuring and setting for this many rows; further ones are shaped again, which costs
/// little and keeps memory flat in the largest tables.
const ROWS_KEPT: usize = 400;

/// A table measured.
pub(crate) struct TablePlan {
    /// How pages have to stand for it, if that matters.
    pub(crate) orientation: Option<Orientation>,
    pub(super) form: TableForm,
}

/// How a table is set.
pub(super) enum TableForm {
    /// In rows and columns.
    Grid { head: Vec<ShapedCell>, kept: Vec<Vec<ShapedCell>>, needs: ColumnNeeds },
    /// Each row as a paragraph.
    Records,
}

impl TablePlan {
    fn records() -> Self {
        Self { orientation: None, form: TableForm::Records }
    }
}

/// Measures a table, and warns if it is too wide for any page.
pub(crate) fn plan_table(table: &Table, offset: usize, composer: &mut Composer<'_>) -> TablePlan {
    let theme = composer.theme();
    let turned = turned_width(composer);
    let upright = match turned {
        Some(_) => composer.page_width_when(Orientation::Portrait),
        None => composer.frame().width,
    };
    let room = turned.unwrap_or(upright);
    let head = shape_row(&table.head, table, true, composer);
    if records::too_many_columns(table, theme, room) {
        let least = head.iter().map(|cell| least_width(cell, composer).max(records::NARROWEST)).collect();
        warn(table, offset, least, room, composer);
        return TablePlan::records();
    }
    let kept = table.rows.iter().take(ROWS_KEPT).map(|row| shape_row(row, table, false, composer));
    let kept: Vec<_> = kept.collect();
    let mut needs = ColumnNeeds::new(table.alignments.len());
    each_row(table, &head, &kept, composer, |_, row| needs.add(row.iter().map(ShapedCell::widths)));
    let sides = theme.cells.side * 2.0 * table.alignments.len() as f32;
    if needs.total() + sides <= upright {
        return TablePlan { orientation: None, form: TableForm::Grid { head, kept, needs } };
    }
    // Words may be divided where that helps.
    each_row(table, &head, &kept, composer, |composer, row| {
        needs.add_parts(row.iter().map(|cell| least_width(cell, composer)));
    });
    let needed = needs.total() + sides;
    if needed <= upright {
        return TablePlan { orientation: None, form: TableForm::Grid { head, kept, needs } };
    }
    if needed > room {
        warn(table, offset, needs.least().to_vec(), room, composer);
    }
    if needed > room * BEARABLE {
        return TablePlan::records();
    }
    let orientation = turned.map(|_| Orientation::Landscape);
    TablePlan { orientation, form: TableForm::Grid { head, kept, needs } }
}

pub(super) fn shape_row(
    row: &Row,
    table: &Table,
    is_head: bool,
    composer: &mut Composer<'_>,
) -> Vec<ShapedCell> {
    let empty = Cell::default();
    let base = BaseStyle { strong: is_head, ..composer.base(composer.theme().table) };
    (0..table.alignments.len())
        .map(|column| {
            let cell = row.cells.get(column).unwrap_or(&empty);
            shape_cell(&cell.content, base, is_head, composer)
        })
        .collect()
}

/// Shows all rows; those that were not kept are shaped again.
fn each_row(
    table: &Table,
    head: &[ShapedCell],
    kept: &[Vec<ShapedCell>],
    composer: &mut Composer<'_>,
    mut show: impl FnMut(&mut Composer<'_>, &[ShapedCell]),
) {
    show(composer, head);
    for row in kept {
        show(composer, row);
    }
    for row in table.rows.iter().skip(kept.len()) {
        let cells = shape_row(row, table, false, composer);
        show(composer, &cells);
    }
}

fn warn(table: &Table, offset: usize, needs: Vec<f32>, room: f32, composer: &mut Composer<'_>) {
    let sides = composer.theme().cells.side * 2.0;
    let names = (0..needs.len()).map(|column| table.head.cells.get(column));
    let columns = names.zip(needs).map(|(name, need)| NeededColumn {
        name: name.map(|cell| plain_text(&cell.content)).unwrap_or_default(),
        width: need + sides,
    });
    let columns = columns.collect();
    composer.warn(LayoutWarning::TableTooWide { offset, room, columns });
}

/// Width of the text area if pages were turned for a table; none where they cannot be.
fn turned_width(composer: &Composer<'_>) -> Option<f32> {
    let upright = composer.is_turned() || composer.orientation() == Orientation::Portrait;
    (composer.is_at_root() && upright).then(|| composer.page_width_when(Orientation::Landscape))
}

/// Longest chain of headings before a table that is looked at.
const LONGEST_LEAD: usize = 8;

/// The table to which the first of some blocks leads, with its place: at once, or over headings and an introduction
/// that stay with it.
pub(crate) fn lead(blocks: &[Block]) -> Option<(&Table, usize)> {
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
