//! Where a file goes that the user has named. What is no plain file, such as a pipe, a device or `/dev/stdout`, is written
//! to and stays what it is. Through a link to a plain file nothing is written, and inside the workspace, whose files are
//! other people's, no link may be on the way either.

use std::ffi::{OsStr, OsString};
use std::fs;
use std::io::{self, Write};
use std::path::{Component, Path, PathBuf};

use super::write::{CheckedFolder, FileAccess, FileBeside, create_folders, open_stream};
use crate::error::Error;

/// Most links in a row that lead to a device: as many as Linux follows.
const MOST_LINKS: usize = 40;

/// The number of standard output among the open files of a process; standard error comes next, and is the last that
/// every program has.
const STANDARD_OUTPUT: u32 = 1;
const STANDARD_ERROR: u32 = 2;

/// What becomes of folders that do not exist.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum MissingFolders {
    /// They are created.
    Create,
    /// They are an error: nobody wants a file in a folder whose name was mistyped.
    Refuse,
}

/// Whether a file is on the disk before it has its place.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Durability {
    /// When the system finds the time: it can be made again.
    Later,
    /// At once, for what people keep.
    Synced,
}

/// Where a file goes.
#[derive(Debug)]
pub(super) enum Destination {
    /// A name in a folder, under which there is a plain file or nothing.
    File(FileDestination),
    /// Something that is written to as it is.
    Stream(PathBuf),
}

/// A name in a folder.
#[derive(Debug)]
pub(super) struct FileDestination {
    pub(super) folder: CheckedFolder,
    pub(super) name: OsString,
    /// As the user has named it.
    path: PathBuf,
}

impl Destination {
    /// The place that a path means, for somebody who works in a workspace.
    pub(super) fn find(workspace: &Path, path: &Path, missing: MissingFolders) -> Result<Self, Error> {
        if leads_to_stream(path)? {
            return Ok(Self::Stream(path.to_owned()));
        }
        let name = file_name(path)?.to_owned();
        let folder = checked_folder(workspace, folder_of(path), missing).map_err(|error| match error {
            Error::Write { cause, .. } if cause.kind() == io::ErrorKind::NotFound => {
                failed(path, io::Error::other("the folder does not exist"))
            }
            error => error,
        })?;
        Ok(Self::File(FileDestination { folder, name, path: path.to_owned() }))
    }

    /// Writes a file there: what was there before stays until it is complete.
    pub(super) fn write(
        self,
        durability: Durability,
        write: impl FnOnce(&mut dyn Write) -> Result<(), Error>,
    ) -> Result<(), Error> {
        match self {
            Self::Stream(path) => {
                let mut stream = open_stream(&path).map_err(|cause| failed(&path, cause))?;
                write(&mut stream)?;
                stream.flush().map_err(|cause| failed(&path, cause))
            }
            Self::File(FileDestination { folder, name, path }) => {
                let failed = |cause| failed(&path, cause);
                folder.remove_abandoned();
                let mut beside = FileBeside::create(folder, FileAccess::Everyone).map_err(failed)?;
                write(beside.file())?;
                if durability == Durability::Synced {
                    beside.file().sync_all().map_err(failed)?;
                }
                beside.replace(&name).map_err(failed)
            }
        }
    }
}

/// True if a path means what standard output leads to, so that nothing else may be written there.
pub fn is_standard_output(path: &Path) -> bool {
    let mut here = path.to_owned();
    for _ in 0..MOST_LINKS {
        if descriptor(&here) == Some(STANDARD_OUTPUT) {
            return true;
        }
        match next(&here) {
            Some(place) => here = place,
            None => return false,
        }
    }
    false
}

/// True if two paths mean one file.
pub fn is_same_place(one: &Path, other: &Path) -> bool {
    let place = |path: &Path| Some(fs::canonicalize(folder_of(path)).ok()?.join(path.file_name()?));
    one == other
        || is_standard_output(one) && is_standard_output(other)
        || crate::load::is_same_file(one, other)
        || place(one).is_some_and(|one| place(other) == Some(one))
}

