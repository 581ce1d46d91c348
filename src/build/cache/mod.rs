//! The incremental build: a decorator around building a project, or the documents of an organisation. What depends on the
//! same as last time, and whose files are still in their places, is not built again.

mod entry;
mod key;
mod stamps;

use chrono::NaiveDate;
use onus_core::digest::Sha256Digest;
use onus_core::model::Totals;
use serde::Serialize;

use super::env::{BuildEnv, CacheUse};
use super::gap::SharedGap;
use super::result::{CachedFile, Issues};
use crate::render::view::ProjectSummary;

use entry::CacheEntry;
pub(super) use key::{KeyDigest, of_build, of_document, of_organization, of_project, of_projects_together};
pub use stamps::FileStamps;

/// What is built, and a digest of all that it depends on.
#[derive(Debug, Clone)]
pub(super) struct CacheKey {
    /// Name of the entry, such as `acme/payments`.
    pub(super) name: String,
    pub(super) digest: Sha256Digest,
}

impl CacheKey {
    /// Name of the entry with what the organisation's documents show of a project.
    fn summary(&self) -> String {
        format!("{}.summary", self.name)
    }
}

/// A project, or the documents of an organisation, built now or found up to date.
#[derive(Debug)]
pub(super) struct Built {
    pub(super) key: CacheKey,
    pub(super) files: Vec<CachedFile>,
    pub(super) findings: Vec<SharedGap>,
    /// Entries of the organisation that change nothing in the project.
    pub(super) idle: Vec<SharedGap>,
    pub(super) totals: Totals,
    /// Digest of what the organisation's documents show of a project.
    pub(super) summary_digest: Option<Sha256Digest>,
    /// That itself, unless the cache holds it: summaries of thousands of projects would fill the memory.
    pub(super) summary: Option<ProjectSummary>,
    pub(super) review_on: Option<NaiveDate>,
    pub(super) issues: Issues,
}

impl Built {
    fn up_to_date(key: &CacheKey, entry: CacheEntry) -> Self {
        Self {
            key: key.clone(),
            files: entry.files,
            findings: entry.findings,
            idle: entry.idle,
            totals: entry.totals,
            summary_digest: entry.summary,
            summary: None,
            review_on: entry.review_on,
            issues: Issues::default(),
        }
    }
}

/// The cache of a build.
pub(super) struct BuildCache<'c> {
    env: &'c BuildEnv<'c>,
    stamps: FileStamps,
    as_of: NaiveDate,
}

impl<'c> BuildCache<'c> {
    /// The cache that a build's surroundings name; without one, everything is built.
    pub(super) fn open(env: &'c BuildEnv<'c>, as_of: NaiveDate) -> Self {
        Self { env, stamps: env.cache.map(FileStamps::read).unwrap_or_default(), as_of }
    }

    /// What the last build made of the same, or what `build` makes of it now.
    pub(super) fn or_build<E>(
        &self,
        key: &CacheKey,
        build: impl FnOnce(PreviousFiles<'_>) -> Result<Built, E>,
    ) -> Result<Built, E> {
        let entry = self.get(key);
        match &entry {
            Some(entry) if self.is_fresh(entry, key) => {
                tracing::debug!("{}: up to date", key.name);
                return Ok(Built::up_to_date(key, entry.clone()));
            }
            Some(entry) => tracing::info!("{}: built again, because {}", key.name, self.reason(entry, key)),
            None => tracing::info!("{}: built, since the cache has no entry", key.name),
        }
        let mut built = build(PreviousFiles { cache: self, entry: entry.as_ref() })?;
        // Issues have to be reported by each build, so what has any is built each time.
        if built.issues.is_empty() {
            self.put(key, &mut built);
        }
        Ok(built)
    }

    fn get(&self, key: &CacheKey) -> Option<CacheEntry> {
        match self.env.cache_use {
            CacheUse::Read => self.env.cache?.read(&key.name),
            CacheUse::Rebuild => None,
        }
    }

    /// True when an entry still holds and its files are as they were published.
    fn is_fresh(&self, entry: &CacheEntry, key: &CacheKey) -> bool {
        entry.holds(key.digest, self.as_of) && entry.files.iter().all(|file| self.is_unchanged(file))
    }

    /// Why an entry is not fresh.
    fn reason(&self, entry: &CacheEntry, key: &CacheKey) -> &'static str {
        if entry.key != key.digest {
            "something that it depends on changed"
        } else if !entry.holds(key.digest, self.as_of) {
            "the as-of date changes an assessment"
        } else {
            "a published file is missing or changed"
        }
    }

    fn is_unchanged(&self, file: &CachedFile) -> bool {
        self.env.published.is_some_and(|published| self.stamps.is_unchanged(published, file))
    }

    fn put(&self, key: &CacheKey, built: &mut Built) {
        if self.env.cache.is_none() {
            return;
        }
        if let Some(summary) = built.summary.take() {
            self.keep(&key.summary(), &summary);
        }
        let entry = CacheEntry {
            key: key.digest,
            as_of: self.as_of,
            review_on: built.review_on,
            files: built.files.clone(),
            findings: built.findings.clone(),
            idle: built.idle.clone(),
            summary: built.summary_digest,
            totals: built.totals,
        };
        self.keep(&key.name, &entry);
    }

    /// What the organisation's documents show of a project, if the cache holds it as it was when the project was built.
    pub(super) fn summary(&self, built: &Built) -> Option<ProjectSummary> {
        let summary: ProjectSummary = self.env.cache?.read(&built.key.summary())?;
        (Some(summary_digest(&summary)) == built.summary_digest).then_some(summary)
    }

    /// Keeps what the organisation's documents show of a project that the cache had lost.
    pub(super) fn keep_summary(&self, built: &Built, summary: &ProjectSummary) {
        self.keep(&built.key.summary(), summary);
    }

    fn keep(&self, name: &str, value: &impl Serialize) {
        if let Some(cache) = self.env.cache {
            self.env.sink.keep(&cache.path(name), &cache.to_bytes(name, value));
        }
    }
}

/// Digest of what the organisation's documents show of a project.
pub(super) fn summary_digest(summary: &ProjectSummary) -> Sha256Digest {
    Sha256Digest::of(&serde_json::to_vec(summary).expect("plain data keyed by text"))
}

/// The files that the last build of a subject left, of which single documents may still be up to date.
#[derive(Clone, Copy)]
pub(super) struct PreviousFiles<'p> {
    cache: &'p BuildCache<'p>,
    entry: Option<&'p CacheEntry>,
}

impl PreviousFiles<'_> {
    /// The files of a document, if they were made from the same and are still in their places.
    pub(super) fn of_document(&self, document: &str, made_from: Sha256Digest) -> Option<Vec<CachedFile>> {
        let files: Vec<&CachedFile> =
            self.entry?.files.iter().filter(|file| file.document == document).collect();
        let is_good = |file: &&CachedFile| file.made_from == Some(made_from) && self.cache.is_unchanged(file);
        let are_good = !files.is_empty() && files.iter().all(is_good);
        are_good.then(|| files.into_iter().cloned().collect())
    }
}
