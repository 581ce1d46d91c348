//! The command line: commands, their options, and what the exit status of each means.

mod build;
mod diff;
mod evidence;
mod format;
mod package;
mod report;
mod selection;
mod templates;

use std::path::PathBuf;

use clap::{ArgAction, Args, Parser, Subcommand, ValueEnum};
use clap_complete::Shell;

pub use build::{BuildArgs, BuildOptions};
pub use diff::{DiffArgs, FailOn};
pub use evidence::{AddEvidenceArgs, CheckEvidenceArgs, EvidenceArgs, EvidenceCommand, ListEvidenceArgs};
pub use package::{BundleArgs, BundleCommand, KeygenArgs, PackArgs, SignerArg, VerifyArgs};
pub use report::{DenyArgs, ReportArgs};
pub use selection::SelectionArgs;
pub use templates::{CopyTemplateArgs, TemplatesArgs, TemplatesCommand};

const EXIT_STATUS: &str = "Exit status:
  0  success
  1  success, but there are findings that --deny names and nobody has accepted
  2  failed: errors in the input, or a file that cannot be read or written";

const GLOBAL: &str = "Options for every command";

/// Shows who is responsible for every control, cloud service and project.
///
/// Merges organisation profiles with a control catalog and renders them through templates: responsibility matrices, plans
/// of action and service sheets, as Markdown, PDF and JSON.
#[derive(Debug, Parser)]
#[command(name = "onus", version, max_term_width = 100, after_help = EXIT_STATUS)]
pub struct Cli {
    /// The command.
    #[command(subcommand)]
    pub command: Command,

    /// Options for every command.
    #[command(flatten)]
    pub common: CommonArgs,
}

/// Options for every command.
#[derive(Debug, Clone, Args)]
pub struct CommonArgs {
    /// Folder that contains `profiles/` and, optionally, `templates/`.
    #[arg(long, global = true, value_name = "DIR", default_value = ".", help_heading = GLOBAL)]
    pub workspace: PathBuf,

    /// Format of messages.
    #[arg(long, global = true, value_name = "FORMAT", default_value = "text", help_heading = GLOBAL)]
    pub message_format: MessageFormat,

    /// Only print errors and warnings.
    #[arg(long, short, global = true, help_heading = GLOBAL)]
    pub quiet: bool,

    /// Log decisions of the cache and ignored errors to standard error; `-vv` logs more.
    #[arg(long, short, global = true, action = ArgAction::Count, help_heading = GLOBAL)]
    pub verbose: u8,
}

/// Format of messages.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum MessageFormat {
    /// Text to read.
    Text,
    /// One JSON object per line, all on standard output.
    Json,
}

/// The commands.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// Generate the documents of all organisations and projects.
    #[command(after_help = "Examples:
  onus build
  onus build --project acme/payments --format pdf
  onus build --check
  onus build --as-of 2026-12-31 --deny warning
  onus build --deny evidence-stale --report-sarif onus.sarif --report-junit onus.xml")]
    Build(BuildArgs),

    /// Report all errors and findings; write nothing.
    #[command(after_help = "Examples:
  onus check
  onus check --project payments --deny warning
  onus check --message-format json | jq 'select(.severity == \"error\")'")]
    Check(CheckArgs),

    /// Show what changed between two builds, packages or git revisions.
    #[command(after_help = "Examples:
  onus diff /backup/output output
  onus diff HEAD~1 HEAD --fail-on worse
  onus diff 2026Q3.zip 2026Q4.zip --output changes.pdf

