//! Where the files of a build go as they are generated, so that few of them are in memory at once.

use std::collections::BTreeMap;
use std::sync::{Mutex, PoisonError};

use super::OutputFile;
use crate::error::Error;
use crate::load::Published;

/// Takes the files of a build.
pub trait Sink: Sync {
    /// Takes a file. No two files have the same path.
    fn take(&self, file: OutputFile) -> Result<(), Error>;

    /// Writes a cache entry. It is not an error if that fails: the next build then works without it.
    fn keep(&self, path: &str, bytes: &[u8]);
}

/// Keeps the files in memory, by path.
#[derive(Debug, Default)]
pub struct MemorySink(Mutex<BTreeMap<String, Vec<u8>>>);

impl MemorySink {
    /// The files, by path.
    pub fn files(self) -> Vec<OutputFile> {
        let files = self.0.into_inner().unwrap_or_else(PoisonError::into_inner);
        files.into_iter().map(|(path, bytes)| OutputFile { path, bytes }).collect()
    }
}

impl Sink for MemorySink {
    fn take(&self, file: OutputFile) -> Result<(), Error> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).insert(file.path, file.bytes);
        Ok(())
    }

    fn keep(&self, _: &str, _: &[u8]) {}
}

/// Drops the files; for commands that only want diagnostics and findings.
#[derive(Debug)]
pub struct NullSink;

impl Sink for NullSink {
    fn take(&self, _: OutputFile) -> Result<(), Error> {
        Ok(())
    }

    fn keep(&self, _: &str, _: &[u8]) {}
}

/// Compares the files with those of an output folder.
#[derive(Debug)]
pub struct CompareSink<'p> {
    published: &'p Published,
    other: Mutex<Vec<Difference>>,
}

/// A file that differs from what a build would write.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Difference {
    /// Path below the output folder, with `/`.
    pub path: String,
    /// True if the file does not exist.
    pub missing: bool,
}

impl<'p> CompareSink<'p> {
    /// Nothing compared yet.
    pub fn new(published: &'p Published) -> Self {
        Self { published, other: Mutex::default() }
    }

    /// What differs, by path.
    pub fn differences(self) -> Vec<Difference> {
        let mut found = self.other.into_inner().unwrap_or_else(PoisonError::into_inner);
        found.sort();
        found
    }
}

impl Sink for CompareSink<'_> {
    fn take(&self, file: OutputFile) -> Result<(), Error> {
        let there = self.published.bytes(&file.path);
        if there.as_ref() != Some(&file.bytes) {
            let found = Difference { path: file.path, missing: there.is_none() };
            self.other.lock().unwrap_or_else(PoisonError::into_inner).push(found);
        }
        Ok(())
    }

    fn keep(&self, _: &str, _: &[u8]) {}
}
