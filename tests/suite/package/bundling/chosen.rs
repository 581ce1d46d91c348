//! Which documents go into a package, for whom it is signed, and what its registers say.

use onus_core::digest::Sha256Digest;

use super::{bundle, manifest, packed, workspace};
use crate::package::SECRET;
use crate::shared::pdf_reader::Reading;

/// The names of the documents of a package.
fn documents(files: &super::Files) -> Vec<&str> {
    let names = files.keys().filter_map(|path| path.strip_prefix("documents/")?.strip_suffix(".md"));
    names.collect()
}

#[test]
fn documents_for_internal_use_go_in_only_by_name() {
    let workspace = workspace();
    let default = packed(&workspace, &[]);
    let names = documents(&default);
    assert!(names.contains(&"auditor-handout") && names.contains(&"responsibility-matrix"), "{names:?}");
    assert!(!names.contains(&"plan-of-action"), "{names:?}");
    let chosen = packed(&workspace, &["--documents", "plan-of-action,responsibility-matrix"]);
    assert_eq!(documents(&chosen), ["plan-of-action", "responsibility-matrix"]);
    assert!(chosen.contains_key("matrix.json"));
}

#[test]
fn names_that_are_no_documents_of_the_project_are_refused() {
    let workspace = workspace();
    let cases = [
        ("auditor-handuot", "did you mean `auditor-handout`?"),
        ("evidence-register", "is not a document about one project"),
        ("customer-responsibility-matrix", "the project has no document"),
    ];
    for (name, words) in cases {
        let run = bundle(&workspace, &["web", "--documents", name, "--output", "n.zip"]).ended_with(2);
        assert!(run.stderr.contains(words), "{}", run.stderr);
        assert!(!workspace.path("n.zip").exists());
    }
}

#[test]
fn the_digits_in_a_pdf_are_those_that_the_list_of_digests_has_for_the_markdown() {
    let files = packed(&workspace(), &["--documents", "auditor-handout"]);
    let digest = Sha256Digest::of(&files["documents/auditor-handout.md"]).to_string();
    let list = String::from_utf8(files["SHA256SUMS"].clone()).expect("text");
    assert!(list.contains(&format!("{digest}  documents/auditor-handout.md\n")), "{list}");
    let pages = Reading::new(&files["documents/auditor-handout.pdf"]).all();
    assert!(pages.contains(&format!("SHA-256 {}", &digest[..12])), "{digest} is not in the PDF");
}

#[test]
fn the_signer_is_who_is_named_or_else_who_approved_and_no_clock_is_asked() {
    let approvals = "\napprovals:\n  - { role: prepared, who: Ann, on: 2026-11-02 }\n\
        \x20 - { role: approved, who: Robin Doe, title: Chief Executive, on: 2026-11-03 }\n";
    let workspace =
        workspace().append("profiles/acme/organization.yaml", approvals).file("plain.key", SECRET);
    let signature = |arguments: &[&str]| {
        let sign = [&["--sign", "plain.key", "--documents", "matrix"], arguments].concat();
        manifest(&packed(&workspace, &sign))["signature"].clone()
    };
    let by_profile = signature(&[]);
    assert_eq!(by_profile["signer"]["name"], "Robin Doe");
    assert_eq!(by_profile["signer"]["role"], "Chief Executive");
    assert_eq!(by_profile["signer"]["stated_by"], "profile");
    assert_eq!(by_profile["signed_at"], serde_json::Value::Null);
    let named = signature(&["--signer", "Kim, Head, Security", "--signed-at", "2026-11-30T18:00:00.5+01:00"]);
    assert_eq!(named["signer"]["name"], "Kim");
    assert_eq!(named["signer"]["role"], "Head, Security");
    assert_eq!(named["signer"]["stated_by"], "command-line");
    assert_eq!(named["signed_at"], "2026-11-30T17:00:00Z");
    let run = bundle(&workspace, &["web", "--signer", "Kim"]).ended_with(2);
    assert!(run.stderr.contains("--sign"), "{}", run.stderr);
}

#[test]
fn the_registers_list_each_piece_with_its_dates_and_whether_it_is_enclosed() {
    let files = packed(&workspace(), &["--documents", "matrix"]);
    let rows = |name: &str| {
        let text = String::from_utf8(files[&format!("registers/{name}.csv")].clone()).expect("text");
        text.lines().map(str::to_owned).collect::<Vec<_>>()
    };
    let evidence = rows("evidence");
    assert_eq!(
        evidence[0],
        "id,title,state,kind,collected,valid until,provided by,controls,requirements,enclosed,location,sha256,from"
    );
    let row = |rows: &[String], id: &str| {
        rows.iter()
            .find(|row| row.starts_with(&format!("{id},")))
            .unwrap_or_else(|| panic!("no {id}"))
            .clone()
    };
    let export = row(&evidence, "export");
    assert!(export.starts_with("export,Export of the trail,current,file,2026-11-01,"), "{export}");
    assert!(export.contains(",evidence/export/export.txt,"), "{export}");
    assert!(row(&evidence, "page").contains(",no: kept elsewhere,https://grc.example/page,"));
    assert!(row(&evidence, "secret").contains(",no: shown on request,"));
    assert!(row(&evidence, "stands-for-soc2").contains(",no: the same as soc2,attestations/soc2/soc2.txt,"));
    let reports = rows("attestations");
    assert!(row(&reports, "soc2").contains(",2025-10-01,2026-09-30,"), "{reports:#?}");
    assert!(row(&reports, "soc2-bridge-letter-1").contains(",attestations/soc2-bridge-letter-1/letter.txt,"));
    assert_eq!(reports.len(), 5, "{reports:#?}");
}
