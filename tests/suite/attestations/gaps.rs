//! What reports leave open: findings about them.

use serde_json::json;

use super::{ORGANIZATION, RACK, VALID, messages, proving, with_reports};

#[test]
fn a_qualified_opinion_proves_and_is_a_finding() {
    let keys = format!("provider: [aws, rack], kind: iso-27001, opinion: qualified, {VALID}");
    let workspace = with_reports("iso-27001-2022", &[&keys]);
    assert_eq!(proving(&workspace, "iso-27001-2022"), json!(["r1"]));
    assert_eq!(
        messages(&workspace, "attestation-qualified"),
        ["the opinion in report Report 1 is qualified"]
    );
    let clean = keys.replace("qualified", "unqualified");
    assert!(messages(&with_reports("iso-27001-2022", &[&clean]), "attestation-qualified").is_empty());
}

#[test]
fn exceptions_without_our_answer_are_findings() {
    let exceptions = "exceptions: [{ text: Two leavers kept access. }, { text: A patch was late., answer: Ours are not. }]";
    let workspace = with_reports("", &[&format!("provider: aws, {exceptions}, {VALID}")]);
    assert_eq!(
        messages(&workspace, "attestation-exception-unanswered"),
        ["no answer to an exception in report Report 1: Two leavers kept access."]
    );
}

#[test]
fn a_report_that_is_relied_on_for_less_than_the_time_of_the_profile_is_due() {
    let due = |reports: &[&str]| messages(&with_reports("iso-27001-2022", reports), "attestation-due");
    let until = |day: &str| format!("provider: aws, kind: iso-27001, valid-until: {day}");
    // Fourteen days after the 15th is the 29th.
    assert_eq!(due(&[&until("2026-11-28")]), ["report Report 1 is relied on until 2026-11-28"]);
    assert!(due(&[&until("2026-11-29")]).is_empty());
    let bridged = "provider: aws, period: 2025-10-01/2026-09-30, valid-until: 2027-09-30, \
        bridge-letters: [{ title: L, period: 2026-10-01/2026-11-20 }]";
    assert_eq!(due(&[bridged]), ["report Report 1 is relied on until 2026-11-20"]);
    // Not if another one takes over all that it proves.
    assert!(due(&[&until("2026-11-28"), &until("2027-11-28")]).is_empty());
    let other = format!("provider: aws, kind: soc-2, {VALID}");
    assert_eq!(due(&[&until("2026-11-28"), &other]).len(), 1);
    let wider = with_reports("iso-27001-2022", &[&until("2026-12-15")])
        .append(ORGANIZATION, "evidence-due-within: 2 months\n");
    assert_eq!(messages(&wider, "attestation-due").len(), 1);
}

#[test]
fn a_lapsed_report_is_not_excused_by_reports_for_other_frameworks() {
    let lapsed = "provider: aws, kind: pci-aoc, valid-until: 2026-10-31";
    let soc2 = format!("provider: aws, kind: soc-2, {VALID}");
    let workspace = with_reports("pci-dss-4.0.1", &[lapsed, &soc2]);
    let unproven = messages(&workspace, "attestation-framework-unproven");
    assert_eq!(unproven.len(), 1, "{unproven:?}");
    assert!(unproven[0].ends_with("; Report 1 was relied on until 2026-10-31"), "{unproven:?}");
    assert_eq!(workspace.places("attestation-framework-unproven"), [format!("{ORGANIZATION}:15:5")]);
    assert!(messages(&workspace, "attestation-unused").is_empty());
    // Where the others prove the same, it is worth no more than a note.
    let accepted = soc2.clone() + ", accepted-for: [{ framework: pci-dss-4.0.1, reason: Agreed. }]";
    let workspace = with_reports("pci-dss-4.0.1", &[lapsed, &accepted]);
    assert!(messages(&workspace, "attestation-framework-unproven").is_empty());
    assert_eq!(messages(&workspace, "attestation-unused").len(), 1);
}

#[test]
fn an_unproven_framework_fails_a_run() {
    let workspace = with_reports("pci-dss-4.0.1", &[&format!("provider: aws, kind: soc-2, {VALID}")]);
    workspace.run(&["check"]).ended_with(1);
}

#[test]
fn a_carve_out_needs_a_report_on_the_subservice_organisation() {
    let uncovered = |reports: &[&str]| {
        messages(&with_reports("iso-27001-2022", reports), "attestation-subservice-uncovered")
    };
    let vendor = |subservices: &str| format!("provider: rack, kind: iso-27001, {subservices}{VALID}");
    let carved = vendor("subservices: [{ provider: aws, method: carve-out }], ");
    assert_eq!(
        uncovered(&[&carved]),
        ["report Report 1 leaves out what AWS does (carve-out), and there is no valid report on AWS"]
    );
    let (iso, soc2) =
        (format!("provider: aws, kind: iso-27001, {VALID}"), format!("provider: aws, kind: soc-2, {VALID}"));
    assert!(uncovered(&[&carved, &iso]).is_empty());
    assert_eq!(
        uncovered(&[&carved, &soc2]),
        [
            "report Report 1 leaves out what AWS does (carve-out), and no valid report on AWS attests ISO/IEC 27001:2022 Annex A"
        ]
    );
    assert!(uncovered(&[&vendor("subservices: [{ provider: aws, method: inclusive }], ")]).is_empty());
    assert!(uncovered(&[&vendor("")]).is_empty());
}

#[test]
fn the_catalog_says_which_subservice_organisations_a_report_leaves_out_if_it_does_not_itself() {
    let catalog = RACK.replace(
        "short-name: Rack }",
        "short-name: Rack, subservices: [{ provider: aws, method: carve-out }] }",
    );
    let report = |keys: &str| {
        let workspace = with_reports("", &[&format!("provider: rack, {keys}{VALID}")])
            .file("profiles/acme/catalog/rack.yaml", &catalog);
        messages(&workspace, "attestation-subservice-uncovered").len()
    };
    assert_eq!((report(""), report("subservices: [], ")), (1, 0));
}
