//! The status of requirements: stated, or derived and capped.

use serde_json::json;

use super::{FRAMEWORK, IMPLEMENTED, ORGANIZATION, PROJECT, REGISTER, house, messages, requirement, status};
use crate::workspace::Workspace;

#[test]
fn a_requirement_with_a_statement_has_its_status_and_one_without_a_derived_one() {
    let own = "  - { requirement: house/R-2, status: alternative, owner: platform, text: Otherwise. }\n";
    let matrix = house(&format!("{IMPLEMENTED}{own}")).matrix();
    assert_eq!(status(&matrix, "R-2"), "alternative stated");
    assert_eq!(requirement(&matrix, "R-2")["statement"]["text"], "Otherwise.");
    assert_eq!(requirement(&matrix, "R-2")["statement"]["owner"], "platform");
    assert_eq!(status(&matrix, "R-1"), "implemented derived");
    assert_eq!(requirement(&matrix, "R-1")["statement"], json!(null));
    let part =
        json!([{ "control": "HSE-01", "part": "rules", "relationship": "equal", "status": "implemented" }]);
    assert_eq!(requirement(&matrix, "R-1")["parts"], part);
    assert_eq!(requirement(&matrix, "R-1")["controls"], json!(["HSE-01"]));
}

#[test]
fn ac_2_has_its_own_status_when_one_is_stated_and_a_derived_one_otherwise() {
    let nist = |statements: &str| {
        let lines = format!("frameworks: [nist-800-53-r5/moderate]\n{statements}");
        Workspace::base().append(ORGANIZATION, &lines).matrix()
    };
    let stated = nist(
        "statements: [{ requirement: nist-800-53-r5/AC-2, status: implemented, owner: platform, text: One account each. }]\n",
    );
    assert_eq!(status(&stated, "AC-2"), "implemented stated");
    let derived = requirement(&nist(""), "AC-2");
    assert_eq!((&derived["status"], &derived["derived"]), (&json!("not-documented"), &json!(true)));
}

#[test]
fn the_worst_control_caps_a_derived_status() {
    for (word, expected) in [
        ("planned", "planned derived: control HSE-02 is planned"),
        ("partial", "partial derived: control HSE-02 is partial"),
        ("alternative", "alternative derived"),
    ] {
        let second = format!(
            "  - {{ control: HSE-02, status: {word}, owner: platform, due: 2027-01-01, text: On it., evidence: [scan] }}\n"
        );
        assert_eq!(status(&house(&format!("{IMPLEMENTED}{second}")).matrix(), "R-3"), expected);
    }
    let matrix = house(IMPLEMENTED).matrix();
    assert_eq!(status(&matrix, "R-3"), "not-documented derived: control HSE-02 has no statement");
}

#[test]
fn the_relationship_of_its_mapping_caps_a_derived_status() {
    let second =
        "  - { control: HSE-02, status: implemented, owner: platform, text: Done., evidence: [scan] }\n";
    let matrix = house(&format!("{IMPLEMENTED}{second}")).matrix();
    let capped = "partial derived: no mapping is known to cover all of it";
    assert_eq!(status(&matrix, "R-2"), capped, "a plain id claims nothing");
    assert_eq!(status(&matrix, "R-8"), capped, "a subset leaves something out");
    assert_eq!(status(&matrix, "R-1"), "implemented derived", "equal");
    assert_eq!(status(&matrix, "R-7"), "implemented derived", "a superset, of a whole control");
    let parts = requirement(&matrix, "R-7")["parts"].clone();
    let part =
        |id| json!({ "control": "HSE-02", "part": id, "relationship": "superset", "status": "implemented" });
    assert_eq!(parts, json!([part("rules"), part("chest")]));
}

#[test]
fn what_a_control_says_of_a_mapping_counts_like_what_a_framework_says_and_the_lesser_claim_holds() {
    let satisfies = |relationship: &str| {
        let lines =
            format!("    satisfies: {{ house: [{{ id: R-10, relationship: {relationship} }}] }}\n    parts:");
        house(IMPLEMENTED)
            .append(
                FRAMEWORK,
                "  - { id: R-10, title: Said twice, satisfied-by: [{ id: HSE-01, relationship: equal }] }\n",
            )
            .replace("profiles/acme/catalog/controls.yaml", "    parts:", &lines)
            .matrix()
    };
    let words = |relationship: &str| {
        requirement(&satisfies(relationship), "R-10")["parts"][0]["relationship"].clone()
    };
    assert_eq!(words("equal"), "equal");
    assert_eq!(words("intersects"), "intersects");
}

