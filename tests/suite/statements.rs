//! Statements by control, by cell and by requirement, and the status of requirements that follows from them. Every expected
//! value was worked out by hand from the rules in docs/profiles.md.

mod requirements;
mod samples;
mod written;

use serde_json::Value;

use crate::workspace::Workspace;

const ORGANIZATION: &str = "profiles/acme/organization.yaml";
const PROJECT: &str = "profiles/acme/projects/web.yaml";
const FRAMEWORK: &str = "profiles/acme/catalog/house.yaml";
const REGISTER: &str = "profiles/acme/evidence/register.yaml";

/// Two controls. HSE-01 has a part of the organisation (`rules`), one for each service that stores data, of which the base
/// workspace has S3 and EC2 (`stores`), and one that is wholly the provider's (`halls`).
const CONTROLS: &str = "\
schema: onus.controls/1
domain: governance
controls:
  - id: HSE-01
    title: House accounts
    objective: Everybody has one account.
    evidence:
      - { ask: List of accounts, cadence: annual }
      - { ask: List of leavers, cadence: annual }
    parts:
      - { id: rules, layer: governance, title: Rules, customer: Writes the rules. }
      - { id: stores, layer: data, title: Stores, needs: [stores-data], customer: Applies them to stores. }
      - { id: halls, layer: facilities, title: Halls, provider: Locks the halls. }
  - id: HSE-02
    title: House keys
    objective: Keys are counted.
    parts:
      - { id: rules, layer: governance, title: Rules, customer: Counts keys. }
      - { id: chest, layer: governance, title: Chest, customer: Locks the chest. }
";

const REQUIREMENTS: &str = "\
schema: onus.framework/1
id: house
title: House rules
requirements:
  - { id: R-1, title: Equal, satisfied-by: [{ id: HSE-01/rules, relationship: equal }] }
  - { id: R-2, title: Plain, satisfied-by: [HSE-01/rules] }
  - { id: R-3, title: Two, satisfied-by: [{ id: HSE-01/rules, relationship: equal }, HSE-02/rules] }
  - { id: R-4, title: Halls, satisfied-by: [{ id: HSE-01/halls, relationship: equal }] }
  - { id: R-5, title: Rest, remainder: The cellar., satisfied-by: [{ id: HSE-01/rules, relationship: equal }] }
  - { id: R-6, title: Board, organizational: Only the board can. }
  - { id: R-7, title: Whole, satisfied-by: [{ id: HSE-02, relationship: superset }] }
  - { id: R-8, title: Less, satisfied-by: [{ id: HSE-01/rules, relationship: subset }] }
  - { id: R-9, title: Stores, satisfied-by: [{ id: HSE-01/stores, relationship: equal }] }
";

/// A statement on a control that the evidence of the base workspace supports.
const IMPLEMENTED: &str =
    "  - { control: HSE-01, status: implemented, owner: platform, text: Done., evidence: [scan] }\n";

/// The workspace with the house rules and these statements of the organisation.
fn house(statements: &str) -> Workspace {
    let list = if statements.is_empty() { String::new() } else { format!("statements:\n{statements}") };
    Workspace::base()
        .file("profiles/acme/catalog/controls.yaml", CONTROLS)
        .file(FRAMEWORK, REQUIREMENTS)
        .append(ORGANIZATION, &format!("frameworks: [house]\n{list}"))
}

/// A requirement in the matrix of a workspace.
#[track_caller]
fn requirement(matrix: &Value, id: &str) -> Value {
    let tables = matrix["frameworks"].as_array().expect("a list");
    let mut all = tables.iter().flat_map(|table| table["requirements"].as_array().expect("a list"));
    all.find(|one| one["id"] == id).unwrap_or_else(|| panic!("no requirement {id}")).clone()
}

/// Status, `derived` or `stated`, and what caps it, of a requirement.
#[track_caller]
fn status(matrix: &Value, id: &str) -> String {
    let found = requirement(matrix, id);
    let source = if found["derived"] == true { "derived" } else { "stated" };
    let caps: Vec<&str> =
        found["capped_by"].as_array().expect("a list").iter().filter_map(Value::as_str).collect();
    let caps = if caps.is_empty() { String::new() } else { format!(": {}", caps.join("; ")) };
    format!("{} {source}{caps}", found["status"].as_str().expect("a word"))
}

/// A control in a matrix.
#[track_caller]
fn control(matrix: &Value, id: &str) -> Value {
    let all = matrix["controls"].as_array().expect("a list");
    all.iter().find(|one| one["id"] == id).unwrap_or_else(|| panic!("no control {id}")).clone()
}

/// `part service: status` of the cells of a control that have a status.
#[track_caller]
fn cells(matrix: &Value, id: &str) -> Vec<String> {
    let control = control(matrix, id);
    let cells = control["cells"].as_array().expect("a list").iter();
    let line = |cell: &Value| {
        let status = cell["status"].as_str()?.to_owned();
        Some(format!(
            "{} {}: {status}",
            cell["part"].as_str().expect("an id"),
            cell["service"].as_str().unwrap_or("-")
        ))
    };
    cells.filter_map(line).collect()
}

/// The messages of the findings with a code.
#[track_caller]
fn messages(workspace: &Workspace, code: &str) -> Vec<String> {
    let run = workspace.run(&["check", "--deny", "nothing", "--message-format", "json"]).ended_with(0);
    let found = run.records("finding").into_iter().filter(|found| found["code"] == code);
    found.map(|found| found["message"].as_str().expect("a text").to_owned()).collect()
}
