//! Which reports cover what a provider does, and which risks somebody has accepted, on 15 November 2026. What is to be
//! said of each case is worked out by hand.

use serde_json::{Value, json};

use crate::workspace::Workspace;

const ORGANIZATION: &str = "profiles/acme/organization.yaml";
const PROJECT: &str = "profiles/acme/projects/web.yaml";
const REGISTER: &str = "profiles/acme/evidence/register.yaml";

/// What a matrix says about the provider's duties for Amazon S3: the reports that cover them with their states, then
/// the code and message of the finding, if there is one.
#[derive(Debug, PartialEq)]
struct Cover {
    by: Vec<String>,
    finding: Option<(String, String)>,
}

impl Cover {
    fn of(workspace: &Workspace) -> Self {
        let matrix = workspace.matrix();
        let list = |key: &str| matrix[key].as_array().expect("a list").clone();
        let text = |value: &Value| value.as_str().expect("a text").to_owned();
        let assurance = list("assurance");
        let own = assurance.iter().find(|record| record["service"] == "aws.s3").expect("it has duties");
        let by = own["covered_by"].as_array().expect("a list");
        let by = by.iter().map(|report| format!("{} {}", text(&report["id"]), text(&report["state"])));
        let findings = list("findings");
        let mut found = findings
            .iter()
            .filter(|found| found["service"] == "aws.s3" && text(&found["code"]).starts_with("attestation-"));
        let finding = found.next();
        assert!(found.next().is_none(), "more than one finding on one service");
        assert_eq!(own["shortfall"], finding.map_or(Value::Null, |found| found["code"].clone()));
        if let Some(finding) = finding {
            assert_eq!(
                (&finding["file"], &finding["line"], &finding["column"]),
                (&json!(PROJECT), &json!(6), &json!(5))
            );
        }
        let finding = finding.map(|found| (text(&found["code"]), text(&found["message"])));
        Self { by: by.collect(), finding }
    }

    #[track_caller]
    fn is_by(&self, reports: &[&str]) {
        assert_eq!(self.by, reports);
        assert_eq!(self.finding, None);
    }

    #[track_caller]
    fn lacks(&self, code: &str, words: &str) {
        let (found, message) = self.finding.as_ref().expect("a finding");
        assert_eq!(found, code);
        assert!(message.contains(words), "{message}");
    }
}

/// The base workspace with reports, each given by its further keys, and Amazon S3 used in these regions.
fn with_reports(reports: &[&str], regions: &str) -> Workspace {
    let entry = |(number, keys): (usize, &&str)| {
        format!("  - {{ id: r{}, provider: aws, title: Report, {keys} }}\n", number + 1)
    };
    let list: String = reports.iter().enumerate().map(entry).collect();
    let lines = if reports.is_empty() { String::new() } else { format!("attestations:\n{list}") };
    let used = format!("{{ use: aws.s3, regions: {regions} }}");
    Workspace::base().append(ORGANIZATION, &lines).replace(PROJECT, "{ use: aws.s3 }", &used)
}

/// How S3 in Ireland is covered.
fn cover(reports: &[&str]) -> Cover {
    Cover::of(&with_reports(reports, "[eu-west-1]"))
}

#[test]
fn without_a_report_on_the_provider_one_is_missing() {
    cover(&[])
        .lacks("attestation-missing", "no third-party report covers the provider's duties for Amazon S3");
}

#[test]
fn a_report_that_has_the_service_and_region_in_scope_and_speaks_of_the_day_covers() {
    cover(&["services: [aws.s3], regions: [eu-west-1], period: 2026-01-01/2026-11-15"])
        .is_by(&["r1 current"]);
    cover(&["services: all, regions: all, period: 2026-11-15/2027-11-14"]).is_by(&["r1 current"]);
    cover(&["services: all, regions: all, valid-until: 2026-11-15"]).is_by(&["r1 current"]);
}

#[test]
fn a_service_that_no_report_has_in_scope_is_out_of_scope() {
    let cover = cover(&["services: [aws.ec2], regions: all, valid-until: 2027-12-31"]);
    cover.lacks("attestation-service-out-of-scope", "Amazon S3");
    assert!(cover.by.is_empty());
}

