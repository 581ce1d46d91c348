//! What goes wrong at night: somebody else builds, things are in the way, inputs vanish.

#![allow(clippy::disallowed_methods, reason = "a test puts things in the way")]

use std::fs::{self, File};
use std::process::{Child, Command, Stdio};

use super::{differing, portfolio};
use crate::workspace::{Workspace, state_folder};

const BUILD: [&str; 3] = ["build", "--deny", "nothing"];

/// Seconds that a build waits for one that will end: more than any of them takes, on the busiest machine.
const LONG: &str = "3600";

fn built() -> Workspace {
    let workspace = portfolio();
    workspace.run(&BUILD).ended_with(0);
    workspace
}

/// Locks the output as another build would.
fn locked(workspace: &Workspace) -> File {
    let path = workspace.path("output/.onus.lock");
    fs::write(&path, "4242\n").expect("a file can be written");
    let file = File::options().read(true).write(true).open(path).expect("it is there");
    file.lock().expect("nobody else has it");
    file
}

#[test]
fn two_builds_at_once_are_refused_with_who_holds_the_lock() {
    let workspace = built();
    let before = workspace.tree("output/acme");
    let _lock = locked(&workspace);
    let run = workspace.run(&BUILD).ended_with(2);
    assert!(run.stderr.contains("another build is writing to"), "{}", run.stderr);
    assert!(run.stderr.contains("process 4242, for ") && run.stderr.contains(" second"), "{}", run.stderr);
    assert!(run.stderr.contains("--wait"), "{}", run.stderr);
    assert_eq!(workspace.tree("output/acme"), before);
}

#[test]
fn one_build_waits_for_another_as_long_as_it_is_told() {
    let workspace = built();
    let lock = locked(&workspace);
    let mut waiting = begun(&workspace, &[&BUILD[..], &["--wait", LONG]].concat());
    // This one begins later and has come to the lock when it ends, so the other one is most likely there as well.
    workspace.run(&[&BUILD[..], &["--wait", "1"]].concat()).ended_with(2);
    assert_eq!(waiting.try_wait().expect("the system knows"), None, "it did not wait");
    drop(lock);
    assert!(waiting.wait().expect("it ends").success());
}

/// The program at work.
fn begun(workspace: &Workspace, arguments: &[&str]) -> Child {
    let mut command = Command::new(env!("CARGO_BIN_EXE_onus"));
    command
        .current_dir(workspace.path(""))
        .env("XDG_STATE_HOME", state_folder())
        .args(arguments)
        .args(["--as-of", "2026-11-15"]);
    command.stdout(Stdio::null()).stderr(Stdio::null()).spawn().expect("the program starts")
}

#[test]
fn a_lock_that_nobody_holds_is_none() {
    let workspace = built().file("output/.onus.lock", "4242\n");
    workspace.run(&BUILD).ended_with(0);
    assert!(!workspace.path("output/.onus.lock").exists());
}

#[test]
fn two_builds_at_once_that_wait_both_end_well() {
    let workspace = portfolio();
    let run = || workspace.run(&[&BUILD[..], &["--wait", LONG]].concat());
    std::thread::scope(|scope| {
        let others: Vec<_> = (0..3).map(|_| scope.spawn(run)).collect();
        for other in others {
            other.join().expect("it ends").ended_with(0);
        }
    });
    workspace.run(&["build", "--check", "--deny", "nothing"]).ended_with(0);
}

#[test]
fn what_stands_in_the_way_is_named_and_nothing_changes() {
    let workspace = built();
    let workspace = workspace
        .without("output/acme/web/plan-of-action.md")
        .file("output/acme/web/plan-of-action.md/x", "x");
    let workspace = workspace.replace("profiles/acme/projects/shop.yaml", "Checkout", "Payments");
    let before = workspace.tree("output");
    let run = workspace.run(&BUILD).ended_with(2);
    assert!(
        run.stderr.contains("acme/web/plan-of-action.md`: a folder with this name exists"),
        "{}",
        run.stderr
    );
    assert_eq!(differing(&workspace.tree("output"), &before), Vec::<String>::new());
}

#[cfg(unix)]
#[test]
fn links_out_of_the_output_are_not_followed() {
    let workspace = built();
    let elsewhere = Workspace::empty();
    let workspace = workspace.without("output/acme/web");
    std::os::unix::fs::symlink(elsewhere.path(""), workspace.path("output/acme/web")).expect("a link");
    let run = workspace.run(&BUILD).ended_with(2);
    assert!(
        run.stderr.contains("output/acme/web` is a link, and nothing is written through links"),
        "{}",
        run.stderr
    );
    assert!(elsewhere.tree("").is_empty());
    // Nor is a link in place of the folder where files wait.
    let workspace = built();
    let kept = Workspace::empty().file("kept.txt", "kept");
    std::os::unix::fs::symlink(kept.path(""), workspace.path("output/.onus-build")).expect("a link");
    workspace.run(&BUILD).ended_with(0);
    assert_eq!(kept.read("kept.txt"), "kept");
}

#[cfg(unix)]
#[test]
fn an_input_that_vanished_leaves_the_last_result() {
    let workspace = built();
    let before = workspace.tree("output");
    let workspace = workspace.without("profiles/acme/projects/shop.yaml");
    std::os::unix::fs::symlink("nowhere.yaml", workspace.path("profiles/acme/projects/shop.yaml"))
        .expect("a link");
    let run = workspace.run(&BUILD).ended_with(2);
    assert!(run.stderr.contains("profiles/acme/projects/shop.yaml"), "{}", run.stderr);
    assert_eq!(differing(&workspace.tree("output"), &before), Vec::<String>::new());
}

