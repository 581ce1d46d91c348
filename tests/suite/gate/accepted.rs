//! Findings that somebody has accepted: while that holds, when it ends, and when it meets nothing.

use super::{ACCEPTED, ORGANIZATION, PROJECT, REGISTER, check, entry, findings, id_of, list, with_errors};
use super::{Run, Workspace, with_stale_evidence};

const DENY: [&str; 1] = ["nothing,evidence-stale"];

fn on(workspace: &Workspace, as_of: &str) -> i32 {
    workspace.run(&["check", "--deny", DENY[0], "--as-of", as_of]).code
}

#[test]
fn an_accepted_finding_is_shown_with_who_and_until_when_and_does_not_fail() {
    let workspace = with_stale_evidence();
    check(&workspace, &DENY).ended_with(1);
    let id = id_of(&workspace, "evidence-stale");
    let workspace = workspace.file(ACCEPTED, list(&[entry(&format!("id: {id}"), "2026-12-31")]));
    let run = check(&workspace, &DENY).ended_with(0);
    let shown = format!(
        "  warning[evidence-stale] LOG-01: evidence `scan` was valid until 2026-11-14\n      {REGISTER}:3:113  {id}\n"
    );
    assert!(run.stdout.contains(&shown), "{}", run.stdout);
    let until = "      accepted until 2026-12-31 by Platform Team: Until the move.\n";
    assert!(run.stdout.contains(until), "{}", run.stdout);
    assert!(run.stdout.contains(", of which 1 accepted\n"), "{}", run.stdout);
    assert_eq!(run.stderr, "");

    let run = workspace.run(&["check", "--deny", DENY[0], "--message-format", "json"]).ended_with(0);
    let found = run.records("finding");
    let found = found.iter().find(|found| found["id"] == id.as_str()).expect("it is still found");
    let expected = serde_json::json!({
        "in_force": true, "until": "2026-12-31", "owner": "platform", "reason": "Until the move.",
        "file": ACCEPTED, "line": 3, "column": 5,
    });
    assert_eq!(found["acceptance"], expected);
    let summary = &run.records("summary")[0];
    assert_eq!((&summary["accepted"], &summary["denied"]), (&1.into(), &0.into()));
}

#[test]
fn an_acceptance_holds_on_its_last_day_and_fails_the_run_on_the_next() {
    let workspace = with_stale_evidence();
    let id = id_of(&workspace, "evidence-stale");
    let workspace = workspace.file(ACCEPTED, list(&[entry(&format!("id: {id}"), "2026-12-31")]));
    assert_eq!([on(&workspace, "2026-12-31"), on(&workspace, "2027-01-01")], [0, 1]);
    let run = workspace.run(&["check", "--deny", DENY[0], "--as-of", "2027-01-01"]).ended_with(1);
    for words in [
        "warning[finding-acceptance-expired]: the acceptance by Platform Team (`platform`) expired on 2026-12-31, and 1 \
         finding counts again",
        &format!("{ACCEPTED}:3:82"),
        "agree on a new date with its owner",
    ] {
        assert!(run.stderr.contains(words), "{words}: {}", run.stderr);
    }
    let again = format!("      the acceptance by Platform Team expired on 2026-12-31: {ACCEPTED}:3:5\n");
    assert!(run.stdout.contains(&again), "{}", run.stdout);
}

#[test]
fn of_two_entries_one_that_holds_is_enough_and_the_other_may_go() {
    let entries = [entry("code: evidence-stale", "2026-01-31"), entry("code: evidence-stale", "2027-01-31")];
    let workspace = with_stale_evidence().file(ACCEPTED, list(&entries));
    let run = check(&workspace, &DENY).ended_with(0);
    assert!(run.stderr.contains("expired on 2026-01-31, and other entries accept"), "{}", run.stderr);
    assert!(run.stderr.contains("[finding-acceptance-unused]"), "{}", run.stderr);
    assert!(!run.stderr.contains("[finding-acceptance-expired]"), "{}", run.stderr);
}

