//! What must be true of every document, over documents at random. Each is written, read back, and compared with what
//! the Markdown says; nothing here knows how the layout works.

use std::collections::BTreeSet;

use onus_typeset::document::{Meta, parse};
use onus_typeset::layout::{Look, lay_out};
use onus_typeset::pdf;
use proptest::test_runner::{Config, RngSeed, TestRunner};

use crate::generate::{Report, Target, documents, report};
use crate::shared::pdf_reader::tree::Kid;
use crate::shared::pdf_reader::{Goal, Mark, Reading, Text, words};
use crate::written;

/// Documents for each property. The seed is fixed: a run that fails fails again.
const CASES: u32 = 24;

/// Writes documents, reads them back and checks them; what fails is made smaller before it is shown.
fn for_documents(seed: u64, check: fn(&Report, &Reading)) {
    for_documents_written(written, seed, check);
}

fn for_documents_written(write: fn(&str) -> Vec<u8>, seed: u64, check: fn(&Report, &Reading)) {
    let config = Config {
        cases: CASES,
        rng_seed: RngSeed::Fixed(seed),
        failure_persistence: None,
        max_shrink_iters: 400,
        ..Config::default()
    };
    let outcome = TestRunner::new(config).run(&documents(), |blocks| {
        let report = report(&blocks);
        check(&report, &Reading::new(&write(&report.markdown)));
        Ok(())
    });
    if let Err(proptest::test_runner::TestError::Fail(reason, blocks)) = &outcome {
        panic!("{reason}\n\nin this document:\n\n{}", report(blocks).markdown);
    }
    outcome.expect("documents can be made");
}

#[test]
fn every_word_is_on_some_page_once_and_in_order() {
    for_documents(1, |report, reading| {
        let text = reading.all();
        let found: Vec<&str> = text.split(' ').filter(|word| !word.is_empty()).collect();
        let wanted: Vec<&str> = report.words.iter().map(String::as_str).collect();
        let first = found.iter().zip(&wanted).position(|(found, wanted)| found != wanted);
        let at = first.unwrap_or(found.len().min(wanted.len())).saturating_sub(2);
        let around =
            |words: &[&str]| words.iter().skip(at).take(6).map(|word| (*word).to_owned()).collect::<Vec<_>>();
        assert_eq!(around(&found), around(&wanted), "at word {at} of {}", wanted.len());
    });
}

#[test]
fn nothing_is_outside_its_box_and_no_text_upon_another() {
    for_documents(2, |_, reading| {
        let margins = Look::default().theme().margins;
        for page in &reading.pages {
            for text in &page.texts {
                let shown = || format!("{text:?}");
                assert!(text.left >= 0.0 && text.right <= page.width, "{}", shown());
                assert!(text.baseline - text.size >= 0.0 && text.baseline <= page.height, "{}", shown());
                if matches!(text.mark, Mark::Content(_)) {
                    assert!(text.left >= margins.left - 0.1, "{}", shown());
                    assert!(text.right <= page.width - margins.right + 0.1, "{}", shown());
                    assert!(text.baseline - text.size * 0.7 >= margins.top - 0.1, "{}", shown());
                    assert!(text.baseline <= page.height - margins.bottom + 0.1, "{}", shown());
                }
            }
            apart(&page.texts);
        }
    });
}

/// No two texts cover each other by more than a hair of their capitals' height.
fn apart(texts: &[Text]) {
    let mut texts: Vec<&Text> = texts.iter().filter(|text| text.right > text.left).collect();
    texts.sort_by(|one, other| one.baseline.total_cmp(&other.baseline));
    for (number, text) in texts.iter().enumerate() {
        for other in &texts[number + 1..] {
            if other.baseline - text.baseline > 30.0 {
                break;
            }
            let below = other.baseline - other.size * 0.6 >= text.baseline;
            let beside = other.left >= text.right - 0.8 || text.left >= other.right - 0.8;
            assert!(below || beside, "{text:?} and {other:?}");
        }
    }
}

#[test]
fn every_page_of_a_table_starts_with_its_header() {
    for_documents(3, |report, reading| {
        let tables: Vec<usize> = reading.tree.tagged("Table").collect();
        assert_eq!(tables.len(), report.tables.len());
        for (table, header) in tables.into_iter().zip(&report.tables) {
            let cells: BTreeSet<(usize, usize)> = reading.tree.content(table).into_iter().collect();
            let pages: BTreeSet<usize> = cells.iter().map(|(page, _)| *page).collect();
            for page in pages {
                let texts = &reading.pages[page].texts;
                let is_cell = |text: &&Text| match text.mark {
                    Mark::Content(sequence) => cells.contains(&(page, sequence)),
                    Mark::Artifact | Mark::Furniture => false,
                };
                let top = texts.iter().filter(is_cell).map(|text| text.baseline).fold(f32::MAX, f32::min);
                for word in header {
                    let is_it = |text: &&Text| text.text.trim() == word && text.baseline <= top + 0.1;
                    assert!(
                        texts.iter().any(|text| is_it(&text)),
                        "`{word}` is not at the top of page {page}"
                    );
                }
            }
        }
    });
}

