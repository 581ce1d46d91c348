//! Disks that are full or read-only. These need the right to mount, so they are run by name.

#![allow(clippy::disallowed_methods, reason = "a test mounts its own disk")]

use std::process::Command;

use super::{differing, portfolio};
use crate::workspace::Workspace;

/// A small disk in memory, gone with the value.
struct Disk {
    place: std::path::PathBuf,
}

impl Disk {
    fn mount(workspace: &Workspace, folder: &str, options: &str) -> Self {
        let place = workspace.path(folder);
        std::fs::create_dir_all(&place).expect("a folder can be made");
        let status = Command::new("mount").args(["-t", "tmpfs", "-o", options, "tmpfs"]).arg(&place).status();
        assert!(status.expect("mount is there").success(), "this test needs the right to mount");
        Self { place }
    }

    fn change(&self, options: &str) {
        let options = format!("remount,{options}");
        let status = Command::new("mount").args(["-o", options.as_str()]).arg(&self.place).status();
        assert!(status.expect("mount is there").success(), "the disk can be mounted anew");
    }
}

impl Drop for Disk {
    fn drop(&mut self) {
        let status = Command::new("umount").arg(&self.place).status();
        assert!(status.is_ok_and(|status| status.success()) || std::thread::panicking());
    }
}

const BUILD: [&str; 4] = ["build", "--deny", "nothing", "--force"];

#[test]
#[ignore = "needs the right to mount"]
fn a_full_disk_leaves_the_last_result() {
    let workspace = portfolio();
    let disk = Disk::mount(&workspace, "output", "size=64m");
    workspace.run(&BUILD).ended_with(0);
    let before = workspace.tree("output");
    let used: usize = before.values().map(Vec::len).sum();
    // Less than what every document made anew takes beside the old ones.
    disk.change(&format!("size={}k", used / 1024 + 256));
    let workspace =
        workspace.file("templates/theme.yaml", "schema: onus.theme/1\ntext:\n  body: { size: 8 }\n");
    let run = workspace.run(&BUILD).ended_with(2);
    assert!(run.stderr.contains("cannot write") && run.stderr.contains("No space left"), "{}", run.stderr);
    assert_eq!(differing(&workspace.tree("output"), &before), Vec::<String>::new());
    disk.change("size=64m");
    workspace.run(&BUILD).ended_with(0);
    workspace.run(&["build", "--check", "--deny", "nothing"]).ended_with(0);
}

#[test]
#[ignore = "needs the right to mount"]
fn a_read_only_output_leaves_the_last_result() {
    let workspace = portfolio();
    let disk = Disk::mount(&workspace, "output", "size=64m");
    workspace.run(&BUILD).ended_with(0);
    let before = workspace.tree("output");
    disk.change("ro");
    let workspace =
        workspace.file("templates/theme.yaml", "schema: onus.theme/1\ntext:\n  body: { size: 8 }\n");
    let run = workspace.run(&BUILD).ended_with(2);
    assert!(run.stderr.contains("Read-only file system"), "{}", run.stderr);
    assert_eq!(differing(&workspace.tree("output"), &before), Vec::<String>::new());
}

#[test]
#[ignore = "needs the right to mount"]
fn a_memory_that_cannot_be_kept_costs_nothing_but_time() {
    let workspace = portfolio();
    let _disk = Disk::mount(&workspace, ".onus", "ro,size=1m");
    workspace.run(&BUILD).ended_with(0);
    workspace.run(&["build", "--deny", "nothing"]).ended_with(0);
    workspace.run(&["build", "--check", "--deny", "nothing"]).ended_with(0);
}
