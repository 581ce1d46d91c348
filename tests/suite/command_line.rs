//! The command line as people and scripts use it: what it answers, where, and with which exit code.

#![allow(clippy::disallowed_methods, reason = "a test looks at the files that the program wrote")]

use std::fs;

use serde_json::{Value, json};

use crate::workspace::{Run, Workspace, fixtures};

/// The base workspace has warnings and no errors; this one has an error, too: nobody holds any duty.
fn with_an_error() -> Workspace {
    Workspace::base().replace("profiles/acme/organization.yaml", "delegations:\n  - { to: platform }\n", "")
}

/// Two organisations; the first has two projects.
fn several() -> Workspace {
    let organization = "schema: onus.organization/1\nid: north\nname: North\n";
    let project =
        |id: &str| format!("schema: onus.project/1\nid: {id}\nname: {id}\nservices: [{{ use: aws.s3 }}]\n");
    Workspace::base()
        .file("profiles/acme/projects/shop.yaml", project("shop"))
        .file("profiles/north/organization.yaml", organization)
        .file("profiles/north/projects/web.yaml", project("web"))
}

/// The paths of what was written, without the books about revisions and builds.
fn paths(workspace: &Workspace) -> Vec<String> {
    without_books(workspace.tree("output").into_keys())
}

fn without_books(paths: impl Iterator<Item = String>) -> Vec<String> {
    paths.filter(|path| !path.ends_with("/revisions.json") && !path.ends_with("/history.jsonl")).collect()
}

/// Code, message and hint of the only diagnostic.
#[track_caller]
fn complaint(run: &Run) -> [Value; 3] {
    let records = run.records("diagnostic");
    assert_eq!(records.len(), 1, "{}", run.stdout);
    ["code", "message", "hint"].map(|key| records[0][key].clone())
}

#[test]
fn findings_fail_a_run_only_from_the_denied_severity_on() {
    let (warnings, errors) = (Workspace::base(), with_an_error());
    let cases = [("note", 1, 1), ("warning", 1, 1), ("error", 0, 1), ("nothing", 0, 0)];
    for (deny, of_warnings, of_errors) in cases {
        warnings.run(&["check", "--deny", deny]).ended_with(of_warnings);
        errors.run(&["check", "--deny", deny]).ended_with(of_errors);
    }
    warnings.run(&["check"]).ended_with(0);
    errors.run(&["check"]).ended_with(1);
    errors.run(&["check", "--deny", "everything"]).ended_with(2);
}

#[test]
fn a_build_with_denied_findings_still_writes_its_documents() {
    let workspace = with_an_error();
    workspace.run(&["build", "--document", "matrix"]).ended_with(1);
    assert_eq!(paths(&workspace), ["acme/manifest.json", "acme/web/matrix.json"]);
}

#[test]
fn quiet_runs_say_nothing_unless_something_went_wrong() {
    let workspace = Workspace::base();
    for arguments in [["check", "--quiet"].as_slice(), &["build", "-q", "--format", "json"]] {
        let run = workspace.run(arguments).ended_with(0);
        assert_eq!((run.stdout.as_str(), run.stderr.as_str()), ("", ""), "{arguments:?}");
    }
    let run = workspace.file("profiles/acme/projects/web.yaml", "").run(&["check", "--quiet"]).ended_with(2);
    assert!(run.stdout.is_empty());
    assert!(run.stderr.contains("error[empty-file]"), "{}", run.stderr);
}

#[test]
fn json_messages_are_one_object_a_line_on_standard_output_and_nothing_else() {
    let workspace = Workspace::base();
    let commands: &[&[&str]] = &[
        &["check"],
        &["build", "--format", "json"],
        &["list", "services"],
        &["list", "projects"],
        &["list", "documents"],
        &["list", "findings"],
        &["explain", "PAT-01"],
        &["explain", "nonsense"],
        &["check", "--workspace", "nowhere"],
        &["render", "nowhere.md"],
        &["init", "new"],
        &["licenses"],
        &["licenses", "nonsense"],
    ];
    for command in commands {
        let run = workspace.run(&[command, ["--message-format", "json"].as_slice()].concat());
        assert_eq!(run.stderr, "", "{command:?}");
        let lines = run.json_lines();
        assert!(!lines.is_empty(), "{command:?} says nothing");
        for line in lines {
            assert!(line["type"].is_string(), "{command:?}: {line}");
        }
    }
}

