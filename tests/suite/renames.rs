//! A release gives entries of the catalog other ids: profiles with the old ones are read, told so, and `onus migrate`
//! rewrites them.

#![allow(clippy::disallowed_methods, reason = "tests make links and read-only files")]

use std::fs;

use serde_json::Value;

use crate::workspace::{Run, Workspace};

/// A catalog in which everything has had another id.
const CATALOG: &str = "schema: onus.model/1
traits: [{ id: sends-faxes, title: Faxes, description: It sends faxes., formerly: [faxes] }]
domains: [{ id: telephony, title: Telephony, description: Calls and faxes., formerly: [phones] }]
";
const CONTROLS: &str = "schema: onus.controls/1
domain: telephony
controls:
  - id: TEL-09
    title: Fax log
    objective: Every fax is logged.
    formerly: [KEST-01, KEST-02]
    satisfies: { house-rules: [R-1] }
    parts:
      - { id: log, layer: data, customer: Keeps the log. }
      - { id: policy, layer: governance, customer: Says who may send faxes. }
";
const SERVICES: &str = "schema: onus.services/1
provider: kest
services:
  - { id: kest.fax, name: Fax, class: software, traits: [faxes], formerly: [kest.telefax] }
";
const FRAMEWORK: &str = "schema: onus.framework/1
id: house-rules
title: House rules
requirements:
  - { id: R-10, title: Faxes are logged, formerly: [R-1] }
";

/// The files of an organisation that uses the old ids, with whatever a person puts in such files.
const ORGANIZATION: &str = "schema: onus.organization/1\r
id: acme\r
name: Acme Ltd\r
frameworks: [house-rules]\r
parties:\r
  - { id: platform, name: Platform Team }\r
services:\r
  - { use: aws.iam }\r
delegations:\r
  - { to: platform }\r
  - { domain: phones, to: platform }   # KEST-01 is theirs\r
statements:\r
  # Not the same as KEST-01 of last year.\r
  - control: 'kest-1'   # KEST-01\r
    status: implemented\r
    owner: platform\r
    text: KEST-01 stays in texts.\r
  - control: LOG-01\r
    status: implemented\r
    owner: platform\r
    text: Kept.\r
    evidence: [log]\r
attestations:\r
  - id: report\r
    provider: kest\r
    title: Report on faxes\r
    services: [kest.telefax]\r
    regions: all\r
    valid-until: 2027-06-30\r
    user-controls:\r
      - { id: CUEC-1, text: Keep the log., controls: [KEST-01/log] }\r
";
const PROJECT: &str = "schema: onus.project/1
id: web
name: Web shop
services:
  - use: \"kest.telefax\"
overrides:
  - { control: KEST-02, part: log, service: kest.telefax, duties: { verify: shared }, reason: Kest counts faxes. }
";
const REGISTER: &str = "schema: onus.evidence/1
evidence:
  - id: log
    title: Log
    kind: ticket
    location: SEC-1
    controls: [LOG-01, KEST-01, KEST-01/log]
    services: [kest.telefax]
    collected: 2026-10-01
";
const FINDINGS: &str = "schema: onus.findings/1
accepted:
  - { code: evidence-missing, control: KEST-01, owner: platform, reason: Later., expires: 2027-01-31 }
";

const PROFILES: [&str; 4] = [
    "profiles/acme/organization.yaml",
    "profiles/acme/projects/web.yaml",
    "profiles/acme/evidence/register.yaml",
    "profiles/acme/findings.yaml",
];

fn workspace() -> Workspace {
    let providers = "schema: onus.providers/1\nproviders: [{ id: kest, name: Kest Ltd }]\n";
    Workspace::base()
        .file("profiles/acme/catalog/model.yaml", CATALOG)
        .file("profiles/acme/catalog/controls.yaml", CONTROLS)
        .file("profiles/acme/catalog/providers.yaml", providers)
        .file("profiles/acme/catalog/services.yaml", SERVICES)
        .file("profiles/acme/catalog/rules.yaml", FRAMEWORK)
        .file(PROFILES[0], ORGANIZATION)
        .file(PROFILES[1], PROJECT)
        .file(PROFILES[2], REGISTER)
        .file(PROFILES[3], FINDINGS)
}

