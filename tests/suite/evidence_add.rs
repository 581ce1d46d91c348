//! `onus evidence add`: a piece of evidence is entered in a register, and whatever else the register says stays.

#![allow(clippy::disallowed_methods, reason = "tests make files outside of their workspaces")]

mod insertion;
mod refusals;

use std::fs;

use serde_json::json;
use tempfile::TempDir;

use crate::workspace::{Run, Workspace};

const REGISTER: &str = "profiles/acme/evidence/register.yaml";

/// `printf abc | sha256sum`
const ABC: &str = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";

/// A register with all that a person puts in one.
const KEPT: &str = "# What Acme holds as proof.
schema: onus.evidence/1   # never changes

evidence:
# Scans come first.
-   title: \"Scan: of the web shop\"
    id: scan     # the id is not first
    kind: ticket
    # About the number.
    location: SEC-1
    collected: 2026-10-01
    # Made by hand.

# The end.
";

/// Runs `onus evidence add` on the day on which tests take place.
fn add(workspace: &Workspace, arguments: &[&str]) -> Run {
    workspace.run(&[&["evidence", "add", "--as-of", "2026-11-15"], arguments].concat())
}

/// The text of a register of the base workspace with lines at its end.
fn base_with(entry: &str) -> String {
    Workspace::base().read(REGISTER) + entry
}

/// A workspace with a file of three letters beside the register.
fn with_trail() -> Workspace {
    Workspace::base().file("profiles/acme/evidence/trail.txt", "abc")
}

/// A second organisation with a project of the same name as the first one's.
fn with_north(workspace: Workspace) -> Workspace {
    workspace
        .file("profiles/north/organization.yaml", "schema: onus.organization/1\nid: north\nname: North\n")
        .file(
            "profiles/north/projects/web.yaml",
            "schema: onus.project/1\nid: web\nname: Web\nservices: [{ use: aws.s3 }]\n",
        )
}

#[test]
fn a_file_is_entered_with_its_path_day_and_digest() {
    let workspace = with_trail();
    let run = add(&workspace, &["profiles/acme/evidence/trail.txt", "--control", "LOG-01"]).ended_with(0);
    let entry = format!(
        "  - id: trail\n    title: Trail\n    kind: file\n    location: trail.txt\n    controls: [LOG-01]\n    \
         collected: 2026-11-15\n    added: 2026-11-15\n    sha256: {ABC}\n"
    );
    assert_eq!(workspace.read(REGISTER), base_with(&entry));
    let assumed = "Added `trail`; assumed: the id `trail`, the title `Trail`, collected today, 2026-11-15.\n";
    assert_eq!(run.stdout, format!("{REGISTER}:4\n{entry}{assumed}"));
    assert_eq!(run.stderr, "");
}

#[test]
fn everything_that_is_said_is_written_in_order() {
    let workspace = with_trail();
    let arguments = [
        "profiles/acme/evidence/trail.txt",
        "--control",
        "LOG-01",
        "--control",
        "LOG-02/retention",
        "--control",
        "LOG-01",
        "--id",
        "trail-2026q4",
        "--title",
        "Trail: settings # of \"all\" Konten ä",
        "--service",
        "aws.s3",
        "--service",
        "aws.ec2",
        "--provided-by",
        "platform",
        "--collected",
        "2026-10-01",
        "--valid-for",
        "3 months",
        "--cadence",
        "quarterly",
        "--classification",
        "restricted",
        "--note",
        "two\nlines: here",
    ];
    add(&workspace, &arguments).ended_with(0);
    let entry = format!(
        r#"  - id: trail-2026q4
    title: "Trail: settings # of \"all\" Konten ä"
    kind: file
    location: trail.txt
    controls: [LOG-01, LOG-02/retention]
    services: [aws.s3, aws.ec2]
    provided-by: platform
    collected: 2026-10-01
    added: 2026-11-15
    valid-for: 3 months
    cadence: quarterly
    classification: restricted
    sha256: {ABC}
    note: "two\nlines: here"
"#
    );
    assert_eq!(workspace.read(REGISTER), base_with(&entry));
}

