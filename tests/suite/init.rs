//! `onus init`: a workspace to start from.

#![allow(clippy::disallowed_methods, reason = "a test looks at the files that the program wrote")]

use std::fs;

use crate::workspace::Workspace;

#[test]
fn a_new_workspace_builds_at_once_whatever_its_folder_is_called() {
    for (name, id) in [
        ("mycompany", "mycompany"),
        ("My Company GmbH", "my-company-gmbh"),
        ("über|co`", "ber-co"),
        ("quotes \" ' and {{ braces }}", "quotes-and-braces"),
        ("日本", "my-organization"),
        ("services", "my-organization"),
        ("a..b", "a-b"),
    ] {
        let workspace = Workspace::empty();
        workspace.run(&["init", name]).ended_with(0);
        let build = ["build", "--workspace", name, "--format", "json", "--format", "markdown"];
        workspace.run(&build).ended_with(0);
        let matrix = workspace.json(&format!("{name}/output/{id}/first/matrix.json"));
        assert_eq!(matrix["organization"]["name"], name);
    }
}

#[test]
fn a_folder_with_something_in_it_is_not_made_a_workspace() {
    let workspace = Workspace::empty().file("full/notes.txt", "mine").file("file", "mine");
    let before = workspace.tree("");
    for name in ["full", "file", "."] {
        let run = workspace.run(&["init", name]).ended_with(2);
        assert!(run.stderr.contains("already exists and is not empty"), "{}", run.stderr);
    }
    assert_eq!(workspace.tree(""), before);
    fs::create_dir(workspace.path("bare")).expect("a folder can be made");
    workspace.run(&["init", "bare"]).ended_with(0);
}
