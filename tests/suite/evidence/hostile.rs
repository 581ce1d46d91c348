//! Evidence that cannot lie in a repository: links out of the workspace, pipes, devices, and files larger than memory.

#![allow(clippy::disallowed_methods, reason = "tests write their own workspaces")]

use std::fs;

use super::{FILE, HELLO, REGISTER, Workspace, at, found, with_evidence, with_file};

#[test]
fn paths_that_climb_within_the_workspace_are_followed() {
    let workspace = with_file("x", &[])
        .replace(REGISTER, "location: scan.txt", "location: ../../../shared/./scan.txt")
        .file("shared/scan.txt", "hello\n");
    assert_eq!(workspace.matrix()["evidence"][0]["sha256"], HELLO);
}

#[cfg(target_os = "linux")]
#[test]
fn a_file_far_larger_than_the_memory_for_it_is_hashed() {
    // A gigabyte of zeros that takes no room, and three quarters of it as address space for everything. What
    // `head -c 1073741824 /dev/zero | sha256sum` prints is the expected digest.
    let workspace = with_file("", &[]);
    let file = fs::File::options().write(true).open(workspace.path(FILE)).expect("it was written");
    file.set_len(1 << 30).expect("the file system knows sparse files");
    let mut command = assert_cmd::Command::new("sh");
    command.current_dir(workspace.path("")).env("RAYON_NUM_THREADS", "2").arg("-c").arg(format!(
        "ulimit -v 786432 && exec {} build --document matrix --as-of 2026-11-15",
        env!("CARGO_BIN_EXE_onus")
    ));
    crate::workspace::Run::of(command).ended_with(0);
    let evidence = &workspace.json("output/acme/web/matrix.json")["evidence"][0];
    assert_eq!(evidence["bytes"], 1_u64 << 30);
    assert_eq!(evidence["sha256"], "49bc20df15e412a64472421e13fe86ff1c5165e18b2afccf160d4dc19fe68a14");
}

#[cfg(unix)]
mod unix {
    use std::os::unix::fs::symlink;
    use std::process::Command;

    use super::*;

    /// What is said of a workspace whose only mistake is at the location of its evidence: code and message.
    #[track_caller]
    fn mistake(workspace: &Workspace) -> (String, String) {
        let build = workspace.run(&["build", "--message-format", "json"]).ended_with(2);
        let check = workspace.run(&["check", "--message-format", "json"]).ended_with(2);
        assert_eq!(build.stdout, check.stdout);
        assert!(workspace.tree("output").is_empty() && workspace.tree(".onus").is_empty());
        let records = check.records("diagnostic");
        assert_eq!(records.len(), 1, "{}", check.stdout);
        let label = &records[0]["labels"][0];
        assert_eq!((label["file"].as_str(), label["line"].as_u64()), (Some(REGISTER), Some(7)));
        assert_eq!(label["column"], 15);
        let text = |key: &str| records[0][key].as_str().expect("a text").to_owned();
        (text("code"), text("message"))
    }

    fn without_file() -> Workspace {
        with_evidence(&["kind: file", "location: scan.txt", "collected: 2026-10-01"])
    }

    #[test]
    fn a_link_that_leads_out_of_the_workspace_is_a_mistake() {
        let elsewhere = Workspace::empty().file("secret.txt", "hello\n");
        let workspace = without_file();
        symlink(elsewhere.path("secret.txt"), workspace.path(FILE)).expect("a link");
        assert_eq!(mistake(&workspace).0, "outside-workspace");
    }

    #[test]
    fn a_folder_on_the_way_that_leads_out_of_the_workspace_is_a_mistake() {
        let elsewhere = Workspace::empty().file("scan.txt", "hello\n");
        let workspace = without_file().replace(REGISTER, "scan.txt", "away/scan.txt");
        symlink(elsewhere.path(""), workspace.path("profiles/acme/evidence/away")).expect("a link");
        assert_eq!(mistake(&workspace).0, "outside-workspace");
    }

    #[test]
    fn an_endless_device_behind_a_link_is_not_read() {
        let workspace = without_file();
        symlink("/dev/zero", workspace.path(FILE)).expect("a link");
        assert_eq!(mistake(&workspace).0, "outside-workspace");
    }

    #[test]
    fn a_link_within_the_workspace_is_followed() {
        let workspace = without_file().file("shared/scan.txt", "hello\n");
        symlink("../../../shared/scan.txt", workspace.path(FILE)).expect("a link");
        assert_eq!(workspace.matrix()["evidence"][0]["sha256"], HELLO);
    }

    #[test]
    fn a_link_to_nothing_is_a_file_that_is_not_there() {
        let workspace = without_file();
        symlink("nowhere.txt", workspace.path(FILE)).expect("a link");
        assert_eq!(found(&workspace), at("evidence-file-missing", "7:15"));
    }

