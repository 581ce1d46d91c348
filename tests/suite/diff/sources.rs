//! Every kind of source: output folders and what is in them, packages, and revisions of a workspace in git.

use std::fs;
use std::process::Command;

use serde_json::Value;

use super::{built, lines};
use crate::workspace::Workspace;

const PROJECT: &str = "profiles/acme/projects/web.yaml";

/// What `onus diff` says of two sources, which must be that S3 was removed.
#[track_caller]
fn says_that_s3_was_removed(workspace: &Workspace, (old, new): (&str, &str)) {
    let run = workspace.run(&["diff", old, new, "--format", "json"]).ended_with(0);
    let report: Value = serde_json::from_str(&run.stdout).expect("it is JSON");
    let removed = lines(&report, "service");
    assert_eq!(removed, ["neutral removed aws.s3 | class: abstracted > - | web.yaml:6 -"], "{old} {new}");
    assert_eq!(report["before"]["name"], old);
}

fn without_s3(workspace: Workspace) -> Workspace {
    workspace.replace(PROJECT, "  - { use: aws.s3 }\n", "")
}

#[test]
fn output_folders_and_what_is_in_them_go_with_each_other() {
    let workspace = Workspace::base();
    built(&workspace, "old");
    let workspace = without_s3(workspace);
    built(&workspace, "new");
    let below = ["", "/acme", "/acme/web", "/acme/web/matrix.json"];
    for old in below {
        for new in below {
            says_that_s3_was_removed(&workspace, (&format!("old{old}"), &format!("new{new}")));
        }
    }
}

#[allow(clippy::disallowed_methods, reason = "tests write their own packages")]
#[test]
fn packages_are_compared_as_archives_and_unpacked() {
    let workspace = Workspace::base();
    let pack = |workspace: &Workspace, file: &str| {
        let arguments =
            ["bundle", "acme/web", "--as-of", "2026-11-15", "--deny", "nothing", "--output", file];
        workspace.run(&arguments).ended_with(0);
    };
    pack(&workspace, "old.zip");
    let workspace = without_s3(workspace);
    pack(&workspace, "new.zip");
    built(&workspace, "new");
    for name in ["old", "new"] {
        let archive = workspace.tree("").remove(&format!("{name}.zip")).expect("it was packed");
        for (path, bytes) in crate::package::unpacked(&archive) {
            let place = workspace.path(&format!("{name}-unpacked/{path}"));
            fs::create_dir_all(place.parent().expect("below the folder")).expect("a folder can be made");
            fs::write(place, bytes).expect("a file can be written");
        }
    }
    for sides in
        [("old.zip", "new.zip"), ("old-unpacked", "new.zip"), ("old.zip", "new-unpacked"), ("old.zip", "new")]
    {
        says_that_s3_was_removed(&workspace, sides);
    }
}

/// Runs git in a folder of a workspace.
#[track_caller]
fn git(workspace: &Workspace, folder: &str, arguments: &[&str]) {
    let identity =
        ["-c", "user.name=Test", "-c", "user.email=test@example.org", "-c", "commit.gpgsign=false"];
    let mut git = Command::new("git");
    git.arg("-C").arg(workspace.path(folder)).args(identity).args(arguments);
    let output = git.output().expect("the tests of revisions need git");
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
}

fn commit(workspace: &Workspace, name: &str) {
    git(workspace, "", &["add", "--all"]);
    git(workspace, "", &["commit", "--quiet", "--message", name]);
    git(workspace, "", &["tag", name]);
}

#[test]
fn revisions_of_the_workspace() {
    let workspace = Workspace::base();
    git(&workspace, "", &["init", "--quiet"]);
    commit(&workspace, "first");
    let workspace = without_s3(workspace);
    commit(&workspace, "second");
    says_that_s3_was_removed(&workspace, ("HEAD~1", "HEAD"));
    says_that_s3_was_removed(&workspace, ("first", "second"));
    built(&workspace, "new");
    says_that_s3_was_removed(&workspace, ("git:first", "new"));
    // A folder of that name comes first, unless it is said that a revision is meant.
    let workspace = workspace.file("first/notes.txt", "");
    let run = workspace.run(&["diff", "first", "second"]).ended_with(2);
    assert!(
        run.stderr.contains("cannot compare `first`: there is no matrix.json in this folder"),
        "{}",
        run.stderr
    );
    says_that_s3_was_removed(&workspace, ("git:first", "git:second"));
}

