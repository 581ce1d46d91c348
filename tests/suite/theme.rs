//! The theme: what a workspace changes is changed and nothing else, fonts of other people are used or refused, and
//! page furniture says what it is asked to say.

#![allow(clippy::unwrap_used, reason = "helpers of tests: what cannot be read back is a failure")]
#![allow(clippy::disallowed_methods, reason = "tests read what the program wrote")]

use std::fs;

use lopdf::{Dictionary, Document as Pdf, Object};
use onus::load::{ThemeFolder, load_theme};
use onus::pages::look;
use onus_typeset::document::{Meta, parse};
use onus_typeset::font::{Face, FaceError};
use onus_typeset::layout::{Look, Mark, Pages, Shape, lay_out};
use onus_typeset::pdf;
use serde_json::Value;

use crate::workspace::{Workspace, fixtures};

const REPORT: &str = "---\ntitle: Report\norganization: Acme\nclassification: Secret\ndate: 2026-03-31\n---\n\
    # Report\n\n## One\n\nText `code`.\n\n| Type |\n|---|\n| shared |\n\n<!-- page-break -->\n\n## Two\n\nMore.\n";

fn shapes() -> Vec<u8> {
    fs::read(fixtures().join("fonts/shapes.otf")).unwrap()
}

/// A workspace with a theme and our font of shapes.
fn themed(theme: &str) -> Workspace {
    Workspace::empty()
        .file("templates/theme.yaml", format!("schema: onus.theme/1\n{theme}"))
        .file("templates/fonts/shapes.otf", shapes())
}

/// The look of a workspace, which must have no mistakes.
#[track_caller]
fn look_of(workspace: &Workspace) -> Look {
    let ThemeFolder { sources, theme, assets, problems } = load_theme(&workspace.path("")).unwrap();
    let (look, mistakes) = look(&sources, theme, &assets);
    assert!(problems.is_empty() && mistakes.is_empty(), "{problems:?} {mistakes:?}");
    look
}

/// A Markdown file as PDF, by the program.
#[track_caller]
fn rendered(workspace: Workspace, markdown: &str) -> Pdf {
    let workspace = workspace.file("report.md", markdown);
    workspace.run(&["render", "report.md"]).ended_with(0);
    Pdf::load(workspace.path("report.pdf")).unwrap()
}

fn number(object: &Object) -> f32 {
    object.as_float().or_else(|_| object.as_i64().map(|whole| whole as f32)).unwrap()
}

/// Width and height of the first page.
fn sheet(pdf: &Pdf) -> (f32, f32) {
    let page = pdf.get_dictionary(pdf.page_iter().next().unwrap()).unwrap();
    let sheet = page.get_deref(b"MediaBox", pdf).unwrap().as_array().unwrap();
    (number(&sheet[2]).round(), number(&sheet[3]).round())
}

/// The fonts of a file by the names of their faces, each with the dictionary of its descendant.
fn fonts(pdf: &Pdf) -> Vec<(String, &Dictionary)> {
    let page = pdf.page_iter().next().unwrap();
    let named = |font: &&Dictionary| {
        let name = String::from_utf8(font.get(b"BaseFont").unwrap().as_name().unwrap().to_vec()).unwrap();
        name.split_once('+').unwrap().1.to_owned()
    };
    let all = pdf.get_page_fonts(page).unwrap();
    let descendant = |font: &Dictionary| {
        let list = font.get_deref(b"DescendantFonts", pdf).unwrap().as_array().unwrap();
        pdf.get_dictionary(list[0].as_reference().unwrap()).unwrap()
    };
    all.values().map(|font| (named(font), descendant(font))).collect()
}

/// What stands in the lines at the head or foot of each page, from left to right.
fn furniture(pages: &Pages, mark: Mark) -> Vec<Vec<String>> {
    let of_page = |page: &onus_typeset::layout::Page| {
        let mut texts: Vec<(f32, String)> = Vec::new();
        for item in page.items.iter().filter(|item| item.mark == mark) {
            let Shape::Text(run) = &item.shape else { continue };
            let text = pages.segments_of(run).map(|segment| segment.text.to_string());
            texts.push((run.x, text.collect()));
        }
        texts.into_iter().map(|(_, text)| text).collect()
    };
    pages.pages.iter().map(of_page).collect()
}

fn meta() -> Meta {
    let mut meta = Meta::titled("Report");
    meta.organization = Some("Acme".to_owned());
    meta.classification = Some("Secret".to_owned());
    meta
}