#[test]
fn a_region_that_no_report_on_the_service_has_in_scope_is_named() {
    let reports = ["services: all, regions: [eu-west-1], valid-until: 2027-12-31"];
    let cover = Cover::of(&with_reports(&reports, "[eu-west-1, sa-east-1, us-east-1]"));
    cover.lacks("attestation-region-out-of-scope", "covers Amazon S3 in sa-east-1, us-east-1");
    assert_eq!(cover.by, ["r1 current"]);
    // A report on another service helps no region.
    let reports = [reports[0], "services: [aws.ec2], regions: all, valid-until: 2027-12-31"];
    let cover = Cover::of(&with_reports(&reports, "[sa-east-1]"));
    cover.lacks("attestation-region-out-of-scope", "sa-east-1");
}

#[test]
fn two_reports_that_cover_a_region_each_cover_both() {
    let reports = [
        "services: [aws.s3], regions: [eu-west-1], valid-until: 2027-12-31",
        "services: all, regions: [us-east-1], valid-until: 2027-12-31",
    ];
    Cover::of(&with_reports(&reports, "[eu-west-1, us-east-1]")).is_by(&["r1 current", "r2 current"]);
    Cover::of(&with_reports(&reports, "[us-east-1]")).is_by(&["r2 current"]);
    // Out of time in one region is out of time.
    let late = [reports[0], "services: all, regions: [us-east-1], valid-until: 2026-11-14"];
    let cover = Cover::of(&with_reports(&late, "[eu-west-1, us-east-1]"));
    cover.lacks("attestation-lapsed", "until 2026-11-14");
    assert_eq!(cover.by, ["r1 current"]);
}

#[test]
fn a_service_without_regions_is_covered_by_any_report_on_it() {
    let report = ["services: [aws.s3], regions: [eu-west-1], valid-until: 2027-12-31"];
    Cover::of(&with_reports(&report, "[]")).is_by(&["r1 current"]);
}

#[test]
fn a_report_whose_last_day_is_past_has_lapsed_whatever_its_letters_say() {
    cover(&["services: all, regions: all, valid-until: 2026-11-14"])
        .lacks("attestation-lapsed", "until 2026-11-14");
    let letter = "services: all, regions: all, period: 2025-10-01/2026-09-30, valid-until: 2026-11-14, \
        bridge-letters: [{ title: Letter, period: 2026-10-01/2026-12-31 }]";
    cover(&[letter]).lacks("attestation-lapsed", "until 2026-11-14");
    // Of several the latest is named.
    let earlier = "services: all, regions: all, valid-until: 2026-03-31";
    cover(&[earlier, letter]).lacks("attestation-lapsed", "until 2026-11-14");
}

#[test]
fn a_period_that_is_over_without_a_letter_is_a_gap() {
    let over = "services: all, regions: all, period: 2025-10-01/2026-09-30";
    cover(&[over]).lacks("attestation-gap", "until 2026-09-30; no bridge letter covers the days since");
    let yesterday = "services: all, regions: all, period: 2025-10-01/2026-11-14";
    cover(&[yesterday]).lacks("attestation-gap", "until 2026-11-14; no bridge letter");
    // That one would rely on it longer says nothing about the time since.
    cover(&[&format!("{over}, valid-until: 2027-09-30")]).lacks("attestation-gap", "until 2026-09-30");
}

#[test]
fn letters_bridge_as_far_as_they_follow_without_a_hole() {
    let with = |letters: &[&str]| {
        let letters: Vec<String> =
            letters.iter().map(|period| format!("{{ title: Letter, period: {period} }}")).collect();
        cover(&[&format!(
            "services: all, regions: all, period: 2025-10-01/2026-09-30, bridge-letters: [{}]",
            letters.join(", ")
        )])
    };
    with(&["2026-10-01/2026-12-31"]).is_by(&["r1 bridged"]);
    with(&["2026-10-01/2026-11-15"]).is_by(&["r1 bridged"]);
    with(&["2026-10-01/2026-11-14"])
        .lacks("attestation-gap", "until 2026-11-14; no bridge letter covers the days since");
    with(&["2026-10-01/2026-10-31", "2026-11-01/2026-12-31"]).is_by(&["r1 bridged"]);
    with(&["2026-11-01/2026-12-31", "2026-10-01/2026-10-31"]).is_by(&["r1 bridged"]);
    with(&["2026-09-01/2026-11-01", "2026-10-15/2026-11-20"]).is_by(&["r1 bridged"]);
    with(&["2026-10-01/2026-12-31", "2026-10-02/2026-10-03"]).is_by(&["r1 bridged"]);
    with(&["2026-10-02/2026-12-31"]).lacks("attestation-gap", "until 2026-09-30");
    with(&["2026-10-01/2026-10-31", "2026-11-02/2026-12-31"]).lacks("attestation-gap", "until 2026-10-31");
}

