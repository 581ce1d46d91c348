//! What can be asked of `onus bundle` and `onus verify`.

use std::path::PathBuf;

use chrono::{DateTime, NaiveDate, SubsecRound, Utc};
use clap::{Args, Subcommand};

use super::selection::date;
use crate::report::{Deny, DenyWord, Threshold};

/// Arguments of `onus bundle`.
#[derive(Debug, Args)]
#[command(args_conflicts_with_subcommands = true, subcommand_negates_reqs = true)]
pub struct BundleArgs {
    /// A command other than packaging.
    #[command(subcommand)]
    pub command: Option<BundleCommand>,

    /// What to package.
    #[command(flatten)]
    pub pack: Option<PackArgs>,
}

/// What goes into a package, and where it goes.
#[derive(Debug, Args)]
pub struct PackArgs {
    /// Project, as `project` or `organisation/project`.
    pub project: String,

    /// Package to write [default: `ORGANISATION-PROJECT-DATE.zip` in the current folder].
    #[arg(long, short, value_name = "FILE")]
    pub output: Option<PathBuf>,

    /// Sign with this secret key; `onus bundle keygen` generates one.
    ///
    /// The password of the key is read from ONUS_KEY_PASSWORD, or asked for.
    #[arg(long, value_name = "KEY")]
    pub sign: Option<PathBuf>,

    /// Only these documents, separated by commas [default: all about the project that are not for internal use].
    ///
    /// The front matter of a template says whom it is for: `audience: internal`, `auditor` or `customer`.
    #[arg(long, value_name = "NAME", value_delimiter = ',')]
    pub documents: Vec<String>,

    /// Who signs, as "name, role" [default: whoever approved the documents, according to the profile].
    #[arg(long, value_name = "NAME, ROLE", value_parser = signer, requires = "sign")]
    pub signer: Option<SignerArg>,

    /// When it is signed, such as `2026-11-30T17:00:00Z`; without it, the package names no time.
    #[arg(long, value_name = "TIME", value_parser = time, requires = "sign")]
    pub signed_at: Option<DateTime<Utc>>,

    /// Include restricted files, which are otherwise only listed with their digests.
    #[arg(long)]
    pub include_restricted: bool,

    /// Date as of which everything is judged [default: today].
    #[arg(long, value_name = "YYYY-MM-DD", value_parser = date)]
    pub as_of: Option<NaiveDate>,

    /// Exit with 1 if there are findings of this severity or above (`note`, `warning`, `error`, `nothing`) or with this
    /// code; can be repeated [default: error].
    // Not flattened: within a struct that is optional itself, clap would treat all of it as missing.
    #[arg(long, value_name = "SEVERITY|CODE", value_delimiter = ',')]
    pub deny: Vec<DenyWord>,
}

impl PackArgs {
    /// What fails the run.
    pub fn deny(&self) -> Deny {
        Deny::new(&self.deny, Threshold::Error)
    }
}

/// Who signs.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SignerArg {
    /// Their name.
    pub name: String,
    /// Their role; none if only a name was given.
    pub role: Option<String>,
}

fn signer(text: &str) -> Result<SignerArg, &'static str> {
    let (name, role) = text.split_once(',').unwrap_or((text, ""));
    let (name, role) = (name.trim().to_owned(), role.trim().to_owned());
    if name.is_empty() {
        return Err("the name is missing");
    }
    Ok(SignerArg { name, role: Some(role).filter(|role| !role.is_empty()) })
}

/// A time with its zone, to the second.
fn time(text: &str) -> Result<DateTime<Utc>, String> {
    let time = DateTime::parse_from_rfc3339(text.trim());
    let time = time.map_err(|_| "expected a time with its zone, such as 2026-11-30T17:00:00Z".to_owned())?;
    Ok(time.with_timezone(&Utc).trunc_subsecs(0))
}

/// Commands on packages other than writing one.
#[derive(Debug, Subcommand)]
pub enum BundleCommand {
    /// Generate a key pair: a secret key to sign with, and a public key to give out.
    Keygen(KeygenArgs),
}

/// Arguments of `onus bundle keygen`.
#[derive(Debug, Args)]
pub struct KeygenArgs {
    /// File for the secret key; the public key is written beside it, with the extension `.pub`.
    #[arg(long, short, value_name = "FILE", default_value = "onus.key")]
    pub output: PathBuf,

    /// Do not protect the secret key with a password: anyone who can read the file can sign with it.
    ///
    /// Otherwise the password is read from ONUS_KEY_PASSWORD, or asked for.
    #[arg(long)]
    pub no_password: bool,
}

/// Arguments of `onus verify`.
#[derive(Debug, Args)]
pub struct VerifyArgs {
    /// Package, or the folder that it was unpacked to.
    pub package: PathBuf,

    /// Public key of the signer, as text or as a `.pub` file.
    ///
    /// Without it, a signature shows that the package is complete, but not who signed it.
    #[arg(long, value_name = "KEY")]
    pub public_key: Option<String>,

    /// Exit with 1 if the package is not signed, whoever signed it; `--quiet` and `--public-key` require it, too.
    #[arg(long)]
    pub require_signature: bool,
}
