//! The report for people: short where little changed, each thing once, as Markdown and as pages.

use super::{built, changed};
use crate::workspace::Workspace;

const ORGANIZATION: &str = "profiles/acme/organization.yaml";

/// A workspace of several projects that share a statement of their organisation.
fn portfolio(projects: usize) -> Workspace {
    let statement = "statements:\n  - { control: LOG-01, status: implemented, owner: platform, text: Kept for 400 days. }\n";
    let mut workspace = Workspace::base().append(ORGANIZATION, statement);
    for number in 1..projects {
        let text = format!(
            "schema: onus.project/1\nid: p{number}\nname: Project {number}\nservices:\n  - {{ use: aws.s3 }}\n"
        );
        workspace = workspace.file(&format!("profiles/acme/projects/p{number}.yaml"), text);
    }
    workspace
}

#[test]
fn what_many_projects_share_is_told_once() {
    let report = changed(portfolio(12), |workspace| workspace.replace(ORGANIZATION, "400 days", "365 days"));
    let groups = report["groups"].as_array().expect("a list");
    assert_eq!(groups.len(), 1);
    assert_eq!(groups[0]["projects"].as_array().expect("a list").len(), 12);
    assert_eq!(groups[0]["changes"].as_array().expect("a list").len(), 1);
    assert_eq!((&report["projects_changed"], &report["changes"]), (&12.into(), &1.into()));
}

#[test]
fn the_text_names_all_projects_and_says_what_was_and_what_is() {
    let workspace = portfolio(4);
    built(&workspace, "old");
    let workspace = workspace.replace(ORGANIZATION, "400 days", "365 days");
    built(&workspace, "new");
    let text = workspace.run(&["diff", "old", "new"]).ended_with(0).stdout;
    assert!(text.contains("| Before | `old`, as of 2026-11-15 |"), "{text}");
    assert!(text.contains("There is 1 change."), "{text}");
    assert!(text.contains("## All 4 projects of Acme Ltd"), "{text}");
    assert!(text.contains("The same in `acme/p1`, `acme/p2`, `acme/p3`, `acme/web`."), "{text}");
    let row = "| Text: Kept for 400 days. → Kept for 365 days. | `profiles/acme/organization.yaml:11` |";
    assert!(text.contains(row), "{text}");
}

#[test]
fn what_only_some_projects_share_is_told_with_their_names() {
    let workspace = portfolio(6);
    built(&workspace, "old");
    let mut workspace = workspace;
    for number in [1, 2, 3, 4] {
        let path = format!("profiles/acme/projects/p{number}.yaml");
        workspace = workspace.replace(&path, "aws.s3", "aws.sqs");
    }
    built(&workspace, "new");
    let text = workspace.run(&["diff", "old", "new"]).ended_with(0).stdout;
    assert!(text.contains("## Project 1, Project 2 and 2 more projects\n"), "{text}");
    let names = "The same in each of Project 1 (acme/p1), Project 2 (acme/p2), Project 3 (acme/p3), Project 4 (acme/p4).";
    assert!(text.contains(names), "{text}");
}

#[test]
fn the_worst_comes_first() {
    let workspace = portfolio(2);
    built(&workspace, "old");
    let workspace = workspace.replace(ORGANIZATION, "status: implemented", "status: planned");
    built(&workspace, "new");
    let text = workspace.run(&["diff", "old", "new"]).ended_with(0).stdout;
    let worst = text.find("## For the worse").expect("a section of its own");
    assert!(worst < text.find("## All 2 projects").expect("the projects"), "{text}");
    let row = "LOG-01 Central log collection | Status: implemented → planned |";
    let title = text[worst..].lines().find(|line| line.contains("Status: implemented → planned"));
    assert!(
        title.is_some_and(|line| line.starts_with("| All 2 projects of Acme Ltd | Changed | LOG-01 ")),
        "{row}: {text}"
    );
}

