//! Where the files of a run go as they are made: a run holds none of them.

use std::collections::BTreeMap;
use std::sync::{Mutex, PoisonError};

use super::OutputFile;
use crate::error::Error;
use crate::load::Published;

/// Takes the files of a run.
pub trait Take: Sync {
    /// Takes a file. No two files have one path.
    fn take(&self, file: OutputFile) -> Result<(), Error>;

    /// Keeps something for the next run; where that is not possible, the next run makes it again.
    fn keep(&self, path: &str, bytes: &[u8]);
}

/// Keeps the files in memory, by path.
#[derive(Debug, Default)]
pub struct Shelf(Mutex<BTreeMap<String, Vec<u8>>>);

impl Shelf {
    /// The files, by path.
    pub fn files(self) -> Vec<OutputFile> {
        let files = self.0.into_inner().unwrap_or_else(PoisonError::into_inner);
        files.into_iter().map(|(path, bytes)| OutputFile { path, bytes }).collect()
    }
}

impl Take for Shelf {
    fn take(&self, file: OutputFile) -> Result<(), Error> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).insert(file.path, file.bytes);
        Ok(())
    }

    fn keep(&self, _: &str, _: &[u8]) {}
}

/// Lets the files go: enough to know what is wrong.
#[derive(Debug)]
pub struct Nowhere;

impl Take for Nowhere {
    fn take(&self, _: OutputFile) -> Result<(), Error> {
        Ok(())
    }

    fn keep(&self, _: &str, _: &[u8]) {}
}

/// Compares the files with those of an output folder.
#[derive(Debug)]
pub struct Comparison<'p> {
    published: &'p Published,
    other: Mutex<Vec<Difference>>,
}

/// A file that is not what a build would write.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Difference {
    /// Path below the output folder, with `/`.
    pub path: String,
    /// True when nothing is there.
    pub missing: bool,
}

impl<'p> Comparison<'p> {
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

impl Take for Comparison<'_> {
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
