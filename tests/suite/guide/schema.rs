//! docs/matrix.schema.json against the matrices of all sample projects and of one that has everything, and against
//! matrices that are none.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;
use std::sync::OnceLock;

use chrono::NaiveDate;
use jsonschema::Validator;
use onus::build::{BuildEnv, BuildRequest, build};
use onus::format::OutputFormat;
use onus::open::{EvidenceReading, OpenWorkspace, Selection};
use onus::publish::MemorySink;
use serde_json::{Value, json};

use crate::workspace::Workspace;

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
        let as_of = NaiveDate::from_ymd_opt(2026, 12, 1).expect("a day of the calendar");
        let open = OpenWorkspace::open(
            Path::new(env!("CARGO_MANIFEST_DIR")),
            Selection::default(),
            as_of,
            EvidenceReading::Changed,
        )
        .expect("this repository is a workspace");
        let request = BuildRequest { document: None, formats: vec![OutputFormat::Json] };
        let shelf = MemorySink::default();
        build(&open, &request, &BuildEnv::isolated(&shelf)).expect("templates and fonts are built in");
        let matrices = shelf.files().into_iter().filter(|file| file.path.ends_with("/matrix.json"));
        matrices
            .map(|file| (file.path, serde_json::from_slice(&file.bytes).expect("a matrix is JSON")))
            .collect()
    })
}

/// The matrix of a small project with evidence, reports and accepted risks of every state.
fn full() -> &'static Value {
    static FULL: OnceLock<Value> = OnceLock::new();
    FULL.get_or_init(|| {
        let organization = "frameworks: [nist-800-53-r5/low]\nattestations:\n  \
            - { id: soc, provider: aws, title: SOC 2, services: [aws.s3], regions: all, period: 2025-10-01/2026-09-30, \
            bridge-letters: [{ title: Letter, period: 2026-10-01/2026-12-31 }] }\n\
            risk-acceptances:\n  \
            - { id: RA-1, control: LOG-01, reason: Agreed., approver: Board, from: 2026-01-01, until: 2026-11-14 }\n  \
            - { id: RA-2, control: LOG-01, reason: Agreed., approver: Board, from: 2026-01-01, until: 2026-11-15 }\n  \
            - { id: RA-3, control: LOG-01, reason: Agreed., approver: Board, from: 2026-11-16, until: 2026-11-17 }\n";
        let entry = |id: &str, keys: &str| {
            format!("  - {{ id: {id}, title: {id}, controls: [LOG-01, LOG-02/retention], {keys} }}\n")
        };
        let ticket = "kind: ticket, location: SEC-1";
        let register = [
            entry("current", "kind: file, location: a.txt, collected: 2026-11-01, provided-by: platform"),
            entry("altered", &format!("kind: file, location: a.txt, collected: 2026-11-01, sha256: {}", "a".repeat(64))),
            entry("missing", "kind: file, location: b.txt, collected: 2026-11-01"),
            entry("due", "kind: url, location: https://a.example, collected: 2026-11-01, valid-until: 2026-11-20"),
            entry("stale", &format!("{ticket}, collected: 2026-01-01, cadence: weekly")),
            entry("future", &format!("{ticket}, collected: 2027-01-01")),
            entry("report", "kind: attestation, location: soc, collected: 2026-11-01, classification: public"),
        ];
        Workspace::base()
            .append("profiles/acme/organization.yaml", organization)
            .file("profiles/acme/evidence/a.txt", "hello\n")
            .file(
                "profiles/acme/evidence/register.yaml",
                format!("schema: onus.evidence/1\nevidence:\n{}", register.concat()),
            )
            .matrix()
    })
}

#[test]
fn a_matrix_with_everything_follows_the_schema() {
    let errors: Vec<String> =
        validator().iter_errors(full()).map(|error| format!("{}: {error}", error.instance_path())).collect();
    assert_eq!(errors, Vec::<String>::new());
    let words = |list: &str| -> Vec<&str> {
        let entries = full()[list].as_array().expect("a list");
        entries.iter().map(|entry| entry["state"].as_str().expect("a word")).collect()
    };
    let states = ["altered", "current", "due soon", "from the future", "missing", "current", "stale"];
    assert_eq!(words("evidence"), states);
    assert_eq!(words("risk_acceptances"), ["lapsed", "in force", "not yet"]);
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
    let claim = format!("/claims/{}", first_claim(good));
    let changes: [(&str, &str, Value); 14] = [
        ("", "schema", json!("onus.matrix/1")),
        ("", "extra", json!(1)),
        ("/catalog", "digest", json!("none")),
        ("/controls/0", "responsibility", json!("ours")),
        ("/controls/0/cells/0", "operate", json!("nobody")),
        ("/controls/0/cells/0", "claims", json!([])),
        ("/controls/0/cells/0", "claims", json!([{}])),
        ("/controls/0/cells/0", "customer_text", json!("Does what is to be done.")),
        ("/claims", "0badc1a1", json!({})),
        ("/claims", "claim", good["claims"][first_claim(good)].clone()),
        ("/texts", "0badc1a1", json!(1)),
        (&claim, "rank", json!("rumour")),
        (&claim, "line", json!(0)),
        ("/controls/0/statement", "status", json!("done")),
    ];
    for (place, key, value) in changes {
        let mut bad = good.clone();
        bad.pointer_mut(place).expect("the sample has such a place")[key] = value;
        assert!(!validator.is_valid(&bad), "{place}/{key} was taken");
    }
    let changes: [(&str, &str, Value); 16] = [
        ("/evidence/0", "state", json!("good")),
        ("/evidence/0", "kind", json!("rumour")),
        ("/evidence/0", "classification", json!("secret")),
        ("/evidence/0", "sha256", json!("abc")),
        ("/evidence/0", "bytes", json!(-1)),
        ("/evidence/0", "valid_until", json!("soon")),
        ("/evidence/0", "supports", json!([])),
        ("/evidence/0", "extra", json!(1)),
        ("/assurance/0", "shortfall", json!("evidence-stale")),
        ("/assurance/0", "inherited_parts", json!(null)),
        ("/assurance/2/covered_by/0", "state", json!("gap")),
        ("/risk_acceptances/0", "state", json!("forgotten")),
        ("/risk_acceptances/0", "reason", json!("")),
        ("/risk_acceptances/0", "controls", json!([])),
        ("/findings/0/hanging", "requirements", json!(["AU-2"])),
        ("/findings/0", "hanging", json!(null)),
    ];
    for (place, key, value) in changes {
        let mut bad = full().clone();
        bad.pointer_mut(place).unwrap_or_else(|| panic!("there is no {place}"))[key] = value;
        assert!(!validator.is_valid(&bad), "{place}/{key} was taken");
    }
}

