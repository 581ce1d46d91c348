//! What a package tells its reader in `README.md`.

use onus_core::digest::{Fingerprint, Sha256Digest};
use onus_package::{FileContent, KnownIssue, PackageContents, ValidityState, WithheldReason, seal};

use crate::package::{bytes, contents, item, key, sealed, unpacked};

fn readme(signed: bool) -> String {
    String::from_utf8(unpacked(&bytes(&sealed(signed)))["README.md"].clone()).expect("text")
}

fn readme_of(contents: PackageContents) -> String {
    let sealed = seal(contents, Some(&key())).expect("good contents");
    String::from_utf8(unpacked(&bytes(&sealed))["README.md"].clone()).expect("text")
}

#[test]
fn the_readme_says_how_to_check_and_what_is_withheld() {
    let readme = readme(true);
    for words in [
        "# Evidence package: Payments of Acme Payments Ltd\n\n5 of 6 pieces of evidence are enclosed. This package shows",
        "the key signed this list, for Robin Doe, Head of Security, at 2026-11-30T17:00:00Z by their own account.",
        "minisign -Vm SHA256SUMS -P RWRKl7xy",
        "`onus acme/payments as of 2026-11-24`",
        "sha256sum -c SHA256SUMS",
        "The first command must print 12 and the second 10:",
        "Get-FileHash",
        "onus verify PACKAGE --public-key RWRKl7xy",
        "proves nothing about who made the package",
        "Classification: Confidential",
        "### Shown on request (1)",
        "| EV-9 | Penetration test | due soon | no control | vault, shelf 3 |",
    ] {
        assert!(readme.contains(words), "no {words} in:\n{readme}");
    }
}

#[test]
fn the_counts_that_the_readme_gives_are_those_of_the_package() {
    for signed in [false, true] {
        let files = unpacked(&bytes(&sealed(signed)));
        let lines = String::from_utf8(files["SHA256SUMS"].clone()).expect("text").lines().count();
        let words = format!("The first command must print {} and the second {lines}:", files.len());
        assert!(readme(signed).contains(&words), "{words}");
    }
}

#[test]
fn sections_come_in_the_order_in_which_they_are_needed() {
    let mut contents = contents();
    let mut document = item("documents/auditor-handout.pdf", "");
    document.description.kind = onus_package::PackageFileKind::Document;
    document.description.media_type = "application/pdf".to_owned();
    contents.files.push(document);
    contents.withheld[0].state = Some(ValidityState::Stale);
    let readme = readme_of(contents);
    let headings: Vec<&str> = readme.lines().filter_map(|line| line.strip_prefix("## ")).collect();
    let expected = [
        "Where to start",
        "How to verify the package",
        "Contents",
        "What is not in order",
        "Whom to ask",
        "Withheld",
    ];
    assert_eq!(headings, expected);
    let at = |words: &str| readme.find(words).unwrap_or_else(|| panic!("no {words} in:\n{readme}"));
    let steps = ["minisign -Vm", "sha256sum -c", "find . ", "Get-FileHash", "onus verify"];
    assert!(steps.map(at).is_sorted(), "{readme}");
}

#[test]
fn an_unsigned_package_promises_no_signature() {
    let readme = readme(false);
    assert!(!readme.contains("minisig -") && !readme.contains(".minisig"), "{readme}");
    assert!(readme.contains("The package is not signed"), "{readme}");
}

#[test]
fn what_cannot_be_relied_on_is_named_and_nothing_else() {
    let nothing = "## What is not in order\n\nNothing that was known when the package was made.\n";
    assert!(readme(true).contains(nothing));
    let states = [
        (ValidityState::Current, None),
        (ValidityState::DueSoon, None),
        (ValidityState::Bridged, None),
        (ValidityState::Stale, Some("stale, after its last valid day")),
        (ValidityState::Missing, Some("missing, the file is empty")),
        (ValidityState::Altered, Some("altered, the file does not match its pinned digest")),
        (ValidityState::FromFuture, Some("from the future, collected after the as-of date")),
        (ValidityState::Gap, Some("gap, after its reporting period, without a bridge letter")),
        (ValidityState::Lapsed, Some("lapsed, after its last valid day")),
        (ValidityState::NotYet, Some("not yet, its reporting period has not begun")),
    ];
    for (state, why) in states {
        let mut contents = contents();
        contents.files[1].description.state = Some(state);
        let line = why.map(|why| {
            format!(
                "- EV-1: What evidence/deep/scan report.txt shows (evidence/deep/scan report.txt): {why}\n"
            )
        });
        let readme = readme_of(contents);
        assert_eq!(readme.contains(nothing), line.is_none(), "{state:?}");
        if let Some(line) = line {
            let section = format!("### Evidence and reports (1)\n\n{line}");
            assert!(readme.contains(&section), "no {section} in:\n{readme}");
        }
    }
}

