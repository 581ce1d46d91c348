//! What earlier builds wrote to an output folder: manifests, the revisions of documents, and the history of totals.

#![allow(clippy::disallowed_methods, reason = "load is the stage that reads files")]

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use onus_core::diagnostic::quoted;
use onus_core::digest::Sha256Digest;
use onus_core::model::Issued;
use onus_core::source::{TextKind, conflict_marks};
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};

use super::bounds::followed;
use super::reader::read_bytes;
use crate::error::Error;

/// Folder to which a workspace is built when no other is named.
pub const OUTPUT: &str = "output";

/// Largest of these files in bytes.
const LARGEST: u64 = 1024 * 1024 * 1024;

/// The schema of `manifest.json`.
pub const MANIFEST_SCHEMA: &str = "onus.manifest/1";

/// The schema of `revisions.json`.
pub const REVISIONS_SCHEMA: &str = "onus.revisions/1";

/// Name of the file with the revisions of the documents in its folder.
pub const REVISIONS: &str = "revisions.json";

/// Name of the file with every file of an organisation's output.
pub const MANIFEST: &str = "manifest.json";

/// Name of the file with one line for each build.
pub const HISTORY: &str = "history.jsonl";

/// Every file of an organisation's output.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct OrganizationManifest {
    /// [`MANIFEST_SCHEMA`].
    pub schema: String,
    /// Whose output it is.
    pub organization: String,
    /// By path.
    pub files: Vec<FileEntry>,
}

/// A file of the output.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct FileEntry {
    /// Path with `/`: below the output folder, in a manifest below the organisation's.
    pub path: String,
    /// Size in bytes.
    pub bytes: u64,
    /// Digest of its content.
    pub sha256: Sha256Digest,
}

/// The revisions of the documents of one folder.
#[derive(Debug, Default, Clone, PartialEq, Eq)]
pub struct Revisions {
    /// By the document's path from the folder, without an ending.
    pub documents: BTreeMap<String, Issued>,
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct RevisionsFile {
    schema: String,
    documents: BTreeMap<String, Issued>,
}

impl Revisions {
    /// The file, as pretty JSON ending in a newline.
    pub fn to_bytes(&self) -> Vec<u8> {
        let file = RevisionsFile { schema: REVISIONS_SCHEMA.to_owned(), documents: self.documents.clone() };
        let mut bytes = serde_json::to_vec_pretty(&file).expect("plain data keyed by text");
        bytes.push(b'\n');
        bytes
    }
}

/// An output folder, whether or not it is there yet.
#[derive(Debug, Clone)]
pub struct Published {
    root: PathBuf,
}

impl Published {
    /// What lies in a folder.
    pub fn new(root: &Path) -> Self {
        Self { root: root.to_owned() }
    }

    /// The folder.
    pub fn root(&self) -> &Path {
        &self.root
    }

    /// The revisions of the documents in a folder; empty if the file does not exist.
    ///
    /// # Errors
    ///
    /// When the file is there and is not what a build left: counting anew in silence would give two documents of one
    /// number.
    pub fn revisions(&self, folder: &str) -> Result<Revisions, Error> {
        let path = self.root.join(folder).join(REVISIONS);
        let read = self.parsed::<RevisionsFile>(&path)?;
        match read {
            None => Ok(Revisions::default()),
            Some(file) if file.schema == REVISIONS_SCHEMA => Ok(Revisions { documents: file.documents }),
            Some(file) => {
                Err(Error::BuildRecord { path, cause: format!("its schema is {}", quoted(&file.schema)) })
            }
        }
    }

    /// The manifest of an organisation; none where there is none.
    ///
    /// # Errors
    ///
    /// If it is not a manifest that a build wrote: without it, files that are ours cannot be told from others.
    pub fn manifest(&self, organization: &str) -> Result<Option<OrganizationManifest>, Error> {
        let path = self.root.join(organization).join(MANIFEST);
        match self.parsed::<OrganizationManifest>(&path)? {
            Some(manifest) if manifest.schema != MANIFEST_SCHEMA => {
                let cause = format!("its schema is {}", quoted(&manifest.schema));
                Err(Error::BuildRecord { path, cause })
            }
            read => Ok(read),
        }
    }