#[test]
fn json_messages_list_what_was_written_and_count_the_findings() {
    let workspace = Workspace::base();
    let run = workspace.run(&["build", "--format", "json", "--message-format", "json"]).ended_with(0);
    let files = run.records("file");
    let written = fs::metadata(workspace.path("output/acme/web/matrix.json")).expect("it was written").len();
    let file = json!({ "type": "file", "path": "acme/web/matrix.json", "bytes": written, "written": true });
    assert_eq!(files[0], file);
    let paths: Vec<&Value> = files.iter().map(|file| &file["path"]).collect();
    assert_eq!(paths, ["acme/web/matrix.json", "acme/web/revisions.json"]);
    let check = workspace.run(&["check", "--message-format", "json"]).ended_with(0);
    let of = |severity| check.records("finding").iter().filter(|found| found["severity"] == severity).count();
    let (warnings, notes) = (of("warning"), of("note"));
    assert!(warnings > 0 && notes > 0);
    let counts = json!({
        "type": "summary", "errors": 0, "warnings": warnings, "notes": notes, "accepted": 0, "denied": 0,
    });
    assert_eq!(check.records("summary"), [counts]);
}

#[test]
fn nothing_is_coloured_when_nobody_sees_it() {
    let workspace = Workspace::base().file("profiles/acme/projects/web.yaml", "");
    let mut with_no_color = workspace.command(&["check"]);
    with_no_color.env("NO_COLOR", "1").env("TERM", "xterm-256color");
    for run in [workspace.run(&["check"]), Run::of(with_no_color)] {
        let run = run.ended_with(2);
        assert!(!run.stderr.contains('\u{1b}') && !run.stdout.contains('\u{1b}'), "{:?}", run.stderr);
    }
}

#[test]
fn a_name_that_commands_a_terminal_is_shown_without_its_power() {
    let key = "name: \"Web\\e]0;owned\\a shop\"\n\"na\\e[31mme\": red\n";
    let workspace = Workspace::base().replace("profiles/acme/projects/web.yaml", "name: Web shop\n", key);
    let mut command = workspace.command(&["check"]);
    command.env("CLICOLOR_FORCE", "1").env("TERM", "xterm-256color");
    let run = Run::of(command).ended_with(2);
    assert!(!run.stderr.contains("\u{1b}[31mme"), "{:?}", run.stderr);
    let workspace = workspace.replace("profiles/acme/projects/web.yaml", "\"na\\e[31mme\": red\n", "");
    let mut command = workspace.command(&["list", "projects"]);
    command.env("CLICOLOR_FORCE", "1").env("TERM", "xterm-256color");
    let run = Run::of(command).ended_with(0);
    assert!(run.stdout.contains("Web<U+001B>]0;owned<U+0007> shop"), "{:?}", run.stdout);
}

#[test]
fn a_selected_organisation_or_project_is_all_that_is_built() {
    let cases: [(&[&str], &[&str]); 5] = [
        (&["--organization", "north"], &["north/manifest.json", "north/web/matrix.json"]),
        (&["--project", "acme/web"], &["acme/manifest.json", "acme/web/matrix.json"]),
        (&["--project", "shop"], &["acme/manifest.json", "acme/shop/matrix.json"]),
        (
            &["--project", "web"],
            &["acme/manifest.json", "acme/web/matrix.json", "north/manifest.json", "north/web/matrix.json"],
        ),
        (&["--organization", "north", "--project", "web"], &["north/manifest.json", "north/web/matrix.json"]),
    ];
    for (selection, expected) in cases {
        let workspace = several();
        workspace
            .run(&[&["build", "--document", "matrix", "--deny", "nothing"], selection].concat())
            .ended_with(0);
        assert_eq!(paths(&workspace), expected, "{selection:?}");
    }
}

#[test]
fn a_selected_document_and_format_are_all_that_is_built() {
    let workspace = Workspace::base();
    workspace.run(&["build", "--document", "plan-of-action", "--format", "md"]).ended_with(0);
    assert_eq!(paths(&workspace), ["acme/manifest.json", "acme/web/plan-of-action.md"]);
    workspace.run(&["build", "--format", "json"]).ended_with(0);
    assert_eq!(
        paths(&workspace),
        ["acme/manifest.json", "acme/web/matrix.json", "acme/web/plan-of-action.md"]
    );
    let listed = workspace.json("output/acme/manifest.json")["files"].clone();
    let listed: Vec<&Value> = listed.as_array().expect("a list").iter().map(|file| &file["path"]).collect();
    let expected = ["web/matrix.json", "web/plan-of-action.md", "web/revisions.json"];
    assert_eq!(listed, expected, "the manifest keeps what it listed");
}

