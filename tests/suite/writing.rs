//! Where files are written, and where not: links, devices, inputs, full disks; and how signals end it. `tests/cases` has
//! more of them, with mounts and file systems that need rights of their own.

#![cfg(unix)]
#![allow(clippy::disallowed_methods, reason = "a test lays traps with the file system")]

use std::fs;
use std::os::unix::fs::symlink;
use std::os::unix::process::ExitStatusExt;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use crate::workspace::{Run, Workspace};

const BUILD: [&str; 4] = ["build", "--quiet", "--document", "matrix"];

/// Runs the program by a shell, in a workspace.
fn shell(workspace: &Workspace, script: &str) -> Run {
    let mut command = assert_cmd::Command::new("sh");
    let script = script.replace("onus", env!("CARGO_BIN_EXE_onus"));
    command.current_dir(workspace.path("")).args(["-c", &script]);
    Run::of(command)
}

#[test]
fn no_link_in_the_output_is_written_through() {
    let places = [
        "output",
        "output/.onus.lock",
        "output/acme",
        "output/acme/history.jsonl",
        "output/acme/manifest.json",
        "output/acme/web/matrix.json",
        "output/acme/web/revisions.json",
        ".onus",
    ];
    for place in places {
        for target in ["", "keep.txt", "nowhere"] {
            let elsewhere = Workspace::empty().file("keep.txt", "kept");
            let workspace = Workspace::base();
            let link = workspace.path(place);
            fs::create_dir_all(link.parent().expect("a folder")).expect("a folder");
            symlink(elsewhere.path(target), &link).expect("a link");
            let run = workspace.run(&BUILD).ended_with(2);
            let refused = run.stderr.contains("is a link, and nothing is written through links");
            assert!(refused && run.stderr.contains(place), "{place} to {target:?}: {}", run.stderr);
            assert!(link.is_symlink(), "{place}");
            assert_eq!(elsewhere.tree("").into_keys().collect::<Vec<_>>(), ["keep.txt"], "{place}");
            assert_eq!(elsewhere.read("keep.txt"), "kept", "{place}");
        }
    }
}

#[test]
fn no_output_takes_the_place_of_an_input() {
    let workspace = Workspace::base().file("t.md", "# T\n").file("docs/x", "");
    fs::hard_link(workspace.path("profiles/acme/organization.yaml"), workspace.path("docs/name"))
        .expect("a name");
    workspace.run(&BUILD).ended_with(0);
    let before = workspace.tree("");
    for input in
        ["profiles/acme/organization.yaml", "profiles/../profiles/acme/projects/web.yaml", "docs/name"]
    {
        for command in [
            &["bundle", "acme/web", "--output"][..],
            &["render", "t.md", "--output"],
            &["diff", "output", "output", "--format", "json", "--output"],
            &["check", "--report-summary"],
        ] {
            let run = workspace.run(&[command, &[input]].concat()).ended_with(2);
            assert!(run.stderr.contains("would be overwritten"), "{command:?} {input}: {}", run.stderr);
        }
    }
    for folder in [".", "profiles", "profiles/acme/evidence", "docs/../profiles/new", ".git/../templates/.."]
    {
        let run = workspace.run(&["build", "--output", folder]).ended_with(2);
        assert!(run.stderr.contains("overlaps with `profiles`"), "{folder}: {}", run.stderr);
    }
    assert_eq!(workspace.tree(""), before);
}