/// The name of the claim that decided the first cell.
fn first_claim(matrix: &Value) -> &str {
    matrix["controls"][0]["cells"][0]["claims"][0].as_str().expect("a name")
}

/// The matrix of a sample project with what proves things in the full one.
fn whole() -> Value {
    let (_, mut matrix) = matrices()[0].clone();
    for key in ["evidence", "assurance", "risk_acceptances"] {
        matrix[key] = full()[key].clone();
    }
    matrix
}

#[test]
fn the_schema_asks_for_every_key_of_a_matrix() {
    let validator = validator();
    let good = &whole();
    for place in [
        "",
        "/catalog",
        "/services/0",
        "/controls/0",
        "/controls/0/cells/0",
        &format!("/claims/{}", first_claim(good)),
        "/controls/0/statement",
        "/frameworks/0",
        "/frameworks/0/requirements/0",
        "/findings/0",
        "/findings/0/hanging",
        "/evidence/0",
        "/assurance/2",
        "/assurance/2/covered_by/0",
        "/risk_acceptances/0",
        "/controls/0/asked",
        "/controls/0/asked/asks/0",
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

/// Places in a matrix and the keys there, in their order.
const SHAPE: [(&str, &str); 20] = [
    (
        "",
        "schema organization project as_of catalog parties services claims texts controls frameworks evidence assurance \
         risk_acceptances findings",
    ),
    ("/organization", "id name"),
    ("/project", "id name"),
    ("/catalog", "version digest"),
    ("/parties/0", "id name"),
    ("/services/0", "id name class regions file line column"),
    (
        "/controls/0",
        "id formerly title domain responsibility parties delegations cells statement evidence asked",
    ),
    ("/controls/0/delegations/0", "to file line column"),
    (
        "/controls/0/cells/0",
        "part layer service responsibility manage operate verify held_by provider_text customer_text claims",
    ),
    ("/controls/0/statement", "status owner due text file line column"),
    ("/controls/0/asked", "asks open"),
    ("/controls/0/asked/asks/0", "ask cadence"),
    ("/frameworks/0", "id baseline requirements"),
    ("/frameworks/0/requirements/0", "id title responsibility controls"),
    (
        "/evidence/0",
        "id title kind location state collected valid_until provided_by classification bytes sha256 supports file \
         line column",
    ),
    ("/assurance/2", "provider service regions inherited_parts shared_parts covered_by shortfall"),
    ("/assurance/2/covered_by/0", "id title state"),
    ("/risk_acceptances/0", "id controls reason approver from until state file line column"),
    ("/findings/0", "code severity message control service evidence hanging file line column"),
    ("/findings/0/hanging", "controls requirements"),
];

#[test]
fn the_published_shape_has_exactly_the_keys_that_others_build_on() {
    let matrix = whole();
    for (place, keys) in SHAPE {
        let entries = matrix.pointer(place).and_then(Value::as_object).expect("an object");
        let found: Vec<&str> = entries.keys().map(String::as_str).collect();
        assert_eq!(found.join(" "), keys, "{place}");
    }
    let claim = matrix["claims"][first_claim(&matrix)].as_object().expect("an object");
    let found: Vec<&str> = claim.keys().map(String::as_str).collect();
    assert_eq!(found, ["rank", "file", "line", "column", "reason"]);
}

#[test]
fn every_text_and_claim_that_a_cell_names_is_there_and_none_besides() {
    for (_, matrix) in matrices() {
        let controls = matrix["controls"].as_array().expect("a list");
        let cells: Vec<&Value> =
            controls.iter().flat_map(|control| control["cells"].as_array().expect("a list")).collect();
        let claims = cells.iter().flat_map(|cell| cell["claims"].as_array().expect("a list"));
        let texts = cells.iter().flat_map(|cell| [&cell["provider_text"], &cell["customer_text"]]);
        let names = |of: &mut dyn Iterator<Item = &Value>| -> BTreeSet<String> {
            of.filter_map(Value::as_str).map(str::to_owned).collect()
        };
        let keys = |list: &str| matrix[list].as_object().expect("an object").keys().cloned().collect();
        assert_eq!(names(&mut claims.into_iter()), keys("claims"));
        assert_eq!(names(&mut texts.into_iter()), keys("texts"));
    }
}
