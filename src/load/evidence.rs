//! Examines the files of evidence: each is streamed once, and its digest is kept for the next run, by size and times.

#![allow(clippy::disallowed_methods, reason = "load is the stage that reads files")]

use std::fs;
use std::path::{Path, PathBuf};

use onus_core::digest::Fingerprint;
use onus_core::texts::{EvidenceFiles, FileState};
use rayon::prelude::*;

use super::folder::FileError;
use super::hashes::HashCache;
use super::plain::fingerprint;
use super::secret::CacheSecret;
use super::stamp::FileStamp;
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
    Nothing,
    Refused(FileError),
}

/// Where a path leads, with links resolved, if that is a regular file in the workspace.
pub fn plain_file(root: &Path, path: &str) -> Result<PathBuf, FileError> {
    let unreadable = |error: std::io::Error| FileError::Unreadable(error.to_string());
    let bounds = fs::canonicalize(root).map_err(unreadable)?;
    let real = match fs::canonicalize(bounds.join(path)) {
        Ok(real) => real,
        Err(error) if is_absence(&error) => return Err(FileError::Missing { nearest: None }),
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

fn look(root: &Path, path: &str, known: Option<&HashCache>) -> ExaminedPath {
    let real = match plain_file(root, path) {
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
        Ok(fingerprint) => ExaminedPath::File { fingerprint, stamp },
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
