//! Every file of a package that `onus bundle` made, changed in every way.

#![allow(clippy::disallowed_methods, reason = "tests change what the program wrote")]

use std::fs;
use std::path::Path;

use onus_package::verify_folder;

use super::{Files, packed, workspace};
use crate::package::{SECRET, folder};
use crate::workspace::tree;

/// What `verify` finds in a folder: codes, and the files that it names.
fn found(folder: &Path) -> Vec<(&'static str, String)> {
    let opened = onus::load::open_package(folder).expect("a folder can be opened");
    let onus_package::PackagePlace::Folder { entries, open } = opened else {
        panic!("a folder is no archive")
    };
    let problems = verify_folder(&entries, open, None).problems;
    problems.into_iter().map(|one| (one.code.as_str(), one.path.unwrap_or_default())).collect()
}

/// Ways to change one of the files.
const WAYS: [&str; 6] = ["flip", "drop", "add", "rename", "truncate", "swap"];

/// Changes a file and says what puts everything back as it was.
fn change(place: &Path, way: &str, path: &str, files: &Files) -> Box<dyn FnOnce()> {
    let at = place.join(path);
    let content = files[path].clone();
    let (restored, back) = (at.clone(), content.clone());
    let restore = move || fs::write(&restored, back).expect("a file can be written");
    match way {
        "flip" => {
            let mut flipped = content;
            let middle = flipped.len() / 2;
            flipped[middle] ^= 1;
            fs::write(&at, flipped).expect("a file can be written");
        }
        "truncate" => fs::write(&at, &content[..content.len() - 1]).expect("a file can be written"),
        "drop" => fs::remove_file(&at).expect("a file can be removed"),
        "add" | "rename" => {
            let other = place.join(format!("{path}.new"));
            fs::write(&other, &content).expect("a file can be written");
            if way == "rename" {
                fs::remove_file(&at).expect("a file can be removed");
            }
            return Box::new(move || {
                fs::remove_file(other).expect("a file can be removed");
                restore();
            });
        }
        "swap" => {
            let next = files.keys().find(|other| other.as_str() > path).or(files.keys().next());
            let other = next.expect("there are several").clone();
            let (other, theirs) = (place.join(&other), files[&other].clone());
            fs::write(&at, &theirs).expect("a file can be written");
            fs::write(&other, content).expect("a file can be written");
            return Box::new(move || {
                fs::write(other, theirs).expect("a file can be written");
                restore();
            });
        }
        _ => panic!("`{way}` is no way"),
    }
    Box::new(restore)
}

#[test]
fn every_change_of_every_file_of_a_bundle_is_found_and_named() {
    let files = packed(&workspace().file("t.key", SECRET), &["--sign", "t.key"]);
    assert!(files.len() > 20, "only {} files", files.len());
    let folder = folder(&files);
    assert_eq!(found(folder.path()), []);
    for path in files.keys() {
        for way in WAYS {
            let restore = change(folder.path(), way, path, &files);
            let found = found(folder.path());
            let named = if way == "add" { format!("{path}.new") } else { path.clone() };
            assert!(found.iter().any(|(_, about)| *about == named), "{way} {path}: {found:?}");
            restore();
        }
    }
    assert!(tree(folder.path()) == files, "not everything was put back");
    assert_eq!(found(folder.path()), []);
}
