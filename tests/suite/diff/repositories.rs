//! What a repository says about its own files decides nothing of what a comparison sees, and runs nothing.

use std::process::Command;

use crate::workspace::{Run, Workspace};

const PROJECT: &str = "profiles/acme/projects/web.yaml";

/// Runs git in a folder of a workspace, and gives what it said.
#[track_caller]
fn git(workspace: &Workspace, arguments: &[&str]) -> String {
    let identity =
        ["-c", "user.name=Test", "-c", "user.email=test@example.org", "-c", "commit.gpgsign=false"];
    let mut git = Command::new("git");
    git.arg("-C").arg(workspace.path("")).args(identity).args(arguments);
    let output = git.output().expect("the tests of revisions need git");
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).expect("plain names")
}

fn commit(workspace: &Workspace) {
    git(workspace, &["add", "--all", "--force"]);
    git(workspace, &["commit", "--quiet", "--no-verify", "--message", "x"]);
}

/// A repository with the workspace in its first commit.
fn repository() -> Workspace {
    let workspace = Workspace::base();
    git(&workspace, &["init", "--quiet"]);
    commit(&workspace);
    workspace
}

/// The workspace with another project.
fn with_shop(workspace: Workspace) -> Workspace {
    let shop = workspace.read(PROJECT).replace("id: web", "id: shop");
    workspace.file("profiles/acme/projects/shop.yaml", shop)
}

/// Compares the last two commits, which must differ by the project `shop`.
#[track_caller]
fn sees_the_shop(workspace: &Workspace) -> Run {
    let run = workspace.run(&["diff", "HEAD~1", "HEAD", "--fail-on", "any"]).ended_with(1);
    assert!(run.stdout.contains("shop"), "{}", run.stdout);
    run
}

#[test]
fn attributes_hide_no_file_and_change_none() {
    for attributes in
        ["*.yaml export-ignore\n", "profiles export-ignore\n", "* export-subst ident\n", "* text eol=crlf\n"]
    {
        let workspace = with_shop(repository()).file(".gitattributes", attributes);
        commit(&workspace);
        sees_the_shop(&workspace);
        let workspace = with_shop(repository()).file("profiles/.gitattributes", attributes);
        commit(&workspace);
        sees_the_shop(&workspace);
    }
}

#[cfg(unix)]
#[test]
fn nothing_of_a_repository_runs() {
    let workspace = with_shop(repository())
        .file(".gitattributes", "* filter=evil diff=evil\n")
        .file(".git/hooks/post-checkout", "#!/bin/sh\ntouch \"$(git rev-parse --show-toplevel)/ran\"\n");
    commit(&workspace);
    let run = format!("touch {}; cat", workspace.path("ran").display());
    for setting in [
        "filter.evil.smudge",
        "filter.evil.process",
        "diff.evil.textconv",
        "core.fsmonitor",
        "core.pager",
        "core.sshCommand",
    ] {
        git(&workspace, &["config", setting, &run]);
    }
    sees_the_shop(&workspace);
    assert!(!workspace.path("ran").exists());
}

#[test]
fn an_object_that_replaces_another_is_not_taken_for_it() {
    let workspace = with_shop(repository());
    commit(&workspace);
    let (old, new) = (git(&workspace, &["rev-parse", "HEAD~1"]), git(&workspace, &["rev-parse", "HEAD"]));
    git(&workspace, &["replace", "--force", new.trim(), old.trim()]);
    sees_the_shop(&workspace);
}

#[cfg(unix)]
#[test]
fn links_lead_nowhere_else_and_names_may_be_odd() {
    use std::os::unix::fs::symlink;
    let secret = Workspace::empty().file("secret.yaml", "schema: onus.project/1\nid: stolen\nname: S\n");
    let workspace = with_shop(repository()).file("notes/a\nb \"c\".txt", "x");
    symlink(secret.path("secret.yaml"), workspace.path("profiles/acme/projects/stolen.yaml"))
        .expect("a link");
    commit(&workspace);
    let run = workspace.run(&["diff", "HEAD~1", "HEAD"]).ended_with(2);
    assert!(run.stderr.contains("error[outside-workspace]"), "{}", run.stderr);
    let workspace = workspace.without("profiles/acme/projects/stolen.yaml");
    commit(&workspace);
    // Within the workspace, links are followed as in a checkout.
    symlink("../acme/projects", workspace.path("profiles/linked")).expect("a link");
    symlink("web.yaml", workspace.path("profiles/acme/projects/again.yaml")).expect("a link");
    commit(&workspace);
    let run = workspace.run(&["diff", "HEAD~1", "HEAD"]).ended_with(2);
    assert!(run.stderr.contains("error[duplicate-id]"), "{}", run.stderr);
}

