//! Every file of a package changed in every way, as a folder and as an archive packed anew, through the front door.

use std::collections::BTreeMap;

use crate::package::{bytes, folder, packed_elsewhere, sealed, unpacked};
use crate::workspace::{Run, Workspace};

type Files = BTreeMap<String, Vec<u8>>;

/// Ways to change the file of some path; the names that must be said besides its own.
type Change = fn(&mut Files, &str) -> bool;

fn flip(files: &mut Files, path: &str) -> bool {
    let Some(byte) = files.get_mut(path).and_then(|content| content.first_mut()) else { return false };
    *byte ^= 1;
    true
}

fn truncate(files: &mut Files, path: &str) -> bool {
    files.get_mut(path).is_some_and(|content| content.pop().is_some())
}

fn extend(files: &mut Files, path: &str) -> bool {
    files.get_mut(path).expect("it is there").push(b'\n');
    true
}

fn drop(files: &mut Files, path: &str) -> bool {
    files.remove(path).is_some()
}

fn rename(files: &mut Files, path: &str) -> bool {
    let content = files.remove(path).expect("it is there");
    files.insert(format!("{path}.old"), content);
    true
}

fn add(files: &mut Files, path: &str) -> bool {
    files.insert(format!("{path}.extra"), b"new\n".to_vec());
    true
}

fn empty(files: &mut Files, path: &str) -> bool {
    let content = files.get_mut(path).expect("it is there");
    let was_empty = content.is_empty();
    content.clear();
    !was_empty
}

/// Exchanges the contents of a file and the next one.
fn swap(files: &mut Files, path: &str) -> bool {
    let other = files.keys().find(|other| other.as_str() > path).cloned();
    let Some(other) = other else { return false };
    let mine = files[path].clone();
    let theirs = files.insert(other, mine).expect("it is there");
    files.insert(path.to_owned(), theirs);
    true
}

const CHANGES: [(&str, Change); 8] = [
    ("flip", flip),
    ("truncate", truncate),
    ("extend", extend),
    ("drop", drop),
    ("rename", rename),
    ("add", add),
    ("empty", empty),
    ("swap", swap),
];

fn verify(path: &std::path::Path) -> Run {
    Workspace::empty().run(&["verify", path.to_str().expect("a plain name")])
}

fn sealed_files() -> Files {
    unpacked(&bytes(&sealed(true)))
}

/// Each change of each file: what was done, the file, and the files after it.
fn changed() -> Vec<(String, String, Files)> {
    let files = sealed_files();
    assert_eq!(files.len(), 12, "a file is not in it: {:?}", files.keys());
    let mut all = Vec::new();
    for (name, change) in CHANGES {
        for path in files.keys() {
            let mut after = files.clone();
            if change(&mut after, path) {
                all.push((format!("{name} {path}"), path.clone(), after));
            }
        }
    }
    assert!(all.len() > 80, "only {} changes", all.len());
    all
}

#[test]
fn every_change_of_every_file_in_a_folder_is_found_and_named() {
    for (what, path, files) in changed() {
        let folder = folder(&files);
        let run = verify(folder.path()).ended_with(1);
        assert!(run.stderr.contains(&format!("`{path}")), "{what}:\n{}", run.stderr);
    }
}

#[test]
#[allow(clippy::disallowed_methods, reason = "tests write their own packages")]
fn every_change_of_every_file_in_an_archive_is_found_and_named() {
    let workspace = Workspace::empty();
    for (what, path, files) in changed() {
        std::fs::write(workspace.path("changed.zip"), packed_elsewhere(&files))
            .expect("a file can be written");
        let run = workspace.run(&["verify", "changed.zip"]).ended_with(1);
        assert!(run.stderr.contains(&format!("`{path}")), "{what}:\n{}", run.stderr);
        assert!(run.stderr.contains("error[repacked]"), "{what}:\n{}", run.stderr);
    }
}

#[test]
fn a_package_as_it_was_sealed_is_whole_as_archive_and_as_folder() {
    for signed in [false, true] {
        let archive = bytes(&sealed(signed));
        let workspace = Workspace::empty().file("good.zip", &archive);
        let run = workspace.run(&["verify", "good.zip"]).ended_with(0);
        assert!(
            run.stdout.contains("acme/payments (Acme Payments Ltd, Payments) as of 2026-11-24"),
            "{}",
            run.stdout
        );
        assert!(run.stdout.contains("good.zip is as it was sealed"), "{}", run.stdout);
        let folder = folder(&unpacked(&archive));
        assert_eq!(verify(folder.path()).ended_with(0).stderr, "");
    }
}