#[test]
fn a_lapsed_acceptance_caps_derived_and_stated_statuses() {
    let acceptance = |until: &str, part: &str| {
        format!(
            "risk-acceptances:\n  - {{ id: RA-1, control: HSE-01, part: {part}, reason: Small., approver: Ada, from: 2026-01-01, until: {until} }}\n"
        )
    };
    let own = "  - { requirement: house/R-2, status: implemented, owner: platform, text: Done., evidence: [scan] }\n";
    let statements = format!("{IMPLEMENTED}{own}");
    let with = |lines: &str| house(&statements).append(ORGANIZATION, lines).matrix();
    let lapsed = with(&acceptance("2026-10-31", "rules"));
    let cap = "risk acceptance RA-1 lapsed, it was in force until 2026-10-31";
    assert_eq!(status(&lapsed, "R-1"), format!("partial derived: {cap}"));
    assert_eq!(status(&lapsed, "R-2"), format!("partial stated: {cap}"));
    let elsewhere = with(&acceptance("2026-10-31", "stores"));
    assert_eq!(status(&elsewhere, "R-1"), "implemented derived", "it is about another part");
    let in_force = with(&acceptance("2027-10-31", "rules"));
    assert_eq!(status(&in_force, "R-1"), "implemented derived");
    assert_eq!(status(&in_force, "R-2"), "implemented stated");
}

#[test]
fn stale_and_missing_evidence_caps_derived_statuses_and_stale_evidence_stated_ones() {
    let own = "  - { requirement: house/R-2, status: implemented, owner: platform, text: Done., evidence: [scan] }\n";
    let statements = format!("{IMPLEMENTED}{own}");
    let stale = house(&statements)
        .replace(REGISTER, "collected: 2026-10-01", "collected: 2026-10-01, valid-until: 2026-11-14")
        .matrix();
    assert_eq!(status(&stale, "R-1"), "partial derived: evidence scan is stale");
    assert_eq!(status(&stale, "R-2"), "partial stated: evidence scan is stale");
    let bare = IMPLEMENTED.replace(", evidence: [scan]", "");
    assert_eq!(status(&house(&bare).matrix(), "R-1"), "partial derived: no evidence supports control HSE-01");
}

#[test]
fn what_the_provider_holds_alone_is_inherited_and_never_implemented() {
    let matrix = house(IMPLEMENTED).matrix();
    assert_eq!(status(&matrix, "R-4"), "inherited derived");
    assert_eq!(requirement(&matrix, "R-4")["responsibility"], "inherited");
    assert_eq!(requirement(&matrix, "R-4")["parts"][0]["status"], "inherited");
    let rest = house(IMPLEMENTED)
        .replace(FRAMEWORK, "title: Halls,", "title: Halls, remainder: The cellar.,")
        .matrix();
    assert_eq!(status(&rest, "R-4"), "partial derived: nothing in the catalog serves its remainder");
    assert_eq!(requirement(&rest, "R-4")["responsibility"], "shared", "what is left is the customer's");
}

#[test]
fn a_remainder_and_a_relationship_cap_until_a_person_confirms_the_requirement() {
    let confirmed = |day: &str| {
        let entry = |id: &str| {
            format!(
                "  - {{ requirement: house/{id}, by: \"Ada, auditor\", on: {day}, reason: Read and compared. }}\n"
            )
        };
        format!("confirmed:\n{}{}{}", entry("R-2"), entry("R-3"), entry("R-5"))
    };
    let matrix = house(IMPLEMENTED).matrix();
    assert_eq!(status(&matrix, "R-5"), "partial derived: nothing in the catalog serves its remainder");
    assert_eq!(requirement(&matrix, "R-5")["remainder"], "The cellar.");
    let workspace = house(IMPLEMENTED).append(ORGANIZATION, &confirmed("2026-11-15"));
    let matrix = workspace.matrix();
    assert_eq!(status(&matrix, "R-5"), "implemented derived");
    assert_eq!(status(&matrix, "R-2"), "implemented derived");
    assert_eq!(requirement(&matrix, "R-2")["confirmation"]["by"], "Ada, auditor");
    let cap = "control HSE-02 has no statement";
    assert_eq!(status(&matrix, "R-3"), format!("not-documented derived: {cap}"), "what is not done stays so");
    assert_eq!(
        messages(&workspace, "confirmation-contradicted"),
        [format!("house/R-3 was confirmed, but {cap}")]
    );
    let future = house(IMPLEMENTED).append(ORGANIZATION, &confirmed("2026-11-16"));
    assert_eq!(status(&future.matrix(), "R-2").split(' ').next(), Some("partial"), "not confirmed yet");
    assert_eq!(messages(&future, "confirmation-from-future").len(), 3);
}

#[test]
fn a_confirmation_of_what_is_stated_has_no_effect() {
    let own =
        "  - { requirement: house/R-2, status: partial, owner: platform, due: 2027-01-01, text: Half. }\n";
    let entry = "confirmed: [{ requirement: house/r-02, by: Ada, on: 2026-11-01, reason: Read. }]\n";
    let workspace = house(own).append(ORGANIZATION, entry);
    assert_eq!(status(&workspace.matrix(), "R-2"), "partial stated");
    assert_eq!(
        messages(&workspace, "without-effect"),
        ["this confirmation has no effect: house/R-2 has a statement of its own"]
    );
}

