//! Tables over pages.

use onus_typeset::layout::Shape;
use onus_typeset::pdf;

use crate::shared::pdf_reader::Reading;
use crate::{laid_out, meta, table, written};

#[test]
fn the_header_of_a_table_stands_on_each_of_its_pages() {
    let pages = laid_out(&table(120));
    assert!(pages.pages.len() > 2);
    for page in &pages.pages {
        let shows = |word: &str| {
            page.items.iter().any(|item| match &item.shape {
                Shape::Text(run) => pages.segments_of(run).next().unwrap().text.as_ref() == word,
                _ => false,
            })
        };
        assert!(shows("Control") && shows("What"));
    }
    // Once for those who listen.
    let text = Reading::new(&pdf::write(&pages, &meta(), &[]).unwrap().bytes).all();
    assert_eq!(text.matches("Control Type What").count(), 1);
}

#[test]
fn a_row_taller_than_half_a_page_is_split_and_read_cell_by_cell() {
    let words = |letter: char| (0..900).map(|n| format!("{letter}{n}")).collect::<Vec<_>>().join(" ");
    let markdown = format!("| A | B |\n|---|---|\n| {} | {} |\n", words('a'), words('b'));
    let reading = Reading::new(&written(&markdown));
    let first = reading.page(0);
    assert!(first.find("b0 ").unwrap() > first.rfind(" a").unwrap());
    assert!(reading.page(1).starts_with('a'));
    assert!(reading.all().contains("b899"));
}

#[test]
fn a_table_wider_than_any_page_is_set_as_records() {
    let head: String = (0..80).map(|column| format!("h{column}|")).collect();
    let row: String = (0..80).map(|column| format!("v{column}|")).collect();
    let text = Reading::new(&written(&format!("|{head}\n|{}\n|{row}\n", "---|".repeat(80)))).all();
    assert!(text.starts_with("h0: v0; h1: v1"), "{}", &text[..60]);
    assert!(text.ends_with("h79: v79"));
}

#[test]
fn a_link_in_a_row_over_two_pages_is_read_where_it_stands() {
    let words = "word ".repeat(900);
    let markdown =
        format!("| A | B |\n|---|---|\n| {words} before [link](https://example.org) after | b |\n");
    let text = Reading::new(&written(&markdown)).all();
    assert!(text.ends_with("word before link after b"), "{}", &text[text.len() - 60..]);
}
