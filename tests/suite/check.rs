//! `onus check` finds what a build finds, and makes no documents for it: it judges every project, and renders a few
//! documents of the workspace's own templates.

use serde_json::Value;

use crate::workspace::Workspace;

/// The base workspace with this many more projects, of which the last one has a boundary.
fn with_projects(count: usize) -> Workspace {
    (1..=count).fold(Workspace::base(), |workspace, number| {
        let boundary = if number == count { "boundary: Everything in the account.\n" } else { "" };
        let text = format!(
            "schema: onus.project/1\nid: p{number:02}\nname: Project {number}\n{boundary}services:\n  - {{ use: aws.s3 }}\n"
        );
        workspace.file(&format!("profiles/acme/projects/p{number:02}.yaml"), text)
    })
}

fn template(scope: &str, text: &str) -> String {
    format!("---\ntitle: Own\nscope: {scope}\n---\n# Own\n\n{text}\n")
}

/// The diagnostics and findings of a command.
fn found(workspace: &Workspace, arguments: &[&str]) -> Vec<Value> {
    let run = workspace.run(&[arguments, &["--deny", "nothing", "--message-format", "json"]].concat());
    [run.records("diagnostic"), run.records("finding"), run.records("summary")].concat()
}

#[test]
fn a_check_finds_what_a_build_finds() {
    let workspace = with_projects(3);
    let listed = found(&workspace, &["check"]);
    assert!(listed.iter().filter(|one| one["type"] == "finding").count() > 10);
    workspace.run(&["build", "--deny", "nothing", "--report-json", "build.json"]).ended_with(0);
    workspace.run(&["check", "--deny", "nothing", "--report-json", "check.json"]).ended_with(0);
    assert_eq!(workspace.json("check.json")["findings"], workspace.json("build.json")["findings"]);
    assert_eq!(workspace.json("check.json")["totals"], workspace.json("build.json")["totals"]);
}

#[test]
fn errors_of_own_templates_are_found_whatever_they_are_about() {
    for scope in ["project", "organization", "service", "framework"] {
        let workspace = Workspace::base()
            .append("profiles/acme/projects/web.yaml", "frameworks: [nist-800-53-r5/low]\n")
            .file("templates/own.md", template(scope, "{{ nothing_like_it }}"));
        let diagnostics = found(&workspace, &["check"]);
        assert_eq!(diagnostics.len(), 1, "{scope}: {diagnostics:?}");
        assert_eq!(diagnostics[0]["code"], "template-undefined", "{scope}");
        assert_eq!(diagnostics, found(&workspace, &["build"]), "{scope}");
    }
}

#[test]
fn warnings_of_own_templates_and_errors_of_included_parts_are_found() {
    let workspace = Workspace::base()
        .file("templates/own.md", template("project", "{% include \"parts/own.md\" %}"))
        .file("templates/parts/own.md", "![A picture](missing.png)\n");
    let diagnostics = found(&workspace, &["check"]);
    assert_eq!(diagnostics, found(&workspace, &["build"]));
    assert_eq!(diagnostics[0]["code"], "picture-missing");
}

#[test]
fn of_many_projects_a_check_renders_those_that_show_all_kinds() {
    let text = "{% if project.boundary %}{{ nothing_like_it }}{% endif %}";
    let workspace = with_projects(30).file("templates/own.md", template("project", text));
    let diagnostics = found(&workspace, &["check"]);
    assert_eq!(diagnostics.len(), 1, "{diagnostics:?}");
    assert_eq!(diagnostics[0]["code"], "template-undefined");
    // What only one of many equal projects shows, a build finds.
    let text = "{% if project.id == \"p25\" %}{{ nothing_like_it }}{% endif %}";
    let workspace = workspace.file("templates/own.md", template("project", text));
    workspace.run(&["check", "--deny", "nothing"]).ended_with(0);
    workspace.run(&["build", "--deny", "nothing"]).ended_with(2);
}
