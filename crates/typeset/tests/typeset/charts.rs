//! Bar charts: the numbers on the page and in words, names that stay readable, and diagrams that
//! are not drawn.

use onus_typeset::document::{Meta, parse};
use onus_typeset::layout::{Look, Mark, Pages, Role, Shape, lay_out};

fn laid_out(chart: &str) -> Pages {
    let markdown = format!("```mermaid\n{chart}\n```\n");
    lay_out(&parse(&markdown, Meta::titled("Charts")), &Look::default())
}

fn alternatives(pages: &Pages) -> Vec<&str> {
    let figures = pages.elements.iter().filter(|element| element.role == Role::Figure);
    figures.map(|figure| figure.alternative.as_deref().unwrap()).collect()
}

/// Width and height of all bars.
fn bars(pages: &Pages) -> Vec<(f32, f32)> {
    let content = |mark| matches!(mark, Mark::Content(_));
    let items = pages.pages.iter().flat_map(|page| &page.items).filter(|item| content(item.mark));
    items
        .filter_map(|item| match &item.shape {
            Shape::Rectangle(bar) if bar.radius == 0.0 => Some((bar.width, bar.height)),
            _ => None,
        })
        .collect()
}

/// What stands on the pages, run by run.
fn texts(pages: &Pages) -> String {
    let mut words = Vec::new();
    for item in pages.pages.iter().flat_map(|page| &page.items) {
        if let (Mark::Content(_), Shape::Text(run)) = (item.mark, &item.shape) {
            let segments = pages.segments_of(run).map(|segment| &*segment.text);
            words.push(segments.collect::<String>());
        }
    }
    words.join("|")
}

#[test]
fn bars_are_as_long_as_their_numbers_and_all_numbers_are_said() {
    let pages = laid_out(
        "xychart-beta\ntitle \"Open points\"\nx-axis [Shop, \"Card, API\"]\ny-axis \"Findings\" 0 --> 40\nbar [10, 40]",
    );
    assert_eq!(alternatives(&pages), ["Open points: Shop 10; Card, API 40"]);
    let bars = bars(&pages);
    assert!((bars[0].1 * 4.0 - bars[1].1).abs() < 0.01, "{bars:?}");
    let text = texts(&pages);
    for word in ["Open points", "Findings", "Shop", "Card, API", "10", "40"] {
        assert!(text.contains(word), "{word} is not in {text}");
    }
}

#[test]
fn long_names_lay_the_bars_down_and_stay_whole() {
    let name = "The payment platform of the northern branch with its archive";
    let pages = laid_out(&format!(
        "xychart-beta\nx-axis [\"{name}\", Shop, a, b, c, d, e, f]\nbar [4, 1, 1, 1, 1, 1, 1, 2]"
    ));
    let bars = bars(&pages);
    assert!(
        bars.iter().all(|bar| bar.1 == bars[0].1) && (bars[0].0 - bars[1].0 * 4.0).abs() < 0.01,
        "{bars:?}"
    );
    assert_eq!(texts(&pages).replace('|', " ").matches("northern").count(), 1);
}

#[test]
fn bars_of_several_kinds_stand_side_by_side_with_their_titles() {
    let pages = laid_out("xychart-beta\nx-axis [Shop, API]\nbar \"Errors\" [1, 2]\nbar \"Warnings\" [3, 4]");
    assert_eq!(alternatives(&pages), ["Bar chart: Shop Errors 1, Warnings 3; API Errors 2, Warnings 4"]);
    assert_eq!(bars(&pages).len(), 4);
    assert!(texts(&pages).contains("Errors") && texts(&pages).contains("Warnings"));
}

#[test]
fn a_chart_longer_than_a_page_goes_on_as_another_figure() {
    let names: Vec<String> = (0..200).map(|number| format!("n{number}")).collect();
    let numbers: Vec<String> = (0..200).map(|number| number.to_string()).collect();
    let pages = laid_out(&format!("xychart\nx-axis [{}]\nbar [{}]", names.join(","), numbers.join(",")));
    let figures = alternatives(&pages);
    assert!(figures.len() > 2 && figures[1].starts_with("Bar chart (continued): "), "{figures:?}");
    let entries = figures.iter().flat_map(|figure| figure.split_once(": ").unwrap().1.split("; "));
    let expected: Vec<String> = (0..200).map(|number| format!("n{number} {number}")).collect();
    assert_eq!(entries.collect::<Vec<_>>(), expected);
    assert_eq!(bars(&pages).len(), 200);
}

#[test]
fn numbers_of_nothing_and_of_all_sizes_are_drawn() {
    for numbers in ["0", "0, 0, 0", "999999999999, 1", "0.001, 1e11", "1e-300, 5"] {
        let pages = laid_out(&format!("xychart-beta\nbar [{numbers}]"));
        assert!(bars(&pages).iter().all(|bar| bar.0.is_finite() && bar.1.is_finite()), "{numbers}");
        assert_eq!(alternatives(&pages).len(), 1, "{numbers}");
    }
}

#[test]
fn a_diagram_that_is_not_drawn_stays_text() {
    let pages = laid_out("xychart-beta\nbar [1, 2]\nline [1, 2]");
    assert!(texts(&pages).contains("line"));
}
