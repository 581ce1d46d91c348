//! Laid-out pages as short text, so that a change of the layout is seen for what it is. After a wanted change,
//! `INSTA_UPDATE=always cargo test` writes the texts anew; read them before they are committed.

use std::fmt::Write;

use onus_typeset::layout::{Item, Mark, Page, Pages, Shape, TextRun};

use crate::{laid_out, table};

/// Lines of a page that are shown from its top and from its end; those between are counted.
const SHOWN: (usize, usize) = (16, 7);

/// Pages as text: a line for each line of text, with the distance from the upper edge, and for each run on it the left
/// end, the face and size where they change, and the words. All in whole points.
fn shown(pages: &Pages) -> String {
    let mut text = String::new();
    for (number, page) in pages.pages.iter().enumerate() {
        let _ = writeln!(text, "page {} {:.0}x{:.0}", number + 1, page.width, page.height);
        let lines = lines(page, pages);
        let hidden = lines.len().saturating_sub(SHOWN.0 + SHOWN.1);
        for (number, line) in lines.iter().enumerate() {
            match number.checked_sub(SHOWN.0) {
                Some(0) if hidden > 1 => {
                    let _ = writeln!(text, "      ({hidden} more lines)");
                }
                Some(beyond) if hidden > 1 && beyond < hidden => {}
                _ => {
                    let _ = writeln!(text, "{line}");
                }
            }
        }
    }
    text
}

fn lines(page: &Page, pages: &Pages) -> Vec<String> {
    let (mut lines, mut open): (Vec<String>, Option<f32>) = (Vec::new(), None);
    let mut font = String::new();
    for item in &page.items {
        let Shape::Text(run) = &item.shape else {
            lines.push(drawing(item));
            open = None;
            continue;
        };
        let words = words(run, pages);
        if words.trim().is_empty() {
            continue;
        }
        if open != Some(run.y) {
            lines.push(format!("{:5.0}", run.y));
            open = Some(run.y);
        }
        let line = lines.last_mut().expect("pushed above");
        let face = pages.fonts.face(run.face).name().trim_start_matches("NotoSans-");
        let here = format!("{face} {:.1}{}", run.size, furniture(item.mark));
        if here != font {
            let _ = write!(line, " [{here}]");
            font = here;
        }
        let _ = write!(line, " {:.0} {}", run.x, words.trim());
    }
    lines
}

fn furniture(mark: Mark) -> &'static str {
    match mark {
        Mark::Content(_) => "",
        Mark::Artifact => " artifact",
        Mark::PageHeader => " header",
        Mark::PageFooter => " footer",
    }
}

fn words(run: &TextRun, pages: &Pages) -> String {
    pages.segments_of(run).map(|segment| segment.text.as_ref()).collect()
}

fn drawing(item: &Item) -> String {
    match &item.shape {
        Shape::Text(_) => unreachable!("texts are shown as lines"),
        Shape::Rectangle(tint) => {
            format!("{:5.0} tint {:.0} {:.0}x{:.0}", tint.y, tint.x, tint.width, tint.height)
        }
        Shape::Stroke(rule) => format!("{:5.0} rule {:.0} to {:.0}", rule.from.y, rule.from.x, rule.to.x),
        Shape::Picture(shown) => {
            format!("{:5.0} picture {:.0} {:.0}x{:.0}", shown.y, shown.x, shown.width, shown.height)
        }
        Shape::Dots(dots) => format!("{:5.0} dots {:.0} to {:.0}", dots.y, dots.from, dots.to),
        Shape::Path(path) => {
            format!("{:5.0} path {:.0}, {} steps", path.start.y, path.start.x, path.steps.len())
        }
    }
}

/// Compares with the text of this name beside the tests.
fn same(name: &str, markdown: &str) {
    compare(name, &laid_out(markdown));
}

fn compare(name: &str, pages: &Pages) {
    insta::with_settings!({ snapshot_path => "../snapshots", prepend_module_to_snapshot => false, omit_expression => true }, {
        insta::assert_snapshot!(name, shown(pages));
    });
}

#[test]
fn a_title_a_paragraph_and_a_list_are_placed_as_before() {
    same(
        "title-paragraph-list",
        "# Who does what\n\nEvery control has **an owner**, named [here](https://example.org) or in `profiles`, and a \
         paragraph that is long enough to take two lines.\n\n## Steps\n\n- one\n  1. inner\n- [x] two\n",
    );
}

#[test]
fn contents_are_placed_as_before() {
    let mut front = crate::meta();
    front.contents = Some(true);
    let markdown = "# Report\n\n## First\n\ntext\n\n### Detail\n\ntext\n\n## Second\n\ntext\n";
    let pages = onus_typeset::layout::lay_out(
        &onus_typeset::document::parse(markdown, front),
        &onus_typeset::layout::Look::default(),
    );
    compare("contents", &pages);
}

#[test]
fn a_table_over_two_pages_is_placed_as_before() {
    same("table-over-two-pages", &table(40));
}

#[test]
fn quotes_alerts_and_code_are_placed_as_before() {
    same(
        "quote-alert-code",
        "> quoted\n>\n> - within\n\n> [!WARNING]\n> Mind the gap.\n\n```\nlet x = 1;\n\nlet y = 2;\n```\n",
    );
}

#[test]
fn footnotes_are_placed_as_before() {
    same("footnotes", "First[^b] and second[^a].\n\n[^a]: The second note.\n\n[^b]: The first note.\n");
}

#[test]
fn a_pie_is_placed_as_before() {
    same("pie", "```mermaid\npie showData title Types\n \"Inherited\" : 3\n \"Shared\" : 1\n```\n");
}

#[test]
fn a_landscape_page_is_placed_as_before() {
    same(
        "landscape",
        "Upright.\n\n<!-- landscape -->\n\n| A | B |\n|---|--:|\n| Shared | 1 |\n\n<!-- portrait -->\n\nUpright again.\n",
    );
}