#[test]
fn comments_order_indentation_and_line_ends_stay() {
    let arguments = [
        "SEC-2",
        "--kind",
        "ticket",
        "--control",
        "LOG-01",
        "--id",
        "2026-10-01",
        "--valid-until",
        "2027-01-01",
    ];
    let entry = "-   id: \"2026-10-01\"\n    title: SEC-2\n    kind: ticket\n    location: SEC-2\n    controls: [LOG-01]\n    \
                 collected: 2026-11-15\n    added: 2026-11-15\n    valid-until: 2027-01-01\n";
    let expected = KEPT.replace("    # Made by hand.\n", &format!("    # Made by hand.\n{entry}"));
    let unix = Workspace::base().file(REGISTER, KEPT);
    add(&unix, &arguments).ended_with(0);
    assert_eq!(unix.read(REGISTER), expected);
    let windows = Workspace::base().file(REGISTER, format!("\u{feff}{}", KEPT.replace('\n', "\r\n")));
    add(&windows, &arguments).ended_with(0);
    assert_eq!(windows.read(REGISTER), format!("\u{feff}{}", expected.replace('\n', "\r\n")));
}

#[test]
fn an_address_is_known_by_its_sign_and_a_ticket_by_its_kind() {
    let location = |arguments: &[&str]| {
        let workspace = Workspace::base();
        let run =
            add(&workspace, &[arguments, &["--control", "LOG-01", "--message-format", "json"]].concat());
        let entry = run.ended_with(0).records("added")[0]["entry"].clone();
        assert_eq!(entry.get("sha256"), None);
        ["id", "title", "kind", "location"].map(|key| entry[key].as_str().expect("a text").to_owned())
    };
    let address = "https://grc.acme.example/evidence/tls_scan-2026-11?page=1#top";
    assert_eq!(location(&[address]), ["tls-scan-2026-11", "Tls scan 2026-11", "url", address]);
    let host = "https://grc.acme.example/";
    assert_eq!(location(&[host]), ["grc-acme-example", "Grc.acme.example", "url", host]);
    assert_eq!(location(&["SEC-7", "--kind", "ticket"]), ["sec-7", "SEC-7", "ticket", "SEC-7"]);
}

#[test]
fn an_attestation_is_named_by_its_id() {
    let attestation = "attestations:\n  - { id: soc2, provider: aws, title: SOC 2 of 2026, services: all, regions: all, \
                       valid-until: 2026-12-31 }\n";
    let organization = Workspace::base().read("profiles/acme/organization.yaml") + attestation;
    let workspace = Workspace::base().file("profiles/acme/organization.yaml", organization);
    add(&workspace, &["soc2", "--kind", "attestation", "--control", "LOG-01"]).ended_with(0);
    let entry = "  - id: soc2\n    title: SOC 2 of 2026\n    kind: attestation\n    location: soc2\n    controls: [LOG-01]\n    \
                 collected: 2026-11-15\n    added: 2026-11-15\n";
    assert_eq!(workspace.read(REGISTER), base_with(entry));
    let run = add(&Workspace::base(), &["soc", "--kind", "attestation", "--control", "LOG-01"]).ended_with(2);
    assert!(run.stderr.contains("unknown attestation `soc`"), "{}", run.stderr);
}

#[test]
fn an_id_that_is_taken_gets_a_number() {
    let ids = |names: &[&str]| {
        names.iter().fold("schema: onus.evidence/1\nevidence:\n".to_owned(), |text, id| {
            text + &format!(
                "  - {{ id: {id}, title: T, kind: ticket, location: S, collected: 2026-10-01 }}\n"
            )
        })
    };
    let workspace = with_trail()
        .file(REGISTER, ids(&["scan", "trail"]))
        .file("profiles/acme/projects/web/evidence/register.yaml", ids(&["trail-2"]));
    let run = add(
        &workspace,
        &["profiles/acme/evidence/trail.txt", "--control", "LOG-01", "--message-format", "json"],
    );
    let record = &run.ended_with(0).records("added")[0];
    assert_eq!(record["entry"]["id"], "trail-3");
    assert_eq!(
        record["assumed"],
        json!(["the id `trail-3`", "the title `Trail`", "collected today, 2026-11-15"])
    );
    assert_eq!(
        (&record["file"], &record["line"], &record["copied"]),
        (&json!(REGISTER), &json!(5), &json!(null))
    );
}

