//! The theme: labels, the lines at the head and foot of pages, and the logo.

use std::sync::Arc;

use lopdf::Document as Pdf;
use onus_typeset::document::{Meta, parse};
use onus_typeset::font::Fonts;
use onus_typeset::layout::{Look, Mark, Shape, lay_out};
use onus_typeset::pdf;
use onus_typeset::picture::Picture;
use onus_typeset::theme::{
    Color, FurnitureLine, FurniturePart, FurniturePiece, FurnitureText, LabelColors, Theme,
};

use crate::shared::furniture::furniture;
use crate::shared::picture_files::LOGO;
use crate::with_labels;

const REPORT: &str = "# Report\n\n## One\n\nText `code`.\n\n| Type |\n|---|\n| shared |\n\n\
    <!-- page-break -->\n\n## Two\n\nMore.\n";

fn meta() -> Meta {
    Meta {
        organization: Some("Acme".to_owned()),
        classification: Some("Secret".to_owned()),
        ..Meta::titled("Report")
    }
}

/// What the theme makes of words without values.
fn words(text: &str) -> FurnitureText {
    let pieces = vec![FurniturePiece::Words(text.to_owned())];
    FurnitureText(vec![FurniturePart { separator: String::new(), pieces }])
}

#[test]
fn words_of_another_language_can_have_labels() {
    let mut theme = with_labels(&["shared"]);
    theme.labels.push(LabelColors {
        word: "geteilt".to_owned(),
        text: Color(0, 0, 1),
        fill: Color(0xff, 0xff, 0xf0),
        outline: None,
    });
    let look = Look::new(theme, Fonts::builtin(), None);
    let pages = lay_out(&parse("| A |\n|---|\n| GETEILT |\n| shared |\n", meta()), &look);
    let labels = pages.pages[0].items.iter().filter_map(|item| match &item.shape {
        Shape::Rectangle(rectangle) if rectangle.radius > 2.0 => Some(rectangle.fill.to_string()),
        _ => None,
    });
    assert_eq!(labels.collect::<Vec<_>>(), ["#fffff0", "#fdf1d3"]);
}

#[test]
fn the_built_in_furniture_says_whose_what_and_where() {
    let pages = lay_out(&parse(REPORT, meta()), &Look::default());
    let (header, footer) = (furniture(&pages, Mark::PageHeader), furniture(&pages, Mark::PageFooter));
    assert_eq!(header, [vec!["Acme",], vec!["Acme · Report", "Two"]]);
    assert_eq!(footer, [["Secret", "Page 1 of 2"], ["Secret", "Page 2 of 2"]]);
}

#[test]
fn long_furniture_is_cut_and_keeps_clear_of_the_middle() {
    let long = "word ".repeat(50);
    let header = FurnitureLine { left: words(&long), middle: words("Middle"), right: words(&long) };
    let theme = Theme { header, ..Theme::default() };
    let pages = lay_out(&parse("# T\n", meta()), &Look::new(theme, Fonts::builtin(), None));
    let ends: Vec<(f32, f32)> = pages.pages[0]
        .items
        .iter()
        .filter(|item| item.mark == Mark::PageHeader)
        .filter_map(|item| match &item.shape {
            Shape::Text(run) => Some((run.x, run.x + pages.run_width(run))),
            _ => None,
        })
        .collect();
    assert_eq!(ends.len(), 3);
    assert!(ends[0].1 < ends[1].0 && ends[1].1 < ends[2].0, "{ends:?}");
}

#[test]
fn a_logo_stands_as_decoration_at_the_right_of_the_title_which_keeps_clear_of_it() {
    let logo = Arc::new(Picture::read(LOGO.as_bytes()).unwrap());
    let look = Look::new(Theme::default(), Fonts::builtin(), Some(logo));
    let margins = look.theme().margins;
    let long = "# A title that is so long that it needs more than a single line of this page\n\nText.\n";
    let pages = lay_out(&parse(long, Meta::titled("x")), &look);
    let logos: Vec<_> = pages.pages[0]
        .items
        .iter()
        .filter_map(|item| match &item.shape {
            Shape::Picture(shown) => Some((item.mark, *shown)),
            _ => None,
        })
        .collect();
    let [(mark, logo)] = logos.as_slice() else { panic!("{logos:?}") };
    assert_eq!(*mark, Mark::Artifact);
    assert!((logo.x + logo.width - (595.28 - margins.right)).abs() < 0.1, "{logo:?}");
    assert!((logo.width / logo.height - 3.0).abs() < 0.01, "{logo:?}");
    for item in &pages.pages[0].items {
        let (Mark::Content(_), Shape::Text(run)) = (item.mark, &item.shape) else { continue };
        let end = run.x + pages.run_width(run);
        assert!(run.y > logo.y + logo.height + 20.0 || end < logo.x, "{end} {logo:?}");
    }
    let built = pdf::write(&pages, &Meta::titled("x"), &[]).unwrap().bytes;
    assert_eq!(Pdf::load_mem(&built).unwrap().get_pages().len(), 1);
}
