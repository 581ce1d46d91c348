//! `onus evidence`: evidence and its registers.

mod add;
mod entry;
mod located;
mod names;
mod register;
mod states;

use std::path::Path;

use onus_core::diagnostic::Diagnostic;

use super::ExitStatus;
use super::console::Console;
use crate::cli::{EvidenceArgs, EvidenceCommand};
use crate::error::Error;

pub(super) fn run(console: &Console, root: &Path, args: &EvidenceArgs) -> Result<ExitStatus, Error> {
    match &args.command {
        EvidenceCommand::Add(args) => add::run(console, root, args),
        EvidenceCommand::List(args) => states::list(console, root, args),
        EvidenceCommand::Check(args) => states::check(console, root, args),
    }
}

/// Why an entry cannot be added.
enum AddError {
    /// Errors in the workspace or on the command line.
    Input(Vec<Diagnostic>),
    /// Something other than the input.
    Other(Error),
}

impl From<Error> for AddError {
    fn from(error: Error) -> Self {
        Self::Other(error)
    }
}

impl From<Diagnostic> for AddError {
    fn from(mistake: Diagnostic) -> Self {
        Self::Input(vec![mistake])
    }
}
