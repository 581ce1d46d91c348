//! Every kind of gap, provoked by the smallest workspace that has it, with the place that is named as its cause.

use crate::workspace::Workspace;

const ORGANIZATION: &str = "profiles/acme/organization.yaml";
const PROJECT: &str = "profiles/acme/projects/web.yaml";
const REGISTER: &str = "profiles/acme/evidence/register.yaml";

/// The base workspace with more lines at the end of one of its files.
fn with(path: &str, lines: &str) -> Workspace {
    Workspace::base().append(path, lines)
}

/// The places of all findings with a code, on 15 November 2026.
#[track_caller]
fn places(workspace: &Workspace, code: &str) -> Vec<String> {
    workspace.places(code)
}

/// A statement on LOG-01 with these further keys.
fn statement(keys: &str) -> Workspace {
    with(PROJECT, &format!("statements:\n  - {{ control: LOG-01, {keys} }}\n"))
}

#[test]
fn a_customer_duty_without_a_party_is_an_error_where_duties_are_delegated() {
    let distinct = |workspace: &Workspace| {
        let mut found = places(workspace, "duty-without-party");
        found.dedup();
        found
    };
    let workspace = Workspace::base().replace(
        ORGANIZATION,
        "  - { to: platform }\n",
        "  - { domain: identity, to: platform }\n",
    );
    assert_eq!(distinct(&workspace), [format!("{ORGANIZATION}:9:3"), format!("{PROJECT}:1:1")]);
    let workspace = Workspace::base().replace(ORGANIZATION, "delegations:\n  - { to: platform }\n", "");
    assert_eq!(distinct(&workspace), [format!("{ORGANIZATION}:1:1"), format!("{PROJECT}:1:1")]);
    assert!(places(&Workspace::base(), "duty-without-party").is_empty());
}

#[test]
fn a_service_of_an_unknown_class_is_an_error_at_its_class() {
    let service =
        "schema: onus.services/1\nprovider: aws\nservices:\n  - { id: aws.fax, name: Fax, class: paper }\n";
    let workspace =
        with(PROJECT, "  - { use: aws.fax }\n").file("profiles/acme/catalog/services.yaml", service);
    assert_eq!(places(&workspace, "class-unknown"), ["profiles/acme/catalog/services.yaml:4:38"]);
}

#[test]
fn an_unknown_class_whose_name_comes_first_is_no_different() {
    // The base workspace uses classes that differ in who holds the duties of the organisation itself.
    let service =
        "schema: onus.services/1\nprovider: aws\nservices:\n  - { id: aws.fax, name: Fax, class: aaa }\n";
    let workspace =
        with(PROJECT, "  - { use: aws.fax }\n").file("profiles/acme/catalog/services.yaml", service);
    assert_eq!(places(&workspace, "class-unknown"), ["profiles/acme/catalog/services.yaml:4:38"]);
}

#[test]
fn a_project_without_services_is_pointed_at() {
    let workspace = Workspace::base().replace(ORGANIZATION, "services:\n  - { use: aws.iam }\n", "").replace(
        PROJECT,
        "services:\n  - { use: aws.ec2 }\n  - { use: aws.s3 }\n",
        "",
    );
    assert_eq!(places(&workspace, "no-services"), [format!("{PROJECT}:1:1")]);
}

#[test]
fn statements_that_say_too_little_are_pointed_at() {
    let here = [format!("{PROJECT}:8:5")];
    assert_eq!(places(&statement("status: implemented"), "statement-without-text"), here);
    assert_eq!(places(&statement("status: implemented"), "statement-without-owner"), here);
    assert_eq!(places(&statement("status: implemented"), "evidence-missing"), here);
    assert_eq!(places(&statement("status: planned"), "status-date-unknown"), here);
    assert_eq!(places(&statement("status: partial, due: 2026-11-14"), "status-overdue"), here);
    assert!(places(&statement("status: partial, due: 2026-11-15"), "status-overdue").is_empty());
    let full = statement("status: implemented, owner: platform, text: Done., evidence: [scan]");
    for code in
        ["statement-without-text", "statement-without-owner", "evidence-missing", "status-date-unknown"]
    {
        assert!(places(&full, code).is_empty(), "{code}");
    }
}

#[test]
fn one_statement_less_is_missing_when_one_is_made() {
    let missing = |workspace: &Workspace| places(workspace, "statement-missing").len();
    assert_eq!(missing(&statement("status: planned")) + 1, missing(&Workspace::base()));
}

