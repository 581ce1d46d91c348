//! `onus evidence list` and `onus evidence check`, and that `onus evidence add` writes what both take.

use serde_json::{Value, json};

use crate::workspace::{Run, Workspace};

const REGISTER: &str = "profiles/acme/evidence/register.yaml";

/// One piece of evidence in each state on 15 November 2026.
const ALL_STATES: &str = "schema: onus.evidence/1
evidence:
  - { id: current, title: Current, kind: ticket, location: T-1, controls: [LOG-01], collected: 2026-11-01 }
  - { id: due, title: Due, kind: ticket, location: T-2, controls: [LOG-01], collected: 2026-11-01, valid-until: 2026-11-20 }
  - { id: stale, title: Stale, kind: ticket, location: T-3, controls: [LOG-01], collected: 2026-10-01, valid-until: 2026-11-14 }
  - { id: lost, title: Lost, kind: file, location: lost.txt, controls: [LOG-01], collected: 2026-11-01 }
  - { id: future, title: Future, kind: ticket, location: T-4, collected: 2026-11-16 }
  - id: changed
    title: Changed
    kind: file
    location: changed.txt
    controls: [LOG-02/retention]
    collected: 2026-11-01
    sha256: ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad
";

fn with_all_states() -> Workspace {
    Workspace::base().file(REGISTER, ALL_STATES).file("profiles/acme/evidence/changed.txt", "abd")
}

fn evidence(workspace: &Workspace, arguments: &[&str]) -> Run {
    let all = [["evidence"].as_slice(), arguments, &["--as-of", "2026-11-15"]].concat();
    workspace.run(&all)
}

fn states(run: &Run) -> Vec<(Value, Value)> {
    run.records("evidence").iter().map(|record| (record["id"].clone(), record["state"].clone())).collect()
}

#[test]
fn every_piece_is_listed_with_its_state() {
    let run = evidence(&with_all_states(), &["list", "--message-format", "json"]).ended_with(0);
    let expected = [
        ("changed", "altered"),
        ("current", "current"),
        ("due", "due soon"),
        ("future", "from the future"),
        ("lost", "missing"),
        ("stale", "stale"),
    ];
    assert_eq!(states(&run), expected.map(|(id, state)| (json!(id), json!(state))));
    let text = evidence(&with_all_states(), &["list"]).ended_with(0).stdout;
    assert!(
        text.contains("6 pieces of evidence: 1 current, 1 due soon, 1 stale, 1 missing, 1 altered"),
        "{text}"
    );
}

#[test]
fn check_names_what_cannot_be_relied_on_with_its_place_and_what_hangs_on_it() {
    let run = evidence(&with_all_states(), &["check"]).ended_with(1);
    for words in [
        "warning[evidence-stale] evidence `stale` was valid until 2026-11-14",
        "profiles/acme/evidence/register.yaml:5:",
        "error[evidence-altered] evidence `changed`: file `",
        "note[evidence-due] evidence `due` is valid until 2026-11-20",
        "      affects LOG-01\n",
        "      affects no control in any project",
    ] {
        assert!(run.stdout.contains(words), "{words}\n{}", run.stdout);
    }
    assert!(!run.stdout.contains("`current`"), "{}", run.stdout);
}

#[test]
fn check_fails_for_what_is_stale_and_for_what_is_due_only_when_asked() {
    let only = |dates: &str| {
        Workspace::base().replace(
            REGISTER,
            "collected: 2026-10-01",
            &format!("collected: 2026-10-01, {dates}"),
        )
    };
    evidence(&only("valid-until: 2026-11-14"), &["check"]).ended_with(1);
    evidence(&only("valid-until: 2026-11-14"), &["check", "--deny", "error"]).ended_with(0);
    let due = only("valid-until: 2026-11-20");
    evidence(&due, &["check"]).ended_with(0);
    evidence(&due, &["check", "--deny", "note"]).ended_with(1);
    evidence(&only("valid-until: 2027-11-14"), &["check", "--deny", "note"]).ended_with(0);
}

