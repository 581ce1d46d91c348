//! Rows that cells reach across. They stay together on a page; where they are taller than half of one, they go on line by
//! line.

use super::row::{SetCell, SetRow, draw_cell};
use super::{Grid, Repeats};
use crate::geometry::Point;
use crate::layout::blocks::composer::Composer;
use crate::layout::boxes::{Atom, Canvas, RowSlice, TableRow};

/// The rows of a band: where each begins, from the upper edge of the first, and where the last ends.
struct BandRows {
    tops: Vec<f32>,
}

/// Emits rows that belong together.
pub(super) fn emit_band(grid: &Grid<'_>, rows: &[SetRow], repeats: &Repeats, composer: &mut Composer<'_>) {
    let band = BandRows::of(grid, rows);
    let height = band.height();
    if height > composer.page_height() / 2.0 {
        return emit_lines(grid, rows, repeats, composer);
    }
    let mut canvas = Canvas::default();
    for (number, row) in rows.iter().enumerate() {
        for cell in &row.cells {
            let place = grid.place(cell.reach, band.tops[number] + grid.measures.edge);
            draw_cell(&mut canvas, cell, 0..cell.lines, &place, composer);
        }
    }
    let mut reached = ReachedRows::of(grid);
    for (number, row) in rows.iter().enumerate() {
        reached.add(number, row);
        reached.draw_rules(&mut canvas, number, band.tops[number + 1], grid, composer);
    }
    let (row, Canvas { items, links }) = (Some(repeats.row(grid)), canvas);
    composer.emit(Atom { height, items, links, row, ..Atom::default() });
}

impl BandRows {
    fn of(grid: &Grid<'_>, rows: &[SetRow]) -> Self {
        let mut heights: Vec<f32> = rows.iter().map(|row| grid.measures.row_height(row.lines)).collect();
        for (number, row) in rows.iter().enumerate() {
            for SetCell { lines, reach, .. } in row.cells.iter().filter(|cell| cell.reach.rows > 1) {
                let last = (number + reach.rows).min(rows.len()) - 1;
                let room: f32 = heights[number..=last].iter().sum();
                // What a tall cell needs more is below its last row.
                heights[last] += (grid.measures.row_height(*lines) - room).max(0.0);
            }
        }
        let mut tops = vec![0.0];
        let mut y = 0.0;
        tops.extend(heights.iter().map(|height| {
            y += height;
            y
        }));
        Self { tops }
    }

    fn height(&self) -> f32 {
        self.tops.last().copied().unwrap_or_default()
    }
}

/// The last row that each column's latest cell reaches.
struct ReachedRows {
    last: Vec<usize>,
}

impl ReachedRows {
    fn of(grid: &Grid<'_>) -> Self {
        Self { last: vec![0; grid.columns.len()] }
    }

    fn add(&mut self, number: usize, row: &SetRow) {
        for SetCell { reach, .. } in &row.cells {
            self.last[reach.column..reach.column + reach.columns].fill(number + reach.rows - 1);
        }
    }

    /// Draws the rule below a row, but not through cells that go on.
    fn draw_rules(
        &self,
        canvas: &mut Canvas,
        number: usize,
        y: f32,
        grid: &Grid<'_>,
        composer: &Composer<'_>,
    ) {
        let theme = composer.theme();
        let mut column = 0;
        for stretch in self.last.chunk_by(|one, next| (*one > number) == (*next > number)) {
            let end = column + stretch.len();
            if stretch[0] <= number {
                let from = Point::new(grid.edges[column], y);
                let length = grid.columns[column..end].iter().sum();
                canvas.decorate(grid.rule(from, length, theme.cells.rule, theme.colors.rule));
            }
            column = end;
        }
    }
}

/// A cell that is drawn line by line.
struct OpenCell<'s> {
    cell: &'s SetCell,
    /// The number of its first line, counted over all rows.
    start: usize,
    /// The last row that it reaches.
    last: usize,
}

/// Emits rows line by line. Text that reaches over several goes on beside their lines.
pub(super) fn emit_lines(grid: &Grid<'_>, rows: &[SetRow], repeats: &Repeats, composer: &mut Composer<'_>) {
    let lines = band_lines(rows);
    let mut open: Vec<OpenCell<'_>> = Vec::new();
    let mut reached = ReachedRows::of(grid);
    let mut start = 0;
    for (number, set) in rows.iter().enumerate() {
        reached.add(number, set);
        open.retain(|cell| cell.last >= number);
        let last = |cell: &SetCell| number + cell.reach.rows - 1;
        open.extend(set.cells.iter().map(|cell| OpenCell { cell, start, last: last(cell) }));
        let row = composer.count();
        for line in 0..lines[number] {
            let is_last = line + 1 == lines[number];
            let part = LinePart { line: start + line, is_first: line == 0, is_last };
            let DrawnLine { mut canvas, mut columns, height } = draw_line(grid, &open, &part, composer);
            if is_last {
                reached.draw_rules(&mut canvas, number, height, grid, composer);
                columns.resize(canvas.items.len(), u16::MAX);
            }
            let slice = Some(RowSlice { row, columns });
            // At least two lines of a split row stand on each page.
            let keep_with_next = !is_last && (line == 0 || line + 2 == lines[number]);
            let (row, Canvas { items, links }) = (Some(TableRow { slice, ..repeats.row(grid) }), canvas);
            composer.emit(Atom { height, keep_with_next, items, links, row, ..Atom::default() });
        }
        start += lines[number];
    }
}

/// How many lines each row takes when the text that reaches over several goes on beside their lines.
fn band_lines(rows: &[SetRow]) -> Vec<usize> {
    let mut lines: Vec<usize> = rows.iter().map(|row| row.lines).collect();
    for (number, row) in rows.iter().enumerate() {
        for cell in row.cells.iter().filter(|cell| cell.reach.rows > 1) {
            let last = (number + cell.reach.rows).min(rows.len()) - 1;
            let room: usize = lines[number..=last].iter().sum();
            lines[last] += cell.lines.saturating_sub(room);
        }
    }
    lines
}

/// Which line of a row is drawn.
struct LinePart {
    /// Counted over all rows.
    line: usize,
    is_first: bool,
    is_last: bool,
}

/// A line of all cells of a row.
struct DrawnLine {
    canvas: Canvas,
    /// The column of each item drawn.
    columns: Vec<u16>,
    height: f32,
}

fn draw_line(
    grid: &Grid<'_>,
    open: &[OpenCell<'_>],
    part: &LinePart,
    composer: &mut Composer<'_>,
) -> DrawnLine {
    let (edge, leading) = (grid.measures.edge, grid.measures.text.leading);
    let (mut canvas, mut columns) = (Canvas::default(), Vec::new());
    for OpenCell { cell, start, .. } in open {
        let line = part.line - start;
        draw_cell(&mut canvas, cell, line..line + 1, &grid.place(cell.reach, edge), composer);
        columns.resize(canvas.items.len(), u16::try_from(cell.reach.column).unwrap_or(u16::MAX));
    }
    let mut height = leading;
    if part.is_first {
        height += edge;
    } else {
        canvas.shift(-edge);
    }
    if part.is_last {
        height += edge;
    }
    DrawnLine { canvas, columns, height }
}