#[test]
fn a_report_that_has_not_begun_covers_nothing_yet() {
    let next = "services: all, regions: all, period: 2026-11-16/2027-11-15";
    cover(&[next]).lacks("attestation-missing", "starts on 2026-11-16");
    // The finding names the least that is missing: letters rather than a report.
    let over = "services: all, regions: all, period: 2025-10-01/2026-09-30";
    cover(&[next, over]).lacks("attestation-gap", "until 2026-09-30");
    cover(&[next, over, "services: all, regions: all, valid-until: 2026-12-31"]).is_by(&["r3 current"]);
}

#[test]
fn a_report_on_another_provider_is_none() {
    let providers = "schema: onus.providers/1\nproviders:\n  - { id: rack, name: Rack Hosting }\n";
    let workspace = with_reports(&["services: all, regions: all, valid-until: 2027-12-31"], "[eu-west-1]")
        .replace(ORGANIZATION, "provider: aws", "provider: rack")
        .file("profiles/acme/catalog/providers.yaml", providers);
    Cover::of(&workspace).lacks("attestation-missing", "Amazon S3");
}

#[test]
fn a_report_that_lapsed_beside_one_that_counts_is_worth_a_note() {
    let lapsed = "services: all, regions: all, valid-until: 2026-11-14";
    let current = "services: all, regions: all, valid-until: 2027-12-31";
    let both = with_reports(&[lapsed, current], "[eu-west-1]");
    let run = both.run(&["check", "--deny", "nothing", "--message-format", "json"]).ended_with(0);
    let found = run.records("finding");
    let unused: Vec<_> = found.iter().filter(|found| found["code"] == "attestation-unused").collect();
    assert_eq!(unused.len(), 1);
    assert_eq!((&unused[0]["severity"], &unused[0]["file"]), (&json!("note"), &json!(ORGANIZATION)));
    for reports in [[current].as_slice(), [lapsed].as_slice()] {
        assert!(with_reports(reports, "[eu-west-1]").places("attestation-unused").is_empty(), "{reports:?}");
    }
}

/// A workspace with a report and evidence that stands for it, from whose location on line 7 all follows.
fn standing_for(report: &str) -> Workspace {
    let register = "schema: onus.evidence/1\nevidence:\n  - id: report\n    title: Report\n    controls: [LOG-01]\n    \
        kind: attestation\n    location: r1\n    collected: 2026-10-20\n";
    with_reports(&[report], "[eu-west-1]").file(REGISTER, register)
}

/// The record of the only evidence.
fn record(workspace: &Workspace) -> Value {
    workspace.matrix()["evidence"][0].clone()
}

#[test]
fn evidence_that_stands_for_a_report_is_good_as_long_as_the_report() {
    let base = "services: all, regions: all";
    for (keys, last, state) in [
        ("valid-until: 2027-03-31", "2027-03-31", "current"),
        ("valid-until: 2026-11-14", "2026-11-14", "stale"),
        ("period: 2025-10-01/2026-09-30", "2026-09-30", "stale"),
        // The period is over and no letter bridges the time since, whatever the report says of itself.
        ("period: 2025-10-01/2026-09-30, valid-until: 2027-03-31", "2026-09-30", "stale"),
        (
            "period: 2025-10-01/2026-09-30, bridge-letters: [{ title: L, period: 2026-10-01/2026-11-20 }]",
            "2026-11-20",
            "due-soon",
        ),
    ] {
        let record = record(&standing_for(&format!("{base}, {keys}")));
        assert_eq!((&record["valid_until"], &record["state"]), (&json!(last), &json!(state)), "{keys}");
    }
    let stale = standing_for("services: all, regions: all, valid-until: 2026-11-14");
    assert_eq!(stale.places("evidence-stale"), [format!("{REGISTER}:7:15")]);
}

