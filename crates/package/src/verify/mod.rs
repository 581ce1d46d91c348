//! **verify**: holds an archive or an unpacked package against its own lists, and says everything that is not as it was
//! sealed. Each byte is read once, and only lists are held in memory.

mod compare;
mod gather;
mod problem;
mod signed;

use std::collections::BTreeSet;
use std::io::{self, Read, Seek};

use super::contents::Named;
use super::manifest::Manifest;
use super::seal::MANIFEST;
use super::signature::PublicKey;
use crate::place::{FolderEntry, OpenFile, PackagePlace};

use gather::{Gathered, Kept};
pub use problem::{Problem, ProblemCode};

/// What a package turned out to be.
#[derive(Debug)]
pub struct Report {
    /// Whose it says that it is; none when its manifest cannot be read.
    pub identity: Option<Identity>,
    /// How many files were read.
    pub files: usize,
    /// How many bytes they have.
    pub bytes: u64,
    /// What its signature shows.
    pub signature: SignatureState,
    /// Everything that is not as it was sealed.
    pub problems: Vec<Problem>,
}

/// Whose package it says that it is.
#[derive(Debug, Clone)]
pub struct Identity {
    /// The organisation.
    pub organization: Named,
    /// The project.
    pub project: Named,
    /// The day as of which everything was judged.
    pub as_of: chrono::NaiveDate,
    /// Version of the `onus` that made it.
    pub tool_version: String,
    /// How many things are withheld.
    pub withheld: usize,
}

/// What the signature of a package shows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum SignatureState {
    /// There is none, and the manifest names no key.
    None,
    /// It is the one of the key that the package itself names: the package is whole, and anybody could have made it.
    Whole {
        /// The key in base64.
        key: String,
    },
    /// It is the one of the key that was given.
    Confirmed {
        /// The key in base64.
        key: String,
    },
    /// It does not hold.
    Broken,
}

/// Checks a package where it was found, with the key that its maker gave out if there is one.
pub fn verify(place: PackagePlace, key: Option<&PublicKey>) -> io::Result<Report> {
    match place {
        PackagePlace::Archive { mut reader, bytes } => verify_archive(&mut reader, bytes, key),
        PackagePlace::Folder { entries, open } => Ok(verify_folder(&entries, open, key)),
    }
}

/// Checks an archive of so many bytes. Only reading itself can fail.
pub fn verify_archive<R: Read + Seek>(
    reader: &mut R,
    bytes: u64,
    key: Option<&PublicKey>,
) -> io::Result<Report> {
    gather::archive(reader, bytes).map(|gathered| judge(gathered, key))
}

/// Checks an unpacked package.
pub fn verify_folder(entries: &[FolderEntry], open: OpenFile, key: Option<&PublicKey>) -> Report {
    judge(gather::folder(entries, open), key)
}

fn judge(gathered: Gathered, key: Option<&PublicKey>) -> Report {
    let Gathered { files, mut problems, refused } = gathered;
    let bytes = files.values().map(|file| file.fingerprint.bytes).sum();
    let mut report = Report {
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
        None => Err("is not there; without it, only `SHA256SUMS` says what must be".to_owned()),
        Some(Kept::Bytes(bytes)) => Manifest::parse(bytes).map_err(|why| format!("cannot be read: {why}")),
        Some(Kept::No | Kept::TooLarge) => Err("is larger than any manifest".to_owned()),
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
            problems.push(Problem::of(MANIFEST, code, message));
            add(&mut problems, compare::with_sums(&files));
        }
    }
    report.problems = problems;
    report
}

/// Adds problems, but does not call missing what is there and could not be read.
fn add(problems: &mut Vec<Problem>, more: Vec<Problem>) {
    let there: BTreeSet<String> = problems.iter().filter_map(|problem| problem.path.clone()).collect();
    let is_there = |problem: &Problem| problem.path.as_ref().is_some_and(|path| there.contains(path));
    problems.extend(
        more.into_iter().filter(|problem| problem.code != ProblemCode::Missing || !is_there(problem)),
    );
}

fn identity(manifest: Manifest) -> Identity {
    Identity {
        organization: manifest.organization,
        project: manifest.project,
        as_of: manifest.as_of,
        tool_version: manifest.tool.version,
        withheld: manifest.withheld.len(),
    }
}