#[test]
fn another_repository_in_a_revision_is_a_folder_without_files() {
    let inner = repository();
    let workspace = with_shop(repository());
    let head = git(&inner, &["rev-parse", "HEAD"]);
    let entry = format!("160000,{},profiles/inner", head.trim());
    git(&workspace, &["add", "--all"]);
    git(&workspace, &["update-index", "--add", "--cacheinfo", &entry]);
    git(&workspace, &["commit", "--quiet", "--message", "x"]);
    let run = workspace.run(&["diff", "HEAD~1", "HEAD"]);
    assert!(!run.stderr.contains("git says"), "{}", run.stderr);
}

#[test]
fn a_shallow_clone_says_how_to_fetch_more() {
    let origin = with_shop(repository());
    commit(&origin);
    let clone = Workspace::empty();
    let address = format!("file://{}", origin.path("").display());
    git(&clone, &["clone", "--quiet", "--depth", "1", &address, "."]);
    let run = clone.run(&["diff", "HEAD~1", "HEAD"]).ended_with(2);
    assert!(run.stderr.contains("\n  hint: this clone is shallow"), "{}", run.stderr);
    assert!(run.stderr.contains("`git fetch --unshallow`"), "{}", run.stderr);
    let run = clone.run(&["diff", "HEAD~1", "HEAD", "--message-format", "json"]).ended_with(2);
    assert!(run.records("error")[0]["hint"].as_str().is_some_and(|hint| hint.contains("shallow")));
    // Not where nothing is missing.
    let run = origin.run(&["diff", "nowhere", "HEAD"]).ended_with(2);
    assert!(!run.stderr.contains("shallow"), "{}", run.stderr);
}

#[test]
fn a_cache_that_came_with_the_repository_is_refused() {
    let workspace = Workspace::base();
    workspace.run(&["build"]).ended_with(0);
    git(&workspace, &["init", "--quiet"]);
    git(&workspace, &["add", "--all"]);
    git(&workspace, &["commit", "--quiet", "--message", "x"]);
    workspace.run(&["check"]).ended_with(0);
    commit(&workspace);
    for arguments in
        [&["check"][..], &["build"], &["list", "projects"], &["evidence", "check"], &["bundle", "web"]]
    {
        let run = workspace.run(arguments).ended_with(2);
        assert!(run.stderr.contains(".onus` is tracked by git"), "{}", run.stderr);
        assert!(
            run.stderr.contains("\n  hint: take it out with `git rm -r --cached .onus`"),
            "{}",
            run.stderr
        );
    }
    git(&workspace, &["rm", "-r", "--quiet", "--cached", ".onus"]);
    workspace.run(&["check"]).ended_with(0);
}

#[test]
fn a_pointer_of_git_lfs_in_a_revision_is_no_evidence() {
    let entry = "schema: onus.evidence/1\nevidence:\n  - { id: scan, title: Scan, controls: [LOG-01], kind: file, location: \
                 scan.pdf, collected: 2026-11-01 }\n";
    let pointer =
        format!("version https://git-lfs.github.com/spec/v1\noid sha256:{}\nsize 9\n", "a".repeat(64));
    let workspace = repository();
    let workspace = workspace
        .file("profiles/acme/evidence/register.yaml", entry)
        .file("profiles/acme/evidence/scan.pdf", pointer);
    commit(&workspace);
    let run = workspace.run(&["diff", "HEAD~1", "HEAD", "--format", "json"]).ended_with(0);
    assert!(run.stdout.contains("evidence-pointer"), "{}", run.stdout);
}
