//! Whether two paths lead to one file, by links or by a second name of it.

#![allow(clippy::disallowed_methods, reason = "load is the stage that reads files")]

use std::fs;
use std::path::Path;
#[cfg(not(unix))]
use std::path::PathBuf;

/// What tells a file from others, whatever path leads to it.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct FileIdentity {
    /// Its device, and its number there.
    #[cfg(unix)]
    numbers: [u64; 2],
    /// Its path without links.
    #[cfg(not(unix))]
    path: PathBuf,
}

impl FileIdentity {
    /// None where there is no file.
    #[cfg(unix)]
    pub(super) fn of(path: &Path) -> Option<Self> {
        use std::os::unix::fs::MetadataExt;
        let found = fs::metadata(path).ok()?;
        Some(Self { numbers: [found.dev(), found.ino()] })
    }

    /// None where there is no file.
    #[cfg(not(unix))]
    pub(super) fn of(path: &Path) -> Option<Self> {
        fs::canonicalize(path).ok().map(|path| Self { path })
    }
}

/// Whether two paths lead to the same existing file, be it by two names of it.
pub fn is_same_file(one: &Path, other: &Path) -> bool {
    FileIdentity::of(one).is_some_and(|one| FileIdentity::of(other) == Some(one))
}
