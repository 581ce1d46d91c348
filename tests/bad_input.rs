//! Every folder in `tests/fixtures/bad-input` is a mistake: files laid over the smallest good workspace, and in
//! `expected.txt` what the program has to say about them. A new case is a new folder, and a test of its own:
//! `cargo test bad_input` runs them all, `cargo test bad_input::unknown-key` one of them.
//!
//! A line of `expected.txt` is `code file:line:column` (or `code -` where there is no place), in any order; the
//! indented lines below it are `hint: ...` (the whole hint), `says: ...` (a part of the message) and
//! `also: file:line:column` (another place shown; only the file where it is built in).

#![allow(clippy::disallowed_methods, reason = "tests write their own workspaces")]

#[allow(dead_code, reason = "the suite uses all of it")]
#[path = "suite/workspace.rs"]
mod workspace;

use std::fs;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use serde_json::Value;

use crate::workspace::{Run, Workspace, fixtures};

use libtest_mimic::{Arguments, Failed, Trial};

/// How many cases there are. Counted, so that none is lost unseen: who adds one adds it here, too.
const CASES: usize = 323;

#[derive(Debug, Default, Clone)]
struct Expected {
    place: String,
    hint: Option<String>,
    says: Option<String>,
    also: Vec<String>,
}

fn main() -> ExitCode {
    let arguments = Arguments::from_args();
    let cases = cases();
    let count = cases.len();
    let mut trials: Vec<Trial> = cases.into_iter().map(trial).collect();
    trials.push(Trial::test("bad_input_has_all_its_cases", move || {
        let problem = format!("there are {count} cases where {CASES} are counted");
        if count == CASES { Ok(()) } else { Err(problem.into()) }
    }));
    libtest_mimic::run(&arguments, trials).exit_code()
}

/// What is in the folder, sorted. Anything there is a case, so that nothing lies there unused.
fn cases() -> Vec<PathBuf> {
    let entries = fs::read_dir(fixtures().join("bad-input")).expect("the folder is there");
    let mut cases: Vec<PathBuf> = entries.map(|entry| entry.expect("can be read").path()).collect();
    cases.sort();
    cases
}

fn trial(case: PathBuf) -> Trial {
    let name = case.file_name().expect("cases are folders").to_string_lossy().into_owned();
    Trial::test(format!("bad_input::{name}"), move || {
        let failures = failures_of(&case);
        if failures.is_empty() { Ok(()) } else { Err(Failed::from(failures.join("\n"))) }
    })
}

/// What is wrong with how the program took a case, in words; nothing if all is well.
fn failures_of(case: &Path) -> Vec<String> {
    let text = fs::read_to_string(case.join("expected.txt")).unwrap_or_default();
    if text.is_empty() {
        return vec!["`expected.txt` is missing".to_owned()];
    }
    let workspace = Workspace::base()
        .overlay(case)
        .file("output/keep.txt", "not ours")
        .file("output/acme/web/responsibility-matrix.md", "an older document");
    fs::remove_file(workspace.path("expected.txt")).expect("it was copied just now");
    let before = workspace.tree("");
    let check = workspace.run(&["check", "--message-format", "json"]);
    let build = workspace.run(&["build", "--message-format", "json"]);
    let mut failures = differences(&parse(&text), &check);
    for (command, run) in [("check", &check), ("build", &build)] {
        if run.code != 2 {
            failures.push(format!("`onus {command}` ended with {}\n{}{}", run.code, run.stdout, run.stderr));
        }
        if !run.stderr.is_empty() {
            failures.push(format!("`onus {command}` wrote to standard error: {}", run.stderr));
        }
    }
    if check.stdout != build.stdout {
        failures.push("`onus build` says something else than `onus check`".to_owned());
    }
    if workspace.tree("") != before {
        failures.push("files were changed".to_owned());
    }
    failures
}

fn parse(text: &str) -> Vec<Expected> {
    let mut list: Vec<Expected> = Vec::new();
    for line in text.lines() {
        let detail = line.strip_prefix("  ").and_then(|line| line.split_once(": "));
        match (detail, list.last_mut()) {
            (Some(("hint", hint)), Some(last)) => last.hint = Some(hint.to_owned()),
            (Some(("says", words)), Some(last)) => last.says = Some(words.to_owned()),
            (Some(("also", place)), Some(last)) => last.also.push(place.to_owned()),
            _ => list.push(Expected { place: line.to_owned(), ..Expected::default() }),
        }
    }
    list.sort_by(|one, other| one.place.cmp(&other.place));
    list
}

fn place(label: &Value) -> String {
    let file = label["file"].as_str().unwrap_or_default();
    // The built-in catalog grows; where exactly its entries stand is no business of a fixture.
    if file.starts_with("onus:") {
        return file.to_owned();
    }
    format!("{file}:{}:{}", label["line"], label["column"])
}

fn differences(expected: &[Expected], run: &Run) -> Vec<String> {
    let mut found: Vec<(String, Value)> = Vec::new();
    for diagnostic in run.records("diagnostic") {
        let at = diagnostic["labels"].get(0).map_or("-".to_owned(), place);
        found.push((format!("{} {at}", diagnostic["code"].as_str().unwrap_or_default()), diagnostic));
    }
    found.sort_by(|(one, _), (other, _)| one.cmp(other));
    let wanted: Vec<&str> = expected.iter().map(|expected| expected.place.as_str()).collect();
    let got: Vec<&str> = found.iter().map(|(place, _)| place.as_str()).collect();
    if wanted != got {
        let list = |places: &[&str]| places.join("\n    ");
        return vec![format!(
            "expected\n    {}\n  but found\n    {}\n{}",
            list(&wanted),
            list(&got),
            run.stdout
        )];
    }
    expected
        .iter()
        .zip(&found)
        .flat_map(|(expected, (_, diagnostic))| details(expected, diagnostic))
        .collect()
}

fn details(expected: &Expected, diagnostic: &Value) -> Vec<String> {
    let mut failures = Vec::new();
    let hint = diagnostic["hint"].as_str();
    if expected.hint.as_deref() != hint {
        failures.push(format!("{}: the hint is {hint:?}", expected.place));
    }
    let message = diagnostic["message"].as_str().unwrap_or_default();
    if expected.says.as_ref().is_some_and(|words| !message.contains(words)) {
        failures.push(format!("{}: the message is {message:?}", expected.place));
    }
    let others: Vec<String> =
        diagnostic["labels"].as_array().into_iter().flatten().skip(1).map(place).collect();
    if others != expected.also {
        failures.push(format!("{}: the other places are {others:?}", expected.place));
    }
    failures
}
