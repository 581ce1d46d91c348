//! Who answers for documents and decisions, what forms ask for, and parties that check their own work.

use serde_json::json;

use crate::workspace::Workspace;

const ORGANIZATION: &str = "profiles/acme/organization.yaml";
const PROJECT: &str = "profiles/acme/projects/web.yaml";
const DOCUMENTS: [&str; 3] = ["auditor-handout", "responsibility-matrix", "plan-of-action"];

/// The base workspace with approvals of the organisation and of its project.
fn approved() -> Workspace {
    let organization = "approvals:
  - { role: approved, who: Jane Doe, title: Head of Risk, on: 2026-10-02, for: { document: auditor-handout } }
  - { role: reviewed, who: platform, on: 2026-10-01, for: { project: web } }
  - { role: reviewed, who: Max Roe, on: 2026-10-01, for: { project: shop } }
assertion: |
  We have prepared this description.

  It leaves out nothing.
system: { status: operational, confidentiality: low, users: [Shoppers] }
";
    let project = "approvals: [{ role: prepared, who: Ann Poe, on: 2026-09-30 }]
system: { identifier: WEB-1, confidentiality: moderate, integrity: high, availability: low, authorized-on: 2025-01-31 }
overrides:
  - { control: PAT-01, part: guest-os, service: aws.ec2, duties: { operate: provider }, reason: Leased., approver: platform, on: 2026-10-03 }
not-applicable:
  - { control: MED-02, reason: No media., approver: Jane Doe }
";
    let shop = "schema: onus.project/1\nid: shop\nname: Shop\nservices: [{ use: aws.sqs }]\n";
    Workspace::base()
        .append(ORGANIZATION, organization)
        .append(PROJECT, project)
        .file("profiles/acme/projects/shop.yaml", shop)
}

fn document(workspace: &Workspace, project: &str, name: &str) -> String {
    let arguments = ["build", "--document", name, "--format", "markdown", "--deny", "nothing"];
    workspace.run(&arguments).ended_with(0);
    workspace.read(&format!("output/acme/{project}/{name}.md"))
}

#[test]
fn documents_say_who_prepared_reviewed_and_approved_them() {
    let workspace = approved();
    for name in DOCUMENTS {
        let text = document(&workspace, "web", name);
        assert!(text.contains("| Prepared by | Ann Poe, 2026-09-30 |\n"), "{name}: {text}");
        // The override was decided on 3 October.
        let older = "; **older than the newest content** |\n";
        assert!(
            text.contains(&format!("| Reviewed by | Platform Team, 2026-10-01{older}")),
            "{name}: {text}"
        );
        assert!(!text.contains("Max Roe"), "{name} is of another project");
        let line = format!("| Approved by | Jane Doe, Head of Risk, 2026-10-02{older}");
        assert_eq!(text.contains(&line), name == "auditor-handout", "{name}");
    }
    let text = document(&workspace, "shop", "plan-of-action");
    assert!(text.contains("| Reviewed by | Max Roe, 2026-10-01 |\n") && !text.contains("Ann Poe"), "{text}");
}

#[test]
fn an_approval_that_something_is_newer_than_is_marked_in_the_document() {
    let decided = "risk-acceptances:\n  - { id: RA-1, control: PAT-01, reason: Old., approver: Jane Doe, from: 2026-10-02, until: \
                   2026-12-31, on: 2026-10-02 }\n";
    let text = document(&approved().append(ORGANIZATION, decided), "web", "auditor-handout");
    let mark = "; **older than the newest content** |";
    let line =
        |role: &str| text.lines().find(|line| line.starts_with(&format!("| {role} by |"))).expect("a row");
    assert!(line("Reviewed").ends_with(mark), "{text}");
    assert!(!line("Prepared").contains(mark), "whoever prepares goes on working: {text}");
    let place = |role: &str| text.find(&format!("| {role} by |")).expect("a row");
    assert!(place("Prepared") < place("Reviewed") && place("Reviewed") < place("Approved"), "{text}");
    assert!(!document(&Workspace::base(), "web", "auditor-handout").contains(mark));
}

#[test]
fn documents_say_that_nobody_has_approved_them() {
    for name in DOCUMENTS {
        let text = document(&Workspace::base(), "web", name);
        assert!(text.contains("| Approval | No approval is recorded |\n"), "{name}: {text}");
    }
    let text = document(&Workspace::base(), "web", "auditor-handout");
    assert!(text.contains("**Assertion of management:** none is recorded."), "{text}");
}

#[test]
fn the_handout_carries_assertion_facts_and_approvers() {
    let text = document(&approved(), "web", "auditor-handout");
    for line in [
        "**Assertion of management.** We have prepared this description.\n\nIt leaves out nothing.\n",
        ", WEB-1 |\n",
        "| Status | Operational; authorised on 2025-01-31 |\n",
        "| Impact level | Confidentiality moderate, integrity high, availability low (FIPS 199) |\n",
        "| Users | Shoppers |\n",
        "Leased. | Platform Team on 2026-10-03 |",
        "No media. | Jane Doe |",
    ] {
        assert!(text.contains(line), "{line}:\n{text}");
    }
}

