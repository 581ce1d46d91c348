//! What can be asked of `onus diff`.

use std::path::PathBuf;

use clap::{Args, ValueEnum};

use super::{FormatWord, Selection};

/// Arguments of `onus diff`.
#[derive(Debug, Args)]
pub struct DiffArgs {
    /// What was: an output folder, a matrix.json, a package, or a git revision of the workspace.
    ///
    /// A file or folder beats a revision of the same name; `git:NAME` is always a revision.
    pub old: String,

    /// What is: the same choices.
    pub new: String,

    /// Which projects; the day is that on which revisions are judged.
    #[command(flatten)]
    pub selection: Selection,

    /// How to tell it [default: by the ending of --output, or else markdown].
    #[arg(long, value_name = "FORMAT")]
    pub format: Option<FormatWord>,

    /// The file to write [default: standard output].
    #[arg(long, short, value_name = "FILE")]
    pub output: Option<PathBuf>,

    /// The document whose template makes the report.
    #[arg(long, value_name = "NAME", default_value = "change-report")]
    pub document: String,

    /// Exit with 1 when there are such changes.
    #[arg(long, value_name = "CHANGES")]
    pub fail_on: Option<FailOn>,
}

/// Which changes fail the run.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum FailOn {
    /// Those for the worse.
    Worse,
    /// Any.
    Any,
}
