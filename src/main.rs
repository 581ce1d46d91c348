//! The `onus` program.

use std::process::ExitCode;

/// Documents are many small allocations on all cores.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> ExitCode {
    // Where the system does not allow it, signals do what they do by default.
    #[cfg(unix)]
    let _ = onus::interrupt::end_on_signals(end);
    onus::cmd::start(std::env::args_os().collect()).into()
}

/// Ends the program from the thread that waits for signals.
#[cfg(unix)]
#[allow(clippy::exit, reason = "the main thread is busy, and cannot be asked to return")]
fn end(code: u8) {
    std::process::exit(code.into());
}
