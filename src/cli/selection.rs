//! Which organisations and projects a command is about.

use chrono::NaiveDate;
use clap::Args;

/// Which organisations and projects, as of which day.
#[derive(Debug, Clone, Args)]
pub struct SelectionArgs {
    /// Only this organisation.
    #[arg(long, value_name = "ID")]
    pub organization: Option<String>,

    /// Only this project, as `project` or `organisation/project`.
    #[arg(long, value_name = "ID")]
    pub project: Option<String>,

    /// Date as of which everything is judged [default: today].
    #[arg(long, value_name = "YYYY-MM-DD")]
    pub as_of: Option<NaiveDate>,
}
