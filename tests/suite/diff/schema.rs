//! docs/changes.schema.json against reports with changes of every kind, and against reports that are none.

use std::path::Path;

use jsonschema::Validator;
use serde_json::{Value, json};

use super::changed;
use crate::workspace::{Workspace, repository};

#[allow(clippy::disallowed_methods, reason = "the guide is read as it is shipped")]
fn validator() -> Validator {
    let path: &Path = &repository().join("docs/changes.schema.json");
    let text = std::fs::read_to_string(path).expect("the guide has the schema");
    let schema: Value = serde_json::from_str(&text).expect("the schema is JSON");
    jsonschema::draft202012::meta::validate(&schema).expect("the schema follows its own standard");
    jsonschema::draft202012::new(&schema).expect("the schema can be compiled")
}

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
    let validator = validator();
    let errors: Vec<String> =
        validator.iter_errors(&report).map(|error| format!("{}: {error}", error.instance_path())).collect();
    assert_eq!(errors, Vec::<String>::new());
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
fn the_schema_refuses_what_is_not_a_report() {
    let (validator, good) = (validator(), full());
    let changes: [(&str, &str, Value); 14] = [
        ("", "schema", json!("onus.changes/2")),
        ("", "extra", json!(1)),
        ("", "worse", json!(-1)),
        ("/before", "as_of", json!(["soon"])),
        ("/after", "name", json!(null)),
        ("/counts/0", "subject", json!("rumour")),
        ("/counts/0", "came", json!(null)),
        ("/groups/0", "projects", json!([])),
        ("/groups/0", "changes", json!([])),
        ("/groups/0/changes/0", "action", json!("vanished")),
        ("/groups/0/changes/0", "effect", json!("bad")),
        ("/groups/0/changes/0", "things", json!([])),
        ("/groups/0/changes/0", "before", json!({ "file": "a", "line": 0 })),
        ("/groups/0/changes/0/details/0", "aspect", json!("mood")),
    ];
    assert!(validator.is_valid(&good));
    for (place, key, value) in changes {
        let mut bad = good.clone();
        bad.pointer_mut(place).unwrap_or_else(|| panic!("there is no {place}"))[key] = value;
        assert!(!validator.is_valid(&bad), "{place}/{key} was taken");
    }
}

#[test]
fn the_schema_knows_every_key_of_a_report() {
    let (validator, good) = (validator(), full());
    for place in ["", "/before", "/counts/0", "/groups/0", "/groups/0/projects/0", "/groups/0/changes/0"] {
        for key in good.pointer(place).and_then(Value::as_object).expect("an object").keys() {
            let mut bad = good.clone();
            let object = bad.pointer_mut(place).and_then(Value::as_object_mut).expect("an object");
            object.remove(key);
            assert!(!validator.is_valid(&bad), "{place}/{key} is not missed");
        }
    }
}
