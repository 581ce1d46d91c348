//! Evidence on a day: what is said of files that are not there, empty or altered, of days that are past or near, and
//! what hangs on it all. The days and digests are worked out by hand or by other programs.

mod hashes;
mod hostile;
mod refused;

use serde_json::{Value, json};

use crate::workspace::Workspace;

const ORGANIZATION: &str = "profiles/acme/organization.yaml";
const PROJECT: &str = "profiles/acme/projects/web.yaml";
const REGISTER: &str = "profiles/acme/evidence/register.yaml";
const FILE: &str = "profiles/acme/evidence/scan.txt";

/// What `printf 'hello\n' | sha256sum` prints.
const HELLO: &str = "5891b5b522d5df086d0ff0b110fbd9d21bb4fc7163af34d08286a2e846f6be03";

/// The base workspace with one piece of evidence on LOG-01, whose further keys start on line 6.
fn with_evidence(lines: &[&str]) -> Workspace {
    let head = "schema: onus.evidence/1\nevidence:\n  - id: scan\n    title: Scan of the shop\n    controls: [LOG-01]\n";
    let lines: String = lines.iter().map(|line| format!("    {line}\n")).collect();
    Workspace::base().file(REGISTER, format!("{head}{lines}"))
}

/// A file of these bytes as evidence, with more lines from line 9.
fn with_file(bytes: &str, lines: &[&str]) -> Workspace {
    let head = ["kind: file", "location: scan.txt", "collected: 2026-10-01"];
    with_evidence(&[&head, lines].concat()).file(FILE, bytes)
}

/// A ticket collected on 1 October, with more lines from line 9.
fn with_ticket(lines: &[&str]) -> Workspace {
    let head = ["kind: ticket", "location: SEC-1", "collected: 2026-10-01"];
    with_evidence(&[&head, lines].concat())
}

/// The findings on evidence; reports on providers are not the matter here.
#[track_caller]
fn found(workspace: &Workspace) -> Vec<String> {
    let mut found = workspace.proof_findings();
    found.retain(|line| !line.starts_with("attestation-"));
    found
}

/// A finding in the register.
fn at(code: &str, place: &str) -> Vec<String> {
    vec![format!("{code} {REGISTER}:{place}")]
}

#[test]
fn a_file_that_is_not_there_is_a_finding_at_its_location() {
    let missing = with_evidence(&["kind: file", "location: scan.txt", "collected: 2026-10-01"]);
    assert_eq!(found(&missing), at("evidence-file-missing", "7:15"));
    let below_a_file = with_evidence(&["kind: file", "location: register.yaml/x", "collected: 2026-10-01"]);
    assert_eq!(found(&below_a_file), at("evidence-file-missing", "7:15"));
}

#[test]
fn a_file_of_no_bytes_is_a_finding_at_its_location() {
    assert_eq!(found(&with_file("", &[])), at("evidence-empty", "7:15"));
    assert!(found(&with_file("x", &[])).is_empty());
}

#[test]
fn a_file_that_is_not_the_pinned_one_is_a_finding_at_its_digest() {
    let pin = format!("sha256: {HELLO}");
    assert!(found(&with_file("hello\n", &[&pin])).is_empty());
    assert!(found(&with_file("hello\n", &[&format!("sha256: {}", HELLO.to_uppercase())])).is_empty());
    assert_eq!(found(&with_file("hallo\n", &[&pin])), at("evidence-altered", "9:13"));
}

#[test]
fn the_last_day_is_the_written_one_or_follows_from_a_length_or_a_cadence() {
    // The day of the tests is 15 November 2026; 1 October and 45 days are that day.
    let window = "evidence-due-within: 1 day\n";
    let judged = |line: &str| found(&with_ticket(&[line]).append(ORGANIZATION, window));
    assert_eq!(judged("valid-until: 2026-11-14"), at("evidence-stale", "9:18"));
    assert_eq!(judged("valid-until: 2026-11-15"), at("evidence-due", "9:18"));
    assert!(judged("valid-until: 2026-11-16").is_empty());
    assert_eq!(judged("valid-for: 44 days"), at("evidence-stale", "9:16"));
    assert_eq!(judged("valid-for: 45 days"), at("evidence-due", "9:16"));
    assert!(judged("valid-for: 46 days").is_empty());
    assert_eq!(judged("valid-for: 6 weeks"), at("evidence-stale", "9:16"));
    for cadence in ["daily", "weekly", "monthly"] {
        assert_eq!(judged(&format!("cadence: {cadence}")), at("evidence-stale", "9:14"), "{cadence}");
    }
    for cadence in ["quarterly", "semiannual", "annual", "continuous", "on-change"] {
        assert!(judged(&format!("cadence: {cadence}")).is_empty(), "{cadence}");
    }
}