#[test]
fn a_day_or_length_of_its_own_comes_before_that_of_the_report_and_that_before_a_cadence() {
    let report = "services: all, regions: all, valid-until: 2027-03-31";
    let with = |line: &str| record(&standing_for(report).append(REGISTER, &format!("    {line}\n")));
    assert_eq!(with("valid-until: 2027-01-01")["valid_until"], "2027-01-01");
    assert_eq!(with("valid-for: 1 week")["valid_until"], "2026-10-27");
    assert_eq!(with("cadence: monthly")["valid_until"], "2027-03-31");
}

#[test]
fn evidence_that_stands_for_a_report_has_its_copy_and_classification() {
    let report = "services: all, regions: all, valid-until: 2027-03-31, copy: reports/soc.txt, classification: restricted";
    let workspace = standing_for(report).file("profiles/acme/reports/soc.txt", "hello\n");
    let record = record(&workspace);
    assert_eq!((&record["bytes"], &record["classification"]), (&json!(6), &json!("restricted")));
    let own = workspace.append(REGISTER, "    classification: public\n");
    assert_eq!(self::record(&own)["classification"], "public");
}

#[test]
fn copies_of_reports_that_are_missing_empty_or_altered_are_pointed_at() {
    let zeros = "0".repeat(64);
    let report = format!(
        "services: all, regions: all, valid-until: 2027-03-31, sha256: \"{zeros}\",\n    copy: reports/soc.txt"
    );
    let with = |bytes: Option<&str>| {
        let workspace = standing_for(&report);
        let workspace = match bytes {
            Some(bytes) => workspace.file("profiles/acme/reports/soc.txt", bytes),
            None => workspace,
        };
        let mut found = workspace.proof_findings();
        found.retain(|line| line.starts_with("evidence-"));
        found
    };
    for (code, bytes) in
        [("evidence-file-missing", None), ("evidence-empty", Some("")), ("evidence-altered", Some("hello\n"))]
    {
        // Once for the evidence that stands for it, once for the report itself.
        assert_eq!(
            with(bytes),
            [format!("{code} {REGISTER}:7:15"), format!("{code} {ORGANIZATION}:12:11")],
            "{code}"
        );
    }
}

#[test]
fn only_reports_that_are_relied_on_are_asked_for_their_copies() {
    let until = |day: &str| format!("services: all, regions: all, valid-until: {day}, copy: soc.txt");
    let missing = |day: &str| with_reports(&[&until(day)], "[]").places("evidence-file-missing").len();
    assert_eq!((missing("2026-11-14"), missing("2026-11-15")), (0, 1));
    let letter = "services: all, regions: all, period: 2025-10-01/2026-09-30, bridge-letters: [{ title: L, \
        period: 2026-10-01/2026-12-01, copy: letter.txt }]";
    assert_eq!(with_reports(&[letter], "[]").places("evidence-file-missing").len(), 1);
}

/// A workspace with a risk acceptance of the project on line 8, with these keys.
fn accepted(keys: &str) -> Workspace {
    Workspace::base().append(PROJECT, &format!("risk-acceptances:\n{}", acceptance("RA-1", keys)))
}

fn acceptance(id: &str, keys: &str) -> String {
    format!("  - {{ id: {id}, reason: Agreed., approver: The board, {keys} }}\n")
}

/// What `matrix.json` says of the accepted risks: number, state, controls.
fn accepted_in(matrix: &Value) -> Vec<(String, String, Value)> {
    let records = matrix["risk_acceptances"].as_array().expect("a list");
    let text = |value: &Value| value.as_str().expect("a text").to_owned();
    records.iter().map(|one| (text(&one["id"]), text(&one["state"]), one["controls"].clone())).collect()
}

#[track_caller]
fn is_accepted(workspace: &Workspace, state: &str) {
    let expected = vec![("RA-1".to_owned(), state.to_owned(), json!(["LOG-01"]))];
    assert_eq!(accepted_in(&workspace.matrix()), expected);
}