#[test]
fn a_project_is_asked_about_alone() {
    let register = "schema: onus.evidence/1\nevidence:\n  \
        - { id: app-scan, title: Scan, kind: ticket, location: T-9, controls: [LOG-01], collected: 2026-11-01 }\n";
    let app = "schema: onus.project/1\nid: app\nname: App\nservices:\n  - { use: aws.s3 }\n";
    let workspace = Workspace::base()
        .file("profiles/acme/projects/app.yaml", app)
        .file("profiles/acme/projects/app/evidence/register.yaml", register);
    let ids = |project: &str| {
        let run =
            evidence(&workspace, &["list", "--project", project, "--message-format", "json"]).ended_with(0);
        states(&run).into_iter().map(|(id, _)| id).collect::<Vec<_>>()
    };
    assert_eq!(ids("acme/app"), [json!("app-scan"), json!("scan")]);
    assert_eq!(ids("web"), [json!("scan")]);
    evidence(&workspace, &["list", "--project", "wbe"]).ended_with(2);
}

#[test]
fn neither_renders_a_document_nor_minds_a_template_that_cannot_be() {
    let workspace = with_all_states()
        .file("templates/plan-of-action.md", "---\ntitle: Gaps\nscope: project\n---\n{{ nothing }}\n");
    evidence(&workspace, &["check"]).ended_with(1);
    assert!(workspace.tree("output").is_empty());
}

#[test]
fn mistakes_in_the_profiles_end_both() {
    let broken = Workspace::base().replace(REGISTER, "kind: ticket", "kind: rumour");
    for command in ["list", "check"] {
        let run = evidence(&broken, &[command]).ended_with(2);
        assert!(run.stderr.contains("unknown-word"), "{}", run.stderr);
    }
}

#[test]
fn what_add_writes_is_taken_by_check_and_can_be_added_to() {
    let workspace = Workspace::base().file("exports/trail.txt", "abc");
    let add = |arguments: &[&str]| {
        let all = [["evidence", "add"].as_slice(), arguments, &["--as-of", "2026-11-15"]].concat();
        workspace.run(&all).ended_with(0)
    };
    add(&[
        "exports/trail.txt",
        "--control",
        "LOG-01",
        "--valid-for",
        "3 months",
        "--classification",
        "restricted",
    ]);
    add(&[
        "https://grc.example/scan",
        "--control",
        "PAT-01/guest-os",
        "--cadence",
        "monthly",
        "--note",
        "Yes: # 1",
    ]);
    add(&[
        "SEC-7",
        "--kind",
        "ticket",
        "--control",
        "LOG-02",
        "--provided-by",
        "platform",
        "--service",
        "aws.s3",
    ]);
    let run = evidence(&workspace, &["list", "--message-format", "json"]).ended_with(0);
    let listed = run.records("evidence");
    assert_eq!(listed.len(), 4, "{}", run.stdout);
    let trail = listed.iter().find(|record| record["kind"] == "file").expect("the file was entered");
    // printf abc | sha256sum
    assert_eq!(trail["sha256"], "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
    assert_eq!((&trail["state"], &trail["valid_until"]), (&json!("current"), &json!("2027-02-15")));
    assert_eq!(trail["controls"], json!(["LOG-01"]));
}

/// macOS and some archives store an `ö` as two characters.
#[test]
fn a_file_whose_name_is_stored_in_another_unicode_form_is_found() {
    for (stored, written) in [("Pru\u{308}fung.txt", "Prüfung.txt"), ("Prüfung.txt", "Pru\u{308}fung.txt")]
    {
        let entry = format!(
            "  - {{ id: audit, title: Audit, kind: file, location: scans/{written}, controls: [LOG-01], collected: 2026-11-01 }}\n"
        );
        let workspace = Workspace::base()
            .file(REGISTER, format!("schema: onus.evidence/1\nevidence:\n{entry}"))
            .file(&format!("profiles/acme/evidence/scans/{stored}"), "abc");
        let run = evidence(&workspace, &["list", "--message-format", "json"]).ended_with(0);
        assert_eq!(states(&run), [(json!("audit"), json!("current"))], "{written:?}");
        workspace
            .run(&["bundle", "acme/web", "--as-of", "2026-11-15", "--deny", "nothing", "--output", "p.zip"])
            .ended_with(0);
        let listed = workspace.run(&["verify", "p.zip", "--message-format", "json"]).ended_with(0);
        assert!(!listed.stdout.contains("missing"), "{}", listed.stdout);
    }
}
