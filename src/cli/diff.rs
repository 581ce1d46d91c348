//! What can be asked of `onus diff`.

use std::path::PathBuf;

use clap::{Args, ValueEnum};

use super::selection::SelectionArgs;
use crate::format::OutputFormat;

/// Arguments of `onus diff`.
#[derive(Debug, Args)]
pub struct DiffArgs {
    /// State before: an output folder, a matrix.json, a package, or a git revision of the workspace.
    ///
    /// A file or folder takes precedence over a revision of the same name; `git:NAME` is always a revision.
    pub old: String,

    /// State after: any of the same.
    pub new: String,

    /// Which projects; git revisions are judged as of the given date.
    #[command(flatten)]
    pub selection: SelectionArgs,

    /// Format of the report [default: by the extension of --output, otherwise markdown].
    #[arg(long, value_name = "FORMAT")]
    pub format: Option<OutputFormat>,

    /// File to write [default: standard output].
    #[arg(long, short, value_name = "FILE")]
    pub output: Option<PathBuf>,

    /// Document whose template renders the report.
    #[arg(long, value_name = "NAME", default_value = "change-report")]
    pub document: String,

    /// Exit with 1 if there are such changes.
    #[arg(long, value_name = "CHANGES")]
    pub fail_on: Option<FailOn>,
}

/// Which changes fail the run.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum FailOn {
    /// Changes for the worse.
    Worse,
    /// Any change.
    Any,
}
