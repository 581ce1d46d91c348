//! Prepares the built-in catalog: its YAML files as JSON, which is read many times faster at every start. The YAML
//! texts are compiled in beside it, for positions. Gives each build of the program a number.

#![allow(
    clippy::disallowed_methods,
    reason = "the build script reads the catalog and writes what it prepares"
)]

use std::collections::BTreeMap;
use std::error::Error;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::path::{Path, PathBuf};
use std::{env, fs};

fn main() -> Result<(), Box<dyn Error>> {
    println!("cargo::rerun-if-changed=catalog");
    // Templates and the starter workspace are compiled in by a macro that cargo does not watch.
    println!("cargo::rerun-if-changed=templates");
    println!("cargo::rerun-if-changed=src");
    println!("cargo::rerun-if-changed=Cargo.lock");
    let mut prepared: BTreeMap<String, String> = BTreeMap::new();
    prepare(Path::new("catalog"), &mut prepared)?;
    let output = PathBuf::from(env::var("OUT_DIR")?).join("catalog.json");
    fs::write(output, serde_json::to_string(&prepared)?)?;
    println!("cargo::rustc-env=ONUS_BUILD={:016x}", build()?);
    Ok(())
}

/// Tells builds of the program apart, so that none takes what another has remembered.
fn build() -> Result<u64, Box<dyn Error>> {
    let mut hasher = DefaultHasher::new();
    for folder in ["src", "catalog", "templates"] {
        add(Path::new(folder), &mut hasher)?;
    }
    fs::read("Cargo.lock").unwrap_or_default().hash(&mut hasher);
    Ok(hasher.finish())
}

fn add(folder: &Path, hasher: &mut DefaultHasher) -> Result<(), Box<dyn Error>> {
    let mut paths: Vec<PathBuf> =
        fs::read_dir(folder)?.map(|entry| entry.map(|entry| entry.path())).collect::<Result<_, _>>()?;
    paths.sort();
    for path in paths {
        if path.is_dir() {
            add(&path, hasher)?;
        } else {
            (path.to_string_lossy(), fs::read(&path)?).hash(hasher);
        }
    }
    Ok(())
}

/// Adds every YAML file of a folder, by its path below `catalog`. A file that is no YAML is left out: reading it at
/// run time says what is wrong with it.
fn prepare(folder: &Path, prepared: &mut BTreeMap<String, String>) -> Result<(), Box<dyn Error>> {
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        if path.is_dir() {
            prepare(&path, prepared)?;
        } else if path.extension().is_some_and(|ending| ending == "yaml") {
            let name = path.strip_prefix("catalog")?.to_string_lossy().replace('\\', "/");
            if let Ok(value) = serde_yaml::from_str::<serde_json::Value>(&fs::read_to_string(&path)?) {
                prepared.insert(name, value.to_string());
            }
        }
    }
    Ok(())
}
