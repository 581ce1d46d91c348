//! Reports for programs and forges: there whatever happens, the same bytes each time, and where they were asked for.

#![allow(clippy::disallowed_methods, reason = "tests make files of their own")]

mod contents;
mod hostile;
mod sarif;

use crate::workspace::{Run, Workspace};

const PROJECT: &str = "profiles/acme/projects/web.yaml";
const REGISTER: &str = "profiles/acme/evidence/register.yaml";
const ACCEPTED: &str = "profiles/acme/findings.yaml";

const ALL: [&str; 8] = [
    "--report-json",
    "reports/onus.json",
    "--report-junit",
    "reports/onus.xml",
    "--report-sarif",
    "reports/onus.sarif",
    "--report-summary",
    "reports/onus.md",
];

/// A workspace with stale evidence that fails a run, a finding that is accepted, and an entry that has expired.
fn mixed() -> Workspace {
    let statements = "statements:\n  - { control: LOG-01, status: implemented, owner: platform, text: Done., evidence: [scan] }\n  \
                      - { control: LOG-02, status: planned, owner: platform, text: Soon. }\n";
    let accepted = "schema: onus.findings/1\naccepted:\n  \
        - { code: status-date-unknown, owner: platform, reason: Agreed with the auditor., expires: 2026-12-31 }\n  \
        - { code: attestation-missing, owner: platform, reason: On its way., expires: 2026-10-31 }\n";
    Workspace::base()
        .append(PROJECT, statements)
        .replace(REGISTER, "collected: 2026-10-01", "collected: 2026-10-01, valid-until: 2026-11-14")
        .file(ACCEPTED, accepted)
}

/// Runs `onus check` with all reports and these further arguments.
fn check(workspace: &Workspace, arguments: &[&str]) -> Run {
    workspace.run(&[&["check"], &ALL[..], arguments].concat())
}

#[test]
fn reports_are_the_same_bytes_wherever_and_however_often_they_are_made() {
    let (one, other) = (mixed(), mixed());
    check(&one, &["--deny", "evidence-stale"]).ended_with(1);
    let path = other.path("");
    let elsewhere = Workspace::empty();
    check(&elsewhere, &["--deny", "evidence-stale", "--workspace", &path.to_string_lossy()]).ended_with(1);
    let reports = one.tree("reports");
    assert_eq!(reports.len(), 4);
    assert!(reports == elsewhere.tree("reports"), "a report differs");
    other.run(&[&["build", "--deny", "evidence-stale"], &ALL[..]].concat()).ended_with(1);
    assert!(reports == other.tree("reports"), "a report of a build differs");
    for (name, bytes) in reports {
        let text = String::from_utf8(bytes).expect("reports are UTF-8");
        for path in [one.path(""), other.path("")] {
            assert!(
                !text.contains(path.to_string_lossy().trim_end_matches('/')),
                "{name} names the machine's folder"
            );
        }
    }
}

#[test]
fn reports_are_there_when_mistakes_stop_the_build() {
    let workspace = Workspace::base().replace(PROJECT, "aws.s3", "aws.s4");
    let run = workspace.run(&[&["build"], &ALL[..]].concat()).ended_with(2);
    assert!(run.stderr.contains("[unknown-service]"), "{}", run.stderr);
    assert!(!workspace.path("output").exists());
    let report = workspace.json("reports/onus.json");
    assert_eq!(report["outcome"], "stopped");
    let mistake = &report["diagnostics"][0];
    assert_eq!((&mistake["code"], &mistake["denied"]), (&"unknown-service".into(), &true.into()));
    assert_eq!((&mistake["labels"][0]["line"], &mistake["labels"][0]["column"]), (&6.into(), &12.into()));
    assert!(workspace.read("reports/onus.xml").contains("<error "));
    assert!(workspace.read("reports/onus.md").starts_with("## Compliance: stopped by 1 input error\n"));
    let sarif = workspace.json("reports/onus.sarif");
    assert_eq!(sarif["runs"][0]["invocations"][0]["executionSuccessful"], false);
    assert_eq!(sarif["runs"][0]["results"][0]["ruleId"], "unknown-service");
}

