//! The command line: what can be asked for, and what the answers' exit codes mean.

mod diff;
mod evidence;
mod making;
mod package;
mod report;

use std::path::PathBuf;

use chrono::NaiveDate;
use clap::{ArgAction, Args, Parser, Subcommand, ValueEnum};
use clap_complete::Shell;

pub use diff::{DiffArgs, FailOn};
pub use evidence::{
    AddArgs, CheckEvidenceArgs, ClassificationWord, EvidenceArgs, EvidenceCommand, KindWord, ShelfArgs,
};
pub use making::MakingArgs;
pub use package::{BundleArgs, BundleCommand, KeygenArgs, PackArgs, VerifyArgs};
pub use report::{DenyArgs, ReportArgs};

const EXIT_CODES: &str = "Exit codes:
  0  done
  1  done, but there are findings that --deny names and nobody has accepted
  2  could not do it: mistakes in the input, or a file that cannot be read or written";

/// Says whose job it is: for every control, every cloud service and every project.
///
/// Organisation profiles are merged with a control catalog and rendered through templates into responsibility
/// matrices, gap reports and service sheets, as Markdown, PDF and JSON.
#[derive(Debug, Parser)]
#[command(name = "onus", version, max_term_width = 100, after_help = EXIT_CODES)]
pub struct Cli {
    /// What to do.
    #[command(subcommand)]
    pub command: Command,

    /// How and where, for every command.
    #[command(flatten)]
    pub common: Common,
}

/// What every command understands.
#[derive(Debug, Clone, Args)]
pub struct Common {
    /// Folder with `profiles/` and, if there are any, `templates/`.
    #[arg(
        long,
        global = true,
        value_name = "DIR",
        default_value = ".",
        help_heading = "Options for every command"
    )]
    pub workspace: PathBuf,

    /// How messages are written.
    #[arg(
        long,
        global = true,
        value_name = "FORMAT",
        default_value = "text",
        help_heading = "Options for every command"
    )]
    pub message_format: MessageFormat,

    /// Say nothing but what went wrong.
    #[arg(long, short, global = true, help_heading = "Options for every command")]
    pub quiet: bool,

    /// Log decisions of the cache and ignored errors to standard error; `-vv` logs more.
    #[arg(long, short, global = true, action = ArgAction::Count, help_heading = "Options for every command")]
    pub verbose: u8,
}

/// How messages are written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum MessageFormat {
    /// For people.
    Text,
    /// One JSON object a line, all on standard output.
    Json,
}

/// What to do.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// Write the documents of all organisations and projects.
    #[command(after_help = "Examples:
  onus build
  onus build --project acme/payments --format pdf
  onus build --check
  onus build --as-of 2026-12-31 --deny warning
  onus build --deny evidence-stale --report-sarif onus.sarif --report-junit onus.xml")]
    Build(BuildArgs),

    /// Report all mistakes and all findings; write nothing.
    #[command(after_help = "Examples:
  onus check
  onus check --project payments --deny warning
  onus check --message-format json | jq 'select(.severity == \"error\")'")]
    Check(CheckArgs),

    /// Tell what changed: between two builds, packages or git revisions.
    #[command(after_help = "Examples:
  onus diff /backup/output output
  onus diff HEAD~1 HEAD --fail-on worse
  onus diff 2026Q3.zip 2026Q4.zip --output changes.pdf

Exit codes:
  0  done
  1  done, but there are changes that --fail-on names
  2  a side cannot be read, or is no matrix of ours")]
    Diff(DiffArgs),

    /// Say why a control, part, requirement or service is whose.
    #[command(after_help = "Examples:
  onus explain PAT-01 --project acme/payments --service aws.ec2
  onus explain PAT-01/guest-os
  onus explain AC-2 --project payments
  onus explain aws.s3")]
    Explain(ExplainArgs),

    /// List what the catalog and the workspace have.
    #[command(after_help = "Examples:
  onus list services
  onus list findings --project acme/ledger")]
    List(ListArgs),

    /// Keep the registers of what proves things.
    #[command(after_help = "Example:
  onus evidence add trail.txt --control LOG-01")]
    Evidence(EvidenceArgs),

    /// Make a commented workspace to start from.
    #[command(after_help = "Example:
  onus init mycompany && cd mycompany && onus build")]
    Init(InitArgs),

    /// Set any Markdown file as PDF, in the house look.
    #[command(after_help = "Example:
  onus render policy.md --output policy.pdf")]
    Render(RenderArgs),

    /// Pack a project for its auditor: documents, evidence, and what it takes to check them.
    #[command(after_help = "Examples:
  onus bundle acme/payments --output acme-payments-2026Q4.zip
  onus bundle keygen --output acme.key
  onus bundle acme/payments --sign acme.key")]
    Bundle(BundleArgs),

    /// Check that a package for auditors is as it was sealed.
    #[command(after_help = "Examples:
  onus verify payments.zip
  onus verify payments.zip --public-key acme.pub
  onus verify unpacked/ --message-format json

