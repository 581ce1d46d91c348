//! What can be asked of `onus evidence`.

use std::path::PathBuf;

use chrono::NaiveDate;
use clap::builder::{PossibleValue, PossibleValuesParser, TypedValueParser};
use clap::{Args, Subcommand};
use onus_core::model::{Cadence, Classification, EvidenceKind, Interval};

use super::selection::SelectionArgs;
use crate::report::{Deny, DenyWord, Threshold};

/// Arguments of `onus evidence`.
#[derive(Debug, Args)]
pub struct EvidenceArgs {
    /// The command.
    #[command(subcommand)]
    pub command: EvidenceCommand,
}

/// Commands on evidence registers.
#[derive(Debug, Subcommand)]
pub enum EvidenceCommand {
    /// Add a file, an address, a ticket or an attestation to a register.
    #[command(after_help = "Examples:
  onus evidence add trail.txt --control LOG-01 --valid-for \"3 months\"
  onus evidence add https://grc.example/scan --control PAT-01/guest-os --project acme/payments
  onus evidence add SEC-1988 --kind ticket --control INC-02 --collected 2026-04-02")]
    Add(Box<AddEvidenceArgs>),

    /// List the evidence in the registers, with the state of each piece.
    #[command(after_help = "Examples:
  onus evidence list
  onus evidence list --project acme/payments --message-format json")]
    List(ListEvidenceArgs),

    /// Report evidence that is no longer valid, or not for long; write no documents.
    #[command(after_help = "Examples:
  onus evidence check
  onus evidence check --as-of 2027-01-31
  onus evidence check --reread --deny note")]
    Check(CheckEvidenceArgs),
}

/// Arguments of `onus evidence list`.
#[derive(Debug, Args)]
pub struct ListEvidenceArgs {
    /// Which projects.
    #[command(flatten)]
    pub selection: SelectionArgs,

    /// Reread every evidence file, even if its size and times are unchanged.
    #[arg(long)]
    pub reread: bool,
}

/// Arguments of `onus evidence check`.
#[derive(Debug, Args)]
pub struct CheckEvidenceArgs {
    /// Which registers.
    #[command(flatten)]
    pub registers: ListEvidenceArgs,

    /// Exit with 1 if there are findings of this severity or above: `warning` for evidence that is stale, missing,
    /// altered or collected after the as-of date, `note` for evidence that is due soon, too.
    ///
    /// Codes are added to the severity. Can be repeated [default: warning].
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
pub struct AddEvidenceArgs {
    /// File, address (with `://`), ticket number or attestation id.
    pub what: PathBuf,

    /// Control or part that it supports, such as `LOG-01` or `LOG-02/retention`; can be repeated.
    #[arg(long, value_name = "ID", required = true)]
    pub control: Vec<String>,

    /// Add it to a register of this organisation [default: the only one].
    #[arg(long, value_name = "ID")]
    pub organization: Option<String>,

    /// Add it to a register of this project, as `project` or `organisation/project`.
    #[arg(long, value_name = "ID")]
    pub project: Option<String>,

    /// Add it to this register [default: `register.yaml` in the `evidence` folder].
    #[arg(long, value_name = "FILE", conflicts_with_all = ["organization", "project"])]
    pub register: Option<PathBuf>,

    /// Id by which statements refer to it [default: made from the name of WHAT].
    #[arg(long, value_name = "ID")]
    pub id: Option<String>,

    /// Title in documents [default: made from the name of WHAT].
    #[arg(long, value_name = "TEXT", value_parser = one_line)]
    pub title: Option<String>,

    /// Kind of evidence [default: `url` if WHAT contains `://`, otherwise `file`].
    #[arg(long, value_name = "KIND", value_parser = kind())]
    pub kind: Option<EvidenceKind>,

    /// Service that it is about; can be repeated.
    #[arg(long, value_name = "ID")]
    pub service: Vec<String>,

    /// Party that provided it.
    #[arg(long, value_name = "ID")]
    pub provided_by: Option<String>,