#[test]
fn output_goes_where_it_is_asked_to_go() {
    let workspace = Workspace::base();
    workspace.run(&["build", "--document", "matrix", "--output", "a/b c"]).ended_with(0);
    let written = without_books(workspace.tree("a").into_keys());
    assert_eq!(written, ["b c/acme/manifest.json", "b c/acme/web/matrix.json"]);
    assert!(paths(&workspace).is_empty());
}

#[test]
fn an_unknown_selection_is_refused_with_the_names_that_exist() {
    let workspace = several();
    let cases: [(&[&str], &str, &str); 6] = [
        (&["check", "--project", "wbe"], "there is no project `wbe`", "did you mean `acme/web`?"),
        (
            &["check", "--project", "acme/shpo"],
            "there is no project `acme/shpo`",
            "did you mean `acme/shop`?",
        ),
        (&["check", "--organization", "acm"], "there is no organisation `acm`", "did you mean `acme`?"),
        (
            &["build", "--organization", "contoso"],
            "there is no organisation `contoso`",
            "available: `acme`, `north`",
        ),
        (
            &["list", "projects", "--project", "zzz"],
            "there is no project `zzz`",
            "available: `acme/shop`, `acme/web`, `north/web`",
        ),
        (
            &["build", "--document", "plan-of-acton"],
            "there is no document `plan-of-acton`",
            "did you mean `plan-of-action`?",
        ),
    ];
    for (arguments, message, hint) in cases {
        let run = workspace.run(&[arguments, &["--message-format", "json"]].concat()).ended_with(2);
        assert_eq!(
            complaint(&run),
            [json!("unknown-selection"), json!(message), json!(hint)],
            "{arguments:?}"
        );
    }
    let run =
        workspace.run(&["explain", "PAT-01", "--project", "wbe", "--message-format", "json"]).ended_with(2);
    assert_eq!(complaint(&run)[2], "did you mean `acme/web`?");
    assert!(paths(&workspace).is_empty());
}

#[test]
fn a_project_of_another_organisation_is_not_selected_by_both_names() {
    let run = several().run(&["check", "--organization", "north", "--project", "shop"]).ended_with(2);
    assert!(run.stderr.contains("there is no project `shop`"), "{}", run.stderr);
}

#[test]
fn the_as_of_date_decides_what_has_lapsed() {
    let attestation = "attestations:\n  - { id: soc2, provider: aws, title: SOC 2, services: all, regions: all, \
        valid-until: 2026-12-31 }\n";
    let workspace = Workspace::base();
    let organization = workspace.read("profiles/acme/organization.yaml") + attestation;
    let workspace = workspace.file("profiles/acme/organization.yaml", organization);
    let lapsed = |day: &str| {
        let run = workspace.run(&["check", "--as-of", day, "--message-format", "json"]).ended_with(0);
        run.records("finding").iter().filter(|found| found["code"] == "attestation-lapsed").count()
    };
    assert_eq!((lapsed("2026-12-31"), lapsed("2027-01-01")), (0, 3));
    workspace.run(&["build", "--document", "matrix", "--as-of", "2027-02-28"]).ended_with(0);
    assert_eq!(workspace.json("output/acme/web/matrix.json")["as_of"], "2027-02-28");
    workspace.run(&["check", "--as-of", "2027-02-30"]).ended_with(2);
    workspace.run(&["check", "--as-of", "yesterday"]).ended_with(2);
}

#[test]
fn the_same_input_gives_the_same_bytes() {
    let workspace = Workspace::base();
    workspace.run(&["build", "--format", "json", "--output", "one"]).ended_with(0);
    workspace.run(&["build", "--format", "json", "--output", "two"]).ended_with(0);
    let one = workspace.tree("one");
    assert!(!one.is_empty());
    assert_eq!(one, workspace.tree("two"));
}

#[test]
fn completions_are_printed_for_every_shell() {
    let workspace = Workspace::empty();
    for shell in ["bash", "elvish", "fish", "powershell", "zsh"] {
        let run = workspace.run(&["completions", shell]).ended_with(0);
        assert!(run.stdout.contains("onus") && run.stdout.contains("message-format"), "{shell}");
    }
    workspace.run(&["completions", "tcl"]).ended_with(2);
}