/// Header and footer of each page.
fn lines(theme: &str, meta: Meta) -> (Vec<Vec<String>>, Vec<Vec<String>>) {
    let body = REPORT.rsplit_once("---\n# ").unwrap().1;
    let pages = lay_out(&parse(&format!("# {body}"), meta), &look_of(&themed(theme)));
    (furniture(&pages, Mark::PageHeader), furniture(&pages, Mark::PageFooter))
}

#[test]
fn a_theme_that_names_nothing_changes_nothing() {
    let plain = Workspace::empty().file("report.md", REPORT);
    plain.run(&["render", "report.md"]).ended_with(0);
    let themed = themed("").file("report.md", REPORT);
    themed.run(&["render", "report.md"]).ended_with(0);
    let read = |workspace: &Workspace| fs::read(workspace.path("report.pdf")).unwrap();
    assert!(read(&plain) == read(&themed));
}

#[test]
fn paper_is_the_themes_unless_the_file_chooses() {
    // ISO 216 and ANSI/ASME Y14.1, in points.
    assert_eq!(sheet(&rendered(themed(""), REPORT)), (595.0, 842.0));
    assert_eq!(sheet(&rendered(themed("paper: letter\n"), REPORT)), (612.0, 792.0));
    let chosen = REPORT.replace("title: Report", "title: Report\npaper: a4");
    assert_eq!(sheet(&rendered(themed("paper: letter\n"), &chosen)), (595.0, 842.0));
}

#[test]
fn a_template_has_the_themes_paper_unless_it_chooses() {
    let template = |paper: &str| format!("---\ntitle: T\nscope: project\n{paper}---\n# T\n");
    let workspace = Workspace::base()
        .file("templates/theme.yaml", "schema: onus.theme/1\npaper: letter\n")
        .file("templates/one.md", template(""))
        .file("templates/two.md", template("paper: a4\n"));
    workspace.run(&["build"]).ended_with(0);
    let sheet_of =
        |name: &str| sheet(&Pdf::load(workspace.path(&format!("output/acme/web/{name}.pdf"))).unwrap());
    assert_eq!((sheet_of("one"), sheet_of("two")), ((612.0, 792.0), (595.0, 842.0)));
}

#[test]
fn colours_reach_the_page() {
    let theme = "colors: { accent: \"#ff0000\", inline-code-tint: \"#fffffe\" }\n\
        labels: { shared: { text: \"#000001\", fill: \"#00ff00\" } }\n";
    // Red on white is 4:1 only.
    let run = themed(theme).file("report.md", REPORT);
    assert!(run.run(&["render", "report.md"]).ended_with(2).stderr.contains("low-contrast"));
    let pdf = rendered(themed(&theme.replace("ff0000", "ee0000")), REPORT);
    let content = pdf.get_page_content(pdf.page_iter().next().unwrap());
    let content = lopdf::content::Content::decode(&content).unwrap();
    let fills: Vec<[i32; 3]> = content
        .operations
        .iter()
        .filter(|operation| operation.operator == "rg")
        .map(|operation| [0, 1, 2].map(|part| (number(&operation.operands[part]) * 255.0).round() as i32))
        .collect();
    for color in [[0xee, 0, 0], [0xff, 0xff, 0xfe], [0, 0, 1], [0, 0xff, 0]] {
        assert!(fills.contains(&color), "{color:?} in {fills:?}");
    }
}

#[test]
fn words_of_another_language_can_have_labels() {
    let look = look_of(&themed("labels: { geteilt: { text: \"#000001\", fill: \"#fffff0\" } }\n"));
    let pages = lay_out(&parse("| A |\n|---|\n| GETEILT |\n| shared |\n", meta()), &look);
    let labels = pages.pages[0].items.iter().filter_map(|item| match &item.shape {
        Shape::Rectangle(rectangle) if rectangle.radius > 2.0 => Some(rectangle.fill.to_string()),
        _ => None,
    });
    assert_eq!(labels.collect::<Vec<_>>(), ["#fffff0", "#fdf1d3"]);
}

#[test]
fn the_built_in_furniture_says_whose_what_and_where() {
    let (header, footer) = lines("", meta());
    assert_eq!(header, [vec!["Acme",], vec!["Acme · Report", "Two"]]);
    assert_eq!(footer, [["Secret", "Page 1 of 2"], ["Secret", "Page 2 of 2"]]);
}

