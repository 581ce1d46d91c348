//! `onus evidence`: what proves things, and the registers that it stands in.

mod add;
mod entry;
mod names;
mod piece;
mod register;
mod shelf;

use std::path::Path;

use onus_core::diagnostic::Diagnostic;

use super::Ending;
use super::console::Console;
use crate::cli::{EvidenceArgs, EvidenceCommand};
use crate::error::Error;

pub(super) fn run(console: &Console, root: &Path, args: &EvidenceArgs) -> Result<Ending, Error> {
    match &args.command {
        EvidenceCommand::Add(args) => add::run(console, root, args),
        EvidenceCommand::List(args) => shelf::list(console, root, args),
        EvidenceCommand::Check(args) => shelf::check(console, root, args),
    }
}

/// Why nothing is written.
enum Refused {
    /// Mistakes of the workspace or on the command line.
    Mistakes(Vec<Diagnostic>),
    /// What the world did.
    Failed(Error),
}

impl From<Error> for Refused {
    fn from(error: Error) -> Self {
        Self::Failed(error)
    }
}

impl From<Diagnostic> for Refused {
    fn from(mistake: Diagnostic) -> Self {
        Self::Mistakes(vec![mistake])
    }
}
