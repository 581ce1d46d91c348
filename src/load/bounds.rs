//! Whether files that a user names on the command line are in the workspace, and by which path.

#![allow(clippy::disallowed_methods, reason = "load is the stage that reads files")]

use std::ffi::OsString;
use std::fs;
use std::io;
use std::path::{Component, Path, PathBuf};

use super::plain::check_plain;
use crate::error::Error;

/// The folder of a workspace, with links resolved and as it was written.
#[derive(Debug)]
pub struct Bounds {
    root: PathBuf,
    written: PathBuf,
}

/// Where a file is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum FileLocation {
    /// In the workspace: its path there, with `/`.
    Inside(String),
    /// Somewhere else: its name.
    Outside(String),
}

impl Bounds {
    /// The bounds of a workspace that is there.
    pub fn of(root: &Path) -> Result<Self, Error> {
        let failed = |cause| Error::Workspace { path: root.to_owned(), cause };
        let written = absolute(root).map_err(failed)?;
        Ok(Self { root: fs::canonicalize(root).map_err(failed)?, written })
    }

    /// Where a regular file is.
    ///
    /// # Errors
    ///
    /// If it does not exist or is not a regular file, if its name cannot be written in a register, or if it is a link in
    /// the workspace that leads out of it.
    pub fn locate(&self, file: &Path) -> Result<FileLocation, Error> {
        self.location(file).map_err(|cause| Error::Read { path: file.to_owned(), cause })
    }

    /// The path in the workspace, with `/` and links resolved, of a file or folder that need not exist yet.
    pub fn inside(&self, path: &Path) -> Result<String, Error> {
        let failed = |cause| Error::Read { path: path.to_owned(), cause };
        let real = followed(path).map_err(failed)?;
        match real.strip_prefix(&self.root) {
            Ok(below) => portable(below).map_err(failed),
            Err(_) => Err(failed(io::Error::other("it is not in the workspace"))),
        }
    }

    /// The whole path of a path in the workspace.
    pub fn path(&self, inside: &str) -> PathBuf {
        self.root.join(inside)
    }

    /// True if the path exists in the workspace, even as a dangling link.
    pub fn exists(&self, inside: &str) -> bool {
        self.path(inside).symlink_metadata().is_ok()
    }

    fn location(&self, file: &Path) -> io::Result<FileLocation> {
        check_plain(&fs::metadata(file)?)?;
        let name = file.file_name().ok_or_else(|| io::Error::other("it is not a plain file"))?;
        let folder = file.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
        let place = fs::canonicalize(folder)?.join(name);
        let real = fs::canonicalize(file)?;
        let written = absolute(file)?;
        match (place.strip_prefix(&self.root), real.strip_prefix(&self.root)) {
            (Ok(below), Ok(_)) | (Err(_), Ok(below)) => portable(below).map(FileLocation::Inside),
            (Err(_), Err(_)) if !written.starts_with(&self.written) && !written.starts_with(&self.root) => {
                portable(Path::new(name)).map(FileLocation::Outside)
            }
            (_, Err(_)) => Err(io::Error::other(
                "a link leads out of the workspace; put the file itself there instead of a link to it",
            )),
        }
    }
}

/// The path from a folder to a file, both by their paths in the workspace.
pub fn path_from(folder: &str, file: &str) -> String {
    let folder: Vec<&str> = folder.split('/').filter(|part| !part.is_empty()).collect();
    let file: Vec<&str> = file.split('/').collect();
    let shared = folder.iter().zip(&file).take_while(|(one, other)| one == other).count();
    let up = std::iter::repeat_n("..", folder.len() - shared);
    up.chain(file[shared..].iter().copied()).collect::<Vec<_>>().join("/")
}

/// A path with `/` that can be written in YAML on every system.
fn portable(path: &Path) -> io::Result<String> {
    let mut parts = Vec::new();
    for part in path.components() {
        let Some(text) = part.as_os_str().to_str() else {
            return Err(io::Error::other("its name is not UTF-8; rename it"));
        };
        if text.contains('\\') || text.chars().any(char::is_control) {
            return Err(io::Error::other("its name has a control character or a backslash; rename it"));
        }
        parts.push(text);
    }
    Ok(parts.join("/"))
}

/// The path from the root of the file system, without `.` and `..`; links are not followed.
fn absolute(path: &Path) -> io::Result<PathBuf> {
    let mut plain = PathBuf::new();
    for part in std::path::absolute(path)?.components() {
        match part {
            Component::ParentDir => {
                plain.pop();
            }
            Component::CurDir => {}
            Component::Prefix(_) | Component::RootDir | Component::Normal(_) => plain.push(part),
        }
    }
    Ok(plain)
}

/// The path with links resolved, as far as it exists.
pub(super) fn followed(path: &Path) -> io::Result<PathBuf> {
    let mut there = absolute(path)?;
    let mut missing: Vec<OsString> = Vec::new();
    while there.symlink_metadata().is_err() {
        let Some(name) = there.file_name() else { break };
        missing.push(name.to_owned());
        there.pop();
    }
    let mut real = fs::canonicalize(there)?;
    real.extend(missing.iter().rev());
    Ok(real)
}
