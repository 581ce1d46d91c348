//! SARIF 2.1.0: the rules that the specification (OASIS, errata 01) and GitHub set, checked on results of every kind.

use std::collections::BTreeSet;

use serde_json::Value;

use super::{ACCEPTED, REGISTER, Workspace, check, mixed};

fn list<'v>(value: &'v Value, key: &str) -> &'v [Value] {
    value[key].as_array().unwrap_or_else(|| panic!("no list `{key}` in {value}"))
}

fn run_of(workspace: &Workspace) -> Value {
    let sarif = workspace.json("reports/onus.sarif");
    assert_eq!(sarif["version"], "2.1.0");
    assert!(sarif["$schema"].as_str().is_some_and(|uri| uri.ends_with("sarif-schema-2.1.0.json")));
    assert_eq!(list(&sarif, "runs").len(), 1);
    sarif["runs"][0].clone()
}

/// A physical location as the specification and GitHub want it (3.4, 3.29, 3.30).
fn check_location(workspace: &Workspace, location: &Value) {
    let physical = &location["physicalLocation"];
    let uri = physical["artifactLocation"]["uri"].as_str().expect("a URI");
    assert_eq!(physical["artifactLocation"]["uriBaseId"], "%SRCROOT%");
    assert!(!uri.starts_with('/') && !uri.contains(':') && !uri.contains(".."), "{uri} is not relative");
    assert!(uri.chars().all(|c| c.is_ascii_alphanumeric() || "-._~/%".contains(c)), "{uri} is no URI");
    let text = workspace.read(&uri.replace("%20", " "));
    let (line, column) = (&physical["region"]["startLine"], &physical["region"]["startColumn"]);
    let (line, column) = (line.as_u64().expect("a line"), column.as_u64().expect("a column"));
    assert!(line >= 1 && column >= 1, "lines and columns start at 1");
    let shown = text.lines().nth(usize::try_from(line).expect("small") - 1).expect("the line is there");
    assert!(column <= shown.chars().count() as u64 + 1, "{uri}:{line}:{column}");
}

fn check_result(workspace: &Workspace, run: &Value, result: &Value) {
    let rules = list(&run["tool"]["driver"], "rules");
    let index = usize::try_from(result["ruleIndex"].as_u64().expect("an index")).expect("small");
    // 3.27.5 and 3.27.6: both name the same rule.
    assert_eq!(rules[index]["id"], result["ruleId"]);
    // 3.27.10.
    assert!(["none", "note", "warning", "error"].contains(&result["level"].as_str().expect("a level")));
    assert!(!result["message"]["text"].as_str().expect("a text").is_empty());
    // GitHub refuses the whole file for one result without a place.
    assert_eq!(list(result, "locations").len(), 1);
    check_location(workspace, &result["locations"][0]);
    let mut ids = BTreeSet::new();
    for related in result["relatedLocations"].as_array().into_iter().flatten() {
        check_location(workspace, related);
        assert!(ids.insert(related["id"].as_u64().expect("an id")), "3.28.2: ids are unique in a result");
    }
    for suppression in list(result, "suppressions") {
        // 3.35.2 and 3.35.3.
        assert_eq!((&suppression["kind"], &suppression["status"]), (&"external".into(), &"accepted".into()));
        check_location(workspace, &suppression["location"]);
    }
}

fn check_run(workspace: &Workspace) -> Value {
    let run = run_of(workspace);
    let driver = &run["tool"]["driver"];
    assert_eq!(
        (&driver["name"], &driver["semanticVersion"]),
        (&"onus".into(), &env!("CARGO_PKG_VERSION").into())
    );
    assert_eq!(run["columnKind"], "unicodeCodePoints");
    assert!(run["originalUriBaseIds"]["%SRCROOT%"].is_object());
    let ids: BTreeSet<&str> =
        list(driver, "rules").iter().map(|rule| rule["id"].as_str().expect("an id")).collect();
    assert_eq!(ids.len(), list(driver, "rules").len(), "3.19.23: rules are unique");
    for rule in list(driver, "rules") {
        for text in [&rule["shortDescription"]["text"], &rule["help"]["text"], &rule["help"]["markdown"]] {
            assert!(text.as_str().is_some_and(|text| text.len() > 10), "{rule}");
        }
        let level = rule["defaultConfiguration"]["level"].as_str().expect("a level");
        assert!(["note", "warning", "error"].contains(&level), "{rule}");
    }
    let mut fingerprints = BTreeSet::new();
    for result in list(&run, "results") {
        check_result(workspace, &run, result);
        let prints = &result["partialFingerprints"];
        // GitHub's uploader computes that itself, and warns of each result that brings another.
        assert!(prints.get("primaryLocationLineHash").is_none(), "{result}");
        let print = prints["onusId/v1"].as_str().expect("a fingerprint").to_owned();
        assert!(fingerprints.insert(print), "{result}: shares its fingerprint");
    }
    for notification in list(&run["invocations"][0], "toolExecutionNotifications") {
        assert!(notification["descriptor"]["id"].is_string() && notification["message"]["text"].is_string());
    }
    run
}

