//! What is remembered of evidence files in `.onus/hashes.json`: it saves reading and decides nothing. A file is only
//! remembered when it has been left alone for two seconds, so these tests wait.

#![allow(clippy::disallowed_methods, reason = "tests write their own workspaces")]

use std::fs;
use std::time::{Duration, SystemTime};

use serde_json::{Value, json};

use super::{FILE, HELLO, REGISTER, Workspace, at, found, with_evidence, with_file};
use crate::workspace::Run;

const HASHES: &str = ".onus/hashes.json";

/// What `printf 'hallo\n' | sha256sum` prints.
const HALLO: &str = "622cb3371c1a08096eaac564fb59acccda1fcdbe13a9dd10b486e6463c8c2525";

/// A workspace with one evidence file that lay there long enough to be remembered.
fn settled() -> Workspace {
    let workspace = with_file("hello\n", &[]);
    std::thread::sleep(Duration::from_millis(2_100));
    workspace
}

/// The digest of the evidence file as a build with these further arguments has it.
#[track_caller]
fn digest(workspace: &Workspace, arguments: &[&str]) -> Value {
    workspace.run(&[&["build", "--document", "matrix"], arguments].concat()).ended_with(0);
    workspace.json("output/acme/web/matrix.json")["evidence"][0]["sha256"].clone()
}

/// The settled workspace after a first build, with the memory of it.
fn remembered() -> (Workspace, Value) {
    let workspace = settled();
    assert_eq!(digest(&workspace, &[]), HELLO);
    let memory = workspace.json(HASHES);
    (workspace, memory)
}

#[test]
fn a_build_remembers_what_files_amount_to_and_keeps_that_out_of_version_control() {
    let (workspace, memory) = remembered();
    assert_eq!(memory["schema"], "onus.hashes/2");
    let entry = &memory["files"][FILE];
    assert_eq!(entry["bytes"], 6);
    assert_eq!(entry["sha256"], HELLO);
    // What `printf 'hello\n' | gzip -c | tail -c8 | od -t u4 -N4` prints.
    assert_eq!(entry["crc32"], 909_783_072);
    assert_eq!(workspace.read(".onus/.gitignore"), "*\n");
}

#[test]
fn a_check_and_a_build_that_fails_remember_nothing() {
    let workspace = settled();
    workspace.run(&["check"]).ended_with(0);
    assert!(workspace.tree(".onus").is_empty());
    workspace.run(&["list", "evidence"]);
    assert!(workspace.tree(".onus").is_empty());
    let broken = workspace.append(super::PROJECT, "colour: red\n");
    broken.run(&["build"]).ended_with(2);
    assert!(broken.tree(".onus").is_empty());
    let blocked = broken.replace(super::PROJECT, "colour: red\n", "").file("output", "my notes");
    blocked.run(&["build"]).ended_with(2);
    assert!(blocked.tree(".onus").is_empty());
}

#[test]
fn a_file_that_was_written_just_now_is_not_remembered() {
    let workspace = with_file("hello\n", &[]);
    let ahead = SystemTime::now() + Duration::from_secs(3_600);
    let file = fs::File::options().write(true).open(workspace.path(FILE)).expect("it was written");
    file.set_modified(ahead).expect("times can be set");
    assert_eq!(digest(&workspace, &[]), HELLO);
    assert!(!workspace.path(".onus/hashes.json").exists());
}

#[test]
fn a_workspace_without_files_of_evidence_gets_no_memory() {
    let workspace = with_evidence(&["kind: ticket", "location: SEC-1", "collected: 2026-10-01"]);
    workspace.matrix();
    assert!(!workspace.path(".onus/hashes.json").exists());
}

