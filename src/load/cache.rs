//! The build cache, in `.onus/builds` of the workspace. Entries that are missing, damaged, of another version or not
//! written by a run of this user are built again: that costs time and nothing else.

#![allow(clippy::disallowed_methods, reason = "load is the stage that reads files")]

use std::path::{Path, PathBuf};

use onus_core::digest::Sha256Digest;
use serde::Serialize;
use serde::de::DeserializeOwned;

use super::reader::read_bytes;
use super::secret::{CODE_DIGITS, CacheSecret};

/// The folder of a workspace for what the next run can be spared; never part of a repository.
pub const CACHE: &str = ".onus";

/// Largest of these files in bytes.
const LARGEST: u64 = 1024 * 1024 * 1024;

/// The folder in which builds of a workspace into one output folder keep their cache.
#[derive(Debug, Clone)]
pub struct CacheFolder {
    workspace: PathBuf,
    folder: String,
    secret: CacheSecret,
}

impl CacheFolder {
    /// The folder of a workspace's builds for one purpose, such as an output folder and a set of formats.
    pub fn new(workspace: &Path, purpose: &str, secret: CacheSecret) -> Self {
        let digest = Sha256Digest::of(purpose.as_bytes()).to_string();
        // 64 bits tell the few output folders of one workspace apart, and keep paths short.
        Self { workspace: workspace.to_owned(), folder: format!(".onus/builds/{}", &digest[..16]), secret }
    }

    /// Path of an entry from the workspace, with `/`.
    pub fn path(&self, name: &str) -> String {
        format!("{}/{name}.json", self.folder)
    }

    /// The entry with a name, if it exists and is intact. Otherwise the reason is logged.
    pub fn read<T: DeserializeOwned>(&self, name: &str) -> Option<T> {
        let path = self.path(name);
        let bytes = match read_bytes(&self.workspace.join(&path), LARGEST) {
            Ok(bytes) => bytes,
            Err(problem) if problem.is_absence() => return None,
            Err(problem) => {
                tracing::warn!("cannot read `{path}`: {problem}; it is built again");
                return None;
            }
        };
        let content = self.content(&path, &bytes);
        let entry = content.and_then(|content| serde_json::from_slice(content).ok());
        if entry.is_none() {
            tracing::warn!(
                "`{path}` is damaged, of another version or not from a run of this user; it is built again"
            );
        }
        entry
    }

    /// The bytes of an entry: its authentication code, and its JSON.
    pub fn to_bytes(&self, name: &str, value: &impl Serialize) -> Vec<u8> {
        let content = serde_json::to_vec(value).expect("plain data keyed by text");
        let mut bytes = self.secret.code(&self.path(name), &content).into_bytes();
        bytes.push(b'\n');
        bytes.extend(content);
        bytes
    }

    /// The JSON of an entry, if its code vouches for it.
    fn content<'b>(&self, path: &str, bytes: &'b [u8]) -> Option<&'b [u8]> {
        let (code, rest) = bytes.split_at_checked(CODE_DIGITS)?;
        let content = rest.strip_prefix(b"\n")?;
        self.secret.vouches(std::str::from_utf8(code).ok()?, path, content).then_some(content)
    }
}
