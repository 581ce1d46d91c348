//! `onus bundle`: packages for auditors, and the keys that sign them.

mod key;
mod keygen;
mod pack;

use std::path::Path;

use super::ExitStatus;
use super::console::Console;
use crate::cli::{BundleArgs, BundleCommand};
use crate::error::Error;

pub(super) fn run(console: &Console, root: &Path, args: &BundleArgs) -> Result<ExitStatus, Error> {
    match (&args.command, &args.pack) {
        (Some(BundleCommand::Keygen(args)), _) => keygen::run(console, root, args),
        (None, Some(args)) => pack::run(console, root, args),
        (None, None) => Err(Error::NoProject),
    }
}
