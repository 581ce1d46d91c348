//! What a table needs, found out before it is set: whether it fits upright, needs a turned page, or more than paper
//! has.

use super::cell::{CellPart, ShapedCell, least_width, shape_cell};
use super::group;
use super::measures::TableMeasures;
use super::records;
use super::widths::ColumnNeeds;
use crate::document::{Block, BlockKind, Cell, Row, Table, plain_text};
use crate::layout::blocks::composer::Composer;
use crate::layout::blocks::facts::is_facts;
use crate::layout::text::{BaseStyle, TextWidths};
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
    Grid {
        head: Vec<ShapedCell>,
        kept: Vec<Vec<ShapedCell>>,
        needs: ColumnNeeds,
        measures: Box<TableMeasures>,
    },
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
    let columns = table.alignments.len();
    let mut measures = TableMeasures::of(table, theme);
    let head = shape_head(table, &measures, composer);
    measures.measure_head(&head, composer);
    if records::too_many_columns(columns, &measures, room) {
        let least = head.iter().map(|cell| least_width(cell, composer).max(records::NARROWEST));
        let of_text = least.enumerate().filter(|(column, _)| !measures.is_mark(*column));
        let least: Vec<f32> = of_text.map(|(_, width)| width).collect();
        warn(table, offset, measures.needed(columns, &least), room, composer);
        return TablePlan::records();
    }
    let kept = table.rows.iter().take(ROWS_KEPT).map(|row| shape_row(row, table, &measures, composer));
    let kept: Vec<_> = kept.collect();
    let mut needs = ColumnNeeds::new(measures.text_columns(columns));
    each_row(table, &measures, &head, &kept, composer, |_, row| {
        let widths = |cell: &ShapedCell| if cell.is_narrow() { cell.widths() } else { TextWidths::default() };
        needs.add(of_text(row, &measures).map(widths));
    });
    let fixed = measures.fixed(columns);
    if needs.total() + fixed <= upright {
        return TablePlan {
            orientation: None,
            form: TableForm::Grid { head, kept, needs, measures: Box::new(measures) },
        };
    }
    // Words may be divided where that helps.
    each_row(table, &measures, &head, &kept, composer, |composer, row| {
        let least = |cell: &ShapedCell| if cell.is_narrow() { least_width(cell, composer) } else { 0.0 };
        needs.add_parts(of_text(row, &measures).map(least));
    });
    let needed = needs.total() + fixed;
    if needed <= upright {
        return TablePlan {
            orientation: None,
            form: TableForm::Grid { head, kept, needs, measures: Box::new(measures) },
        };
    }
    if needed > room {
        warn(table, offset, measures.needed(columns, needs.least()), room, composer);
    }
    if needed > room * BEARABLE {
        return TablePlan::records();
    }
    let orientation = turned.map(|_| Orientation::Landscape);
    TablePlan { orientation, form: TableForm::Grid { head, kept, needs, measures: Box::new(measures) } }
}

/// The cells of a row in columns of text.
fn of_text<'r>(row: &'r [ShapedCell], measures: &'r TableMeasures) -> impl Iterator<Item = &'r ShapedCell> {
    row.iter().enumerate().filter(|(column, _)| !measures.is_mark(*column)).map(|(_, cell)| cell)
}

fn shape_head(table: &Table, measures: &TableMeasures, composer: &mut Composer<'_>) -> Vec<ShapedCell> {
    let base = BaseStyle { strong: true, ..composer.base(measures.text) };
    let turned = measures.turned_heads(&table.head);
    let is_turned = |column: usize| turned.get(column).is_some_and(|is_turned| *is_turned);
    let part = |column| if is_turned(column) { CellPart::TurnedHead } else { CellPart::Head };
    let empty = Cell::default();
    let cell = |column| table.head.cells.get(column).unwrap_or(&empty);
    (0..table.alignments.len()).map(|column| shape_cell(cell(column), base, part(column), composer)).collect()
}

/// Shapes a row; the caption of a group reaches over all columns.
pub(super) fn shape_row(
    row: &Row,
    table: &Table,
    measures: &TableMeasures,
    composer: &mut Composer<'_>,
) -> Vec<ShapedCell> {
    let base = composer.base(measures.text);
    let columns = table.alignments.len();
    if row.is_group {
        let first = row.cells.first().map_or(&[][..], |cell| &cell.content);
        return group::shape_caption(first, columns, base, composer);
    }
    let part = |column| if measures.is_mark(column) { CellPart::Mark } else { CellPart::Body };
    let empty = Cell::default();
    let cell = |column| row.cells.get(column).unwrap_or(&empty);
    (0..columns).map(|column| shape_cell(cell(column), base, part(column), composer)).collect()
}

/// Shows all rows; those that were not kept are shaped again.
fn each_row(
    table: &Table,
    measures: &TableMeasures,
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
        let cells = shape_row(row, table, measures, composer);
        show(composer, &cells);
    }
}

fn warn(table: &Table, offset: usize, needed: Vec<f32>, room: f32, composer: &mut Composer<'_>) {
    let names = (0..needed.len()).map(|column| table.head.cells.get(column));
    let columns = names.zip(needed).map(|(name, width)| NeededColumn {
        name: name.map(|cell| plain_text(&cell.content)).unwrap_or_default(),
        width,
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