#[test]
fn a_part_without_its_value_goes_with_its_mark() {
    let theme = "header: { left: \"{project} | {organization} / {id} – Rev. {revision}\", right: \"{section} · end\" }\n\
        footer: { left: \"\", middle: \"{date}\", right: \"{page}\" }\n";
    let (header, footer) = lines(theme, meta());
    assert_eq!(header, [["Acme", "end"], ["Acme", "Two · end"]]);
    assert_eq!(footer, [["1"], ["2"]]);
    let known = Meta {
        project: Some("Payments".to_owned()),
        id: Some("RM-7".to_owned()),
        revision: Some("3".to_owned()),
        ..meta()
    };
    assert_eq!(lines(theme, known).0[0], ["Payments | Acme / RM-7 – Rev. 3", "end"]);
}

#[test]
fn long_furniture_is_cut_and_keeps_clear_of_the_middle() {
    let long = "word ".repeat(50);
    let theme = format!("header: {{ left: \"{long}\", middle: Middle, right: \"{long}\" }}\n");
    let pages = lay_out(&parse("# T\n", meta()), &look_of(&themed(&theme)));
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
fn faces_take_the_place_of_the_built_in_ones() {
    let workspace =
        themed("fonts: { regular: fonts/Serif.ttf, mono: fonts/Text.ttf, bold: fonts/Text.ttf }\n")
            .file("templates/fonts/Serif.ttf", dejavu::serif::regular())
            .file("templates/fonts/Text.ttf", dejavu::sans::regular());
    let pdf = rendered(workspace, &format!("{REPORT}\n***both*** *slanted*\n"));
    let mut names: Vec<String> = fonts(&pdf).into_iter().map(|(name, _)| name).collect();
    names.sort();
    // Bold italic text keeps the bold typeface; italic text, which the theme does not name, is the built-in one.
    assert_eq!(names, ["DejaVuSans", "DejaVuSerif", "NotoSans-Italic"]);
}

#[test]
fn a_fallback_with_cff_outlines_is_embedded_with_its_own_measures() {
    let workspace = themed("fonts: { fallback: [fonts/shapes.otf] }\n");
    let markdown = "# T\n\nA \u{a000}\u{a001}\u{a000} **\u{a002}**\n";
    let look = look_of(&workspace);
    let pages = lay_out(&parse(markdown, meta()), &look);
    assert_eq!(pages.warnings, []);
    let segment = pages.segments.iter().find(|segment| segment.text.contains('\u{a001}')).unwrap();
    // Advances 900, 1000 and 900 of an em of 1,000 units.
    assert_eq!(segment.advance, 2800);
    let pdf = rendered(workspace, markdown);
    let all = fonts(&pdf);
    let (_, font) = all.iter().find(|(name, _)| name == "OnusShapes-Regular").unwrap();
    assert_eq!(font.get(b"Subtype").unwrap().as_name().unwrap(), b"CIDFontType0");
    let descriptor = font.get_deref(b"FontDescriptor", &pdf).unwrap().as_dict().unwrap();
    let program = descriptor.get_deref(b"FontFile3", &pdf).unwrap().as_stream().unwrap();
    assert_eq!(program.dict.get(b"Subtype").unwrap().as_name().unwrap(), b"CIDFontType0C");
    // CFF, major version 1.
    assert_eq!(program.decompressed_content().unwrap()[0], 1);
    let widths = font.get_deref(b"W", &pdf).unwrap().as_array().unwrap()[1].as_array().unwrap();
    assert_eq!(widths.iter().map(number).collect::<Vec<_>>(), [900.0, 1000.0, 800.0]);
}

/// A font with another `fsType` (OpenType 1.9.1, OS/2: at byte 8).
fn with_rights(mut font: Vec<u8>, rights: u16) -> Vec<u8> {
    let at = font.windows(4).position(|tag| tag == b"OS/2").unwrap();
    let offset = u32::from_be_bytes(font[at + 8..at + 12].try_into().unwrap()) as usize;
    font[offset + 8..offset + 10].copy_from_slice(&rights.to_be_bytes());
    font
}

#[test]
fn fonts_that_must_not_be_embedded_are_refused() {
    let problem = |rights| Face::read(with_rights(shapes(), rights), 0).err();
    // Installable, preview & print, editable, and the least restrictive of two.
    for allowed in [0x0000, 0x0004, 0x0008, 0x0006] {
        assert_eq!(problem(allowed), None, "{allowed:04x}");
    }
    assert_eq!(problem(0x0002), Some(FaceError::Licence("embedding", 0x0002)));
    assert_eq!(problem(0x0104), Some(FaceError::Licence("embedding of subsets", 0x0104)));
    assert_eq!(problem(0x0200), Some(FaceError::Licence("embedding of outlines", 0x0200)));
    let workspace = Workspace::base()
        .file("templates/theme.yaml", "schema: onus.theme/1\nfonts:\n  fallback: [fonts/a.otf]\n")
        .file("templates/fonts/a.otf", with_rights(shapes(), 0x0002));
    let run = workspace.run(&["build", "--message-format", "json"]).ended_with(2);
    let found = &run.records("diagnostic")[0];
    assert_eq!(
        (&found["code"], &found["labels"][0]["line"]),
        (&Value::from("unusable-font"), &Value::from(3))
    );
    assert!(workspace.tree("output").is_empty());
}

#[test]
#[ignore = "sets a text in thousands of fonts; run by .ci/run"]
fn damaged_fonts_never_bring_the_program_down() {
    let (document, look) = (parse("A \u{a000}\u{a001}\u{a002}\n", meta()), Look::default());
    let (mut taken, mut refused) = (0, 0);
    let mut set = |font: Vec<u8>| if set_with(font, &look, &document) { taken += 1 } else { refused += 1 };
    let whole = shapes();
    for at in 0..whole.len() {
        for byte in [0x00, 0x7f, 0xff] {
            let mut font = whole.clone();
            font[at] = byte;
            set(font);
        }
        set(whole[..at].to_vec());
    }
    // The directory and the first tables of a font with TrueType outlines.
    let whole = epaint_default_fonts::NOTO_EMOJI_REGULAR;
    for at in (0..600).chain((600..whole.len()).step_by(whole.len() / 150)) {
        let mut font = whole.to_vec();
        font[at] ^= 0xff;
        set(font);
    }
    assert!(taken > 100 && refused > 100, "{taken} fonts were taken and {refused} refused");
}

/// Sets a text with a font, if it is taken for one.
fn set_with(font: Vec<u8>, look: &Look, document: &onus_typeset::document::Document) -> bool {
    let Ok(face) = Face::read(font, 0) else { return false };
    let mut fonts = look.fonts().clone();
    let face = fonts.add(face);
    fonts.add_fallback(face);
    let pages = lay_out(document, &Look::new(look.theme().clone(), fonts, None));
    // Damage that shows itself only now is an error, too.
    let _ = pdf::write(&pages, &document.meta, &[]);
    true
}

#[test]
#[cfg(unix)]
fn links_out_of_the_workspace_are_not_followed() {
    let elsewhere = Workspace::empty().file("secret.otf", shapes());
    let workspace = themed("fonts: { fallback: [fonts/link.otf] }\n").file("report.md", REPORT);
    std::os::unix::fs::symlink(elsewhere.path("secret.otf"), workspace.path("templates/fonts/link.otf"))
        .unwrap();
    let run = workspace.run(&["render", "report.md", "--message-format", "json"]).ended_with(2);
    assert_eq!(run.records("diagnostic")[0]["code"], "outside-workspace");
}

#[test]
fn only_those_who_make_pages_read_fonts() {
    let workspace = Workspace::base()
        .file("templates/theme.yaml", "schema: onus.theme/1\nfonts: { regular: fonts/none.ttf }\n");
    workspace.run(&["explain", "PAT-01", "--project", "acme/web"]).ended_with(0);
    workspace.run(&["check"]).ended_with(2);
}

const LOGO: &str = "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"60\" height=\"20\">\
    <path d=\"M0 0h60v20h-60z\" fill=\"#123456\"/></svg>";

#[test]
fn a_logo_stands_as_decoration_at_the_right_of_the_title_which_keeps_clear_of_it() {
    let workspace = themed("logo: img/logo.svg\n").file("templates/img/logo.svg", LOGO);
    let look = look_of(&workspace);
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
    let built = rendered(workspace, long);
    let pages = built.get_pages().len();
    assert_eq!(pages, 1);
}

#[test]
fn a_logo_that_is_not_there_is_shown_in_the_theme() {
    let workspace = themed("logo: img/lgoo.svg\n").file("templates/img/logo.svg", LOGO).file("r.md", "# R\n");
    let run = workspace.run(&["render", "r.md"]).ended_with(2);
    assert!(run.stderr.contains("error[picture-missing]"), "{}", run.stderr);
    assert!(run.stderr.contains("templates/theme.yaml:2:7"), "{}", run.stderr);
    assert!(run.stderr.contains("did you mean `img/logo.svg`?"), "{}", run.stderr);
}
