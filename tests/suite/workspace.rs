//! A small workspace in a folder of its own, and the program run in it.

#![allow(clippy::disallowed_methods, reason = "tests write their own workspaces")]

#[path = "../../crates/typeset/tests/shared/ends.rs"]
pub(crate) mod ends;

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use assert_cmd::Command;
use serde_json::Value;
use tempfile::TempDir;

use ends::PATIENCE;

/// The day on which the tests take place, so that findings never change with the calendar.
const AS_OF: &str = "2026-11-15";

/// The folder with the fixtures of this repository.
pub(crate) fn fixtures() -> PathBuf {
    repository().join("tests/fixtures")
}

/// The root of this repository.
pub(crate) fn repository() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// A workspace that is gone when the test ends.
pub(crate) struct Workspace {
    folder: TempDir,
}

impl Workspace {
    /// A folder with nothing in it.
    pub(crate) fn empty() -> Self {
        Self { folder: TempDir::new().expect("the system gives out temporary folders") }
    }

    /// The smallest good workspace: one organisation, one project, one piece of evidence.
    pub(crate) fn base() -> Self {
        Self::empty().overlay(&fixtures().join("base"))
    }

    /// Copies a folder over the workspace; files of the same name are replaced.
    pub(crate) fn overlay(self, from: &Path) -> Self {
        for (path, bytes) in tree(from) {
            self.write(&path, &bytes);
        }
        self
    }

    /// Writes a file; folders on its way are made.
    pub(crate) fn file(self, path: &str, content: impl AsRef<[u8]>) -> Self {
        self.write(path, content.as_ref());
        self
    }

    /// Changes a file, which must hold what is to be replaced.
    pub(crate) fn replace(self, path: &str, from: &str, to: &str) -> Self {
        let text = self.read(path);
        assert!(text.contains(from), "`{path}` has no `{from}`");
        self.file(path, text.replacen(from, to, 1))
    }

    /// Puts lines at the end of a file.
    pub(crate) fn append(self, path: &str, lines: &str) -> Self {
        let text = self.read(path) + lines;
        self.file(path, text)
    }

    /// Takes away a file or a folder, if it is there.
    pub(crate) fn without(self, path: &str) -> Self {
        let place = self.path(path);
        if place.is_dir() && !place.is_symlink() {
            fs::remove_dir_all(&place).expect("a folder can be taken away");
        } else if place.symlink_metadata().is_ok() {
            fs::remove_file(&place).expect("a file can be taken away");
        }
        self
    }

    fn write(&self, path: &str, bytes: &[u8]) {
        let place = self.path(path);
        fs::create_dir_all(place.parent().expect("below the workspace")).expect("a folder can be made");
        fs::write(place, bytes).expect("a file can be written");
    }

    /// Where a file of the workspace is.
    pub(crate) fn path(&self, path: &str) -> PathBuf {
        self.folder.path().join(path)
    }

    /// The text of a file.
    pub(crate) fn read(&self, path: &str) -> String {
        fs::read_to_string(self.path(path)).unwrap_or_else(|error| panic!("cannot read `{path}`: {error}"))
    }

    /// A JSON file.
    pub(crate) fn json(&self, path: &str) -> Value {
        serde_json::from_str(&self.read(path)).unwrap_or_else(|error| panic!("`{path}` is not JSON: {error}"))
    }

    /// Every file below a folder of the workspace, with its content; none if it is not there.
    pub(crate) fn tree(&self, path: &str) -> BTreeMap<String, Vec<u8>> {
        tree(&self.path(path))
    }

    /// Runs the program in the workspace.
    pub(crate) fn run(&self, arguments: &[&str]) -> Run {
        Run::of(self.command(arguments))
    }

    /// The places of all findings with a code, on the day of the tests, in a workspace without mistakes.
    #[track_caller]
    pub(crate) fn places(&self, code: &str) -> Vec<String> {
        let run = self.run(&["check", "--deny", "nothing", "--message-format", "json"]).ended_with(0);
        let found = run.records("finding").into_iter().filter(|found| found["code"] == code);
        let place = |found: Value| {
            format!("{}:{}:{}", found["file"].as_str().expect("a file"), found["line"], found["column"])
        };
        found.map(place).collect()
    }

