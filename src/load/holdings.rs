//! What lies where evidence is said to lie: every file is read as a stream, once, and remembered by its size and times.

#![allow(clippy::disallowed_methods, reason = "load is the stage that reads files")]

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use rayon::prelude::*;

use super::folder::Refusal;
use super::hashes::{Hashes, Stamp};
use super::plain::fingerprint;
use crate::error::Error;
use crate::model::Fingerprint;

/// Whether what is known of a file by its size and times is taken for true.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Trust {
    /// It is.
    Remembered,
    /// Every file is read again.
    Reread,
}

/// What lies at a path.
#[derive(Debug)]
pub enum Holding {
    /// A file.
    File(Fingerprint),
    /// Nothing.
    Missing,
    /// Something that is not taken; why.
    Refused(Refusal),
}

/// What lies at the paths of evidence and of the copies of reports.
#[derive(Debug, Default)]
pub struct Holdings {
    files: BTreeMap<String, Holding>,
    hashes: Hashes,
}

impl Holdings {
    /// Looks at paths of a workspace, which are given from its folder, with `/`.
    pub fn examine<'p>(root: &Path, paths: impl IntoIterator<Item = &'p str>, trust: Trust) -> Self {
        let mut paths: Vec<&str> = paths.into_iter().collect();
        paths.sort_unstable();
        paths.dedup();
        if paths.is_empty() {
            return Self::default();
        }
        let known = Hashes::load(root);
        let looked: Vec<(&str, Holding, Option<Stamp>)> = paths
            .par_iter()
            .map(|path| {
                let remembered = match trust {
                    Trust::Remembered => Some(&known),
                    Trust::Reread => None,
                };
                let (holding, stamp) = look(root, path, remembered);
                (*path, holding, stamp)
            })
            .collect();
        let mut holdings = Self { hashes: known, ..Self::default() };
        for (path, holding, stamp) in looked {
            if let (Holding::File(fingerprint), Some(stamp)) = (&holding, stamp) {
                holdings.hashes.remember(path, stamp, *fingerprint);
            }
            holdings.files.insert(path.to_owned(), holding);
        }
        holdings
    }

    /// What lies at a path; none where nobody looked.
    pub fn at(&self, path: &str) -> Option<&Holding> {
        self.files.get(path)
    }

    /// What the file at a path amounts to, if one is there.
    pub fn fingerprint(&self, path: &str) -> Option<&Fingerprint> {
        match self.files.get(path)? {
            Holding::File(fingerprint) => Some(fingerprint),
            Holding::Missing | Holding::Refused(_) => None,
        }
    }

    /// What is to be remembered for the next run, or none when that is known already.
    pub fn news(&self) -> Option<Vec<u8>> {
        self.hashes.news()
    }
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

fn look(root: &Path, path: &str, known: Option<&Hashes>) -> (Holding, Option<Stamp>) {
    let real = match plain_file(root, path) {
        Ok(real) => real,
        Err(Refusal::Missing { .. }) => return (Holding::Missing, None),
        Err(refusal) => return (Holding::Refused(refusal), None),
    };
    // Taken before the bytes are read: what changes while they are is seen as a change by the next run.
    let stamp = fs::metadata(&real).ok().and_then(|metadata| Stamp::of(&metadata));
    if let Some(found) = known.zip(stamp.as_ref()).and_then(|(known, stamp)| known.recall(path, stamp)) {
        return (Holding::File(found), stamp);
    }
    match fingerprint(&real) {
        Ok(fingerprint) => (Holding::File(fingerprint), stamp),
        Err(error) => (Holding::Refused(Refusal::Unreadable(cause(error))), None),
    }
}

/// What the system said, without the path, which is known.
fn cause(error: Error) -> String {
    match error {
        Error::Read { cause, .. } => cause.to_string(),
        other => other.to_string(),
    }
}
