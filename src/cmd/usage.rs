//! What is said where no command runs: help, mistakes on the command line, and mistakes of the program itself.

use std::backtrace::{Backtrace, BacktraceStatus};
use std::ffi::OsString;
use std::io::Write;
use std::panic::PanicHookInfo;

use clap::Parser;
use onus_core::printable::{printable, printable_lines};

use super::ExitStatus;
use super::console::print_help;
use crate::cli::Cli;
use crate::error::Error;

/// How a run ends whose command line asks for help, or is wrong.
pub(super) fn status_of(answer: &clap::Error) -> ExitStatus {
    if answer.use_stderr() { ExitStatus::Failed } else { ExitStatus::Success }
}

/// Shows help, or what is wrong with the command line.
///
/// # Errors
///
/// If the help could not be printed, as on a full disk. Where standard error cannot be written, there is nowhere left to
/// report that.
pub(super) fn show(answer: &clap::Error, words: &[OsString]) -> Result<(), Error> {
    if !answer.use_stderr() {
        return print_help(answer);
    }
    // The message quotes words as they are, and its own colours and line breaks are among them; so it is made once more, of
    // words that can be printed.
    let printable = words.iter().map(|word| printable(&word.to_string_lossy()).into_owned());
    let message = match Cli::try_parse_from(printable) {
        Err(again) if again.use_stderr() => again.render().ansi().to_string(),
        Ok(_) | Err(_) => "error: a word of the command line is not UTF-8 text\n".to_owned(),
    };
    let _ = write!(anstream::stderr(), "{message}");
    Ok(())
}

/// Makes panics say on one line where they were: their messages may quote names from other people's files.
pub(super) fn report_panics() {
    std::panic::set_hook(Box::new(|panic| {
        let mut stderr = anstream::stderr();
        let place = panic.location().map(|place| format!(" at {place}")).unwrap_or_default();
        let _ = writeln!(stderr, "error: internal error{place}: {}", printable(said(panic)));
        let _ =
            writeln!(stderr, "  hint: this is a mistake of onus; report it with the command that you ran");
        let trace = Backtrace::capture();
        if trace.status() == BacktraceStatus::Captured {
            let _ = writeln!(stderr, "{}", printable_lines(&trace.to_string()));
        }
    }));
}

fn said<'p>(panic: &'p PanicHookInfo<'_>) -> &'p str {
    let payload = panic.payload();
    let formatted = payload.downcast_ref::<String>().map(String::as_str);
    formatted.or_else(|| payload.downcast_ref::<&str>().copied()).unwrap_or("no message")
}
