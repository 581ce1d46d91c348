//! What a signature shows, through the front door.

use onus::package::{SigningKey, seal};

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
        assert!(run.stdout.contains(&format!("Signed with the given key:\n  {PUBLIC}")), "{}", run.stdout);
    }
}

#[test]
fn a_signature_by_a_key_that_only_the_package_names_shows_that_it_is_whole() {
    let run = workspace().run(&["verify", "signed.zip"]).ended_with(0);
    assert!(run.stdout.contains("this shows that it is whole, not who made it"), "{}", run.stdout);
    assert!(run.stdout.contains(PUBLIC), "{}", run.stdout);
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
    assert!(run.stdout.contains("Not signed"), "{}", run.stdout);
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

#[test]
fn a_signature_of_another_package_does_not_hold() {
    let mut other = contents();
    other.files.pop();
    let other = unpacked(&bytes(&seal(other, Some(&crate::package::key())).expect("good contents")));
    let mut files = unpacked(&bytes(&sealed(true)));
    files.insert("manifest.json.minisig".to_owned(), other["manifest.json.minisig"].clone());
    let folder = folder(&files);
    let place = folder.path().to_str().expect("a plain name").to_owned();
    let run = Workspace::empty().run(&["verify", &place]).ended_with(1);
    let line = "error[signature-wrong]: `manifest.json.minisig`: is not a signature of this `manifest.json`";
    assert!(run.stderr.contains(line), "{}", run.stderr);
}