#[test]
fn things_that_are_missing_and_copies_that_are_not_the_pinned_ones_are_not_in_order() {
    let mut contents = contents();
    contents.withheld[0].reason = WithheldReason::Missing;
    let fingerprint = Fingerprint { bytes: 0, sha256: Sha256Digest::new([1; 32]), crc32: 0 };
    let mut copy = item("attestations/soc2/report.pdf", "");
    copy.description.pinned_sha256 = Some(Sha256Digest::new([2; 32]));
    copy.content = FileContent::File { place: "report.pdf".into(), fingerprint };
    contents.files.push(copy);
    let sealed = seal(contents, None).expect("good contents");
    let mut archive = Vec::new();
    let mut open =
        |_: &std::path::Path| -> std::io::Result<Box<dyn std::io::Read>> { Ok(Box::new(std::io::empty())) };
    sealed.write(&mut archive, &mut open).expect("memory can be written");
    let readme = String::from_utf8(unpacked(&archive)["README.md"].clone()).expect("text");
    for line in [
        "(attestations/soc2/report.pdf): altered, the file does not match its pinned digest",
        "- EV-9: Penetration test (withheld): missing, the file did not exist or was empty",
        "### Missing when the package was made (1)",
    ] {
        assert!(readme.contains(line), "no {line} in:\n{readme}");
    }
}

#[test]
fn issues_are_listed_by_kind_after_the_states_of_evidence() {
    let issue = |kind: &str, about: &str, text: &str| KnownIssue {
        kind: kind.to_owned(),
        about: about.to_owned(),
        text: text.to_owned(),
    };
    let mut contents = contents();
    contents.files[1].description.state = Some(ValidityState::Stale);
    contents.issues = vec![
        issue(
            "A risk acceptance has lapsed.",
            "PAT-01",
            "risk acceptance `old` was in force until 2026-10-31",
        ),
        issue("Work is late.", "", "one"),
        issue("Work is late.", "LOG-01", "two | three"),
    ];
    let readme = readme_of(contents);
    let (_, section) = readme.split_once("## What is not in order\n").expect("a section");
    let (section, _) = section.split_once("\n## ").expect("another section");
    let expected = "\nThis was known when the package was made. Verifying it does not show it.\n\n\
        ### Evidence and reports (1)\n\n\
        - EV-1: What evidence/deep/scan report.txt shows (evidence/deep/scan report.txt): stale, after its last valid day\n\n\
        ### A risk acceptance has lapsed (1)\n\n- PAT-01: risk acceptance old was in force until 2026-10-31\n\n\
        ### Work is late (2)\n\n- one\n- LOG-01: two \\| three\n";
    assert_eq!(section, expected);
}

#[test]
fn a_package_without_evidence_is_not_called_one() {
    let mut contents = contents();
    contents.files.retain(|item| item.path == "matrix.json");
    contents.files[0].description.kind = onus_package::PackageFileKind::Matrix;
    let readme = readme_of(contents);
    let first =
        "# Package of documents: Payments of Acme Payments Ltd\n\n0 of 1 pieces of evidence are enclosed. ";
    assert!(readme.starts_with(first), "{readme}");
}

#[test]
fn one_report_under_two_ids_is_said_and_counts_once() {
    let mut contents = contents();
    contents.withheld[0].same_as = Some("soc2".to_owned());
    let readme = readme_of(contents);
    assert!(readme.contains("\n5 of 5 pieces of evidence are enclosed. "), "{readme}");
    assert!(readme.contains("| EV-9 | Penetration test (the same as soc2) |"), "{readme}");
}

#[test]
fn what_others_wrote_is_text_and_nothing_else() {
    let mut contents = contents();
    contents.withheld[0].title = "<b>x</b> | [a](http://b)\n# New".to_owned();
    let readme = readme_of(contents);
    assert!(readme.contains("| \\<b\\>x\\</b\\> \\| \\[a\\](http://b) \\# New |"), "{readme}");
}