#[test]
fn documents_of_a_project_that_is_gone_are_told_and_stay() {
    let workspace = built().without("profiles/acme/projects/shop.yaml");
    let run = workspace.run(&BUILD).ended_with(0);
    assert!(
        run.stderr.contains("acme/services/aws.lambda, acme/shop are no longer generated"),
        "{}",
        run.stderr
    );
    assert!(run.stderr.contains("remove them with `onus build --prune`"), "{}", run.stderr);
    assert!(workspace.path("output/acme/shop/plan-of-action.pdf").exists());
    // Told again each time, and by a check.
    assert_eq!(workspace.run(&BUILD).stderr, run.stderr);
    let check = workspace.run(&["build", "--check", "--deny", "nothing"]).ended_with(1);
    assert!(
        check.stdout.contains("acme/shop/plan-of-action.pdf: is no longer generated"),
        "{}",
        check.stdout
    );
    // Selected projects say nothing about the others.
    let some = workspace.run(&[&BUILD[..], &["--project", "web"]].concat()).ended_with(0);
    assert!(!some.stderr.contains("no longer generated"), "{}", some.stderr);
}

#[test]
fn pruning_takes_what_is_ours_and_nothing_else() {
    let workspace = built()
        .without("profiles/acme/projects/shop.yaml")
        .file("output/acme/shop/notes.txt", "mine")
        .append("output/acme/shop/plan-of-action.md", "my remark\n");
    let run = workspace.run(&[&BUILD[..], &["--prune"]].concat()).ended_with(0);
    assert!(run.stdout.contains("Removed acme/shop/plan-of-action.pdf"), "{}", run.stdout);
    assert!(
        run.stdout.contains("Kept, because it was changed since the build: acme/shop/plan-of-action.md"),
        "{}",
        run.stdout
    );
    let left: Vec<String> = workspace.tree("output/acme/shop").into_keys().collect();
    assert_eq!(left, ["notes.txt", "plan-of-action.md"]);
    assert!(!workspace.path("output/acme/services/aws.lambda").exists());
    workspace.run(&["build", "--check", "--deny", "nothing"]).ended_with(0);
}

#[test]
fn a_manifest_cannot_name_files_elsewhere() {
    // printf kept | sha256sum
    let digest = "79f076abdd19a752db7267bfff2f9022161d120dea919fdaca2ffdfc24ca8c96";
    let workspace = built().file("kept.txt", "kept");
    let manifest = workspace.read("output/acme/manifest.json");
    let entry = |path: &str| {
        format!("\"files\": [\n    {{ \"path\": \"{path}\", \"bytes\": 4, \"sha256\": \"{digest}\" }},")
    };
    for path in ["../../kept.txt", "/kept.txt", "web/../../../kept.txt"] {
        let workspace = Workspace::empty().overlay(&workspace.path(""));
        let workspace =
            workspace.file("output/acme/manifest.json", manifest.replace("\"files\": [", &entry(path)));
        workspace.run(&[&BUILD[..], &["--prune"]].concat()).ended_with(0);
        assert_eq!(workspace.read("kept.txt"), "kept", "{path}");
    }
}

#[test]
fn an_organisation_that_is_gone_is_pruned_whole() {
    let workspace = portfolio();
    let north = workspace.read("profiles/acme/organization.yaml").replace("id: acme", "id: north");
    let workspace = workspace.file("profiles/north/organization.yaml", north).file(
        "profiles/north/projects/web.yaml",
        "schema: onus.project/1\nid: web\nname: Web\nservices: [{ use: aws.s3 }]\n",
    );
    workspace.run(&BUILD).ended_with(0);
    let workspace = workspace.without("profiles/north");
    let run = workspace.run(&BUILD).ended_with(0);
    assert!(run.stderr.contains("north/web are no longer generated"), "{}", run.stderr);
    workspace.run(&[&BUILD[..], &["--prune"]].concat()).ended_with(0);
    assert!(!workspace.path("output/north").exists());
}

#[test]
fn a_check_says_what_differs_and_writes_nothing() {
    let workspace = portfolio();
    let run = workspace.run(&["build", "--check", "--deny", "nothing"]).ended_with(1);
    assert!(run.stdout.contains("acme/web/plan-of-action.md: is missing"), "{}", run.stdout);
    assert!(run.stderr.contains("run `onus build`"), "{}", run.stderr);
    assert!(!workspace.path("output").exists() && !workspace.path(".onus").exists());
    workspace.run(&BUILD).ended_with(0);
    // Weeks later all is still true, and is said to be.
    let run =
        workspace.run(&["build", "--check", "--deny", "nothing", "--as-of", "2026-11-16"]).ended_with(0);
    assert!(run.stdout.contains("is up to date"), "{}", run.stdout);
    let workspace = workspace.append("output/acme/web/plan-of-action.md", "x");
    let run = workspace.run(&["build", "--check", "--deny", "nothing"]).ended_with(1);
    assert_eq!(run.stdout, "acme/web/plan-of-action.md: is out of date\n");
    let before = workspace.tree("");
    workspace.run(&["build", "--check", "--deny", "nothing"]).ended_with(1);
    assert_eq!(workspace.tree(""), before);
}
