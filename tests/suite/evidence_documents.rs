//! The documents about what proves things: what one workspace with a bit of everything makes them say.

use crate::workspace::Workspace;

const ORGANIZATION: &str = "profiles/acme/organization.yaml";
const PROJECT: &str = "profiles/acme/projects/web.yaml";

/// A report that is bridged, with what it expects; a lapsed acceptance; an altered file; a framework.
fn everything() -> Workspace {
    let workspace = Workspace::base();
    let organization = workspace.read(ORGANIZATION)
        + "contact: { name: Security Office, email: security@acme.example }
frameworks: [iso-27001-2022]
attestations:
  - id: soc2
    provider: aws
    title: SOC 2 of AWS
    frameworks: [iso-27001-2022]
    services: all
    regions: all
    period: 2025-10-01/2026-09-30
    valid-until: 2027-03-31
    bridge-letters:
      - { title: Letter of October, period: 2026-10-01/2026-12-31 }
    user-controls:
      - { id: UC-9, text: Records of calls are looked at., controls: [LOG-01] }
";
    let project = workspace.read(PROJECT)
        + "boundary: The shop and nothing else.
statements:
  - { control: LOG-01, status: implemented, owner: platform, text: Every call is on record., evidence: [export] }
risk-acceptances:
  - id: RA-7
    control: LOG-01
    reason: One account is old.
    approver: Jo Bloggs, Director
    from: 2026-01-01
    until: 2026-10-31
";
    let register = "schema: onus.evidence/1
evidence:
  - id: export
    title: Export of the records
    kind: file
    location: export.txt
    collected: 2026-11-01
    sha256: ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad
";
    workspace
        .file(ORGANIZATION, organization)
        .file(PROJECT, project)
        .file("profiles/acme/evidence/register.yaml", register)
        .file("profiles/acme/evidence/export.txt", "abd")
}

fn built() -> Workspace {
    let workspace = everything();
    workspace.run(&["build", "--quiet", "--format", "markdown", "--deny", "nothing"]).ended_with(0);
    workspace
}

fn says(workspace: &Workspace, document: &str, words: &[&str]) {
    let text = workspace.read(&format!("output/acme/{document}.md"));
    for words in words {
        assert!(text.contains(words), "{document} does not say {words:?}");
    }
}

#[test]
fn an_accepted_risk_is_shown_wherever_its_control_is() {
    let workspace = built();
    for document in [
        "web/auditor-handout",
        "web/responsibility-matrix",
        "web/plan-of-action",
        "services/aws.s3/service-sheet",
    ] {
        says(&workspace, document, &["RA-7", "One account is old", "apsed"]);
    }
    let explained = workspace.run(&["explain", "LOG-01"]).ended_with(0).stdout;
    assert!(
        explained.contains("the risk RA-7 is accepted by Jo Bloggs, Director, 2026-01-01 to 2026-10-31"),
        "{explained}"
    );
    assert!(explained.contains(&format!("{PROJECT}:11:5")), "{explained}");
}

#[test]
fn what_a_report_expects_stands_among_the_duties_of_the_customer() {
    let workspace = built();
    for document in ["web/auditor-handout", "parties/platform/duties-by-party", "attestation-register"] {
        says(&workspace, document, &["UC-9", "Records of calls are looked at"]);
    }
}

#[test]
fn an_altered_file_is_called_so_and_both_digests_stand_in_the_handout() {
    let workspace = built();
    for document in ["web/auditor-handout", "evidence-register"] {
        says(&workspace, document, &["| Altered |"]);
    }
    // printf abd | sha256sum
    let found = "a52d159f262b2c6ddb724a61840befc36eb30c88877a4030b65cbe86298449c9";
    let pinned = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";
    says(
        &workspace,
        "web/auditor-handout",
        &[found, pinned, "**Implemented, no valid evidence.** Every call is on record."],
    );
}

