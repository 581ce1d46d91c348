//! Tables: how wide they are, how they turn pages, what stands in their cells, and what is said of those that are too
//! wide for any page.

use onus_typeset::layout::{
    HeaderScope, LayoutWarning, Mark, Numbering, Pages, Role, Segment, Shape, lay_out,
};
use proptest::prelude::*;

use crate::ends::ends;
use crate::shared::pdf_reader::Reading;
use crate::{laid_out, meta, written};

/// A table of columns that each hold one word.
fn table(columns: usize, word: &str) -> String {
    let row = |cell: &str| format!("|{}\n", format!("{cell}|").repeat(columns));
    row("Head") + &row("---") + &row(word)
}

/// Which pages are turned.
fn turned(pages: &Pages) -> Vec<bool> {
    pages.pages.iter().map(|page| page.width > page.height).collect()
}

/// Fifteen letters that no language divides take about 80 points and more in any readable type: six to eight of them
/// fit side by side on the long edge of A4 (842 points), but not on the short one (595 points).
const WIDE: &str = "WWWWWWWWWWWW";

#[test]
fn a_wide_table_turns_its_pages_with_its_heading_and_introduction_and_back() {
    let markdown = format!(
        "# Title\n\nBefore.\n\n## Wide\n\nIntroduction.\n\n{}\nBehind.\n\n{}\nEnd.\n",
        table(6, WIDE),
        table(2, WIDE)
    );
    assert_eq!(turned(&laid_out(&markdown)), [false, true, false]);
    let reading = Reading::new(&written(&markdown));
    assert_eq!(reading.page(0), "Title Before.");
    assert!(reading.page(1).starts_with("Wide Introduction. Head"));
    assert!(reading.page(1).ends_with(WIDE));
    assert!(reading.page(2).starts_with("Behind."));
}

#[test]
fn wide_tables_behind_each_other_share_turned_pages() {
    let wide = table(6, WIDE);
    let pages = laid_out(&format!("Text.\n\nText.\n\n{wide}\n## Next\n\n{wide}\n[^1]\n\n[^1]: Note.\n"));
    assert_eq!(turned(&pages), [false, true, false]);
    // A wide table at the start leaves no empty page before it, and none behind it at the end.
    assert_eq!(turned(&laid_out(&format!("# Title\n\n{wide}"))), [true]);
}

#[test]
fn pages_that_are_turned_by_a_hint_stay_turned() {
    let wide = table(6, WIDE);
    let pages =
        laid_out(&format!("<!-- landscape -->\n\nText.\n\n{wide}\nText.\n\n<!-- portrait -->\n\nText.\n"));
    assert_eq!(turned(&pages), [true, false]);
}

#[test]
fn tables_of_ordinary_words_and_long_ids_stay_upright() {
    let id = "arn:aws:iam::123456789012:role/aws-service-role/organizations.amazonaws.com/Role";
    let markdown = format!("{}\n\n{}\n\n{}", table(5, "administration"), table(4, id), table(12, "12"));
    let pages = laid_out(&markdown);
    assert_eq!(turned(&pages), [false]);
    assert_eq!(pages.warnings, []);
}

#[test]
fn a_table_too_wide_for_any_page_is_complained_of_and_set() {
    let markdown = format!("Text.\n\n{}", table(10, WIDE));
    let pages = laid_out(&markdown);
    let [LayoutWarning::TableTooWide { offset, room, columns }] = &pages.warnings[..] else {
        panic!("{:?}", pages.warnings)
    };
    assert_eq!((*offset, columns.len()), (7, 10));
    assert!(columns.iter().map(|column| column.width).sum::<f32>() > *room);
    assert!(columns.iter().all(|column| column.name == "Head"));
    let text = Reading::new(&written(&markdown)).all();
    assert_eq!(text.replace(' ', "").matches(WIDE).count(), 10);
}

#[test]
fn a_table_within_a_list_cannot_turn_the_page() {
    let inner: String = table(9, WIDE).lines().map(|line| format!("  {line}\n")).collect();
    let pages = laid_out(&format!("- Item\n\n{inner}"));
    assert_eq!(turned(&pages), [false]);
    assert_eq!(pages.warnings.len(), 1);
}

