//! Tables, the heart of every report: columns as wide as their text deserves, rows that stay whole, headers that come
//! back on every page.

mod band;
mod cell;
mod emit;
mod group;
mod head;
mod label;
mod measures;
mod plan;
mod records;
mod row;
mod widths;

use std::rc::Rc;

use super::composer::Composer;
use crate::document::{Alignment, Row, Table};
use crate::geometry::Point;
use crate::layout::boxes::RepeatedHeader;
use crate::layout::display::{Shape, Stroke};
use crate::layout::element::{HeaderScope, Role};
use crate::theme::Color;

use measures::TableMeasures;
use plan::{TableForm, shape_row};
use row::{CellPlace, CellReach, SetRow, set_row};

pub(super) use plan::{TablePlan, lead, plan_table};

/// A caption that takes more than this part of a page does not come back.
const TALLEST_CAPTION: f32 = 0.2;

/// What all rows of a table share.
struct Grid<'t> {
    table: &'t Table,
    number: u32,
    /// Left edge, from the left margin.
    left: f32,
    /// Width of each column, sides included.
    columns: Vec<f32>,
    /// Where each column begins.
    edges: Vec<f32>,
    width: f32,
    measures: TableMeasures,
}

/// What comes back above a row where a page begins with it.
#[derive(Clone)]
struct Repeats {
    header: Rc<RepeatedHeader>,
    /// The caption of the row's group.
    caption: Option<Rc<RepeatedHeader>>,
}

/// Sets a table that stands at this offset of the Markdown, as it was planned if it was.
pub(super) fn set_table(table: &Table, offset: usize, plan: Option<TablePlan>, composer: &mut Composer<'_>) {
    let theme = composer.theme();
    let plan = plan.unwrap_or_else(|| plan_table(table, offset, composer));
    let TableForm::Grid { head, kept, needs, measures } = plan.form else {
        return records::set_records(table, composer);
    };
    let columns = measures.distribute(table, &needs, composer.frame().width);
    let width = columns.iter().sum();
    let left = composer.frame().left;
    let edges = columns
        .iter()
        .scan(left, |edge, width| {
            let begin = *edge;
            *edge += width;
            Some(begin)
        })
        .collect();
    let grid = Grid { table, number: composer.count(), left, columns, edges, width, measures: *measures };

    let element = composer.element(Role::Table);
    composer.space_above(theme.block_gap);
    // A head without a body is no head (PDF/UA-1, 7.2).
    let has_body = !table.rows.is_empty();
    let section = if has_body { composer.element_in(element, Role::TableHead) } else { element };
    let header = head::set_head(&grid, head, section, composer);
    let body = if has_body { composer.element_in(element, Role::TableBody) } else { element };
    let mut kept = kept.into_iter();
    let mut repeats = Repeats { header, caption: None };
    let mut band = Vec::new();
    // How many rows the cells reach that have begun.
    let mut reach = 0;
    for (number, row) in table.rows.iter().enumerate() {
        let cells = kept.next().unwrap_or_else(|| shape_row(row, table, &grid.measures, composer));
        let row_element = composer.element_in(body, Role::TableRow);
        let role = if row.is_group { Role::HeaderCell(HeaderScope::Row) } else { Role::DataCell };
        let set = set_row(cells, &grid, row_element, role, composer);
        if row.is_group {
            emit_caption(&grid, row, &set, &mut repeats, composer);
            continue;
        }
        let rows = set.cells.iter().map(|cell| cell.reach.rows).max().unwrap_or(1);
        reach = reach.max(number + rows);
        if reach == number + 1 && band.is_empty() {
            emit::emit_row(&grid, &set, &repeats, number == 0 && table.rows.len() > 1, composer);
            continue;
        }
        band.push(set);
        if reach == number + 1 {
            band::emit_band(&grid, &std::mem::take(&mut band), &repeats, composer);
        }
    }
    composer.space_below(theme.block_gap + 2.0);
}

/// Emits the caption of a group, which comes back above the rows that follow.
fn emit_caption(
    grid: &Grid<'_>,
    row: &Row,
    set: &SetRow,
    repeats: &mut Repeats,
    composer: &mut Composer<'_>,
) {
    repeats.caption = None;
    // What would fill pages by itself is no caption.
    if grid.measures.row_height(set.lines) > composer.page_height() * TALLEST_CAPTION {
        return band::emit_lines(grid, std::slice::from_ref(set), repeats, composer);
    }
    emit::emit_caption(grid, set, repeats, composer);
    repeats.caption = Some(group::repeated(row, grid, composer));
}

impl Grid<'_> {
    /// What the cells of some columns have for text.
    fn room(&self, reach: CellReach) -> f32 {
        let all: f32 = self.columns[reach.column..reach.column + reach.columns].iter().sum();
        let last = reach.column + reach.columns - 1;
        all - self.measures.side(reach.column) - self.measures.side(last)
    }

    /// Where the text of a cell stands whose first line begins at a height.
    fn place(&self, reach: CellReach, top: f32) -> CellPlace {
        let is_mark = self.measures.is_mark(reach.column) && reach.columns == 1;
        CellPlace {
            left: self.edges[reach.column] + self.measures.side(reach.column),
            room: self.room(reach),
            top,
            alignment: if is_mark { Alignment::Center } else { self.table.alignments[reach.column] },
            text: self.measures.text,
        }
    }

    /// A rule of a length from a point to the right.
    fn rule(&self, from: Point, length: f32, width: f32, color: Color) -> Shape {
        Shape::Stroke(Stroke { from, to: Point::new(from.x + length, from.y), width, color })
    }
}
