//! docs/changes.schema.json against reports with changes of every kind, and against reports that are none.

use serde_json::{Value, json};

use super::changed;
use crate::guide::published::{PublishedSchema, holds_exactly, with};
use crate::workspace::Workspace;

/// A report with a change of every kind.
fn full() -> Value {
    let control = |id: &str| {
        format!(
            "schema: onus.controls/1\ndomain: logging\ncontrols:\n  - {id}\n    title: Fax log\n    objective: Every fax is \
             logged.\n    parts:\n      - {{ id: data, layer: governance, customer: Keeps the log. }}\n"
        )
    };
    let profile = "frameworks: [soc2-tsc-2017]\nstatements:\n  - { control: LOG-01, status: implemented, owner: platform, text: Kept. }\n\
                   attestations:\n  - { id: soc, provider: aws, title: SOC 2, services: [aws.s3], regions: all, \
                   period: 2026-01-01/2026-12-31 }\nrisk-acceptances:\n  - { id: RA-1, control: LOG-01, reason: Agreed., \
                   approver: Board, from: 2026-01-01, until: 2026-12-31 }\n";
    let register = "schema: onus.evidence/1\nevidence:\n  - { id: scan, title: Scan, controls: [LOG-01], kind: ticket, \
                    location: SEC-1, collected: 2026-11-01 }\n";
    let other = "schema: onus.project/1\nid: shop\nname: Shop\nservices:\n  - { use: aws.sqs }\n";
    let before = Workspace::base()
        .append("profiles/acme/organization.yaml", profile)
        .file("profiles/acme/evidence/register.yaml", register)
        .file("profiles/acme/catalog/fax.yaml", control("id: FAX-01"));
    changed(before, |workspace| {
        workspace
            .replace("profiles/acme/organization.yaml", profile, "")
            .replace(
                "profiles/acme/organization.yaml",
                "{ to: platform }",
                "{ domain: logging, to: platform }",
            )
            .replace("profiles/acme/projects/web.yaml", "aws.s3", "aws.sqs")
            .replace("profiles/acme/evidence/register.yaml", "SEC-1", "SEC-2")
            .replace("profiles/acme/evidence/register.yaml", "LOG-01", "LOG-02")
            .file("profiles/acme/catalog/fax.yaml", control("id: TEL-01\n    formerly: [FAX-01]"))
            .file("profiles/acme/projects/shop.yaml", other)
    })
}

#[test]
fn a_report_with_everything_follows_the_schema() {
    let report = full();
    assert_eq!(PublishedSchema::read("changes").errors(&report), Vec::<String>::new());
    let counts = report["counts"].as_array().expect("a list").iter();
    let subjects: Vec<&str> = counts.map(|count| count["subject"].as_str().expect("a word")).collect();
    let expected = [
        "project",
        "responsibility",
        "finding",
        "evidence",
        "attestation",
        "statement",
        "risk-acceptance",
        "service",
        "control",
        "requirement",
        "catalog",
    ];
    assert_eq!(subjects, expected);
}

#[test]
fn the_schema_is_the_one_that_the_types_give() {
    assert!(
        PublishedSchema::read("changes").text == onus_matrix::changes_schema_text(),
        "docs/changes.schema.json is out of date; crates/matrix/examples/schema.rs says how to write it"
    );
}

#[test]
fn the_schema_has_exactly_the_keys_and_words_of_a_report() {
    holds_exactly(&PublishedSchema::read("changes"), &full());
}

#[test]
fn the_schema_refuses_values_that_no_report_has() {
    let (schema, good) = (PublishedSchema::read("changes"), full());
    let changes: [(&str, &str, Value); 8] = [
        ("", "schema", json!("onus.changes/1")),
        ("", "worse", json!(-1)),
        ("/before", "as_of", json!(["soon"])),
        ("/after", "name", json!(null)),
        ("/groups/0", "projects", json!([])),
        ("/groups/0", "changes", json!([])),
        ("/groups/0/changes/0", "things", json!([])),
        ("/groups/0/changes/0", "before", json!({ "file": "a", "line": 0 })),
    ];
    assert!(schema.validator.is_valid(&good));
    for (place, key, value) in changes {
        let bad = with(&good, place, key, Some(value));
        assert!(!schema.validator.is_valid(&bad), "{place}/{key} was taken");
    }
}

#[test]
fn states_are_words_of_data_and_duties_are_words_for_people() {
    let report = full();
    let groups = report["groups"].as_array().expect("a list").iter();
    let changes = groups.flat_map(|group| group["changes"].as_array().expect("a list"));
    let details = changes.flat_map(|change| change["details"].as_array().expect("a list"));
    let values = |aspect: &str| -> Vec<&str> {
        let details = details.clone().filter(|detail| detail["aspect"] == aspect);
        details.flat_map(|detail| [detail["before"].as_str(), detail["after"].as_str()]).flatten().collect()
    };
    assert!(values("state").contains(&"in-force"), "{:?}", values("state"));
    assert!(values("operate").contains(&"nobody"), "{:?}", values("operate"));
}
