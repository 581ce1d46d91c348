//! Bar charts through the front door: the numbers on the page and in words, names that stay readable, and diagrams that
//! are not drawn.

#![allow(clippy::disallowed_methods, reason = "a test reads the guide")]
#![allow(clippy::unwrap_used, reason = "helpers of tests: what cannot be read back is a failure")]

use onus_typeset::document::{Meta, parse};
use onus_typeset::layout::{Look, Mark, Pages, Role, Shape, lay_out};

use crate::workspace::Workspace;

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
    assert!(figures.len() > 2 && figures[1].starts_with("Bar chart, continued: "), "{figures:?}");
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
fn a_diagram_that_is_not_drawn_stays_text_and_is_warned_of_at_its_line() {
    let workspace = Workspace::empty()
        .file("text.md", "# T\n\n```mermaid\nxychart-beta\n    bar [1, 2]\n    line [1, 2]\n```\n");
    let run = workspace.run(&["render", "text.md", "--message-format", "json"]).ended_with(0);
    let record = &run.records("diagnostic")[0];
    assert_eq!((&record["code"], &record["severity"]), (&"diagram-not-drawn".into(), &"warning".into()));
    assert_eq!((&record["labels"][0]["line"], &record["labels"][0]["column"]), (&6.into(), &5.into()));
    let pages = laid_out("xychart-beta\nbar [1, 2]\nline [1, 2]");
    assert!(texts(&pages).contains("line"));
}

#[test]
fn the_charts_of_the_guide_are_drawn() {
    let guide = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/templates.md");
    let text = std::fs::read_to_string(guide).unwrap();
    let workspace = Workspace::empty().file("templates.md", &text);
    let run = workspace.run(&["render", "templates.md", "--message-format", "json"]).ended_with(0);
    let codes: Vec<_> = run.records("diagnostic").iter().map(|record| record["code"].to_string()).collect();
    assert!(!codes.iter().any(|code| code.contains("diagram")), "{codes:?}");
    assert_eq!(text.matches("\n```mermaid\n").count(), 2);
}

#[test]
fn names_of_projects_cannot_break_the_chart_of_the_summary() {
    let name = "a] \\\"b\\\", `c` %%{init: {}}%% <script> #35; | x";
    let project =
        format!("schema: onus.project/1\nid: shop\nname: \"{name}\"\nservices:\n  - {{ use: aws.s3 }}\n");
    let workspace = Workspace::base().file("profiles/acme/projects/shop.yaml", project);
    workspace.run(&["build", "--document", "organization-summary"]).ended_with(0);
    let text = workspace.read("output/acme/organization-summary.md");
    let (_, chart) = text.split_once("```mermaid\n").unwrap();
    let (chart, _) = chart.split_once("\n```").unwrap();
    let axis = chart.lines().find(|line| line.trim_start().starts_with("x-axis")).unwrap();
    // As mermaid reads it: two names in quotes, and nothing between them that it could take for anything else.
    assert_eq!(axis.matches('"').count(), 4, "{axis}");
    assert!(!axis.contains("%%") && !axis.contains('<') && !axis.contains('`'), "{axis}");
    let pages = laid_out(chart);
    let shown = "a] \"b\", `c` %%{init: {}}%% <script> #35; | x";
    assert!(alternatives(&pages)[0].contains(shown), "{:?}", alternatives(&pages));
}