#[test]
fn evidence_that_is_too_old_or_too_new_is_pointed_at() {
    let proven = |dates: &str| {
        statement("status: implemented, evidence: [scan]").replace(REGISTER, "collected: 2026-10-01", dates)
    };
    let stale = proven("collected: 2026-10-01, valid-until: 2026-11-14");
    assert_eq!(places(&stale, "evidence-stale"), [format!("{REGISTER}:3:113")]);
    assert!(places(&proven("collected: 2026-10-01, valid-until: 2026-11-15"), "evidence-stale").is_empty());
    assert_eq!(
        places(&proven("collected: 2026-11-16"), "evidence-from-future"),
        [format!("{REGISTER}:3:88")]
    );
}

#[test]
fn provider_duties_without_a_current_report_are_pointed_at_their_service() {
    let report = |keys: &str| {
        with(
            ORGANIZATION,
            &format!("attestations:\n  - {{ id: soc2, provider: aws, title: SOC 2, {keys} }}\n"),
        )
    };
    assert_eq!(
        places(
            &report("services: [aws.s3, aws.ec2], regions: all, valid-until: 2027-01-31"),
            "attestation-service-out-of-scope"
        ),
        [format!("{ORGANIZATION}:7:5")]
    );
    let lapsed = report("services: all, regions: all, valid-until: 2026-09-30");
    let uses = [format!("{ORGANIZATION}:7:5"), format!("{PROJECT}:5:5"), format!("{PROJECT}:6:5")];
    assert_eq!(places(&lapsed, "attestation-lapsed"), uses);
    assert!(places(&lapsed, "attestation-missing").is_empty());
}

#[test]
fn decisions_that_change_nothing_are_pointed_at() {
    let overrides = "overrides:\n  - { control: PAT-01, service: aws.rds, duties: { operate: provider }, reason: Agreed. }\n\
        not-applicable:\n  - { control: PAT-01, service: aws.rds, reason: Not used. }\n";
    let found = places(&with(PROJECT, overrides), "without-effect");
    assert_eq!(found, [format!("{PROJECT}:8:5"), format!("{PROJECT}:10:5")]);
}

#[test]
fn requirements_that_no_control_satisfies_are_counted_at_their_framework() {
    let framework = "schema: onus.framework/1\nid: house\ntitle: House rules\nrequirements:\n  \
        - { id: R1, title: Keep logs, satisfied-by: [LOG-01] }\n  - { id: R2, title: Be kind }\n";
    let workspace =
        with(ORGANIZATION, "frameworks: [house]\n").file("profiles/acme/catalog/house.yaml", framework);
    assert_eq!(places(&workspace, "requirement-unmapped"), ["profiles/acme/catalog/house.yaml:1:1"]);
}

#[test]
fn a_careless_own_catalog_is_told_everything_that_readers_would_miss() {
    let long = "word ".repeat(46);
    let controls = format!(
        "schema: onus.controls/1\ndomain: fax\ncontrols:\n  - id: ACM-01\n    title: Fax log\n    objective: {long}\n    \
         parts:\n      - {{ id: data, layer: data, provider: Keeps the log as needed. }}\n"
    );
    let model = "schema: onus.model/1\ntraits:\n  - { id: rings, title: Rings, description: It rings. }\ndomains:\n  \
        - { id: fax, title: Fax, description: Fax machines. }\n";
    let framework = "schema: onus.framework/1\nid: house\ntitle: House rules\nrequirements:\n  \
        - { id: R1, title: Be kind }\n";
    let services = "schema: onus.services/1\nprovider: aws\nservices:\n  \
        - { id: aws.fax, name: Fax, class: software, exceptions: [\n      \
            { layer: governance, duties: { operate: provider }, reason: Agreed. } ] }\n";
    let workspace = Workspace::base()
        .file("profiles/acme/catalog/controls.yaml", controls)
        .file("profiles/acme/catalog/services.yaml", services)
        .file("profiles/acme/catalog/model.yaml", model)
        .file("profiles/acme/catalog/house.yaml", framework);
    let arguments = ["catalog", "check", "--organization", "acme", "--message-format", "json"];
    let run = workspace.run(&arguments).ended_with(2);
    let mut found: Vec<String> = run
        .records("diagnostic")
        .iter()
        .map(|found| {
            let label = &found["labels"][0];
            let file = label["file"].as_str().expect("a file").replace("profiles/acme/catalog/", "");
            format!("{} {file}:{}", found["code"].as_str().expect("a code"), label["line"])
        })
        .filter(|found| !found.contains("onus:"))
        .collect();
    found.sort();
    found.dedup();
    assert_eq!(
        found,
        [
            "empty-phrase controls.yaml:8",
            "idle-exception services.yaml:5",
            "part-count controls.yaml:8",
            "requirement-uncovered house.yaml:5",
            "text-missing controls.yaml:8",
            "text-too-long controls.yaml:6",
            "unused-term model.yaml:3",
        ]
    );
}
