//! `onus bundle` through the front door: what goes into a package of a workspace, what is only listed and why, and when
//! nothing is written at all.

mod changes;
mod chosen;
mod refusals;

use onus_core::digest::Meter;
use serde_json::Value;

use crate::package::{PUBLIC, SECRET, unpacked};
use crate::workspace::{Run, Workspace, repository, tree};

type Files = std::collections::BTreeMap<String, Vec<u8>>;

const REGISTER: &str = "profiles/acme/evidence/register.yaml";

/// The organisation's reports: one with a copy and a letter, one at an address, one of which nobody has a copy.
const REPORTS: &str = "
attestations:
  - id: soc2
    provider: aws
    title: AWS SOC 2
    services: all
    regions: all
    period: 2025-10-01/2026-09-30
    copy: evidence/reports/soc2.txt
    bridge-letters:
      - { title: Letter of October, period: 2026-10-01/2026-12-31, copy: evidence/reports/letter.txt }
  - { id: iso, provider: aws, title: AWS ISO, services: all, regions: all, valid-until: 2026-10-31, copy: \"https://aws.example/iso\" }
  - { id: pci, provider: aws, title: AWS PCI, services: all, regions: all, valid-until: 2028-10-31 }
";

/// One entry of each kind.
fn register() -> String {
    let pinned = Meter::of(b"as it was\n").sha256;
    format!(
        "schema: onus.evidence/1
evidence:
  - {{ id: export, title: Export of the trail, kind: file, location: files/export.txt, controls: [LOG-01], collected: 2026-11-01 }}
  - {{ id: pinned, title: List of keys, kind: file, location: files/pinned.txt, controls: [CRY-02], collected: 2026-11-01, sha256: {pinned} }}
  - {{ id: secret, title: Attack test, kind: file, location: files/secret.txt, controls: [LOG-01], collected: 2026-11-01, classification: restricted }}
  - {{ id: odd, title: Answers, kind: file, location: 'files/what now?.txt', controls: [LOG-02], collected: 2026-11-01 }}
  - {{ id: gone, title: Rules, kind: file, location: files/gone.csv, controls: [NET-01], collected: 2026-11-01 }}
  - {{ id: page, title: Report online, kind: url, location: 'https://grc.example/page', controls: [LOG-01], collected: 2026-10-01, valid-until: 2026-11-01 }}
  - {{ id: scan, title: Scan of the web shop, kind: ticket, location: SEC-1, controls: [PAT-02], collected: 2026-10-01 }}
  - {{ id: stands-for-soc2, title: Report on AWS, kind: attestation, location: soc2, controls: [SUP-02], collected: 2026-10-01 }}
  - {{ id: stands-for-iso, title: Certificate of AWS, kind: attestation, location: iso, controls: [SUP-02], collected: 2026-10-01 }}
  - {{ id: stands-for-pci, title: Cards at AWS, kind: attestation, location: pci, controls: [SUP-02], collected: 2026-10-01 }}
"
    )
}

fn workspace() -> Workspace {
    Workspace::base()
        .append("profiles/acme/organization.yaml", REPORTS)
        .file(REGISTER, register())
        .file("profiles/acme/evidence/files/export.txt", "trail\n")
        .file("profiles/acme/evidence/files/pinned.txt", "as it is\n")
        .file("profiles/acme/evidence/files/secret.txt", "weak\n")
        .file("profiles/acme/evidence/files/what now?.txt", "this\n")
        .file("profiles/acme/evidence/reports/soc2.txt", "all is well\n")
        .file("profiles/acme/evidence/reports/letter.txt", "still\n")
}

/// Runs `onus bundle` on the day of the tests, whatever it finds.
fn bundle(workspace: &Workspace, arguments: &[&str]) -> Run {
    let day = ["--as-of", "2026-11-15", "--deny", "nothing"];
    workspace.run(&[&["bundle"], arguments, &day].concat())
}

/// The files of a package that was just made.
#[track_caller]
fn packed(workspace: &Workspace, arguments: &[&str]) -> Files {
    bundle(workspace, &[&["web", "--output", "p.zip"], arguments].concat()).ended_with(0);
    workspace.run(&["verify", "p.zip"]).ended_with(0);
    unpacked(&workspace.tree("")["p.zip"])
}

fn manifest(files: &Files) -> Value {
    serde_json::from_slice(&files["manifest.json"]).expect("a manifest is JSON")
}

/// Of each record of a list, some values as text.
fn told(list: &Value, keys: &[&str]) -> Vec<String> {
    let word = |value: &Value| value.as_str().map_or_else(|| value.to_string(), str::to_owned);
    let record = |one: &Value| keys.iter().map(|key| word(&one[*key])).collect::<Vec<_>>().join(" | ");
    list.as_array().expect("a list").iter().map(record).collect()
}

#[test]
fn files_lie_in_folders_of_their_entries_with_what_the_register_says() {
    let files = packed(&workspace(), &[]);
    let paths: Vec<&str> = files.keys().map(String::as_str).filter(|path| !path.starts_with("doc")).collect();
    let expected = [
        "CMMCAssessmentArtifacts.log",
        "CMMCAssessmentLogHash.log",
        "README.md",
        "SHA256SUMS",
        "attestations.json",
        "attestations/soc2-bridge-letter-1/letter.txt",
        "attestations/soc2/soc2.txt",
        "evidence/export/export.txt",
        "evidence/odd/what now_.txt",
        "evidence/pinned/pinned.txt",
        "manifest.json",
        "matrix.json",
        "registers/attestations.csv",
        "registers/evidence.csv",
    ];
    assert_eq!(paths, expected);
    assert!(files.contains_key("documents/auditor-handout.pdf"));
    assert_eq!(files["evidence/odd/what now_.txt"], b"this\n");
    let manifest = manifest(&files);
    let proofs: Vec<String> = told(&manifest["files"], &["kind", "id", "state", "source"])
        .into_iter()
        .filter(|line| !line.contains("| null | null | null"))
        .collect();
    let expected = [
        "attestation | soc2-bridge-letter-1 | bridged | profiles/acme/evidence/reports/letter.txt",
        "attestation | soc2 | bridged | profiles/acme/evidence/reports/soc2.txt",
        "evidence | export | current | profiles/acme/evidence/files/export.txt",
        "evidence | odd | current | profiles/acme/evidence/files/what now?.txt",
        "evidence | pinned | altered | profiles/acme/evidence/files/pinned.txt",
    ];
    assert_eq!(proofs, expected);
    let file = |id: &str| {
        let files = manifest["files"].as_array().expect("a list");
        files.iter().find(|file| file["id"] == id).expect("it is listed").clone()
    };
    assert_eq!(file("export")["supports"]["controls"], serde_json::json!(["LOG-01"]));
    assert_eq!(file("export")["pinned_sha256"], Value::Null);
    assert_eq!(file("pinned")["pinned_sha256"], Meter::of(b"as it was\n").sha256.to_string());
    assert_eq!(file("pinned")["sha256"], Meter::of(b"as it is\n").sha256.to_string());
}

#[test]
fn what_is_not_in_a_package_is_listed_with_the_reason_and_the_place() {
    let files = packed(&workspace(), &[]);
    let withheld = told(&manifest(&files)["withheld"], &["id", "reason", "state", "location", "bytes"]);
    let expected = [
        "gone | missing | missing | files/gone.csv | null",
        "page | elsewhere | stale | https://grc.example/page | null",
        "scan | elsewhere | current | SEC-1 | null",
        "secret | on-request | current | files/secret.txt | 5",
        "iso | elsewhere | lapsed | https://aws.example/iso | null",
        "pci | elsewhere | current | null | null",
        "stands-for-iso | elsewhere | stale | https://aws.example/iso | null",
        "stands-for-pci | elsewhere | current | the report `pci` | null",
        "stands-for-soc2 | elsewhere | current | attestations/soc2/soc2.txt | 12",
    ];
    assert_eq!(withheld, expected);
}

#[test]
fn the_readme_names_what_is_not_in_order() {
    let readme = String::from_utf8(packed(&workspace(), &[])["README.md"].clone()).expect("text");
    for line in [
        "- pinned: List of keys (evidence/pinned/pinned.txt): altered, the file does not match its pinned digest\n",
        "- gone: Rules (withheld): missing, the file did not exist or was empty\n",
        "- page: Report online (withheld): stale, after its last valid day\n",
        "- iso: AWS ISO (withheld): lapsed, after its last valid day\n",
        "### Shown on request (1)\n",
        "### Missing when the package was made (1)\n",
        "### Kept elsewhere (7)\n",
        "| stands-for-soc2 | Report on AWS (the same as soc2) |",
        "\n3 of 7 pieces of evidence are enclosed; 2 of 4 reports and letters of providers are enclosed. ",
        "| scan | Scan of the web shop | current | PAT-02 | SEC-1 |\n",
    ] {
        assert!(readme.contains(line), "no {line} in:\n{readme}");
    }
}

#[test]
fn a_report_whose_copy_is_not_there_is_still_named_by_what_stands_for_it() {
    let workspace = workspace().replace(
        "profiles/acme/organization.yaml",
        "copy: evidence/reports/soc2.txt",
        "copy: evidence/reports/lost.txt",
    );
    let withheld =
        told(&manifest(&packed(&workspace, &[]))["withheld"], &["id", "reason", "state", "location"]);
    for line in [
        "soc2 | missing | bridged | profiles/acme/evidence/reports/lost.txt",
        "stands-for-soc2 | elsewhere | missing | the report `soc2`",
    ] {
        assert!(withheld.iter().any(|one| one == line), "no {line} in {withheld:#?}");
    }
}

#[test]
fn the_manifest_of_a_bundle_follows_its_schema() {
    let manifest = manifest(&packed(&workspace(), &[]));
    let validator = crate::package::schema::validator();
    let errors: Vec<String> =
        validator.iter_errors(&manifest).map(|error| format!("{}: {error}", error.instance_path())).collect();
    assert_eq!(errors, Vec::<String>::new());
}

#[test]
fn the_list_of_reports_says_where_their_copies_lie_in_the_package() {
    let files = packed(&workspace(), &[]);
    let list: Value = serde_json::from_slice(&files["attestations.json"]).expect("JSON");
    assert_eq!((&list["schema"], &list["as_of"]), (&"onus.attestations/2".into(), &"2026-11-15".into()));
    let reports = told(&list["attestations"], &["id", "providers", "state", "copy", "valid_until"]);
    let expected = [
        "soc2 | [\"aws\"] | bridged | attestations/soc2/soc2.txt | null",
        "iso | [\"aws\"] | lapsed | https://aws.example/iso | 2026-10-31",
        "pci | [\"aws\"] | current | null | 2028-10-31",
    ];
    assert_eq!(reports, expected);
    let letters = told(&list["attestations"][0]["bridge_letters"], &["title", "copy"]);
    assert_eq!(letters, ["Letter of October | attestations/soc2-bridge-letter-1/letter.txt"]);
    let places = ["attestations/soc2/soc2.txt", "attestations/soc2-bridge-letter-1/letter.txt"];
    assert!(places.iter().all(|place| files.contains_key(*place)), "{:?}", files.keys());
}

#[test]
fn restricted_files_go_in_when_that_is_asked_for() {
    let files = packed(&workspace(), &["--include-restricted"]);
    assert_eq!(files["evidence/secret/secret.txt"], b"weak\n");
    let withheld = told(&manifest(&files)["withheld"], &["reason"]);
    assert!(!withheld.contains(&"on-request".to_owned()), "{withheld:?}");
}

#[test]
fn the_same_workspace_gives_the_same_bytes_and_other_evidence_others() {
    let workspace = workspace();
    packed(&workspace, &[]);
    let once = workspace.tree("").remove("p.zip");
    let before = packed(&workspace, &[]);
    assert!(workspace.tree("").remove("p.zip") == once, "two runs differ");
    // Of the same size, so that nothing but its content can tell.
    let workspace = workspace.file("profiles/acme/evidence/files/export.txt", "trial\n");
    let after = packed(&workspace, &[]);
    assert_eq!(after["evidence/export/export.txt"], b"trial\n");
    let digest = |files: &Files| told(&manifest(files)["files"], &["id", "sha256"]);
    let changed: Vec<String> =
        digest(&after).into_iter().filter(|line| !digest(&before).contains(line)).collect();
    assert!(changed.iter().any(|line| line.starts_with("export | ")), "{changed:#?}");
}

#[test]
fn a_package_is_called_after_organisation_project_and_day() {
    let workspace = workspace();
    let run = bundle(&workspace, &["acme/web"]).ended_with(0);
    assert!(workspace.path("acme-web-2026-11-15.zip").is_file());
    let first = "3 of 7 pieces of evidence are enclosed; 2 of 4 reports and letters of providers are enclosed. \
        Wrote acme-web-2026-11-15.zip with ";
    assert!(run.stdout.starts_with(first), "{}", run.stdout);
}

#[test]
fn a_package_is_signed_with_a_key_and_its_password() {
    let workspace = workspace().file("plain.key", SECRET);
    let files = packed(&workspace, &["--sign", "plain.key"]);
    assert!(files.contains_key("manifest.json.minisig") && files.contains_key("SHA256SUMS.minisig"));
    workspace.run(&["verify", "p.zip", "--public-key", PUBLIC]).ended_with(0);
    let with = |command: &[&str], password: Option<&str>| {
        let mut command = workspace.command(command);
        match password {
            Some(password) => command.env("ONUS_KEY_PASSWORD", password),
            None => command.env_remove("ONUS_KEY_PASSWORD"),
        };
        Run::of(command)
    };
    with(&["bundle", "keygen", "--output", "acme.key"], Some("open sesame")).ended_with(0);
    let sign = ["bundle", "web", "--output", "s.zip", "--sign", "acme.key", "--deny", "nothing"];
    for (password, words) in [(Some("open"), "the password is wrong"), (None, "ONUS_KEY_PASSWORD")] {
        let run = with(&sign, password).ended_with(2);
        assert!(run.stderr.contains(words), "{}", run.stderr);
        assert!(!workspace.path("s.zip").exists());
    }
    with(&sign, Some("open sesame")).ended_with(0);
    workspace.run(&["verify", "s.zip", "--public-key", "acme.pub"]).ended_with(0);
}

#[test]
fn the_packages_of_the_sample_projects_verify() {
    let mut samples = Workspace::empty();
    for (path, bytes) in tree(&repository().join("profiles")) {
        samples = samples.file(&format!("profiles/{path}"), bytes);
    }
    for project in
        ["acme/landing-zone", "acme/payments", "acme/ledger", "acme/web-shop", "northwind/intranet"]
    {
        let day = ["--as-of", "2026-11-24", "--deny", "nothing", "--output", "p.zip"];
        samples.run(&[&["bundle", project], &day[..]].concat()).ended_with(0);
        samples.run(&["verify", "p.zip"]).ended_with(0);
    }
}
