//! Options of `onus build` on how documents are made and what becomes of those that are there.

use std::num::NonZeroUsize;

use clap::Args;

/// How documents are made and what becomes of those that are there.
#[derive(Debug, Args)]
pub struct MakingArgs {
    /// Use so many threads [default: as many as the machine has].
    #[arg(long, short, value_name = "NUMBER")]
    pub jobs: Option<NonZeroUsize>,

    /// Make every document anew, whatever is remembered of the last build.
    #[arg(long)]
    pub force: bool,

    /// Write nothing; exit with 1 and a list when the output is not what a build would write.
    #[arg(long, conflicts_with_all = ["prune", "wait"])]
    pub check: bool,

    /// Take away documents of projects and services that are gone.
    #[arg(long)]
    pub prune: bool,

    /// Wait so long for another build that writes to the same folder.
    #[arg(long, value_name = "SECONDS", default_value_t = 0, hide_default_value = true)]
    pub wait: u64,
}