#[test]
fn links_lead_where_the_markdown_says() {
    for_documents(4, |report, reading| {
        let tree = &reading.tree;
        let headings: Vec<usize> =
            (0..tree.nodes.len()).filter(|node| tree.nodes[*node].is_heading()).collect();
        let notes: Vec<usize> = tree.tagged("Note").collect();
        let links: Vec<usize> = tree.tagged("Link").collect();
        assert_eq!(links.len(), report.links.len());
        let refers = |number: usize| {
            let place = report.links.iter().position(|(_, target)| *target == Target::Note(number));
            links[place.expect("each note is referred to")]
        };
        for (link, (word, target)) in links.iter().copied().zip(&report.links) {
            assert_eq!(tree.text(link, &reading.pages).trim(), word);
            let areas: Vec<_> = tree.nodes[link].kids.iter().filter_map(|kid| area(reading, kid)).collect();
            assert!(!areas.is_empty(), "`{word}` has no area");
            for (_, link) in &areas {
                match target {
                    Target::Web(address) => assert_eq!(link.goal, Goal::Address(address.clone())),
                    Target::Heading(number) => stands_at(reading, headings[*number], &link.goal),
                    Target::Note(number) => stands_at(reading, notes[*number], &link.goal),
                    Target::Reference(number) => {
                        let (page, _) = shown(reading, refers(*number))[0];
                        assert!(matches!(link.goal, Goal::Place(found, _) if found == page));
                    }
                }
                assert!(!link.description.is_empty());
            }
            for (page, text) in shown(reading, link) {
                let covers = |area: &[f32; 4]| {
                    area[0] <= text.left + 0.1
                        && area[2] >= text.right - 0.1
                        && area[1] <= text.baseline - text.size * 0.6
                        && area[3] >= text.baseline
                };
                assert!(areas.iter().any(|(on, link)| *on == page && covers(&link.area)), "{text:?}");
            }
        }
    });
}

#[test]
fn the_outline_lists_the_headings_at_their_places() {
    for_documents(5, |report, reading| {
        let tree = &reading.tree;
        let headings: Vec<usize> =
            (0..tree.nodes.len()).filter(|node| tree.nodes[*node].is_heading()).collect();
        let titles: Vec<&str> = report.headings.iter().map(|(_, title)| title.as_str()).collect();
        let tagged: Vec<String> =
            headings.iter().map(|node| tree.text(*node, &reading.pages).trim().to_owned()).collect();
        assert_eq!(tagged, titles);
        let mut entries = reading.outline.iter();
        for (heading, title) in headings.iter().zip(titles) {
            if tree.nodes[*heading].tag.as_str() > "H4" {
                continue;
            }
            let entry = entries.next().expect("an entry for each heading");
            assert_eq!(entry.title, title);
            assert_eq!(format!("H{}", entry.depth + 1), tree.nodes[*heading].tag);
            stands_at(reading, *heading, &entry.goal);
        }
        assert!(entries.next().is_none());
    });
}

fn with_contents(markdown: &str) -> Vec<u8> {
    let meta = Meta { contents: Some(true), ..crate::meta() };
    pdf::write(&lay_out(&parse(markdown, meta.clone()), &Look::default()), &meta, &[])
        .expect("is written")
        .bytes
}

#[test]
fn the_contents_say_where_sections_start() {
    for_documents_written(with_contents, 7, |_, reading| {
        let tree = &reading.tree;
        let mut headings = (0..tree.nodes.len()).filter(|node| tree.nodes[*node].is_heading());
        for entry in tree.tagged("TOCI") {
            let text = tree.text(entry, &reading.pages);
            let (title, number) = text.trim().rsplit_once(' ').expect("a title and a number");
            // Entries are in the order of the headings, some of which are too deep to be listed.
            let heading =
                headings.find(|heading| words(&tree.text(*heading, &reading.pages)) == words(title));
            let heading = heading.unwrap_or_else(|| panic!("`{title}` is no heading, or too late"));
            let link = tree.tagged("Link").find(|link| tree.around(*link, "TOCI") == Some(entry));
            let kids = &tree.nodes[link.expect("an entry is a link")].kids;
            let areas: Vec<_> = kids.iter().filter_map(|kid| area(reading, kid)).collect();
            assert!(!areas.is_empty(), "`{title}` has no area");
            for (_, link) in areas {
                stands_at(reading, heading, &link.goal);
                let Goal::Place(page, _) = link.goal else { panic!("{:?} is not a place", link.goal) };
                assert_eq!(number.parse(), Ok(page + 1), "`{title}`");
            }
        }
        the_tree_is_sound(reading);
    });
}

#[test]
fn the_structure_holds_together() {
    for_documents(6, |_, reading| {
        the_tree_is_sound(reading);
    });
}

