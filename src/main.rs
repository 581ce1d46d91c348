//! The `onus` program.

use std::process::ExitCode;

use clap::Parser;
use onus::cli::Cli;

fn main() -> ExitCode {
    onus::cmd::run(&Cli::parse()).into()
}
