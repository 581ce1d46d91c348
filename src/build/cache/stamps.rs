//! How published files looked when they were last known to be right: a file that still looks so is not read to find out.

use std::collections::BTreeMap;

use onus_core::digest::Sha256Digest;
use serde::{Deserialize, Serialize};

use crate::build::result::CachedFile;
use crate::load::{CacheFolder, FileEntry, FileStamp, Published};
use crate::publish::OutputFile;

/// Name of their entry in the cache.
const STAMPS: &str = "stamps";

/// Stamps of published files by path, each with the digest of the content that it stands for.
#[derive(Debug, Default, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct FileStamps(BTreeMap<String, (FileStamp, Sha256Digest)>);

impl FileStamps {
    /// What the last build kept.
    pub fn read(cache: &CacheFolder) -> Self {
        cache.read(STAMPS).unwrap_or_default()
    }

    /// True when a file is still as it was published.
    pub(super) fn is_unchanged(&self, published: &Published, file: &CachedFile) -> bool {
        let FileEntry { path, sha256, .. } = &file.file;
        self.0.get(path).is_some_and(|(stamp, known)| {
            known == sha256 && FileStamp::at(&published.root().join(path)).as_ref() == Some(stamp)
        })
    }

    /// The entry to write when all files of a build are in their places, with its path from the workspace; none when nothing
    /// changed. A build of everything forgets files that are no longer generated.
    pub fn updated(
        self,
        cache: &CacheFolder,
        published: &Published,
        files: &[FileEntry],
        is_whole: bool,
    ) -> Option<OutputFile> {
        let stamp = |file: &FileEntry| {
            let stamp = FileStamp::at(&published.root().join(&file.path))?;
            Some((file.path.clone(), (stamp, file.sha256)))
        };
        let mut stamps = if is_whole { BTreeMap::new() } else { self.0.clone() };
        stamps.extend(files.iter().filter_map(stamp));
        let stamps = Self(stamps);
        (stamps != self)
            .then(|| OutputFile { path: cache.path(STAMPS), bytes: cache.to_bytes(STAMPS, &stamps) })
    }
}
