//! What can be asked of `onus evidence`.

use std::path::PathBuf;

use chrono::NaiveDate;
use clap::builder::PossibleValuesParser;
use clap::{Args, Subcommand, ValueEnum};
use onus_core::model::{Cadence, Interval};

use super::Selection;
use crate::gate::{Deny, DenyWord, Threshold};

/// Arguments of `onus evidence`.
#[derive(Debug, Args)]
pub struct EvidenceArgs {
    /// What to do.
    #[command(subcommand)]
    pub command: EvidenceCommand,
}

/// What can be done with evidence.
#[derive(Debug, Subcommand)]
pub enum EvidenceCommand {
    /// Enter a file, an address, a ticket or an attestation in a register.
    #[command(after_help = "Examples:
  onus evidence add trail.txt --control LOG-01 --valid-for \"3 months\"
  onus evidence add https://grc.example/scan --control PAT-01/guest-os --project acme/payments
  onus evidence add SEC-1988 --kind ticket --control INC-02 --collected 2026-04-02")]
    Add(Box<AddArgs>),

    /// List what the registers hold, with the state of each piece.
    #[command(after_help = "Examples:
  onus evidence list
  onus evidence list --project acme/payments --message-format json")]
    List(ShelfArgs),

    /// Report what can no longer be relied on; write no documents.
    #[command(after_help = "Examples:
  onus evidence check
  onus evidence check --as-of 2027-01-31
  onus evidence check --reread --deny note")]
    Check(CheckEvidenceArgs),
}

/// Which registers are looked at.
#[derive(Debug, Args)]
pub struct ShelfArgs {
    /// Which projects.
    #[command(flatten)]
    pub selection: Selection,

    /// Read every file again, whatever its size and times say.
    #[arg(long)]
    pub reread: bool,
}

/// Arguments of `onus evidence check`.
#[derive(Debug, Args)]
pub struct CheckEvidenceArgs {
    /// Which registers.
    #[command(flatten)]
    pub shelf: ShelfArgs,

    /// Exit with 1 when something of this severity or above is found: `warning` for what is stale, missing, altered or
    /// from the future, `note` for what is due soon, too.
    ///
    /// Codes come on top of the severity. May be given several times [default: warning].
    #[arg(long, value_name = "SEVERITY|CODE", value_delimiter = ',')]
    pub deny: Vec<DenyWord>,
}

impl CheckEvidenceArgs {
    /// What fails the run.
    pub fn deny(&self) -> Deny {
        Deny::new(&self.deny, Threshold::Warning)
    }
}

/// Arguments of `onus evidence add`.
#[derive(Debug, Args)]
pub struct AddArgs {
    /// A file, an address (with `://`), the number of a ticket or the id of an attestation.
    pub what: PathBuf,

    /// A control or part that it supports, such as `LOG-01` or `LOG-02/retention`; may be given several times.
    #[arg(long, value_name = "ID", required = true)]
    pub control: Vec<String>,

    /// Enter it in a register of this organisation [default: the only one].
    #[arg(long, value_name = "ID")]
    pub organization: Option<String>,

    /// Enter it in a register of this project, as `project` or `organisation/project`.
    #[arg(long, value_name = "ID")]
    pub project: Option<String>,

    /// The register to enter it in [default: `register.yaml` in the folder `evidence`].
    #[arg(long, value_name = "FILE", conflicts_with_all = ["organization", "project"])]
    pub register: Option<PathBuf>,

    /// What statements call it [default: made from the name of WHAT].
    #[arg(long, value_name = "ID")]
    pub id: Option<String>,

    /// Title as printed [default: made from the name of WHAT].
    #[arg(long, value_name = "TEXT", value_parser = one_line)]
    pub title: Option<String>,

    /// What WHAT is [default: `url` with `://` in it, else `file`].
    #[arg(long, value_name = "KIND")]
    pub kind: Option<KindWord>,

    /// A service that it is about; may be given several times.
    #[arg(long, value_name = "ID")]
    pub service: Vec<String>,

    /// The party that provided it.
    #[arg(long, value_name = "ID")]
    pub provided_by: Option<String>,

    /// The day on which it was true [default: today].
    #[arg(long, value_name = "YYYY-MM-DD", value_parser = day)]
    pub collected: Option<NaiveDate>,

    /// How long it may be relied on, such as `3 months`.
    #[arg(long, value_name = "TIME", value_parser = time, conflicts_with = "valid_until")]
    pub valid_for: Option<String>,

    /// The last day on which it may be relied on.
    #[arg(long, value_name = "YYYY-MM-DD", value_parser = day)]
    pub valid_until: Option<NaiveDate>,

    /// How often it is made anew.
    #[arg(long, value_name = "WORD", value_parser = cadences())]
    pub cadence: Option<String>,

    /// Who may see it.
    #[arg(long, value_name = "WORD")]
    pub classification: Option<ClassificationWord>,

    /// Anything else worth knowing.
    #[arg(long, value_name = "TEXT", value_parser = prose)]
    pub note: Option<String>,

    /// Leave out the digest by which a change of the file is noticed.
    #[arg(long)]
    pub no_pin: bool,

    /// The day that counts as today [default: today].
    #[arg(long, value_name = "YYYY-MM-DD", value_parser = day)]
    pub as_of: Option<NaiveDate>,
}

/// What a piece of evidence is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum KindWord {
    /// A file.
    File,
    /// A page on a network.
    Url,
    /// A record in a ticket system.
    Ticket,
    /// A third-party report that the organisation lists.
    Attestation,
}

impl KindWord {
    /// The word in a register.
    pub fn word(self) -> &'static str {
        match self {
            Self::File => "file",
            Self::Url => "url",
            Self::Ticket => "ticket",
            Self::Attestation => "attestation",
        }
    }
}

/// Who may see a piece of evidence.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum ClassificationWord {
    /// Anyone.
    Public,
    /// Everyone in the organisation.
    Internal,
    /// Those who need it.
    Confidential,
    /// Those who are named.
    Restricted,
}

impl ClassificationWord {
    /// The word in a register.
    pub fn word(self) -> &'static str {
        match self {
            Self::Public => "public",
            Self::Internal => "internal",
            Self::Confidential => "confidential",
            Self::Restricted => "restricted",
        }
    }
}

fn cadences() -> PossibleValuesParser {
    PossibleValuesParser::new(Cadence::ALL.iter().map(|cadence| cadence.word()))
}

fn day(text: &str) -> Result<NaiveDate, &'static str> {
    let day = NaiveDate::parse_from_str(text, "%Y-%m-%d").ok();
    // chrono takes `2026-1-5` too; one way to write a day is enough.
    let day = day.filter(|day| day.format("%Y-%m-%d").to_string() == text);
    day.ok_or("dates are days of the calendar, written YYYY-MM-DD")
}

fn time(text: &str) -> Result<String, &'static str> {
    let interval = Interval::parse(text).map(|_| text.to_owned());
    interval.ok_or("times are a number and `days`, `weeks`, `months` or `years`, such as `3 months`")
}

fn one_line(text: &str) -> Result<String, &'static str> {
    match text.trim() {
        "" => Err("it is empty"),
        line if line.chars().any(char::is_control) => Err("it must be one line without control characters"),
        line => Ok(line.to_owned()),
    }
}

fn prose(text: &str) -> Result<String, &'static str> {
    match text.trim() {
        "" => Err("it is empty"),
        text if text.chars().any(|c| c.is_control() && c != '\n' && c != '\t') => {
            Err("it must not have control characters")
        }
        text => Ok(text.to_owned()),
    }
}
