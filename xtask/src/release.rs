//! What a release consists of. The workflow, `[package.metadata.binstall]` and this file must agree on names; the tests
//! below compare all three.

use std::env;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use crate::Failure;
use crate::metadata::{onus, root, text};
use crate::programs::{output, run};
use crate::sbom;

/// What releases are built for. Linux is static, so one file runs on any distribution.
const TARGETS: [&str; 5] = [
    "x86_64-unknown-linux-musl",
    "aarch64-unknown-linux-musl",
    "x86_64-apple-darwin",
    "aarch64-apple-darwin",
    "x86_64-pc-windows-msvc",
];

/// What lies beside the program in an archive, and the notices.
const PAPERS: [&str; 5] = ["README.md", "CHANGELOG.md", "SECURITY.md", "LICENSE-APACHE", "LICENSE-MIT"];

/// The folder in an archive, and the beginning of the names of all files for a target.
fn stem(version: &str, target: &str) -> String {
    format!("onus-{version}-{target}")
}

/// Windows opens zip without further programs, all others tar.
fn archive(version: &str, target: &str) -> String {
    format!("{}{}", stem(version, target), if is_windows(target) { ".zip" } else { ".tar.gz" })
}

fn program(target: &str) -> &'static str {
    if is_windows(target) { "onus.exe" } else { "onus" }
}

fn is_windows(target: &str) -> bool {
    target.contains("-windows-")
}

/// Fails unless the tag, Cargo.toml, the changelog and the place of publication tell of one release.
pub(crate) fn check(tag: &str, published_at: &str) -> Result<(), Failure> {
    let onus = onus()?;
    let said = Said {
        version: text(&onus, "version"),
        repository: text(&onus, "repository"),
        changelog: &changelog()?,
    };
    let mistakes = said.mistakes(tag, published_at);
    if mistakes.is_empty() { Ok(()) } else { Err(mistakes.join("\nerror: ")) }
}

/// Prints what the changelog says of this version.
pub(crate) fn notes() -> Result<(), Failure> {
    let onus = onus()?;
    let changelog = changelog()?;
    let version = text(&onus, "version");
    let section = section(&changelog, version).ok_or_else(|| no_section(version))?;
    println!("{}", section.trim());
    Ok(())
}

/// What the files say of the release.
struct Said<'a> {
    version: &'a str,
    repository: &'a str,
    changelog: &'a str,
}

impl Said<'_> {
    fn mistakes(&self, tag: &str, published_at: &str) -> Vec<String> {
        let mut mistakes = Vec::new();
        if tag != format!("v{}", self.version) {
            mistakes.push(format!("the tag is `{tag}`, and Cargo.toml has version {}", self.version));
        }
        if section(self.changelog, self.version).is_none() {
            mistakes.push(no_section(self.version));
        }
        // cargo-binstall makes the addresses of archives from it.
        if self.repository != published_at {
            mistakes.push(format!(
                "`repository` in Cargo.toml is `{}`, and the release is published at `{published_at}`",
                self.repository
            ));
        }
        mistakes
    }
}

fn no_section(version: &str) -> String {
    format!("CHANGELOG.md has no section `## [{version}]`")
}

/// The text of a version, up to the next heading of its level or to the addresses at the end.
fn section<'c>(changelog: &'c str, version: &str) -> Option<&'c str> {
    let (_, rest) = changelog.split_once(&format!("\n## [{version}]"))?;
    let (_, text) = rest.split_once('\n')?;
    let end = ["\n## ", "\n["].iter().filter_map(|mark| text.find(mark)).min();
    Some(end.map_or(text, |end| &text[..end]))
}

fn changelog() -> Result<String, Failure> {
    let path = root().join("CHANGELOG.md");
    fs::read_to_string(&path).map_err(|cause| format!("{}: {cause}", path.display()))
}