#[test]
fn the_ending_of_the_file_says_how_it_is_told() {
    let workspace = portfolio(2);
    built(&workspace, "old");
    let workspace = workspace.replace(ORGANIZATION, "400 days", "365 days");
    built(&workspace, "new");
    for (file, start) in [
        ("c.pdf", &b"%PDF-1.7"[..]),
        ("c.json", b"{\n  \"schema\": \"onus.changes/2\""),
        ("c.md", b"# Change report"),
    ] {
        let run = workspace.run(&["diff", "old", "new", "--output", file]).ended_with(0);
        assert_eq!(
            run.stdout,
            format!("1 change in 2 projects: 0 for the worse, 0 for the better.\nWrote {file}.\n")
        );
        let written = workspace.tree("").remove(file).expect("it is there");
        assert!(written.starts_with(start), "{file}");
    }
    workspace.run(&["diff", "old", "new", "--output", "as-asked.txt", "--format", "json"]).ended_with(0);
    assert_eq!(workspace.json("as-asked.txt"), workspace.json("c.json"));
}

#[test]
fn two_runs_write_the_same_bytes() {
    let workspace = portfolio(3);
    built(&workspace, "old");
    let workspace = workspace.replace(ORGANIZATION, "400 days", "365 days");
    built(&workspace, "new");
    for file in ["c.pdf", "c.json", "c.md"] {
        let bytes = [0, 1].map(|_| {
            workspace.run(&["diff", "old", "new", "--output", file]).ended_with(0);
            workspace.tree("").remove(file).expect("it is there")
        });
        assert_eq!(bytes[0], bytes[1], "{file}");
    }
}

#[test]
fn a_workspace_changes_the_report_by_a_template_of_its_name_and_adds_others() {
    let own = "---\ntitle: Short\nscope: change\n---\n# {{ document.title }}\n\n{{ summary.changes }} by {{ document.id }}\n";
    let workspace =
        portfolio(2).file("templates/change-report.md", own).file("templates/change-note.md", own);
    built(&workspace, "old");
    let workspace = workspace.replace(ORGANIZATION, "400 days", "365 days");
    built(&workspace, "new");
    let run = |document: &str| workspace.run(&["diff", "old", "new", "--document", document]);
    assert_eq!(run("change-report").ended_with(0).stdout, "# Short\n\n1 by change-report\n");
    assert_eq!(run("change-note").ended_with(0).stdout, "# Short\n\n1 by change-note\n");
    let unknown = run("change-notes").ended_with(2);
    assert!(unknown.stderr.contains("no template generates a document on changes called `change-notes`"));
    assert!(unknown.stderr.contains("change-note"), "{}", unknown.stderr);
}

#[test]
fn no_build_makes_a_report_on_changes() {
    let workspace = Workspace::base();
    let listed = workspace.run(&["list", "documents"]).ended_with(0);
    assert!(!listed.stdout.contains("change-report"), "{}", listed.stdout);
    let run = workspace.run(&["build", "--document", "change-report"]).ended_with(2);
    assert!(run.stderr.contains("`change-report` reports what changed between two builds"), "{}", run.stderr);
    assert!(run.stderr.contains("onus diff OLD NEW --document change-report"), "{}", run.stderr);
}

#[test]
fn programs_are_told_in_lines_of_json() {
    let workspace = portfolio(2);
    built(&workspace, "old");
    let workspace = workspace.replace(ORGANIZATION, "400 days", "365 days");
    built(&workspace, "new");
    let run = workspace.run(&["diff", "old", "new", "--message-format", "json"]).ended_with(0);
    let lines = run.records("changes");
    assert_eq!(lines.len(), 1);
    assert_eq!((&lines[0]["changes"], &lines[0]["projects"]), (&1.into(), &2.into()));
}

#[test]
fn a_run_fails_on_what_it_is_told_to_fail_on() {
    let workspace = portfolio(2);
    built(&workspace, "old");
    let workspace = workspace.replace(ORGANIZATION, "400 days", "365 days");
    built(&workspace, "new");
    let workspace = workspace.replace(ORGANIZATION, "status: implemented", "status: planned");
    built(&workspace, "worse");
    let run = |new: &str, fail_on: &str| workspace.run(&["diff", "old", new, "--fail-on", fail_on]).code;
    assert_eq!(
        [run("old", "any"), run("new", "worse"), run("new", "any"), run("worse", "worse")],
        [0, 0, 1, 1]
    );
}
