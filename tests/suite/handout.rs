//! How requirements stand in the auditor handout: proven or not, held back and until when. Expected values by hand, from the
//! catalog's layers and the profile.

use crate::workspace::Workspace;

const ORGANIZATION: &str = "profiles/acme/organization.yaml";

const FRAMEWORK: &str = "\
schema: onus.framework/1
id: house
title: House rules
requirements:
  - { id: R-1, title: Halls, satisfied-by: [PHY-01/facilities] }
  - { id: R-2, title: Ways out, satisfied-by: { intersects: [PHY-01/facilities] }, remainder: Ways out are planned. }
  - { id: R-3, title: Papers, satisfied-by: [GOV-01/governance] }
  - { id: R-4, title: Papers and people, satisfied-by: [GOV-01/governance, GOV-02/governance] }
  - { id: R-5, title: Papers and board, satisfied-by: [GOV-01/governance, GOV-05/governance] }
";

/// Of three controls one is planned with a day, one has no evidence, and one is partial without a day.
const PROFILE: &str = "\
frameworks: [house]
attributes:
  has-offices: { value: false, reason: Everybody works at home. }
  has-data-rooms: { value: false, reason: There are none. }
statements:
  - { control: GOV-01, status: partial, owner: platform, due: 2027-01-31, text: Half of it. }
  - { control: GOV-02, status: implemented, owner: platform, text: All of it. }
  - { control: GOV-05, status: partial, owner: platform, text: Half of it. }
";

fn workspace(more: &str) -> Workspace {
    Workspace::base()
        .file("profiles/acme/catalog/house.yaml", FRAMEWORK)
        .append(ORGANIZATION, &format!("{PROFILE}{more}"))
}

fn handout(workspace: &Workspace) -> String {
    let arguments = ["build", "--document", "auditor-handout", "--format", "md", "--deny", "nothing"];
    workspace.run(&arguments).ended_with(0);
    workspace.read("output/acme/web/auditor-handout.md")
}

/// The text below a heading, up to the next heading.
fn section<'t>(text: &'t str, heading: &str) -> &'t str {
    let start = text.find(&format!("# {heading}\n")).unwrap_or_else(|| panic!("{heading}: {text}"));
    let below = &text[start + heading.len() + 2..];
    below.find("\n#").map_or(below, |end| &below[..end])
}

#[test]
fn inherited_without_proof_is_a_count_and_a_section_of_its_own() {
    let silent = handout(&workspace(""));
    let result = section(&silent, "Result");
    assert!(
        result.contains("| Inherited | 0 |") && result.contains("| Inherited, not proven | 1 |"),
        "{result}"
    );
    let unproven = section(&silent, "House rules: inherited, not proven");
    assert!(unproven.contains("| R-1 | Halls | AWS: no valid report |"), "{unproven}");
    assert!(!section(&silent, "House rules: met, inherited or not applicable").contains("R-1"));

    let report = "attestations:\n  - { id: r, title: Halls report, provider: aws, services: all, regions: all, valid-until: \
                  2027-12-31, frameworks: [house] }\n";
    let proven = handout(&workspace(report));
    let result = section(&proven, "Result");
    assert!(
        result.contains("| Inherited | 1 |") && result.contains("| Inherited, not proven | 0 |"),
        "{result}"
    );
    assert!(!proven.contains("# House rules: inherited, not proven"), "{proven}");
    let met = section(&proven, "House rules: met, inherited or not applicable");
    assert!(met.contains("| R-1 | Halls | AWS |") && met.contains("Halls report"), "{met}");
}

#[test]
fn what_remains_of_a_requirement_that_others_serve_is_said() {
    let text = handout(&workspace(""));
    assert!(section(&text, "Result").contains("| Partial, remainder not documented | 1 |"), "{text}");
    let rest = section(&text, "House rules: remainder not documented");
    assert!(rest.contains("| R-2 | Ways out | Ways out are planned. |"), "{rest}");
    assert!(!section(&text, "House rules: controls in place, mapped in part").contains("R-2"));
}

#[test]
fn a_requirement_is_due_only_when_all_that_holds_it_back_is() {
    let text = handout(&workspace(""));
    let open = section(&text, "House rules: not met");
    let row = |id: &str| {
        let found = open.lines().find(|line| line.starts_with(&format!("| {id} |")));
        found.unwrap_or_else(|| panic!("{id}: {open}")).to_owned()
    };
    assert!(row("R-3").ends_with("| 2027-01-31 |"), "{open}");
    assert!(
        row("R-4").contains("GOV-01, GOV-02 without evidence") && row("R-4").ends_with("| – |"),
        "{open}"
    );
    assert!(row("R-5").contains("GOV-01, GOV-05") && row("R-5").ends_with("| – |"), "{open}");
}

#[test]
fn controls_without_a_statement_stand_by_owner_and_the_plan_is_not_called_empty() {
    let text = handout(&workspace(""));
    let plan = section(&text, "Plan of action");
    assert!(!plan.contains("None."), "{plan}");
    let silent = section(&text, "Without an implementation statement");
    let row = silent.lines().find(|line| line.starts_with("| Platform Team |")).expect("a row of the owner");
    assert!(row.contains("GOV-04") && !row.contains("GOV-01,") && !row.contains("GOV-02,"), "{row}");
    assert!(!section(&text, "Governance").contains("GOV-04"), "the annex repeats it: {text}");
}

#[test]
fn a_lapsed_acceptance_affects_what_its_cells_serve() {
    let framework = "schema: onus.framework/1\nid: lines\ntitle: Lines\nrequirements:\n  \
        - { id: L-1, title: Data, satisfied-by: [CRY-02/application] }\n  \
        - { id: L-2, title: Cables, satisfied-by: [CRY-02/network] }\n";
    let acceptance = "risk-acceptances:\n  - { id: RA-1, control: CRY-02, part: application, reason: Old hosts., approver: Jane \
                      Doe, from: 2026-01-01, until: 2026-06-30 }\n";
    let workspace = Workspace::base()
        .file("profiles/acme/catalog/lines.yaml", framework)
        .append(ORGANIZATION, &format!("frameworks: [lines]\n{acceptance}"));
    let text = handout(&workspace);
    let row = section(&text, "Plan of action").lines().find(|line| line.contains("RA-1")).map(str::to_owned);
    let row = row.unwrap_or_else(|| panic!("a row of the acceptance: {text}"));
    assert!(row.contains("| L-1 |"), "{row}");
}