#[test]
fn the_handout_has_its_sections_in_the_order_of_an_auditor() {
    let text = built().read("output/acme/web/auditor-handout.md");
    let sections: Vec<&str> = text.lines().filter_map(|line| line.strip_prefix("## ")).collect();
    let expected = [
        "Result",
        "How to verify",
        "System",
        "Subservice organisations",
        "Complementary controls",
        "Who does what",
        "Requirements",
        "Exclusions, overrides and acceptances",
        "Plan of action",
        "Evidence",
        "Annex: statements",
        "Appendix: files and digests",
        "Document history",
    ];
    assert_eq!(sections, expected);
    assert!(text.contains("The shop and nothing else."), "the boundary is missing");
    assert!(text.contains("| `profiles/acme/projects/web.yaml` |"), "the inputs are missing");
}

#[test]
fn a_report_that_is_bridged_covers_and_one_without_its_letter_does_not() {
    says(
        &built(),
        "attestation-register",
        &["<br>Bridged |", "Letter of October, 2026-10-01 to 2026-12-31", "None: a valid report"],
    );
    let open = everything().replace(
        ORGANIZATION,
        "    bridge-letters:\n      - { title: Letter of October, period: 2026-10-01/2026-12-31 }\n",
        "",
    );
    open.run(&["build", "--quiet", "--format", "markdown", "--deny", "nothing"]).ended_with(0);
    says(&open, "attestation-register", &["<br>Not bridged |", "no bridge letter covers the days since"]);
}

#[test]
fn each_party_finds_its_work_and_each_requirement_its_narrative() {
    let workspace = built();
    says(&workspace, "parties/platform/duties-by-party", &["| LOG-01 ", "- **Implemented (1):** LOG-01"]);
    says(
        &workspace,
        "web/statement-of-applicability",
        &["## ISO/IEC 27001:2022 Annex A", "\n| A.8.15 | ", " | LOG-0"],
    );
}

#[test]
fn the_register_counts_what_is_asked_and_open() {
    let workspace = built();
    let matrix = workspace.run(&["build", "--quiet", "--format", "json", "--deny", "nothing"]).ended_with(0);
    drop(matrix);
    let control = |id: &str| {
        let matrix = workspace.json("output/acme/web/matrix.json");
        let controls = matrix["controls"].as_array().expect("a list").clone();
        controls.into_iter().find(|control| control["id"] == id).expect("a control of the catalog")
    };
    // The only piece for LOG-01 is altered, so both of its questions are open.
    assert_eq!(control("LOG-01")["asked"]["asks"].as_array().map(Vec::len), Some(2));
    assert_eq!(control("LOG-01")["asked"]["open"], 2);
    says(&workspace, "evidence-register", &["(2 of 2)"]);
    let handout = workspace.read("output/acme/web/auditor-handout.md");
    let row = handout.lines().find(|line| line.starts_with("| A.8.15 |")).expect("a row of the requirement");
    assert!(row.contains("| 0/"), "{row}");
}

#[test]
fn where_nothing_is_the_customers_there_is_no_chart_of_it_and_no_warning() {
    let world = Workspace::base();
    world.run(&["build", "--format", "json"]).ended_with(0);
    let matrix = world.json("output/acme/web/matrix.json");
    let controls = matrix["controls"].as_array().expect("a list").iter();
    let out = controls
        .map(|control| format!("  - {{ control: {}, reason: Nothing is in use yet. }}\n", control["id"]));
    let lines = "not-applicable:\n".to_owned() + &out.collect::<String>();
    let workspace = Workspace::base().append(PROJECT, &lines);
    let run = workspace.run(&["build", "--message-format", "json"]).ended_with(0);
    let said: Vec<_> = run.records("diagnostic").into_iter().map(|record| record["code"].clone()).collect();
    assert!(!said.contains(&"diagram-not-drawn".into()), "{said:?}");
    let handout = workspace.read("output/acme/web/auditor-handout.md");
    assert!(!handout.contains("Controls that are shared or the customer's, by domain"));
}
