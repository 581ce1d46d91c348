//! The theme: what a workspace changes is changed and nothing else, fonts of other people are used or refused, and
//! page furniture says what it is asked to say.

#![allow(clippy::unwrap_used, reason = "helpers of tests: what cannot be read back is a failure")]
#![allow(clippy::disallowed_methods, reason = "tests read what the program wrote")]

use std::fs;

use lopdf::Document as Pdf;
use onus::load::{ThemeFolder, load_theme};
use onus::pages::look;
use onus_typeset::document::{Meta, parse};
use onus_typeset::layout::{Look, Mark, Shape, lay_out};
use serde_json::Value;

use crate::shared::font_files::{shapes, with_rights};
use crate::shared::furniture::furniture;
use crate::shared::pdf_objects::{fonts, number};
use crate::shared::picture_files::LOGO;
use crate::workspace::Workspace;

const REPORT: &str = "---\ntitle: Report\norganization: Acme\nclassification: Secret\ndate: 2026-03-31\n---\n\
    # Report\n\n## One\n\nText `code`.\n\n| Type |\n|---|\n| shared |\n\n<!-- page-break -->\n\n## Two\n\nMore.\n";

/// A workspace with a theme and our font of shapes.
fn themed(theme: &str) -> Workspace {
    Workspace::empty()
        .file("templates/theme.yaml", format!("schema: onus.theme/1\n{theme}"))
        .file("templates/fonts/shapes.otf", shapes())
}

/// The look of a workspace, which must have no mistakes.
#[track_caller]
fn look_of(workspace: &Workspace) -> Look {
    let ThemeFolder { sources, theme, assets, problems, .. } = load_theme(&workspace.path("")).unwrap();
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

/// Width and height of the first page.
fn sheet(pdf: &Pdf) -> (f32, f32) {
    let page = pdf.get_dictionary(pdf.page_iter().next().unwrap()).unwrap();
    let sheet = page.get_deref(b"MediaBox", pdf).unwrap().as_array().unwrap();
    (number(&sheet[2]).round(), number(&sheet[3]).round())
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
fn a_font_that_must_not_be_embedded_is_refused_where_the_theme_names_it() {
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

#[test]
fn a_logo_that_is_not_there_is_shown_in_the_theme() {
    let workspace = themed("logo: img/lgoo.svg\n").file("templates/img/logo.svg", LOGO).file("r.md", "# R\n");
    let run = workspace.run(&["render", "r.md"]).ended_with(2);
    assert!(run.stderr.contains("error[picture-missing]"), "{}", run.stderr);
    assert!(run.stderr.contains("templates/theme.yaml:2:7"), "{}", run.stderr);
    assert!(run.stderr.contains("did you mean `img/logo.svg`?"), "{}", run.stderr);
}

#[test]
fn fallbacks_labels_and_a_logo_that_a_theme_names_reach_the_page() {
    let theme = "fonts: { fallback: [fonts/shapes.otf] }\nlogo: img/logo.svg\n\
        labels: { geteilt: { text: \"#000001\", fill: \"#fffff0\" } }\n";
    let look = look_of(&themed(theme).file("templates/img/logo.svg", LOGO));
    let pages = lay_out(&parse("# T\n\n\u{a000}\n\n| A |\n|---|\n| GETEILT |\n", meta()), &look);
    assert_eq!(pages.warnings, []);
    let shapes: Vec<&Shape> = pages.pages[0].items.iter().map(|item| &item.shape).collect();
    let is_label =
        |shape: &&Shape| matches!(shape, Shape::Rectangle(label) if label.fill.to_string() == "#fffff0");
    assert!(shapes.iter().any(is_label));
    assert!(shapes.iter().any(|shape| matches!(shape, Shape::Picture(_))));
}

#[test]
fn marks_that_a_theme_names_reach_grids() {
    let look = look_of(&themed("marks: { X: { text: \"#000001\", fill: \"#fffff0\", shape: diamond } }\n"));
    let pages = lay_out(&parse("<!-- grid -->\n\n| A | B |\n|---|---|\n| Keys | X |\n", meta()), &look);
    let is_mark = |shape: &Shape| matches!(shape, Shape::Path(mark) if mark.fill.to_string() == "#fffff0");
    assert!(pages.pages[0].items.iter().any(|item| is_mark(&item.shape)));
}

#[test]
fn mistaken_marks_are_errors_where_they_stand() {
    let theme = "marks:\n  X: { text: \"#ffffff\", fill: \"#fffff0\" }\n  Y: { text: \"#000001\" }\n  \
        I: { shape: star }\n  LONG: { text: \"#000001\", fill: \"#ffffff\" }\n";
    let run = themed(theme)
        .file("r.md", "# R\n")
        .run(&["render", "r.md", "--message-format", "json"])
        .ended_with(2);
    let mut found: Vec<String> = run
        .records("diagnostic")
        .iter()
        .map(|record| format!("{} {}", record["code"].as_str().unwrap_or(""), record["labels"][0]["line"]))
        .collect();
    found.sort();
    assert_eq!(found, ["low-contrast 3", "missing-key 4", "unknown-word 5", "unknown-word 6"]);
}

/// Two words that mean different things never look the same; the words of one meaning are listed together.
#[test]
fn words_of_different_meaning_have_labels_of_their_own() {
    let meanings = [
        &["inherited", "ours"][..],
        &["provider"],
        &["shared"],
        &["customer", "yours"],
        &["not applicable"],
        &["implemented"],
        &["alternative"],
        &["partial"],
        &["planned"],
        &["not documented"],
        &["note"],
        &["warning", "due soon", "not yet"],
        &["current", "in force", "bridged"],
        &["error", "missing", "stale", "altered", "from the future", "not bridged", "lapsed"],
    ];
    let look = look_of(&Workspace::empty());
    let mut seen = Vec::new();
    for words in meanings {
        let looks = words.iter().map(|word| {
            let label = look.theme().labels.iter().find(|label| label.word == **word);
            let label = label.unwrap_or_else(|| panic!("`{word}` has no label"));
            (label.text, label.fill, label.outline)
        });
        let looks: Vec<_> = looks.collect();
        assert!(looks.iter().all(|one| *one == looks[0]), "{words:?} differ");
        assert!(!seen.contains(&looks[0]), "{words:?} look like others");
        seen.push(looks[0]);
    }
    assert_eq!(look.theme().labels.len(), meanings.iter().map(|words| words.len()).sum::<usize>());
}
