//! What the reports say of one and the same run.

use std::collections::BTreeSet;

use roxmltree::{Document, Node};
use serde_json::Value;

use super::{ACCEPTED, PROJECT, REGISTER, Workspace, check, mixed};
use crate::workspace::repository;

fn items<'v>(report: &'v Value, list: &str) -> Vec<&'v Value> {
    report[list].as_array().expect("a list").iter().collect()
}

fn denied() -> Workspace {
    let workspace = mixed();
    check(&workspace, &["--deny", "evidence-stale"]).ended_with(1);
    workspace
}

#[test]
fn the_json_report_has_all_that_the_console_has() {
    let workspace = denied();
    let report = workspace.json("reports/onus.json");
    let run = workspace.run(&["check", "--message-format", "json"]).ended_with(0);
    let console = run.records("finding");
    let ids = |found: &Value| found["id"].as_str().expect("an id").to_owned();
    let reported: BTreeSet<String> = items(&report, "findings").into_iter().map(ids).collect();
    assert_eq!(reported, console.iter().map(ids).collect());
    assert_eq!(items(&report, "diagnostics").len(), run.records("diagnostic").len());
    assert_eq!((&report["outcome"], &report["as_of"]), (&"denied".into(), &"2026-11-15".into()));
    assert_eq!(report["deny"], serde_json::json!(["error", "evidence-stale"]));
    let totals = &report["totals"];
    assert_eq!(
        (&totals["projects"], &totals["accepted"], &totals["denied"]),
        (&1.into(), &1.into(), &1.into())
    );
    let stale = items(&report, "findings").into_iter().find(|found| found["code"] == "evidence-stale");
    let stale = stale.expect("it is there");
    let place = (&stale["file"], &stale["line"], &stale["column"]);
    assert_eq!(place, (&REGISTER.into(), &3.into(), &113.into()));
    assert_eq!((&stale["denied"], &stale["acceptance"]), (&true.into(), &Value::Null));
}

#[test]
fn the_json_report_tells_of_acceptances_that_hold_and_that_have_expired() {
    let report = denied().json("reports/onus.json");
    let of = |code: &str| {
        let found = items(&report, "findings").into_iter().find(|found| found["code"] == code);
        found.expect("it is there")["acceptance"].clone()
    };
    let accepted = serde_json::json!({
        "in_force": true, "until": "2026-12-31", "owner": "platform", "owner_name": "Platform Team",
        "reason": "Agreed with the auditor.", "file": ACCEPTED, "line": 3, "column": 5,
    });
    assert_eq!(of("status-date-unknown"), accepted);
    let expired = of("attestation-missing");
    assert_eq!((&expired["in_force"], &expired["until"]), (&false.into(), &"2026-10-31".into()));
    let warning = items(&report, "diagnostics")[0];
    assert_eq!((&warning["code"], &warning["denied"]), (&"finding-acceptance-expired".into(), &false.into()));
}

#[test]
#[allow(clippy::disallowed_methods, reason = "the guide is read as it is shipped")]
fn every_key_of_the_json_report_is_in_the_guide() {
    let guide = std::fs::read_to_string(repository().join("docs/findings.md")).expect("the page is there");
    let mut open = vec![denied().json("reports/onus.json")];
    let mut keys = BTreeSet::new();
    while let Some(value) = open.pop() {
        match value {
            Value::Object(entries) => {
                for (key, value) in entries {
                    keys.insert(key);
                    open.push(value);
                }
            }
            Value::Array(items) => open.extend(items),
            Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
        }
    }
    assert!(keys.len() > 35, "{keys:?}");
    let silent: Vec<&String> = keys.iter().filter(|key| !guide.contains(&format!("`{key}`"))).collect();
    assert!(silent.is_empty(), "docs/findings.md does not speak of {silent:?}");
}

fn named<'a>(parent: Node<'a, 'a>, name: &str) -> Vec<Node<'a, 'a>> {
    parent.children().filter(|child| child.has_tag_name(name)).collect()
}