Exit status:
  0  success
  1  success, but there are changes that --fail-on names
  2  failed: one of the two cannot be read, or has no matrix that onus wrote")]
    Diff(DiffArgs),

    /// Explain who is responsible for a control, part, requirement or service, and why.
    #[command(after_help = "Examples:
  onus explain PAT-01 --project acme/payments --service aws.ec2
  onus explain PAT-01/guest-os
  onus explain AC-2 --project payments
  onus explain aws.s3")]
    Explain(ExplainArgs),

    /// List entries of the catalog and of the workspace.
    #[command(after_help = "Examples:
  onus list services
  onus list findings --project acme/ledger")]
    List(ListArgs),

    /// List the templates of documents, and copy built-in ones to change them.
    #[command(after_help = "Examples:
  onus templates list
  onus templates show auditor-handout
  onus templates copy auditor-handout
  onus templates diff auditor-handout")]
    Templates(TemplatesArgs),

    /// Write what a project offers, for another organisation to inherit.
    #[command(after_help = "Examples:
  onus offer acme/payments --output acme-payments.json
  onus offer acme/payments | jq '.offers[].title'")]
    Offer(OfferArgs),

    /// Manage evidence registers.
    #[command(after_help = "Example:
  onus evidence add trail.txt --control LOG-01")]
    Evidence(EvidenceArgs),

    /// Replace ids that the catalog has renamed, in all files of the workspace.
    #[command(after_help = "Examples:
  onus migrate
  onus migrate --check

Exit status:
  0  no file uses a former id, or all were replaced
  1  with --check: files would change
  2  failed: mistakes in the input, a file that cannot be written, or an id that has to be replaced by hand")]
    Migrate(MigrateArgs),

    /// Create a starter workspace.
    #[command(after_help = "Example:
  onus init mycompany && cd mycompany && onus build")]
    Init(InitArgs),

    /// Render a Markdown file to PDF in your theme.
    #[command(after_help = "Example:
  onus render policy.md --output policy.pdf")]
    Render(RenderArgs),

    /// Package a project for its auditor: documents, evidence, and what is needed to verify them.
    #[command(after_help = "Examples:
  onus bundle acme/payments --output acme-payments-2026Q4.zip
  onus bundle keygen --output acme.key
  onus bundle acme/payments --sign acme.key")]
    Bundle(BundleArgs),

    /// Verify that a package is as it was sealed.
    #[command(after_help = "Examples:
  onus verify payments.zip
  onus verify payments.zip --public-key acme.pub
  onus verify unpacked/ --message-format json

Exit status:
  0  the package is as it was sealed
  1  the package is not as it was sealed
  2  failed: the package, or a file in it, cannot be read")]
    Verify(VerifyArgs),

    /// Check the catalog, and show its entries and coverage.
    #[command(after_help = "Examples:
  onus catalog check
  onus catalog show PAT-01
  onus catalog show aws.s3
  onus catalog show demarcation managed")]
    Catalog(CatalogArgs),

    /// Show what the program is compiled from: crates, fonts and libraries with their licences.
    #[command(after_help = "Examples:
  onus licenses
  onus licenses noto-sans
  onus licenses --full > THIRD-PARTY-NOTICES.txt")]
    Licenses(LicensesArgs),

    /// Print a completion script for a shell.
    #[command(after_help = "Example:
  onus completions bash > ~/.local/share/bash-completion/completions/onus")]
    Completions {
        /// Shell that the script is for.
        shell: Shell,
    },
}

/// Arguments of `onus check`.
#[derive(Debug, Args)]
pub struct CheckArgs {
    /// Which projects.
    #[command(flatten)]
    pub selection: SelectionArgs,

    /// Reread every evidence file, even if its size and times are unchanged.
    #[arg(long)]
    pub reread: bool,

    /// What fails the run.
    #[command(flatten)]
    pub gate: DenyArgs,

    /// The reports that it writes.
    #[command(flatten)]
    pub reports: ReportArgs,
}

/// Arguments of `onus explain`.
#[derive(Debug, Args)]
pub struct ExplainArgs {
    /// Control (`PAT-01`), part (`PAT-01/guest-os`), requirement (`AC-2`, `nist-800-53-r5/AC-2`) or service (`aws.s3`).
    pub subject: String,

    /// Only cells of this service, and only projects that use it.
    #[arg(long, value_name = "ID")]
    pub service: Option<String>,

    /// Show every cell and claim, whole texts and all evidence.
    #[arg(long)]
    pub full: bool,

    /// Which projects.
    #[command(flatten)]
    pub selection: SelectionArgs,
}