#[test]
fn problems_have_codes_that_programs_can_read() {
    let cases: [(Change, &str, &str); 9] = [
        (flip, "matrix.json", "altered"),
        (truncate, "matrix.json", "truncated"),
        (extend, "matrix.json", "extended"),
        (drop, "matrix.json", "missing"),
        (rename, "matrix.json", "renamed"),
        (flip, "SHA256SUMS", "sums"),
        (drop, "manifest.json.minisig", "signature-missing"),
        (drop, "SHA256SUMS.minisig", "signature-missing"),
        (extend, "SHA256SUMS.minisig", "signature-wrong"),
    ];
    for (change, path, code) in cases {
        let mut files = sealed_files();
        change(&mut files, path);
        let folder = folder(&files);
        let place = folder.path().to_str().expect("a plain name").to_owned();
        let run = Workspace::empty().run(&["verify", &place, "--message-format", "json"]).ended_with(1);
        let found = run.records("problem");
        assert!(found.iter().any(|one| one["code"] == code && one["path"] == path), "{code}: {}", run.stdout);
        assert_eq!(run.records("package")[0]["problems"], found.len());
        assert_eq!(run.stderr, "");
    }
}

#[test]
fn all_problems_are_said_in_one_run() {
    let mut files = sealed_files();
    flip(&mut files, "matrix.json");
    drop(&mut files, "evidence/empty.txt");
    add(&mut files, "evidence/x");
    rename(&mut files, "documents/matrix.md");
    let folder = folder(&files);
    let stderr = verify(folder.path()).ended_with(1).stderr;
    for line in [
        "error[altered]: `matrix.json`: has different content",
        "error[missing]: `evidence/empty.txt`: does not exist",
        "error[added]: `evidence/x.extra`: was not in the package",
        "error[renamed]: `documents/matrix.md`: is now called `documents/matrix.md.old`",
    ] {
        assert!(stderr.contains(line), "no {line} in:\n{stderr}");
    }
    assert!(stderr.contains("is not as it was sealed: 4 problems"), "{stderr}");
}

#[test]
fn a_package_that_is_not_there_is_an_error_and_anything_else_is_no_package() {
    let workspace = Workspace::empty().file("notes.txt", "not an archive").file("empty.zip", "");
    let run = workspace.run(&["verify", "nowhere.zip"]).ended_with(2);
    assert!(run.stderr.contains("cannot read `nowhere.zip`"), "{}", run.stderr);
    for name in ["notes.txt", "empty.zip"] {
        let run = workspace.run(&["verify", name]).ended_with(1);
        assert!(run.stderr.contains("not a zip archive"), "{}", run.stderr);
    }
    let nothing = workspace.file("folder/x", "").run(&["verify", "folder"]).ended_with(1);
    assert!(nothing.stderr.contains("error[missing]: `manifest.json`"), "{}", nothing.stderr);
}

#[cfg(unix)]
#[test]
#[allow(clippy::disallowed_methods, reason = "tests write their own packages")]
fn links_pipes_and_empty_folders_in_a_folder_are_not_looked_into() {
    let files = sealed_files();
    let folder = folder(&files);
    let place = |path: &str| folder.path().join(path);
    std::fs::remove_file(place("matrix.json")).expect("a file can be removed");
    std::fs::write(place("elsewhere"), "other").expect("a file can be written");
    std::os::unix::fs::symlink(place("elsewhere"), place("matrix.json")).expect("a link can be made");
    std::fs::create_dir(place("documents/more")).expect("a folder can be made");
    let made = std::process::Command::new("mkfifo").arg(place("pipe")).status().expect("mkfifo runs");
    assert!(made.success());
    let name = <std::ffi::OsStr as std::os::unix::ffi::OsStrExt>::from_bytes(b"odd\xff\nname");
    std::fs::write(folder.path().join(name), "").expect("a file can be written");
    let stderr = verify(folder.path()).ended_with(1).stderr;
    for line in [
        "error[not-plain]: `matrix.json`: is a link",
        "error[not-plain]: `pipe`: is not a regular file",
        "error[added]: `documents/more`: is an empty folder",
        "error[added]: `odd\u{fffd}<U+000A>name`: has a name that is not UTF-8",
        "error[added]: `elsewhere`",
    ] {
        assert!(stderr.contains(line), "no {line} in:\n{stderr}");
    }
    assert!(!stderr.contains("error[missing]"), "{stderr}");
}
