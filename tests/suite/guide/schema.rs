//! docs/matrix.schema.json against the matrices of all sample projects and of one that has everything, against matrices that
//! are none, and against what reads them back.

use std::collections::BTreeSet;
use std::path::Path;
use std::sync::OnceLock;

use chrono::NaiveDate;
use onus::build::{BuildEnv, BuildRequest, build};
use onus::format::OutputFormat;
use onus::open::{EvidenceReading, OpenWorkspace, Selection};
use onus::publish::MemorySink;
use onus_matrix::read_matrix;
use serde_json::{Value, json};

use super::full_matrix::{full, small};
use super::published::{PublishedSchema, holds_exactly, replaced, with};

fn schema() -> &'static PublishedSchema {
    static SCHEMA: OnceLock<PublishedSchema> = OnceLock::new();
    SCHEMA.get_or_init(|| PublishedSchema::read("matrix"))
}

fn is_read(matrix: &Value) -> Result<(), String> {
    read_matrix(matrix.to_string().as_bytes()).map(|_| ())
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
            EvidenceReading::All(None),
        )
        .expect("this repository is a workspace");
        let request = BuildRequest { documents: None, formats: vec![OutputFormat::Json] };
        let shelf = MemorySink::default();
        build(&open, &request, &BuildEnv::isolated(&shelf)).expect("templates and fonts are built in");
        let matrices = shelf.files().into_iter().filter(|file| file.path.ends_with("/matrix.json"));
        matrices
            .map(|file| (file.path, serde_json::from_slice(&file.bytes).expect("a matrix is JSON")))
            .collect()
    })
}

#[test]
fn the_schema_is_the_one_that_the_types_give() {
    assert!(
        schema().text == onus_matrix::matrix_schema_text(),
        "docs/matrix.schema.json is out of date; crates/matrix/examples/schema.rs says how to write it"
    );
}

#[test]
fn a_matrix_with_everything_follows_the_schema() {
    assert_eq!(schema().errors(full()), Vec::<String>::new());
    assert_eq!(schema().errors(&small()), Vec::<String>::new());
    assert_eq!(is_read(&small()), Ok(()));
    let words = |list: &str| -> Vec<&str> {
        let entries = full()[list].as_array().expect("a list");
        entries.iter().map(|entry| entry["state"].as_str().expect("a word")).collect()
    };
    let states = ["altered", "current", "due-soon", "from-the-future", "missing", "current", "stale"];
    assert_eq!(words("evidence"), states);
    assert_eq!(words("risk_acceptances"), ["lapsed", "in-force", "not-yet"]);
}

#[test]
fn the_matrix_of_every_sample_project_follows_the_schema_and_is_read_back() {
    let paths: Vec<&str> = matrices().iter().map(|(path, _)| path.as_str()).collect();
    let expected =
        ["acme/landing-zone", "acme/ledger", "acme/payments", "acme/web-shop", "northwind/intranet"];
    assert_eq!(paths, expected.map(|project| format!("{project}/matrix.json")));
    for (path, matrix) in matrices() {
        assert_eq!(schema().errors(matrix), Vec::<String>::new(), "{path}");
        assert_eq!(is_read(matrix), Ok(()), "{path}");
    }
}

#[test]
fn the_schema_has_exactly_the_keys_and_words_of_a_matrix() {
    holds_exactly(schema(), &small());
}

