//! A complete file beside the place that it will take in the workspace, for changes of several files.

use std::ffi::{OsStr, OsString};
use std::io::{self, BufReader, Read};
use std::path::{Path, PathBuf};

use super::write::{CheckedFolder, FileAccess, FileBeside};
use crate::error::Error;

/// How much of the file is in memory while it is copied.
const BUFFER: usize = 1024 * 1024;

/// A complete file beside the place that it will take.
#[derive(Debug)]
pub struct Staged {
    beside: FileBeside,
    name: OsString,
    place: PathBuf,
    /// Whether it may replace an existing file.
    replaces: bool,
}

impl Staged {
    /// Writes the new text of a file of the workspace beside it, with the same permissions. `path` has no links in it.
    pub fn text(workspace: &Path, path: &str, text: &str) -> Result<Self, Error> {
        Self::write(workspace, path, &mut text.as_bytes(), true)
    }

    /// Writes the content of a reader beside a place where no file exists.
    pub fn copy(workspace: &Path, path: &str, from: &mut dyn Read) -> Result<Self, Error> {
        Self::write(workspace, path, from, false)
    }

    fn write(workspace: &Path, path: &str, from: &mut dyn Read, replaces: bool) -> Result<Self, Error> {
        let place = workspace.join(path);
        let (folder, name) = path.rsplit_once('/').unwrap_or(("", path));
        let name = OsStr::new(name);
        let folder = CheckedFolder::open(workspace)?.create_below(Path::new(folder))?;
        folder.check_replaceable(name)?;
        folder.remove_abandoned();
        let stage = || -> io::Result<FileBeside> {
            let mut beside = FileBeside::create(folder, FileAccess::Everyone)?;
            let mut buffered = BufReader::with_capacity(BUFFER, from);
            io::copy(&mut buffered, beside.file())?;
            beside.take_permissions_of(name)?;
            Ok(beside)
        };
        let beside = stage().map_err(|cause| Error::Write { path: place.clone(), cause })?;
        Ok(Self { beside, name: name.to_owned(), place, replaces })
    }

    /// Moves it to its place.
    pub fn publish(self) -> Result<(), Error> {
        let Self { beside, name, place, replaces } = self;
        let placed = if replaces { beside.replace(&name) } else { beside.place(&name) };
        placed.map_err(|cause| Error::Write { path: place, cause })
    }
}
