//! The samples of this repository: statements by domain, by requirement and narrowed, which agree with each other.

use std::collections::BTreeMap;

use super::{cells, control, requirement, status};
use crate::workspace::{Workspace, repository, tree};

/// A workspace with the samples.
fn samples() -> Workspace {
    let files = tree(&repository().join("profiles")).into_iter();
    files.fold(Workspace::empty(), |workspace, (path, bytes)| {
        workspace.file(&format!("profiles/{path}"), bytes)
    })
}

/// The texts of all of acme's statements, on one line each.
fn texts() -> BTreeMap<String, String> {
    let of_yaml = |(path, bytes): (String, Vec<u8>)| {
        let text = String::from_utf8(bytes).expect("UTF-8");
        path.ends_with(".yaml").then(|| (path, text.split_whitespace().collect::<Vec<_>>().join(" ")))
    };
    tree(&repository().join("profiles/acme")).into_iter().filter_map(of_yaml).collect()
}

#[test]
fn the_sample_has_statements_by_control_by_requirement_and_narrowed() {
    let workspace = samples();
    workspace.run(&["build", "--document", "matrix", "--project", "acme/payments"]).ended_with(0);
    let matrix = workspace.json("output/acme/payments/matrix.json");
    assert_eq!(status(&matrix, "AC-2"), "partial stated");
    assert_eq!(status(&matrix, "AC-6(7)"), "implemented derived", "a person confirmed it");
    let encryption = control(&matrix, "CRY-02");
    assert_eq!(encryption["statement"]["file"], "profiles/acme/statements/cryptography.yaml");
    assert_eq!(encryption["status"], "partial", "the gateway hosts");
    assert!(cells(&matrix, "CRY-02").contains(&"application aws.ec2: partial".to_owned()));
    let in_transit = requirement(&matrix, "SC-8");
    assert_eq!(in_transit["derived"], true);
    assert_ne!(in_transit["status"], "implemented", "CRY-02 serves it");
}

#[test]
fn numbers_in_the_statements_of_the_sample_agree() {
    let all = texts();
    let saying = |words: &str| all.iter().filter(|(_, text)| text.contains(words)).count();
    assert_eq!(saying("emergency changes. Four took place in the third quarter"), 1);
    assert_eq!(saying("there were four in the third quarter of 2026"), 1, "as CHG-03 says");
    assert_eq!(saying("lists 94 suppliers"), 1);
    assert_eq!(saying("the 29 of 94 suppliers that hold our content"), 1);
    let keys =
        tree(&repository().join("profiles/acme/evidence")).remove("key-list-2026q4.txt").expect("the list");
    let keys = String::from_utf8(keys).expect("UTF-8");
    assert_eq!(keys.lines().filter(|line| line.starts_with("alias/")).count(), 8);
    assert_eq!(saying("our eight keys"), 1);
    assert!(keys.contains("alias/acquirer"), "CRY-06 speaks of it");
    assert_eq!(saying("An outside scan is compared"), 0, "there was none since December 2025");
}
