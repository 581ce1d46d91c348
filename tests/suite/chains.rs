//! Chains: a project offers what it does, others inherit it, customers see what is left to them. Expected values by hand, from the
//! rules of docs/chains.md and the example of a landing zone.

mod between;
mod customers;
mod faults;
mod properties;
mod travel;

use serde_json::Value;

use crate::workspace::Workspace;

const ORGANIZATION: &str = "profiles/acme/organization.yaml";
const ZONE: &str = "profiles/acme/projects/zone.yaml";
const SHOP: &str = "profiles/acme/projects/web.yaml";

/// A landing zone of the Cloud Team, which keeps the record of calls.
pub(crate) const LANDING_ZONE: &str = "\
schema: onus.project/1
id: zone
name: Landing zone
parties:
  - { id: cloud, name: Cloud Team }
services:
  - { use: aws.cloudtrail, regions: [eu-west-1] }
delegations:
  - { control: LOG-02, to: cloud }
statements:
  - { control: LOG-02, status: implemented, owner: cloud, text: One trail of all accounts. }
offers:
  - id: trail
    title: Record of all calls
    controls: [LOG-02]
    duties: { manage: offered, operate: offered, verify: offered }
    regions: [eu-west-1]
    text: One trail of all accounts, kept under a lock.
    asks:
      - { id: LZ-1, text: Accounts come from the pipeline., controls: [AST-01] }
";

/// The base workspace, whose web shop uses EC2 and S3, with a landing zone, and what the shop inherits from it.
fn with_zone(zone: &str, inherits: &str) -> Workspace {
    Workspace::base().file(ZONE, zone).append(SHOP, inherits)
}

pub(crate) const INHERITS: &str =
    "inherits:\n  - from: acme/zone\n    answers: { LZ-1: { status: implemented } }\n";

/// The matrix of a project of acme.
#[track_caller]
fn matrix_of(workspace: &Workspace, project: &str) -> Value {
    workspace.run(&["build", "--format", "json", "--deny", "nothing"]).ended_with(0);
    workspace.json(&format!("output/acme/{project}/matrix.json"))
}

/// The cells of a part for the services of a project, as `service: responsibility from [who]`; the organisation uses IAM.
#[track_caller]
fn cells(matrix: &Value, control: &str, part: &str) -> Vec<String> {
    let controls = matrix["controls"].as_array().expect("a list");
    let control = controls.iter().find(|one| one["id"] == control).expect("a control");
    let cells = control["cells"]
        .as_array()
        .expect("a list")
        .iter()
        .filter(|cell| cell["part"] == part && cell["service"] != "aws.iam");
    let line = |cell: &Value| {
        let service = cell["service"].as_str().unwrap_or("-");
        let from: Vec<&str> =
            cell["from"].as_array().expect("a list").iter().filter_map(Value::as_str).collect();
        format!("{service}: {} from [{}]", cell["responsibility"].as_str().expect("a word"), from.join(", "))
    };
    cells.map(line).collect()
}

/// `code message` of the findings of a project whose codes begin so.
#[track_caller]
fn findings(workspace: &Workspace, code: &str) -> Vec<String> {
    let run = workspace.run(&["check", "--deny", "nothing", "--message-format", "json"]).ended_with(0);
    let found = run.records("finding").into_iter();
    let found = found.filter(|found| found["code"].as_str().is_some_and(|word| word.starts_with(code)));
    found
        .map(|found| {
            format!(
                "{} {}",
                found["code"].as_str().expect("a word"),
                found["message"].as_str().expect("a text")
            )
        })
        .collect()
}