#[test]
fn what_is_not_a_plain_file_is_written_to() {
    let workspace = Workspace::base().file("t.md", "# T\n");
    assert!(Command::new("mkfifo").arg(workspace.path("pipe")).status().expect("mkfifo runs").success());
    symlink("/dev/stdout", workspace.path("out")).expect("a link");
    let piped =
        shell(&workspace, "cat pipe > read & onus render t.md --quiet --output pipe; wait").ended_with(0);
    assert_eq!(piped.stderr, "");
    let pdf = fs::read(workspace.path("read")).expect("it was read");
    assert!(pdf.starts_with(b"%PDF-"));
    shell(
        &workspace,
        "onus render t.md --output out > file; onus render t.md --output /dev/stdout | cat > piped",
    )
    .ended_with(0);
    for name in ["file", "piped"] {
        assert!(fs::read(workspace.path(name)).expect("it was written") == pdf, "{name} has something else");
    }
    assert!(workspace.path("out").is_symlink());
    let run = workspace.run(&["render", "t.md", "--output", "out", "--message-format", "json"]).ended_with(2);
    assert!(run.stdout.contains("cannot both be written to standard output"), "{}", run.stdout);
}

#[test]
fn what_a_killed_run_left_goes_away_and_files_of_others_stay() {
    let others = [".onus-notes", ".onus-1.part", ".onus-1-2.part.txt"];
    let workspace = Workspace::base().file("t.md", "# T\n").file(".onus-4242-0.part", "torn");
    let workspace = others.iter().fold(workspace, |workspace, name| workspace.file(name, "mine"));
    workspace.run(&["render", "t.md"]).ended_with(0);
    assert!(!workspace.path(".onus-4242-0.part").exists());
    assert!(others.iter().all(|name| workspace.read(name) == "mine"));
}

#[cfg(target_os = "linux")]
#[test]
fn an_answer_that_nobody_gets_is_a_failure() {
    let workspace = Workspace::base();
    workspace.run(&BUILD).ended_with(0);
    for command in [
        "list services",
        "check --message-format json",
        "check --report-json -",
        "explain PAT-01 --project acme/web",
        "diff output output",
        "completions bash",
        "licenses",
        "--help",
        "build --help",
        "--version",
    ] {
        let run = shell(&workspace, &format!("onus {command} > /dev/full")).ended_with(2);
        assert!(
            run.stderr.contains("error: standard output could not be written: "),
            "{command}: {}",
            run.stderr
        );
        // A closed pipe is quiet.
        let run = shell(&workspace, &format!("onus {command} | true")).ended_with(0);
        assert_eq!(run.stderr, "", "{command}");
    }
}

#[test]
fn a_limit_of_the_size_of_files_is_an_error() {
    let workspace = Workspace::base();
    let run = shell(&workspace, "ulimit -f 1; onus bundle acme/web --output x.zip").ended_with(2);
    assert!(run.stderr.contains("cannot write `x.zip`"), "{}", run.stderr);
    let left = workspace.tree("").into_keys().filter(|path| path.contains(".part") || path == "x.zip");
    assert_eq!(left.collect::<Vec<_>>(), Vec::<String>::new());
}

#[test]
fn a_signal_ends_a_command_at_once_and_leaves_nothing() {
    for signal in [15, 2] {
        let workspace = Workspace::base();
        assert!(Command::new("mkfifo").arg(workspace.path("pipe")).status().expect("mkfifo runs").success());
        let before = workspace.tree("output");
        // It waits for somebody to read the report, with the files of the build on the stage.
        let mut running = Command::new(env!("CARGO_BIN_EXE_onus"))
            .current_dir(workspace.path(""))
            .args([&BUILD[..], &["--report-json", "pipe"]].concat())
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .expect("the program starts");
        let begun = Instant::now();
        while !workspace.path("output/.onus-build/0").exists() && begun.elapsed() < Duration::from_secs(300) {
            std::thread::sleep(Duration::from_millis(10));
        }
        let sent = Command::new("kill").args([format!("-{signal}"), running.id().to_string()]).status();
        assert!(sent.expect("kill runs").success());
        let status = running.wait().expect("it ends");
        assert_eq!((status.code(), status.signal()), (Some(128 + signal), None));
        assert_eq!(workspace.tree("output"), before);
        assert!(!workspace.path("output").exists(), "the folder was new");
    }
}
