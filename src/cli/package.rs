//! What can be asked of `onus bundle` and `onus verify`.

use std::path::PathBuf;

use chrono::NaiveDate;
use clap::{Args, Subcommand};

use crate::gate::{Deny, DenyWord, Threshold};

/// Arguments of `onus bundle`.
#[derive(Debug, Args)]
#[command(args_conflicts_with_subcommands = true, subcommand_negates_reqs = true)]
pub struct BundleArgs {
    /// What to do instead.
    #[command(subcommand)]
    pub command: Option<BundleCommand>,

    /// What to pack.
    #[command(flatten)]
    pub pack: Option<PackArgs>,
}

/// What goes into a package, and where it goes.
#[derive(Debug, Args)]
pub struct PackArgs {
    /// The project, as `project` or `organisation/project`.
    pub project: String,

    /// The archive to write [default: organisation, project and day, in this folder].
    #[arg(long, short, value_name = "FILE")]
    pub output: Option<PathBuf>,

    /// Sign with this key, which `onus bundle keygen` makes.
    ///
    /// The password of the key is taken from ONUS_KEY_PASSWORD, or asked for.
    #[arg(long, value_name = "KEY")]
    pub sign: Option<PathBuf>,

    /// Put restricted files in, which otherwise are only listed with their digests.
    #[arg(long)]
    pub include_restricted: bool,

    /// The day as of which everything is judged [default: today].
    #[arg(long, value_name = "YYYY-MM-DD")]
    pub as_of: Option<NaiveDate>,

    /// Exit with 1 when there are findings of this severity or above (`note`, `warning`, `error`, `nothing`) or of this
    /// code; may be given several times [default: error].
    // Not flattened: in a struct that is itself optional, clap then takes all of it for missing.
    #[arg(long, value_name = "SEVERITY|CODE", value_delimiter = ',')]
    pub deny: Vec<DenyWord>,
}

impl PackArgs {
    /// What fails the run.
    pub fn deny(&self) -> Deny {
        Deny::new(&self.deny, Threshold::Error)
    }
}

/// What belongs to packages besides making them.
#[derive(Debug, Subcommand)]
pub enum BundleCommand {
    /// Make a new pair of keys: one to sign with, one to give out.
    Keygen(KeygenArgs),
}

/// Arguments of `onus bundle keygen`.
#[derive(Debug, Args)]
pub struct KeygenArgs {
    /// The secret key to write; the public one goes beside it, with the ending `.pub`.
    #[arg(long, short, value_name = "FILE", default_value = "onus.key")]
    pub output: PathBuf,

    /// Write the secret key without a password; whoever reads the file can sign with it.
    ///
    /// Otherwise the password is taken from ONUS_KEY_PASSWORD, or asked for.
    #[arg(long)]
    pub no_password: bool,
}

/// Arguments of `onus verify`.
#[derive(Debug, Args)]
pub struct VerifyArgs {
    /// The archive, or the folder that it was unpacked to.
    pub package: PathBuf,

    /// The key of whoever made the package, as text or as a `.pub` file.
    ///
    /// Without it, a signature only shows that the package is whole.
    #[arg(long, value_name = "KEY")]
    pub public_key: Option<String>,
}
