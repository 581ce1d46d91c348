//! When `onus bundle` writes nothing.

use super::{bundle, workspace};
use crate::workspace::{Run, Workspace};

/// A workspace with an older package, which must not be touched.
fn with_old_package() -> Workspace {
    workspace().file("p.zip", "the old one")
}

#[track_caller]
fn refused(workspace: &Workspace, project: &str) -> Run {
    let before: Vec<String> = workspace.tree("").into_keys().collect();
    let run = bundle(workspace, &[project, "--output", "p.zip"]).ended_with(2);
    assert_eq!(workspace.read("p.zip"), "the old one");
    let after: Vec<String> = workspace.tree("").into_keys().collect();
    assert_eq!(after, before);
    run
}

#[test]
fn an_unknown_project_is_refused_with_the_nearest_name() {
    for project in ["wep", "acme/wep", "acmee/web"] {
        let run = refused(&with_old_package(), project);
        assert!(run.stderr.contains("did you mean"), "{}", run.stderr);
    }
}

#[test]
fn a_name_that_two_organisations_have_is_refused_and_both_are_named() {
    let workspace = with_old_package()
        .file(
            "profiles/northwind/organization.yaml",
            "schema: onus.organization/1\nid: northwind\nname: Northwind\nparties:\n  - { id: it, name: IT }\n\
             services:\n  - { use: aws.iam }\ndelegations:\n  - { to: it }\n",
        )
        .file(
            "profiles/northwind/projects/web.yaml",
            "schema: onus.project/1\nid: web\nname: Other web\nservices:\n  - { use: aws.s3 }\n",
        );
    let run = refused(&workspace, "web");
    assert!(run.stderr.contains("several organisations have a project `web`"), "{}", run.stderr);
    assert!(run.stderr.contains("choose one of `acme/web`, `northwind/web`"), "{}", run.stderr);
    bundle(&workspace, &["northwind/web", "--output", "n.zip"]).ended_with(0);
}

#[test]
fn a_workspace_with_mistakes_gives_no_package() {
    let workspace =
        with_old_package().replace("profiles/acme/projects/web.yaml", "use: aws.s3", "use: aws.s33");
    let run = refused(&workspace, "web");
    assert!(run.stderr.contains("aws.s33"), "{}", run.stderr);
}

#[test]
fn a_key_that_cannot_be_used_gives_no_package() {
    let workspace = with_old_package().file("no.key", "not a key\n");
    for key in ["no.key", "nowhere.key"] {
        let run = bundle(&workspace, &["web", "--output", "p.zip", "--sign", key]).ended_with(2);
        assert!(run.stderr.contains(key), "{}", run.stderr);
        assert_eq!(workspace.read("p.zip"), "the old one");
    }
}

#[test]
fn a_package_is_only_written_where_a_file_can_be() {
    let workspace = workspace();
    let before: Vec<String> = workspace.tree("").into_keys().collect();
    for output in ["no/folder/p.zip", "profiles"] {
        let run = bundle(&workspace, &["web", "--output", output]).ended_with(2);
        assert!(run.stderr.contains(&format!("cannot write `{output}`")), "{}", run.stderr);
        let after: Vec<String> =
            workspace.tree("").into_keys().filter(|path| !path.starts_with(".onus/")).collect();
        assert_eq!(after, before);
    }
}

#[test]
fn findings_deny_the_run_and_not_the_package() {
    let workspace = workspace();
    let arguments = ["bundle", "web", "--output", "p.zip", "--as-of", "2026-11-15", "--deny", "warning"];
    workspace.run(&arguments).ended_with(1);
    workspace.run(&["verify", "p.zip"]).ended_with(0);
}