#[test]
fn a_risk_is_accepted_from_its_first_day_to_its_last() {
    for (from, until) in
        [("2026-11-15", "2026-11-15"), ("2026-01-01", "2026-11-15"), ("2026-11-15", "2027-11-15")]
    {
        let workspace = accepted(&format!("control: LOG-01, from: {from}, until: {until}"));
        is_accepted(&workspace, "in-force");
        assert!(workspace.places("acceptance-lapsed").is_empty());
    }
    let early = accepted("control: LOG-01, from: 2026-11-16, until: 2027-11-15");
    is_accepted(&early, "not-yet");
    assert!(early.places("acceptance-lapsed").is_empty());
}

#[test]
fn an_acceptance_past_its_last_day_is_a_finding_there() {
    let lapsed = accepted("control: LOG-01, from: 2026-01-01, until: 2026-11-14");
    is_accepted(&lapsed, "lapsed");
    // Counted by hand: `  - { id: RA-1, reason: Agreed., approver: The board, control: LOG-01, from: 2026-01-01, until: `
    assert_eq!(lapsed.places("acceptance-lapsed"), [format!("{PROJECT}:8:97")]);
}

#[test]
fn an_accepted_risk_silences_no_finding() {
    let workspace = accepted("control: LOG-01, from: 2026-01-01, until: 2027-01-01");
    let missing = |workspace: &Workspace| workspace.places("statement-missing").len();
    assert_eq!(missing(&workspace), missing(&Workspace::base()));
    assert_eq!(workspace.matrix()["controls"], Workspace::base().matrix()["controls"]);
}

#[test]
fn an_acceptance_of_the_organisation_holds_in_every_project_in_which_it_meets_a_cell() {
    let other = "schema: onus.project/1\nid: api\nname: API\nservices:\n  - { use: aws.rds }\n";
    let days = "from: 2026-01-01, until: 2026-11-14";
    let list = acceptance("RA-1", &format!("control: LOG-01, {days}"))
        + &acceptance("RA-2", &format!("control: LOG-01, service: aws.s3, {days}"))
        + &acceptance("RA-3", &format!("control: LOG-01, service: aws.lambda, {days}"));
    let workspace = Workspace::base()
        .file("profiles/acme/projects/api.yaml", other)
        .append(ORGANIZATION, &format!("risk-acceptances:\n{list}"));
    let ids = |matrix: &Value| accepted_in(matrix).into_iter().map(|(id, ..)| id).collect::<Vec<_>>();
    assert_eq!(ids(&workspace.matrix()), ["RA-1", "RA-2"]);
    assert_eq!(ids(&workspace.json("output/acme/api/matrix.json")), ["RA-1"]);
    // One of each entry of the organisation, in however many projects it is in force.
    assert_eq!(workspace.places("acceptance-lapsed").len(), 2);
    // That it meets nothing here is no mistake of the organisation's.
    assert!(workspace.places("without-effect").is_empty());
}

#[test]
fn an_acceptance_for_one_part_or_service_meets_only_that() {
    let days = "from: 2026-01-01, until: 2027-11-14";
    // Only hosts have a guest system, and the project has hosts on EC2 and no guests on S3.
    is_accepted(&accepted(&format!("control: LOG-01, part: guest-os, service: aws.ec2, {days}")), "in-force");
    for keys in ["part: guest-os, service: aws.s3", "service: aws.rds"] {
        let idle = accepted(&format!("control: LOG-01, {keys}, {days}"));
        assert_eq!(accepted_in(&idle.matrix()), []);
        assert_eq!(idle.places("without-effect"), [format!("{PROJECT}:8:5")], "{keys}");
    }
}

#[test]
fn an_acceptance_about_a_control_that_does_not_apply_is_without_effect() {
    let excluded = "not-applicable:\n  - { control: LOG-01, reason: Nothing is logged. }\n";
    let workspace =
        accepted("control: LOG-01, from: 2026-01-01, until: 2026-11-14").append(PROJECT, excluded);
    assert_eq!(workspace.places("without-effect"), [format!("{PROJECT}:8:5")]);
    assert!(workspace.places("acceptance-lapsed").is_empty());
}