#[test]
fn junit_has_a_suite_a_project_and_a_case_a_finding() {
    let workspace = denied();
    let report = workspace.json("reports/onus.json");
    let text = workspace.read("reports/onus.xml");
    let document = Document::parse(&text).expect("well-formed XML");
    let suites = named(document.root_element(), "testsuite");
    let names: Vec<_> = suites.iter().map(|suite| suite.attribute("name")).collect();
    assert_eq!(names, [Some("input"), Some("acme"), Some("acme/web")]);
    let cases: Vec<_> = suites[1..].iter().flat_map(|suite| named(*suite, "testcase")).collect();
    assert_eq!(cases.len(), items(&report, "findings").len());
    let with = |tag: &str| cases.iter().filter(|case| !named(**case, tag).is_empty()).count();
    assert_eq!((with("failure"), with("skipped"), with("error")), (1, 1, 0));
    for (attribute, count) in [("tests", cases.len()), ("failures", 1), ("skipped", 1), ("errors", 0)] {
        let of = |suite: &Node| suite.attribute(attribute).and_then(|count| count.parse::<usize>().ok());
        assert_eq!(suites[1..].iter().map(of).sum::<Option<usize>>(), Some(count), "{attribute}");
    }
    let names: BTreeSet<_> = cases.iter().map(|case| case.attribute("name")).collect();
    assert_eq!(names.len(), cases.len(), "two cases have one name");
    let failed = cases.iter().find(|case| !named(**case, "failure").is_empty()).expect("one fails");
    assert!(failed.attribute("name").is_some_and(|name| name.starts_with("evidence-stale LOG-01 scan (f-")));
    assert_eq!((failed.attribute("file"), failed.attribute("line")), (Some(REGISTER), Some("3")));
    let skipped =
        cases.iter().find_map(|case| named(*case, "skipped").first().copied()).expect("one is skipped");
    let until = "accepted until 2026-12-31 by Platform Team: Agreed with the auditor.";
    assert_eq!(skipped.attribute("message"), Some(until));
    for attribute in ["time", "timestamp", "hostname"] {
        assert!(document.descendants().all(|node| !node.has_attribute(attribute)), "{attribute}");
    }
}

#[test]
fn a_project_without_findings_has_a_test_that_passed() {
    let workspace = Workspace::base();
    let run = workspace.run(&["check", "--message-format", "json"]).ended_with(0);
    let findings = run.records("finding");
    let unstated = findings.iter().filter(|found| found["code"] == "statement-missing");
    let statements: String = unstated
        .map(|found| {
            let control = found["control"].as_str().expect("a control");
            format!(
                "  - {{ control: {control}, status: not-applicable, owner: platform, text: Not here. }}\n"
            )
        })
        .collect();
    let report = "attestations:\n  - { id: soc2, provider: aws, title: SOC 2, services: all, regions: all, valid-until: 2027-01-31 }\n";
    let workspace = workspace
        .append(PROJECT, &format!("statements:\n{statements}"))
        .append("profiles/acme/organization.yaml", report);
    check(&workspace, &["--deny", "error"]).ended_with(0);
    let text = workspace.read("reports/onus.xml");
    let document = Document::parse(&text).expect("well-formed XML");
    let suites = named(document.root_element(), "testsuite");
    for (suite, whose) in suites[1..].iter().zip(["acme", "acme/web"]) {
        let [only] = named(*suite, "testcase")[..] else { panic!("{text}") };
        let name = (only.attribute("classname"), only.attribute("name"));
        assert_eq!(name, (Some(whose), Some("no findings")));
        assert_eq!(only.children().count(), 0, "{text}");
    }
    assert_eq!(suites.len(), 3);
    assert!(workspace.read("reports/onus.md").starts_with("## Compliance: passed\n"));
}

#[test]
fn the_summary_says_how_it_ended_and_why() {
    let page = denied().read("reports/onus.md");
    for line in [
        "## Compliance: failed by 1 finding",
        "As of 2026-11-15, judged with `--deny` `error`, `evidence-stale`.",
        "### What fails",
        "### Input warnings",
        "### Accepted for now",
    ] {
        assert!(page.lines().any(|present| present == line), "{line}: {page}");
    }
    let row = page.lines().find(|line| line.contains("`evidence-stale`<br>")).expect("a row");
    assert!(row.starts_with("| acme | warning `evidence-stale`<br>`f-"), "{row}");
    assert!(row.ends_with(&format!("| {REGISTER}:3:113 |")), "{row}");
}

#[test]
fn the_summary_stays_small_and_says_what_it_leaves_out() {
    let workspace = mixed();
    check(&workspace, &["--deny", "note"]).ended_with(1);
    let denied = workspace.json("reports/onus.json")["totals"]["denied"].as_u64().expect("a number");
    assert!(denied > 100, "{denied}");
    let page = workspace.read("reports/onus.md");
    assert!(page.contains(&format!("\nand {} more findings\n", denied - 100)), "{page}");
    assert!(page.len() < 100_000, "{}", page.len());
}
