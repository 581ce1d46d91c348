//! One file a command. Commands know everybody, and only they print.

mod build;
mod bundle;
mod catalog;
mod check;
mod console;
mod diff;
mod evidence;
mod explain;
mod findings;
mod init;
mod list;
mod logging;
mod progress;
mod render;
mod reports;
mod verify;

use std::process::ExitCode;

use chrono::NaiveDate;
use clap::CommandFactory;

use crate::cli::{Cli, Command, Selection};
use crate::error::Error;
use crate::load::Trust;
use crate::open::EvidenceReading;

use console::Console;

/// How a command ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Ending {
    /// All is well.
    Done,
    /// Done, with findings that the caller does not accept.
    Denied,
    /// Could not do it.
    Failed,
}

impl From<Ending> for ExitCode {
    fn from(ending: Ending) -> Self {
        match ending {
            Ending::Done => ExitCode::SUCCESS,
            Ending::Denied => ExitCode::from(1),
            Ending::Failed => ExitCode::from(2),
        }
    }
}

/// Does what the command line asks for.
pub fn run(cli: &Cli) -> Ending {
    logging::start(cli.common.verbose);
    let console = Console::new(&cli.common);
    let workspace = &cli.common.workspace;
    let ending = match &cli.command {
        Command::Build(args) => build::run(&console, workspace, args),
        Command::Check(args) => check::run(&console, workspace, args),
        Command::Diff(args) => diff::run(&console, workspace, args),
        Command::Explain(args) => explain::run(&console, workspace, args),
        Command::List(args) => list::run(&console, workspace, args),
        Command::Catalog(args) => catalog::run(&console, workspace, args),
        Command::Evidence(args) => evidence::run(&console, workspace, args),
        Command::Init(args) => init::run(&console, args),
        Command::Render(args) => render::run(&console, workspace, args),
        Command::Bundle(args) => bundle::run(&console, workspace, args),
        Command::Verify(args) => verify::run(&console, args),
        Command::Completions { shell } => {
            let mut script = Vec::new();
            clap_complete::generate(*shell, &mut Cli::command(), "onus", &mut script);
            console.raw(&String::from_utf8_lossy(&script));
            Ok(Ending::Done)
        }
    };
    ending.unwrap_or_else(|error: Error| {
        console.record(&serde_json::json!({ "type": "error", "message": error.to_string() }));
        if !console.is_json() {
            console.complain(&format!("error: {error}"));
        }
        Ending::Failed
    })
}

fn selection(words: &Selection) -> crate::open::Selection {
    crate::open::Selection { organization: words.organization.clone(), project: words.project.clone() }
}

fn trust(reread: bool) -> Trust {
    if reread { Trust::Reread } else { Trust::Remembered }
}

fn evidence_reading(reread: bool) -> EvidenceReading {
    if reread { EvidenceReading::All } else { EvidenceReading::Changed }
}

/// The as-of date that was asked for, or today.
fn as_of(asked: Option<NaiveDate>) -> NaiveDate {
    asked.unwrap_or_else(today)
}

/// The one place that asks the clock.
#[allow(
    clippy::disallowed_methods,
    reason = "a day that was not given is today, and only commands may ask for it"
)]
fn today() -> NaiveDate {
    chrono::Local::now().date_naive()
}
