//! One file per command. Commands use every other module, and only they print.

mod build;
mod bundle;
mod cache;
mod catalog;
mod check;
mod console;
mod diff;
mod evidence;
mod explain;
mod findings;
mod init;
mod licenses;
mod list;
mod logging;
mod lookup;
mod migrate;
mod offer;
mod output;
mod progress;
mod render;
mod reports;
mod templates;
mod usage;
mod verify;

use std::ffi::OsString;
use std::process::ExitCode;

use chrono::NaiveDate;
use clap::{CommandFactory, Parser};

use crate::cli::{Cli, Command, SelectionArgs};
use crate::error::Error;
use crate::open::Selection;

use cache::{CacheAccess, cache_secret, evidence_reading};
use console::Console;

/// How a command ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ExitStatus {
    /// It did what was asked, and nothing fails the run.
    Success,
    /// It did what was asked, and something that the caller named fails the run: findings, changes, an altered package.
    Denied,
    /// It did not do what was asked.
    Failed,
}

impl From<ExitStatus> for ExitCode {
    fn from(status: ExitStatus) -> Self {
        match status {
            ExitStatus::Success => ExitCode::SUCCESS,
            ExitStatus::Denied => ExitCode::from(1),
            ExitStatus::Failed => ExitCode::from(2),
        }
    }
}

/// Reads the command line, whose first word is the program, and runs the command.
pub fn start(words: Vec<OsString>) -> ExitStatus {
    usage::report_panics();
    match Cli::try_parse_from(&words) {
        Ok(cli) => run(&cli),
        Err(answer) => printed(usage::show(&answer, &words), usage::status_of(&answer)),
    }
}

/// Runs the command.
pub fn run(cli: &Cli) -> ExitStatus {
    logging::start(cli.common.verbose);
    let console = Console::new(&cli.common);
    let workspace = &cli.common.workspace;
    let status = match &cli.command {
        Command::Build(args) => build::run(&console, workspace, args),
        Command::Check(args) => check::run(&console, workspace, args),
        Command::Diff(args) => diff::run(&console, workspace, args),
        Command::Explain(args) => explain::run(&console, workspace, args),
        Command::List(args) => list::run(&console, workspace, args),
        Command::Templates(args) => templates::run(&console, workspace, args),
        Command::Offer(args) => offer::run(&console, workspace, args),
        Command::Catalog(args) => catalog::run(&console, workspace, args),
        Command::Evidence(args) => evidence::run(&console, workspace, args),
        Command::Migrate(args) => migrate::run(&console, workspace, args),
        Command::Init(args) => init::run(&console, args),
        Command::Render(args) => render::run(&console, workspace, args),
        Command::Bundle(args) => bundle::run(&console, workspace, args),
        Command::Verify(args) => verify::run(&console, args),
        Command::Licenses(args) => licenses::run(&console, args),
        Command::Completions { shell } => {
            let mut script = Vec::new();
            clap_complete::generate(*shell, &mut Cli::command(), "onus", &mut script);
            console.raw(&String::from_utf8_lossy(&script));
            Ok(ExitStatus::Success)
        }
    };
    let status = status.unwrap_or_else(|error: Error| {
        console.error(&error);
        ExitStatus::Failed
    });
    printed(console.finish(), status)
}

/// An answer that nobody could get is a failure, whatever it was. Messages have no other place than standard error then.
fn printed(result: Result<(), Error>, status: ExitStatus) -> ExitStatus {
    result.map_or_else(
        |error| {
            console::complain(&error);
            ExitStatus::Failed
        },
        |()| status,
    )
}

fn selection(args: &SelectionArgs) -> Selection {
    Selection { organization: args.organization.clone(), project: args.project.clone() }
}

/// The as-of date, which is today unless another was given.
fn as_of(given: Option<NaiveDate>) -> NaiveDate {
    given.unwrap_or_else(today)
}

/// The one place that asks the clock.
#[allow(
    clippy::disallowed_methods,
    reason = "the as-of date is today unless it is given, and only commands may ask for today"
)]
fn today() -> NaiveDate {
    chrono::Local::now().date_naive()
}
