//! `onus render`: any Markdown file to PDF.

#![allow(clippy::disallowed_methods, reason = "a test looks at the files that the program wrote")]

use std::fs;

use crate::shared::pdf_reader::Reading;
use crate::workspace::Workspace;

#[test]
fn a_markdown_file_is_set_as_pdf_beside_it_or_where_asked() {
    let workspace = Workspace::empty().file("policy.md", "# Policy\n\nLock the door | *always*.\n");
    workspace.run(&["render", "policy.md"]).ended_with(0);
    workspace.run(&["render", "policy.md", "--output", "other.pdf"]).ended_with(0);
    for name in ["policy.pdf", "other.pdf"] {
        let bytes = fs::read(workspace.path(name)).expect("it was written");
        assert!(bytes.starts_with(b"%PDF-"), "{name}");
    }
    assert_eq!(workspace.tree("").len(), 3, "nothing else is left behind");
}

#[test]
fn a_mistake_in_front_matter_is_pointed_at_and_an_old_pdf_is_kept() {
    let text = "---\ntitle: Policy\npaper: a5\ndate: 2026-02-30\n---\n# Policy\n";
    let workspace = Workspace::empty().file("policy.md", text).file("policy.pdf", "older");
    let run = workspace.run(&["render", "policy.md"]).ended_with(2);
    for says in ["policy.md:3:8", "did you mean `a4`?", "policy.md:4:7", "2 errors in the input"] {
        assert!(run.stderr.contains(says), "{says}:\n{}", run.stderr);
    }
    assert_eq!(workspace.read("policy.pdf"), "older");
    let run = workspace.run(&["render", "nowhere.md"]).ended_with(2);
    assert!(run.stderr.starts_with("error: cannot read `nowhere.md`: "), "{}", run.stderr);
}

#[test]
fn keys_of_other_programs_in_front_matter_are_only_warned_about() {
    let text = "---\ntitel: Policy\nlayout: post\n---\n# Policy\n";
    let workspace = Workspace::empty().file("policy.md", text);
    let run = workspace.run(&["render", "policy.md"]).ended_with(0);
    assert!(run.stderr.contains("warning[unknown-key]: unknown key `titel`"), "{}", run.stderr);
    assert!(run.stderr.contains("did you mean `title`?"), "{}", run.stderr);
    assert!(!run.stderr.contains("nothing was done"), "{}", run.stderr);
    assert!(workspace.path("policy.pdf").is_file());
}

#[test]
fn a_title_from_the_front_matter_stands_above_a_text_without_one() {
    let render = |markdown: &str| {
        let workspace = Workspace::empty().file("report.md", markdown);
        workspace.run(&["render", "report.md"]).ended_with(0);
        Reading::new(&fs::read(workspace.path("report.pdf")).expect("it was written")).all()
    };
    assert_eq!(render("---\ntitle: Policy\n---\nText.\n"), "Policy Text.");
    assert_eq!(render("---\ntitle: Policy\n---\n# Rules\n\nText.\n"), "Rules Text.");
    assert_eq!(
        render("\u{feff}---\ntitle: Policy\norganization: Acme\n---\nText.\n"),
        "Policy Organisation Acme Text."
    );
    assert_eq!(render("Text.\n"), "Text.");
}

#[test]
fn the_text_is_not_written_over() {
    let workspace = Workspace::empty().file("report.md", "# Report\n");
    let run = workspace.run(&["render", "report.md", "--output", "./report.md"]).ended_with(2);
    assert!(run.stderr.contains("would be overwritten"), "{}", run.stderr);
    assert_eq!(workspace.read("report.md"), "# Report\n");
}
