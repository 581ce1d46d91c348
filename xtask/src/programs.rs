//! Starting other programs.

use std::process::Command;

use crate::Failure;

/// Waits for a program that writes to the terminal itself.
pub(crate) fn run(command: &mut Command) -> Result<(), Failure> {
    let program = name(command);
    let status = command.status().map_err(|cause| format!("`{program}` cannot be started: {cause}"))?;
    if status.success() { Ok(()) } else { Err(format!("`{program}` ended with {status}")) }
}

/// What a program prints.
pub(crate) fn output(command: &mut Command) -> Result<Vec<u8>, Failure> {
    let program = name(command);
    let output = command.output().map_err(|cause| format!("`{program}` cannot be started: {cause}"))?;
    if output.status.success() {
        Ok(output.stdout)
    } else {
        let said = String::from_utf8_lossy(&output.stderr);
        Err(format!("`{program}` ended with {}: {said}", output.status))
    }
}

fn name(command: &Command) -> String {
    command.get_program().to_string_lossy().into_owned()
}
