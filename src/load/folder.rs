//! A folder with the images and fonts of documents. Files are read when a document needs them, and never from outside the
//! folder.

#![allow(clippy::disallowed_methods, reason = "load is the stage that reads files")]

use std::fs;
use std::path::{Component, Path, PathBuf};

use onus_core::diagnostic::nearest;

use super::nature::is_pointer;
use super::reader::{ReadError, read_bytes};
use super::stamp::FileStamp;
use super::unicode_form::in_another_form;

/// Most names that are compared with a mistyped one.
const MOST_NAMES: usize = 2_000;

/// Deepest nesting that the fingerprint covers.
const DEEPEST: usize = 8;

/// A folder whose files are read by their paths in it.
#[derive(Debug, Clone)]
pub struct Folder {
    root: PathBuf,
    /// The folder that links may not leave.
    bounds: PathBuf,
}

/// Why a file was not read.
#[derive(Debug)]
pub enum FileError {
    /// It does not exist.
    Missing {
        /// A file with a similar name, which may be meant.
        nearest: Option<String>,
    },
    /// A link leads out of the folder.
    Outside,
    /// It is too large; the limit in MiB.
    TooLarge(u64),
    /// It is a Git LFS pointer instead of the file.
    Pointer,
    /// It contains a secret key, of this kind.
    SecretKey(&'static str),
    /// It cannot be evidence, with the reason.
    NoEvidence(&'static str),
    /// It cannot be read, with the reason.
    Unreadable(String),
}

impl Folder {
    /// A folder of a workspace; links may lead anywhere in the workspace.
    pub(super) fn within(workspace: &Path, name: &str) -> Self {
        Self { root: workspace.join(name), bounds: workspace.to_owned() }
    }

    /// The folder of a file; links may not leave it.
    pub fn beside(file: &Path) -> Self {
        let folder = file.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
        Self { root: folder.to_owned(), bounds: folder.to_owned() }
    }

    /// Reads a file of at most `largest` bytes by its path in the folder, with `/`.
    pub fn read(&self, path: &str, largest: u64) -> Result<Vec<u8>, FileError> {
        let plain = Path::new(path).components().all(|part| matches!(part, Component::Normal(_)));
        if !plain {
            return Err(FileError::Outside);
        }
        let place = self.root.join(path);
        let real = match fs::canonicalize(&place) {
            Ok(real) => real,
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => {
                let place = in_another_form(&self.root, path);
                let place = place.ok_or_else(|| FileError::Missing { nearest: self.nearest(path) })?;
                fs::canonicalize(place).map_err(|error| FileError::Unreadable(error.to_string()))?
            }
            Err(error) => return Err(FileError::Unreadable(error.to_string())),
        };
        let bounds =
            fs::canonicalize(&self.bounds).map_err(|error| FileError::Unreadable(error.to_string()))?;
        if !real.starts_with(bounds) {
            return Err(FileError::Outside);
        }
        let bytes = read_bytes(&real, largest).map_err(|problem| match problem {
            ReadError::TooLarge => FileError::TooLarge(largest / 1024 / 1024),
            ReadError::NoPlainFile => FileError::Unreadable("it is not a plain file".to_owned()),
            ReadError::System(error) => FileError::Unreadable(error.to_string()),
        })?;
        if is_pointer(&bytes) { Err(FileError::Pointer) } else { Ok(bytes) }
    }

    /// Changes whenever a file of the folder does: names, sizes and times.
    pub fn fingerprint(&self) -> String {
        let mut found = Vec::new();
        list(&self.root, DEEPEST, &mut found);
        found.sort();
        found.concat()
    }

    /// The file in the same folder with the most similar name.
    fn nearest(&self, path: &str) -> Option<String> {
        let (folder, name) = path.rsplit_once('/').unwrap_or(("", path));
        let place = fs::canonicalize(self.root.join(folder)).ok()?;
        let bounds = fs::canonicalize(&self.bounds).ok()?;
        let entries = fs::read_dir(&place).ok().filter(|_| place.starts_with(bounds))?;
        let mut names: Vec<String> = entries
            .take(MOST_NAMES)
            .filter_map(|entry| entry.ok()?.file_name().into_string().ok())
            .filter(|name| !name.starts_with('.'))
            .collect();
        names.sort();
        let found = nearest(name, names.iter().map(String::as_str))?;
        Some(if folder.is_empty() { found.to_owned() } else { format!("{folder}/{found}") })
    }
}

/// Adds the files of a folder and of those in it.
fn list(folder: &Path, deeper: usize, found: &mut Vec<String>) {
    for entry in fs::read_dir(folder).into_iter().flatten().filter_map(Result::ok) {
        let path = entry.path();
        match fs::metadata(&path) {
            Ok(metadata) if metadata.is_dir() && deeper > 0 => list(&path, deeper - 1, found),
            Ok(metadata) => {
                found.push(format!("{} {:?}\n", path.display(), FileStamp::of(&metadata)));
            }
            Err(_) => {}
        }
    }
}