/// Content and elements belong to each other, in order.
fn the_tree_is_sound(reading: &Reading) {
    let tree = &reading.tree;
    for (number, page) in reading.pages.iter().enumerate() {
        // Back from content to elements, and the same tag at both ends.
        let parents = &tree.parents[&page.key];
        assert_eq!(parents.len(), page.sequences.len());
        for (sequence, tag) in &page.sequences {
            let home = tree.home(number, *sequence).expect("content is in the tree");
            assert_eq!(parents[*sequence], tree.nodes[home].number);
            assert_eq!(tag, &tree.nodes[home].tag);
        }
        for link in &page.links {
            let [parent] = tree.parents[&link.key][..] else { panic!("one element a link") };
            let home = tree.nodes.iter().find(|node| node.number == parent).unwrap();
            assert!(home.kids.contains(&Kid::Link(number, link.number)));
        }
    }
    // What is read in the order of the tree is drawn in that order; notes are read behind what refers to them, and drawn
    // at the foot of the page.
    let in_notes: BTreeSet<(usize, usize)> =
        tree.tagged("Note").flat_map(|note| tree.content(note)).collect();
    let (notes, texts): (Vec<_>, Vec<_>) =
        tree.content(0).into_iter().partition(|content| in_notes.contains(content));
    for contents in [&notes, &texts] {
        let mut next = vec![0; reading.pages.len()];
        for (page, sequence) in contents {
            assert!(*sequence >= next[*page], "on page {page}");
            next[*page] = sequence + 1;
        }
    }
    let drawn: usize = reading.pages.iter().map(|page| page.sequences.len()).sum();
    assert_eq!(notes.len() + texts.len(), drawn);
    each_in_its_place(reading);
}

/// Rows in tables, items in lists, headings without gaps, headers and figures with what they need.
fn each_in_its_place(reading: &Reading) {
    let tree = &reading.tree;
    let mut level = 0;
    for (number, node) in tree.nodes.iter().enumerate() {
        let above = node.parent.map_or("", |parent| tree.nodes[parent].tag.as_str());
        let below: Vec<&str> = tree.below(number).map(|below| tree.nodes[below].tag.as_str()).collect();
        let inside = |allowed: &[&str]| assert!(allowed.contains(&above), "{} in {above}", node.tag);
        match node.tag.as_str() {
            "TR" => inside(&["THead", "TBody", "Table"]),
            "THead" | "TBody" => inside(&["Table"]),
            "TD" => inside(&["TR"]),
            "TH" => {
                inside(&["TR"]);
                assert_eq!(node.scope.as_deref(), Some("Column"));
            }
            "LI" => {
                inside(&["L"]);
                assert!(below == ["Lbl", "LBody"] || below == ["LBody"], "{below:?}");
            }
            "LBody" => inside(&["LI"]),
            "Lbl" => inside(&["LI", "Note"]),
            "L" => assert!(!below.is_empty() && below.iter().all(|tag| *tag == "LI"), "{below:?}"),
            "Table" => {
                let rows = (0..tree.nodes.len())
                    .filter(|row| tree.nodes[*row].tag == "TR" && tree.around(*row, "Table") == Some(number));
                let cells: BTreeSet<usize> = rows.map(|row| tree.below(row).count()).collect();
                assert_eq!(cells.len(), 1, "rows of one table have as many cells each");
            }
            "Figure" => assert!(node.alternative.as_ref().is_some_and(|text| !text.is_empty())),
            tag if node.is_heading() => {
                let found: u8 = tag[1..].parse().unwrap();
                assert!(found <= level + 1, "{tag} after H{level}");
                level = found;
            }
            _ => {}
        }
    }
    let notes: Vec<&String> = tree.tagged("Note").map(|note| tree.nodes[note].id.as_ref().unwrap()).collect();
    assert_eq!(notes.iter().collect::<BTreeSet<_>>().len(), notes.len());
}

/// The texts of an element, with their pages.
fn shown(reading: &Reading, node: usize) -> Vec<(usize, &Text)> {
    let content = reading.tree.content(node);
    let texts = |(page, sequence): (usize, usize)| {
        let texts = reading.pages[page].texts.iter();
        texts.filter(move |text| text.mark == Mark::Content(sequence)).map(move |text| (page, text))
    };
    content.into_iter().flat_map(texts).collect()
}

/// The area of a link, with its page.
fn area<'r>(reading: &'r Reading, kid: &Kid) -> Option<(usize, &'r crate::shared::pdf_reader::Link)> {
    let Kid::Link(page, number) = *kid else { return None };
    reading.pages[page].links.iter().find(|link| link.number == number).map(|link| (page, link))
}

/// A destination is on the page on which an element begins, at most three lines above it.
fn stands_at(reading: &Reading, node: usize, goal: &Goal) {
    let (page, first) = *shown(reading, node).first().expect("what is linked to is shown");
    let Goal::Place(found, top) = goal else { panic!("{goal:?} is not a place") };
    assert_eq!(*found, page, "{first:?}");
    let above = first.baseline - first.size * 0.7 - top;
    assert!((0.0..40.0).contains(&above), "{first:?} is {above} below the destination");
}