#[test]
fn a_memory_that_is_damaged_foreign_or_no_file_changes_nothing() {
    let (workspace, memory) = remembered();
    let output = workspace.tree("output");
    let with = |change: &dyn Fn(&mut Value)| {
        let mut memory = memory.clone();
        change(&mut memory);
        memory.to_string().into_bytes()
    };
    let forged = json!("0".repeat(64));
    let damaged: [(&str, Vec<u8>); 9] = [
        ("empty", Vec::new()),
        ("no JSON", b"{\"schema\":\"onus.hashes/2\",\"files\":{".to_vec()),
        ("no text", vec![0xff; 100]),
        ("a list", b"[]".to_vec()),
        ("nested deeply", "[".repeat(100_000).into_bytes()),
        (
            "another schema",
            with(&|memory| {
                memory["schema"] = json!("onus.hashes/1");
                memory["files"][FILE]["sha256"] = forged.clone();
            }),
        ),
        ("a digest that is none", with(&|memory| memory["files"][FILE]["sha256"] = json!("secret"))),
        (
            "another size",
            with(&|memory| {
                memory["files"][FILE]["bytes"] = json!(7);
                memory["files"][FILE]["sha256"] = forged.clone();
            }),
        ),
        (
            "another time",
            with(&|memory| {
                memory["files"][FILE]["modified"] = json!(1);
                memory["files"][FILE]["sha256"] = forged.clone();
            }),
        ),
    ];
    for (what, bytes) in damaged {
        fs::write(workspace.path(HASHES), bytes).expect("a file can be written");
        assert_eq!(digest(&workspace, &[]), HELLO, "{what}");
        assert_eq!(workspace.tree("output"), output, "{what}");
        assert_eq!(workspace.json(HASHES), memory, "{what}: it was not mended");
    }
}

#[test]
fn a_memory_that_is_huge_is_not_read() {
    let (workspace, memory) = remembered();
    let file = fs::File::create(workspace.path(HASHES)).expect("a file can be written");
    file.set_len(64 << 30).expect("the file system knows sparse files");
    assert_eq!(digest(&workspace, &[]), HELLO);
    assert_eq!(workspace.json(HASHES), memory);
}

#[test]
fn a_folder_in_place_of_the_memory_stops_nothing() {
    let workspace = settled().file(".onus/hashes.json/keep.txt", "not ours");
    assert_eq!(digest(&workspace, &[]), HELLO);
    assert_eq!(workspace.read(".onus/hashes.json/keep.txt"), "not ours");
    let workspace = settled().file(".onus", "not ours");
    assert_eq!(digest(&workspace, &[]), HELLO);
    assert_eq!(workspace.read(".onus"), "not ours");
}

#[cfg(unix)]
#[test]
fn a_memory_that_is_a_link_out_of_the_workspace_is_not_written_through() {
    let elsewhere = Workspace::empty().file("keep.txt", "not ours");
    let workspace = settled();
    std::os::unix::fs::symlink(elsewhere.path(""), workspace.path(".onus")).expect("a link");
    let run = workspace.run(&["build", "--document", "matrix"]).ended_with(2);
    assert!(run.stderr.contains(".onus` is a link, and nothing is written through links"), "{}", run.stderr);
    workspace.run(&["evidence", "list"]).ended_with(0);
    assert_eq!(elsewhere.tree("").len(), 1);
}

#[cfg(unix)]
#[test]
fn another_content_of_the_same_size_and_time_is_noticed_at_once() {
    let (workspace, _) = remembered();
    let time = fs::metadata(workspace.path(FILE)).and_then(|metadata| metadata.modified()).expect("a time");
    fs::write(workspace.path(FILE), "hallo\n").expect("a file can be written");
    let file = fs::File::options().write(true).open(workspace.path(FILE)).expect("it is there");
    file.set_modified(time).expect("times can be set");
    assert_eq!(digest(&workspace, &[]), HALLO);
    std::thread::sleep(Duration::from_millis(2_100));
    assert_eq!(digest(&workspace, &[]), HALLO);
    assert_eq!(workspace.json(HASHES)["files"][FILE]["sha256"], HALLO);
}

