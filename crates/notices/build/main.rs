//! Collects what onus is compiled from: packages, their licences and the texts of these. README.md tells how.

#![allow(clippy::disallowed_methods, reason = "the build script reads licences and writes what it found")]
#![allow(clippy::print_stdout, reason = "cargo reads what a build script prints")]

mod fonts;
mod libraries;
mod sources;
mod texts;
mod tree;
mod write;

use std::error::Error;
use std::path::{Path, PathBuf};
use std::{env, fs};

use texts::Notice;

/// What the library's `Component` is made from.
pub(crate) struct Component {
    pub(crate) name: String,
    pub(crate) version: String,
    pub(crate) kind: &'static str,
    pub(crate) license: String,
    pub(crate) repository: Option<String>,
    pub(crate) checksum: Option<String>,
    /// Names and versions.
    pub(crate) dependencies: Vec<tree::Package>,
    pub(crate) texts: Vec<Notice>,
}

fn main() -> Result<(), Box<dyn Error>> {
    let workspace = Path::new(&env::var("CARGO_MANIFEST_DIR")?).join("../..");
    watch(&workspace)?;
    let tree = tree::read(&workspace, &env::var("TARGET")?)?;
    let places = sources::find(&workspace, &tree);
    let checksums = sources::checksums(&fs::read_to_string(workspace.join("Cargo.lock"))?);
    let mut components = Vec::new();
    for (package, node) in &tree.packages {
        let place = places.get(package);
        if place.is_none() {
            println!(
                "cargo::warning=the source of {package} was not found: `onus licenses` has no text for it"
            );
        }
        components.push(Component {
            name: package.name.clone(),
            version: package.version.clone(),
            kind: "Crate",
            license: node.license.clone(),
            repository: node.repository.clone(),
            checksum: checksums.get(package).cloned(),
            dependencies: node.dependencies.iter().cloned().collect(),
            texts: place
                .map(|place| texts::of_package(place, &node.license))
                .transpose()?
                .unwrap_or_default(),
        });
    }
    components.extend(fonts::collect(&places)?);
    components.extend(libraries::collect()?);
    let output = PathBuf::from(env::var("OUT_DIR")?).join("components.rs");
    fs::write(output, write::as_rust(components, &tree.direct))?;
    Ok(())
}

/// The set of packages follows from manifests and the lock file, never from source.
fn watch(workspace: &Path) -> Result<(), Box<dyn Error>> {
    for path in ["build", "texts", "../../LICENSE-APACHE", "../../Cargo.lock", "../../Cargo.toml"] {
        println!("cargo::rerun-if-changed={path}");
    }
    for entry in fs::read_dir(workspace.join("crates"))? {
        let manifest = entry?.path().join("Cargo.toml");
        if manifest.is_file() {
            println!("cargo::rerun-if-changed={}", manifest.display());
        }
    }
    Ok(())
}
