//! `onus bundle`: packages for auditors, and the keys that they are signed with.

mod key;
mod keygen;

use super::Ending;
use super::console::Console;
use crate::cli::{BundleArgs, BundleCommand};
use crate::error::Error;

pub(super) fn run(console: &Console, args: &BundleArgs) -> Result<Ending, Error> {
    match &args.command {
        BundleCommand::Keygen(args) => keygen::run(console, args),
    }
}
