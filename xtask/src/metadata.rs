//! What cargo knows of the workspace.

use std::env;
use std::process::Command;

use serde_json::Value;

use crate::Failure;

/// The cargo that runs us, so that the toolchain is the same.
pub(crate) fn cargo() -> Command {
    let mut command = Command::new(env::var_os("CARGO").unwrap_or_else(|| "cargo".into()));
    command.current_dir(concat!(env!("CARGO_MANIFEST_DIR"), "/.."));
    command
}

/// All packages of the lock file, whatever the platform: workspace members and what they need to be built and tested.
pub(crate) fn packages() -> Result<Vec<Value>, Failure> {
    let output = cargo()
        .args(["metadata", "--locked", "--format-version", "1"])
        .output()
        .map_err(|cause| format!("cargo cannot be started: {cause}"))?;
    if !output.status.success() {
        return Err(format!("cargo metadata: {}", String::from_utf8_lossy(&output.stderr)));
    }
    let metadata: Value =
        serde_json::from_slice(&output.stdout).map_err(|cause| format!("cargo metadata: {cause}"))?;
    let packages = metadata["packages"].as_array().ok_or("cargo metadata names no packages")?;
    Ok(packages.clone())
}

/// A text of a package, such as its `name`.
pub(crate) fn text<'p>(package: &'p Value, key: &str) -> &'p str {
    package[key].as_str().unwrap_or_default()
}
