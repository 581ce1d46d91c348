//! What fails a run: severities, codes, and the findings that somebody has accepted for a while.

mod accepted;
mod ids;

use serde_json::Value;

use crate::workspace::{Run, Workspace};

const ORGANIZATION: &str = "profiles/acme/organization.yaml";
const PROJECT: &str = "profiles/acme/projects/web.yaml";
const REGISTER: &str = "profiles/acme/evidence/register.yaml";
const ACCEPTED: &str = "profiles/acme/findings.yaml";

/// The base workspace without delegations: warnings, and errors because nobody holds the customer's duties.
fn with_errors() -> Workspace {
    Workspace::base().replace(ORGANIZATION, "delegations:\n  - { to: platform }\n", "")
}

/// The base workspace with a statement that evidence proves, which was good until 14 November 2026.
fn with_stale_evidence() -> Workspace {
    Workspace::base()
        .append(PROJECT, "statements:\n  - { control: LOG-01, status: implemented, owner: platform, text: Done., evidence: [scan] }\n")
        .replace(REGISTER, "collected: 2026-10-01", "collected: 2026-10-01, valid-until: 2026-11-14")
}

/// A list of accepted findings with these entries.
fn list(entries: &[String]) -> String {
    format!("schema: onus.findings/1\naccepted:\n{}", entries.concat())
}

/// An entry of the platform team with these keys and this last day.
fn entry(keys: &str, expires: &str) -> String {
    format!("  - {{ {keys}, owner: platform, reason: Until the move., expires: {expires} }}\n")
}

/// The findings of a run on a day.
#[track_caller]
fn findings(workspace: &Workspace, as_of: &str) -> Vec<Value> {
    let arguments = ["check", "--deny", "nothing", "--message-format", "json", "--as-of", as_of];
    workspace.run(&arguments).ended_with(0).records("finding")
}

/// The id of the only finding of a code, on the day of the tests.
#[track_caller]
fn id_of(workspace: &Workspace, code: &str) -> String {
    let found = findings(workspace, "2026-11-15");
    let ids: Vec<&Value> =
        found.iter().filter(|found| found["code"] == code).map(|found| &found["id"]).collect();
    assert_eq!(ids.len(), 1, "{ids:?}");
    ids[0].as_str().expect("ids are text").to_owned()
}

fn check(workspace: &Workspace, deny: &[&str]) -> Run {
    let mut arguments = vec!["check"];
    arguments.extend(deny.iter().flat_map(|word| ["--deny", word]));
    workspace.run(&arguments)
}

#[test]
fn a_severity_fails_a_run_on_itself_and_all_above() {
    let (warnings, errors) = (Workspace::base(), with_errors());
    for (deny, of_warnings, of_errors) in [
        (&[][..], 0, 1),
        (&["error"], 0, 1),
        (&["warning"], 1, 1),
        (&["note"], 1, 1),
        (&["nothing"], 0, 0),
        (&["nothing", "warning"], 1, 1),
        (&["error,note"], 1, 1),
    ] {
        check(&warnings, deny).ended_with(of_warnings);
        check(&errors, deny).ended_with(of_errors);
    }
}

#[test]
fn a_code_fails_a_run_on_top_of_the_severity() {
    let (warnings, errors) = (Workspace::base(), with_errors());
    for (deny, of_warnings, of_errors) in [
        (&["statement-missing"][..], 1, 1),
        (&["evidence-stale"], 0, 1),
        (&["nothing,evidence-stale"], 0, 0),
        (&["nothing", "statement-missing"], 1, 1),
        (&["nothing,evidence-stale,duty-without-party"], 0, 1),
    ] {
        check(&warnings, deny).ended_with(of_warnings);
        check(&errors, deny).ended_with(of_errors);
    }
    warnings.run(&["build", "--format", "json", "--deny", "statement-missing"]).ended_with(1);
    assert!(warnings.path("output/acme/web/matrix.json").exists(), "a denied build writes all the same");
}

#[test]
fn a_code_of_a_warning_about_the_input_fails_a_run() {
    let workspace = Workspace::base().file(ACCEPTED, list(&[entry("code: evidence-stale", "2026-12-31")]));
    check(&workspace, &["error"]).ended_with(0);
    check(&workspace, &["finding-acceptance-unused"]).ended_with(1);
    check(&workspace, &["finding-acceptance-expired"]).ended_with(0);
}

#[test]
fn an_unknown_word_is_answered_with_the_nearest() {
    for (command, word, says) in [
        ("check", "evidence-stail", "did you mean `evidence-stale`?"),
        ("build", "warnings", "did you mean `warning`?"),
        ("check", "warning,mising-glyph", "did you mean `missing-glyph`?"),
        ("check", "zebra", "a code from docs/codes.md"),
    ] {
        let run = Workspace::base().run(&[command, "--deny", word]).ended_with(2);
        assert!(run.stderr.contains(says), "{}", run.stderr);
    }
    let run = Workspace::base().run(&["evidence", "check", "--deny", "eror"]).ended_with(2);
    assert!(run.stderr.contains("did you mean `error`?"), "{}", run.stderr);
}

#[test]
fn evidence_is_checked_by_the_same_words() {
    let workspace = with_stale_evidence();
    let check =
        |deny: &str| workspace.run(&["evidence", "check", "--as-of", "2026-11-15", "--deny", deny]).code;
    assert_eq!([check("warning"), check("error"), check("error,evidence-stale")], [1, 0, 1]);
    assert_eq!([check("evidence-due"), check("nothing,evidence-due")], [1, 0]);
}
