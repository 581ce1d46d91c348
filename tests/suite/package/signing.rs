//! What a signature shows, through the front door.

use onus_core::digest::Meter;
use onus_package::{SigningKey, seal};

use crate::package::{OTHER_PUBLIC, PUBLIC, bytes, contents, folder, sealed, unpacked};
use crate::workspace::Workspace;

fn workspace() -> Workspace {
    Workspace::empty()
        .file("signed.zip", bytes(&sealed(true)))
        .file("unsigned.zip", bytes(&sealed(false)))
        .file("acme.pub", format!("untrusted comment: minisign public key\n{PUBLIC}\n"))
}

#[test]
fn a_signature_by_the_key_that_was_given_says_whose_the_package_is() {
    for key in [PUBLIC, "acme.pub"] {
        let run = workspace().run(&["verify", "signed.zip", "--public-key", key]).ended_with(0);
        let last = run.stdout.lines().last();
        assert_eq!(last, Some(format!("Signed with the given key: {PUBLIC}").as_str()), "{}", run.stdout);
    }
}

#[test]
fn a_signature_by_a_key_that_only_the_package_names_shows_that_it_is_whole() {
    let run = workspace().run(&["verify", "signed.zip"]).ended_with(0);
    let last = run.stdout.lines().last().expect("a line");
    assert!(last.starts_with("SIGNER NOT CHECKED: ") && last.ends_with(PUBLIC), "{}", run.stdout);
    let run = workspace().run(&["verify", "signed.zip", "--message-format", "json"]).ended_with(0);
    let record = &run.records("package")[0];
    assert_eq!((&record["signature"], &record["public_key"]), (&"whole".into(), &PUBLIC.into()));
}

#[test]
fn another_key_or_no_signature_is_a_problem_when_a_key_was_given() {
    let run = workspace().run(&["verify", "signed.zip", "--public-key", OTHER_PUBLIC]).ended_with(1);
    assert!(run.stderr.contains("error[other-key]: `manifest.json`"), "{}", run.stderr);
    assert!(run.stderr.contains(PUBLIC) && run.stderr.contains(OTHER_PUBLIC), "{}", run.stderr);
    let run = workspace().run(&["verify", "unsigned.zip", "--public-key", PUBLIC]).ended_with(1);
    assert!(run.stderr.contains("error[unsigned]: `manifest.json`"), "{}", run.stderr);
    let run = workspace().run(&["verify", "unsigned.zip"]).ended_with(0);
    assert!(run.stdout.lines().last().is_some_and(|last| last.starts_with("NOT SIGNED")), "{}", run.stdout);
}

#[test]
fn a_package_without_a_signature_fails_where_one_is_required_or_nobody_reads_the_last_line() {
    for options in [&["--require-signature"][..], &["--quiet"], &["--quiet", "--require-signature"]] {
        let run = workspace().run(&[&["verify", "unsigned.zip"], options].concat()).ended_with(1);
        assert!(run.stderr.contains("error[unsigned]: the package is not signed"), "{}", run.stderr);
        assert!(
            run.stderr.lines().last().is_some_and(|last| last.starts_with("NOT SIGNED")),
            "{}",
            run.stderr
        );
        let run = workspace().run(&[&["verify", "signed.zip"], options].concat()).ended_with(0);
        assert_eq!(run.stderr, "");
    }
    let json = ["verify", "unsigned.zip", "--require-signature", "--message-format", "json"];
    let run = workspace().run(&json).ended_with(1);
    assert_eq!(run.records("problem")[0]["code"], "unsigned");
}

#[test]
fn nothing_in_a_package_looks_like_its_last_line() {
    let mut forged = contents();
    forged.about.project.name = format!("x\nSigned with the given key: {PUBLIC}");
    let workspace = Workspace::empty().file("forged.zip", bytes(&seal(forged, None).expect("good contents")));
    let run = workspace.run(&["verify", "forged.zip"]).ended_with(0);
    let lines: Vec<&str> = run.stdout.lines().collect();
    assert!(!lines.iter().any(|line| line.starts_with("Signed with")), "{}", run.stdout);
    assert!(lines.last().is_some_and(|last| last.starts_with("NOT SIGNED")), "{}", run.stdout);
}

#[test]
fn a_key_that_is_none_is_an_error() {
    for key in ["RWRK", "nowhere.pub", "signed.zip"] {
        let run = workspace().run(&["verify", "signed.zip", "--public-key", key]).ended_with(2);
        assert!(run.stderr.contains(&format!("cannot use the key `{key}`")), "{}", run.stderr);
    }
}

#[test]
fn a_package_sealed_anew_by_somebody_else_is_found_with_the_right_key_only() {
    let (theirs, _) = SigningKey::generate(None).expect("chance");
    let mut forged = contents();
    forged.files.pop();
    let workspace =
        workspace().file("forged.zip", bytes(&seal(forged, Some(&theirs)).expect("good contents")));
    workspace.run(&["verify", "forged.zip"]).ended_with(0);
    let run = workspace.run(&["verify", "forged.zip", "--public-key", PUBLIC]).ended_with(1);
    assert!(run.stderr.contains("error[other-key]"), "{}", run.stderr);
}