    /// Folders in which an earlier build left a manifest, by name.
    pub fn organizations(&self) -> Vec<String> {
        let entries = fs::read_dir(&self.root).into_iter().flatten().filter_map(Result::ok);
        let with_manifest = entries.filter(|entry| entry.path().join(MANIFEST).is_file());
        let mut names: Vec<String> =
            with_manifest.filter_map(|entry| entry.file_name().into_string().ok()).collect();
        names.sort();
        names
    }

    /// The text of the history of an organisation; empty where there is none.
    pub fn history(&self, organization: &str) -> Result<String, Error> {
        let path = self.root.join(organization).join(HISTORY);
        refuse_link(&path)?;
        match read_bytes(&path, LARGEST) {
            Ok(bytes) => {
                let text = String::from_utf8_lossy(&bytes).into_owned();
                match conflict(&text) {
                    // A line behind the marks would be lost when they are taken away.
                    Some(cause) => Err(Error::BuildRecord { path, cause }),
                    None => Ok(text),
                }
            }
            Err(problem) if problem.is_absence() => Ok(String::new()),
            Err(problem) => Err(Error::BuildRecord { path, cause: problem.to_string() }),
        }
    }

    /// True if a file has the place of one that a build wrote, as far as the manifests say, or of a record of builds.
    ///
    /// # Errors
    ///
    /// If a manifest is not one that a build wrote.
    pub fn lists(&self, file: &Path) -> Result<bool, Error> {
        let Some(path) = self.place_of(file) else { return Ok(false) };
        let Some((organization, below)) = path.split_once('/') else { return Ok(false) };
        if [MANIFEST, HISTORY].contains(&below) || path.ends_with(&format!("/{REVISIONS}")) {
            return Ok(true);
        }
        let manifest = self.manifest(organization)?;
        Ok(manifest.is_some_and(|manifest| manifest.files.iter().any(|entry| entry.path == below)))
    }

    /// The path of a file below the folder, with `/`, if it is or would be there.
    pub fn place_of(&self, file: &Path) -> Option<String> {
        let place = followed(file).ok()?;
        let below = place.strip_prefix(fs::canonicalize(&self.root).ok()?).ok()?;
        let parts: Option<Vec<&str>> = below.iter().map(|part| part.to_str()).collect();
        Some(parts?.join("/"))
    }

    /// The content of a path, if it is a regular file that can be read.
    pub fn bytes(&self, path: &str) -> Option<Vec<u8>> {
        read_bytes(&self.root.join(path), LARGEST).ok()
    }

    fn parsed<T: DeserializeOwned>(&self, path: &Path) -> Result<Option<T>, Error> {
        refuse_link(path)?;
        let bytes = match read_bytes(path, LARGEST) {
            Ok(bytes) => bytes,
            Err(problem) if problem.is_absence() => return Ok(None),
            Err(problem) => {
                return Err(Error::BuildRecord { path: path.to_owned(), cause: problem.to_string() });
            }
        };
        let parsed = serde_json::from_slice(&bytes);
        parsed.map(Some).map_err(|error| {
            let cause = conflict(&String::from_utf8_lossy(&bytes)).unwrap_or_else(|| error.to_string());
            Error::BuildRecord { path: path.to_owned(), cause }
        })
    }
}

/// Fails for a link: what builds record is in the folder itself, and would be written there.
fn refuse_link(path: &Path) -> Result<(), Error> {
    if path.is_symlink() { Err(Error::Link { path: path.to_owned() }) } else { Ok(()) }
}

/// Says in which line git left a mark, if there is one.
pub(super) fn conflict(text: &str) -> Option<String> {
    let mark = conflict_marks(text, TextKind::Data).into_iter().next()?;
    let line = text[..mark.start].matches('\n').count() + 1;
    Some(format!("line {line} is a mark that git left where two branches met: {}", quoted(&text[mark])))
}