#[test]
fn a_workspace_may_be_a_folder_of_its_repository_and_evidence_is_taken_from_the_revision() {
    let entry = "schema: onus.evidence/1\nevidence:\n  - { id: trail, title: Trail, controls: [LOG-01], kind: file, \
                 location: ../../../proofs/a.txt, collected: 2026-11-01 }\n";
    let base = Workspace::base();
    let mut workspace = Workspace::empty().file("README.md", "Not a workspace.\n");
    for (path, bytes) in base.tree("") {
        workspace = workspace.file(&format!("compliance/{path}"), bytes);
    }
    let workspace = workspace
        .file("compliance/profiles/acme/evidence/register.yaml", entry)
        .file("compliance/proofs/a.txt", "abc");
    git(&workspace, "", &["init", "--quiet"]);
    commit(&workspace, "first");
    let workspace = workspace.file("compliance/proofs/a.txt", "hello\n");
    commit(&workspace, "second");
    let workspace = workspace.file("compliance/proofs/a.txt", "not committed");
    let arguments = ["diff", "first", "second", "--format", "json", "--workspace", "compliance"];
    let run = workspace.run(&arguments).ended_with(0);
    let report: Value = serde_json::from_str(&run.stdout).expect("it is JSON");
    // printf abc | sha256sum; printf 'hello\n' | sha256sum
    let expected =
        "neutral changed trail | digest: ba7816bf8f01 > 5891b5b522d5 | register.yaml:3 register.yaml:3";
    assert_eq!(lines(&report, "evidence"), [expected]);
}

#[test]
fn revisions_are_judged_on_the_day_that_is_asked_for() {
    let entry = "schema: onus.evidence/1\nevidence:\n  - { id: scan, title: Scan, controls: [LOG-01], kind: ticket, \
                 location: SEC-1, collected: 2026-11-01, valid-until: 2026-11-20 }\n";
    let workspace = Workspace::base();
    git(&workspace, "", &["init", "--quiet"]);
    commit(&workspace, "first");
    let workspace = workspace.file("profiles/acme/evidence/register.yaml", entry);
    commit(&workspace, "second");
    for (day, state) in [("2026-11-02", "current"), ("2026-11-21", "stale")] {
        let run =
            workspace.run(&["diff", "first", "second", "--format", "json", "--as-of", day]).ended_with(0);
        let report: Value = serde_json::from_str(&run.stdout).expect("it is JSON");
        assert!(lines(&report, "evidence")[0].contains(&format!("state: - > {state}")), "{day}");
        assert_eq!(report["after"]["as_of"], Value::from(vec![day]));
    }
}

#[test]
fn only_the_projects_that_are_asked_for_are_compared() {
    let other = "schema: onus.project/1\nid: shop\nname: Shop\nservices:\n  - { use: aws.s3 }\n";
    let workspace = Workspace::base().file("profiles/acme/projects/shop.yaml", other);
    built(&workspace, "old");
    let workspace = without_s3(workspace).replace("profiles/acme/projects/shop.yaml", "aws.s3", "aws.sqs");
    built(&workspace, "new");
    for (option, name) in [("--project", "web"), ("--project", "acme/web")] {
        let run = workspace.run(&["diff", "old", "new", "--format", "json", option, name]).ended_with(0);
        let report: Value = serde_json::from_str(&run.stdout).expect("it is JSON");
        assert_eq!(lines(&report, "service").len(), 1, "{name}");
        assert_eq!(report["projects_compared"], 1);
    }
    let run = workspace.run(&["diff", "old", "new", "--organization", "globex"]).ended_with(2);
    let expected = "neither side has such a project; available: `acme/shop`, `acme/web`";
    assert!(run.stderr.contains(expected), "{}", run.stderr);
}

#[test]
fn folders_of_documents_need_no_workspace_around_them() {
    let workspace = Workspace::base();
    built(&workspace, "old");
    let workspace = without_s3(workspace);
    built(&workspace, "new");
    let elsewhere = Workspace::empty();
    let path = |name: &str| workspace.path(name).display().to_string();
    let run = elsewhere.run(&["diff", &path("old"), &path("new")]).ended_with(0);
    assert!(run.stdout.contains("| Gone | Amazon S3 (`aws.s3`) | Class: abstracted |"), "{}", run.stdout);
}