#[test]
fn a_forged_digest_is_never_believed() {
    let (workspace, memory) = remembered();
    let pinned = workspace.append(REGISTER, &format!("    sha256: {}\n", "0".repeat(64)));
    let mut forged = memory.clone();
    forged["files"][FILE]["sha256"] = json!("0".repeat(64));
    let pinned = pinned.file(HASHES, forged.to_string());
    // Checks see the truth and write nothing down.
    for command in [&["check"][..], &["check", "--reread"], &["list", "findings"]] {
        let all = [command, &["--message-format", "json"]].concat();
        let run = pinned.run(&all);
        assert!(run.stdout.contains("evidence-altered"), "{command:?}: {}", run.stdout);
        assert_eq!(pinned.json(HASHES), forged);
    }
    assert_eq!(found(&pinned), at("evidence-altered", "9:13"));
    assert_eq!(digest(&pinned, &["--deny", "nothing"]), HELLO);
    assert_eq!(pinned.json(HASHES), memory);
}

#[test]
fn what_another_user_wrote_is_not_believed() {
    let (workspace, memory) = remembered();
    let elsewhere = Workspace::empty();
    let mut command = workspace.command(&["build", "--document", "matrix"]);
    command.env("XDG_STATE_HOME", elsewhere.path(""));
    Run::of(command).ended_with(0);
    let theirs = workspace.json(HASHES);
    assert_eq!(theirs["files"], memory["files"]);
    assert_ne!(theirs["code"], memory["code"]);
    assert_eq!(elsewhere.read("onus/cache-secret").trim().len(), 64);
}

#[cfg(unix)]
#[test]
fn the_secret_is_readable_by_its_owner_only_and_is_never_kept_where_a_commit_could_put_it() {
    use std::os::unix::fs::PermissionsExt;
    let (workspace, _) = remembered();
    let elsewhere = Workspace::empty();
    let mut command = workspace.command(&["build"]);
    command.env("XDG_STATE_HOME", elsewhere.path(""));
    Run::of(command).ended_with(0);
    let secret = fs::metadata(elsewhere.path("onus/cache-secret")).expect("it was created");
    assert_eq!(secret.permissions().mode() & 0o777, 0o600);
    let mut command = workspace.command(&["build"]);
    command.env("XDG_STATE_HOME", workspace.path("state"));
    Run::of(command).ended_with(0);
    assert!(!workspace.path("state").exists());
}

#[test]
fn without_a_place_for_the_secret_everything_is_made_again_and_is_the_same() {
    let (workspace, _) = remembered();
    let before = workspace.tree("output");
    let mut command = workspace.command(&["build", "--document", "matrix", "-v"]);
    command.env_remove("XDG_STATE_HOME").env_remove("HOME").env_remove("LOCALAPPDATA");
    let run = Run::of(command).ended_with(0);
    assert!(
        run.stderr.contains("no folder outside the workspace keeps this user's secret"),
        "{}",
        run.stderr
    );
    assert_eq!(workspace.tree("output"), before);
}

#[test]
fn what_is_known_already_is_not_written_again() {
    let (workspace, _) = remembered();
    let written =
        || fs::metadata(workspace.path(HASHES)).and_then(|metadata| metadata.modified()).expect("a time");
    let before = written();
    digest(&workspace, &[]);
    assert_eq!(written(), before);
}

#[test]
fn the_same_documents_come_out_with_and_without_a_memory() {
    let (workspace, _) = remembered();
    let before = workspace.tree("output");
    digest(&workspace, &[]);
    assert_eq!(workspace.tree("output"), before);
    fs::remove_dir_all(workspace.path(".onus")).expect("it is there");
    digest(&workspace, &[]);
    assert_eq!(workspace.tree("output"), before);
}

#[test]
fn a_cache_that_version_control_would_see_is_hidden_again() {
    let workspace = settled().file(".onus/.gitignore", "!hashes.json\n");
    assert_eq!(digest(&workspace, &[]), HELLO);
    assert_eq!(workspace.read(".onus/.gitignore"), "*\n");
}