#[test]
fn an_entry_accepts_the_kind_that_its_keys_meet_and_no_other() {
    for (keys, code) in [
        ("code: evidence-stale", 0),
        ("code: evidence-stale, control: LOG-01, evidence: scan", 0),
        // The register is the organisation's: what is stale there is so in every project.
        ("code: evidence-stale, project: web", 1),
        ("code: evidence-stale, control: LOG-02", 1),
        ("code: evidence-stale, service: aws.s3", 1),
        ("code: evidence-stale, control: LOG-01, part: transport", 1),
        ("code: evidence-due", 1),
    ] {
        let workspace = with_stale_evidence();
        let workspace = match keys.contains("transport") {
            // A part is only taken when the control has it.
            true => workspace
                .file(ACCEPTED, list(&[entry(&keys.replace("transport", &part_of_log_01()), "2026-12-31")])),
            false => workspace.file(ACCEPTED, list(&[entry(keys, "2026-12-31")])),
        };
        let run = check(&workspace, &DENY).ended_with(code);
        assert_eq!(run.stderr.contains("[finding-acceptance-unused]"), code == 1, "{keys}: {}", run.stderr);
    }
}

/// Some part of LOG-01, as the catalog has it.
fn part_of_log_01() -> String {
    let run = Workspace::base().run(&["explain", "LOG-01", "--message-format", "json"]).ended_with(0);
    let text = run.stdout;
    let at = text.find("\"part\":\"").expect("a part") + "\"part\":\"".len();
    text[at..].split('"').next().expect("it ends").to_owned()
}

#[test]
fn a_new_finding_fails_a_run_in_which_all_others_are_accepted() {
    let workspace = Workspace::base();
    let known: Vec<String> = findings(&workspace, "2026-11-15")
        .iter()
        .map(|found| entry(&format!("id: {}", found["id"].as_str().expect("an id")), "2026-12-31"))
        .collect();
    assert!(known.len() > 50, "{}", known.len());
    let workspace = workspace.file(ACCEPTED, list(&known));
    check(&workspace, &["note"]).ended_with(0);
    let workspace = workspace.append(PROJECT, "  - { use: aws.rds }\n");
    let run = workspace.run(&["check", "--deny", "note", "--message-format", "json"]).ended_with(1);
    let open: Vec<_> =
        run.records("finding").into_iter().filter(|found| found["acceptance"].is_null()).collect();
    assert!(!open.is_empty() && open.len() < known.len(), "{open:?}");
}

#[test]
fn a_note_that_became_a_warning_is_not_what_was_accepted() {
    let workspace = with_stale_evidence();
    let due = findings(&workspace, "2026-11-10");
    let due = due.iter().find(|found| found["code"] == "evidence-due").expect("it is due");
    let list = list(&[entry(&format!("id: {}", due["id"].as_str().expect("an id")), "2027-12-31")]);
    let workspace = workspace.file(ACCEPTED, list);
    let run =
        |as_of| workspace.run(&["check", "--deny", "nothing,evidence-due,evidence-stale", "--as-of", as_of]);
    run("2026-11-10").ended_with(0);
    run("2026-11-14").ended_with(0);
    run("2026-11-15").ended_with(1);
}

#[test]
fn a_duty_that_nobody_holds_for_one_more_service_is_not_what_was_accepted() {
    let workspace = with_errors();
    let found = findings(&workspace, "2026-11-15");
    let duties = found.iter().filter(|found| found["code"] == "duty-without-party");
    let known: Vec<String> = duties
        .map(|found| entry(&format!("id: {}", found["id"].as_str().expect("an id")), "2026-12-31"))
        .collect();
    let workspace = workspace.file(ACCEPTED, list(&known));
    check(&workspace, &["error"]).ended_with(0);
    let workspace = workspace.append(PROJECT, "  - { use: aws.rds }\n");
    check(&workspace, &["error"]).ended_with(1);
    let by_code = list(&[entry("code: duty-without-party", "2026-12-31")]);
    check(&workspace.file(ACCEPTED, by_code), &["error"]).ended_with(0);
}

