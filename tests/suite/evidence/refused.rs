//! Files that are there and are no evidence: pointers, secret keys, packages, outputs, and what programs keep.

#![allow(clippy::disallowed_methods, reason = "tests write their own workspaces")]

use std::fs;

use crate::workspace::Workspace;

use super::REGISTER;

fn with_file_at(location: &str) -> Workspace {
    let entry = format!(
        "schema: onus.evidence/1\nevidence:\n  - {{ id: scan, title: Scan, controls: [LOG-01], kind: file, location: \
         \"{location}\", collected: 2026-11-01 }}\n"
    );
    Workspace::base().file(REGISTER, entry)
}

/// What each command says that looks at evidence; none of them may do its work.
#[track_caller]
fn refused(workspace: &Workspace, why: &str) {
    for arguments in [
        &["check"][..],
        &["evidence", "list"],
        &["evidence", "check"],
        &["build"],
        &["bundle", "web", "--output", "p.zip"],
    ] {
        let run = workspace.run(arguments).ended_with(2);
        assert!(
            run.stderr.contains("error[not-evidence]") && run.stderr.contains(why),
            "{arguments:?}: {}",
            run.stderr
        );
        assert!(run.stderr.contains("register.yaml:3:"), "{}", run.stderr);
    }
    assert!(!workspace.path("p.zip").exists());
}

#[test]
fn nothing_below_a_folder_of_a_program_is_evidence() {
    for location in [".git/config", "../.cache/x", "../../../.git/config", "a/.hidden/b/c.txt"] {
        let path = format!("profiles/acme/evidence/{location}");
        let workspace = with_file_at(location);
        let place = workspace.path(&path);
        fs::create_dir_all(place.parent().expect("below")).expect("a folder");
        fs::write(place, "x").expect("a file");
        refused(&workspace, "a folder on its way begins with a dot");
    }
    // A file may: it is what the user named.
    let workspace = with_file_at(".checkov.yaml.txt").file("profiles/acme/evidence/.checkov.yaml.txt", "x");
    workspace.run(&["evidence", "check"]).ended_with(0);
}

#[cfg(unix)]
#[test]
fn links_hide_nothing() {
    use std::os::unix::fs::symlink;
    let workspace = with_file_at("harmless.txt").file(".git/config", "x").file("output/page.md", "x");
    let place = workspace.path("profiles/acme/evidence/harmless.txt");
    for (target, why) in [
        ("../../../.git/config", "begins with a dot"),
        ("../../../output/page.md", "in the folder of the output"),
    ] {
        symlink(target, &place).expect("a link");
        refused(&workspace, why);
        fs::remove_file(&place).expect("it was made just now");
    }
    let workspace = with_file_at("folder/config").file(".git/config", "x");
    symlink("../../../.git", workspace.path("profiles/acme/evidence/folder")).expect("a link");
    refused(&workspace, "begins with a dot");
}

#[test]
fn no_secret_key_is_evidence() {
    let body = "MC4CAQAwBQYDK2VwBCIEIJ1hsZ3v0VpgFDTe3DTkAhLrfLmLXTUPYOqfVVGp1cbe";
    // In parts, so that no program takes this file for a key.
    let pem = format!("-----BEGIN {} KEY-----\n{body}\n", "PRIVATE");
    let long = format!("{}{pem}", "x".repeat(3 << 20));
    for text in [pem, long, format!("AGE-SECRET-KEY-1{}\n", "Q".repeat(58))] {
        let workspace = with_file_at("notes.txt").file("profiles/acme/evidence/notes.txt", text);
        refused(&workspace, "it contains a");
    }
    // Version 0, an algorithm and 32 bytes of a key, in DER.
    let der = [&[0x30, 46, 2, 1, 0, 0x30, 5, 6, 3, 0x2b, 0x65, 0x70, 4, 34, 4, 32][..], &[7; 32]].concat();
    let workspace = with_file_at("notes.txt").file("profiles/acme/evidence/notes.txt", der);
    refused(&workspace, "it contains a private key");
    let workspace = with_file_at("notes.txt");
    let key = "profiles/acme/evidence/notes.txt";
    workspace.run(&["bundle", "keygen", "--output", key, "--no-password"]).ended_with(0);
    refused(&workspace, "it contains a minisign secret key");
}

#[test]
fn new_evidence_is_none_of_these_either() {
    let workspace = Workspace::base().file(".git/config", "x");
    workspace.run(&["bundle", "keygen", "--no-password"]).ended_with(0);
    workspace.run(&["bundle", "web", "--deny", "nothing", "--output", "package.zip"]).ended_with(0);
    let before = workspace.tree("profiles");
    for (file, why) in [
        (".git/config", "a folder on its way begins with a dot"),
        ("onus.key", "it contains a minisign secret key"),
        ("package.zip", "it is a package that `onus bundle` wrote"),
    ] {
        let run = workspace.run(&["evidence", "add", file, "--control", "LOG-01"]).ended_with(2);
        assert!(run.stderr.contains(why), "{}", run.stderr);
    }
    assert_eq!(workspace.tree("profiles"), before);
}

#[test]
fn no_output_is_evidence() {
    let workspace =
        with_file_at("../../../output/acme/web/matrix.json").file("output/acme/web/matrix.json", "{}");
    refused(&workspace, "it is in the folder of the output");
    let base = Workspace::base();
    base.run(&["bundle", "web", "--deny", "nothing", "--output", "package.zip"]).ended_with(0);
    let package = base.tree("").remove("package.zip").expect("it was written");
    let workspace = with_file_at("last-year.zip").file("profiles/acme/evidence/last-year.zip", package);
    refused(&workspace, "it is a package that `onus bundle` wrote");
}

#[test]
fn a_pointer_is_found_and_read_again_when_the_file_comes() {
    let pointer =
        format!("version https://git-lfs.github.com/spec/v1\noid sha256:{}\nsize 9\n", "a".repeat(64));
    let workspace = with_file_at("scan.pdf").file("profiles/acme/evidence/scan.pdf", &pointer);
    for _ in 0..2 {
        let run = workspace.run(&["evidence", "check", "--deny", "evidence-pointer"]).ended_with(1);
        assert!(run.stdout.contains("warning[evidence-pointer]"), "{}", run.stdout);
        assert!(run.stdout.contains("register.yaml:3:"), "{}", run.stdout);
    }
    let run = workspace.run(&["bundle", "web", "--deny", "nothing", "--output", "p.zip"]).ended_with(2);
    assert!(
        run.stderr.contains("error[lfs-pointer]") && run.stderr.contains("git lfs pull"),
        "{}",
        run.stderr
    );
    assert!(!workspace.path("p.zip").exists());
    let run = workspace
        .run(&["evidence", "add", "profiles/acme/evidence/scan.pdf", "--control", "LOG-01"])
        .ended_with(2);
    assert!(run.stderr.contains("is only a Git LFS pointer"), "{}", run.stderr);
    let workspace = workspace.file("profiles/acme/evidence/scan.pdf", "%PDF-1.7");
    workspace.run(&["evidence", "check", "--deny", "evidence-pointer"]).ended_with(0);
}
