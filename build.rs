//! Prepares the built-in catalog: its YAML files as JSON, which is read many times faster at every start. The YAML texts are
//! compiled in beside it, for positions. Gives each build of the program a number.

#![allow(
    clippy::disallowed_methods,
    reason = "the build script reads the catalog and writes what it prepares"
)]

use std::collections::BTreeMap;
use std::error::Error;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::path::{Path, PathBuf};
use std::{env, fs};

/// All that a document can depend on beside the workspace: code, what is compiled into it, and the dependencies.
const INPUTS: [&str; 5] = ["src", "crates", "catalog", "templates", "Cargo.lock"];

fn main() -> Result<(), Box<dyn Error>> {
    // The macro that compiles templates and the starter workspace in is not watched by cargo.
    INPUTS.iter().for_each(|input| println!("cargo::rerun-if-changed={input}"));
    prepare_catalog(&PathBuf::from(env::var("OUT_DIR")?))?;
    println!("cargo::rustc-env=ONUS_BUILD={:016x}", digest(&INPUTS)?);
    Ok(())
}

/// Writes `catalog.rs`, a list of paths with their values as JSON, unless it was made from the same catalog: reading the YAML
/// takes seconds in a debug build, and this script runs again after each edit of the source.
fn prepare_catalog(output: &Path) -> Result<(), Box<dyn Error>> {
    let (made_from, digest) = (output.join("catalog.digest"), digest(&["catalog", "build.rs"])?.to_string());
    if fs::read_to_string(&made_from).is_ok_and(|before| before == digest) {
        return Ok(());
    }
    let mut prepared: BTreeMap<String, String> = BTreeMap::new();
    prepare(Path::new("catalog"), &mut prepared)?;
    // One text for each file, as it is: nothing has to be unescaped, or copied, at the start of the program.
    let entries: String =
        prepared.iter().map(|(path, json)| format!("    ({path:?}, {json:?}),\n")).collect();
    fs::write(output.join("catalog.rs"), format!("&[\n{entries}]\n"))?;
    fs::write(made_from, digest)?;
    Ok(())
}

/// Tells states of files and folders apart. `ONUS_BUILD` is this digest of all inputs: a build of the program must not use
/// what another build has cached.
fn digest(paths: &[&str]) -> Result<u64, Box<dyn Error>> {
    let mut hasher = DefaultHasher::new();
    for path in paths {
        add(Path::new(path), &mut hasher)?;
    }
    Ok(hasher.finish())
}

fn add(path: &Path, hasher: &mut DefaultHasher) -> Result<(), Box<dyn Error>> {
    if !path.is_dir() {
        (path.to_string_lossy(), fs::read(path).unwrap_or_default()).hash(hasher);
        return Ok(());
    }
    let entries = fs::read_dir(path)?.map(|entry| entry.map(|entry| entry.path()));
    let mut paths: Vec<PathBuf> = entries.collect::<Result<_, _>>()?;
    paths.sort();
    paths.iter().try_for_each(|path| add(path, hasher))
}

/// Adds every YAML file of a folder, by its path below `catalog`. A file that is not YAML is left out: reading it at run time
/// says what is wrong with it.
fn prepare(folder: &Path, prepared: &mut BTreeMap<String, String>) -> Result<(), Box<dyn Error>> {
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        if path.is_dir() {
            prepare(&path, prepared)?;
        } else if path.extension().is_some_and(|ending| ending == "yaml") {
            let name = path.strip_prefix("catalog")?.to_string_lossy().replace('\\', "/");
            if let Ok(value) = serde_yaml::from_str(&fs::read_to_string(&path)?) {
                prepared.insert(name, with_schema_first(value));
            }
        }
    }
    Ok(())
}

/// An object as JSON that begins with its `schema`: what kind of file it is can then be told without reading all of it.
fn with_schema_first(mut file: serde_json::Map<String, serde_json::Value>) -> String {
    let schema = file.remove("schema").unwrap_or_default();
    let rest = serde_json::Value::Object(file).to_string();
    format!(r#"{{"schema":{schema},{}"#, rest.trim_start_matches('{'))
}