/// What the files say with the new ids; written by hand, id by id.
fn by_hand(text: &str) -> String {
    text.replace("domain: phones", "domain: telephony")
        .replace("'kest-1'", "'TEL-09'")
        .replace("kest.telefax", "kest.fax")
        .replace("[KEST-01/log]", "[TEL-09/log]")
        .replace("control: KEST-02", "control: TEL-09")
        .replace("[LOG-01, KEST-01, KEST-01/log]", "[LOG-01, TEL-09, TEL-09/log]")
        .replace("control: KEST-01,", "control: TEL-09,")
}

fn notes(run: &Run) -> Vec<String> {
    let note = |record: Value| {
        assert_eq!(record["severity"], "note");
        let label = &record["labels"][0];
        let file = label["file"].as_str().expect("a file").rsplit('/').next().unwrap_or_default();
        let (line, column) = (&label["line"], &label["column"]);
        format!("{file}:{line}:{column} {}", record["message"].as_str().expect("a message"))
    };
    let records = run.records("diagnostic").into_iter();
    records.filter(|record| record["code"] == "renamed-id").map(note).collect()
}

#[test]
fn files_with_former_ids_are_read_and_told_so() {
    let workspace = workspace();
    let run = workspace.run(&["check", "--deny", "nothing", "--message-format", "json"]).ended_with(0);
    let expected = [
        "services.yaml:4:58 the trait `faxes` is now `sends-faxes`",
        "controls.yaml:8:32 the requirement `R-1` is now `R-10`",
        "organization.yaml:11:15 the domain `phones` is now `telephony`",
        "organization.yaml:14:14 the control `kest-1` is now `TEL-09`",
        "organization.yaml:27:16 the service `kest.telefax` is now `kest.fax`",
        "organization.yaml:31:55 the control `KEST-01` is now `TEL-09`",
        "web.yaml:5:10 the service `kest.telefax` is now `kest.fax`",
        "web.yaml:7:16 the control `KEST-02` is now `TEL-09`",
        "web.yaml:7:45 the service `kest.telefax` is now `kest.fax`",
        "register.yaml:7:24 the control `KEST-01` is now `TEL-09`",
        "register.yaml:7:33 the control `KEST-01` is now `TEL-09`",
        "register.yaml:8:16 the service `kest.telefax` is now `kest.fax`",
        "findings.yaml:3:40 the control `KEST-01` is now `TEL-09`",
    ];
    let mut found = notes(&run);
    let mut expected = expected.map(str::to_owned).to_vec();
    found.sort();
    expected.sort();
    assert_eq!(found, expected);
    let hint = run.records("diagnostic")[0]["hint"].clone();
    assert!(
        hint.as_str().is_some_and(|hint| hint.ends_with("`onus migrate` does it in all files")),
        "{hint}"
    );
    let findings = run.records("finding");
    let about = findings.iter().filter(|found| found["control"] == "TEL-09").map(|found| &found["code"]);
    assert_eq!(about.collect::<Vec<_>>(), Vec::<&Value>::new(), "the statement and its evidence count");
    workspace.run(&["build", "--document", "matrix", "--deny", "nothing"]).ended_with(0);
}

#[test]
fn former_ids_mean_the_same_as_new_ones() {
    let old = workspace().matrix();
    let new = PROFILES.iter().fold(workspace(), |workspace, path| {
        let text = by_hand(&workspace.read(path));
        workspace.file(path, text)
    });
    let without_places = |matrix: Value| {
        let mut text = matrix.to_string();
        for key in ["\"column\":", "\"catalog\":"] {
            text =
                text.split(key).map(|part| part.trim_start_matches(|c: char| c.is_ascii_digit())).collect();
        }
        text
    };
    assert_eq!(without_places(old), without_places(new.matrix()));
}

#[test]
fn migrate_replaces_former_ids_and_nothing_else() {
    let workspace = workspace();
    let before = workspace.tree("");
    let planned = workspace.run(&["migrate", "--check"]).ended_with(1);
    assert_eq!(workspace.tree(""), before);
    assert!(
        planned.stdout.ends_with("13 ids in 6 files would be replaced; nothing was written.\n"),
        "{planned:?}"
    );
    let run = workspace.run(&["migrate"]).ended_with(0);
    assert!(run.stdout.contains("profiles/acme/projects/web.yaml:7:16  KEST-02 -> TEL-09\n"), "{run:?}");
    assert!(run.stdout.ends_with("Replaced 13 ids in 6 files.\n"), "{run:?}");
    for (path, old) in PROFILES.into_iter().zip([ORGANIZATION, PROJECT, REGISTER, FINDINGS]) {
        assert_eq!(workspace.read(path), by_hand(old), "{path}");
    }
    let (controls, services) =
        (CONTROLS.replace("[R-1] }", "[R-10] }"), SERVICES.replace("[faxes]", "[sends-faxes]"));
    assert_eq!(workspace.read("profiles/acme/catalog/controls.yaml"), controls);
    assert_eq!(workspace.read("profiles/acme/catalog/services.yaml"), services);
    let kept = ["profiles/acme/catalog/model.yaml", "profiles/acme/catalog/rules.yaml"];
    for path in kept {
        assert_eq!(workspace.read(path).into_bytes(), before[path], "{path}");
    }
    let run = workspace.run(&["check", "--deny", "nothing", "--message-format", "json"]).ended_with(0);
    assert_eq!(notes(&run), Vec::<String>::new());
    let run = workspace.run(&["migrate", "--check"]).ended_with(0);
    assert_eq!(run.stdout, "No file uses a former id.\n");
}

