//! Footnotes at the foot of the page, and blocks that stay together.

use onus_typeset::layout::{LinkDestination, Role};

use crate::shared::pdf_reader::Reading;
use crate::{laid_out, written};

/// The page on which a word is, counted from zero.
fn page_of(reading: &Reading, word: &str) -> usize {
    let pages = 0..reading.pages.len();
    let found: Vec<usize> = pages.filter(|page| reading.page(*page).contains(word)).collect();
    assert_eq!(found.len(), 1, "`{word}` is on {found:?}");
    found[0]
}

#[test]
fn a_note_is_at_the_foot_of_the_page_that_refers_to_it() {
    for fillers in 20..60 {
        let markdown = format!(
            "{}First[^a] word.\n\n{}\n\n[^a]: Thenote.\n",
            "Text.\n\n".repeat(fillers),
            "More.\n\n".repeat(60)
        );
        let reading = Reading::new(&written(&markdown));
        let page = page_of(&reading, "First");
        assert_eq!(page_of(&reading, "Thenote"), page, "{fillers}");
        assert!(reading.page(page).ends_with("Thenote."), "{fillers}");
    }
}

#[test]
fn a_note_of_a_cell_follows_its_row() {
    let rows: String = (0..90)
        .map(|row| if row == 70 { "| Marked[^n] | x |\n".to_owned() } else { format!("| row {row} | x |\n") })
        .collect();
    let reading = Reading::new(&written(&format!("| A | B |\n|---|---|\n{rows}\n[^n]: Thenote.\n")));
    assert_eq!(page_of(&reading, "Marked"), page_of(&reading, "Thenote"));
}

#[test]
fn links_lead_to_the_note_and_back() {
    let pages = laid_out("Text[^a].\n\n[^a]: Note.\n");
    let links = &pages.pages[0].links;
    let goals: Vec<f32> = links
        .iter()
        .map(|link| match &link.target {
            LinkDestination::Position(position) => position.y,
            LinkDestination::Address(address) => panic!("{address}"),
        })
        .collect();
    // What leads to the foot stands above what leads back.
    assert_eq!(links.len(), 2);
    assert!(goals[0] > 700.0 && goals[1] < 100.0, "{goals:?}");
    assert_eq!(pages.elements.iter().filter(|element| element.role == Role::Note).count(), 1);
}

#[test]
fn a_long_note_goes_on_at_the_foot_of_the_next_page() {
    let note = "word ".repeat(2_000);
    let reading = Reading::new(&written(&format!("Text[^a].\n\nMore.\n\n[^a]: {note}\n")));
    assert_eq!(reading.all().matches("word").count(), 2_000);
    assert!(reading.pages.len() > 2);
    assert!(reading.page(0).starts_with("Text") && reading.page(0).contains("More."));
}

#[test]
fn a_note_that_nothing_refers_to_is_at_the_end() {
    let text = Reading::new(&written("Text.\n\n[^a]: Lost.\n\nMore.\n")).all();
    assert_eq!(text, "Text. More. 1. Lost.");
}

#[test]
fn a_block_that_is_kept_stays_with_the_next_one() {
    for fillers in 20..60 {
        let markdown = format!(
            "{}<!-- keep -->\n\nFirstone.\n\n- alpha\n- beta\n\nOther.\n",
            "Text.\n\n".repeat(fillers)
        );
        let reading = Reading::new(&written(&markdown));
        assert_eq!(page_of(&reading, "Firstone"), page_of(&reading, "alpha"), "{fillers}");
    }
}

#[test]
fn a_status_table_stays_with_its_heading_and_what_it_is_about() {
    for fillers in 20..60 {
        let markdown = format!(
            "{}## Heading\n\n| Status | Owner |\n|---|---|\n| Planned | Team |\n\nStatement about it.\n",
            "Text.\n\n".repeat(fillers)
        );
        let reading = Reading::new(&written(&markdown));
        let pages = ["Planned", "Statement"].map(|word| page_of(&reading, word));
        let heading = laid_out(&markdown).headings[0].position.page;
        assert_eq!(pages, [heading; 2], "{fillers}");
    }
}
