//! What makes cells of a table larger than one: `^` and `<` below a `spans` hint join neighbours, and a row of nothing but
//! a bold first cell is the caption of the rows below it.

use super::{Cell, Extent, Inline, InlineKind, Row, Table};

/// Joins to the cell above.
const ABOVE: &str = "^";

/// Joins to the cell at the left.
const LEFT: &str = "<";

/// Finds the captions of groups of rows and, where a hint asks for it, the cells that are joined.
pub(super) fn settle(table: &mut Table, spans: bool) {
    let columns = table.alignments.len();
    if spans {
        join(std::slice::from_mut(&mut table.head), columns);
        join(&mut table.rows, columns);
    }
    if columns > 1 {
        for row in &mut table.rows {
            row.is_group = is_group(row);
        }
    }
}

/// True for a row whose first cell is bold as a whole and whose other cells are empty.
fn is_group(row: &Row) -> bool {
    let Some((first, others)) = row.cells.split_first() else { return false };
    others.iter().all(|cell| cell.content.is_empty() && cell.extent == Extent::default())
        && !first.content.is_empty()
        && first.extent == Extent::default()
        && first.content.iter().all(is_bold)
}

fn is_bold(inline: &Inline) -> bool {
    match inline.kind {
        InlineKind::Text(_) | InlineKind::Code(_) | InlineKind::LineBreak => inline.style.strong,
        InlineKind::FootnoteReference(_) => true,
        InlineKind::Item(_) | InlineKind::Picture(_) => false,
    }
}

/// Cells that are one across: from a column on, begun in a row.
#[derive(Debug, Clone, Copy)]
struct Region {
    row: usize,
    column: usize,
    columns: usize,
}

/// Joins cells row by row. What cannot be joined, as nothing of its width stands above or nothing at its left, stays as it
/// is written, so that the mistake is seen.
fn join(rows: &mut [Row], columns: usize) {
    let mut above: Vec<Region> = Vec::new();
    for number in 0..rows.len() {
        // A row may be shorter than the table; a caption ends what is above it.
        let is_caption = is_group(&rows[number]);
        let regions = if is_caption { Vec::new() } else { regions(rows, number, columns, &above) };
        for region in &regions {
            let Region { row, column, columns } = *region;
            for covered in column..column + columns {
                rows[number].cells[covered].extent = Extent::Covered;
            }
            rows[row].cells[column].extent = Extent::Cells { columns, rows: number - row + 1 };
        }
        above = regions;
    }
}

/// The regions that a row has a part in, from left to right.
fn regions(rows: &[Row], number: usize, columns: usize, above: &[Region]) -> Vec<Region> {
    let cells = &rows[number].cells[..rows[number].cells.len().min(columns)];
    let mut found = Vec::new();
    let mut column = 0;
    while column < cells.len() {
        let joins_above = says(&cells[column], ABOVE);
        let joined = above.iter().find(|region| joins_above && region.column == column);
        let end = column + 1 + cells[column + 1..].iter().take_while(|cell| says(cell, LEFT)).count();
        let region = match joined {
            Some(region) if goes_on(cells, region) => *region,
            Some(_) | None => Region { row: number, column, columns: end - column },
        };
        column += region.columns;
        found.push(region);
    }
    found
}

/// Whether a row says, in all columns of a region above and in no more, that it goes on.
fn goes_on(cells: &[Cell], region: &Region) -> bool {
    let end = region.column + region.columns;
    let joins = |cell: &Cell| says(cell, ABOVE) || says(cell, LEFT);
    cells.get(region.column..end).is_some_and(|cells| cells.iter().all(joins))
        && !cells.get(end).is_some_and(|cell| says(cell, LEFT))
}

fn says(cell: &Cell, word: &str) -> bool {
    matches!(cell.content.as_slice(), [Inline { kind: InlineKind::Text(text), .. }] if text.trim() == word)
}

#[cfg(test)]
mod tests {
    use super::super::{BlockKind, Extent, Meta, Table, parse};

    fn table(markdown: &str) -> Table {
        let document = parse(markdown, Meta::titled(""));
        let tables = document.blocks.into_iter().filter_map(|block| match block.kind {
            BlockKind::Table(table) => Some(table),
            _ => None,
        });
        tables.last().expect("a table")
    }

    /// Each cell as `columns x rows`, `.` for one that is covered, and nothing for ordinary ones.
    fn extents(rows: &str) -> Vec<String> {
        let table = table(&format!("<!-- spans -->\n\n| a | b | c |\n|---|---|---|\n{rows}"));
        let shown = |extent| match extent {
            Extent::Cells { columns: 1, rows: 1 } => String::new(),
            Extent::Cells { columns, rows } => format!("{columns}x{rows}"),
            Extent::Covered => ".".to_owned(),
        };
        let row =
            |cells: &[super::Cell]| cells.iter().map(|cell| shown(cell.extent)).collect::<Vec<_>>().join("|");
        table.rows.iter().map(|found| row(&found.cells)).collect()
    }

    #[test]
    fn cells_join_upwards_and_to_the_left() {
        assert_eq!(extents("| x | y | z |\n| ^ | u | < |\n| ^ | ^ | ^ |\n"), ["1x3||", ".|2x2|.", ".|.|."]);
        assert_eq!(extents("| x | < | < |\n| ^ | < | < |\n"), ["3x2|.|.", ".|.|."]);
    }

    #[test]
    fn what_cannot_be_joined_stays_as_it_is() {
        assert_eq!(extents("| ^ | x | < |\n| < | ^ | y |\n"), ["|2x1|.", "||"]);
        assert_eq!(extents("| x | y | z |\n| **g** | | |\n| ^ | y | z |\n"), ["||", "||", "||"]);
    }

    #[test]
    fn nothing_is_joined_without_the_hint() {
        let table = table("| a | b |\n|---|---|\n| x | y |\n| ^ | < |\n");
        assert!(table.rows.iter().flat_map(|row| &row.cells).all(|cell| cell.extent == Extent::default()));
    }

    #[test]
    fn a_row_of_one_bold_cell_is_a_caption() {
        let groups = |rows: &str| -> Vec<bool> {
            let table = table(&format!("| a | b |\n|---|---|\n{rows}"));
            table.rows.iter().map(|row| row.is_group).collect()
        };
        assert_eq!(
            groups("| **x** | |\n| **x** y | |\n| **x** | y |\n| | |\n| **x**<br>**y** | |\n"),
            [true, false, false, false, false]
        );
        let single = table("| a |\n|---|\n| **x** |\n");
        assert!(!single.rows[0].is_group);
    }
}