#[test]
fn migrate_leaves_all_files_when_one_must_not_be_written() {
    let read_only = workspace();
    let mut permissions = fs::metadata(read_only.path(PROFILES[3])).expect("it is there").permissions();
    permissions.set_readonly(true);
    fs::set_permissions(read_only.path(PROFILES[3]), permissions).expect("it can be made read-only");
    refused(&read_only, "it is read-only");
    #[cfg(unix)]
    {
        let linked = workspace().file("profiles/acme/projects/web.txt", PROJECT).without(PROFILES[1]);
        std::os::unix::fs::symlink("web.txt", linked.path(PROFILES[1])).expect("a link can be made");
        refused(&linked, "nothing is written through links");
    }
}

fn refused(workspace: &Workspace, says: &str) {
    let before = workspace.tree("");
    let run = workspace.run(&["migrate"]).ended_with(2);
    assert!(run.stderr.contains(says), "{run:?}");
    assert_eq!(workspace.tree(""), before);
}

#[test]
fn migrate_says_what_has_to_be_replaced_by_hand() {
    let aliased = "schema: onus.project/1\nid: web\nname: &fax kest.telefax\nservices:\n  - use: *fax\n";
    let workspace = workspace().file(PROFILES[1], aliased);
    let run = workspace.run(&["migrate"]).ended_with(2);
    assert!(run.stderr.contains("id-not-replaced"), "{run:?}");
    assert!(run.stderr.contains("write `kest.fax` by hand"), "{run:?}");
    assert_eq!(workspace.read(PROFILES[1]), aliased);
    assert_eq!(workspace.read(PROFILES[2]), by_hand(REGISTER), "other files are rewritten");
}

#[test]
fn migrate_replaces_ids_that_are_written_with_escapes_in_one_run() {
    let escaped =
        "schema: onus.project/1\nid: web\nname: Web shop\nservices:\n  - use: \"kest\\x2Etelefax\"   # old\n";
    let workspace = workspace().file(PROFILES[1], escaped);
    workspace.run(&["migrate"]).ended_with(0);
    assert_eq!(workspace.read(PROFILES[1]), escaped.replace("kest\\x2Etelefax", "kest.fax"));
    let again = workspace.run(&["migrate"]).ended_with(0);
    assert!(again.stdout.contains("No file uses a former id."), "{again:?}");
}

#[test]
fn migrate_changes_nothing_while_there_are_mistakes() {
    let workspace = workspace().append(PROFILES[3], "  - { code: nonsense }\n");
    let before = workspace.tree("");
    workspace.run(&["migrate"]).ended_with(2);
    assert_eq!(workspace.tree(""), before);
}

#[test]
fn a_control_is_replaced_in_whatever_spelling_its_id_is_written() {
    let control = "schema: onus.controls/1\ndomain: patching\ncontrols:\n  - id: pat-1\n    replaces: true\n    \
        title: Our patches\n    objective: All is patched.\n    parts:\n      \
        - { id: all, layer: governance, customer: Patches it. }\n";
    let workspace = Workspace::base().file("profiles/acme/catalog/controls.yaml", control);
    workspace.run(&["build", "--document", "matrix", "--deny", "nothing"]).ended_with(0);
    let matrix = workspace.json("output/acme/web/matrix.json");
    let controls = matrix["controls"].as_array().expect("a list");
    let ours: Vec<&Value> = controls.iter().filter(|control| control["title"] == "Our patches").collect();
    assert_eq!((ours.len(), &ours[0]["id"]), (1, &"PAT-01".into()), "others refer to it by this id");
}