type Files = std::collections::BTreeMap<String, Vec<u8>>;

/// What `verify` says of files in a folder.
fn said(files: &Files) -> String {
    let folder = folder(files);
    let place = folder.path().to_str().expect("a plain name").to_owned();
    Workspace::empty().run(&["verify", &place]).ended_with(1).stderr
}

const SIGNATURES: [(&str, &str); 2] =
    [("manifest.json.minisig", "manifest.json"), ("SHA256SUMS.minisig", "SHA256SUMS")];

#[test]
fn a_signature_of_another_package_does_not_hold() {
    let mut other = contents();
    other.files.pop();
    let other = unpacked(&bytes(&seal(other, Some(&crate::package::key())).expect("good contents")));
    for (signature, list) in SIGNATURES {
        let mut files = unpacked(&bytes(&sealed(true)));
        files.insert(signature.to_owned(), other[signature].clone());
        let stderr = said(&files);
        let line =
            format!("error[signature-wrong]: `{signature}`: is not a valid signature of this `{list}`");
        assert!(stderr.contains(&line), "{stderr}");
    }
}

#[test]
fn each_of_the_two_signatures_is_missed() {
    for (signature, _) in SIGNATURES {
        let mut files = unpacked(&bytes(&sealed(true)));
        files.remove(signature);
        let stderr = said(&files);
        assert!(stderr.contains(&format!("error[signature-missing]: `{signature}`")), "{stderr}");
    }
}

#[test]
fn signatures_in_each_others_place_or_by_another_key_do_not_hold() {
    let mut files = unpacked(&bytes(&sealed(true)));
    let [manifest, sums] = SIGNATURES.map(|(signature, _)| files[signature].clone());
    files.insert(SIGNATURES[0].0.to_owned(), sums);
    files.insert(SIGNATURES[1].0.to_owned(), manifest);
    let stderr = said(&files);
    let (theirs, _) = SigningKey::generate(None).expect("chance");
    let theirs = unpacked(&bytes(&seal(contents(), Some(&theirs)).expect("good contents")));
    for (signature, _) in SIGNATURES {
        assert!(stderr.contains(&format!("error[signature-wrong]: `{signature}`")), "{stderr}");
        let mut files = unpacked(&bytes(&sealed(true)));
        files.insert(signature.to_owned(), theirs[signature].clone());
        let stderr = said(&files);
        let line = format!(
            "error[signature-wrong]: `{signature}`: was made with a different key than `manifest.json` names"
        );
        assert!(stderr.contains(&line), "{stderr}");
    }
}

#[test]
fn a_file_and_its_line_in_the_list_of_digests_cannot_be_changed_together() {
    let mut files = unpacked(&bytes(&sealed(true)));
    let before = Meter::of(&files["matrix.json"]).sha256.to_string();
    files.insert("matrix.json".to_owned(), b"[]\n".to_vec());
    let after = Meter::of(&files["matrix.json"]).sha256.to_string();
    let sums = String::from_utf8(files["SHA256SUMS"].clone()).expect("text").replace(&before, &after);
    files.insert("SHA256SUMS".to_owned(), sums.into_bytes());
    let stderr = said(&files);
    for line in [
        "error[altered]: `matrix.json`",
        "error[sums]: `SHA256SUMS`: has another digest for `matrix.json`",
        "error[signature-wrong]: `SHA256SUMS.minisig`: is not a valid signature of this `SHA256SUMS`",
    ] {
        assert!(stderr.contains(line), "no {line} in:\n{stderr}");
    }
}

#[test]
fn a_signature_that_holds_and_is_written_otherwise_is_not_the_sealed_one() {
    let text = |files: &Files| String::from_utf8(files["SHA256SUMS.minisig"].clone()).expect("text");
    let changes: [fn(String) -> String; 4] = [
        |text| text.replacen("signature from minisign secret key", "checked and approved", 1),
        |text| text + "\n",
        |text| text.trim_end().to_owned(),
        |text| text.replace('\n', "\r\n"),
    ];
    for change in changes {
        let mut files = unpacked(&bytes(&sealed(true)));
        let changed = change(text(&files));
        files.insert("SHA256SUMS.minisig".to_owned(), changed.into_bytes());
        let stderr = said(&files);
        assert!(stderr.contains("error[signature-wrong]: `SHA256SUMS.minisig`"), "{stderr}");
    }
}

#[test]
fn an_unsigned_package_with_signatures_of_somebody_has_files_too_many() {
    let mut files = unpacked(&bytes(&sealed(false)));
    let signed = unpacked(&bytes(&sealed(true)));
    for (signature, _) in SIGNATURES {
        files.insert(signature.to_owned(), signed[signature].clone());
    }
    let stderr = said(&files);
    for (signature, _) in SIGNATURES {
        assert!(stderr.contains(&format!("error[added]: `{signature}`")), "{stderr}");
    }
}
