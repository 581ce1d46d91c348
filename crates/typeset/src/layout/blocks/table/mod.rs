//! Tables, the heart of every report: columns as wide as their text deserves, rows that stay whole, headers that come
//! back on every page.

mod cell;
mod label;
mod plan;
mod records;
mod row;
mod widths;

use std::ops::Range;
use std::rc::Rc;

use super::composer::Composer;
use crate::document::Table;
use crate::geometry::Point;
use crate::layout::boxes::{Atom, Canvas, RepeatedHeader, RowSlice, TableRow};
use crate::layout::display::{Mark, Rectangle, Shape, Stroke};
use crate::layout::element::{ElementId, HeaderScope, Role};
use crate::theme::Color;

use cell::ShapedCell;
use plan::{TableForm, shape_row};
use row::{CellPlace, SetRow, draw_cell, set_row};

pub(super) use plan::{TablePlan, lead, plan_table};

/// Thickness of the rule below the header, in points.
const HEADER_RULE: f32 = 0.8;

/// What all rows of a table share.
struct Grid<'t> {
    table: &'t Table,
    number: u32,
    /// Left edge, from the left margin.
    left: f32,
    /// Width of each column, sides included.
    columns: Vec<f32>,
    width: f32,
    /// Space left and right of a cell's text.
    side: f32,
}

/// Some lines of all cells of a row.
struct DrawnRow {
    canvas: Canvas,
    /// The column of each item drawn.
    columns: Vec<u16>,
}

/// Sets a table that stands at this offset of the Markdown, as it was planned if it was.
pub(super) fn set_table(table: &Table, offset: usize, plan: Option<TablePlan>, composer: &mut Composer<'_>) {
    let theme = composer.theme();
    let plan = plan.unwrap_or_else(|| plan_table(table, offset, composer));
    let TableForm::Grid { head, kept, needs } = plan.form else {
        return records::set_records(table, composer);
    };
    let side = theme.cells.side * 2.0;
    let room = composer.frame().width - side * table.alignments.len() as f32;
    let text_widths = needs.distribute(room, table.widths.as_deref());
    let columns: Vec<f32> = text_widths.into_iter().map(|width| width + side).collect();
    let width = columns.iter().sum();
    let left = composer.frame().left;
    let grid = Grid { table, number: composer.count(), left, columns, width, side: theme.cells.side };

    let element = composer.element(Role::Table);
    composer.space_above(theme.block_gap);
    // A head without a body is no head (PDF/UA-1, 7.2).
    let has_body = !table.rows.is_empty();
    let section = if has_body { composer.element_in(element, Role::TableHead) } else { element };
    let header = set_header(&grid, head, section, composer);
    let body = if has_body { composer.element_in(element, Role::TableBody) } else { element };
    let mut kept = kept.into_iter();
    for row in &table.rows {
        let cells = kept.next().unwrap_or_else(|| shape_row(row, table, false, composer));
        let row_element = composer.element_in(body, Role::TableRow);
        let set = set_row(cells, grid.rooms(), row_element, Role::DataCell, composer);
        emit_row(&grid, &set, &header, composer);
    }
    composer.space_below(theme.block_gap + 2.0);
}

fn set_header(
    grid: &Grid<'_>,
    cells: Vec<ShapedCell>,
    section: ElementId,
    composer: &mut Composer<'_>,
) -> Rc<RepeatedHeader> {
    let row = composer.element_in(section, Role::TableRow);
    let set = set_row(cells, grid.rooms(), row, Role::HeaderCell(HeaderScope::Column), composer);
    let height = row_height(set.lines, composer);
    let colors = composer.theme().colors;
    let mut canvas = Canvas::default();
    canvas.decorate(Shape::Rectangle(Rectangle {
        x: grid.left,
        y: 0.0,
        width: grid.width,
        height,
        radius: 0.0,
        fill: colors.header_tint,
    }));
    let DrawnRow { mut canvas, .. } = draw_row(grid, &set, 0..set.lines, canvas, composer);
    canvas.decorate(grid.rule(height, HEADER_RULE, colors.strong_rule));
    let repeated = canvas.items.iter().filter(|item| !matches!(item.mark, Mark::PageHeader)).cloned();
    let header = Rc::new(RepeatedHeader { height, items: repeated.collect() });
    let row = TableRow { table: grid.number, header: None, slice: None };
    let Canvas { items, links } = canvas;
    composer.emit(Atom { height, keep_with_next: true, items, links, row: Some(row), ..Atom::default() });
    header
}

