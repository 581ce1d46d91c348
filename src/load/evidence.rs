//! Examines the files of evidence: each is streamed once, and its digest is kept for the next run, by size and times.

#![allow(clippy::disallowed_methods, reason = "load is the stage that reads files")]

use std::fs;
use std::path::{Path, PathBuf};

use onus_core::digest::Fingerprint;
use onus_core::texts::{EvidenceFiles, FileState};
use rayon::prelude::*;

use super::folder::FileError;
use super::hashes::HashCache;
use super::nature::FileNature;
use super::plain::fingerprint;
use super::published::OUTPUT;
use super::secret::CacheSecret;
use super::stamp::FileStamp;
use super::unicode_form::in_another_form;
use crate::error::Error;

/// Whether the digest of the last run is used for a file whose size and times are the same.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Trust {
    /// It is, if a run of the user with this secret wrote it down.
    Remembered(CacheSecret),
    /// Every file is read again. With a secret, their digests are kept for the next run.
    Reread(Option<CacheSecret>),
}

/// A file that must not be read, and why.
#[derive(Debug)]
pub struct RefusedFile {
    /// Its path from the workspace's folder, with `/`.
    pub path: String,
    /// Why not.
    pub error: FileError,
}

/// The state of the files of evidence and attestations.
#[derive(Debug, Default)]
pub struct Examined {
    /// The state of each file.
    pub files: EvidenceFiles,
    /// Files that must not be read.
    pub refused: Vec<RefusedFile>,
    /// The digests to keep for the next run; none when nothing changed.
    pub updated_hashes: Option<Vec<u8>>,
}

/// Examines files, given by their paths in the workspace.
pub fn examine<'p>(root: &Path, paths: impl IntoIterator<Item = &'p str>, trust: Trust) -> Examined {
    let mut paths: Vec<&str> = paths.into_iter().collect();
    paths.sort_unstable();
    paths.dedup();
    if paths.is_empty() {
        return Examined::default();
    }
    let secret = match trust {
        Trust::Remembered(secret) => Some(secret),
        Trust::Reread(secret) => secret,
    };
    let mut hashes = secret.map(|secret| HashCache::load(root, secret)).unwrap_or_default();
    let known = match trust {
        Trust::Remembered(_) => Some(&hashes),
        Trust::Reread(_) => None,
    };
    let looked: Vec<(&str, ExaminedPath)> =
        paths.par_iter().map(|path| (*path, look(root, path, known))).collect();
    let (mut files, mut refused) = (Vec::new(), Vec::new());
    for (path, found) in looked {
        let state = match found {
            ExaminedPath::File { fingerprint, stamp } => {
                if let Some(stamp) = stamp {
                    hashes.put(path, stamp, fingerprint);
                }
                FileState::Present(fingerprint)
            }
            ExaminedPath::Pointer(fingerprint) => FileState::Pointer(fingerprint),
            ExaminedPath::Nothing => FileState::Missing,
            ExaminedPath::Refused(error) => {
                refused.push(RefusedFile { path: path.to_owned(), error });
                FileState::Refused
            }
        };
        files.push((path.to_owned(), state));
    }
    Examined {
        files: files.into_iter().collect(),
        refused,
        updated_hashes: secret.and_then(|secret| hashes.updated(secret)),
    }
}

/// The file at a path.
enum ExaminedPath {
    /// A regular file. It has no stamp if the system has no times, or if they are too recent to show a later change.
    File {
        fingerprint: Fingerprint,
        stamp: Option<FileStamp>,
    },
    /// A Git LFS pointer: read again each time, so that the file itself is noticed when it comes.
    Pointer(Fingerprint),
    Nothing,
    Refused(FileError),
}

/// Where a path leads, with links resolved, if that is a regular file in the workspace.
pub fn plain_file(root: &Path, path: &str) -> Result<PathBuf, FileError> {
    let unreadable = |error: std::io::Error| FileError::Unreadable(error.to_string());
    let bounds = fs::canonicalize(root).map_err(unreadable)?;
    let real = match fs::canonicalize(bounds.join(path)) {
        Ok(real) => real,
        Err(error) if is_absence(&error) => {
            let place = in_another_form(&bounds, path).ok_or(FileError::Missing { nearest: None })?;
            fs::canonicalize(place).map_err(unreadable)?
        }
        Err(error) => return Err(unreadable(error)),
    };
    if !real.starts_with(&bounds) {
        return Err(FileError::Outside);
    }
    match fs::metadata(&real) {
        Ok(metadata) if metadata.is_file() => Ok(real),
        Ok(_) => Err(FileError::Unreadable("it is not a plain file".to_owned())),
        Err(error) => Err(unreadable(error)),
    }
}

