//! docs/package.schema.json against manifests, against what is none, and the guide against the codes of `verify`.

use std::fs;

use jsonschema::Validator;
use onus_package::{ProblemCode, seal};
use serde_json::{Value, json};

use crate::package::{bytes, contents, folder, item, sealed, unpacked};
use crate::workspace::{Workspace, repository};

#[allow(clippy::disallowed_methods, reason = "the guide is read as it is shipped")]
fn guide(page: &str) -> String {
    fs::read_to_string(repository().join("docs").join(page)).expect("the guide has the page")
}

pub(crate) fn validator() -> Validator {
    let schema: Value = serde_json::from_str(&guide("package.schema.json")).expect("the schema is JSON");
    jsonschema::draft202012::meta::validate(&schema).expect("the schema follows its own standard");
    jsonschema::draft202012::new(&schema).expect("the schema can be compiled")
}

fn manifest(signed: bool) -> Value {
    serde_json::from_slice(&unpacked(&bytes(&sealed(signed)))["manifest.json"]).expect("a manifest is JSON")
}

#[test]
fn every_manifest_follows_the_schema() {
    let validator = validator();
    let mut bare = contents();
    bare.files = vec![item("...x", ""), item("a/.b", "")];
    (bare.inputs, bare.withheld) = (Vec::new(), Vec::new());
    (bare.about.classification, bare.about.contact) = (None, None);
    let bare = unpacked(&bytes(&seal(bare, None).expect("good contents")))["manifest.json"].clone();
    for manifest in [manifest(false), manifest(true), serde_json::from_slice(&bare).expect("JSON")] {
        let errors: Vec<String> = validator
            .iter_errors(&manifest)
            .map(|error| format!("{}: {error}", error.instance_path()))
            .collect();
        assert_eq!(errors, Vec::<String>::new());
    }
}

/// Manifests that are none: where, which key, what value; nothing means that the key is taken away.
fn mistakes() -> Vec<(&'static str, &'static str, Option<Value>)> {
    let mut mistakes = vec![
        ("", "schema", Some(json!("onus.package/1"))),
        ("", "extra", Some(json!(1))),
        ("", "as_of", Some(json!("yesterday"))),
        ("/signature", "public_key", Some(json!("none"))),
        ("/signature", "extra", Some(json!(1))),
        ("/signature", "signed_at", Some(json!("yesterday"))),
        ("/signature", "signer", Some(json!("Robin Doe"))),
        ("/signature/signer", "stated_by", Some(json!("hearsay"))),
        ("/withheld/0", "kind", Some(json!("document"))),
        ("/withheld/0", "same_as", Some(json!(1))),
        ("/files/0", "bytes", Some(json!(-1))),
        ("/files/0", "sha256", Some(json!("AB".repeat(32)))),
        ("/files/0", "kind", Some(json!("secret"))),
        ("/files/0", "path", Some(json!("../x"))),
        ("/files/0", "path", Some(json!("/x"))),
        ("/files/0", "path", Some(json!("a\\b"))),
        ("/files/0", "path", Some(json!("a//b"))),
        ("/files/0/supports", "extra", Some(json!([]))),
        ("/withheld/0", "reason", Some(json!("secret"))),
        ("/withheld/0", "sha256", Some(json!("none"))),
        ("/withheld/0", "pinned_sha256", Some(json!("none"))),
        ("/withheld/0", "state", Some(json!("good"))),
        ("/files/0", "state", Some(json!("due-soon"))),
        ("/files/0", "pinned_sha256", Some(json!("AB".repeat(32)))),
        ("/inputs/0", "bytes", Some(json!("3"))),
    ];
    for key in ["schema", "tool", "catalog", "organization", "project", "as_of", "classification", "contact"]
    {
        mistakes.push(("", key, None));
    }
    for key in ["signature", "inputs", "files", "withheld"] {
        mistakes.push(("", key, None));
    }
    for key in ["path", "bytes", "sha256", "media_type", "kind"] {
        mistakes.push(("/files/0", key, None));
    }
    for key in ["id", "title", "state", "pinned_sha256", "supports", "source", "from"] {
        mistakes.push(("/files/0", key, None));
    }
    for key in ["id", "title", "reason", "location", "bytes", "sha256"] {
        mistakes.push(("/withheld/0", key, None));
    }
    for key in ["pinned_sha256", "state", "media_type", "supports", "source", "from"] {
        mistakes.push(("/withheld/0", key, None));
    }
    mistakes
}

#[test]
fn the_schema_and_verify_refuse_what_is_not_a_manifest() {
    let validator = validator();
    let good = manifest(true);
    let mut files = unpacked(&bytes(&sealed(true)));
    let folder = folder(&files);
    for (place, key, value) in mistakes() {
        let mut bad = good.clone();
        let object =
            bad.pointer_mut(place).and_then(Value::as_object_mut).expect("the sample has such a place");
        match value {
            Some(value) => object.insert(key.to_owned(), value),
            None => object.shift_remove(key),
        };
        assert!(!validator.is_valid(&bad), "{place}/{key} was taken");
        let text = serde_json::to_string_pretty(&bad).expect("JSON") + "\n";
        files.insert("manifest.json".to_owned(), text.clone().into_bytes());
        write(&folder.path().join("manifest.json"), &text);
        let place_of = folder.path().to_str().expect("a plain name");
        let run = Workspace::empty().run(&["verify", place_of, "--message-format", "json"]).ended_with(1);
        let found = run.records("problem");
        let named = ["manifest", "sums"];
        let said = found.iter().any(|one| named.iter().any(|code| one["code"] == *code));
        assert!(said, "{place}/{key}: {}", run.stdout);
    }
}

#[allow(clippy::disallowed_methods, reason = "tests write their own packages")]
fn write(path: &std::path::Path, text: &str) {
    fs::write(path, text).expect("a file can be written");
}

#[test]
fn an_unknown_schema_is_named() {
    let mut files = unpacked(&bytes(&sealed(false)));
    let text = String::from_utf8(files["manifest.json"].clone()).expect("text");
    files.insert("manifest.json".to_owned(), text.replace("onus.package/2", "onus.package/7").into_bytes());
    let folder = folder(&files);
    let run =
        Workspace::empty().run(&["verify", folder.path().to_str().expect("a plain name")]).ended_with(1);
    let words = "its schema is `onus.package/7`; this version of onus reads `onus.package/2`";
    assert!(run.stderr.contains(words), "{}", run.stderr);
}

#[test]
fn the_guide_explains_every_code_of_verify_and_no_other() {
    let page = guide("package.md");
    let sections: Vec<&str> =
        page.lines().filter_map(|line| line.strip_prefix("### `")?.strip_suffix('`')).collect();
    let codes: Vec<&str> = ProblemCode::ALL.iter().map(|code| code.as_str()).collect();
    assert_eq!(sections, codes);
}
