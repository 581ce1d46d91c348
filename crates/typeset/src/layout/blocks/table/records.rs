//! Tables with more columns than a page can hold. Instead of unreadable slivers, each row is set as a paragraph of
//! `header: value` pairs, so that nothing is lost.

use super::measures::TableMeasures;
use crate::document::{Block, BlockKind, Inline, InlineKind, InlineStyle, Row, Table};
use crate::layout::blocks::composer::Composer;
use crate::layout::blocks::set_blocks;

/// A column narrower than this holds no readable text, in points.
pub(super) const NARROWEST: f32 = 12.0;

/// Whether the columns of a table would be too narrow to read.
pub(super) fn too_many_columns(columns: usize, measures: &TableMeasures, width: f32) -> bool {
    measures.text_columns(columns) as f32 * NARROWEST + measures.fixed(columns) > width
}

/// Sets each row as a paragraph.
pub(super) fn set_records(table: &Table, composer: &mut Composer<'_>) {
    let rows = if table.rows.is_empty() { std::slice::from_ref(&table.head) } else { &table.rows };
    let records: Vec<Block> = rows.iter().map(|row| record(&table.head, row)).collect();
    set_blocks(&records, composer);
}

fn record(head: &Row, row: &Row) -> Block {
    let mut content: Vec<Inline> = Vec::new();
    let text = |text: &str| Inline {
        kind: InlineKind::Text(text.to_owned()),
        style: InlineStyle::default(),
        link: None,
        place: row.place.clone(),
    };
    for (column, cell) in row.cells.iter().enumerate().filter(|(_, cell)| !cell.content.is_empty()) {
        if !content.is_empty() {
            content.push(text("; "));
        }
        let name = head.cells.get(column).map(|name| name.content.as_slice()).unwrap_or_default();
        if !name.is_empty() && !std::ptr::eq(head, row) {
            content.extend(name.iter().cloned().map(|mut inline| {
                inline.style.strong = true;
                inline
            }));
            content.push(text(": "));
        }
        content.extend(cell.content.iter().cloned());
    }
    Block { kind: BlockKind::Paragraph(content), is_kept: false, place: row.place.clone() }
}