#[test]
fn every_command_explains_itself() {
    let workspace = Workspace::empty();
    let help = workspace.run(&["--help"]).ended_with(0).stdout;
    assert!(help.contains("Exit status:"), "{help}");
    for command in [
        "build",
        "check",
        "explain",
        "list",
        "evidence",
        "init",
        "render",
        "bundle",
        "verify",
        "licenses",
        "completions",
    ] {
        assert!(help.contains(&format!("\n  {command} ")), "{command}");
        let own = workspace.run(&["help", command]).ended_with(0).stdout;
        assert!(own.contains(&format!("onus {command}")) && own.contains("Example"), "{own}");
    }
    workspace.run(&[]).ended_with(2);
    workspace.run(&["biuld"]).ended_with(2);
}

/// A workspace with an error for every stage that looks for them, and the codes in the order in which they are reported.
fn with_errors_of_every_stage() -> (Workspace, [&'static str; 9]) {
    let folder = "  - { id: folder, title: Folder, kind: file, location: folder, collected: 2026-10-01 }\n";
    let workspace = Workspace::base()
        .overlay(&fixtures().join("bad-input/conflicting-overrides"))
        .file("profiles/acme/stray.yaml", "stray: 1\n")
        .append("profiles/acme/organization.yaml", "websites: []\n")
        .append("profiles/acme/evidence/register.yaml", folder)
        .file("profiles/acme/evidence/folder/scan.txt", "no plain file\n")
        .file("templates/letter.md", "---\ntitel: Letter\n---\ntext\n")
        .file("templates/theme.yaml", "schema: onus.theme/1\ncolours: {}\n")
        .file("templates/syntax.md", "---\ntitle: X\nscope: project\n---\n{{ nothing( }}\n");
    let codes = [
        "unexpected-file",
        "unknown-key",
        "unreadable",
        "conflicting-claims",
        // Of the template, then of the theme.
        "unknown-key",
        "missing-key",
        "unknown-key",
        "unknown-selection",
        "template-syntax",
    ];
    (workspace, codes)
}

#[test]
fn commands_report_errors_in_one_order() {
    let (workspace, expected) = with_errors_of_every_stage();
    let codes = |command: &[&str]| -> Vec<String> {
        let run = workspace.run(&[command, &["--message-format", "json"]].concat()).ended_with(2);
        let code = |record: &Value| record["code"].as_str().expect("a code").to_owned();
        run.records("diagnostic").iter().map(code).collect()
    };
    for command in ["build", "check"] {
        assert_eq!(codes(&[command, "--project", "shop"]), expected, "{command}");
    }
    assert_eq!(codes(&["bundle", "shop"]), expected);
    assert_eq!(codes(&["list", "findings", "--project", "shop"]), expected);
    let in_profiles = &expected[..4];
    let cases = [
        (["list", "projects"].as_slice(), in_profiles),
        (&["list", "services"], in_profiles),
        (&["evidence", "list"], in_profiles),
        // Neither reads evidence; the catalog has no claims.
        (&["explain", "PAT-01"], &["unexpected-file", "unknown-key", "conflicting-claims"]),
        (&["catalog", "coverage"], &["unexpected-file", "unknown-key"]),
    ];
    for (command, found) in cases {
        assert_eq!(codes(command), found, "{command:?}");
        let with_selection = codes(&[command, &["--organization", "contoso"]].concat());
        assert_eq!(with_selection.last().map(String::as_str), Some("unknown-selection"), "{command:?}");
    }
}

#[test]
fn ignored_errors_are_logged_when_asked_for_and_leave_answers_alone() {
    let file = "  - { id: file, title: File, kind: file, location: scan.txt, collected: 2026-10-01 }\n";
    let workspace = Workspace::base()
        .append("profiles/acme/evidence/register.yaml", file)
        .file("profiles/acme/evidence/scan.txt", "a scan\n");
    let run = |options: &[&str]| {
        // Damaged anew each time, since each run replaces it.
        fs::write(workspace.path(".onus/hashes.json"), "{").expect("the folder is there");
        workspace.run(&[&["evidence", "list"], options].concat()).ended_with(0)
    };
    fs::create_dir_all(workspace.path(".onus")).expect("a folder can be made");
    let (quiet, logged, more) = (run(&[]), run(&["-v"]), run(&["-vv"]));
    assert_eq!(quiet.stderr, "");
    assert!(logged.stderr.contains("WARN cannot read `.onus/hashes.json`: "), "{}", logged.stderr);
    assert!(!logged.stderr.contains("scan.txt"), "{}", logged.stderr);
    assert!(more.stderr.contains("DEBUG reading `profiles/acme/evidence/scan.txt`"), "{}", more.stderr);
    assert_eq!([&logged.stdout, &more.stdout], [&quiet.stdout; 2]);
    assert!(!run(&["-vv", "--message-format", "json"]).json_lines().is_empty());
}