/// Emits a row: whole, or line by line if it is taller than half a page.
fn emit_row(grid: &Grid<'_>, set: &SetRow, header: &Rc<RepeatedHeader>, composer: &mut Composer<'_>) {
    let theme = composer.theme();
    let height = row_height(set.lines, composer);
    let rule = |y: f32| grid.rule(y, theme.cells.rule, theme.colors.rule);
    let row = TableRow { table: grid.number, header: Some(header.clone()), slice: None };
    if height <= composer.page_height() / 2.0 {
        let drawn = draw_row(grid, set, 0..set.lines, Canvas::default(), composer);
        let mut canvas = drawn.canvas;
        canvas.decorate(rule(height));
        let Canvas { items, links } = canvas;
        return composer.emit(Atom { height, items, links, row: Some(row), ..Atom::default() });
    }
    let number = composer.count();
    let (edge, leading) = (theme.cells.edge, theme.table.leading);
    for line in 0..set.lines {
        let DrawnRow { mut canvas, mut columns } =
            draw_row(grid, set, line..line + 1, Canvas::default(), composer);
        let (is_first, is_last) = (line == 0, line + 1 == set.lines);
        let above = if is_first { edge } else { 0.0 };
        let height = above + leading + if is_last { edge } else { 0.0 };
        if !is_first {
            shift(&mut canvas, -edge);
        }
        if is_last {
            canvas.decorate(rule(height));
            columns.push(u16::MAX);
        }
        let row = TableRow { slice: Some(RowSlice { row: number, columns }), ..row.clone() };
        // At least two lines of a split row stand on each page.
        let keep_with_next = is_first || line + 2 == set.lines;
        let Canvas { items, links } = canvas;
        composer.emit(Atom { height, keep_with_next, items, links, row: Some(row), ..Atom::default() });
    }
}

/// Draws some lines of all cells upon what is drawn already.
fn draw_row(
    grid: &Grid<'_>,
    set: &SetRow,
    shown: Range<usize>,
    mut canvas: Canvas,
    composer: &mut Composer<'_>,
) -> DrawnRow {
    let top = composer.theme().cells.edge;
    let mut columns = Vec::new();
    let mut left = grid.left;
    for (column, cell) in set.cells.iter().enumerate() {
        let place = CellPlace {
            left: left + grid.side,
            room: grid.columns[column] - grid.side * 2.0,
            top,
            alignment: grid.table.alignments[column],
        };
        draw_cell(&mut canvas, cell, shown.clone(), &place, composer);
        columns.resize(canvas.items.len(), u16::try_from(column).unwrap_or(u16::MAX));
        left += grid.columns[column];
    }
    DrawnRow { canvas, columns }
}

fn row_height(lines: usize, composer: &Composer<'_>) -> f32 {
    lines as f32 * composer.theme().table.leading + composer.theme().cells.edge * 2.0
}

impl Grid<'_> {
    /// What each column has for text.
    fn rooms(&self) -> impl Iterator<Item = f32> {
        self.columns.iter().map(|width| width - self.side * 2.0)
    }

    /// A rule across the table.
    fn rule(&self, y: f32, width: f32, color: Color) -> Shape {
        let (from, to) = (Point::new(self.left, y), Point::new(self.left + self.width, y));
        Shape::Stroke(Stroke { from, to, width, color })
    }
}

fn shift(canvas: &mut Canvas, down: f32) {
    for item in &mut canvas.items {
        item.shape.shift(0.0, down);
    }
    for link in &mut canvas.links {
        link.top += down;
        link.bottom += down;
    }
}
