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
    #[arg(long, value_name = "YYYY-MM-DD", value_parser = date)]
    pub as_of: Option<NaiveDate>,
}

/// A date, with an error that says how dates are written.
pub(super) fn date(text: &str) -> Result<NaiveDate, &'static str> {
    text.parse().map_err(|_| "expected a date of the calendar, written YYYY-MM-DD")
}