#[test]
fn ids_and_titles_are_made_of_any_name() {
    for (name, id, title) in [
        ("Trail_Config-2026-10-01.tar.gz", "trail-config-2026-10-01-tar", "Trail Config 2026-10-01.tar"),
        ("日本.pdf", "evidence", "日本"),
        ("---.txt", "evidence", "Evidence"),
        ("über  uns.txt", "ber-uns", "Über uns"),
        ("12.txt", "12", "12"),
        (".hidden", "hidden", ".hidden"),
    ] {
        let path = format!("profiles/acme/evidence/{name}");
        let workspace = Workspace::base().file(&path, "abc");
        let run = add(&workspace, &[&path, "--control", "LOG-01", "--message-format", "json"]).ended_with(0);
        let entry = &run.records("added")[0]["entry"];
        assert_eq!((&entry["id"], &entry["title"]), (&json!(id), &json!(title)), "{name}");
        let register: serde_yaml::Value =
            serde_yaml::from_str(&workspace.read(REGISTER)).expect("it is YAML");
        assert_eq!(register["evidence"][1]["id"], serde_yaml::Value::from(id), "{name}");
        assert_eq!(register["evidence"][1]["location"], serde_yaml::Value::from(name), "{name}");
    }
}

#[test]
fn a_file_of_the_workspace_is_entered_by_its_path_from_the_register() {
    let workspace = Workspace::base().file("exports/a b.txt", "abc");
    let mut command = workspace.command(&[
        "evidence",
        "add",
        "a b.txt",
        "--control",
        "LOG-01",
        "--no-pin",
        "--workspace",
        "..",
    ]);
    command.current_dir(workspace.path("exports"));
    Run::of(command).ended_with(0);
    let text = workspace.read(REGISTER);
    assert!(text.contains("    location: \"../../../exports/a b.txt\"\n"), "{text}");
    assert!(!text.contains("sha256"), "{text}");
    assert_eq!(workspace.tree("profiles/acme/evidence").len(), 1, "nothing is copied");
}

#[test]
fn a_file_from_elsewhere_is_copied_beside_the_register() {
    let elsewhere = TempDir::new().expect("a folder");
    let file = elsewhere.path().join("trail.txt");
    fs::write(&file, "abc").expect("a file");
    let path = file.to_str().expect("UTF-8");
    let workspace = Workspace::base();
    let run = add(&workspace, &[path, "--control", "LOG-01"]).ended_with(0);
    let text = workspace.read(REGISTER);
    assert!(text.ends_with(&format!("    location: trail.txt\n    controls: [LOG-01]\n    collected: 2026-11-15\n    added: 2026-11-15\n    sha256: {ABC}\n")), "{text}");
    assert!(run.stdout.contains("Copied to profiles/acme/evidence/trail.txt.\n"), "{}", run.stdout);
    assert_eq!(workspace.read("profiles/acme/evidence/trail.txt"), "abc");
    assert_eq!(workspace.tree("profiles/acme/evidence").len(), 2, "nothing else is left");

    let same = with_trail();
    let run = add(&same, &[path, "--control", "LOG-01"]).ended_with(0);
    assert!(!run.stdout.contains("Copied"), "{}", run.stdout);
    assert_eq!(same.read(REGISTER), text);

    let other = Workspace::base().file("profiles/acme/evidence/trail.txt", "abd");
    let before = other.tree("");
    let run = add(&other, &[path, "--control", "LOG-01"]).ended_with(2);
    assert!(
        run.stderr.contains("a different file with this name already exists; rename one of them"),
        "{}",
        run.stderr
    );
    assert_eq!(other.tree(""), before);
}

#[test]
fn a_large_file_is_copied_whole() {
    let elsewhere = TempDir::new().expect("a folder");
    let file = elsewhere.path().join("large.bin");
    let bytes: Vec<u8> = (0..3 * 1024 * 1024 + 7_u32).map(|n| (n % 251) as u8).collect();
    fs::write(&file, &bytes).expect("a file");
    let workspace = Workspace::base();
    add(&workspace, &[file.to_str().expect("UTF-8"), "--control", "LOG-01"]).ended_with(0);
    assert!(workspace.tree("profiles/acme/evidence")["large.bin"] == bytes);
}