#[test]
fn what_the_schema_allows_is_read_and_what_it_refuses_is_not() {
    let matrix = small();
    let examples = schema().examples(&matrix);
    for (name, example) in &examples.words {
        for word in &example.words {
            let other = replaced(&matrix, &example.pointer, word.as_str().into());
            assert_eq!(is_read(&other), Ok(()), "`{word}` of `{name}`");
        }
        let error = is_read(&replaced(&matrix, &example.pointer, "rumour".into())).expect_err(name);
        assert!(
            error.starts_with("not a valid matrix.json: ") && error.contains("rumour"),
            "{name}: {error}"
        );
    }
    for (name, object) in &examples.objects {
        for key in &object.required {
            let lacking = with(&matrix, &object.pointer, key, None);
            let null = with(&matrix, &object.pointer, key, Some(Value::Null));
            // A key that may be null may be missing, too, as far as reading goes.
            let is_optional = schema().validator.is_valid(&null);
            assert_eq!(is_read(&lacking).is_ok(), is_optional, "`{name}` without `{key}`");
            assert_eq!(is_read(&null).is_ok(), is_optional, "`{name}` with `{key}` as null");
        }
    }
}

#[test]
fn every_word_of_the_data_is_in_kebab_case() {
    let words = schema().all_words();
    for word in ["not-applicable", "due-soon", "from-the-future", "in-force", "not-yet", "on-change"] {
        assert!(words.contains(word), "{word}");
    }
    let is_kebab = |word: &String| {
        word.split('-').all(|part| !part.is_empty() && part.chars().all(|c| c.is_ascii_lowercase()))
    };
    let others: Vec<&String> = words.iter().filter(|word| !is_kebab(word)).collect();
    assert!(others.is_empty(), "{others:?}");
}

#[test]
fn the_schema_refuses_values_that_no_matrix_has() {
    let good = small();
    let claim = format!("/claims/{}", first_claim(&good));
    let changes: [(&str, &str, Value); 31] = [
        ("", "schema", json!("onus.matrix/2")),
        ("", "as_of", json!("soon")),
        ("/catalog", "digest", json!("none")),
        ("/controls/0", "formerly", json!(["A-1", "A-1"])),
        ("/controls/0/cells/0", "responsibility", json!("not-applicable")),
        ("/controls/0/cells/0", "claims", json!([])),
        ("/controls/0/cells/0", "claims", json!([{}])),
        ("/controls/0/cells/0", "customer_text", json!("Does what is to be done.")),
        ("/claims", "0badc1a1", json!({})),
        ("/claims", "claim", good["claims"][first_claim(&good)].clone()),
        ("/texts", "0badc1a1", json!(1)),
        (&claim, "line", json!(0)),
        (&claim, "reason", json!("")),
        ("/frameworks/0/requirements/0", "satisfied_by", json!(["LOG-01"])),
        ("/frameworks/0/requirements/0", "satisfied_by", json!(["LOG-01/a/b"])),
        ("/evidence/0", "sha256", json!("abc")),
        ("/evidence/0", "bytes", json!(-1)),
        ("/evidence/0", "valid_until", json!("soon")),
        ("/evidence/0", "supports", json!(["LOG-01", "LOG-01"])),
        ("/frameworks/0/requirements/0", "status", json!("done")),
        ("/frameworks/0/requirements/0", "derived", json!(null)),
        ("/frameworks/0/requirements/0/parts/0", "relationship", json!("similar")),
        ("/controls/0", "status", json!(null)),
        ("/assurance/0", "shortfall", json!("evidence-stale")),
        ("/assurance/0", "inherited_parts", json!(null)),
        ("/assurance/4/covered_by/0", "state", json!("gap")),
        ("/risk_acceptances/0", "reason", json!("")),
        ("/risk_acceptances/0", "controls", json!([])),
        ("/findings/0", "code", json!("Stale evidence")),
        ("/findings/0/hanging", "requirements", json!(["AU-2"])),
        ("/findings/0", "hanging", json!(null)),
    ];
    assert!(schema().validator.is_valid(&good));
    for (place, key, value) in changes {
        let bad = with(&good, place, key, Some(value));
        assert!(!schema().validator.is_valid(&bad), "{place}/{key} was taken");
    }
}

/// The name of the claim that decided the first cell.
fn first_claim(matrix: &Value) -> &str {
    matrix["controls"][0]["cells"][0]["claims"][0].as_str().expect("a name")
}

