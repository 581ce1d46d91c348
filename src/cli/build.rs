//! What can be asked of `onus build`.

use std::num::NonZeroUsize;
use std::path::PathBuf;

use clap::Args;

use super::report::{DenyArgs, ReportArgs};
use super::selection::SelectionArgs;
use crate::format::OutputFormat;

/// Arguments of `onus build`.
#[derive(Debug, Args)]
pub struct BuildArgs {
    /// Which projects.
    #[command(flatten)]
    pub selection: SelectionArgs,

    /// Only documents of this name, such as `plan-of-action`; `matrix` is matrix.json.
    #[arg(long, value_name = "NAME")]
    pub document: Option<String>,

    /// Only this format; can be repeated [default: all].
    #[arg(long, value_name = "FORMAT")]
    pub format: Vec<OutputFormat>,

    /// Folder to write to [default: `output` in the workspace].
    #[arg(long, value_name = "DIR")]
    pub output: Option<PathBuf>,

    /// Reread every evidence file, even if its size and times are unchanged.
    #[arg(long)]
    pub reread: bool,

    /// How the documents are built and the old ones are treated.
    #[command(flatten)]
    pub options: BuildOptions,

    /// What fails the run.
    #[command(flatten)]
    pub gate: DenyArgs,

    /// The reports that it writes.
    #[command(flatten)]
    pub reports: ReportArgs,
}

/// How documents are built, and what becomes of those that are there.
#[derive(Debug, Args)]
pub struct BuildOptions {
    /// Number of threads [default: one per core].
    #[arg(long, short, value_name = "NUMBER", value_parser = threads)]
    pub jobs: Option<NonZeroUsize>,

    /// Rebuild every document, ignoring the cache.
    #[arg(long)]
    pub force: bool,

    /// Write nothing; list what is not up to date and exit with 1 if anything is not.
    #[arg(long, conflicts_with_all = ["prune", "wait", "no_lock"])]
    pub check: bool,

    /// Remove documents of projects and services that no longer exist.
    #[arg(long)]
    pub prune: bool,

    /// Wait this long for another build that is writing to the same folder.
    #[arg(long, value_name = "SECONDS", default_value_t = 0, hide_default_value = true)]
    pub wait: u64,

    /// Do not lock the output folder, for file systems without locks; no other build may write to it meanwhile.
    #[arg(long, conflicts_with = "wait")]
    pub no_lock: bool,
}

/// Most threads: more than any machine has cores. Each takes memory, and the system ends a process that starts too many.
const MOST_THREADS: usize = 1_024;

fn threads(text: &str) -> Result<NonZeroUsize, &'static str> {
    let threads = text.parse().ok().filter(|threads: &NonZeroUsize| threads.get() <= MOST_THREADS);
    threads.ok_or("expected a number from 1 to 1024")
}