#[test]
fn a_dash_gives_one_report_on_standard_output_and_nothing_else() {
    let workspace = mixed();
    let run = workspace.run(&["check", "--report-json", "-"]).ended_with(0);
    let report: serde_json::Value = serde_json::from_str(&run.stdout).expect("JSON and nothing else");
    assert_eq!(report["outcome"], "passed");
    assert!(run.stderr.contains("[finding-acceptance-expired]"), "{}", run.stderr);
    let run = workspace.run(&["check", "--report-json", "-", "--report-sarif", "-"]).ended_with(2);
    assert!(run.stderr.contains("two reports are to be written to `-`"), "{}", run.stderr);
    let run = workspace.run(&["check", "--report-json", "-", "--message-format", "json"]).ended_with(2);
    assert!(
        run.stdout.contains("JSON messages and a report cannot both be written to standard output"),
        "{}",
        run.stdout
    );
}

#[test]
fn a_summary_is_appended_and_other_reports_are_replaced() {
    let workspace = mixed().file("summary.md", "# Job\n\nEarlier steps").file("onus.json", "old");
    let arguments = ["check", "--report-summary", "summary.md", "--report-json", "onus.json"];
    workspace.run(&arguments).ended_with(0);
    let once = workspace.read("summary.md");
    assert!(once.starts_with("# Job\n\nEarlier steps\n## Compliance: passed\n"), "{once}");
    workspace.run(&arguments).ended_with(0);
    assert_eq!(workspace.read("summary.md").matches("## Compliance: passed\n").count(), 2);
    assert_eq!(workspace.json("onus.json")["schema"], "onus.report/2");
}

#[test]
fn a_report_never_takes_the_place_of_what_is_read() {
    let workspace = mixed();
    let before = workspace.tree("profiles");
    for file in [PROJECT, "profiles/../profiles/acme/findings.yaml"] {
        let run = workspace.run(&["check", "--report-summary", file]).ended_with(2);
        assert!(run.stderr.contains("would be overwritten by a report"), "{}", run.stderr);
    }
    assert!(before == workspace.tree("profiles"));
    let run = workspace.run(&["check", "--report-json", "profiles"]).ended_with(2);
    assert!(run.stderr.contains("a folder with this name exists"), "{}", run.stderr);
}

#[cfg(unix)]
#[test]
fn devices_are_written_to_and_links_are_not() {
    let workspace = mixed().file("store/onus.json", "old");
    std::os::unix::fs::symlink("store/onus.json", workspace.path("onus.json")).expect("links can be made");
    let run = workspace.run(&["check", "--report-json", "onus.json"]).ended_with(2);
    assert!(
        run.stderr.contains("`onus.json` is a link, and nothing is written through links"),
        "{}",
        run.stderr
    );
    assert!(workspace.path("onus.json").symlink_metadata().expect("it is there").is_symlink());
    assert_eq!(workspace.read("store/onus.json"), "old");
    let run = workspace.run(&["check", "--quiet", "--report-json", "/dev/stdout"]).ended_with(0);
    assert!(run.stdout.contains("onus.report/2"), "{}", run.stdout);
}

#[test]
fn files_are_called_by_their_paths_from_where_onus_runs() {
    let workspace = Workspace::empty();
    let base = mixed();
    let workspace = base
        .tree("")
        .into_iter()
        .fold(workspace, |workspace, (path, bytes)| workspace.file(&format!("compliance/{path}"), bytes));
    check(&workspace, &["--workspace", "./compliance"]).ended_with(0);
    let report = workspace.json("reports/onus.json");
    let files: Vec<&str> = report["findings"]
        .as_array()
        .expect("a list")
        .iter()
        .map(|found| found["file"].as_str().expect("a path"))
        .collect();
    assert!(files.contains(&"compliance/profiles/acme/projects/web.yaml"), "{files:?}");
    assert!(files.iter().all(|file| workspace.path(file).is_file()), "{files:?}");
}
