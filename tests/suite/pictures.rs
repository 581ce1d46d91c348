//! Pictures through the front door: what stands in the PDF, what lies beside the Markdown, and that files of others
//! cannot lead anywhere, fill the memory or hold the program up.

#![allow(clippy::disallowed_methods, reason = "tests write their own workspaces")]
#![allow(clippy::unwrap_used, reason = "helpers of tests: what cannot be read back is a failure")]

mod hostile;

use std::fs;

use lopdf::Document as Pdf;

use crate::shared::pdf_objects::{alternatives, streams};
use crate::shared::picture_files::{png, red_png};
use crate::workspace::{Run, Workspace};

const TEMPLATE: &str = "---\ntitle: Handout\nscope: project\n---\n# {{ document.title }}\n\n";

/// `onus render` of a text with one file beside it.
fn rendered(markdown: &str, files: &[(&str, &[u8])]) -> (Run, Workspace) {
    let mut workspace = Workspace::empty().file("text.md", markdown);
    for (name, bytes) in files {
        workspace = workspace.file(name, bytes);
    }
    let run = workspace.run(&["render", "text.md", "--message-format", "json"]);
    (run, workspace)
}

/// The codes and messages of a text that shows one file.
fn complaints(name: &str, bytes: &[u8]) -> Vec<String> {
    let (run, workspace) = rendered(&format!("![a plan]({name})\n"), &[(name, bytes)]);
    let records = run.records("diagnostic");
    assert_eq!(run.code, 0, "{name}: {}", run.stdout);
    assert!(workspace.path("text.pdf").exists(), "the PDF shows the description: {name}");
    let shown = |record: &serde_json::Value| {
        format!("{}: {}", record["code"].as_str().unwrap(), record["message"].as_str().unwrap())
    };
    records.iter().map(shown).collect()
}

#[test]
fn a_picture_without_words_is_warned_of() {
    let (run, _workspace) =
        rendered("![](plan.png \"The network\")\n\n![](plan.png)\n", &[("plan.png", &red_png())]);
    let run = run.ended_with(0);
    let records = run.records("diagnostic");
    let codes: Vec<_> = records.iter().map(|record| record["code"].as_str().unwrap()).collect();
    assert_eq!(codes, ["picture-undescribed", "picture-undescribed"]);
}

#[test]
fn paths_lead_only_to_files_below_the_folder() {
    let workspace = Workspace::empty().file("outside.png", red_png()).file("in/x.png", red_png());
    let long = format!("{}.png", "x".repeat(600));
    for (path, code) in [
        ("../outside.png", "picture-path"),
        ("%2e%2e/outside.png", "picture-path"),
        ("a/../../outside.png", "picture-path"),
        ("/etc/hostname", "picture-path"),
        ("https://example.org/x.png", "picture-path"),
        ("data:image/png;base64,AAAA", "picture-path"),
        ("//example.org/x.png", "picture-path"),
        ("C:\\\\x.png", "picture-path"),
        ("", "picture-path"),
        ("text.md", "picture-path"),
        ("report.pdf/x.png", "picture-path"),
        (&long, "picture-path"),
        ("y.png", "picture-missing"),
        ("no/such/x.png", "picture-missing"),
    ] {
        let workspace = workspace_with_text(&workspace, path);
        let run = workspace.run(&["render", "in/text.md", "--message-format", "json"]).ended_with(0);
        let record = &run.records("diagnostic")[0];
        assert_eq!(record["code"], code, "{path}");
        assert_eq!(record["severity"], "warning", "{path}");
        assert_eq!(record["labels"][0]["line"], 3, "{path}");
        assert!(workspace.path("in/text.pdf").exists());
    }
}

fn workspace_with_text<'w>(workspace: &'w Workspace, path: &str) -> &'w Workspace {
    fs::write(workspace.path("in/text.md"), format!("# Title\n\n![x]({path})\n")).unwrap();
    workspace
}

#[cfg(unix)]
#[test]
fn a_link_that_leads_outside_is_not_followed() {
    let workspace = Workspace::base().file("templates/handout.md", format!("{TEMPLATE}![x](x.png)\n"));
    let other = Workspace::empty().file("secret.png", red_png());
    std::os::unix::fs::symlink(other.path("secret.png"), workspace.path("templates/x.png")).unwrap();
    let run = workspace.run(&["build", "--message-format", "json"]).ended_with(2);
    let record = &run.records("diagnostic")[0];
    assert_eq!(
        (record["code"].as_str(), &record["labels"][0]["line"]),
        (Some("outside-workspace"), &7.into())
    );
    assert!(!workspace.path("output").exists());
}

#[test]
fn documents_of_a_workspace_have_copies_of_their_pictures_beside_the_text() {
    let text = format!("{TEMPLATE}![Plan](img/plan.png)\n\n![Plan again](img/plan.png)\n");
    let workspace = Workspace::base().file("templates/handout.md", &text).file("templates/letter.md", &text);
    let workspace = workspace.file("templates/img/plan.png", red_png());
    let run = workspace.run(&["build", "--message-format", "json"]).ended_with(0);
    let copies: Vec<_> =
        run.records("file").into_iter().filter(|file| file["path"] == "acme/web/img/plan.png").collect();
    assert_eq!(copies.len(), 1);
    assert_eq!(fs::read(workspace.path("output/acme/web/img/plan.png")).unwrap(), red_png());
    assert!(workspace.read("output/acme/web/handout.md").contains("![Plan](img/plan.png)"));
    let manifest = workspace.json("output/acme/manifest.json");
    let listed = manifest["files"].as_array().unwrap().iter().any(|file| file["path"] == "web/img/plan.png");
    assert!(listed, "{manifest}");
    let pdf = Pdf::load(workspace.path("output/acme/web/letter.pdf")).unwrap();
    assert_eq!((streams(&pdf, "Image").len(), alternatives(&pdf).len()), (1, 2));
}

#[test]
fn only_markdown_needs_copies_and_data_needs_no_pictures() {
    let workspace = Workspace::base().file("templates/handout.md", format!("{TEMPLATE}![Plan](plan.png)\n"));
    workspace.run(&["build", "--format", "json"]).ended_with(0);
    let workspace = workspace.file("templates/plan.png", red_png());
    workspace.run(&["build", "--format", "pdf", "--output", "pdf"]).ended_with(0);
    assert!(!workspace.path("pdf/acme/web/plan.png").exists());
    workspace.run(&["build", "--format", "markdown", "--output", "md"]).ended_with(0);
    assert!(workspace.path("md/acme/web/plan.png").exists());
}

#[test]
fn two_pictures_cannot_have_one_place() {
    let summary = TEMPLATE.replace("project", "organization");
    let workspace = Workspace::base()
        .file("templates/handout.md", format!("{TEMPLATE}![Plan](plan.png)\n"))
        .file("templates/summary.md", format!("{summary}![Plan](web/plan.png)\n"))
        .file("templates/plan.png", red_png())
        .file("templates/web/plan.png", png((1, 1), png::ColorType::Grayscale, &[7]));
    let run = workspace.run(&["build", "--message-format", "json"]).ended_with(2);
    let record = &run.records("diagnostic")[0];
    assert_eq!(record["code"], "picture-path");
    assert!(record["message"].as_str().unwrap().contains("acme/web/plan.png"), "{record}");
    assert!(!workspace.path("output").exists());
}
