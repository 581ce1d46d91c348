//! The `onus` program.

use std::process::ExitCode;

/// Documents are many small allocations on all cores.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> ExitCode {
    onus::cmd::start(std::env::args_os().collect()).into()
}