#[test]
fn entries_that_meet_nothing_are_told_where_all_that_they_could_meet_was_judged() {
    let shop = "schema: onus.project/1\nid: shop\nname: Shop\nservices:\n  - { use: aws.ec2 }\n";
    let entries = [
        entry("code: evidence-stale, project: web", "2026-12-31"),
        entry("code: evidence-stale", "2026-12-31"),
        entry("id: f-0123456789abcdef", "2026-12-31"),
    ];
    let workspace =
        Workspace::base().file("profiles/acme/projects/shop.yaml", shop).file(ACCEPTED, list(&entries));
    let lines = |arguments: &[&str]| -> Vec<u64> {
        let run = workspace.run(&[&["check", "--message-format", "json"], arguments].concat()).ended_with(0);
        let warnings = run.records("diagnostic").into_iter();
        let unused = warnings.filter(|found| found["code"] == "finding-acceptance-unused");
        unused.map(|found| found["labels"][0]["line"].as_u64().expect("a line")).collect()
    };
    assert_eq!(lines(&[]), [3, 4, 5]);
    assert_eq!(lines(&["--project", "web"]), [3]);
    assert_eq!(lines(&["--project", "shop"]), [0; 0]);
}

#[test]
fn a_party_of_the_named_project_can_answer_for_an_entry() {
    let party = "parties:\n  - { id: web-team, name: Web Team }\n";
    let list = "schema: onus.findings/1\naccepted:\n  - { code: statement-missing, project: web, owner: web-team, \
                reason: Written in December., expires: 2026-12-31 }\n";
    let workspace = Workspace::base().append(PROJECT, party).file(ACCEPTED, list);
    let of_the_organisation = |run: &Run| {
        let found = run.stderr.lines().any(|line| line.ends_with("statement-missing 78"));
        found && run.stdout.contains("acme/web  ") && run.stdout.contains("of which 140 accepted")
    };
    let run = check(&workspace, &["statement-missing"]).ended_with(1);
    assert!(of_the_organisation(&run), "{}{}", run.stdout, run.stderr);
    let workspace = workspace.file(ACCEPTED, list.replace("project: web, ", ""));
    let run = check(&workspace, &["statement-missing"]).ended_with(2);
    assert!(run.stderr.contains("unknown party `web-team`"), "{}", run.stderr);
}

#[test]
fn a_list_of_accepted_findings_changes_no_document() {
    let plain = Workspace::base();
    let accepting = Workspace::base().file(ACCEPTED, list(&[entry("code: statement-missing", "2026-12-31")]));
    plain.run(&["build"]).ended_with(0);
    accepting.run(&["build"]).ended_with(0);
    assert!(plain.tree("output") == accepting.tree("output"), "an output differs");
    assert!(!plain.tree("output").is_empty());
}

#[test]
fn packages_and_listings_know_what_is_accepted() {
    let workspace = Workspace::base();
    let bundle =
        ["bundle", "acme/web", "--as-of", "2026-11-15", "--deny", "statement-missing", "--output", "web.zip"];
    workspace.run(&bundle).ended_with(1);
    let workspace = workspace.file(ACCEPTED, list(&[entry("code: statement-missing", "2026-12-31")]));
    workspace.run(&bundle).ended_with(0);
    let run = workspace.run(&["list", "findings"]).ended_with(0);
    assert!(
        run.stdout.contains("accepted until 2026-12-31 by Platform Team: Until the move."),
        "{}",
        run.stdout
    );
}

#[test]
fn a_mistake_in_a_selector_does_not_widen_an_entry() {
    let keys = "code: statement-missing, control: [LOG-01]";
    let workspace = Workspace::base().file(ACCEPTED, list(&[entry(keys, "2026-12-31")]));
    let run = check(&workspace, &["nothing"]).ended_with(2);
    assert!(run.stderr.contains("[wrong-type]"), "{}", run.stderr);
    assert!(workspace.read(ORGANIZATION).contains("id: acme"));
}
