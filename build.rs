//! Prepares the built-in catalog and message files: their YAML as JSON, which is read many times faster at every start. The
//! YAML texts of the catalog are compiled in beside it, for positions. Gives each build of the program a number.

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

/// Message files of templates: one file a language.
const TEMPLATE_MESSAGES: &str = "templates/i18n";

/// Message files of the catalog: one folder a language.
const CATALOG_MESSAGES: &str = "catalog/i18n";

fn main() -> Result<(), Box<dyn Error>> {
    // The macro that compiles templates and the starter workspace in is not watched by cargo.
    INPUTS.iter().for_each(|input| println!("cargo::rerun-if-changed={input}"));
    let output = PathBuf::from(env::var("OUT_DIR")?);
    prepare_catalog(&output)?;
    prepare_messages(&output)?;
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
        if path.is_dir() && path != Path::new(CATALOG_MESSAGES) {
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

/// Texts of a language: sections by their key, in each the translation by the English text.
type MessageSections = BTreeMap<String, BTreeMap<String, serde_json::Value>>;

/// Writes one JSON file a language with all its texts, and `messages.rs`, a list of them.
fn prepare_messages(output: &Path) -> Result<(), Box<dyn Error>> {
    let (made_from, inputs) =
        (output.join("messages.digest"), [TEMPLATE_MESSAGES, CATALOG_MESSAGES, "build.rs"]);
    let digest = digest(&inputs)?.to_string();
    if fs::read_to_string(&made_from).is_ok_and(|before| before == digest) {
        return Ok(());
    }
    let mut languages: BTreeMap<String, MessageSections> = BTreeMap::new();
    for path in files_in(Path::new(TEMPLATE_MESSAGES))? {
        let language = path.file_stem().unwrap_or_default().to_string_lossy().into_owned();
        add_messages(&path, languages.entry(language).or_default())?;
    }
    for folder in files_in(Path::new(CATALOG_MESSAGES))? {
        let language = folder.file_name().unwrap_or_default().to_string_lossy().into_owned();
        let messages = languages.entry(language).or_default();
        files_in(&folder)?.iter().try_for_each(|path| add_messages(path, messages))?;
    }
    let mut list = String::from("&[\n");
    for (language, messages) in &languages {
        let path = output.join(format!("messages-{language}.json"));
        fs::write(&path, serde_json::to_string(messages)?)?;
        list.push_str(&format!("    ({language:?}, include_str!({path:?})),\n"));
    }
    list.push_str("]\n");
    fs::write(output.join("messages.rs"), list)?;
    fs::write(made_from, digest)?;
    Ok(())
}

fn files_in(folder: &Path) -> Result<Vec<PathBuf>, Box<dyn Error>> {
    let mut paths: Vec<PathBuf> =
        fs::read_dir(folder)?.map(|entry| Ok(entry?.path())).collect::<Result<_, std::io::Error>>()?;
    paths.sort();
    Ok(paths)
}

/// Adds the texts of a file. One that is translated twice, and not in the same way, is a mistake that stops the build.
fn add_messages(path: &Path, sections: &mut MessageSections) -> Result<(), Box<dyn Error>> {
    let file: BTreeMap<String, serde_json::Value> = serde_yaml::from_str(&fs::read_to_string(path)?)?;
    for (section, texts) in file {
        let serde_json::Value::Object(texts) = texts else { continue };
        let known = sections.entry(section).or_default();
        for (english, text) in texts {
            if known.get(&english).is_some_and(|before| *before != text) {
                return Err(
                    format!("{}: {english:?} is translated differently elsewhere", path.display()).into()
                );
            }
            known.insert(english, text);
        }
    }
    Ok(())
}
