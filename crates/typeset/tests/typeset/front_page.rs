//! The front of a document: its title block and its contents.

use onus_typeset::document::{Meta, parse};
use onus_typeset::layout::{
    ElementId, HeaderScope, LinkDestination, Look, Mark, Pages, Role, Shape, lay_out,
};

fn laid_out(markdown: &str, meta: Meta) -> Pages {
    lay_out(&parse(markdown, meta), &Look::default())
}

/// What an element and all below it say, page by page, as the reader hears it.
fn said(pages: &Pages, element: usize) -> String {
    let below = |mut at: usize| loop {
        if at == element {
            return true;
        }
        match pages.elements[at].parent {
            Some(parent) => at = parent.0 as usize,
            None => return false,
        }
    };
    let mut text = String::new();
    for item in pages.pages.iter().flat_map(|page| &page.items) {
        if let (Mark::Content(ElementId(of)), Shape::Text(run)) = (item.mark, &item.shape)
            && below(of as usize)
        {
            pages.segments_of(run).for_each(|segment| text.push_str(&segment.text));
            text.push(' ');
        }
    }
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

fn with_role(pages: &Pages, role: Role) -> Vec<usize> {
    (0..pages.elements.len()).filter(|number| pages.elements[*number].role == role).collect()
}

/// Sections of several pages each; one of their titles is longer than a line.
fn report(sections: usize) -> String {
    let mut text = "# Report\n\nAn introduction.\n\n".to_owned();
    for section in 0..sections {
        let long = if section == 3 {
            " about many things that together take more than a single line of text"
        } else {
            ""
        };
        text.push_str(&format!("## Section {section}{long}\n\n"));
        text.push_str(
            &"Words that fill the page from its left margin to its right margin, line after line.\n\n"
                .repeat(5 + section * 7),
        );
        text.push_str("### Details\n\nMore words.\n\n");
    }
    text
}

#[test]
fn the_contents_give_the_page_of_every_section() {
    let pages = laid_out(&report(9), Meta::titled("Report"));
    let entries: Vec<String> =
        with_role(&pages, Role::ContentsItem).into_iter().map(|entry| said(&pages, entry)).collect();
    let headings = pages.headings.iter().filter(|heading| heading.level > 1);
    let expected: Vec<String> =
        headings.map(|heading| format!("{} {}", heading.title, heading.position.page + 1)).collect();
    assert_eq!(entries.len(), 18);
    assert_eq!(entries, expected);
    assert!(pages.headings.last().unwrap().position.page >= 6);
    // The sections start behind the contents, and each entry leads to its own.
    assert!(pages.headings[1].position.page > 0);
    let links: Vec<usize> = pages.pages[..1]
        .iter()
        .flat_map(|page| &page.links)
        .map(|link| match link.target {
            LinkDestination::Position(position) => position.page,
            LinkDestination::Address(_) => panic!("the contents lead into the document"),
        })
        .collect();
    assert_eq!(links.first(), Some(&pages.headings[1].position.page));
    assert!(links.len() >= 18 && links.is_sorted());
}

#[test]
fn entries_stand_in_lists_under_the_contents() {
    let pages = laid_out(&report(9), Meta::titled("Report"));
    for entry in with_role(&pages, Role::ContentsItem) {
        let parent = pages.elements[entry].parent.unwrap();
        assert_eq!(pages.elements[parent.0 as usize].role, Role::Contents);
    }
    let outer = with_role(&pages, Role::Contents);
    assert_eq!(outer.len(), 10, "one list of all and one of the details in each section");
}

#[test]
fn short_documents_have_contents_only_when_asked() {
    let text = "# Note\n\n## One\n\na\n\n## Two\n\nb\n";
    let contents = |wanted: Option<bool>, text: &str| {
        let mut meta = Meta::titled("Note");
        meta.contents = wanted;
        with_role(&laid_out(text, meta), Role::ContentsItem).len()
    };
    assert_eq!(contents(None, text), 0);
    assert_eq!(contents(Some(true), text), 2);
    assert_eq!(contents(Some(true), "# Note\n\nnothing else\n"), 0);
    assert!(contents(None, &report(9)) > 0);
    assert_eq!(contents(Some(false), &report(9)), 0);
}

#[test]
fn subsections_are_left_out_of_very_long_contents() {
    let mut text = String::new();
    for section in 0..40 {
        text.push_str(&format!("## Section {section}\n\n### A\n\n### B\n\n{}\n\n", "word ".repeat(200)));
    }
    assert_eq!(with_role(&laid_out(&text, Meta::titled("x")), Role::ContentsItem).len(), 40);
}

fn full_meta() -> Meta {
    let mut meta = Meta::titled("Report");
    meta.organization = Some("Acme Ltd".to_owned());
    meta.project = Some("Payments".to_owned());
    meta.classification = Some("Confidential".to_owned());
    meta.date = chrono::NaiveDate::from_ymd_opt(2026, 3, 31);
    meta.id = Some("acme/payments/report".to_owned());
    meta.revision = Some("0123456789ab".to_owned());
    meta
}

#[test]
fn the_title_block_says_what_the_document_is() {
    let pages = laid_out("# Report\n\ntext\n", full_meta());
    let rows: Vec<String> =
        with_role(&pages, Role::TableRow).into_iter().map(|row| said(&pages, row)).collect();
    let expected = [
        "Organisation Acme Ltd",
        "Project Payments",
        "Classification Confidential",
        "As of 2026-03-31",
        "Document acme/payments/report",
        "Revision 0123456789ab",
    ];
    assert_eq!(rows, expected);
    assert_eq!(with_role(&pages, Role::HeaderCell(HeaderScope::Row)).len(), 6);
}

#[test]
fn facts_below_the_title_are_its_title_block() {
    let facts = "# Report\n\n| | |\n| --- | --- |\n| Organisation | Another |\n| Owner | Nobody |\n\ntext\n";
    let pages = laid_out(facts, full_meta());
    assert_eq!(with_role(&pages, Role::TableRow).len(), 2);
    assert_eq!(said(&pages, 0), "Report Organisation Another Owner Nobody text");
}

#[test]
fn a_fact_longer_than_a_page_goes_on_on_the_next() {
    let words: String = (0..3_000).map(|word| format!("w{word} ")).collect();
    let pages = laid_out(&format!("# T\n\n| | |\n|---|---|\n| Name | {words} |\n"), Meta::titled("T"));
    assert!(pages.pages.len() > 2);
    let text = said(&pages, 0);
    assert!(text.starts_with("T Name w0 w1 ") && text.ends_with(" w2998 w2999"), "{}", text.len());
}

#[test]
fn contents_that_would_spill_from_the_first_page_have_two_columns() {
    let columns = |sections: usize| {
        let text: String = (0..sections).map(|number| format!("## Section {number}\n\ntext\n\n")).collect();
        let facts = "| | |\n| --- | --- |\n".to_owned() + &"| Name | Value |\n".repeat(12);
        let meta = Meta { contents: Some(true), ..crate::meta() };
        let pages = lay_out(&parse(&format!("# Report\n\n{facts}\n{text}"), meta), &Look::default());
        let first = &pages.pages[0];
        assert_eq!(first.links.len(), sections, "all entries stand on the first page");
        let (left, right): (Vec<_>, Vec<_>) = first.links.iter().partition(|link| link.x < first.width / 2.0);
        (left.len(), right.len())
    };
    assert_eq!(columns(20), (20, 0));
    assert_eq!(columns(40), (20, 20));
}

#[test]
fn contents_of_more_than_a_page_have_two_columns() {
    let sections: String = (0..70).map(|number| format!("## Section number {number}\n\ntext\n\n")).collect();
    let meta = Meta { contents: Some(true), ..crate::meta() };
    let pages = lay_out(&parse(&format!("# Report\n\n{sections}"), meta), &Look::default());
    let first = &pages.pages[0];
    let links = first.links.iter();
    let middle = first.width / 2.0;
    let (left, right): (Vec<f32>, Vec<f32>) = links.map(|link| link.x).partition(|x| *x < middle);
    assert_eq!((left.len(), right.len()), (35, 35));
    assert!(right.iter().all(|x| *x > middle));
}