#[test]
fn results_of_every_kind_keep_to_the_specification() {
    let workspace = mixed();
    check(&workspace, &["--deny", "evidence-stale"]).ended_with(1);
    let is_accepted = |result: &&Value| result["suppressions"] != serde_json::json!([]);
    assert_eq!(
        list(&check_run(&workspace), "results").iter().find(is_accepted),
        None,
        "GitHub would show it as open"
    );
    check(&workspace, &["--deny", "evidence-stale", "--sarif-accepted"]).ended_with(1);
    let run = check_run(&workspace);
    assert_eq!(run["invocations"][0]["executionSuccessful"], true);
    let results = list(&run, "results");
    let of = |code: &str| results.iter().find(|result| result["ruleId"] == code).expect("it is there");
    let stale = of("evidence-stale");
    let physical = &stale["locations"][0]["physicalLocation"];
    assert_eq!(physical["artifactLocation"]["uri"], REGISTER);
    assert_eq!(physical["region"], serde_json::json!({ "startLine": 3, "startColumn": 113 }));
    assert_eq!(stale["suppressions"], serde_json::json!([]));
    assert_eq!((&stale["level"], &stale["properties"]["denied"]), (&"warning".into(), &true.into()));
    let accepted = of("status-date-unknown");
    let suppression = &accepted["suppressions"][0];
    let justification = "accepted until 2026-12-31 by Platform Team: Agreed with the auditor.";
    assert_eq!(suppression["justification"], justification);
    assert_eq!(suppression["location"]["physicalLocation"]["artifactLocation"]["uri"], ACCEPTED);
    assert_eq!(of("attestation-missing")["suppressions"], serde_json::json!([]), "it has expired");
    assert_eq!(of("finding-acceptance-expired")["level"], "warning");
}

#[test]
fn what_nobody_answers_for_is_shown_where_the_organisation_is_described() {
    let workspace = Workspace::base().replace(
        "profiles/acme/organization.yaml",
        "delegations:\n  - { to: platform }\n",
        "",
    );
    check(&workspace, &[]).ended_with(1);
    let run = check_run(&workspace);
    let found = list(&run, "results").iter().find(|result| result["ruleId"] == "duty-without-party");
    let found = found.expect("nobody holds a duty");
    let physical = &found["locations"][0]["physicalLocation"];
    assert_eq!(physical["artifactLocation"]["uri"], "profiles/acme/organization.yaml");
}

#[test]
fn mistakes_are_results_with_their_other_places_and_those_without_a_file_are_notifications() {
    let twice = "parties:\n  - { id: platform, name: Platform Team }\n  - { id: platform, name: Again }\n";
    let workspace = Workspace::base().replace(
        "profiles/acme/organization.yaml",
        "parties:\n  - { id: platform, name: Platform Team }\n",
        twice,
    );
    check(&workspace, &["--project", "shop"]).ended_with(2);
    let run = check_run(&workspace);
    assert_eq!(run["invocations"][0]["executionSuccessful"], false);
    let [only] = list(&run, "results") else { panic!("{run}") };
    assert_eq!((&only["ruleId"], &only["level"]), (&"duplicate-id".into(), &"error".into()));
    assert_eq!(only["relatedLocations"][0]["message"]["text"], "first here");
    let [only] = list(&run["invocations"][0], "toolExecutionNotifications") else { panic!("{run}") };
    assert_eq!(only["descriptor"]["id"], "unknown-selection");
}

#[test]
fn paths_are_percent_encoded() {
    let workspace = Workspace::base();
    let project = workspace.read("profiles/acme/projects/web.yaml").replace("id: web", "id: shop");
    let workspace = workspace.file("profiles/acme/projects/shop of 100% ü.yaml", project);
    check(&workspace, &[]).ended_with(0);
    let run = run_of(&workspace);
    let uris: BTreeSet<&str> = list(&run, "results")
        .iter()
        .filter_map(|result| result["locations"][0]["physicalLocation"]["artifactLocation"]["uri"].as_str())
        .collect();
    // By RFC 3986, 2.1: `ü` is C3 BC in UTF-8.
    assert!(uris.contains("profiles/acme/projects/shop%20of%20100%25%20%C3%BC.yaml"), "{uris:?}");
}