    /// Day on which it was collected [default: today].
    #[arg(long, value_name = "YYYY-MM-DD", value_parser = day)]
    pub collected: Option<NaiveDate>,

    /// How long it is valid, such as `3 months`.
    #[arg(long, value_name = "TIME", value_parser = time, conflicts_with = "valid_until")]
    pub valid_for: Option<String>,

    /// Last day on which it is valid.
    #[arg(long, value_name = "YYYY-MM-DD", value_parser = day)]
    pub valid_until: Option<NaiveDate>,

    /// How often it is renewed.
    #[arg(long, value_name = "CADENCE", value_parser = cadence())]
    pub cadence: Option<String>,

    /// Who may see it.
    #[arg(long, value_name = "CLASSIFICATION", value_parser = classification())]
    pub classification: Option<Classification>,

    /// Anything else worth knowing.
    #[arg(long, value_name = "TEXT", value_parser = prose)]
    pub note: Option<String>,

    /// Do not record the file's digest, by which later changes to the file are noticed.
    #[arg(long)]
    pub no_pin: bool,

    /// Day that counts as today [default: today].
    #[arg(long, value_name = "YYYY-MM-DD", value_parser = day)]
    pub as_of: Option<NaiveDate>,
}

const KINDS: [EvidenceKind; 4] =
    [EvidenceKind::File, EvidenceKind::Url, EvidenceKind::Ticket, EvidenceKind::Attestation];

const CLASSIFICATIONS: [Classification; 4] = [
    Classification::Public,
    Classification::Internal,
    Classification::Confidential,
    Classification::Restricted,
];

fn kind() -> impl TypedValueParser<Value = EvidenceKind> {
    let values = KINDS.map(|kind| {
        PossibleValue::new(kind.word()).help(match kind {
            EvidenceKind::File => "A file",
            EvidenceKind::Url => "A web page",
            EvidenceKind::Ticket => "A record in a ticket system",
            EvidenceKind::Attestation => "A third-party attestation in the organisation's profile",
        })
    });
    PossibleValuesParser::new(values)
        .map(|word| KINDS.into_iter().find(|kind| kind.word() == word).expect("one of the possible values"))
}

fn classification() -> impl TypedValueParser<Value = Classification> {
    let values = CLASSIFICATIONS.map(|classification| {
        PossibleValue::new(classification.word()).help(match classification {
            Classification::Public => "Anyone",
            Classification::Internal => "Everyone in the organisation",
            Classification::Confidential => "Those who need it",
            Classification::Restricted => "Those who are named",
        })
    });
    PossibleValuesParser::new(values).map(|word| {
        let mut all = CLASSIFICATIONS.into_iter();
        all.find(|classification| classification.word() == word).expect("one of the possible values")
    })
}

fn cadence() -> PossibleValuesParser {
    PossibleValuesParser::new(Cadence::ALL.iter().map(|cadence| cadence.word()))
}

fn day(text: &str) -> Result<NaiveDate, &'static str> {
    let day = NaiveDate::parse_from_str(text, "%Y-%m-%d").ok();
    // chrono takes `2026-1-5` too; one way to write a day is enough.
    let day = day.filter(|day| day.format("%Y-%m-%d").to_string() == text);
    day.ok_or("expected a date of the calendar, written YYYY-MM-DD")
}

fn time(text: &str) -> Result<String, &'static str> {
    let interval = Interval::parse(text).map(|_| text.to_owned());
    interval.ok_or("expected a number and `days`, `weeks`, `months` or `years`, such as `3 months`")
}

fn one_line(text: &str) -> Result<String, &'static str> {
    match text.trim() {
        "" => Err("must not be empty"),
        line if line.chars().any(char::is_control) => Err("must be a single line without control characters"),
        line => Ok(line.to_owned()),
    }
}

fn prose(text: &str) -> Result<String, &'static str> {
    match text.trim() {
        "" => Err("must not be empty"),
        text if text.chars().any(|c| c.is_control() && c != '\n' && c != '\t') => {
            Err("must not contain control characters")
        }
        text => Ok(text.to_owned()),
    }
}