#[test]
fn lists_in_cells_are_lists() {
    let markdown = "| A | B |\n|---|---|\n| Before<ul><li>one</li><li>two<ol start=\"3\"><li>three</li></ol></li></ul>\
        behind | <ol><li>x</li></ol> |\n";
    let pages = laid_out(markdown);
    let roles: Vec<Role> = pages.elements.iter().map(|element| element.role).skip(8).collect();
    let item = [Role::ListItem, Role::Label, Role::ListBody];
    let bullets = Role::List(Numbering::Bullets);
    let numbers = Role::List(Numbering::Numbers);
    let mut expected = vec![Role::DataCell, Role::Paragraph, bullets];
    expected.extend(item.into_iter().chain(item));
    expected.push(numbers);
    expected.extend(item);
    expected.extend([Role::Paragraph, Role::DataCell, numbers]);
    expected.extend(item);
    assert_eq!(roles, expected);
    let text = Reading::new(&written(markdown)).all();
    assert_eq!(text, "A B Before \u{2022} one \u{2022} two 3. three behind 1. x");
}

#[test]
fn tags_of_lists_outside_of_cells_and_astray_are_text() {
    let markdown = "Text <ul><li>x</li></ul>\n\n| A |\n|---|\n| y</li> |\n";
    assert_eq!(Reading::new(&written(markdown)).all(), "Text <ul><li>x</li></ul> A y</li>");
}

/// Right ends of the runs on the first page that say one of these words, and of labels.
fn right_ends(pages: &Pages, words: &[&str]) -> Vec<f32> {
    let items = pages.pages[0].items.iter().filter(|item| matches!(item.mark, Mark::Content(_)));
    items
        .filter_map(|item| match &item.shape {
            Shape::Text(run) => Some(run),
            _ => None,
        })
        .filter(|run| words.contains(&&*pages.segments_of(run).next().expect("a word").text))
        .map(|run| {
            let width = |segment: &Segment| segment.advance as f32 * run.size / 2048.0;
            run.x + pages.segments_of(run).map(width).sum::<f32>()
        })
        .collect()
}

#[test]
fn numbers_labels_and_right_to_left_words_stand_at_the_right() {
    let pages = laid_out("| A |\n|--:|\n| 1 |\n| 22,222 |\n| שלום |\n| Shared |\n");
    let ends = right_ends(&pages, &["1", "22,222", "שלום"]);
    assert_eq!(ends.len(), 3);
    assert!(ends.windows(2).all(|pair| (pair[0] - pair[1]).abs() < 0.1), "{ends:?}");
    let label = pages.pages[0].items.iter().find_map(|item| match &item.shape {
        Shape::Rectangle(rectangle) if rectangle.radius > 0.0 => Some(rectangle.x + rectangle.width),
        _ => None,
    });
    assert!(label.is_some_and(|end| (end - ends[0]).abs() < 0.1), "{label:?} {ends:?}");
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(60) })]

    /// Four columns of twelve letters at most need half of the short edge: whatever else there is, words stay whole.
    #[test]
    fn words_stay_whole_while_there_is_room(
        rows in prop::collection::vec(prop::collection::vec("([a-z]{1,12} ){1,30}", 4), 1..8),
        hint in prop::option::of(prop::collection::vec(1_u32..20, 4)),
    ) {
        let hint = hint.map(|hint| {
            let shares: Vec<String> = hint.iter().map(u32::to_string).collect();
            format!("<!-- columns: {} -->\n\n", shares.join(" "))
        });
        let rows: Vec<String> = rows.iter().map(|row| format!("| {} |\n", row.join(" | "))).collect();
        let markdown = format!("{}|a|b|c|d|\n|-|-|-|-|\n{}", hint.unwrap_or_default(), rows.concat());
        let document = onus_typeset::document::parse(&markdown, onus_typeset::document::Meta { language: "tlh".to_owned(), ..meta() });
        let pages = lay_out(&document, &onus_typeset::layout::Look::default());
        let shown: std::collections::BTreeSet<&str> =
            pages.segments.iter().map(|segment| &*segment.text).collect();
        let mut words = rows.iter().flat_map(|row| row.split([' ', '|', '\n'])).filter(|word| !word.is_empty());
        prop_assert!(words.all(|word| shown.contains(word)));
        // Nothing was cut: each segment is a word of the table, of its head or of the furniture, or a space.
        let known: std::collections::BTreeSet<&str> =
            markdown.split(|c: char| !c.is_alphabetic()).collect();
        let cut = shown.iter().find(|text| {
            text.len() > 1 && text.chars().all(|c| c.is_ascii_lowercase()) && !known.contains(*text) && !["of", "report"].contains(*text)
        });
        prop_assert_eq!(cut, None);
    }
}

