//! Cells that reach over columns and rows.

use onus_typeset::layout::{CellExtent, Role};

use crate::shared::pdf_reader::Reading;
use crate::{laid_out, written};

const TABLE: &str = "<!-- spans -->\n\n| Part | Who | Report |\n|---|---|---|\n| Disks | provider | SOC 2 |\n\
                     | ^ | we | none |\n| Keys | we | < |\n";

#[test]
fn joined_cells_are_one_cell() {
    let pages = laid_out(TABLE);
    let cells = pages.elements.iter().filter(|element| element.role == Role::DataCell);
    let extents: Vec<CellExtent> = cells.map(|element| element.extent).collect();
    let one = CellExtent::ONE;
    let (tall, wide) = (CellExtent { rows: 2, ..one }, CellExtent { columns: 2, ..one });
    assert_eq!(extents, [tall, one, one, one, one, one, wide]);
    assert_eq!(Reading::new(&written(TABLE)).all(), "Part Who Report Disks provider SOC 2 we none Keys we");
}

#[test]
fn the_file_says_how_far_cells_reach() {
    let bytes = written(TABLE);
    let attributes: Vec<String> = lopdf::Document::load_mem(&bytes)
        .unwrap()
        .objects
        .values()
        .filter_map(|object| object.as_dict().ok()?.get(b"A").ok()?.as_dict().ok().cloned())
        .flat_map(|found| {
            [&b"RowSpan"[..], b"ColSpan"].map(|key| {
                let reach = found.get(key).ok().and_then(|reach| reach.as_i64().ok());
                reach.map(|reach| format!("{} {reach}", String::from_utf8_lossy(key)))
            })
        })
        .flatten()
        .collect();
    assert_eq!(attributes, ["RowSpan 2", "ColSpan 2"]);
}

#[test]
fn rows_that_a_cell_reaches_across_stay_on_one_page() {
    for lines in 30..60 {
        let rows: String =
            (0..5).map(|row| format!("| {} | value {row} |\n", if row == 0 { "top" } else { "^" })).collect();
        let markdown =
            format!("{}\n<!-- spans -->\n\n| Over | Value |\n|---|---|\n{rows}", "Text.\n\n".repeat(lines));
        let reading = Reading::new(&written(&markdown));
        let pages = (0..).take_while(|page| *page < reading.pages.len()).map(|page| reading.page(page));
        let with: Vec<String> = pages.filter(|text| text.contains("value")).collect();
        assert_eq!(with.len(), 1, "{lines} lines before");
    }
}

#[test]
fn a_cell_that_reaches_across_more_than_half_a_page_goes_on_beside_its_rows() {
    let words = "word ".repeat(900);
    let rows: String = (1..60).map(|row| format!("| ^ | value {row} |\n")).collect();
    let markdown = format!("<!-- spans -->\n\n| Over | Value |\n|---|---|\n| {words} | value 0 |\n{rows}");
    let reading = Reading::new(&written(&markdown));
    let text = reading.all();
    assert_eq!(text.matches("word").count(), 900);
    assert_eq!(text.matches("value").count(), 60);
    assert!(reading.pages.len() > 1);
}

#[test]
fn a_column_as_long_as_the_table_takes_no_time() {
    let rows = "| ^ | x |\n".repeat(20_000);
    let pages = laid_out(&format!("<!-- spans -->\n\n| a | b |\n|---|---|\n| y | x |\n{rows}"));
    assert!(pages.pages.len() > 300);
}