#[test]
fn a_written_day_comes_before_a_length_and_a_length_before_a_cadence() {
    assert!(found(&with_ticket(&["cadence: daily", "valid-until: 2027-09-30"])).is_empty());
    assert!(found(&with_ticket(&["cadence: daily", "valid-for: 1 year"])).is_empty());
    let stale = with_ticket(&["cadence: annual", "valid-for: 1 week"]);
    assert_eq!(found(&stale), at("evidence-stale", "10:16"));
    assert_eq!(stale.matrix()["evidence"][0]["valid_until"], "2026-10-08");
}

#[test]
fn evidence_is_due_when_it_will_be_stale_within_the_time_that_the_profile_says() {
    let judged = |day: &str, window: &str| {
        found(&with_ticket(&[&format!("valid-until: {day}")]).append(ORGANIZATION, window))
    };
    let due = at("evidence-due", "9:18");
    // Fourteen days from 15 November are the 29th: what is good until the 28th is stale by then.
    assert_eq!(judged("2026-11-28", ""), due);
    assert!(judged("2026-11-29", "").is_empty());
    assert_eq!(judged("2026-11-21", "evidence-due-within: 1 week\n"), due);
    assert!(judged("2026-11-22", "evidence-due-within: 1 week\n").is_empty());
    assert_eq!(judged("2027-02-14", "evidence-due-within: 3 months\n"), due);
    assert!(judged("2027-02-15", "evidence-due-within: 3 months\n").is_empty());
}

#[test]
fn what_is_only_due_stops_no_build() {
    let due = with_ticket(&["valid-until: 2026-11-20"]);
    let run = due.run(&["check", "--deny", "nothing", "--message-format", "json"]).ended_with(0);
    let severity = |code: &str| -> Vec<Value> {
        let found = run.records("finding").into_iter().filter(|found| found["code"] == code);
        found.map(|found| found["severity"].clone()).collect()
    };
    assert_eq!(severity("evidence-due"), ["note"]);
}

#[test]
fn evidence_from_the_future_is_a_finding_at_its_day() {
    let collected =
        |day: &str| with_evidence(&["kind: ticket", "location: SEC-1", &format!("collected: {day}")]);
    assert_eq!(found(&collected("2026-11-16")), at("evidence-from-future", "8:16"));
    assert!(found(&collected("2026-11-15")).is_empty());
}

#[test]
fn what_is_wrong_with_a_file_outweighs_what_is_wrong_with_days() {
    let pin = format!("sha256: {HELLO}");
    let old = "valid-until: 2026-11-01";
    assert_eq!(found(&with_file("", &[old, &pin])), at("evidence-empty", "7:15"));
    assert_eq!(found(&with_file("hallo\n", &[old, &pin])), at("evidence-altered", "10:13"));
    assert_eq!(found(&with_file("hello\n", &[old, &pin])), at("evidence-stale", "9:18"));
    let future =
        with_file("hello\n", &["valid-until: 2027-12-01"]).replace(REGISTER, "2026-10-01", "2027-10-01");
    assert_eq!(found(&future), at("evidence-from-future", "8:16"));
    assert_eq!(future.matrix()["evidence"][0]["state"], "from-the-future");
}

#[test]
fn evidence_that_supports_nothing_is_not_judged() {
    let idle = with_ticket(&["valid-until: 2026-11-01"]).replace(REGISTER, "    controls: [LOG-01]\n", "");
    assert!(found(&idle).is_empty());
    assert_eq!(idle.matrix()["evidence"], json!([]));
    // No service of the base workspace is a database, and only the hosts have a guest system.
    let other = "controls: [LOG-01/guest-os]\n    services: [aws.s3]";
    let elsewhere = with_ticket(&["valid-until: 2026-11-01"]).replace(REGISTER, "controls: [LOG-01]", other);
    assert!(found(&elsewhere).is_empty());
    let here = elsewhere.replace(REGISTER, "aws.s3", "aws.ec2");
    assert_eq!(here.places("evidence-stale").len(), 1);
}