#[test]
fn a_requirement_that_nothing_serves_is_not_documented_until_something_is_stated() {
    assert_eq!(status(&house(IMPLEMENTED).matrix(), "R-6"), "not-documented derived");
    let own = "  - { requirement: house/R-6, status: implemented, owner: platform, text: The board met. }\n";
    assert_eq!(status(&house(own).matrix(), "R-6"), "implemented stated");
}

#[test]
fn a_requirement_all_of_whose_parts_fall_away_is_not_applicable_with_the_reasons() {
    let out = "not-applicable:\n  - { control: HSE-01, part: rules, reason: Nobody has an account. }\n";
    let matrix = house(IMPLEMENTED).append(PROJECT, out).matrix();
    assert_eq!(status(&matrix, "R-1"), "not-applicable derived");
    assert_eq!(requirement(&matrix, "R-1")["not_applicable_because"], json!(["Nobody has an account."]));
    let stated = "  - { control: HSE-02, status: not-applicable, text: There are no keys. }\n";
    let matrix = house(stated).matrix();
    assert_eq!(status(&matrix, "R-7"), "not-applicable derived");
    assert_eq!(requirement(&matrix, "R-7")["not_applicable_because"], json!(["There are no keys."]));
}

#[test]
fn evidence_of_a_requirement_is_counted_as_held_and_asked() {
    let matrix = house(IMPLEMENTED).matrix();
    // HSE-01 has two evidence requests, of which the one piece answers one.
    assert_eq!(requirement(&matrix, "R-1")["evidence"], json!({ "held": 1, "asked": 2, "open": 1 }));
    assert_eq!(requirement(&matrix, "R-4")["evidence"], json!({ "held": 0, "asked": 0, "open": 0 }));
    let own = "  - { requirement: house/R-6, status: implemented, owner: platform, text: Met., evidence: [scan] }\n";
    let matrix = house(own).matrix();
    assert_eq!(requirement(&matrix, "R-6")["evidence"], json!({ "held": 1, "asked": 0, "open": 0 }));
    assert_eq!(matrix["evidence"][0]["id"], "scan", "what only a requirement names is shown, too");
}

#[test]
fn a_requirement_that_is_stated_as_implemented_over_a_planned_control_is_a_contradiction() {
    let own = "  - { requirement: house/R-3, status: implemented, owner: platform, text: Done., evidence: [scan] }\n";
    let planned =
        "  - { control: HSE-02, status: planned, owner: platform, due: 2027-01-01, text: Later. }\n";
    let workspace = house(&format!("{own}{planned}"));
    assert_eq!(
        messages(&workspace, "requirement-contradicted"),
        ["the status is implemented, but a control that satisfies it is planned"]
    );
    assert_eq!(
        status(&workspace.matrix(), "R-3"),
        "implemented stated",
        "the person's word stands, with the finding"
    );
    assert!(
        messages(&house(own), "requirement-contradicted").is_empty(),
        "a control without a statement says nothing"
    );
}

#[test]
fn a_control_whose_requirements_all_have_statements_is_not_missing_one() {
    let mut own = String::new();
    for id in ["R-1", "R-2", "R-3", "R-4", "R-5", "R-8"] {
        own += &format!(
            "  - {{ requirement: house/{id}, status: implemented, owner: platform, text: Done. }}\n"
        );
    }
    let is_missing = |statements: &str| {
        messages(&house(statements), "statement-missing")
            .contains(&"no implementation statement for House accounts".to_owned())
    };
    assert!(is_missing(&own), "R-9 has none");
    own += "  - { requirement: house/R-9, status: implemented, owner: platform, text: Done. }\n";
    assert!(!is_missing(&own));
}

#[test]
fn a_changed_status_of_a_requirement_is_reported_by_diff() {
    let before = house(&IMPLEMENTED.replace("status: implemented", "due: 2027-01-01, status: planned"));
    before.run(&["build", "--document", "matrix", "--output", "old"]).ended_with(0);
    let after = before.replace(ORGANIZATION, "due: 2027-01-01, status: planned", "status: implemented");
    after.run(&["build", "--document", "matrix", "--output", "new"]).ended_with(0);
    let run = after.run(&["diff", "old", "new", "--format", "json"]);
    assert!(run.stdout.contains("\"id\": \"house/R-1\""), "{}{}", run.stdout, run.stderr);
    let report: serde_json::Value = serde_json::from_str(&run.stdout).expect("JSON");
    let changes = report["groups"][0]["changes"].as_array().expect("a list").clone();
    let is_it = |change: &&serde_json::Value| {
        change["subject"] == "requirement"
            && change["things"].as_array().is_some_and(|all| all.iter().any(|one| one["id"] == "house/R-1"))
    };
    let change = changes.iter().find(is_it).expect("the requirement");
    assert_eq!(change["effect"], "better");
    assert_eq!(
        change["details"][0],
        json!({ "aspect": "status", "before": "planned", "after": "implemented" })
    );
}