    /// The codes of all findings that have to do with evidence, reports and accepted risks, with their places.
    #[track_caller]
    pub(crate) fn proof_findings(&self) -> Vec<String> {
        let run = self.run(&["check", "--deny", "nothing", "--message-format", "json"]).ended_with(0);
        let is_meant = |code: &str| {
            let subjects = ["evidence-", "attestation-", "acceptance-", "without-effect"];
            subjects.iter().any(|subject| code.starts_with(subject)) && code != "evidence-missing"
        };
        let found = run
            .records("finding")
            .into_iter()
            .filter(|found| is_meant(found["code"].as_str().expect("a code")));
        let line = |found: Value| {
            let (code, file) =
                (found["code"].as_str().expect("a code"), found["file"].as_str().expect("a file"));
            format!("{code} {file}:{}:{}", found["line"], found["column"])
        };
        found.map(line).collect()
    }

    /// The `matrix.json` of the base workspace's project.
    #[track_caller]
    pub(crate) fn matrix(&self) -> Value {
        self.run(&["build", "--document", "matrix", "--deny", "nothing"]).ended_with(0);
        self.json("output/acme/web/matrix.json")
    }

    /// The program, about to be run in the workspace.
    pub(crate) fn command(&self, arguments: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_onus"));
        command.current_dir(self.folder.path()).env_remove("NO_COLOR").args(arguments);
        command.env("XDG_STATE_HOME", state_folder());
        let judges = arguments
            .first()
            .is_some_and(|first| ["build", "check", "diff", "explain", "list"].contains(first));
        if judges && !arguments.contains(&"--as-of") {
            command.args(["--as-of", AS_OF]);
        }
        command
    }
}

/// Where the program keeps what lasts when tests run it: the person who runs them keeps their own.
pub(crate) fn state_folder() -> PathBuf {
    PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join("state")
}

/// What a run of the program gave.
#[derive(Debug)]
pub(crate) struct Run {
    pub(crate) code: i32,
    pub(crate) stdout: String,
    pub(crate) stderr: String,
}

impl Run {
    pub(crate) fn of(mut command: Command) -> Self {
        let output = command.timeout(PATIENCE).output().expect("the program starts");
        let code = output.status.code();
        Self {
            code: code.unwrap_or_else(|| panic!("killed, if not by a signal after {PATIENCE:?}: {output:?}")),
            stdout: String::from_utf8(output.stdout).expect("the program writes UTF-8"),
            stderr: String::from_utf8(output.stderr).expect("the program writes UTF-8"),
        }
    }

    /// Fails unless the program ended with this exit code.
    #[track_caller]
    pub(crate) fn ended_with(self, code: i32) -> Self {
        assert_eq!(self.code, code, "stdout:\n{}\nstderr:\n{}", self.stdout, self.stderr);
        self
    }

    /// Every line of standard output as JSON.
    #[track_caller]
    pub(crate) fn json_lines(&self) -> Vec<Value> {
        let parse = |line| serde_json::from_str(line).unwrap_or_else(|error| panic!("{error} in: {line}"));
        self.stdout.lines().map(parse).collect()
    }

    /// The JSON lines of one `type`.
    #[track_caller]
    pub(crate) fn records(&self, kind: &str) -> Vec<Value> {
        self.json_lines().into_iter().filter(|line| line["type"] == kind).collect()
    }
}

/// Every file below a folder, by its path with `/`; none if the folder is not there.
pub(crate) fn tree(folder: &Path) -> BTreeMap<String, Vec<u8>> {
    let mut files = BTreeMap::new();
    let mut open = vec![folder.to_owned()];
    while let Some(at) = open.pop() {
        let Ok(entries) = fs::read_dir(&at) else { continue };
        for entry in entries {
            let path = entry.expect("folders can be read").path();
            if path.is_dir() {
                open.push(path);
                continue;
            }
            let name =
                path.strip_prefix(folder).expect("below the folder").to_string_lossy().replace('\\', "/");
            files.insert(name, fs::read(&path).expect("files can be read"));
        }
    }
    files
}
