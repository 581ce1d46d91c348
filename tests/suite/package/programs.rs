//! What stock programs make of a package: minisign, coreutils, unzip and Python. `.ci/run` runs these tests where they are
//! installed.

use std::collections::BTreeMap;
use std::path::Path;
use std::process::Command;

use onus_core::digest::Meter;

use crate::package::{PUBLIC, SECRET, bytes, folder, sealed, unpacked};
use crate::workspace::Workspace;

/// What a program says in a folder; it must be there and content.
fn said(folder: &Path, program: &str, arguments: &[&str]) -> String {
    let output = Command::new(program)
        .args(arguments)
        .current_dir(folder)
        .output()
        .unwrap_or_else(|error| panic!("`{program}` does not run: {error}"));
    let text =
        String::from_utf8_lossy(&output.stdout).into_owned() + &String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{program} {arguments:?}: {text}");
    text
}

#[test]
#[ignore = "needs minisign; .ci/run runs it where it is installed"]
fn minisign_takes_the_signature_and_makes_the_same_one() {
    let folder = folder(&unpacked(&bytes(&sealed(true))));
    let place = folder.path();
    let said_of = said(place, "minisign", &["-Vm", "manifest.json", "-P", PUBLIC]);
    assert!(said_of.contains("onus acme/payments as of 2026-11-24"), "{said_of}");
    let said_of = said(place, "minisign", &["-Vm", "SHA256SUMS", "-P", PUBLIC]);
    assert!(said_of.contains("onus acme/payments as of 2026-11-24"), "{said_of}");
    let workspace =
        Workspace::empty().file("t.key", SECRET).file("manifest.json", text(place, "manifest.json"));
    let arguments =
        ["-Sm", "manifest.json", "-W", "-s", "t.key", "-t", "onus acme/payments as of 2026-11-24"];
    said(&workspace.path(""), "minisign", &arguments);
    assert_eq!(workspace.read("manifest.json.minisig"), text(place, "manifest.json.minisig"));
}

#[test]
#[ignore = "needs minisign and coreutils; .ci/run runs it where they are installed"]
fn minisign_sees_that_a_file_and_its_line_in_the_list_of_digests_were_changed_together() {
    let mut files = unpacked(&bytes(&sealed(true)));
    let line = |files: &BTreeMap<String, Vec<u8>>| Meter::of(&files["matrix.json"]).sha256.to_string();
    let before = line(&files);
    files.insert("matrix.json".to_owned(), b"[]\n".to_vec());
    let sums = String::from_utf8(files["SHA256SUMS"].clone()).expect("text").replace(&before, &line(&files));
    files.insert("SHA256SUMS".to_owned(), sums.into_bytes());
    let folder = folder(&files);
    let place = folder.path();
    said(place, "sha256sum", &["-c", "SHA256SUMS"]);
    said(place, "minisign", &["-Vm", "manifest.json", "-P", PUBLIC]);
    let output =
        Command::new("minisign").args(["-Vm", "SHA256SUMS", "-P", PUBLIC]).current_dir(place).output();
    assert!(!output.expect("minisign runs").status.success());
}

#[allow(clippy::disallowed_methods, reason = "a test looks at what was unpacked")]
fn text(folder: &Path, name: &str) -> String {
    std::fs::read_to_string(folder.join(name)).expect("it is there and text")
}

#[test]
#[ignore = "needs minisign; .ci/run runs it where it is installed"]
fn minisign_signs_with_a_key_of_keygen_and_checks_by_its_public_key() {
    let workspace = Workspace::empty().file("a.txt", "abc");
    workspace.run(&["bundle", "keygen", "--no-password"]).ended_with(0);
    let place = workspace.path("");
    said(&place, "minisign", &["-Sm", "a.txt", "-W", "-s", "onus.key"]);
    said(&place, "minisign", &["-Vm", "a.txt", "-p", "onus.pub"]);
    said(&place, "minisign", &["-R", "-W", "-s", "onus.key", "-p", "again.pub"]);
    assert_eq!(workspace.read("again.pub"), workspace.read("onus.pub"));
}

#[test]
#[ignore = "needs minisign; .ci/run runs it where it is installed"]
fn a_key_that_minisign_encrypted_opens_with_its_password() {
    let workspace = Workspace::empty();
    let mut program = assert_cmd::Command::new("minisign");
    program
        .current_dir(workspace.path(""))
        .args(["-G", "-s", "t.key", "-p", "t.pub"])
        .write_stdin("pw\npw\n");
    program.assert().success();
    let key = onus_package::SigningKey::read(&workspace.read("t.key"), Some("pw")).expect("its password");
    assert!(workspace.read("t.pub").contains(&key.public().to_base64()));
}

#[test]
#[ignore = "needs coreutils; .ci/run runs it where they are installed"]
fn sha256sum_finds_every_file_as_it_was() {
    let folder = folder(&unpacked(&bytes(&sealed(true))));
    let text = said(folder.path(), "sha256sum", &["--strict", "-c", "SHA256SUMS"]);
    assert_eq!(text.lines().filter(|line| line.ends_with(": OK")).count(), 10, "{text}");
}

#[test]
#[ignore = "needs minisign and coreutils; .ci/run runs it where they are installed"]
fn the_steps_that_the_readme_gives_run_as_they_stand() {
    let folder = folder(&unpacked(&bytes(&sealed(true))));
    let readme = text(folder.path(), "README.md");
    let steps: Vec<&str> =
        readme.split("   ```\n").skip(1).step_by(2).flat_map(str::lines).map(str::trim).collect();
    let said: Vec<String> = steps.iter().map(|step| said(folder.path(), "sh", &["-c", step])).collect();
    let [signature, digests, count, listed] = said.as_slice() else { panic!("{steps:?}") };
    assert!(signature.contains("Signature and comment signature verified"), "{signature}");
    assert!(signature.contains("onus acme/payments as of 2026-11-24"), "{signature}");
    assert!(digests.lines().all(|line| line.ends_with(": OK")), "{digests}");
    let words = format!("The first command must print {} and the second {}:", count.trim(), listed.trim());
    assert!(readme.contains(&words), "no {words} in:\n{readme}");
}

#[test]
#[ignore = "needs unzip; .ci/run runs it where it is installed"]
fn unzip_unpacks_a_package_that_verifies() {
    let workspace = Workspace::empty().file("p.zip", bytes(&sealed(true)));
    let text = said(&workspace.path(""), "unzip", &["-t", "p.zip"]);
    assert!(text.contains("No errors detected"), "{text}");
    said(&workspace.path(""), "unzip", &["-q", "p.zip", "-d", "unpacked"]);
    workspace.run(&["verify", "unpacked", "--public-key", PUBLIC]).ended_with(0);
}

#[test]
#[ignore = "needs Python; .ci/run runs it where it is installed"]
fn python_reads_every_entry() {
    let workspace = Workspace::empty().file("p.zip", bytes(&sealed(true)));
    let text = said(&workspace.path(""), "python3", &["-m", "zipfile", "-t", "p.zip"]);
    assert!(text.contains("Done testing"), "{text}");
}
