//! What is around a build: what was there before it, and where its files go.

use crate::load::{CacheFolder, Published};
use crate::publish::Sink;

/// Is told how far a build is.
pub trait Progress: Sync {
    /// A number of projects of an organisation are about to be built.
    fn begin(&self, organization: &str, projects: usize);

    /// One more of them is built, or was up to date.
    fn step(&self);

    /// All of them are; the documents of the organisation follow.
    fn end(&self);
}

/// Ignores progress.
#[derive(Debug)]
pub struct NoProgress;

impl Progress for NoProgress {
    fn begin(&self, _: &str, _: usize) {}
    fn step(&self) {}
    fn end(&self) {}
}

/// Whether a build uses what earlier builds cached. What it makes is cached for the next one in either case.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CacheUse {
    /// What is up to date is not built again.
    Read,
    /// Everything is built again.
    Rebuild,
}

/// What is around a build.
#[derive(Clone, Copy)]
pub struct BuildEnv<'e> {
    /// The output of the last build, whose revisions go on.
    pub published: Option<&'e Published>,
    /// Where the cache is kept.
    pub cache: Option<&'e CacheFolder>,
    /// Whether it is used.
    pub cache_use: CacheUse,
    /// True when the revisions of documents are files of the build, too.
    pub writes_revisions: bool,
    /// Takes the files.
    pub sink: &'e dyn Sink,
    /// Is told how far the build is.
    pub progress: &'e dyn Progress,
}

impl<'e> BuildEnv<'e> {
    /// A build of its own: nothing before it, nothing kept.
    pub fn isolated(sink: &'e dyn Sink) -> Self {
        Self {
            published: None,
            cache: None,
            cache_use: CacheUse::Rebuild,
            writes_revisions: false,
            sink,
            progress: &NoProgress,
        }
    }
}
