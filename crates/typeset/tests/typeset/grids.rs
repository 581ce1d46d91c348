//! Grids of marks, and groups of rows with their captions.

use std::fmt::Write;

use onus_typeset::document::parse;
use onus_typeset::font::Fonts;
use onus_typeset::layout::{HeaderScope, Look, Mark, Pages, Role, Shape, TextRun, lay_out};
use onus_typeset::pdf;
use onus_typeset::theme::{Color, MarkColors, MarkShape, Theme};

use crate::meta;
use crate::shared::pdf_reader::Reading;

/// A look with marks for `I` and `S`.
fn look() -> Look {
    let mark = |letter: &str, shape| MarkColors {
        letter: letter.to_owned(),
        text: Color(0x1d, 0x4b, 0x7a),
        fill: Color(0xcf, 0xe2, 0xf5),
        shape,
    };
    let marks = vec![mark("I", MarkShape::Square), mark("S", MarkShape::Diamond)];
    Look::new(Theme { marks, ..Theme::default() }, Fonts::builtin(), None)
}

fn laid_out(markdown: &str) -> Pages {
    lay_out(&parse(markdown, meta()), &look())
}

/// A grid of groups of rows, with two columns of text.
fn grid(marks: usize, groups: usize, rows: usize) -> String {
    let columns: String = (0..marks).map(|number| format!("Group number {number}|")).collect();
    let mut markdown = format!("<!-- grid -->\n\n|Control|Title|{columns}\n|{}\n", "---|".repeat(marks + 2));
    for group in 0..groups {
        let _ = writeln!(markdown, "|**Domain {group}**|{}", "|".repeat(marks + 1));
        for row in 0..rows {
            let _ = writeln!(markdown, "|C-{group}-{row}|Some title|{}", "I|S|".repeat(marks / 2));
        }
    }
    markdown
}

fn runs(pages: &Pages) -> impl Iterator<Item = (&Mark, &TextRun)> {
    pages.pages.iter().flat_map(|page| &page.items).filter_map(|item| match &item.shape {
        Shape::Text(run) => Some((&item.mark, run)),
        _ => None,
    })
}

fn words(pages: &Pages, run: &TextRun) -> String {
    pages.segments_of(run).map(|segment| segment.text.as_ref()).collect()
}

#[test]
fn forty_columns_of_marks_fit_on_a_turned_sheet_with_two_of_text() {
    let pages = laid_out(&grid(40, 1, 10));
    assert_eq!(pages.warnings, []);
    let sheet = &pages.pages[0];
    assert!(sheet.width > sheet.height);
    let margins = Theme::default().margins;
    for (_, run) in runs(&pages) {
        let width = if run.turned { run.size } else { pages.run_width(run) };
        assert!(run.x >= margins.left && run.x + width <= sheet.width - margins.right + 0.1);
    }
}

#[test]
fn an_upright_page_takes_forty_rows_of_a_grid() {
    let pages = laid_out(&grid(8, 1, 40));
    assert_eq!(pages.pages.len(), 1);
}

#[test]
fn long_heads_of_marks_are_turned_and_all_are_read() {
    let pages = laid_out(&grid(4, 1, 2));
    let turned: Vec<String> =
        runs(&pages).filter(|(_, run)| run.turned).map(|(_, run)| words(&pages, run)).collect();
    assert_eq!(turned.concat().matches("number").count(), 4);
    let text = Reading::new(&pdf::write(&pages, &meta(), &[]).unwrap().bytes).all();
    assert!(text.starts_with("Control Title Group number 0 Group number 1 Group number 2"), "{text}");
    assert!(text.ends_with("C-0-1 Some title I S I S"), "{text}");
}

#[test]
fn short_heads_of_marks_stay_level() {
    let pages = laid_out("<!-- grid -->\n\n| Control | AWS | us |\n|---|---|---|\n| C-1 | I | S |\n");
    assert!(runs(&pages).all(|(_, run)| !run.turned));
}

#[test]
fn a_mark_has_the_shape_of_its_letter_and_keeps_it() {
    let pages = laid_out(
        "<!-- grid -->\n\n| Control | AWS | us |\n|---|---|---|\n| C-1 | I | S |\n| C-2 | x | I |\n",
    );
    let items = || pages.pages[0].items.iter();
    assert_eq!(items().filter(|item| matches!(item.shape, Shape::Path(_))).count(), 1);
    let squares = items().filter(|item| match &item.shape {
        Shape::Rectangle(shape) => shape.fill == Color(0xcf, 0xe2, 0xf5),
        _ => false,
    });
    assert_eq!(squares.count(), 2);
    let letters = runs(&pages).map(|(_, run)| words(&pages, run)).filter(|words| words.trim() == "I");
    assert_eq!(letters.count(), 2);
}

#[test]
fn a_letter_outside_of_a_grid_is_a_letter() {
    let pages = laid_out("| Control | AWS |\n|---|---|\n| C-1 | I |\n");
    let tints = pages.pages[0].items.iter().filter(|item| matches!(item.shape, Shape::Rectangle(_)));
    assert_eq!(tints.count(), 1, "behind the head");
}

#[test]
fn a_caption_comes_back_where_its_group_goes_on() {
    let markdown = grid(4, 1, 150);
    let pages = laid_out(&markdown);
    assert!(pages.pages.len() > 2);
    let captions: Vec<(Mark, String)> = runs(&pages)
        .map(|(mark, run)| (*mark, words(&pages, run)))
        .filter(|(_, words)| words.contains("continued") || words.contains("Domain"))
        .collect();
    let (first, others) = captions.split_first().unwrap();
    assert!(matches!(first.0, Mark::Content(_)));
    assert!(others.iter().all(|(mark, _)| *mark == Mark::PageHeader));
    let continued = others.iter().filter(|(_, words)| words.contains("(continued)")).count();
    assert_eq!(continued, pages.pages.len() - 1);
    // Those who listen hear it once.
    let text = Reading::new(&pdf::write(&pages, &meta(), &[]).unwrap().bytes).all();
    assert_eq!(text.matches("Domain 0").count(), 1);
}

#[test]
fn a_caption_stays_with_the_row_below_it() {
    for rows in 20..60 {
        let pages = laid_out(&format!("{}\n", grid(2, 2, rows)));
        let place = |wanted: &str| {
            pages.pages.iter().position(|page| {
                page.items.iter().any(|item| match &item.shape {
                    Shape::Text(run) => {
                        matches!(item.mark, Mark::Content(_)) && words(&pages, run).contains(wanted)
                    }
                    _ => false,
                })
            })
        };
        assert_eq!(place("Domain 1"), place("C-1-0"), "{rows} rows");
    }
}

#[test]
fn a_caption_is_one_header_over_all_columns() {
    let pages = laid_out(&grid(4, 1, 1));
    let caption = pages.elements.iter().find(|element| element.extent.columns > 1).unwrap();
    assert_eq!((caption.role, caption.extent.columns), (Role::HeaderCell(HeaderScope::Row), 6));
}
