//! `onus licenses`: what is compiled in, and that nothing is missing from the list.

#![allow(clippy::unwrap_used, reason = "helpers of tests: what is not there is a failure")]
#![allow(clippy::disallowed_methods, reason = "tests read the manifests")]

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use serde_json::{Value, json};

use crate::workspace::{Run, Workspace};

fn licenses(arguments: &[&str]) -> Run {
    Workspace::empty().run(&[["licenses"].as_slice(), arguments].concat())
}

fn components(arguments: &[&str]) -> Vec<Value> {
    licenses(&[arguments, ["--message-format", "json"].as_slice()].concat())
        .ended_with(0)
        .records("component")
}

/// What the manifests of onus and its crates ask for at run time, by the names of the packages.
fn asked_for() -> BTreeSet<String> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut manifests = vec![root.join("Cargo.toml")];
    manifests.extend(
        fs::read_dir(root.join("crates")).unwrap().map(|entry| entry.unwrap().path().join("Cargo.toml")),
    );
    let mut names = BTreeSet::new();
    for manifest in manifests {
        let mut is_wanted = false;
        for line in fs::read_to_string(manifest).unwrap().lines() {
            if line.starts_with('[') {
                is_wanted = line == "[dependencies]";
            } else if let (true, Some((name, _))) = (is_wanted, line.split_once(['=', '.']))
                && !line.contains("optional = true")
            {
                names.insert(name.trim().to_owned());
            }
        }
    }
    names.retain(|name| !name.starts_with("onus-") && !name.starts_with('#'));
    names
}

#[test]
fn the_list_names_crates_and_fonts_with_their_licences() {
    let list = licenses(&[]).ended_with(0).stdout;
    assert!(
        list.starts_with(&format!("onus {} is licensed under MIT OR Apache-2.0.", env!("CARGO_PKG_VERSION")))
    );
    let licence = |name: &str| {
        let line = list.lines().find(|line| line.starts_with(&format!("{name}  "))).unwrap();
        line.rsplit("  ").next().unwrap().to_owned()
    };
    assert_eq!(licence("tera"), "MIT");
    assert_eq!(licence("unicode-bidi"), "MIT OR Apache-2.0");
    assert_eq!(licence("Noto Emoji"), "OFL-1.1");
    assert_eq!(licence("DejaVu Sans Mono"), "Bitstream Vera licence");
    assert!(!list.contains("Permission is hereby granted"));
}

#[test]
fn everything_that_a_manifest_asks_for_is_listed() {
    let records = components(&[]);
    let listed: BTreeSet<&str> = records.iter().map(|record| record["name"].as_str().unwrap()).collect();
    let asked_for = asked_for();
    assert!(asked_for.len() > 10, "{asked_for:?}");
    let missing: Vec<&String> = asked_for.iter().filter(|name| !listed.contains(name.as_str())).collect();
    assert!(missing.is_empty(), "{missing:?}");
}

#[test]
fn crates_have_the_versions_of_the_lock_file() {
    let lock = fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("Cargo.lock")).unwrap();
    let records = components(&[]);
    let crates: Vec<&Value> = records.iter().filter(|record| record["kind"] == "crate").collect();
    assert!(crates.len() > 50, "{}", crates.len());
    for record in crates {
        let [name, version] = ["name", "version"].map(|key| record[key].as_str().unwrap());
        let entry = format!("name = \"{name}\"\nversion = \"{version}\"\n");
        assert!(lock.contains(&entry), "{name} {version} is not in Cargo.lock");
    }
}

#[test]
fn one_component_is_shown_with_its_texts() {
    let one = licenses(&["libdeflate-sys"]).ended_with(0).stdout;
    assert!(one.starts_with("libdeflate-sys "), "{one}");
    assert!(one.contains("--- libdeflate/COPYING\n\nCopyright 2016 Eric Biggers"), "{one}");
    assert_eq!(one.matches("Eric Biggers").count(), 1, "{one}");
    let font = licenses(&["noto-emoji"]).ended_with(0).stdout;
    assert!(font.contains("Copyright 2013 Google Inc. All Rights Reserved."), "{font}");
    assert!(font.contains("SIL OPEN FONT LICENSE Version 1.1"), "{font}");
    assert!(!font.contains("libdeflate"), "{font}");
}

#[test]
fn the_full_notices_have_a_text_for_every_component() {
    let records = components(&["--full"]);
    let full = licenses(&["--full"]).ended_with(0).stdout;
    assert_eq!(records.len(), components(&[]).len());
    for record in records {
        let [name, version] = ["name", "version"].map(|key| record[key].as_str().unwrap());
        let texts = record["texts"].as_array().unwrap();
        assert!(!texts.is_empty(), "{name} has no text");
        for text in texts {
            let [origin, text] = ["origin", "text"].map(|key| text[key].as_str().unwrap());
            let owner = format!("{} ({origin})", format!("{name} {version}").trim_end());
            let at = full.find(&owner).unwrap_or_else(|| panic!("{owner} is missing"));
            let (_, below) = full[at..].split_once("\n\n").unwrap();
            assert!(below.starts_with(text), "{owner}");
        }
    }
}

#[test]
fn programs_are_told_what_needs_what() {
    let run = licenses(&["--message-format", "json"]).ended_with(0);
    let program = &run.records("program")[0];
    let needs = |record: &Value, name: &str| {
        record["dependencies"].as_array().unwrap().iter().any(|needed| needed["name"] == name)
    };
    assert_eq!((&program["name"], &program["version"]), (&json!("onus"), &json!(env!("CARGO_PKG_VERSION"))));
    assert!(needs(program, "tera") && !needs(program, "serde_core"), "{program}");
    let records = run.records("component");
    let serde = records.iter().find(|record| record["name"] == "serde").unwrap();
    assert!(needs(serde, "serde_core"), "{serde}");
    assert_eq!(serde["sha256"].as_str().unwrap().len(), 64);
}

#[test]
fn a_name_that_is_not_compiled_in_is_refused() {
    let run = licenses(&["harfrut"]).ended_with(2);
    let expected = "error: no crate, font or library called `harfrut` is compiled in\n  hint: did you mean `harfrust`?\n";
    assert_eq!((run.stdout.as_str(), run.stderr.as_str()), ("", expected));
}