/// Packs a built program with its papers into `folder`, writes its inventory beside the archive, and says where.
pub(crate) fn package(target: &str, built: &str, folder: &str) -> Result<(), Failure> {
    if !TARGETS.contains(&target) {
        return Err(format!("releases are not built for `{target}`, only for {}", TARGETS.join(", ")));
    }
    let onus = onus()?;
    let version = text(&onus, "version");
    let (folder, stem) = (PathBuf::from(folder), stem(version, target));
    let staged = folder.join(&stem);
    failing(&staged, fs::create_dir_all(&staged))?;
    copy(Path::new(built), &staged.join(program(target)))?;
    for paper in PAPERS {
        copy(&root().join(paper), &staged.join(paper))?;
    }
    let notices = output(Command::new(built).args(["licenses", "--full"]))?;
    write(&staged.join("THIRD-PARTY-NOTICES.txt"), &notices)?;
    let archive = archive(version, target);
    run(tar(target).current_dir(&folder).args([&archive, &stem]))?;
    failing(&staged, fs::remove_dir_all(&staged))?;
    let inventory = folder.join(format!("{stem}.cdx.json"));
    write(&inventory, sbom::of_program(built)?.as_bytes())?;
    println!("{}\n{}", folder.join(archive).display(), inventory.display());
    Ok(())
}

/// The program that packs. On Windows it must be the system's own tar, which writes zip; that of a shell does not.
fn tar(target: &str) -> Command {
    match env::var_os("SystemRoot") {
        Some(system) if is_windows(target) => {
            let mut tar = Command::new(Path::new(&system).join("System32").join("tar.exe"));
            tar.arg("-acf");
            tar
        }
        _ => {
            let mut tar = Command::new("tar");
            tar.arg("-czf");
            tar
        }
    }
}

fn copy(from: &Path, to: &Path) -> Result<(), Failure> {
    failing(from, fs::copy(from, to)).map(drop)
}

fn write(path: &Path, content: &[u8]) -> Result<(), Failure> {
    failing(path, fs::write(path, content))
}

