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
    assert!(cells(&matrix, "CRY-02").contains(&"application -: partial".to_owned()));
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

/// What acme's payments say of the chain on a day of autumn 2026.
fn chain() -> serde_json::Value {
    let workspace = samples();
    let day = ["build", "--as-of", "2026-11-30", "--document", "matrix", "--project", "acme/payments"];
    workspace.run(&day).ended_with(0);
    workspace.json("output/acme/payments/matrix.json")
}

#[test]
fn findings_that_the_sample_shows_on_purpose_are_accepted() {
    samples().run(&["check", "--as-of", "2026-11-30"]).ended_with(0);
}

#[test]
fn all_that_the_sample_offers_is_kept_and_what_it_is_asked_is_answered() {
    let matrix = chain();
    for list in ["offers", "inherits"] {
        let entries = matrix[list].as_array().expect("a list");
        assert!(!entries.is_empty());
        for part in entries.iter().flat_map(|entry| entry["parts"].as_array().expect("a list")) {
            assert_eq!(part["state"], "kept", "{list}: {part}");
        }
    }
    assert_eq!(matrix["inherits"][0]["asks"][0]["status"], "implemented");
}

/// Rows that every payment service provider prints for its merchants (PCI DSS 12.9.2), read by hand.
#[test]
fn merchants_see_which_requirements_of_pci_are_theirs() {
    let matrix = chain();
    let mut tables = matrix["customers"]["frameworks"].as_array().expect("a list").iter();
    let pci = tables.find(|table| table["id"] == "pci-dss-4.0.1").expect("payments show it");
    let share = |id: &str| {
        let rows = pci["requirements"].as_array().expect("a list");
        rows.iter().find(|row| row["id"] == id).expect("a requirement")["share"].clone()
    };
    for ours in ["1.3.1", "3.3.1.2", "3.7.4", "6.3.3", "10.3.2", "11.4.3", "12.9.2"] {
        assert_eq!(share(ours), "ours", "{ours}");
    }
    for shared in ["4.2.1", "8.2.4", "8.4.2", "9.2.1", "12.10.1"] {
        assert_eq!(share(shared), "shared", "{shared}");
    }
    // Their own pages, terminals, staff and suppliers.
    for theirs in ["6.4.3", "9.5.1", "11.6.1", "12.6.1", "12.7.1", "12.8.1"] {
        assert_eq!(share(theirs), "theirs", "{theirs}");
    }
}
