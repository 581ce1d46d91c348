//! The documents about parties: what a team has to do over all projects, each duty once.

use std::collections::BTreeSet;

use crate::nightly::portfolio;
use crate::workspace::Workspace;

const ORGANIZATION: &str = "profiles/acme/organization.yaml";
const SHOP: &str = "profiles/acme/projects/shop.yaml";
const PLATFORM: &str = "output/acme/parties/platform/duties-by-party.md";
const SECURITY: &str = "output/acme/parties/security/duties-by-party.md";

/// Three projects; a second team that verifies everything, and a third that only one project has.
fn teams() -> Workspace {
    portfolio()
        .replace(
            ORGANIZATION,
            "  - { id: platform, name: Platform Team }\n",
            "  - { id: platform, name: Platform Team }\n  - { id: security, name: Security Office }\n",
        )
        .replace(
            ORGANIZATION,
            "  - { to: platform }\n",
            "  - { to: platform }\n  - { layer: data, duties: [verify], to: security }\n",
        )
        .append(
            SHOP,
            "parties:\n  - { id: shop-team, name: Shop Team }\ndelegations:\n  - { layer: application, to: shop-team }\n",
        )
}

#[track_caller]
fn build(workspace: &Workspace, arguments: &[&str]) {
    let all: Vec<&str> = ["build", "--quiet", "--deny", "nothing"].iter().chain(arguments).copied().collect();
    workspace.run(&all).ended_with(0);
}

fn markdown() -> Workspace {
    let workspace = teams();
    build(&workspace, &["--format", "markdown"]);
    workspace
}

/// The lines of a table about a control.
fn lines(text: &str, control: &str) -> Vec<String> {
    let start = format!("| {control} ");
    text.lines().filter(|line| line.starts_with(&start)).map(str::to_owned).collect()
}

#[test]
fn every_party_with_something_to_do_has_a_document() {
    let workspace = markdown();
    let written = workspace.tree("output/acme/parties");
    let written: Vec<&String> = written.keys().collect();
    assert_eq!(
        written,
        ["platform/duties-by-party.md", "security/duties-by-party.md", "shop-team/duties-by-party.md"]
    );
}

#[test]
fn a_duty_that_all_projects_have_is_one_line() {
    let workspace = markdown();
    // A part for the organisation as a whole.
    let text = workspace.read(PLATFORM);
    let mut found = lines(&text, "GOV-01");
    found.retain(|line| line.contains(" Writes policies for each subject"));
    assert_eq!(found.len(), 1, "{found:?}");
    assert!(found[0].ends_with("| M | O | V | The organisation |"), "{found:?}");
    assert!(found[0].contains("†"), "one party does all of it: {found:?}");
}

#[test]
fn a_duty_of_one_project_names_it_and_a_party_of_one_project_says_so_once() {
    let workspace = markdown();
    let text = workspace.read("output/acme/parties/shop-team/duties-by-party.md");
    assert!(text.contains("All of it is for Shop."), "{text}");
    assert!(lines(&text, "DEV-02").iter().any(|line| line.ends_with("| The project |")), "{text}");
    let text = workspace.read(PLATFORM);
    // The shop has a team of its own for it.
    let found = lines(&text, "DEV-02");
    assert!(found.iter().any(|line| line.ends_with("| Web shop |")), "{found:?}");
}

#[test]
fn what_is_open_comes_first() {
    let text = markdown().read(PLATFORM);
    let (open, rest) = text.split_once("## Duties").expect("a section");
    assert!(
        open.contains("| LOG-01 Activity logging | Planned | 2026-12-20 | Trails go to the archive. | All |"),
        "{open}"
    );
    assert!(open.contains("**No implementation statement ("), "{open}");
    assert!(rest.contains("- **Partial or planned (1):** see [Open](#open)"), "{rest}");
}

#[test]
fn who_only_verifies_has_a_list_instead_of_the_work_of_others() {
    let text = markdown().read(SECURITY);
    let (_, verified) = text.split_once("### Verified only").expect("a section");
    assert!(verified.contains("- **Cryptography:** CRY-01 "), "{verified}");
    assert!(!text.contains("| What has to be done |"), "a table without rows: {text}");
}

#[test]
fn a_target_date_that_passed_is_overdue_and_a_day_before_it_changes_nothing() {
    let workspace = teams();
    let arguments = |day| ["--format", "markdown", "--document", "duties-by-party", "--as-of", day];
    build(&workspace, &arguments("2026-12-12"));
    let before = workspace.read(PLATFORM);
    build(&workspace, &arguments("2026-12-20"));
    assert_eq!(workspace.read(PLATFORM), before);
    build(&workspace, &arguments("2026-12-21"));
    let after = workspace.read(PLATFORM);
    assert!(after.contains("| 2026-12-20, overdue |") && after.contains("| Revision | 2 ("), "{after}");
}

#[test]
fn a_build_writes_only_the_parties_that_a_change_concerns() {
    let workspace = teams();
    build(&workspace, &["--format", "markdown"]);
    let before = workspace.tree("output/acme/parties");
    let workspace = workspace.replace(SHOP, "layer: application", "layer: platform");
    // The documents of one project show no other, so those of parties stay.
    build(&workspace, &["--format", "markdown", "--project", "shop"]);
    assert_eq!(workspace.tree("output/acme/parties"), before);
    build(&workspace, &["--format", "markdown"]);
    let after = workspace.tree("output/acme/parties");
    let changed: Vec<&String> = after.keys().filter(|path| after[*path] != before[*path]).collect();
    assert_eq!(changed, ["platform/duties-by-party.md", "shop-team/duties-by-party.md"]);
}

#[test]
fn the_document_of_a_party_that_is_gone_is_pruned() {
    let workspace = teams();
    build(&workspace, &[]);
    let workspace = workspace.replace(SHOP, "delegations:\n  - { layer: application, to: shop-team }\n", "");
    build(&workspace, &["--prune"]);
    let left = workspace.tree("output/acme/parties");
    let parties: BTreeSet<&str> = left.keys().filter_map(|path| Some(path.split_once('/')?.0)).collect();
    assert_eq!(parties, BTreeSet::from(["platform", "security"]));
}
