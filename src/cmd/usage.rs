//! What is said where no command runs: help, mistakes on the command line, and mistakes of the program itself.

use std::backtrace::{Backtrace, BacktraceStatus};
use std::ffi::OsString;
use std::io::Write;
use std::panic::PanicHookInfo;

use clap::Parser;
use onus_core::printable::{printable, printable_lines};

use super::ExitStatus;
use crate::cli::Cli;

/// Shows help, or what is wrong with the command line.
pub(super) fn show(error: &clap::Error, words: &[OsString]) -> ExitStatus {
    if !error.use_stderr() {
        // A closed pipe means that the reader has seen enough.
        let _ = write!(anstream::stdout(), "{}", error.render().ansi());
        return ExitStatus::Success;
    }
    // The message quotes words as they are, and its own colours and line breaks are among them; so it is made once more, of
    // words that can be printed.
    let printable = words.iter().map(|word| printable(&word.to_string_lossy()).into_owned());
    let message = match Cli::try_parse_from(printable) {
        Err(again) if again.use_stderr() => again.render().ansi().to_string(),
        Ok(_) | Err(_) => "error: a word of the command line is not UTF-8 text\n".to_owned(),
    };
    let _ = write!(anstream::stderr(), "{message}");
    ExitStatus::Failed
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
