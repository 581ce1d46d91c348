//! What a table measures: the size of its text, the space in its cells, and which columns are narrow because they hold
//! nothing but marks.

use super::cell::{CellBlock, ShapedCell};
use super::widths::ColumnNeeds;
use crate::document::{Extent, Row, Table, plain_text};
use crate::layout::blocks::composer::Composer;
use crate::layout::text::{Division, line_width};
use crate::theme::{TextSize, Theme};

/// Longest text of a column of marks, in characters.
const LONGEST_MARK: usize = 2;

/// Heads of such columns are turned when one of them is longer than this, in characters; those that are as short as marks
/// stay level beside them.
const LONGEST_LEVEL_HEAD: usize = 3;

/// Smaller text and less space let some forty rows of a grid stand on a page: how much less than in other tables, and how
/// much in all, in points.
const SMALLER: TextSize = TextSize { size: 0.6, leading: 1.0 };
const GRID_EDGE: f32 = 0.4;

/// Left and right of what stands in a column of marks, in points.
const MARK_SIDE: f32 = 1.0;

/// Width of a column of marks at least and, where there is room to spare, at most, in points.
const NARROWEST: f32 = 12.6;
const WIDEST: f32 = 22.0;

/// Longest line of a turned head, in points.
const LONGEST_TURNED: f32 = 170.0;

/// Below and above a turned head, in points.
pub(super) const TURNED_AIR: f32 = 4.0;

/// The measures of a table.
pub(super) struct TableMeasures {
    pub(super) text: TextSize,
    /// Above and below the text of a cell.
    pub(super) edge: f32,
    /// Left and right of the text of a cell.
    side: f32,
    /// For each column of a grid whether it holds marks; empty for other tables.
    marks: Vec<bool>,
    mark_width: f32,
    /// Length of the lines of turned heads; zero if there are none.
    pub(super) turned: f32,
}

impl TableMeasures {
    /// The measures of a table, except for those that depend on its heads.
    pub(super) fn of(table: &Table, theme: &Theme) -> Self {
        let (text, edge, side) = (theme.table, theme.cells.edge, theme.cells.side);
        let (marks, mark_width, turned) = (Vec::new(), NARROWEST, 0.0);
        if !table.is_grid || table.rows.is_empty() {
            return Self { text, edge, side, marks, mark_width, turned };
        }
        let text = TextSize { size: text.size - SMALLER.size, leading: text.leading - SMALLER.leading };
        let mut marks: Vec<bool> =
            (0..table.alignments.len()).map(|column| holds_marks(&table.rows, column)).collect();
        // Somewhere must stand what the marks are about.
        if let Some(first) = marks.first_mut() {
            *first = false;
        }
        Self { text, edge: edge.min(GRID_EDGE), side: side.min(3.5), marks, mark_width, turned }
    }

    /// Finds out what the heads of columns of marks need.
    pub(super) fn measure_head(&mut self, head: &[ShapedCell], composer: &mut Composer<'_>) {
        for (column, cell) in head.iter().enumerate() {
            if !self.is_mark(column) {
                continue;
            }
            let mut width = cell.widths().word;
            if cell.is_turned {
                let mut lines = 0;
                for CellBlock { text, .. } in &cell.blocks {
                    let broken = composer.break_lines(text.clone(), LONGEST_TURNED, Division::Never);
                    let lengths = broken.lines.iter().map(|line| line_width(&broken.text, line));
                    self.turned = lengths.fold(self.turned, f32::max);
                    lines += broken.lines.len();
                }
                width = lines as f32 * self.text.leading;
            }
            self.mark_width = self.mark_width.max(width + MARK_SIDE * 2.0);
        }
    }

    pub(super) fn is_mark(&self, column: usize) -> bool {
        self.marks.get(column).is_some_and(|is_mark| *is_mark)
    }

    /// Which heads are turned, column by column.
    pub(super) fn turned_heads(&self, head: &Row) -> Vec<bool> {
        let length = |column: usize| {
            let text =
                head.cells.get(column).filter(|_| self.is_mark(column)).map(|cell| plain_text(&cell.content));
            text.map_or(0, |text| text.trim().chars().count())
        };
        let lengths: Vec<usize> = (0..self.marks.len()).map(length).collect();
        let longest = lengths.iter().max().copied().unwrap_or_default();
        let is_turned = |length: &usize| longest > LONGEST_LEVEL_HEAD && *length > LONGEST_MARK;
        lengths.iter().map(is_turned).collect()
    }

    /// Whether the table is a grid.
    pub(super) fn is_grid(&self) -> bool {
        !self.marks.is_empty()
    }

    /// Left and right of the text in a column.
    pub(super) fn side(&self, column: usize) -> f32 {
        if self.is_mark(column) { MARK_SIDE } else { self.side }
    }

    /// How many of so many columns hold text.
    pub(super) fn text_columns(&self, columns: usize) -> usize {
        columns - self.mark_columns()
    }

    fn mark_columns(&self) -> usize {
        self.marks.iter().filter(|is_mark| **is_mark).count()
    }

    /// What the table needs beside the text in its columns.
    pub(super) fn fixed(&self, columns: usize) -> f32 {
        self.side * 2.0 * self.text_columns(columns) as f32 + self.mark_width * self.mark_columns() as f32
    }

    /// What columns of text need with their sides, and columns of marks, in their order.
    pub(super) fn needed(&self, columns: usize, texts: &[f32]) -> Vec<f32> {
        self.with_marks(columns, texts.iter().map(|text| text + self.side * 2.0), self.mark_width)
    }

    /// The widths of all columns in a room, by the hint of the table if it has one.
    pub(super) fn distribute(&self, table: &Table, needs: &ColumnNeeds, room: f32) -> Vec<f32> {
        let columns = table.alignments.len();
        let hint = table.widths.as_ref().map(|widths| {
            let of_text = widths.iter().enumerate().filter(|(column, _)| !self.is_mark(*column));
            of_text.map(|(_, width)| *width).collect::<Vec<f32>>()
        });
        let spare = room - self.fixed(columns) - needs.widest();
        let wider = spare.max(0.0) / self.mark_columns().max(1) as f32;
        let marks = (self.mark_width + wider).min(WIDEST).max(self.mark_width);
        let texts =
            room - self.side * 2.0 * self.text_columns(columns) as f32 - marks * self.mark_columns() as f32;
        let texts = needs.distribute(texts, hint.as_deref());
        self.with_marks(columns, texts.into_iter().map(|width| width + self.side * 2.0), marks)
    }

    fn with_marks(&self, columns: usize, texts: impl Iterator<Item = f32>, marks: f32) -> Vec<f32> {
        let mut texts = texts;
        (0..columns)
            .map(|column| if self.is_mark(column) { marks } else { texts.next().unwrap_or_default() })
            .collect()
    }

    /// Height of a row of so many lines.
    pub(super) fn row_height(&self, lines: usize) -> f32 {
        lines as f32 * self.text.leading + self.edge * 2.0
    }
}

/// Whether no cell of a column says more than a mark does, and some cell says something.
fn holds_marks(rows: &[Row], column: usize) -> bool {
    let mut says_something = false;
    for cell in rows.iter().filter(|row| !row.is_group).filter_map(|row| row.cells.get(column)) {
        match cell.extent {
            Extent::Cells { columns: 1, .. } => {}
            Extent::Cells { .. } | Extent::Covered => continue,
        }
        let text = plain_text(&cell.content);
        let text = text.trim();
        if text.chars().nth(LONGEST_MARK).is_some() {
            return false;
        }
        says_something |= !text.is_empty();
    }
    says_something
}
