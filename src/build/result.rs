//! What building gives: files, what is known of them, and what has to be reported.

use chrono::NaiveDate;
use onus_core::diagnostic::Diagnostic;
use onus_core::digest::Sha256Digest;
use onus_core::model::Totals;
use serde::{Deserialize, Serialize};

use super::gap::SharedGap;
use crate::load::FileEntry;
use crate::pages::MissingCharacters;
use crate::publish::OutputFile;
use crate::render::view::ProjectSummary;

/// A file of a document, as the cache knows it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct CachedFile {
    /// The file.
    #[serde(flatten)]
    pub(super) file: FileEntry,
    /// Path of its document, without an ending; empty for data.
    pub(super) document: String,
    /// Digest of all that it was made from; none for data, which is always made again.
    pub(super) made_from: Option<Sha256Digest>,
}

/// A file of a build.
#[derive(Debug)]
pub(super) enum BuiltFile {
    /// Made by this build.
    New { content: OutputFile, cached: CachedFile },
    /// Made by an earlier build from the same, and still in its place.
    Unchanged(CachedFile),
}

impl BuiltFile {
    /// A new file of a document.
    pub(super) fn of_document(content: OutputFile, sha256: Sha256Digest, source: &FileSource<'_>) -> Self {
        let (document, made_from) = (source.document.to_owned(), Some(source.made_from));
        let cached = CachedFile { file: entry(&content, sha256), document, made_from };
        Self::New { content, cached }
    }

    /// A new file of data.
    pub(super) fn of_data(content: OutputFile, sha256: Sha256Digest) -> Self {
        let cached = CachedFile { file: entry(&content, sha256), document: String::new(), made_from: None };
        Self::New { content, cached }
    }
}

fn entry(content: &OutputFile, sha256: Sha256Digest) -> FileEntry {
    FileEntry { path: content.path.clone(), bytes: content.bytes.len() as u64, sha256 }
}

/// What a file of a document comes from.
#[derive(Debug, Clone, Copy)]
pub(super) struct FileSource<'s> {
    /// Path of the document, without an ending.
    pub(super) document: &'s str,
    /// Digest of all that it is made from.
    pub(super) made_from: Sha256Digest,
}

/// What has to be reported about documents. While there is anything, they are built again each time, so that it is reported
/// each time.
#[derive(Debug, Default)]
pub(super) struct Issues {
    /// Input mistakes.
    pub(super) mistakes: Vec<Diagnostic>,
    /// Documents are made all the same, but not as they should be.
    pub(super) warnings: Vec<Diagnostic>,
    /// Characters that no font has.
    pub(super) missing: MissingCharacters,
}

impl Issues {
    pub(super) fn is_empty(&self) -> bool {
        self.mistakes.is_empty() && self.warnings.is_empty() && self.missing.is_empty()
    }

    /// Adds those of other documents.
    pub(super) fn merge(&mut self, other: Self) {
        add_new(&mut self.mistakes, other.mistakes);
        add_new(&mut self.warnings, other.warnings);
        for (character, template) in other.missing {
            self.missing.entry(character).or_insert(template);
        }
    }
}

/// Adds diagnostics that were not there yet: documents of one template have its mistakes in common.
pub(super) fn add_new(known: &mut Vec<Diagnostic>, found: Vec<Diagnostic>) {
    for diagnostic in found {
        if !known.contains(&diagnostic) {
            known.push(diagnostic);
        }
    }
}

/// Documents of one subject, built.
#[derive(Debug, Default)]
pub(super) struct Documents {
    pub(super) files: Vec<BuiltFile>,
    pub(super) issues: Issues,
}

/// A project as the rest of a build sees it.
#[derive(Debug)]
pub(super) struct ProjectState {
    /// What was found, and where it is caused.
    pub(super) findings: Vec<SharedGap>,
    /// Entries of the organisation that change nothing in it.
    pub(super) idle: Vec<SharedGap>,
    /// How it stands.
    pub(super) totals: Totals,
    /// What the organisation's documents show of it; none when they show no projects.
    pub(super) summary: Option<ProjectSummary>,
    /// The first day on which it may have to be judged again.
    pub(super) review_on: Option<NaiveDate>,
}

/// A project's documents with its state, built and not yet handed over.
#[derive(Debug)]
pub(super) struct BuiltProject {
    pub(super) state: ProjectState,
    pub(super) documents: Documents,
}
