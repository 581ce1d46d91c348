//! What was found at the paths that registers and reports name. Judging evidence needs the size and digest of a file,
//! never its content.

use std::collections::BTreeMap;

use crate::digest::Fingerprint;

/// What is at a path.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FileState {
    /// A plain file.
    Present(Fingerprint),
    /// Nothing.
    Missing,
    /// Something that must not be read, such as a pipe or a link out of the workspace; reported by whoever looked.
    Refused,
}

/// The state of each file that was looked at, by its path from the workspace's folder, with `/`.
#[derive(Debug, Default)]
pub struct EvidenceFiles(BTreeMap<String, FileState>);

impl EvidenceFiles {
    /// The state of the file at a path; none for a path that was not looked at, which is taken to be in order:
    /// `explain` looks at no files.
    pub fn state(&self, path: &str) -> Option<FileState> {
        self.0.get(path).copied()
    }

    /// Size and digest of the file at a path, if one is there.
    pub fn fingerprint(&self, path: &str) -> Option<&Fingerprint> {
        match self.0.get(path)? {
            FileState::Present(fingerprint) => Some(fingerprint),
            FileState::Missing | FileState::Refused => None,
        }
    }
}

impl FromIterator<(String, FileState)> for EvidenceFiles {
    fn from_iter<I: IntoIterator<Item = (String, FileState)>>(files: I) -> Self {
        Self(files.into_iter().collect())
    }
}
