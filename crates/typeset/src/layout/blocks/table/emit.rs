//! Rows to atoms: whole, or line by line where a row is taller than half a page.

use super::band::emit_lines;
use super::row::{SetRow, draw_cell};
use super::{Grid, Repeats, group};
use crate::geometry::Point;
use crate::layout::blocks::composer::Composer;
use crate::layout::boxes::{Atom, Canvas, TableRow};

/// A row stays with the next one only if it takes at most this part of a page.
const KEPT: f32 = 0.2;

/// Emits a row: whole, or line by line if it is taller than half a page. The first row of several stays with the next.
pub(super) fn emit_row(
    grid: &Grid<'_>,
    set: &SetRow,
    repeats: &Repeats,
    is_first: bool,
    composer: &mut Composer<'_>,
) {
    let height = grid.measures.row_height(set.lines);
    if height > composer.page_height() / 2.0 {
        return emit_lines(grid, std::slice::from_ref(set), repeats, composer);
    }
    let mut canvas = draw_row(grid, set, Canvas::default(), composer);
    rule(&mut canvas, grid, height, composer);
    let keep_with_next = is_first && height <= composer.page_height() * KEPT;
    let (row, Canvas { items, links }) = (Some(repeats.row(grid)), canvas);
    composer.emit(Atom { height, keep_with_next, items, links, row, ..Atom::default() });
}

/// Emits the caption of a group of rows, which stays with the first of them.
pub(super) fn emit_caption(grid: &Grid<'_>, set: &SetRow, repeats: &Repeats, composer: &mut Composer<'_>) {
    let height = grid.measures.row_height(set.lines);
    let mut canvas = Canvas::default();
    canvas.decorate(group::tint(grid, height, &composer.theme().colors));
    let mut canvas = draw_row(grid, set, canvas, composer);
    rule(&mut canvas, grid, height, composer);
    let (row, Canvas { items, links }) = (Some(repeats.row(grid)), canvas);
    composer.emit(Atom { height, keep_with_next: true, items, links, row, ..Atom::default() });
}

/// Draws all cells of a row upon what is drawn already.
fn draw_row(grid: &Grid<'_>, set: &SetRow, mut canvas: Canvas, composer: &mut Composer<'_>) -> Canvas {
    for cell in &set.cells {
        let place = grid.place(cell.reach, grid.measures.edge);
        draw_cell(&mut canvas, cell, 0..cell.lines, &place, composer);
    }
    canvas
}

/// The rule below a row.
fn rule(canvas: &mut Canvas, grid: &Grid<'_>, y: f32, composer: &Composer<'_>) {
    let theme = composer.theme();
    let from = Point::new(grid.left, y);
    canvas.decorate(grid.rule(from, grid.width, theme.cells.rule, theme.colors.rule));
}

impl Repeats {
    /// What the flow needs to know about a row.
    pub(super) fn row(&self, grid: &Grid<'_>) -> TableRow {
        let Self { header, caption } = self.clone();
        TableRow { table: grid.number, header: Some(header), caption, slice: None }
    }
}
