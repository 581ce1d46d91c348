//! The same inputs give the same bytes: whatever the number of threads, the folder, and the user's surroundings.

use std::collections::BTreeMap;

use crate::workspace::{Run, Workspace};

/// All files that a build writes, in a folder of its own.
fn built(threads: &str, surroundings: [(&str, &str); 4]) -> BTreeMap<String, Vec<u8>> {
    let workspace = Workspace::base();
    let mut command = workspace.command(&["build", "--quiet"]);
    command.env("RAYON_NUM_THREADS", threads).envs(surroundings);
    Run::of(command).ended_with(0);
    workspace.tree("output")
}

#[test]
fn threads_folders_and_surroundings_do_not_reach_a_document() {
    let here = [("TZ", "UTC"), ("LANG", "C"), ("LC_ALL", "C"), ("HOME", "/")];
    let there = [
        ("TZ", "Pacific/Kiritimati"),
        ("LANG", "tr_TR.UTF-8"),
        ("LC_ALL", "ar_EG.UTF-8"),
        ("HOME", "/nowhere"),
    ];
    let (one, other) = (built("1", here), built("2", there));
    assert!(one.keys().filter(|path| path.ends_with(".pdf")).count() > 4);
    assert!(one.keys().eq(other.keys()));
    for (path, bytes) in &one {
        assert!(bytes == &other[path], "{path} differs");
    }
}
