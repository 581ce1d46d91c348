//! Where the sources of packages lie, and what cargo knows their archives by.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::{env, fs};

use serde_json::Value;

use crate::tree::{Package, Tree};

/// The folders of all packages that can be found.
pub(crate) fn find(workspace: &Path, tree: &Tree) -> BTreeMap<Package, PathBuf> {
    let mut places: BTreeMap<Package, PathBuf> = BTreeMap::new();
    let registries = registries();
    for package in tree.packages.keys() {
        let name = format!("{}-{}", package.name, package.version);
        let folder = registries.iter().map(|registry| registry.join(&name)).find(|folder| folder.is_dir());
        places.extend(folder.map(|folder| (package.clone(), folder)));
    }
    // Vendored packages, and those from git, lie elsewhere. Cargo tells where, but only if it has every package of the
    // lock file; with `cargo vendor` it does.
    if places.len() < tree.packages.len() {
        for (package, folder) in metadata(workspace).unwrap_or_default() {
            if tree.packages.contains_key(&package) {
                places.entry(package).or_insert(folder);
            }
        }
    }
    places
}

/// The folders in which cargo unpacks packages, one for each registry.
fn registries() -> Vec<PathBuf> {
    let home = env::var_os("CARGO_HOME")
        .map(PathBuf::from)
        .or_else(|| env::home_dir().map(|home| home.join(".cargo")))
        .unwrap_or_default();
    let entries = fs::read_dir(home.join("registry").join("src")).into_iter().flatten().flatten();
    let mut folders: Vec<PathBuf> = entries.map(|entry| entry.path()).collect();
    folders.sort();
    folders
}

fn metadata(workspace: &Path) -> Option<BTreeMap<Package, PathBuf>> {
    let mut command = Command::new(env::var_os("CARGO")?);
    command.current_dir(workspace).args(["metadata", "--format-version", "1", "--locked", "--offline"]);
    let output = command.output().ok().filter(|output| output.status.success())?;
    let metadata: Value = serde_json::from_slice(&output.stdout).ok()?;
    let place = |package: &Value| {
        let text = |key: &str| package[key].as_str().map(str::to_owned);
        let folder = PathBuf::from(text("manifest_path")?).parent()?.to_owned();
        Some((Package { name: text("name")?, version: text("version")? }, folder))
    };
    Some(metadata["packages"].as_array()?.iter().filter_map(place).collect())
}

/// The digests that the lock file has: a line each for name, version and checksum of a package.
pub(crate) fn checksums(lock: &str) -> BTreeMap<Package, String> {
    let mut found = BTreeMap::new();
    for block in lock.split("[[package]]") {
        let value = |key: &str| {
            block.lines().find_map(|line| {
                Some(line.strip_prefix(key)?.strip_prefix(" = \"")?.strip_suffix('"')?.to_owned())
            })
        };
        if let (Some(name), Some(version), Some(checksum)) =
            (value("name"), value("version"), value("checksum"))
        {
            found.insert(Package { name, version }, checksum);
        }
    }
    found
}
