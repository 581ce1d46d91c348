//! The state of the files that registers and attestations name. Assessment needs the size and digest of a file, never
//! its content.

use std::collections::BTreeMap;

use crate::digest::Fingerprint;

/// What is found at a path.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FileState {
    /// A plain file.
    Present(Fingerprint),
    /// A Git LFS pointer, which stands in for a file that was not fetched.
    Pointer(Fingerprint),
    /// Nothing.
    Missing,
    /// Something that must not be read, such as a pipe or a link out of the workspace. `load` reports it.
    Refused,
}

/// The state of each file that was looked up, by its path from the workspace, with `/`.
#[derive(Debug, Default)]
pub struct EvidenceFiles(BTreeMap<String, FileState>);

impl EvidenceFiles {
    /// The state of the file at a path. None for a path that was not looked up; it counts as in order, because
    /// `explain` looks up no files.
    pub fn state(&self, path: &str) -> Option<FileState> {
        self.0.get(path).copied()
    }

    /// Size and digest of the file at a path, if it exists.
    pub fn fingerprint(&self, path: &str) -> Option<&Fingerprint> {
        match self.0.get(path)? {
            FileState::Present(fingerprint) => Some(fingerprint),
            FileState::Pointer(_) | FileState::Missing | FileState::Refused => None,
        }
    }
}

impl FromIterator<(String, FileState)> for EvidenceFiles {
    fn from_iter<I: IntoIterator<Item = (String, FileState)>>(files: I) -> Self {
        Self(files.into_iter().collect())
    }
}