/// A folder that the user has named. Outside the workspace its path may lead through links, inside it may not.
pub(super) fn checked_folder(
    workspace: &Path,
    path: &Path,
    missing: MissingFolders,
) -> Result<CheckedFolder, Error> {
    let unknown = |cause| failed(path, cause);
    let root = fs::canonicalize(workspace).ok();
    let mut here = PathBuf::new();
    for part in std::path::absolute(path).map_err(unknown)?.components() {
        match part {
            Component::Prefix(_) => here.push(part),
            Component::RootDir => here = fs::canonicalize(here.join(part)).map_err(unknown)?,
            Component::CurDir => {}
            // `here` has no links, so the folder above is the one before.
            Component::ParentDir => {
                here.pop();
            }
            Component::Normal(name) => {
                let is_inside = root.as_ref().is_some_and(|root| here.starts_with(root));
                here.push(name);
                let is_link = fs::symlink_metadata(&here).is_ok_and(|found| found.is_symlink());
                if is_link && is_inside {
                    return Err(Error::Link { path: here });
                }
                if is_link {
                    here = fs::canonicalize(&here).map_err(|cause| failed(&here, cause))?;
                }
            }
        }
    }
    open_checked(root.as_deref(), &here, missing)
}

/// Opens a folder by a path without links; what is inside the workspace step by step, so that none can come up meanwhile.
fn open_checked(root: Option<&Path>, real: &Path, missing: MissingFolders) -> Result<CheckedFolder, Error> {
    let inside = root.and_then(|root| Some((root, real.strip_prefix(root).ok()?)));
    match (inside, missing) {
        (None, MissingFolders::Create) => create_folders(real).and_then(|()| CheckedFolder::open(real)),
        (None, MissingFolders::Refuse) => CheckedFolder::open(real),
        (Some((root, below)), MissingFolders::Create) => CheckedFolder::open(root)?.create_below(below),
        (Some((root, below)), MissingFolders::Refuse) => {
            let missing = || failed(real, io::ErrorKind::NotFound.into());
            CheckedFolder::open(root)?.below(below)?.ok_or_else(missing)
        }
    }
}

/// The folder of a path; `.` for a bare name.
pub(super) fn folder_of(path: &Path) -> &Path {
    path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."))
}

/// The last name of a path to a file.
fn file_name(path: &Path) -> Result<&OsStr, Error> {
    if path.as_os_str().is_empty() {
        return Err(failed(path, io::Error::other("a path must not be empty")));
    }
    let ends_as_folder = path.as_os_str().to_string_lossy().ends_with(std::path::is_separator);
    match path.file_name() {
        Some(name) if !ends_as_folder => Ok(name),
        Some(_) | None => {
            Err(failed(path, io::Error::other("it is the path of a folder; name a file in it")))
        }
    }
}

/// True if a path leads, by links or not, to something that is neither a plain file nor missing.
fn leads_to_stream(path: &Path) -> Result<bool, Error> {
    let refused = |words: &str| Err(failed(path, io::Error::other(words.to_owned())));
    let mut here = path.to_owned();
    for _ in 0..MOST_LINKS {
        // What another program has opened for this one, which may well be a file. A link is not trusted to choose it.
        if descriptor(&here).is_some_and(|number| here == *path || number <= STANDARD_ERROR) {
            return Ok(true);
        }
        match next(&here) {
            Some(place) => here = place,
            None => break,
        }
    }
    match fs::metadata(&here) {
        Ok(found) if found.is_dir() => refused("a folder with this name exists"),
        Ok(found) if is_disk(&found) => refused("it is a disk"),
        Ok(found) if !found.is_file() => Ok(true),
        Ok(_) | Err(_) if here == *path => Ok(false),
        Ok(_) | Err(_) => Err(Error::Link { path: path.to_owned() }),
    }
}

/// Where a link leads; none where there is no link.
fn next(path: &Path) -> Option<PathBuf> {
    Some(folder_of(path).join(fs::read_link(path).ok()?))
}

/// The number of an open file of this process, for `/proc/self/fd/1`, `/dev/fd/1` and the like.
fn descriptor(path: &Path) -> Option<u32> {
    let number = path.file_name()?.to_str()?.parse().ok()?;
    let folder = fs::canonicalize(folder_of(path)).ok()?;
    let own = Path::new("/proc").join(std::process::id().to_string());
    let is_listing = folder == own.join("fd") || folder == Path::new("/dev/fd");
    is_listing.then_some(number)
}

#[cfg(unix)]
fn is_disk(found: &fs::Metadata) -> bool {
    std::os::unix::fs::FileTypeExt::is_block_device(&found.file_type())
}

#[cfg(not(unix))]
fn is_disk(_: &fs::Metadata) -> bool {
    false
}

fn failed(path: &Path, cause: io::Error) -> Error {
    Error::Write { path: path.to_owned(), cause }
}
