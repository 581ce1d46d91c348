//! What one build keeps for the next, in `.onus/builds` of the workspace. What is missing, damaged or of another version is as if it
//! had never been kept: it costs time and nothing else.

#![allow(clippy::disallowed_methods, reason = "load is the stage that reads files")]

use std::path::{Path, PathBuf};

use onus_core::digest::Sha256Digest;
use serde::Serialize;
use serde::de::DeserializeOwned;

use super::reader::read_bytes;

/// Largest of these files in bytes.
const LARGEST: u64 = 1024 * 1024 * 1024;

/// Length of a digest in hexadecimal digits.
const DIGITS: usize = 64;

/// What builds of a workspace into one output folder keep.
#[derive(Debug, Clone)]
pub struct Memory {
    root: PathBuf,
    folder: String,
}

impl Memory {
    /// The memory of builds of a workspace that are told apart by a text, such as where they go.
    pub fn new(workspace: &Path, purpose: &str) -> Self {
        let digest = Sha256Digest::of(purpose.as_bytes()).to_string();
        Self { root: workspace.to_owned(), folder: format!(".onus/builds/{}", &digest[..16]) }
    }

    /// Path of a file of the memory from the workspace, with `/`.
    pub fn path(&self, name: &str) -> String {
        format!("{}/{name}.json", self.folder)
    }

    /// What is kept under a name, if it is whole.
    pub fn recall<T: DeserializeOwned>(&self, name: &str) -> Option<T> {
        let bytes = read_bytes(&self.root.join(self.path(name)), LARGEST).ok()?;
        let (digest, rest) = bytes.split_at_checked(DIGITS)?;
        let content = rest.strip_prefix(b"\n")?;
        if Sha256Digest::of(content).to_string().as_bytes() != digest {
            return None;
        }
        serde_json::from_slice(content).ok()
    }

    /// What is to be kept, with the digest by which damage is seen.
    pub fn sealed(value: &impl Serialize) -> Vec<u8> {
        let content = serde_json::to_vec(value).expect("plain data keyed by text");
        let mut bytes = Sha256Digest::of(&content).to_string().into_bytes();
        bytes.push(b'\n');
        bytes.extend(content);
        bytes
    }
}
