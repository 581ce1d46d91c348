//! `onus bundle keygen` through the front door.

use crate::workspace::{Run, Workspace};

fn keygen(workspace: &Workspace, arguments: &[&str], password: Option<&str>) -> Run {
    let mut command = workspace.command(&[&["bundle", "keygen"], arguments].concat());
    match password {
        Some(password) => command.env("ONUS_KEY_PASSWORD", password),
        None => command.env_remove("ONUS_KEY_PASSWORD"),
    };
    Run::of(command)
}

#[test]
fn a_new_pair_of_keys_is_written_and_opens_with_its_password() {
    let workspace = Workspace::empty();
    let run = keygen(&workspace, &[], Some("open sesame")).ended_with(0);
    let secret = workspace.read("onus.key");
    let key = onus_package::SigningKey::read(&secret, Some("open sesame")).expect("the password opens it");
    assert!(workspace.read("onus.pub").contains(&key.public().to_base64()));
    assert!(run.stdout.contains(&key.public().to_base64()), "{}", run.stdout);
    assert!(onus_package::SigningKey::read(&secret, Some("open")).is_err());
}

#[test]
fn a_key_without_a_password_is_only_written_when_asked_for() {
    let workspace = Workspace::empty();
    let run = keygen(&workspace, &[], None).ended_with(2);
    assert!(run.stderr.contains("set ONUS_KEY_PASSWORD, or use --no-password"), "{}", run.stderr);
    assert!(workspace.tree("").is_empty());
    keygen(&workspace, &["--no-password", "--output", "ci.key"], None).ended_with(0);
    assert_eq!(onus_package::SigningKey::is_encrypted(&workspace.read("ci.key")), Ok(false));
    let names: Vec<String> = workspace.tree("").into_keys().collect();
    assert_eq!(names, ["ci.key", "ci.pub"]);
}

#[test]
fn a_key_is_never_written_over() {
    for name in ["onus.key", "onus.pub"] {
        let workspace = Workspace::empty().file(name, "mine");
        let run = keygen(&workspace, &["--no-password"], None).ended_with(2);
        assert!(run.stderr.contains(&format!("`{name}` already exists")), "{}", run.stderr);
        assert_eq!(workspace.tree("").len(), 1);
        assert_eq!(workspace.read(name), "mine");
    }
    let run = keygen(&Workspace::empty(), &["--no-password", "--output", "x.pub"], None).ended_with(2);
    assert!(run.stderr.contains("the extension `.pub` is reserved for the public key"), "{}", run.stderr);
}

#[cfg(unix)]
#[test]
#[allow(clippy::disallowed_methods, reason = "a test looks at the files that the program wrote")]
fn a_secret_key_is_for_its_owner_only() {
    use std::os::unix::fs::PermissionsExt;

    let workspace = Workspace::empty();
    keygen(&workspace, &["--no-password"], None).ended_with(0);
    let mode =
        |name: &str| std::fs::metadata(workspace.path(name)).expect("it is there").permissions().mode();
    assert_eq!(mode("onus.key") & 0o777, 0o600);
    assert_eq!(mode("onus.pub") & 0o400, 0o400);
}

#[test]
fn json_messages_name_the_files_and_the_key() {
    let workspace = Workspace::empty();
    let run = keygen(&workspace, &["--no-password", "--message-format", "json"], None).ended_with(0);
    let paths: Vec<String> = run.records("file").iter().map(|file| file["path"].to_string()).collect();
    assert_eq!(paths, ["\"onus.key\"", "\"onus.pub\""]);
    let key = run.records("key")[0]["public_key"].as_str().expect("text").to_owned();
    assert!(workspace.read("onus.pub").contains(&key));
}
