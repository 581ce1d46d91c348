//! `onus bundle`: packages for auditors, and the keys that they are signed with.

mod key;
mod keygen;
mod pack;

use std::path::Path;

use super::Ending;
use super::console::Console;
use crate::cli::{BundleArgs, BundleCommand};
use crate::error::Error;

pub(super) fn run(console: &Console, root: &Path, args: &BundleArgs) -> Result<Ending, Error> {
    match (&args.command, &args.pack) {
        (Some(BundleCommand::Keygen(args)), _) => keygen::run(console, args),
        (None, Some(args)) => pack::run(console, root, args),
        (None, None) => Err(Error::NoProject),
    }
}
