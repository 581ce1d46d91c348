//! docs/matrix.schema.json against the matrices of all sample projects, and against matrices that are none.

use std::fs;
use std::path::Path;
use std::sync::OnceLock;

use chrono::NaiveDate;
use jsonschema::Validator;
use onus::format::OutputFormat;
use onus::load::load;
use onus::pipeline::{Request, Selection, make};
use serde_json::{Value, json};

#[allow(clippy::disallowed_methods, reason = "the guide is read as it is shipped")]
fn validator() -> Validator {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/matrix.schema.json");
    let text = fs::read_to_string(path).expect("the guide has the schema");
    let schema: Value = serde_json::from_str(&text).expect("the schema is JSON");
    jsonschema::draft202012::meta::validate(&schema).expect("the schema follows its own standard");
    jsonschema::draft202012::new(&schema).expect("the schema can be compiled")
}

/// The matrices of the sample projects: path, content.
fn matrices() -> &'static [(String, Value)] {
    static MATRICES: OnceLock<Vec<(String, Value)>> = OnceLock::new();
    MATRICES.get_or_init(|| {
        let workspace = load(Path::new(env!("CARGO_MANIFEST_DIR"))).expect("this repository is a workspace");
        let as_of = NaiveDate::from_ymd_opt(2026, 12, 1).expect("a day of the calendar");
        let formats = vec![OutputFormat::Json];
        let request = Request { as_of, selection: Selection::default(), document: None, formats };
        let made = make(&workspace, &request).expect("templates and fonts are built in");
        let matrices = made.files.into_iter().filter(|file| file.path.ends_with("/matrix.json"));
        matrices
            .map(|file| (file.path, serde_json::from_slice(&file.bytes).expect("a matrix is JSON")))
            .collect()
    })
}

#[test]
fn the_matrix_of_every_sample_project_follows_the_schema() {
    let validator = validator();
    let paths: Vec<&str> = matrices().iter().map(|(path, _)| path.as_str()).collect();
    let expected = ["acme/ledger", "acme/payments", "acme/web-shop", "northwind/intranet"];
    assert_eq!(paths, expected.map(|project| format!("{project}/matrix.json")));
    for (path, matrix) in matrices() {
        let errors: Vec<String> = validator
            .iter_errors(matrix)
            .map(|error| format!("{path}{}: {error}", error.instance_path()))
            .collect();
        assert_eq!(errors, Vec::<String>::new());
    }
}

#[test]
fn the_schema_refuses_what_is_not_a_matrix() {
    let validator = validator();
    let (_, good) = &matrices()[0];
    let changes: [(&str, &str, Value); 9] = [
        ("", "schema", json!("onus.matrix/2")),
        ("", "extra", json!(1)),
        ("/catalog", "digest", json!("none")),
        ("/controls/0", "responsibility", json!("ours")),
        ("/controls/0/cells/0", "operate", json!("nobody")),
        ("/controls/0/cells/0", "claims", json!([])),
        ("/controls/0/cells/0/claims/0", "rank", json!("rumour")),
        ("/controls/0/cells/0/claims/0", "line", json!(0)),
        ("/controls/0/statement", "status", json!("done")),
    ];
    for (place, key, value) in changes {
        let mut bad = good.clone();
        bad.pointer_mut(place).expect("the sample has such a place")[key] = value;
        assert!(!validator.is_valid(&bad), "{place}/{key} was taken");
    }
}

#[test]
fn the_schema_asks_for_every_key_of_a_matrix() {
    let validator = validator();
    let (_, good) = &matrices()[0];
    for place in [
        "",
        "/catalog",
        "/services/0",
        "/controls/0",
        "/controls/0/cells/0",
        "/controls/0/cells/0/claims/0",
        "/controls/0/statement",
        "/frameworks/0",
        "/frameworks/0/requirements/0",
        "/findings/0",
    ] {
        let keys: Vec<String> = match good.pointer(place) {
            Some(Value::Object(entries)) => entries.keys().cloned().collect(),
            other => panic!("{place} is {other:?}"),
        };
        for key in keys {
            let mut bad = good.clone();
            if let Some(Value::Object(entries)) = bad.pointer_mut(place) {
                entries.remove(&key);
            }
            assert!(!validator.is_valid(&bad), "a matrix without {place}/{key} was taken");
        }
    }
}

#[test]
fn the_published_shape_has_exactly_the_keys_that_others_build_on() {
    let keys = |place: &str| -> Vec<String> {
        let (_, matrix) = &matrices()[0];
        matrix.pointer(place).and_then(Value::as_object).expect("an object").keys().cloned().collect()
    };
    let cell = [
        "part",
        "layer",
        "service",
        "responsibility",
        "manage",
        "operate",
        "verify",
        "provider_text",
        "customer_text",
        "claims",
    ];
    let finding = ["code", "severity", "message", "control", "service", "file", "line", "column"];
    let control = ["id", "title", "domain", "responsibility", "parties", "cells", "statement", "evidence"];
    let top = [
        "schema",
        "organization",
        "project",
        "as_of",
        "catalog",
        "services",
        "controls",
        "frameworks",
        "findings",
    ];
    assert_eq!(keys(""), top);
    assert_eq!(keys("/organization"), ["id", "name"]);
    assert_eq!(keys("/project"), ["id", "name"]);
    assert_eq!(keys("/catalog"), ["version", "digest"]);
    assert_eq!(keys("/services/0"), ["id", "name", "class", "regions"]);
    assert_eq!(keys("/controls/0"), control);
    assert_eq!(keys("/controls/0/cells/0"), cell);
    assert_eq!(keys("/controls/0/cells/0/claims/0"), ["rank", "file", "line", "column", "reason"]);
    assert_eq!(keys("/controls/0/statement"), ["status", "owner", "due", "text"]);
    assert_eq!(keys("/frameworks/0"), ["id", "baseline", "requirements"]);
    assert_eq!(keys("/frameworks/0/requirements/0"), ["id", "title", "responsibility", "controls"]);
    assert_eq!(keys("/findings/0"), finding);
}
