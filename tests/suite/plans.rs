//! The plan of action and the list of evidence requests.

use crate::workspace::Workspace;

const PROJECT: &str = "profiles/acme/projects/web.yaml";

const PROFILE: &str = "\
frameworks: [iso-27001-2022]
statements:
  - { control: LOG-01, status: implemented, owner: platform, text: On record., evidence: [export, sample] }
  - { control: LOG-02, status: partial, owner: platform, due: 2026-10-31, text: Half of the trail is there. }
  - { control: LOG-03, status: planned, text: Next year. }
  - { requirement: iso-27001-2022/A.5.1, status: planned, owner: platform, due: 2027-03-31, text: To be written. }
risk-acceptances:
  - id: RA-7
    control: LOG-02
    reason: One account is old.
    approver: Jo Bloggs, Director
    from: 2026-01-01
    until: 2027-10-31
";

const REGISTER: &str = "\
schema: onus.evidence/1
evidence:
  - { id: export, title: Export of the settings, kind: ticket, location: T-1, collected: 2026-11-01 }
  - { id: sample, title: Sample of a record, kind: ticket, location: T-2, collected: 2026-09-01 }
";

fn built(document: &str, day: &str) -> String {
    let workspace =
        Workspace::base().append(PROJECT, PROFILE).file("profiles/acme/evidence/register.yaml", REGISTER);
    let arguments = ["build", "--document", document, "--format", "md", "--deny", "nothing", "--as-of", day];
    workspace.run(&arguments).ended_with(0);
    workspace.read(&format!("output/acme/web/{document}.md"))
}

#[test]
fn a_plan_lists_weaknesses_by_the_ids_of_the_findings_with_owner_milestone_and_date() {
    let workspace =
        Workspace::base().append(PROJECT, PROFILE).file("profiles/acme/evidence/register.yaml", REGISTER);
    let run = workspace.run(&["check", "--deny", "nothing", "--message-format", "json"]).ended_with(0);
    let found = run.records("finding");
    let late = found.iter().find(|one| one["code"] == "status-overdue").expect("a finding");
    let text = built("plan-of-action", "2026-11-15");
    let id = late["id"].as_str().expect("an id");
    let row =
        text.lines().find(|line| line.starts_with(&format!("| `{id}` | Warning | LOG-02: "))).expect("a row");
    assert!(row.contains(" | ISO/IEC 27001:2022 Annex A: "), "{row}");
    let end = " | Platform Team | Work completed | 2026-10-31, late; accepted, RA-7 |";
    assert!(row.ends_with(end), "{row}");
    // Notes are no weaknesses.
    let rows = text.lines().filter(|line| line.starts_with("| `f-")).count();
    assert_eq!(rows, found.iter().filter(|one| one["severity"] != "note").count());
}

#[test]
fn a_plan_lists_what_is_partial_or_planned_and_how_each_kind_of_finding_is_fixed() {
    let text = built("plan-of-action", "2026-11-15");
    for row in [
        " | Partial | Platform Team | 2026-10-31, late | ISO/IEC 27001:2022 Annex A: ",
        " | Planned | No owner assigned | No target date | ",
        " | Next year. |",
        " | Planned | Platform Team | 2027-03-31 | ISO/IEC 27001:2022 Annex A | To be written. |",
        "| RA-7 | LOG-02 ",
        "| Warning | `status-overdue` | 1 | Complete the work and change the status,",
    ] {
        assert!(text.contains(row), "{row}: {text}");
    }
}

#[test]
fn a_plan_without_anything_says_so_where_it_is_looked_for() {
    let workspace = Workspace::base();
    workspace
        .run(&["build", "--document", "plan-of-action", "--format", "md", "--deny", "nothing"])
        .ended_with(0);
    let text = workspace.read("output/acme/web/plan-of-action.md");
    for section in ["## Statements not yet implemented", "## Risk acceptances"] {
        assert!(text.contains(&format!("{section}\n\nNone.\n")), "{section}: {text}");
    }
}

#[test]
fn requests_have_numbers_and_say_what_was_given_the_outstanding_ones_first() {
    let text = built("evidence-requests", "2026-11-15");
    let (open, answered) = text.split_once("\n## Answered\n").expect("two sections");
    // Both requests about LOG-01 have a piece: the monthly one until a month after the first of November.
    let row = answered.lines().find(|line| line.contains("**LOG-01.1** ")).expect("a row");
    assert!(row.contains("<br>**LOG-01.2** Sample record"), "{row}");
    assert!(row.contains("(monthly)") && row.contains("(semiannual)"), "{row}");
    let end = " | All services | Platform Team | 2026-12-01 | `export` (2026-11-01), `sample` (2026-09-01) |";
    assert!(row.ends_with(end), "{row}");
    let row = open.lines().find(|line| line.contains("**LOG-02.1** ")).expect("a row");
    assert!(row.contains(" outstanding; no target date | None |"), "{row}");
    let later = built("evidence-requests", "2026-12-02");
    let (open, _) = later.split_once("\n## Answered\n").expect("two sections");
    assert!(open.contains("**LOG-01.1** "), "the export is too old by then: {later}");
}
