//! Flowcharts: boxes that nothing overlaps, words for those who listen, and charts written to do harm.

use onus_typeset::layout::{LayoutWarning, Pages, Role, Shape};
use proptest::prelude::*;
use proptest::test_runner::{Config, RngSeed, TestRunner};

use crate::ends::ends;
use crate::{laid_out, written};

fn chart(source: &str) -> String {
    format!("```mermaid\nflowchart {source}\n```\n")
}

fn alternative(pages: &Pages) -> &str {
    let figure = pages.elements.iter().find(|element| element.role == Role::Figure).unwrap();
    figure.alternative.as_deref().unwrap()
}

/// Left, upper, right and lower edge of all boxes: white, with a line around them.
fn boxes(pages: &Pages) -> Vec<[f32; 4]> {
    let items = pages.pages.iter().flat_map(|page| &page.items);
    let shapes: Vec<_> = items
        .filter_map(|item| match &item.shape {
            Shape::Rectangle(shape) => Some(*shape),
            _ => None,
        })
        .collect();
    let accent = onus_typeset::theme::Theme::default().colors.accent;
    let outlines = shapes.iter().filter(|shape| shape.fill == accent);
    outlines.map(|shape| [shape.x, shape.y, shape.x + shape.width, shape.y + shape.height]).collect()
}

fn overlap(one: &[f32; 4], other: &[f32; 4]) -> bool {
    one[0] < other[2] - 0.01
        && other[0] < one[2] - 0.01
        && one[1] < other[3] - 0.01
        && other[1] < one[3] - 0.01
}

#[test]
fn a_chart_says_what_its_author_says() {
    let pages = laid_out(&chart("LR\n accTitle: Boundary\n accDescr: Two boxes\n a --> b"));
    assert_eq!(alternative(&pages), "Boundary. Two boxes");
}

#[test]
fn a_chart_without_a_description_names_boxes_and_arrows() {
    let pages =
        laid_out(&chart("TB\n subgraph p[\"AWS\"]\n a[\"Compute\"]\n end\n b[\"API\"] -->|runs on| a"));
    assert_eq!(alternative(&pages), "Flowchart: AWS: Compute; API; API \u{2192} Compute (runs on)");
}

#[test]
fn arrows_lead_to_the_right_or_down() {
    let right = boxes(&laid_out(&chart("LR\n a --> b --> c")));
    assert!(right.windows(2).all(|pair| pair[0][2] < pair[1][0]), "{right:?}");
    let down = boxes(&laid_out(&chart("TB\n a --> b --> c")));
    assert!(down.windows(2).all(|pair| pair[0][3] < pair[1][1]), "{down:?}");
}

#[test]
fn charts_at_random_fit_and_no_box_overlaps_another() {
    let edge = (0_usize..14, 0_usize..14, any::<bool>());
    let charts = (any::<bool>(), prop::collection::vec(0_usize..4, 14), prop::collection::vec(edge, 0..24));
    let config =
        Config { cases: 60, rng_seed: RngSeed::Fixed(7), failure_persistence: None, ..Config::default() };
    let outcome = TestRunner::new(config).run(&charts, |(right, homes, edges)| {
        let mut source = if right { "LR\n" } else { "TB\n" }.to_owned();
        for frame in 0..4 {
            let inner = homes.iter().enumerate().filter(|(_, home)| **home == frame);
            let inner: String = inner.map(|(node, _)| format!("n{node}[\"Service {node}\"]\n")).collect();
            source += &if frame == 0 { inner } else { format!("subgraph f{frame}[\"Frame\"]\n{inner}end\n") };
        }
        for (from, to, labelled) in edges.into_iter().filter(|(from, to, _)| from != to) {
            source += &format!("n{from} -->{} n{to}\n", if labelled { "|label|" } else { "" });
        }
        let pages = laid_out(&chart(&source));
        let boxes = boxes(&pages);
        prop_assert_eq!(boxes.len(), 14);
        for (number, one) in boxes.iter().enumerate() {
            prop_assert!(boxes[number + 1..].iter().all(|other| !overlap(one, other)), "{}", source);
            prop_assert!(
                one[0] >= 55.9 && one[2] <= 595.28 - 55.9 && one[3] <= 842.0 - 61.9,
                "{:?} {}",
                one,
                source
            );
        }
        Ok(())
    });
    outcome.unwrap();
}

#[test]
fn a_chart_too_large_to_read_is_complained_of_and_set() {
    let wide: String = (0..140).map(|node| format!("a --> b{node}\n")).collect();
    let pages = laid_out(&chart(&format!("TB\n{wide}")));
    assert!(
        matches!(pages.warnings[..], [LayoutWarning::DiagramTooLarge { offset: 0, .. }]),
        "{:?}",
        pages.warnings
    );
    assert_eq!(boxes(&pages).len(), 141);
}

#[test]
fn charts_written_to_do_harm_end() {
    let circle: String = (0..150).map(|node| format!("n{node} --> n{}\n", (node + 1) % 150)).collect();
    let dense: String =
        (0..300).map(|edge| format!("n{} -->|l| n{}\n", edge % 17, (edge * 7 + 1) % 149)).collect();
    let long: String =
        (0..149).map(|node| format!("n{node} --> n{}\nn0 --> n{}\n", node + 1, node + 1)).collect();
    let cases = [
        ("a circle", circle),
        ("many arrows", dense),
        ("long arrows", long),
        ("nested frames", "subgraph a\n".repeat(5_000)),
        ("a long line", "a --> b --> ".repeat(20_000) + "c"),
        ("brackets", format!("a{}", "[".repeat(100_000))),
        ("a long label", format!("a[\"{}\"]", "x".repeat(1_000_000))),
    ];
    for (name, source) in cases {
        for direction in ["LR", "TB"] {
            let markdown = chart(&format!("{direction}\n{source}"));
            ends(name, move || written(&markdown));
        }
    }
}
