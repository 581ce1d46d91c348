//! Tables, the heart of every document here: columns as wide as their text deserves, rows that stay whole, headers
//! that come back on every page.

mod cell;
mod label;
mod plan;
mod records;
mod widths;

use std::rc::Rc;

use super::atom::{Atom, PendingLink, RepeatedHeader, TableRow};
use super::compose::Composer;
use super::display::{Item, Mark, Rectangle, Shape, Stroke};
use super::draw::Canvas;
use super::element::{ElementId, Role, Scope};
use crate::document::Table;

use cell::{CellPlace, PreparedCell, SetCell};
use plan::Form;
pub(super) use plan::{Plan, lead};

/// Shaped rows are kept between measuring and setting for this many rows; further ones are shaped again, which costs
/// little and keeps memory flat in the largest tables.
const ROWS_KEPT: usize = 400;

/// A row broken into lines.
struct SetRow {
    cells: Vec<SetCell>,
    lines: usize,
}

/// What all rows of a table share.
struct Grid<'t> {
    table: &'t Table,
    number: u32,
    /// Width of each column, sides included.
    columns: Vec<f32>,
    width: f32,
}

impl Composer<'_> {
    /// Sets a table that stands at this offset of the Markdown.
    pub(super) fn table(&mut self, table: &Table, offset: usize) {
        let plan = self.planned(offset).unwrap_or_else(|| self.plan_table(table, offset));
        let Form::Grid { head, mut kept, measure } = plan.form else {
            return self.records(table);
        };
        let side = self.theme.cells.side * 2.0;
        let room = self.width - side * table.alignments.len() as f32;
        let text_widths = measure.distribute(room, table.widths.as_deref());
        let columns: Vec<f32> = text_widths.into_iter().map(|width| width + side).collect();
        let width = columns.iter().sum();
        let grid = Grid { table, number: self.count(), columns, width };

        let element = self.structure.add(Role::Table, self.parent);
        self.space(self.theme.block_gap);
        // A head without a body is no head (PDF/UA-1, 7.2).
        let has_body = !table.rows.is_empty();
        let section = if has_body { self.structure.add(Role::TableHead, element) } else { element };
        let header = self.header(&grid, head, section);
        let body = if has_body { self.structure.add(Role::TableBody, element) } else { element };
        let mut prepared = kept.drain(..);
        for row in &table.rows {
            let cells = prepared.next().unwrap_or_else(|| self.prepare_row(row, table, false));
            let row_element = self.structure.add(Role::TableRow, body);
            let set = self.set_row(&grid, cells, (row_element, Role::DataCell));
            self.row(&grid, &set, &header);
        }
        self.gap = self.theme.block_gap + 2.0;
    }

    /// Breaks the cells of a row into lines and gives them their elements.
    fn set_row(
        &mut self,
        grid: &Grid<'_>,
        cells: Vec<PreparedCell>,
        (row, role): (ElementId, Role),
    ) -> SetRow {
        let side = self.theme.cells.side * 2.0;
        let rooms = grid.columns.iter().map(|column| column - side);
        let broken = self.break_cells(cells.into_iter().zip(rooms), role);
        let cells: Vec<_> = broken.into_iter().map(|cell| self.set_cell(cell, (row, role))).collect();
        let lines = cells.iter().map(|cell| cell.lines).max().unwrap_or(1);
        SetRow { cells, lines }
    }

    fn header(
        &mut self,
        grid: &Grid<'_>,
        cells: Vec<PreparedCell>,
        section: ElementId,
    ) -> Rc<RepeatedHeader> {
        let row = self.structure.add(Role::TableRow, section);
        let set = self.set_row(grid, cells, (row, Role::HeaderCell(Scope::Column)));
        let height = self.row_height(set.lines);
        let colors = self.theme.colors;
        let mut canvas = Canvas::default();
        canvas.decorate(Shape::Rectangle(Rectangle {
            x: self.left,
            y: 0.0,
            width: grid.width,
            height,
            radius: 0.0,
            fill: colors.header_tint,
        }));
        self.cells(grid, (&set, 0..set.lines), (&mut canvas, &mut Vec::new()));
        canvas.decorate(self.row_rule(grid, height, (0.8, colors.strong_rule)));
        let repeated = canvas.items.iter().filter(|item| !matches!(item.mark, Mark::PageHeader)).cloned();
        let header = Rc::new(RepeatedHeader { height, items: repeated.collect() });
        let row = TableRow { table: grid.number, header: None, slice: None };
        self.emit(Atom {
            height,
            keep_with_next: true,
            items: canvas.items,
            links: canvas.links,
            row: Some(row),
            ..Atom::default()
        });
        header
    }

    /// Emits a row: whole, or line by line if it is taller than half a page.
    fn row(&mut self, grid: &Grid<'_>, set: &SetRow, header: &Rc<RepeatedHeader>) {
        let height = self.row_height(set.lines);
        let rule = (self.theme.cells.rule, self.theme.colors.rule);
        let row = TableRow { table: grid.number, header: Some(header.clone()), slice: None };
        if height <= self.flow.height() / 2.0 {
            let mut canvas = Canvas::default();
            self.cells(grid, (set, 0..set.lines), (&mut canvas, &mut Vec::new()));
            canvas.decorate(self.row_rule(grid, height, rule));
            let Canvas { items, links } = canvas;
            return self.emit(Atom { height, items, links, row: Some(row), ..Atom::default() });
        }
        let number = self.count();
        let (edge, leading) = (self.theme.cells.edge, self.theme.table.leading);
        for line in 0..set.lines {
            let (mut canvas, mut columns) = (Canvas::default(), Vec::new());
            self.cells(grid, (set, line..line + 1), (&mut canvas, &mut columns));
            let (first, last) = (line == 0, line + 1 == set.lines);
            let above = if first { edge } else { 0.0 };
            let height = above + leading + if last { edge } else { 0.0 };
            if !first {
                shift(&mut canvas, -edge);
            }
            if last {
                canvas.decorate(self.row_rule(grid, height, rule));
                columns.push(u16::MAX);
            }
            let row = TableRow { slice: Some((number, columns)), ..row.clone() };
            // At least two lines of a split row stand on each page.
            let keep_with_next = first || line + 2 == set.lines;
            let Canvas { items, links } = canvas;
            self.emit(Atom { height, keep_with_next, items, links, row: Some(row), ..Atom::default() });
        }
    }

    /// Draws some lines of all cells, and notes the column of each item drawn.
    fn cells(
        &mut self,
        grid: &Grid<'_>,
        (set, shown): (&SetRow, std::ops::Range<usize>),
        (canvas, columns): (&mut Canvas, &mut Vec<u16>),
    ) {
        let spacing = self.theme.cells;
        let mut left = self.left;
        for (column, cell) in set.cells.iter().enumerate() {
            let place = CellPlace {
                left: left + spacing.side,
                room: grid.columns[column] - spacing.side * 2.0,
                top: spacing.edge,
                alignment: grid.table.alignments[column],
            };
            self.draw_cell(canvas, (cell, shown.clone()), &place);
            columns.resize(canvas.items.len(), u16::try_from(column).unwrap_or(u16::MAX));
            left += grid.columns[column];
        }
    }

    fn row_height(&self, lines: usize) -> f32 {
        lines as f32 * self.theme.table.leading + self.theme.cells.edge * 2.0
    }

    fn row_rule(&self, grid: &Grid<'_>, y: f32, (width, color): (f32, super::display::Color)) -> Shape {
        Shape::Stroke(Stroke { from: (self.left, y), to: (self.left + grid.width, y), width, color })
    }
}

fn shift(canvas: &mut Canvas, down: f32) {
    canvas.items.iter_mut().for_each(|item: &mut Item| item.shape.shift(0.0, down));
    canvas.links.iter_mut().for_each(|link: &mut PendingLink| {
        link.top += down;
        link.bottom += down;
    });
}
