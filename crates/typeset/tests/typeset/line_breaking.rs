//! Lines: words divided only where it helps and still read whole, paragraphs that do not leave single lines behind.

use onus_typeset::document::{Meta, parse};
use onus_typeset::layout::{Item, Look, Mark, Pages, Shape, lay_out};
use proptest::prelude::*;

use crate::shared::pdf_reader::Reading;
use crate::{laid_out, meta, written};

/// A table with a narrow first column: the hint leaves it about a tenth of the page, and even its widest word makes it
/// no wider than a quarter.
fn narrow(cell: &str) -> String {
    let filler = "word ".repeat(60);
    format!(
        "<!-- columns: 1 3 3 3 -->\n\n| A | B | C | D |\n|---|---|---|---|\n| {cell} | {filler} | x | y |\n"
    )
}

fn in_language(markdown: &str, language: &str) -> Pages {
    let meta = Meta { language: language.to_owned(), ..meta() };
    lay_out(&parse(markdown, meta), &Look::default())
}

/// First parts of divided words: what ends in a soft hyphen (U+00AD).
fn divided(pages: &Pages) -> Vec<String> {
    let runs = pages.pages.iter().flat_map(|page| &page.items).filter_map(|item| match &item.shape {
        Shape::Text(run) => Some(pages.segments_of(run)),
        _ => None,
    });
    runs.flatten().filter_map(|segment| Some(segment.text.strip_suffix('\u{ad}')?.to_owned())).collect()
}

#[test]
fn a_divided_word_is_read_once_whole_and_without_its_hyphen() {
    // No column is made as wide as this word for its sake.
    let markdown = narrow("The antidisestablishmentarianism, (certainly).");
    assert!(!divided(&laid_out(&markdown)).is_empty());
    let text = Reading::new(&written(&markdown)).all();
    let expected =
        format!("A B C D The antidisestablishmentarianism, (certainly). {}x y", "word ".repeat(60));
    assert_eq!(text, expected);
}

#[test]
fn words_are_divided_by_the_rules_of_the_documents_language() {
    // Duden: Ver-ant-wor-tung, Be-reich, Ver-zeich-nis; by English patterns it would be divided elsewhere.
    let markdown = narrow("Verantwortungsbereichsverzeichnisse");
    let joints = ["Ver", "ant", "wor", "tungs", "be", "reichs", "ver", "zeich", "nisse"];
    let found = divided(&in_language(&markdown, "de-AT"));
    assert!(!found.is_empty());
    let mut ends = Vec::new();
    joints.iter().fold(String::new(), |all, part| {
        let all = all + part;
        ends.push(all.clone());
        all
    });
    let first = found.first().expect("not empty");
    assert!(ends.contains(first), "{first}");
    // Klingon has no patterns here.
    assert!(divided(&in_language(&markdown, "tlh")).is_empty());
}

#[test]
fn ids_addresses_code_numbers_and_labels_are_never_divided() {
    for cell in [
        "arn:aws:iam::123456789012:role/administrators",
        "https://example.org/characterisation/administration",
        "`administrationadministration`",
        "ADMINISTRATIONADMINISTRATION",
        "AdministratorAccessForEverybody",
        "administration2026administration",
        "responsibility-administration",
        "[administrationadministration](https://example.org)",
        "Implemented",
    ] {
        let pages = laid_out(&narrow(cell));
        assert_eq!(divided(&pages), [""; 0], "{cell}");
    }
    // Headings are not divided either, however narrow the page.
    assert_eq!(divided(&laid_out(&format!("# {}\n", "Administration".repeat(9)))), [""; 0]);
}

#[test]
fn no_word_is_divided_where_that_saves_no_line() {
    let cell = |first: &str, second: &str| {
        laid_out(&format!("<!-- columns: 1 9 -->\n\n| A | B |\n|---|---|\n| {first} | {second} |\n"))
    };
    // The column is as wide as "governance": two lines with or without a hyphen, but two instead of three with a third
    // word behind it.
    assert_eq!(divided(&cell("xx governance", "y")), [""; 0]);
    assert_eq!(divided(&cell("xx governance xxx", "y")), ["gover"]);
    // That makes the row no lower if its neighbour has three lines.
    assert_eq!(divided(&cell("xx governance xxx", "y<br>y<br>y")), [""; 0]);
}

#[test]
fn a_word_divided_at_the_end_of_a_page_is_read_whole() {
    let markdown = narrow(&"antidisestablishmentarianism ".repeat(90));
    let pages = laid_out(&markdown);
    assert!(pages.pages.len() > 1 && divided(&pages).len() >= 90);
    let text = Reading::new(&written(&markdown)).all();
    assert_eq!(text.matches("antidisestablishmentarianism").count(), 90);
    assert!(
        text.split(' ').all(
            |word| ["A", "B", "C", "D", "x", "y", "antidisestablishmentarianism", "word"].contains(&word)
        )
    );
}

/// Baselines of the lines of body text on a page, by their elements.
fn lines_by_element(page: &[Item]) -> Vec<(u32, usize)> {
    let mut counts: Vec<(u32, Vec<f32>)> = Vec::new();
    for item in page {
        let (Mark::Content(element), Shape::Text(run)) = (item.mark, &item.shape) else { continue };
        if counts.last().is_none_or(|(last, _)| *last != element.0) {
            counts.push((element.0, Vec::new()));
        }
        let lines = &mut counts.last_mut().expect("just pushed").1;
        if lines.last() != Some(&run.y) {
            lines.push(run.y);
        }
    }
    counts.into_iter().map(|(element, lines)| (element, lines.len())).collect()
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(40) })]

    #[test]
    fn no_page_starts_or_ends_with_a_single_line_of_a_paragraph(
        lengths in prop::collection::vec(1_usize..130, 20..60)
    ) {
        let paragraphs: Vec<String> = lengths.iter().map(|words| "various words ".repeat(*words)).collect();
        let pages = laid_out(&paragraphs.join("\n\n"));
        prop_assert!(pages.pages.len() > 1);
        let shown: Vec<Vec<(u32, usize)>> =
            pages.pages.iter().map(|page| lines_by_element(&page.items)).collect();
        for (before, after) in shown.iter().zip(&shown[1..]) {
            let (Some((last, above)), Some((first, below))) = (before.last(), after.first()) else { continue };
            prop_assert!(last != first || (*above >= 2 && *below >= 2), "{above} above, {below} below");
        }
    }
}