#[test]
fn code_keeps_space_to_its_edges_where_a_page_ends_in_it() {
    let code: String = (0..200).map(|line| format!("line {line}\n")).collect();
    let pages = laid_out(&format!("```\n{code}```\n"));
    assert!(pages.pages.len() > 2);
    for page in &pages.pages {
        let texts = page.items.iter().filter(|item| matches!(item.mark, Mark::Content(_)));
        let baselines: Vec<f32> = texts
            .filter_map(|item| match &item.shape {
                Shape::Text(run) => Some(run.y),
                _ => None,
            })
            .collect();
        let tint = page.items.iter().find_map(|item| match &item.shape {
            Shape::Rectangle(tint) => Some((tint.y, tint.y + tint.height)),
            _ => None,
        });
        let (top, bottom) = tint.expect("code has a tint");
        let (first, last) = (baselines[0], baselines[baselines.len() - 1]);
        // A line's own height above its baseline, and about five points more.
        assert!(first - top > 12.0 && first - top < 16.0, "{}", first - top);
        assert!(bottom - last > 7.0 && bottom - last < 11.0, "{}", bottom - last);
    }
}

/// Roles of what stands on a page, in order.
fn roles(pages: &Pages, page: usize) -> Vec<Role> {
    let elements = pages.pages[page].items.iter().filter_map(|item| match item.mark {
        Mark::Content(element) => Some(pages.elements[element.0 as usize].role),
        _ => None,
    });
    elements.collect()
}

#[test]
fn a_heading_stays_with_the_introduction_the_header_and_the_first_row() {
    let tall = "words ".repeat(40);
    let (mut at_the_end, mut moved) = (0, 0);
    for filler in 0..70 {
        let markdown = format!(
            "{}## Heading\n\n### Second\n\nIntroduction.\n\n| a | b |\n|---|---|\n| {tall} | x |\n| y | z |\n| v | w |\n",
            "Filler.\n\n".repeat(filler)
        );
        let pages = laid_out(&markdown);
        let page = pages.headings[0].position.page;
        let shown = roles(&pages, page);
        let heading = shown.iter().position(|role| matches!(role, Role::Heading(_)));
        let behind = &shown[heading.expect("the page of the heading shows it")..];
        for role in [Role::Paragraph, Role::HeaderCell(HeaderScope::Column), Role::DataCell] {
            assert!(behind.contains(&role), "{filler}: no {role:?} with the heading");
        }
        at_the_end += usize::from(page + 1 < pages.pages.len());
        moved += usize::from(page > 0);
    }
    // Some tables went on to the next page and some headings were moved there.
    assert!(at_the_end > 0 && moved > 0);
}

#[test]
fn lists_in_cells_that_never_end_are_set() {
    let cells = [
        "<ul>".repeat(5_000) + "x",
        "<ul><li>".repeat(5_000) + "x",
        "<ol start=99999999999999999999><li>y".into(),
    ];
    for cell in cells {
        let bytes = ends("a list", move || written(&format!("| A |\n|---|\n| {cell} |\n")));
        let text = Reading::new(&bytes).all();
        assert!(text.ends_with(['x', 'y']));
    }
}