/// Arguments of `onus offer`.
#[derive(Debug, Args)]
pub struct OfferArgs {
    /// The project, as `project` or `organisation/project`.
    pub project: String,

    /// File to write; standard output by default.
    #[arg(long, value_name = "FILE")]
    pub output: Option<PathBuf>,

    /// Date as of which everything is judged [default: today].
    #[arg(long, value_name = "YYYY-MM-DD", value_parser = selection::date)]
    pub as_of: Option<chrono::NaiveDate>,
}

/// Arguments of `onus list`.
#[derive(Debug, Args)]
pub struct ListArgs {
    /// What to list.
    pub what: Listing,

    /// Which projects.
    #[command(flatten)]
    pub selection: SelectionArgs,
}

/// What to list.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Listing {
    /// Services of the catalog, with the projects that use them.
    Services,
    /// Controls of the catalog.
    Controls,
    /// Frameworks of the catalog, with their baselines.
    Frameworks,
    /// Projects, with their responsibilities and numbers of findings.
    Projects,
    /// Documents that `onus build` writes.
    Documents,
    /// Findings of the projects.
    Findings,
}

/// Arguments of `onus licenses`.
#[derive(Debug, Args)]
pub struct LicensesArgs {
    /// Only this crate, font or library, with its licence texts.
    pub name: Option<String>,

    /// Print every licence text, too.
    #[arg(long)]
    pub full: bool,
}

/// Arguments of `onus catalog`.
#[derive(Debug, Args)]
pub struct CatalogArgs {
    /// The command.
    #[command(subcommand)]
    pub command: CatalogCommand,

    /// Include the organisation's own catalog.
    #[arg(long, global = true, value_name = "ID")]
    pub organization: Option<String>,
}

/// Commands on the catalog.
#[derive(Debug, Subcommand)]
pub enum CatalogCommand {
    /// Check references, texts and coverage; print totals.
    Check,
    /// Show a service, control, requirement, layer or class, the demarcation table, or whose a type of resources is.
    Show {
        /// Its id, such as `aws.s3`, `PAT-01`, `AC-2`, `iso-27001-2022/A.5.1`, `guest-os`, `demarcation` or
        /// `guest-os/managed`; a place of the built-in catalog, such as `onus:catalog/demarcation.yaml:145:5`; or a type
        /// of resources, such as `aws_rds_cluster` or `AWS::ECS::Service`.
        id: String,

        /// After `demarcation`: only this layer, class, or both as `guest-os/managed`.
        #[arg(value_name = "LAYER OR CLASS")]
        within: Option<String>,
    },
    /// Show how much of each framework and baseline the catalog covers, and how well.
    Coverage,
    /// Show cells drawn at random with all that decides them, for a person to judge.
    Sample {
        /// How many.
        #[arg(value_name = "N")]
        count: usize,

        /// The same seed draws the same cells from the same catalog.
        #[arg(long, value_name = "S", default_value_t = 0)]
        seed: u64,
    },
    /// Show the services and exceptions that were compared with what their provider publishes longest ago.
    Stale {
        /// How many.
        #[arg(value_name = "N", default_value_t = 20)]
        count: usize,
    },
}

/// Arguments of `onus migrate`.
#[derive(Debug, Args)]
pub struct MigrateArgs {
    /// Show what would be replaced, and write nothing.
    #[arg(long)]
    pub check: bool,
}

/// Arguments of `onus init`.
#[derive(Debug, Args)]
pub struct InitArgs {
    /// Folder to create; the organisation is named after it.
    pub folder: PathBuf,
}

/// Arguments of `onus render`.
#[derive(Debug, Args)]
pub struct RenderArgs {
    /// Markdown file. Its front matter may set `title`, `organization`, `project`,
    /// `classification`, `date`, `id`, `revision`, `language`, `paper` (a4, letter), `orientation` (portrait,
    /// landscape) and `contents` (true, false).
    pub file: PathBuf,

    /// PDF to write [default: the name of FILE with the extension `.pdf`].
    #[arg(long, short, value_name = "FILE")]
    pub output: Option<PathBuf>,
}
