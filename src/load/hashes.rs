//! What is remembered of files between runs, in `.onus/hashes.json` of the workspace (schema `onus.hashes/1`). A damaged
//! or missing memory costs time and nothing else.

#![allow(clippy::disallowed_methods, reason = "load is the stage that reads files")]

use std::collections::BTreeMap;
use std::fmt::Display;
use std::fs;
use std::path::Path;
use std::time::{Duration, SystemTime};

use onus_core::model::{Fingerprint, Sha256Digest};
use serde::{Deserialize, Serialize};

use super::reader::read_bytes;
use crate::error::ignore;

/// Where it lies, from the workspace's folder.
pub const HASHES: &str = ".onus/hashes.json";

const SCHEMA: &str = "onus.hashes/1";

/// Largest memory in bytes: a million files.
const LARGEST: u64 = 256 * 1024 * 1024;

/// A file that was written so shortly before it was read may be written again without another time.
const SETTLED: Duration = Duration::from_secs(2);

/// By what a file is known again.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Stamp {
    bytes: u64,
    /// Nanoseconds since 1970, of its content and, where the system has it, of anything about it.
    modified: u64,
    changed: u64,
}

impl Stamp {
    /// None where the system has no times, or where they are too new to tell anything.
    pub(super) fn of(metadata: &fs::Metadata) -> Option<Self> {
        let (modified, changed) = times(metadata)?;
        let settled = nanoseconds(SystemTime::now().checked_sub(SETTLED)?)?;
        (modified.max(changed) < settled).then_some(Self { bytes: metadata.len(), modified, changed })
    }
}

/// When the content of a file changed, and when anything about it did, in nanoseconds since 1970.
pub(super) fn times(metadata: &fs::Metadata) -> Option<(u64, u64)> {
    let modified = nanoseconds(metadata.modified().ok()?)?;
    Some((modified, changed(metadata).unwrap_or(modified)))
}

fn nanoseconds(time: SystemTime) -> Option<u64> {
    u64::try_from(time.duration_since(SystemTime::UNIX_EPOCH).ok()?.as_nanos()).ok()
}

/// The time of the last change of anything about a file, which nobody can set.
#[cfg(unix)]
fn changed(metadata: &fs::Metadata) -> Option<u64> {
    use std::os::unix::fs::MetadataExt;
    let seconds = u64::try_from(metadata.ctime()).ok()?;
    seconds.checked_mul(1_000_000_000)?.checked_add(u64::try_from(metadata.ctime_nsec()).ok()?)
}

#[cfg(not(unix))]
fn changed(_: &fs::Metadata) -> Option<u64> {
    None
}

/// What is remembered.
#[derive(Debug, Default)]
pub(super) struct Hashes {
    files: BTreeMap<String, Entry>,
    has_news: bool,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
struct Entry {
    bytes: u64,
    modified: u64,
    changed: u64,
    sha256: String,
    crc32: u32,
}

#[derive(Serialize, Deserialize)]
struct File {
    schema: String,
    files: BTreeMap<String, Entry>,
}

fn unusable<T>(result: Result<T, impl Display>) -> Option<T> {
    let named = result.map_err(|problem| format!("cannot read `{HASHES}`: {problem}"));
    ignore(named, "evidence files are read again")
}

impl Hashes {
    /// What the last run left.
    pub(super) fn load(root: &Path) -> Self {
        let bytes = match read_bytes(&root.join(HASHES), LARGEST) {
            Err(problem) if problem.is_absence() => None,
            read => unusable(read),
        };
        let file = bytes.and_then(|bytes| unusable(serde_json::from_slice::<File>(&bytes)));
        let files = file.filter(|file| file.schema == SCHEMA).map(|file| file.files).unwrap_or_default();
        Self { files, has_news: false }
    }

    /// What a file amounts to that looks as it did.
    pub(super) fn recall(&self, path: &str, stamp: &Stamp) -> Option<Fingerprint> {
        let entry = self.files.get(path)?;
        let known = Stamp { bytes: entry.bytes, modified: entry.modified, changed: entry.changed };
        let sha256 = Sha256Digest::parse(&entry.sha256)?;
        (known == *stamp).then_some(Fingerprint { bytes: entry.bytes, sha256, crc32: entry.crc32 })
    }

    /// Notes what a file amounts to.
    pub(super) fn remember(&mut self, path: &str, stamp: Stamp, fingerprint: Fingerprint) {
        // The file grew while it was read: it is not what its times say.
        if stamp.bytes != fingerprint.bytes {
            return;
        }
        let entry = Entry {
            bytes: stamp.bytes,
            modified: stamp.modified,
            changed: stamp.changed,
            sha256: fingerprint.sha256.to_string(),
            crc32: fingerprint.crc32,
        };
        if self.files.get(path) != Some(&entry) {
            self.files.insert(path.to_owned(), entry);
            self.has_news = true;
        }
    }

    /// The file to keep, or none when nothing new was learnt.
    pub(super) fn news(&self) -> Option<Vec<u8>> {
        let file = File { schema: SCHEMA.to_owned(), files: self.files.clone() };
        self.has_news.then(|| serde_json::to_vec(&file).expect("plain data keyed by text"))
    }
}
