//! Packages on their way to disk: whole or not there.

#![allow(clippy::disallowed_methods, reason = "tests write their own evidence")]

use std::fs;

use onus::error::Error;
use onus::publish::publish_package;
use onus_core::digest::Meter;
use onus_package::{FileContent, SealedPackage, seal};

use crate::package::{contents, item};
use crate::workspace::Workspace;

/// A package that takes `evidence.bin` from a workspace, which holds that many bytes.
fn with_file(workspace: &Workspace, content: &[u8]) -> SealedPackage {
    let place = workspace.path("evidence.bin");
    fs::write(&place, content).expect("a file can be written");
    let mut contents = contents();
    let mut large = item("evidence/large.bin", "");
    large.content = FileContent::File { place, fingerprint: Meter::of(content) };
    contents.files.push(large);
    seal(contents, None).expect("good contents")
}

#[test]
fn a_package_with_a_file_from_disk_is_written_and_whole() {
    let workspace = Workspace::empty();
    let content = vec![7; 3 * 1024 * 1024 + 1];
    let sealed = with_file(&workspace, &content);
    publish_package(&workspace.path(""), &workspace.path("p.zip"), &sealed).expect("it can be written");
    assert_eq!(fs::metadata(workspace.path("p.zip")).expect("it is there").len(), sealed.bytes());
    workspace.run(&["verify", "p.zip"]).ended_with(0);
    // Again, over itself.
    publish_package(&workspace.path(""), &workspace.path("p.zip"), &sealed).expect("it can be written");
    assert_eq!(workspace.tree("").len(), 2);
}

#[test]
fn a_file_that_changed_since_is_named_and_nothing_is_left_behind() {
    let content = b"as it was".to_vec();
    for after in [Some(&b"as it is!"[..]), Some(b"as it"), Some(b"as it was, and more"), None] {
        let workspace = Workspace::empty();
        let sealed = with_file(&workspace, &content);
        match after {
            Some(bytes) => fs::write(workspace.path("evidence.bin"), bytes).expect("a file can be written"),
            None => fs::remove_file(workspace.path("evidence.bin")).expect("a file can be removed"),
        }
        fs::write(workspace.path("p.zip"), "the old one").expect("a file can be written");
        let error =
            publish_package(&workspace.path(""), &workspace.path("p.zip"), &sealed).expect_err("it changed");
        assert!(error.to_string().contains("evidence.bin"), "{error}");
        let changed = matches!(error, Error::Changed { .. });
        assert_eq!(changed, after.is_some(), "{error}");
        assert_eq!(workspace.read("p.zip"), "the old one");
        assert_eq!(workspace.tree("").len(), 1 + usize::from(after.is_some()));
    }
}

#[cfg(unix)]
#[test]
fn a_pipe_in_the_place_of_a_file_is_not_waited_for() {
    let workspace = Workspace::empty();
    let sealed = with_file(&workspace, b"abc");
    fs::remove_file(workspace.path("evidence.bin")).expect("a file can be removed");
    let made = std::process::Command::new("mkfifo").arg(workspace.path("evidence.bin")).status();
    assert!(made.expect("mkfifo runs").success());
    let error = publish_package(&workspace.path(""), &workspace.path("p.zip"), &sealed)
        .expect_err("a pipe is no file");
    assert!(error.to_string().contains("it is not a plain file"), "{error}");
}

#[test]
fn a_package_does_not_take_the_place_of_a_folder() {
    let workspace = Workspace::empty();
    let sealed = with_file(&workspace, b"abc");
    fs::create_dir(workspace.path("p.zip")).expect("a folder can be made");
    assert!(publish_package(&workspace.path(""), &workspace.path("p.zip"), &sealed).is_err());
    assert!(publish_package(&workspace.path(""), &workspace.path("no/folder/p.zip"), &sealed).is_err());
}