    #[test]
    fn links_that_lead_in_circles_are_a_mistake() {
        let workspace = without_file();
        symlink("other.txt", workspace.path(FILE)).expect("a link");
        symlink("scan.txt", workspace.path("profiles/acme/evidence/other.txt")).expect("a link");
        assert_eq!(mistake(&workspace).0, "unreadable");
    }

    #[test]
    fn a_pipe_is_a_mistake_and_holds_nobody_up() {
        let workspace = without_file();
        assert!(
            Command::new("mkfifo").arg(workspace.path(FILE)).status().expect("mkfifo is there").success()
        );
        let (code, message) = mistake(&workspace);
        assert_eq!(code, "unreadable");
        assert_eq!(message, format!("cannot read `{FILE}`: it is not a plain file"));
    }

    #[test]
    fn a_folder_in_place_of_a_file_is_a_mistake() {
        let workspace = without_file();
        fs::create_dir(workspace.path(FILE)).expect("a folder");
        assert_eq!(mistake(&workspace).0, "unreadable");
    }

    #[test]
    fn a_copy_of_a_report_that_leads_out_of_the_workspace_is_a_mistake() {
        let elsewhere = Workspace::empty().file("secret.txt", "hello\n");
        let report = "attestations:\n  - { id: soc2, provider: aws, title: SOC 2, services: all, regions: all, \
            valid-until: 2027-01-31, copy: soc2.txt }\n";
        let workspace = Workspace::base().append(super::super::ORGANIZATION, report);
        symlink(elsewhere.path("secret.txt"), workspace.path("profiles/acme/soc2.txt")).expect("a link");
        let run = workspace.run(&["check", "--message-format", "json"]).ended_with(2);
        assert_eq!(run.records("diagnostic")[0]["code"], "outside-workspace");
    }
}

/// Root may read and write anything, so where the tests run as root the program runs as nobody (`setpriv` is part of
/// util-linux).
#[cfg(target_os = "linux")]
mod nobody {
    use std::os::unix::fs::{MetadataExt, PermissionsExt};
    use std::path::Path;

    use super::*;
    use crate::workspace::Run;

    fn set_mode(path: &Path, mode: u32) {
        fs::set_permissions(path, fs::Permissions::from_mode(mode)).expect("modes can be set");
    }

    /// Runs the program in a workspace as somebody who owns at most what the tests own.
    fn run(workspace: &Workspace, arguments: &[&str]) -> Run {
        // A place that everybody may look into. `cp` makes the copy, so that no process started meanwhile by another
        // test holds it open for writing.
        let beside = Workspace::empty();
        let program = beside.path("onus");
        let copied = std::process::Command::new("cp").arg(env!("CARGO_BIN_EXE_onus")).arg(&program).status();
        assert!(copied.expect("cp is there").success());
        set_mode(&beside.path(""), 0o755);
        let is_root = fs::metadata(&program).expect("it was copied").uid() == 0;
        let mut command = if is_root {
            let mut command = assert_cmd::Command::new("setpriv");
            command.args(["--reuid=65534", "--regid=65534", "--clear-groups"]).arg(&program);
            command
        } else {
            assert_cmd::Command::new(&program)
        };
        command.current_dir(workspace.path("")).args(arguments).args(["--as-of", "2026-11-15"]);
        Run::of(command)
    }

    #[test]
    fn a_file_that_may_not_be_read_is_a_mistake_at_its_location() {
        let workspace = with_file("hello\n", &[]);
        set_mode(&workspace.path(""), 0o755);
        set_mode(&workspace.path(FILE), 0o000);
        let run = run(&workspace, &["check", "--message-format", "json"]).ended_with(2);
        let records = run.records("diagnostic");
        assert_eq!(records.len(), 1, "{}", run.stdout);
        assert_eq!(records[0]["code"], "unreadable");
        assert_eq!(records[0]["labels"][0]["line"], 7);
    }

    #[test]
    fn a_workspace_that_may_not_be_written_is_built_elsewhere() {
        let workspace = with_file("hello\n", &[]);
        let elsewhere = Workspace::empty();
        set_mode(&workspace.path(""), 0o555);
        set_mode(&elsewhere.path(""), 0o777);
        // Long enough that there is something to remember.
        std::thread::sleep(std::time::Duration::from_millis(2_100));
        let output = elsewhere.path("").to_string_lossy().into_owned();
        run(&workspace, &["build", "--document", "matrix", "--output", &output]).ended_with(0);
        set_mode(&workspace.path(""), 0o755);
        assert_eq!(elsewhere.json("acme/web/matrix.json")["evidence"][0]["sha256"], HELLO);
        assert!(workspace.tree(".onus").is_empty());
    }
}
