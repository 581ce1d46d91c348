//! The `onus` program.

use std::process::ExitCode;

use clap::Parser;
use onus::cli::Cli;

/// Documents are many small allocations on all cores.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> ExitCode {
    onus::cmd::run(&Cli::parse()).into()
}