/// A path that goes through a file does not exist, either.
fn is_absence(error: &std::io::Error) -> bool {
    matches!(error.kind(), std::io::ErrorKind::NotFound | std::io::ErrorKind::NotADirectory)
}

/// Where a piece of evidence is, with links resolved, unless its path alone shows that it cannot be one.
fn located(root: &Path, path: &str) -> Result<PathBuf, FileError> {
    let real = plain_file(root, path)?;
    let bounds = fs::canonicalize(root).map_err(|error| FileError::Unreadable(error.to_string()))?;
    let inside = real.strip_prefix(&bounds).unwrap_or(&real);
    // A link may hide what it leads to, and the path as it was written may go through a link.
    for path in [Path::new(path), inside] {
        let mut folders = path.parent().into_iter().flat_map(Path::components);
        if folders.any(|folder| folder.as_os_str().as_encoded_bytes().starts_with(b".")) {
            return Err(FileError::NoEvidence(
                "a folder on its way begins with a dot, as those of programs do",
            ));
        }
        if path.starts_with(OUTPUT) {
            return Err(FileError::NoEvidence("it is in the folder of the output, which onus writes"));
        }
    }
    Ok(real)
}

/// Size and digests of a file that is to become evidence of a workspace, in it or not.
pub fn evidence_file(root: &Path, inside: Option<&str>, file: &Path) -> Result<Fingerprint, Error> {
    let failed = |cause: String| Error::Read { path: file.to_owned(), cause: std::io::Error::other(cause) };
    if let Some(FileError::NoEvidence(why)) = inside.and_then(|path| located(root, path).err()) {
        return Err(failed(format!("it cannot be evidence: {why}")));
    }
    let (fingerprint, nature) = fingerprint(file)?;
    match nature {
        FileNature::Ordinary => Ok(fingerprint),
        FileNature::LfsPointer => Err(Error::LfsPointer { path: file.to_owned() }),
        FileNature::SecretKey(kind) => Err(failed(format!("it cannot be evidence: {}", has_key(kind)))),
        FileNature::Package => Err(failed(format!("it cannot be evidence: {PACKAGE}"))),
    }
}

/// Why a package is no evidence.
const PACKAGE: &str = "it is a package that `onus bundle` wrote";

fn has_key(kind: &str) -> String {
    format!("it contains {kind}")
}

fn look(root: &Path, path: &str, known: Option<&HashCache>) -> ExaminedPath {
    let real = match located(root, path) {
        Ok(real) => real,
        Err(FileError::Missing { .. }) => return ExaminedPath::Nothing,
        Err(error) => return ExaminedPath::Refused(error),
    };
    // Taken before the bytes are read, so that the next run notices a change during the read.
    let stamp = fs::metadata(&real).ok().and_then(|metadata| FileStamp::of(&metadata));
    let stamp = stamp.filter(FileStamp::is_settled);
    let remembered = known.zip(stamp).and_then(|(known, stamp)| known.get(path, stamp));
    if let Some(fingerprint) = remembered {
        tracing::debug!("`{path}` has the size and times of the last run: its digest is taken from there");
        return ExaminedPath::File { fingerprint, stamp };
    }
    tracing::debug!("reading `{path}`");
    match fingerprint(&real) {
        Ok((fingerprint, FileNature::Ordinary)) => ExaminedPath::File { fingerprint, stamp },
        Ok((fingerprint, FileNature::LfsPointer)) => ExaminedPath::Pointer(fingerprint),
        Ok((_, FileNature::SecretKey(kind))) => ExaminedPath::Refused(FileError::SecretKey(kind)),
        Ok((_, FileNature::Package)) => ExaminedPath::Refused(FileError::NoEvidence(PACKAGE)),
        Err(error) => ExaminedPath::Refused(FileError::Unreadable(cause(error))),
    }
}

/// The error of the operating system, without the path, which the caller adds.
fn cause(error: Error) -> String {
    match error {
        Error::Read { cause, .. } => cause.to_string(),
        other => other.to_string(),
    }
}
