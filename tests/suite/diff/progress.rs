//! A control that is better off than before is progress, whatever its statement still lacks: whoever writes the first
//! statement must not fail the gate for it.

use super::{built, lines, told};
use crate::workspace::Workspace;

const ORGANIZATION: &str = "profiles/acme/organization.yaml";

/// The base workspace with a statement on a control; none for an empty one.
fn with(statement: &str) -> Workspace {
    match statement {
        "" => Workspace::base(),
        keys => Workspace::base().append(ORGANIZATION, &statements(keys)),
    }
}

fn statements(keys: &str) -> String {
    format!("statements:\n  - {{ control: NET-01, text: By rules., {keys} }}\n")
}

/// The effects of all changes to findings about the control when the one statement replaces the other, worst first; and the
/// exit status of the gate.
fn effects(before: &str, after: &str) -> (Vec<String>, i32) {
    let base = Workspace::base().read(ORGANIZATION);
    let text = match after {
        "" => base,
        keys => base + &statements(keys),
    };
    let workspace = with(before);
    built(&workspace, "old");
    let workspace = workspace.file(ORGANIZATION, text);
    built(&workspace, "new");
    let report = told(&workspace);
    let findings = lines(&report, "finding").into_iter();
    let mut changes: Vec<String> = findings
        .filter(|line| line.contains("NET-01"))
        .map(|line| line.split(" | ").next().unwrap_or_default().replace(" of NET-01", ""))
        .collect();
    changes.sort();
    let gate = workspace.run(&["diff", "old", "new", "--fail-on", "worse"]);
    (changes, gate.code)
}

const OWNED: &str = "owner: platform";

#[test]
fn a_statement_where_there_was_none_is_progress() {
    let implemented = format!("status: implemented, {OWNED}");
    assert_eq!(effects("", &implemented), (vec!["better changed evidence-missing".to_owned()], 0));
    let (told, code) = effects("", "status: implemented");
    assert_eq!(code, 0);
    assert!(told.iter().all(|change| !change.starts_with("worse")), "{told:?}");
    assert!(told.iter().any(|change| change.starts_with("better changed")), "{told:?}");
    let (told, code) = effects("", "status: planned");
    assert_eq!(code, 0);
    assert!(told.iter().any(|change| change.starts_with("better changed")), "{told:?}");
}

#[test]
fn the_way_back_is_for_the_worse() {
    let implemented = format!("status: implemented, {OWNED}");
    let (told, code) = effects(&implemented, "");
    assert_eq!((told, code), (vec!["worse changed statement-missing".to_owned()], 1));
    let planned = format!("status: planned, due: 2027-01-31, {OWNED}");
    let partial = format!("status: partial, {OWNED}");
    // What was implemented without proof is not even that: its day is unknown.
    let (told, code) = effects(&implemented, &partial);
    assert_eq!((told, code), (vec!["worse changed status-date-unknown".to_owned()], 1));
    let (told, code) = effects(&planned, "");
    assert_eq!((told, code), (vec!["worse added statement-missing".to_owned()], 1));
}

#[test]
fn partly_done_to_done_without_proof_is_progress() {
    let planned = format!("status: planned, due: 2027-01-31, {OWNED}");
    let partial = format!("status: partial, due: 2027-01-31, {OWNED}");
    let implemented = format!("status: implemented, {OWNED}");
    assert_eq!(effects(&planned, &partial), (vec![], 0));
    assert_eq!(effects(&partial, &implemented), (vec!["neutral added evidence-missing".to_owned()], 0));
    assert_eq!(effects(&planned, &implemented), (vec!["neutral added evidence-missing".to_owned()], 0));
    let undated = format!("status: partial, {OWNED}");
    assert_eq!(effects(&undated, &implemented), (vec!["better changed evidence-missing".to_owned()], 0));
}

#[test]
fn what_is_lost_on_the_way_is_still_for_the_worse() {
    let partial = format!("status: partial, due: 2027-01-31, {OWNED}");
    // The owner is gone.
    let (told, code) = effects(&partial, "status: implemented");
    assert_eq!(code, 1);
    assert_eq!(told, ["neutral added evidence-missing", "worse added statement-without-owner"]);
    // The day is gone.
    let planned = format!("status: planned, due: 2027-01-31, {OWNED}");
    let (told, code) = effects(&planned, &format!("status: partial, {OWNED}"));
    assert_eq!((told, code), (vec!["worse added status-date-unknown".to_owned()], 1));
}
