//! What cargo knows of the workspace.

use std::env;
use std::path::{Path, PathBuf};
use std::process::Command;

use serde_json::Value;

use crate::Failure;
use crate::programs::output;

/// The workspace's folder.
pub(crate) fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("..")
}

/// The cargo that runs us, so that the toolchain is the same.
pub(crate) fn cargo() -> Command {
    let mut command = Command::new(env::var_os("CARGO").unwrap_or_else(|| "cargo".into()));
    command.current_dir(root());
    command
}

/// All packages of the lock file, whatever the platform: workspace members and what they need to be built and tested.
pub(crate) fn packages() -> Result<Vec<Value>, Failure> {
    packages_with(&[])
}

/// The package onus.
pub(crate) fn onus() -> Result<Value, Failure> {
    named_onus(packages_with(&["--no-deps"])?)
}

/// Of many packages, onus.
pub(crate) fn named_onus(packages: Vec<Value>) -> Result<Value, Failure> {
    let mut packages = packages.into_iter();
    packages
        .find(|package| text(package, "name") == "onus")
        .ok_or_else(|| "there is no package onus".to_owned())
}

fn packages_with(arguments: &[&str]) -> Result<Vec<Value>, Failure> {
    let metadata = output(cargo().args(["metadata", "--locked", "--format-version", "1"]).args(arguments))?;
    let metadata: Value =
        serde_json::from_slice(&metadata).map_err(|cause| format!("cargo metadata: {cause}"))?;
    let packages = metadata["packages"].as_array().ok_or("cargo metadata names no packages")?;
    Ok(packages.clone())
}

/// A text of a package, such as its `name`.
pub(crate) fn text<'p>(package: &'p Value, key: &str) -> &'p str {
    package[key].as_str().unwrap_or_default()
}
