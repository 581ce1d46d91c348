//! What lies where evidence is said to lie: every file is read as a stream, once, and remembered by its size and times.

#![allow(clippy::disallowed_methods, reason = "load is the stage that reads files")]

use std::fs;
use std::path::{Path, PathBuf};

use onus_core::digest::Fingerprint;
use onus_core::texts::{EvidenceFiles, FileState};
use rayon::prelude::*;

use super::folder::Refusal;
use super::hashes::HashCache;
use super::plain::fingerprint;
use super::stamp::FileStamp;
use crate::error::Error;

/// Whether what is known of a file by its size and times is taken for true.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Trust {
    /// It is.
    Remembered,
    /// Every file is read again.
    Reread,
}

/// A file that must not be read, and why.
#[derive(Debug)]
pub struct RefusedFile {
    /// Its path from the workspace's folder, with `/`.
    pub path: String,
    /// Why not.
    pub refusal: Refusal,
}

/// What was found at the paths of evidence and of the copies of reports.
#[derive(Debug, Default)]
pub struct Examined {
    /// The state of each file.
    pub files: EvidenceFiles,
    /// Files that must not be read.
    pub refused: Vec<RefusedFile>,
    /// The digests to keep for the next run; none when nothing changed.
    pub updated_hashes: Option<Vec<u8>>,
}

/// Looks at paths of a workspace, which are given from its folder, with `/`.
pub fn examine<'p>(root: &Path, paths: impl IntoIterator<Item = &'p str>, trust: Trust) -> Examined {
    let mut paths: Vec<&str> = paths.into_iter().collect();
    paths.sort_unstable();
    paths.dedup();
    if paths.is_empty() {
        return Examined::default();
    }
    let mut hashes = HashCache::load(root);
    let known = match trust {
        Trust::Remembered => Some(&hashes),
        Trust::Reread => None,
    };
    let looked: Vec<(&str, Found)> = paths.par_iter().map(|path| (*path, look(root, path, known))).collect();
    let (mut files, mut refused) = (Vec::new(), Vec::new());
    for (path, found) in looked {
        let state = match found {
            Found::File { fingerprint, stamp } => {
                if let Some(stamp) = stamp {
                    hashes.put(path, stamp, fingerprint);
                }
                FileState::Present(fingerprint)
            }
            Found::Nothing => FileState::Missing,
            Found::Refused(refusal) => {
                refused.push(RefusedFile { path: path.to_owned(), refusal });
                FileState::Refused
            }
        };
        files.push((path.to_owned(), state));
    }
    Examined { files: files.into_iter().collect(), refused, updated_hashes: hashes.updated() }
}

/// What one look at a path found.
enum Found {
    /// A plain file; without a stamp where the system gives no times, or times too new to tell anything.
    File {
        fingerprint: Fingerprint,
        stamp: Option<FileStamp>,
    },
    Nothing,
    Refused(Refusal),
}

/// Where a path of a workspace leads, links followed, if that is a plain file within the workspace.
pub fn plain_file(root: &Path, path: &str) -> Result<PathBuf, Refusal> {
    let unreadable = |error: std::io::Error| Refusal::Unreadable(error.to_string());
    let bounds = fs::canonicalize(root).map_err(unreadable)?;
    let real = match fs::canonicalize(bounds.join(path)) {
        Ok(real) => real,
        Err(error) if is_absence(&error) => return Err(Refusal::Missing { nearest: None }),
        Err(error) => return Err(unreadable(error)),
    };
    if !real.starts_with(&bounds) {
        return Err(Refusal::Outside);
    }
    match fs::metadata(&real) {
        Ok(metadata) if metadata.is_file() => Ok(real),
        Ok(_) => Err(Refusal::Unreadable("it is not a plain file".to_owned())),
        Err(error) => Err(unreadable(error)),
    }
}

/// A part of the path that is a file cannot hold anything, either.
fn is_absence(error: &std::io::Error) -> bool {
    matches!(error.kind(), std::io::ErrorKind::NotFound | std::io::ErrorKind::NotADirectory)
}

fn look(root: &Path, path: &str, known: Option<&HashCache>) -> Found {
    let real = match plain_file(root, path) {
        Ok(real) => real,
        Err(Refusal::Missing { .. }) => return Found::Nothing,
        Err(refusal) => return Found::Refused(refusal),
    };
    // Taken before the bytes are read: a change during the read then shows as a change to the next run.
    let stamp = fs::metadata(&real).ok().and_then(|metadata| FileStamp::of(&metadata));
    let stamp = stamp.filter(FileStamp::is_settled);
    let remembered = known.zip(stamp).and_then(|(known, stamp)| known.get(path, stamp));
    if let Some(fingerprint) = remembered {
        tracing::debug!("`{path}` has the size and times of the last run: its digest is taken from there");
        return Found::File { fingerprint, stamp };
    }
    tracing::debug!("reading `{path}`");
    match fingerprint(&real) {
        Ok(fingerprint) => Found::File { fingerprint, stamp },
        Err(error) => Found::Refused(Refusal::Unreadable(cause(error))),
    }
}

/// What the system said, without the path, which is known.
fn cause(error: Error) -> String {
    match error {
        Error::Read { cause, .. } => cause.to_string(),
        other => other.to_string(),
    }
}
