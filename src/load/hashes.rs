//! The digests of evidence files from the last run, in `.onus/hashes.json` of the workspace (schema `onus.hashes/2`). If it
//! is damaged, missing or not from a run of this user, files are read again.

use std::collections::BTreeMap;
use std::fmt::Display;
use std::path::Path;

use onus_core::digest::{Fingerprint, Sha256Digest};
use serde::{Deserialize, Serialize};

use super::reader::read_bytes;
use super::secret::CacheSecret;
use super::stamp::FileStamp;
use crate::error::ignore;

/// Its path from the workspace's folder.
pub const HASHES: &str = ".onus/hashes.json";

const SCHEMA: &str = "onus.hashes/2";

/// Largest such file in bytes: a million entries.
const LARGEST: u64 = 256 * 1024 * 1024;

/// The digests of evidence files by path.
#[derive(Debug, Default)]
pub(super) struct HashCache {
    files: BTreeMap<String, HashEntry>,
    has_changed: bool,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
struct HashEntry {
    #[serde(flatten)]
    stamp: FileStamp,
    sha256: Sha256Digest,
    crc32: u32,
}

#[derive(Serialize, Deserialize)]
struct HashesFile {
    schema: String,
    /// The authentication code of the files.
    code: String,
    files: BTreeMap<String, HashEntry>,
}

/// The value; where there is a problem, that is logged, since all it costs is time.
fn usable<T>(result: Result<T, impl Display>) -> Option<T> {
    let named = result.map_err(|problem| format!("cannot read `{HASHES}`: {problem}"));
    ignore(named, "evidence files are read again")
}

impl HashCache {
    /// What the last run kept.
    pub(super) fn load(root: &Path, secret: CacheSecret) -> Self {
        let bytes = match read_bytes(&root.join(HASHES), LARGEST) {
            Err(problem) if problem.is_absence() => None,
            read => usable(read),
        };
        let file = bytes.and_then(|bytes| usable(serde_json::from_slice::<HashesFile>(&bytes)));
        let file = file.filter(|file| file.schema == SCHEMA && vouches(secret, file));
        Self { files: file.map(|file| file.files).unwrap_or_default(), has_changed: false }
    }

    /// Size and digests of a file whose stamp is the one it had when it was read.
    pub(super) fn get(&self, path: &str, stamp: FileStamp) -> Option<Fingerprint> {
        let entry = self.files.get(path).filter(|entry| entry.stamp == stamp)?;
        Some(Fingerprint { bytes: entry.stamp.bytes, sha256: entry.sha256, crc32: entry.crc32 })
    }

    /// Keeps size and digests of a file.
    pub(super) fn put(&mut self, path: &str, stamp: FileStamp, fingerprint: Fingerprint) {
        // A file that grew while it was read does not match the times that were read before.
        if stamp.bytes != fingerprint.bytes {
            return;
        }
        let entry = HashEntry { stamp, sha256: fingerprint.sha256, crc32: fingerprint.crc32 };
        if self.files.get(path) != Some(&entry) {
            self.files.insert(path.to_owned(), entry);
            self.has_changed = true;
        }
    }

    /// The file to write, or none when nothing changed.
    pub(super) fn updated(&self, secret: CacheSecret) -> Option<Vec<u8>> {
        if !self.has_changed {
            return None;
        }
        let code = secret.code(HASHES, &content(&self.files));
        let file = HashesFile { schema: SCHEMA.to_owned(), code, files: self.files.clone() };
        Some(serde_json::to_vec(&file).expect("plain data keyed by text"))
    }
}

/// True when a file is as a run of this user wrote it.
fn vouches(secret: CacheSecret, file: &HashesFile) -> bool {
    let is_ours = secret.vouches(&file.code, HASHES, &content(&file.files));
    if !is_ours {
        tracing::warn!("`{HASHES}` is not from a run of this user; evidence files are read again");
    }
    is_ours
}

/// What the authentication code is made of.
fn content(files: &BTreeMap<String, HashEntry>) -> Vec<u8> {
    serde_json::to_vec(files).expect("plain data keyed by text")
}
