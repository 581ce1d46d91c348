//! Document control: numbers of revisions, their days, what changed; and how things went.

use onus_core::digest::Sha256Digest;

use super::portfolio;
use crate::shared::pdf_reader::Reading;
use crate::workspace::Workspace;

fn build(workspace: &Workspace, day: &str) {
    workspace.run(&["build", "--deny", "nothing", "--as-of", day]).ended_with(0);
}

/// The rows of a document's history.
fn history(workspace: &Workspace, path: &str) -> Vec<String> {
    let text = workspace.read(path);
    let (_, history) = text.split_once("## Document history").expect("every document has a history");
    let rows = history.lines().filter(|line| line.starts_with("| ")).skip(2);
    // The digest is a matter of the text; that of the text itself is only on its pages.
    let mut is_own = true;
    let cells = |row: &str| {
        let cells: Vec<&str> = row.trim_matches('|').split('|').map(str::trim).collect();
        let is_digest = cells[2].len() == 12 && cells[2].bytes().all(|byte| byte.is_ascii_hexdigit());
        assert!(is_digest || std::mem::take(&mut is_own) && cells[2] == "SHA-256", "{row}");
        format!("{} {} {}", cells[0], cells[1], cells[3])
    };
    rows.map(cells).collect()
}

#[test]
fn a_revision_is_counted_when_the_text_changed() {
    let workspace = portfolio();
    build(&workspace, "2026-11-15");
    build(&workspace, "2026-11-16");
    let sheet = "output/acme/services/aws.lambda/service-sheet.md";
    assert_eq!(history(&workspace, sheet), ["1 2026-11-15 First issue."]);
    let workspace = workspace.replace("profiles/acme/projects/shop.yaml", "Checkout", "Payments");
    build(&workspace, "2026-11-20");
    assert_eq!(history(&workspace, sheet), ["2 2026-11-20 Changed: Used by.", "1 2026-11-15 First issue."]);
    let text = workspace.read(sheet);
    assert!(text.contains("| As of | 2026-11-20 |") && text.contains("| Revision | 2 ("), "{text}");
    // A document that does not show it keeps its day, too.
    let gaps = workspace.read("output/acme/shop/plan-of-action.md");
    assert!(gaps.contains("| As of | 2026-11-15 |") && gaps.contains("| Revision | 1 ("), "{gaps}");
}

#[test]
fn the_text_and_the_pages_and_the_data_tell_one_revision() {
    let workspace = portfolio();
    build(&workspace, "2026-11-15");
    let text = workspace.read("output/acme/web/plan-of-action.md");
    assert!(text.contains("| Revision | 1 (SHA-256) |"), "a text cannot hold its own digest: {text}");
    // What `sha256sum` prints for the Markdown begins with the digits on the pages.
    let digest = Sha256Digest::of(text.as_bytes()).to_string()[..12].to_owned();
    let pages = Reading::new(&workspace.tree("output")["acme/web/plan-of-action.pdf"]).all();
    assert!(pages.contains(&format!("(SHA-256 {digest})")), "{digest} in {pages}");
    let data = workspace.json("output/acme/web/revisions.json");
    let issued = &data["documents"]["plan-of-action"];
    assert_eq!(data["schema"], "onus.revisions/1");
    assert_eq!(issued["edition"]["revisions"][0]["digest"], digest);
    assert_eq!(issued["edition"]["stamp"]["as_of"], "2026-11-15");
}

#[test]
fn revisions_that_cannot_be_read_stop_the_build() {
    let workspace = portfolio();
    build(&workspace, "2026-11-15");
    let before = workspace.tree("output");
    let workspace = workspace.file("output/acme/web/revisions.json", "{\"schema\": 1}");
    let run = workspace.run(&["build", "--force"]).ended_with(2);
    assert!(run.stderr.contains("revisions.json` is not as a build wrote it"), "{}", run.stderr);
    assert!(run.stderr.contains("move it away to start afresh"), "{}", run.stderr);
    let workspace = workspace.without("output/acme/web/revisions.json");
    build(&workspace, "2026-11-15");
    // Begun anew as of the same day, all is as it was.
    assert_eq!(workspace.tree("output"), before);
}

#[test]
fn packages_carry_the_revision_that_was_published() {
    let workspace = portfolio();
    build(&workspace, "2026-11-15");
    let workspace = workspace.replace("profiles/acme/projects/shop.yaml", "Checkout", "Payments");
    build(&workspace, "2026-11-20");
    workspace
        .run(&["bundle", "acme/shop", "--output", "shop.zip", "--as-of", "2026-11-25", "--deny", "nothing"])
        .ended_with(0);
    let zip = std::process::Command::new(env!("CARGO_BIN_EXE_onus"))
        .args(["verify", "shop.zip"])
        .current_dir(workspace.path(""))
        .output()
        .expect("the program starts");
    assert!(zip.status.success());
    let packed = workspace.path("shop.zip");
    #[allow(clippy::disallowed_methods, reason = "a test reads what was made")]
    let bytes = std::fs::read(packed).expect("the package is there");
    // Packages are stored, not squeezed: the text stands in them as it is.
    let text = workspace.read("output/acme/shop/auditor-handout.md");
    assert!(text.contains("| Revision | 2 ("));
    assert!(bytes.windows(text.len()).any(|window| window == text.as_bytes()));
}

#[test]
fn each_day_is_a_line_and_each_change_a_point() {
    let workspace = portfolio();
    build(&workspace, "2026-11-15");
    build(&workspace, "2026-11-15");
    build(&workspace, "2026-11-16");
    let lines = |workspace: &Workspace| -> Vec<serde_json::Value> {
        let text = workspace.read("output/acme/history.jsonl");
        text.lines().map(|line| serde_json::from_str(line).expect("a line is JSON")).collect()
    };
    let found = lines(&workspace);
    let days: Vec<&str> = found.iter().map(|line| line["date"].as_str().expect("a day")).collect();
    assert_eq!(days, ["2026-11-15", "2026-11-16"]);
    assert_eq!(found[0]["projects"], 3);
    let projects: Vec<&String> = found[0]["by_project"].as_object().expect("an object").keys().collect();
    assert_eq!(projects, ["ledger", "shop", "web"]);
    assert!(!workspace.read("output/acme/organization-summary.md").contains("### Trend"));
    build(&workspace, "2026-12-01");
    let summary = workspace.read("output/acme/organization-summary.md");
    assert!(summary.contains("### Trend") && summary.contains("| 2026-12-01 | 3 |"), "{summary}");
    // One selected project says nothing about how all of them stand.
    workspace.run(&["build", "--project", "web", "--deny", "nothing", "--as-of", "2026-12-02"]).ended_with(0);
    assert_eq!(lines(&workspace).len(), 3);
}

#[test]
fn a_clock_that_went_back_is_told() {
    let workspace = portfolio();
    build(&workspace, "2026-11-20");
    let before = workspace.read("output/acme/web/plan-of-action.md");
    let run = workspace.run(&["build", "--deny", "nothing", "--as-of", "2026-11-15"]).ended_with(0);
    assert!(
        run.stderr.contains("last build of acme was as of 2026-11-20, this one is as of 2026-11-15"),
        "{}",
        run.stderr
    );
    assert_eq!(workspace.read("output/acme/web/plan-of-action.md"), before);
}