Exit codes:
  0  everything is as it was sealed
  1  something is not
  2  the package or a file in it cannot be read")]
    Verify(VerifyArgs),

    /// Check, show and count what the catalog has.
    #[command(after_help = "Examples:
  onus catalog check
  onus catalog show PAT-01
  onus catalog show aws.s3")]
    Catalog(CatalogArgs),

    /// Print a completion script for a shell.
    #[command(after_help = "Example:
  onus completions bash > ~/.local/share/bash-completion/completions/onus")]
    Completions {
        /// The shell.
        shell: Shell,
    },
}

/// Which organisations and projects are meant.
#[derive(Debug, Clone, Args)]
pub struct Selection {
    /// Only this organisation.
    #[arg(long, value_name = "ID")]
    pub organization: Option<String>,

    /// Only this project, as `project` or `organisation/project`.
    #[arg(long, value_name = "ID")]
    pub project: Option<String>,

    /// The day as of which everything is judged [default: today].
    #[arg(long, value_name = "YYYY-MM-DD")]
    pub as_of: Option<NaiveDate>,
}

/// Arguments of `onus build`.
#[derive(Debug, Args)]
pub struct BuildArgs {
    /// Which projects.
    #[command(flatten)]
    pub selection: Selection,

    /// Only documents of this name, such as `gap-report`; `matrix` is matrix.json.
    #[arg(long, value_name = "NAME")]
    pub document: Option<String>,

    /// Only this format; may be given several times [default: all].
    #[arg(long, value_name = "FORMAT")]
    pub format: Vec<FormatWord>,

    /// Folder to write to [default: `output` in the workspace].
    #[arg(long, value_name = "DIR")]
    pub output: Option<PathBuf>,

    /// Read every evidence file again, whatever its size and times say.
    #[arg(long)]
    pub reread: bool,

    /// How it is made and what becomes of the old one.
    #[command(flatten)]
    pub making: MakingArgs,

    /// What fails the run.
    #[command(flatten)]
    pub gate: DenyArgs,

    /// What it leaves.
    #[command(flatten)]
    pub reports: ReportArgs,
}

/// A format to write.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum FormatWord {
    /// Text.
    #[value(alias = "md")]
    Markdown,
    /// Pages.
    Pdf,
    /// Data.
    Json,
}

/// Arguments of `onus check`.
#[derive(Debug, Args)]
pub struct CheckArgs {
    /// Which projects.
    #[command(flatten)]
    pub selection: Selection,

    /// Read every evidence file again, whatever its size and times say.
    #[arg(long)]
    pub reread: bool,

    /// What fails the run.
    #[command(flatten)]
    pub gate: DenyArgs,

    /// What it leaves.
    #[command(flatten)]
    pub reports: ReportArgs,
}

/// Arguments of `onus explain`.
#[derive(Debug, Args)]
pub struct ExplainArgs {
    /// A control (`PAT-01`), part (`PAT-01/guest-os`), requirement (`AC-2`) or service (`aws.s3`).
    pub subject: String,

    /// Only cells of this service.
    #[arg(long, value_name = "ID")]
    pub service: Option<String>,

    /// Which projects.
    #[command(flatten)]
    pub selection: Selection,
}

/// Arguments of `onus list`.
#[derive(Debug, Args)]
pub struct ListArgs {
    /// What to list.
    pub what: Listing,

    /// Which projects.
    #[command(flatten)]
    pub selection: Selection,
}

/// What can be listed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Listing {
    /// Services of the catalog, and who uses them.
    Services,
    /// Controls of the catalog.
    Controls,
    /// Frameworks of the catalog, with their baselines.
    Frameworks,
    /// Projects of the workspace.
    Projects,
    /// Documents that `onus build` writes.
    Documents,
    /// Findings of the projects.
    Findings,
}

/// Arguments of `onus catalog`.
#[derive(Debug, Args)]
pub struct CatalogArgs {
    /// What to do.
    #[command(subcommand)]
    pub command: CatalogCommand,

    /// With the own catalog of this organisation on top.
    #[arg(long, global = true, value_name = "ID")]
    pub organization: Option<String>,
}

/// What can be done with the catalog.
#[derive(Debug, Subcommand)]
pub enum CatalogCommand {
    /// Check references, texts and coverage; print what there is.
    Check,
    /// Print one service, control, requirement or layer.
    Show {
        /// Such as `aws.s3`, `PAT-01`, `AC-2`, `iso-27001-2022/A.5.1` or `guest-os`.
        id: String,
    },
    /// Print how much of each framework and baseline the catalog covers.
    Coverage,
}

/// Arguments of `onus init`.
#[derive(Debug, Args)]
pub struct InitArgs {
    /// Folder to make; its name becomes the organisation's.
    pub folder: PathBuf,
}

/// Arguments of `onus render`.
#[derive(Debug, Args)]
pub struct RenderArgs {
    /// A Markdown file. Its front matter may say `title`, `organization`, `project`,
    /// `classification`, `date`, `id`, `revision`, `language`, `paper` (a4, letter), `orientation` (portrait,
    /// landscape) and `contents` (true, false).
    pub file: PathBuf,

    /// The PDF to write [default: the file's name with `.pdf`].
    #[arg(long, short, value_name = "FILE")]
    pub output: Option<PathBuf>,
}
