//! A build is killed, again and again: every file is whole each time, and the next build goes on.

#![allow(clippy::disallowed_methods, reason = "a test kills the program and looks at what is there")]

use std::fs;
use std::process::{Command, ExitStatus, Stdio};
use std::time::{Duration, Instant};

use hayro_syntax::Pdf;

use super::portfolio;
use crate::workspace::{Workspace, state_folder};

/// How often a build is killed.
const KILLS: u32 = 200;

/// After so many of them a build may end.
const RESTS: u32 = 20;

/// How many builds in a row may end before they are killed; each is given less time than the one before.
const MOST_ENDED: u32 = 50;

fn build(workspace: &Workspace, day: &str) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_onus"));
    command
        .current_dir(workspace.path(""))
        .env("XDG_STATE_HOME", state_folder())
        .args(["build", "--deny", "nothing", "--quiet", "--force", "--as-of", day])
        .stdout(Stdio::null())
        .stderr(Stdio::null());
    command
}

/// Fails when a file is not one that some build meant to write as it is.
fn check(path: &str, bytes: &[u8]) {
    let text = || std::str::from_utf8(bytes).unwrap_or_else(|error| panic!("{path}: {error}"));
    match path.rsplit_once('.').map(|(_, ending)| ending) {
        Some("md") => {
            // The first and the last section of each are about its revisions.
            let text = text();
            assert!(text.starts_with("# ") && text.contains("\n| Revision | "), "{path} is torn");
            let (_, history) = text.rsplit_once("\n## ").unwrap_or_else(|| panic!("{path} is torn"));
            assert!(history.starts_with("Document history\n") && history.ends_with(" |\n"), "{path} is torn");
        }
        Some("pdf") => {
            assert!(bytes.ends_with(b"%%EOF\n") || bytes.ends_with(b"%%EOF"), "{path} is torn");
            let pdf = Pdf::new(bytes.to_vec()).unwrap_or_else(|error| panic!("{path}: {error:?}"));
            assert!(!pdf.pages().is_empty(), "{path} has no pages");
        }
        Some("json") => {
            let parsed = serde_json::from_str::<serde_json::Value>(text());
            parsed.unwrap_or_else(|error| panic!("{path}: {error}"));
        }
        Some("jsonl") => {
            for line in text().lines() {
                serde_json::from_str::<serde_json::Value>(line)
                    .unwrap_or_else(|error| panic!("{path}: {error}"));
            }
        }
        _ => panic!("nobody writes `{path}`"),
    }
}

fn check_all(workspace: &Workspace) -> usize {
    let files = workspace.tree("output");
    let published = files.iter().filter(|(path, _)| !path.starts_with(".onus"));
    published.clone().for_each(|(path, bytes)| check(path, bytes));
    published.count()
}

/// Builds to the end, and says for how long: only to know when to kill others.
fn length_of_build(workspace: &Workspace) -> Duration {
    let begun = Instant::now();
    assert!(build(workspace, "2026-11-15").status().expect("the program starts").success());
    begun.elapsed()
}

/// Begins a build and kills it at a moment, if it has not ended by then.
fn killed_at(workspace: &Workspace, moment: Duration) -> ExitStatus {
    let mut running = build(workspace, "2026-11-15").spawn().expect("the program starts");
    std::thread::sleep(moment.max(Duration::from_millis(1)));
    running.kill().expect("it can be killed, or has ended");
    running.wait().expect("it ends")
}

/// Kills a build somewhere between its beginning and the end that it is expected to have. Where it has ended before, the
/// machine has become faster: the next one is expected to end sooner.
fn kill_one(workspace: &Workspace, kill: u32, whole: &mut Duration) {
    // A fixed sequence of moments over the whole length of a build: the fraction part of multiples of the golden ratio.
    let part = (f64::from(kill) * 0.618_033_988_75).fract();
    for attempt in 0..MOST_ENDED {
        // Every build has something to write.
        let shop = "profiles/acme/projects/shop.yaml";
        let text = workspace.read(shop);
        let line = text.lines().find(|line| line.contains("purpose")).expect("a purpose");
        let new = format!("  - {{ use: aws.lambda, purpose: Step {kill}.{attempt} }}");
        fs::write(workspace.path(shop), text.replace(line, &new)).expect("a file can be written");
        let status = killed_at(workspace, whole.mul_f64(part));
        match status.code() {
            Some(0) => *whole = whole.mul_f64(0.8),
            // By a signal; elsewhere than on Unix, with the code that `kill` gives.
            None | Some(1) => return,
            Some(_) => panic!("the build failed: {status}"),
        }
    }
    panic!("{MOST_ENDED} builds ended before they could be killed");
}

#[test]
#[ignore = "kills 200 builds; run by .ci/run"]
fn a_build_that_is_killed_leaves_whole_documents_and_the_next_one_goes_on() {
    let workspace =
        portfolio().without("profiles/acme/projects/ledger.yaml").without("profiles/acme/projects/ledger");
    let mut whole = length_of_build(&workspace);
    let files = check_all(&workspace);
    assert!(files > 20, "only {files} files");
    for kill in 1..=KILLS {
        kill_one(&workspace, kill, &mut whole);
        assert!(check_all(&workspace) >= files, "after kill {kill}");
        if kill % RESTS == 0 {
            whole = length_of_build(&workspace);
            assert_eq!(check_all(&workspace), files);
            let left = workspace.tree("output").into_keys().filter(|path| path.starts_with(".onus"));
            assert_eq!(left.collect::<Vec<_>>(), Vec::<String>::new());
            let kept = workspace.tree(".onus/builds").into_keys();
            let odd: Vec<String> = kept.filter(|path| !path.ends_with(".json")).collect();
            assert_eq!(odd, Vec::<String>::new());
            workspace.run(&["build", "--check", "--deny", "nothing", "--quiet"]).ended_with(0);
        }
    }
}
