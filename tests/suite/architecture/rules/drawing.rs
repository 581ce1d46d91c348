//! The drawing of crates in ARCHITECTURE.md is what the manifests say.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use std::process::Command;

use serde_json::Value;

use super::Offender;

/// Crates with the crates of this repository that they depend on.
type Uses = BTreeMap<String, BTreeSet<String>>;

/// What the drawing says and the manifests don't, and the other way round. The drawing is the first fenced block below
/// the heading `## Crates`, with a line `crate -> crate, crate` for each crate, or `crate` alone where it uses no other.
pub(crate) fn crates_drawn_otherwise(root: &Path) -> Vec<Offender> {
    let page = root.join("ARCHITECTURE.md");
    let page = std::fs::read_to_string(&page).unwrap_or_else(|error| panic!("{}: {error}", page.display()));
    let cargo = std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
    let output = Command::new(cargo)
        .args(["metadata", "--no-deps", "--offline", "--format-version", "1"])
        .current_dir(root)
        .output()
        .expect("cargo runs");
    assert!(output.status.success(), "cargo metadata: {}", String::from_utf8_lossy(&output.stderr));
    let metadata = serde_json::from_slice(&output.stdout).expect("cargo writes JSON");
    compare(&page, &metadata)
}

fn compare(page: &str, metadata: &Value) -> Vec<Offender> {
    let real = uses_of_manifests(metadata);
    let Some((mut offenders, drawn)) = uses_of_drawing(page) else {
        return vec![offender(0, "there is no fenced block below a heading `## Crates`".to_owned())];
    };
    for (line, name, uses) in drawn.iter().map(|(name, drawn)| (drawn.line, name, &drawn.uses)) {
        let Some(real) = real.get(name) else {
            offenders.push(offender(line, format!("there is no crate `{name}`")));
            continue;
        };
        for other in uses.difference(real) {
            offenders.push(offender(line, format!("the manifest of `{name}` does not name `{other}`")));
        }
        for other in real.difference(uses) {
            offenders.push(offender(line, format!("`{name}` depends on `{other}`, too")));
        }
    }
    for name in real.keys().filter(|name| !drawn.contains_key(*name)) {
        offenders.push(offender(0, format!("the crate `{name}` is missing")));
    }
    offenders
}

fn offender(line: usize, what: String) -> Offender {
    Offender {
        group: "the drawing of crates".to_owned(),
        place: format!("ARCHITECTURE.md:{}", line.max(1)),
        what,
    }
}

/// What each package of the workspace is built from; what only its tests use does not count.
fn uses_of_manifests(metadata: &Value) -> Uses {
    let packages = metadata["packages"].as_array().expect("packages are listed");
    let name = |value: &Value| value["name"].as_str().expect("it has a name").to_owned();
    let all: BTreeSet<String> = packages.iter().map(name).collect();
    let uses = |package: &Value| {
        let dependencies = package["dependencies"].as_array().expect("dependencies are listed");
        let built_in = dependencies.iter().filter(|dependency| dependency["kind"].is_null());
        built_in.map(name).filter(|name| all.contains(name)).collect()
    };
    packages.iter().map(|package| (name(package), uses(package))).collect()
}

struct Drawn {
    line: usize,
    uses: BTreeSet<String>,
}

/// The drawing, and what is wrong with it as such.
fn uses_of_drawing(page: &str) -> Option<(Vec<Offender>, BTreeMap<String, Drawn>)> {
    let numbered = page.lines().enumerate().map(|(at, line)| (at + 1, line));
    let section = numbered.skip_while(|(_, line)| line.trim_end() != "## Crates").skip(1);
    let section = section.take_while(|(_, line)| !line.starts_with("## "));
    let mut block = section.skip_while(|(_, line)| !line.starts_with("```")).peekable();
    block.next_if(|(_, line)| line.starts_with("```"))?;
    let (mut offenders, mut drawn) = (Vec::new(), BTreeMap::new());
    for (number, line) in block.take_while(|(_, line)| !line.starts_with("```")) {
        let (name, uses) = line.split_once("->").unwrap_or((line, ""));
        let name = name.trim().to_owned();
        let uses = uses.split(',').map(str::trim).filter(|other| !other.is_empty());
        let uses = uses.map(str::to_owned).collect();
        if !name.is_empty() && drawn.insert(name.clone(), Drawn { line: number, uses }).is_some() {
            offenders.push(offender(number, format!("`{name}` is drawn twice")));
        }
    }
    Some((offenders, drawn))
}

#[cfg(test)]
fn sample_metadata() -> Value {
    serde_json::json!({ "packages": [
        { "name": "onus", "dependencies": [
            { "name": "core", "kind": null }, { "name": "typeset", "kind": null }, { "name": "serde", "kind": null },
            { "name": "shown", "kind": "dev" },
        ]},
        { "name": "core", "dependencies": [] },
        { "name": "typeset", "dependencies": [] },
        { "name": "shown", "dependencies": [] },
    ]})
}

#[test]
fn a_drawing_that_is_true_is_taken() {
    let page = "# House\n\n## Crates\n\nText.\n\n```\nonus -> core, typeset\ncore\ntypeset\nshown\n```\n";
    assert!(compare(page, &sample_metadata()).is_empty());
}

#[test]
fn a_drawing_that_is_not_true_is_seen() {
    let page = "## Crates\n\n```\nonus -> core\ncore -> typeset\ntypeset\ngone\ntypeset\n```\n";
    let found: Vec<String> = compare(page, &sample_metadata())
        .into_iter()
        .map(|offender| format!("{} {}", offender.place, offender.what))
        .collect();
    assert_eq!(
        found,
        [
            "ARCHITECTURE.md:8 `typeset` is drawn twice",
            "ARCHITECTURE.md:5 the manifest of `core` does not name `typeset`",
            "ARCHITECTURE.md:7 there is no crate `gone`",
            "ARCHITECTURE.md:4 `onus` depends on `typeset`, too",
            "ARCHITECTURE.md:1 the crate `shown` is missing",
        ]
    );
    let missing = compare("## Crates\n\nText.\n\n## Next\n\n```\nonus\n```\n", &sample_metadata());
    assert_eq!(missing.len(), 1, "a block of another section was taken for the drawing");
}