fn failing<T>(path: &Path, result: std::io::Result<T>) -> Result<T, Failure> {
    result.map_err(|cause| format!("{}: {cause}", path.display()))
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use serde_json::Value;

    use super::*;

    /// A template of cargo-binstall filled in as it does: https://github.com/cargo-bins/cargo-binstall, SUPPORT.md.
    fn filled_in(template: &Value, version: &str, target: &str) -> String {
        let values = [
            ("repo", "https://example.org/onus"),
            ("name", "onus"),
            ("bin", "onus"),
            ("version", version),
            ("target", target),
            ("binary-ext", if target.contains("windows") { ".exe" } else { "" }),
        ];
        let mut text = template.as_str().expect("a template").to_owned();
        for (name, value) in values {
            text = text.replace(&format!("{{ {name} }}"), value);
        }
        assert!(!text.contains(['{', '}']), "{text}");
        text
    }

    fn workflow(name: &str) -> Value {
        let text = fs::read_to_string(root().join(".github/workflows").join(name)).expect("a workflow");
        serde_yaml::from_str(&text).expect("YAML")
    }

    /// All steps of all jobs.
    fn steps(workflow: &Value) -> Vec<&Value> {
        let jobs = workflow["jobs"].as_object().expect("jobs").values();
        jobs.flat_map(|job| job["steps"].as_array().expect("steps")).collect()
    }

    #[test]
    fn cargo_binstall_asks_for_the_archives_that_are_packed() {
        let onus = onus().expect("metadata");
        let binstall = &onus["metadata"]["binstall"];
        let version = text(&onus, "version");
        for target in TARGETS {
            let own = &binstall["overrides"][target];
            let setting = |key: &str| if own[key].is_null() { &binstall[key] } else { &own[key] };
            let address = filled_in(setting("pkg-url"), version, target);
            let folder = format!("https://example.org/onus/releases/download/v{version}/");
            assert_eq!(address, format!("{folder}{}", archive(version, target)));
            let format = if address.ends_with(".zip") { "zip" } else { "tgz" };
            assert_eq!(setting("pkg-fmt"), format, "{target}");
            let place = filled_in(setting("bin-dir"), version, target);
            assert_eq!(place, format!("{}/{}", stem(version, target), program(target)));
        }
    }

    #[test]
    fn the_workflow_builds_what_is_packed() {
        let workflow = workflow("release.yml");
        let matrix = workflow["jobs"]["build"]["strategy"]["matrix"]["include"].as_array().expect("a matrix");
        let built: BTreeSet<&str> = matrix.iter().map(|entry| text(entry, "target")).collect();
        assert_eq!(built, BTreeSet::from(TARGETS));
        let commands: Vec<&str> = steps(&workflow).into_iter().map(|step| text(step, "run")).collect();
        let commands = commands.join("\n");
        assert!(commands.contains("cargo build --profile dist --locked --target \"$TARGET\""), "{commands}");
        let manifest = fs::read_to_string(root().join("Cargo.toml")).expect("a manifest");
        assert!(manifest.contains("\n[profile.dist]\n"), "the profile `dist` is not in Cargo.toml");
        for command in ["release-check", "release-notes", "package"] {
            assert!(commands.contains(&format!("cargo xtask {command}")), "{command}");
            assert!(crate::USAGE.contains(&format!("\n  {command} ")), "{command}");
        }
    }

    #[test]
    fn workflows_use_actions_of_a_full_version() {
        let mut count = 0;
        for name in ["ci.yml", "release.yml"] {
            let workflow = workflow(name);
            for action in steps(&workflow).into_iter().filter_map(|step| step["uses"].as_str()) {
                let (_, version) = action.split_once("@v").expect("an action with its version");
                let numbers = version.split('.').filter(|number| number.parse::<u32>().is_ok());
                assert_eq!(numbers.count(), 3, "{action} in {name} can change under us");
                count += 1;
            }
        }
        assert!(count > 5, "only {count} actions were found");
    }

    #[test]
    fn a_release_is_refused_when_its_parts_disagree() {
        let changelog = "# Changelog\n\n## Unreleased\n\n## [1.2.0] - 2026-01-31\n\n- new\n\n## [1.1.0]\n\n- old\n\n[1.2.0]: x\n";
        let said = Said { version: "1.2.0", repository: "https://example.org/onus", changelog };
        assert_eq!(said.mistakes("v1.2.0", "https://example.org/onus"), Vec::<String>::new());
        let mistakes = Said { version: "1.3.0", ..said }.mistakes("v1.2.0", "https://example.org/fork");
        assert_eq!(
            mistakes,
            [
                "the tag is `v1.2.0`, and Cargo.toml has version 1.3.0",
                "CHANGELOG.md has no section `## [1.3.0]`",
                "`repository` in Cargo.toml is `https://example.org/onus`, and the release is published at \
                 `https://example.org/fork`",
            ]
        );
        assert_eq!(section(changelog, "1.2.0").map(str::trim), Some("- new"));
        assert_eq!(section(changelog, "1.1.0").map(str::trim), Some("- old"));
    }

    #[cfg(unix)]
    #[test]
    fn an_archive_holds_the_program_and_its_papers() {
        use std::os::unix::fs::PermissionsExt;

        let folder = env::temp_dir().join(format!("onus-xtask-{}", std::process::id()));
        fs::create_dir_all(&folder).expect("a folder");
        let built = folder.join("built");
        let says = r#"{"type":"program","name":"onus","version":"1","license":"MIT","dependencies":[]}"#;
        fs::write(&built, format!("#!/bin/sh\nprintf '%s\\n' '{says}'\n")).expect("a program");
        fs::set_permissions(&built, fs::Permissions::from_mode(0o755)).expect("a program");
        let target = "x86_64-unknown-linux-musl";
        package(target, &built.to_string_lossy(), &folder.to_string_lossy()).expect("an archive");

        let onus = onus().expect("metadata");
        let version = text(&onus, "version");
        let listed = output(Command::new("tar").arg("-tzf").arg(folder.join(archive(version, target))));
        let listed = String::from_utf8(listed.expect("a list")).expect("names");
        let names: BTreeSet<&str> = listed.lines().filter(|name| !name.ends_with('/')).collect();
        let papers = PAPERS.into_iter().chain(["onus", "THIRD-PARTY-NOTICES.txt"]);
        let expected: BTreeSet<String> =
            papers.map(|name| format!("{}/{name}", stem(version, target))).collect();
        assert_eq!(names, expected.iter().map(String::as_str).collect());
        let inventory =
            fs::read(folder.join(format!("{}.cdx.json", stem(version, target)))).expect("an inventory");
        let inventory: Value = serde_json::from_slice(&inventory).expect("JSON");
        assert_eq!(inventory["metadata"]["component"]["name"], "onus");
        fs::remove_dir_all(&folder).expect("a folder that is ours");
    }

    #[test]
    fn other_targets_are_not_packed() {
        let failure = package("x86_64-unknown-freebsd", "onus", "nowhere").expect_err("unknown");
        assert!(failure.starts_with("releases are not built for `x86_64-unknown-freebsd`"), "{failure}");
    }
}
