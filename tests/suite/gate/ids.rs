//! Ids of findings: the same however texts move, and no two findings of a project share one.

use std::collections::BTreeSet;

use serde_json::Value;

use super::{ORGANIZATION, PROJECT, REGISTER, Workspace, findings, with_errors, with_stale_evidence};
use crate::workspace::repository;

fn ids(found: &[Value]) -> Vec<String> {
    found.iter().map(|found| found["id"].as_str().expect("an id").to_owned()).collect()
}

#[track_caller]
fn assert_unique(found: &[Value]) {
    let ids = ids(found);
    let distinct: BTreeSet<&String> = ids.iter().collect();
    assert_eq!(distinct.len(), ids.len());
    for id in ids {
        let digits = id.strip_prefix("f-").unwrap_or_default();
        assert!(digits.len() == 16 && digits.chars().all(|c| c.is_ascii_hexdigit()), "{id}");
    }
}

#[test]
fn ids_stay_when_lines_move_texts_change_and_days_pass() {
    let before = ids(&findings(&with_stale_evidence(), "2026-11-15"));
    let moved = with_stale_evidence()
        .replace(ORGANIZATION, "schema:", "# Moved down.\n\n\nschema:")
        .replace(PROJECT, "schema:", "# Moved down.\n\nschema:")
        .replace(PROJECT, "name: Web shop", "name: The web shop")
        .replace(PROJECT, "text: Done.", "text: Done and checked.")
        .replace(REGISTER, "schema:", "# Moved down.\nschema:");
    assert_eq!(ids(&findings(&moved, "2026-11-15")), before);
    assert_eq!(ids(&findings(&moved, "2026-11-29")), before);
}

#[test]
fn ids_tell_projects_apart() {
    let shop = Workspace::base().read(PROJECT).replace("id: web", "id: shop");
    let workspace = Workspace::base().file("profiles/acme/projects/shop.yaml", shop);
    let found = findings(&workspace, "2026-11-15");
    let of = |project: Option<&str>| found.iter().filter(|one| one["project"].as_str() == project).count();
    assert!(of(Some("web")) > 0 && of(Some("web")) == of(Some("shop")), "{found:?}");
    assert_unique(&found);
}

#[test]
fn no_two_findings_of_the_sample_organisations_share_an_id() {
    let repository = repository().to_string_lossy();
    let arguments = ["check", "--workspace", &repository, "--deny", "nothing", "--message-format", "json"];
    for as_of in ["2026-11-15", "2029-01-01"] {
        let run = Workspace::empty().run(&[&arguments[..], &["--as-of", as_of]].concat()).ended_with(0);
        let found = run.records("finding");
        assert!(found.len() > 100, "{}", found.len());
        assert_unique(&found);
    }
}

#[test]
fn findings_that_nothing_tells_apart_are_numbered() {
    let twins = "overrides:\n  - { control: PAT-01, service: aws.rds, duties: { operate: provider }, reason: Agreed. }\n\
        not-applicable:\n  - { control: PAT-01, service: aws.rds, reason: Not used. }\n  \
        - { control: PAT-01, service: aws.rds, reason: Not used. }\n  \
        - { control: PAT-02, service: aws.rds, reason: Not used. }\n";
    let workspace = with_errors().append(PROJECT, twins);
    let found = findings(&workspace, "2026-11-15");
    assert_eq!(found.iter().filter(|found| found["code"] == "without-effect").count(), 4);
    assert_unique(&found);
}
