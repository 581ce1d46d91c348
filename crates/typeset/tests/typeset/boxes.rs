//! Where things stand: inside the margins, on pages of the right shape, together with what they belong to.

use onus_typeset::document::{BlockKind, parse};
use onus_typeset::layout::{Look, Mark, Role, Shape, lay_out};
use onus_typeset::theme::{Orientation, Theme};

use crate::{laid_out, meta, table};

#[test]
fn nothing_is_drawn_outside_the_margins() {
    let long = "x".repeat(500);
    let markdown = format!(
        "{}\n\n| {long} | b |\n|---|---|\n| c | {long} |\n\n{long}\n\n`{long}`\n\n- {long}\n",
        table(80)
    );
    let pages = laid_out(&markdown);
    let margins = Theme::default().margins;
    for page in &pages.pages {
        for item in page.items.iter().filter(|item| matches!(item.mark, Mark::Content(_))) {
            let Shape::Text(run) = &item.shape else { continue };
            let width: f32 = pages
                .segments_of(run)
                .filter(|segment| segment.text.trim() != "")
                .map(|segment| segment.advance as f32 * run.size / 2048.0)
                .sum();
            assert!(run.x >= margins.left - 0.5 && run.x + width <= page.width - margins.right + 3.0);
            assert!(run.y >= margins.top && run.y <= page.height - margins.bottom + 6.0, "{}", run.y);
        }
    }
}

#[test]
fn landscape_and_page_breaks_make_pages() {
    let pages =
        laid_out("a\n\n<!-- page-break -->\n\nb\n\n<!-- landscape -->\n\nc\n\n<!-- portrait -->\n\nd\n");
    let wide: Vec<bool> = pages.pages.iter().map(|page| page.width > page.height).collect();
    assert_eq!(wide, [false, false, true, false]);
    let mut meta = meta();
    meta.orientation = Orientation::Landscape;
    let document = parse("<!-- portrait -->\n\na\n", meta);
    assert!(matches!(document.blocks[0].kind, BlockKind::Turn(Orientation::Portrait)));
    assert_eq!(lay_out(&document, &Look::default()).pages.len(), 1);
}

#[test]
fn short_sections_fill_their_pages_and_keep_their_headings() {
    let section = |number: usize| {
        let group = if usize::is_multiple_of(number, 7) { "## Group\n\n" } else { "" };
        format!("{group}### Section {number}\n\nOne line.\n\n")
    };
    let pages = laid_out(&(0..120).map(section).collect::<String>());
    let (bottom, last) = (Theme::default().margins.bottom, pages.pages.len() - 1);
    for (number, page) in pages.pages[..last].iter().enumerate() {
        let mut lines = page.items.iter().filter_map(|item| match (item.mark, &item.shape) {
            (Mark::Content(element), Shape::Text(run)) => {
                Some((pages.elements[element.0 as usize].role, run.y))
            }
            _ => None,
        });
        let (role, y) = lines.next_back().expect("a page has lines");
        assert!(!matches!(role, Role::Heading(_)), "page {number} ends with a heading");
        assert!(page.height - bottom - y < 100.0, "page {number} ends early, at {y}");
    }
}

#[test]
fn a_paragraph_between_a_heading_and_the_one_below_it_stays_with_both() {
    for filler in 0..60 {
        let markdown = "Filler.\n\n".repeat(filler) + "## Heading\n\nOne line.\n\n### Below\n\nText.\n";
        let pages = laid_out(&markdown);
        assert_eq!(pages.headings[0].position.page, pages.headings[1].position.page, "{filler}");
    }
}

#[test]
fn a_heading_is_never_the_last_thing_on_a_page() {
    for filler in 0..60 {
        let markdown = "Filler.\n\n".repeat(filler) + "## Heading\n\n| a |\n|---|\n| b |\n";
        let pages = laid_out(&markdown);
        let heading = pages.headings[0].position.page;
        let page = &pages.pages[heading];
        let cell = page.items.iter().any(|item| match item.mark {
            Mark::Content(element) => pages.elements[element.0 as usize].role == Role::DataCell,
            _ => false,
        });
        assert!(cell, "{filler}");
    }
}