#[test]
fn matrices_say_what_hangs_on_evidence_that_is_not_reliable() {
    // By hand: the entry supports LOG-01 as a whole and of LOG-02 the part `retention`. R1 and R3 rest on these; R2 rests
    // on another part, R4 on another control, and R5 on LOG-02 as a whole, which the part is part of.
    let framework = "schema: onus.framework/1\nid: house\ntitle: House rules\nrequirements:\n\
        \x20 - { id: R1, title: Keep logs, satisfied-by: [LOG-01] }\n\
        \x20 - { id: R2, title: Guard logs, satisfied-by: [LOG-02/protection] }\n\
        \x20 - { id: R3, title: Keep logs long, satisfied-by: [IAM-01, LOG-02/retention] }\n\
        \x20 - { id: R4, title: Know users, satisfied-by: [IAM-01] }\n\
        \x20 - { id: R5, title: Have logs, satisfied-by: [LOG-02] }\n";
    let workspace = with_ticket(&["valid-until: 2026-11-01"])
        .replace(REGISTER, "controls: [LOG-01]", "controls: [LOG-02/retention, LOG-01]")
        .append(ORGANIZATION, "frameworks: [house]\n")
        .file("profiles/acme/catalog/house.yaml", framework);
    let matrix = workspace.matrix();
    let findings = matrix["findings"].as_array().expect("a list");
    let stale = findings.iter().find(|found| found["code"] == "evidence-stale").expect("it is stale");
    assert_eq!(stale["evidence"], "scan");
    assert_eq!(stale["control"], Value::Null);
    assert_eq!(stale["hanging"]["controls"], json!(["LOG-01", "LOG-02"]));
    assert_eq!(stale["hanging"]["requirements"], json!(["house/R1", "house/R3", "house/R5"]));
    assert_eq!(matrix["evidence"][0]["supports"], json!(["LOG-01", "LOG-02/retention"]));
    let other =
        findings.iter().find(|found| found["code"] == "statement-missing").expect("nothing is stated");
    assert_eq!(other["hanging"], json!({ "controls": [], "requirements": [] }));
}

#[test]
fn what_hangs_by_one_control_alone_is_about_that_control() {
    let matrix = with_ticket(&["valid-until: 2026-11-01"]).matrix();
    let findings = matrix["findings"].as_array().expect("a list");
    let stale = findings.iter().find(|found| found["code"] == "evidence-stale").expect("it is stale");
    assert_eq!(stale["control"], "LOG-01");
}

#[test]
fn what_a_statement_names_supports_its_control_without_the_register_saying_so() {
    let statement = "statements:\n  - { control: LOG-01, status: implemented, evidence: [scan] }\n";
    let workspace =
        with_ticket(&[]).replace(REGISTER, "    controls: [LOG-01]\n", "").append(PROJECT, statement);
    let evidence = &workspace.matrix()["evidence"][0];
    assert_eq!(evidence["supports"], json!(["LOG-01"]));
    assert!(workspace.places("evidence-missing").is_empty());
}

#[test]
fn what_a_register_enters_for_a_control_proves_its_statement() {
    let statement = "statements:\n  - { control: LOG-01, status: implemented }\n";
    assert!(with_ticket(&[]).append(PROJECT, statement).places("evidence-missing").is_empty());
    let without = Workspace::base().append(PROJECT, statement);
    assert_eq!(without.places("evidence-missing"), [format!("{PROJECT}:8:5")]);
}

#[test]
fn a_statement_that_names_evidence_on_another_project_is_pointed_at() {
    let other = "schema: onus.project/1\nid: api\nname: API\n";
    let statement = "statements:\n  - { control: LOG-01, status: implemented, evidence: [scan] }\n";
    let workspace = with_ticket(&["projects: [api]"])
        .file("profiles/acme/projects/api.yaml", other)
        .append(PROJECT, statement);
    assert_eq!(workspace.places("evidence-out-of-scope"), [format!("{PROJECT}:8:55")]);
    // And it proves nothing here.
    assert_eq!(workspace.places("evidence-missing"), [format!("{PROJECT}:8:5")]);
    assert_eq!(workspace.matrix()["evidence"], json!([]));
    assert_eq!(workspace.json("output/acme/api/matrix.json")["evidence"][0]["id"], "scan");
    let both = workspace.replace(REGISTER, "projects: [api]", "projects: [api, web]");
    assert!(both.places("evidence-out-of-scope").is_empty());
}

#[test]
fn a_register_in_a_projects_folder_is_about_that_project_and_its_paths_start_there() {
    let register = "schema: onus.evidence/1\nevidence:\n  - { id: own, title: Own scan, kind: file, location: \
        files/scan.txt, controls: [LOG-01], collected: 2026-10-01 }\n";
    let workspace = Workspace::base()
        .file("profiles/acme/projects/api.yaml", "schema: onus.project/1\nid: api\nname: API\n")
        .file("profiles/acme/projects/web/evidence/own.yaml", register)
        .file("profiles/acme/projects/web/evidence/files/scan.txt", "hello\n");
    let matrix = workspace.matrix();
    assert_eq!(matrix["evidence"][0]["id"], "own");
    assert_eq!(matrix["evidence"][0]["bytes"], 6);
    assert_eq!(matrix["evidence"][0]["sha256"], HELLO);
    assert_eq!(workspace.json("output/acme/api/matrix.json")["evidence"], json!([]));
}

#[test]
fn yaml_evidence_below_an_evidence_folder_is_no_register() {
    let workspace = with_file("x", &[])
        .replace(REGISTER, "location: scan.txt", "location: exports/rules.yaml")
        .file("profiles/acme/evidence/exports/rules.yaml", "hello\n");
    assert_eq!(workspace.matrix()["evidence"][0]["sha256"], HELLO);
}