/// Places in a matrix and the keys there, in their order.
const SHAPE: [(&str, &str); 22] = [
    (
        "",
        "schema organization project as_of catalog parties services attributes inherits offers customers claims texts controls \
         frameworks evidence assurance risk_acceptances findings approvals assertion system",
    ),
    ("/organization", "id name"),
    ("/project", "id name"),
    ("/catalog", "version digest"),
    ("/parties/0", "id name acts_for"),
    ("/services/0", "id name as provider class runs_on regions file line column formerly"),
    (
        "/controls/0",
        "id formerly title domain responsibility parties delegations cells statement evidence asked status \
         statements",
    ),
    ("/controls/0/delegations/0", "to file line column"),
    (
        "/controls/0/cells/0",
        "part layer per service responsibility manage operate verify from held_by provider_text customer_text claims \
         proof",
    ),
    ("/controls/0/statement", "status owner due text file line column"),
    ("/controls/0/asked", "asks open"),
    ("/controls/0/asked/asks/0", "ask cadence"),
    ("/frameworks/0", "id baseline requirements"),
    (
        "/frameworks/0/requirements/0",
        "id title responsibility satisfied_by formerly proof controls status derived capped_by not_applicable_because parts \
         remainder statement confirmation evidence originations",
    ),
    ("/frameworks/0/requirements/0/parts/0", "control part relationship status"),
    ("/frameworks/0/requirements/0/evidence", "held asked open"),
    (
        "/evidence/0",
        "id title kind location state collected valid_until provided_by classification bytes sha256 supports file \
         line column",
    ),
    ("/assurance/4", "provider service regions inherited_parts shared_parts covered_by shortfall unproven"),
    ("/assurance/4/covered_by/0", "id title state opinion relied_on_until frameworks"),
    ("/risk_acceptances/0", "id controls reason approver from until state file line column approved_on"),
    ("/findings/0", "code severity level message control service evidence hanging file line column"),
    ("/findings/0/hanging", "controls requirements"),
];

#[test]
fn the_published_shape_has_exactly_the_keys_that_others_build_on() {
    let matrix = small();
    let log_01 =
        matrix["controls"].as_array().expect("a list").iter().find(|control| control["id"] == "LOG-01");
    let mut matrix = matrix.clone();
    matrix["controls"] = json!([log_01.expect("a control of the catalog")]);
    for (place, keys) in SHAPE {
        let entries =
            matrix.pointer(place).and_then(Value::as_object).unwrap_or_else(|| panic!("no {place}"));
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

#[test]
fn a_requirement_amounts_to_what_the_cells_of_its_parts_do() {
    for (path, matrix) in matrices() {
        let controls = matrix["controls"].as_array().expect("a list");
        let requirements = matrix["frameworks"].as_array().expect("a list").iter();
        let requirements =
            requirements.flat_map(|framework| framework["requirements"].as_array().expect("a list"));
        let mut counted = 0;
        for requirement in requirements {
            let parts = requirement["satisfied_by"].as_array().expect("a list");
            let mut found: BTreeSet<&str> = BTreeSet::new();
            for part in parts {
                let (control, part) =
                    part.as_str().and_then(|part| part.split_once('/')).expect("CONTROL/part");
                let control =
                    controls.iter().find(|row| row["id"] == control).expect("a control of the file");
                let cells = control["cells"].as_array().expect("a list").iter();
                let cells = cells.filter(|cell| cell["part"] == part);
                found.extend(cells.map(|cell| cell["responsibility"].as_str().expect("a word")));
            }
            if !found.is_empty() && !requirement["remainder"].is_null() {
                found.insert("customer");
            }
            let expected = match found.into_iter().collect::<Vec<_>>().as_slice() {
                [] if parts.is_empty() => "customer",
                [] => "not-applicable",
                [only] => only,
                [..] => "shared",
            };
            assert_eq!(requirement["responsibility"], expected, "{path}: {}", requirement["id"]);
            counted += 1;
        }
        assert!(counted > 0, "{path}");
    }
}