#[test]
fn a_fingerprint_has_the_published_sums() {
    // The check value of CRC-32/ISO-HDLC; `printf 123456789 | sha256sum`.
    let workspace = Workspace::empty().file("nine", "123456789");
    let nine =
        onus::load::evidence_file(&workspace.path(""), None, &workspace.path("nine")).expect("a plain file");
    assert_eq!((nine.bytes, nine.crc32), (9, 0xcbf4_3926));
    let digest = "15e2b0d3c33891ebb0f1ef609ec419420c20e320ce94c65fbc8c3312448eb225";
    assert_eq!(nine.sha256.to_string(), digest);
    assert!(onus::load::evidence_file(&workspace.path(""), None, &workspace.path("")).is_err());
}

#[test]
fn the_register_is_the_usual_one_or_the_only_one_or_new() {
    let own = "schema: onus.evidence/1\n";
    let added_to = |workspace: &Workspace, arguments: &[&str]| {
        let arguments =
            [&["SEC-9", "--kind", "ticket", "--control", "LOG-01", "--message-format", "json"], arguments]
                .concat();
        let record = add(workspace, &arguments).ended_with(0).records("added")[0].clone();
        let file = record["file"].as_str().expect("a path").to_owned();
        let line = workspace
            .read(&file)
            .lines()
            .nth(record["line"].as_u64().expect("a number") as usize - 1)
            .map(str::to_owned);
        assert_eq!(line.as_deref().map(str::trim), Some("- id: sec-9"), "{file}");
        file
    };
    let folder = "profiles/acme/evidence";
    let only =
        || Workspace::empty().overlay(&Workspace::base().path("")).file("profiles/acme/evidence/a.yaml", own);
    assert_eq!(added_to(&only(), &[]), REGISTER);
    let without = |workspace: Workspace| {
        fs::remove_file(workspace.path(REGISTER)).expect("it was there");
        workspace
    };
    assert_eq!(added_to(&without(only()), &[]), format!("{folder}/a.yaml"));
    let two = without(only()).file("profiles/acme/evidence/b.yml", own);
    assert_eq!(added_to(&two, &[]), REGISTER);
    assert_eq!(added_to(&without(Workspace::base()), &[]), REGISTER);
    let web = "profiles/acme/projects/web/evidence/register.yaml";
    for project in ["web", "acme/web"] {
        let workspace = Workspace::base();
        assert_eq!(added_to(&workspace, &["--project", project]), web);
        assert!(workspace.read(web).starts_with("schema: onus.evidence/1\nevidence:\n  - id: sec-9\n"));
    }
    for register in [REGISTER, "profiles/acme/evidence/new.yml", web] {
        assert_eq!(added_to(&Workspace::base(), &["--register", register]), register);
    }
    let several = with_north(Workspace::base());
    assert_eq!(added_to(&several, &["--organization", "acme"]), REGISTER);
    let several = with_north(Workspace::base());
    assert_eq!(
        added_to(&several, &["--project", "north/web"]),
        "profiles/north/projects/web/evidence/register.yaml"
    );
}

#[test]
fn a_party_of_the_project_can_have_provided_it() {
    let parties = "parties:\n  - { id: crew, name: Crew }\n";
    let project = Workspace::base().read("profiles/acme/projects/web.yaml") + parties;
    let workspace = || Workspace::base().file("profiles/acme/projects/web.yaml", &project);
    let arguments = ["SEC-9", "--kind", "ticket", "--control", "LOG-01", "--provided-by", "crew"];
    let run = add(&workspace(), &arguments).ended_with(2);
    assert!(run.stderr.contains("unknown party `crew`"), "{}", run.stderr);
    add(&workspace(), &[&arguments[..], &["--project", "web"]].concat()).ended_with(0);
}

#[cfg(unix)]
#[test]
fn the_register_keeps_its_rights() {
    use std::os::unix::fs::PermissionsExt;
    let workspace = with_trail();
    fs::set_permissions(workspace.path(REGISTER), fs::Permissions::from_mode(0o640)).expect("rights");
    add(&workspace, &["profiles/acme/evidence/trail.txt", "--control", "LOG-01"]).ended_with(0);
    let mode = fs::metadata(workspace.path(REGISTER)).expect("it is there").permissions().mode();
    assert_eq!(mode & 0o777, 0o640);
}
