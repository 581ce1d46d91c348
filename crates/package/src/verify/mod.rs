//! **verify**: compares an archive or an unpacked package with its own lists, and reports everything that is not as it was
//! sealed. Each byte is read once, and only lists are held in memory.

mod compare;
mod gather;
mod problem;
mod signed;

use std::collections::BTreeSet;
use std::io::{self, Read, Seek};

use super::contents::NamedEntity;
use super::manifest::PackageManifest;
use super::names::MANIFEST;
use super::signature::PublicKey;
use crate::place::{FolderEntry, OpenFile, PackagePlace};

use gather::{Gathered, Kept};
pub use problem::{ProblemCode, VerificationProblem};

/// The result of verifying a package.
#[derive(Debug)]
pub struct VerificationReport {
    /// Which package it says it is; none if its manifest cannot be read.
    pub identity: Option<Identity>,
    /// How many files were read.
    pub files: usize,
    /// How many bytes they have.
    pub bytes: u64,
    /// What its signature shows.
    pub signature: SignatureState,
    /// Everything that is not as it was sealed.
    pub problems: Vec<VerificationProblem>,
}

/// Which package it says it is, by its manifest.
#[derive(Debug, Clone)]
pub struct Identity {
    /// The organisation.
    pub organization: NamedEntity,
    /// The project.
    pub project: NamedEntity,
    /// The as-of date.
    pub as_of: chrono::NaiveDate,
    /// Version of the `onus` that made it.
    pub tool_version: String,
    /// How many pieces of evidence and attestations are withheld.
    pub withheld: usize,
}

/// What the signature of a package shows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum SignatureState {
    /// There is none, and the manifest names no key.
    None,
    /// It is valid for the key that the package itself names: the package is intact, but anybody could have made it.
    Whole {
        /// The key in base64.
        key: String,
    },
    /// It is valid for the key that was given.
    Confirmed {
        /// The key in base64.
        key: String,
    },
    /// It is missing or not valid.
    Broken,
}

/// Verifies a package, with the public key of its signer if that is known.
pub fn verify(place: PackagePlace, key: Option<&PublicKey>) -> io::Result<VerificationReport> {
    match place {
        PackagePlace::Archive { mut reader, bytes } => verify_archive(&mut reader, bytes, key),
        PackagePlace::Folder { entries, open } => Ok(verify_folder(&entries, open, key)),
    }
}

/// Verifies an archive of `bytes` bytes. Fails only if reading fails.
pub fn verify_archive<R: Read + Seek>(
    reader: &mut R,
    bytes: u64,
    key: Option<&PublicKey>,
) -> io::Result<VerificationReport> {
    gather::archive(reader, bytes).map(|gathered| judge(gathered, key))
}

/// Verifies an unpacked package.
pub fn verify_folder(entries: &[FolderEntry], open: OpenFile, key: Option<&PublicKey>) -> VerificationReport {
    judge(gather::folder(entries, open), key)
}

fn judge(gathered: Gathered, key: Option<&PublicKey>) -> VerificationReport {
    let Gathered { files, mut problems, refused } = gathered;
    let bytes = files.values().map(|file| file.fingerprint.bytes).sum();
    let mut report = VerificationReport {
        identity: None,
        files: files.len(),
        bytes,
        signature: SignatureState::Broken,
        problems: Vec::new(),
    };
    if refused {
        report.problems = problems;
        return report;
    }
    let manifest = match files.get(MANIFEST).map(|file| &file.kept) {
        None => Err("does not exist; only `SHA256SUMS` shows which files there must be".to_owned()),
        Some(Kept::Bytes(bytes)) => {
            PackageManifest::parse(bytes).map_err(|why| format!("cannot be read: {why}"))
        }
        Some(Kept::No | Kept::TooLarge) => Err("is too large for a manifest".to_owned()),
    };
    match manifest {
        Ok(manifest) => {
            add(&mut problems, compare::with_manifest(&manifest, &files));
            let (signature, more) = signed::check(&manifest, &files, key);
            problems.extend(more);
            report.signature = signature;
            report.identity = Some(identity(manifest));
        }
        Err(message) => {
            let is_there = files.contains_key(MANIFEST);
            let code = if is_there { ProblemCode::Manifest } else { ProblemCode::Missing };
            problems.push(VerificationProblem::of(MANIFEST, code, message));
            add(&mut problems, compare::with_sums(&files));
        }
    }
    report.problems = problems;
    report
}

/// Adds problems, except that a file is missing which exists and could not be read.
fn add(problems: &mut Vec<VerificationProblem>, more: Vec<VerificationProblem>) {
    let there: BTreeSet<String> = problems.iter().filter_map(|problem| problem.path.clone()).collect();
    let is_there =
        |problem: &VerificationProblem| problem.path.as_ref().is_some_and(|path| there.contains(path));
    problems.extend(
        more.into_iter().filter(|problem| problem.code != ProblemCode::Missing || !is_there(problem)),
    );
}

fn identity(manifest: PackageManifest) -> Identity {
    Identity {
        organization: manifest.organization,
        project: manifest.project,
        as_of: manifest.as_of,
        tool_version: manifest.tool.version,
        withheld: manifest.withheld.len(),
    }
}