#[test]
fn the_matrix_carries_them_for_programs() {
    let matrix = approved().matrix();
    let approvals = matrix["approvals"].as_array().expect("a list");
    let short: Vec<_> = approvals
        .iter()
        .map(|one| json!([one["role"], one["who"], one["party"], one["on"], one["document"]]))
        .collect();
    assert_eq!(
        short,
        [
            json!(["approved", "Jane Doe", null, "2026-10-02", "auditor-handout"]),
            json!(["reviewed", "Platform Team", "platform", "2026-10-01", null]),
            json!(["prepared", "Ann Poe", null, "2026-09-30", null]),
        ]
    );
    assert_eq!(matrix["assertion"], "We have prepared this description.\n\nIt leaves out nothing.");
    let system = &matrix["system"];
    assert_eq!((&system["identifier"], &system["status"]), (&json!("WEB-1"), &json!("operational")));
    assert_eq!((&system["confidentiality"], &system["users"]), (&json!("moderate"), &json!(["Shoppers"])));
    let silent = Workspace::base().matrix();
    assert_eq!(
        (&silent["approvals"], &silent["assertion"], &silent["system"]),
        (&json!([]), &json!(null), &json!(null))
    );
}

#[test]
fn an_approval_is_no_matter_of_the_day_before() {
    let workspace = approved();
    workspace.run(&["check", "--deny", "nothing", "--as-of", "2026-10-03"]).ended_with(0);
    let run = workspace.run(&["check", "--deny", "nothing", "--as-of", "2026-10-02"]).ended_with(2);
    assert!(
        run.stderr.contains("error[future-day]: 2026-10-03 is after the as-of date, 2026-10-02"),
        "{run:?}"
    );
}

#[test]
fn a_party_that_checks_its_own_work_is_one_note() {
    let workspace = Workspace::base();
    // The entry that gives it the duty to verify.
    assert_eq!(workspace.places("self-verification"), ["profiles/acme/organization.yaml:9:5"]);
    let run = workspace.run(&["check", "--message-format", "json"]);
    let found = run.records("finding").into_iter().find(|found| found["code"] == "self-verification");
    let found = found.expect("it is there");
    assert_eq!(found["severity"], "note");
    assert_eq!(found["message"], "Platform Team manages, operates and verifies the same parts of controls");
    let checked = workspace
        .replace(ORGANIZATION, "name: Platform Team }", "name: Platform Team }\n  - { id: audit, name: Audit }")
        .replace(ORGANIZATION, "{ to: platform }", "{ to: platform }\n  - { layer: data, to: audit }\n  - { duties: [verify], layer: guest-os, to: audit }");
    // Each of the two still has something to itself: one finding for each, not for each cell.
    assert_eq!(checked.places("self-verification").len(), 2);
    let split = Workspace::base()
        .replace(
            ORGANIZATION,
            "name: Platform Team }",
            "name: Platform Team }\n  - { id: audit, name: Audit }",
        )
        .replace(
            ORGANIZATION,
            "{ to: platform }",
            "{ to: platform, duties: [manage, operate] }\n  - { to: audit, duties: [verify] }",
        );
    assert_eq!(split.places("self-verification"), Vec::<String>::new());
}

#[test]
fn a_review_or_approval_that_is_older_than_what_it_covers_is_one_note() {
    let messages = |workspace: &Workspace, arguments: &[&str]| {
        let check = ["check", "--deny", "nothing", "--message-format", "json"];
        let run = workspace.run(&[&check, arguments].concat()).ended_with(0);
        let found = run.records("finding").into_iter().filter(|found| found["code"] == "approval-outdated");
        let text = |value: &serde_json::Value| value.as_str().expect("a text").to_owned();
        let found = found.map(|found| format!("{}: {}", text(&found["severity"]), text(&found["message"])));
        found.collect::<Vec<String>>()
    };
    let collected = "  - { id: new, title: New scan, kind: ticket, location: SEC-9, collected: 2026-11-04, valid-until: 2027-10-01, controls: [PAT-01] }\n";
    let with = |approvals: &str| {
        Workspace::base()
            .append("profiles/acme/evidence/register.yaml", collected)
            .append(PROJECT, &format!("approvals:\n{approvals}"))
    };
    let old = "  - { role: approved, who: Jane Doe, on: 2026-10-02 }\n";
    let said = "note: the approval by Jane Doe of 2026-10-02 is older than the evidence `new` of 2026-11-04";
    assert_eq!(messages(&with(old), &[]), [said]);
    assert_eq!(messages(&with(old), &["--as-of", "2026-11-03"]), [""; 0], "it was not there yet");
    let again = format!("{old}  - {{ role: approved, who: Max Roe, on: 2026-11-04 }}\n");
    assert_eq!(messages(&with(&again), &[]), [""; 0]);
    let of_one = format!(
        "{old}  - {{ role: approved, who: Max Roe, on: 2026-11-04, for: {{ document: plan-of-action }} }}\n"
    );
    assert_eq!(messages(&with(&of_one), &[]).len(), 1, "the other documents are as they were");
    assert_eq!(messages(&with(&old.replace("approved", "prepared")), &[]), [""; 0]);
    assert_eq!(messages(&with(&old.replace("approved", "reviewed")), &[]).len(), 1);
    let decided = Workspace::base().append(
        PROJECT,
        "approvals:\n  - { role: approved, who: Jane Doe, on: 2026-10-02 }\nnot-applicable:\n  \
         - { control: MED-02, reason: None., approver: Ann Poe, on: 2026-10-03 }\n",
    );
    let said =
        "note: the approval by Jane Doe of 2026-10-02 is older than a not-applicable entry of 2026-10-03";
    assert_eq!(messages(&decided, &[]), [said]);
}
