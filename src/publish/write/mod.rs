//! The one place that opens files for writing, and that creates, renames and removes files and folders. A folder is opened
//! step by step, and what happens in it happens by names in the open folder: nothing is written through a link, whoever
//! put it there, when ever.

#![allow(
    clippy::disallowed_methods,
    reason = "the one place that writes; a test of the architecture names it"
)]

mod beside;
#[cfg(any(test, not(unix)))]
mod portable;
#[cfg(unix)]
mod unix;

use std::ffi::OsStr;
use std::fs::{self, File};
use std::io;
use std::path::{Component, Path, PathBuf};

#[cfg(not(unix))]
use portable::FolderPath as Handle;
#[cfg(unix)]
use unix::FolderHandle as Handle;

use crate::error::Error;

pub(super) use beside::FileBeside;

/// What stands under a name in a folder.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum EntryKind {
    /// A plain file.
    File,
    /// A plain file that is mounted by itself: it can be written to and not replaced.
    MountedFile,
    Folder,
    Link,
    /// A pipe, a socket or a device.
    Special,
}

/// Who may read a new file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum FileAccess {
    /// Its owner only, for secret keys.
    Owner,
    /// Whoever may read new files of the user.
    Everyone,
}

/// What a file is opened for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum OpenMode {
    New(FileAccess),
    Append,
    Lock,
    Present,
    Read,
}

/// Between two mounts nothing can be renamed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct MountId {
    device: u64,
    mount: u64,
}

/// A folder in which files may be written: no link of the workspace has led to it.
#[derive(Debug)]
pub(super) struct CheckedFolder {
    path: PathBuf,
    handle: Handle,
}

impl CheckedFolder {
    /// A folder that is trusted as it is, such as the one of the workspace.
    pub(super) fn open(path: &Path) -> Result<Self, Error> {
        let handle = Handle::open(path).map_err(|cause| failed(path, cause))?;
        Ok(Self { path: path.to_owned(), handle })
    }

    /// Lets messages name it by another path to it.
    pub(super) fn call(&mut self, path: &Path) {
        path.clone_into(&mut self.path);
    }

    /// The path by which messages name it.
    pub(super) fn path(&self) -> &Path {
        &self.path
    }

    /// A folder below this one, by its path with `/`; none if there is none.
    ///
    /// # Errors
    ///
    /// If a link or a file is on the way, or if the path leads upwards.
    pub(super) fn below(&self, path: &Path) -> Result<Option<Self>, Error> {
        self.walk(path, false)
    }

    /// The same, created where it is missing.
    pub(super) fn create_below(&self, path: &Path) -> Result<Self, Error> {
        let missing = || failed(&self.path.join(path), io::ErrorKind::NotFound.into());
        self.walk(path, true)?.ok_or_else(missing)
    }

    fn walk(&self, path: &Path, creates: bool) -> Result<Option<Self>, Error> {
        // Opened anew, as the folder above stays open too.
        let mut here = Self { path: self.path.clone(), handle: self.reopened()? };
        for part in path.components() {
            let name = match part {
                Component::Normal(name) => name,
                Component::CurDir => continue,
                Component::ParentDir | Component::RootDir | Component::Prefix(_) => {
                    let cause = io::Error::other("it is outside the folder");
                    return Err(failed(&self.path.join(path), cause));
                }
            };
            let place = here.path.join(name);
            let mut opened = here.handle.open_folder(name);
            if creates && opened.as_ref().is_err_and(|cause| cause.kind() == io::ErrorKind::NotFound) {
                match here.handle.create_folder(name) {
                    // Another thread may have been quicker.
                    Err(cause) if cause.kind() != io::ErrorKind::AlreadyExists => {
                        return Err(failed(&place, cause));
                    }
                    Ok(()) | Err(_) => opened = here.handle.open_folder(name),
                }
            }
            match opened {
                Ok(handle) => here = Self { path: place, handle },
                Err(cause) if !creates && cause.kind() == io::ErrorKind::NotFound => return Ok(None),
                Err(cause) => return Err(here.refusal(name, cause)),
            }
        }
        Ok(Some(here))
    }

    fn reopened(&self) -> Result<Handle, Error> {
        let here = self.handle.open_folder(OsStr::new("."));
        here.map_err(|cause| failed(&self.path, cause))
    }

    /// What stands under a name.
    pub(super) fn kind(&self, name: &OsStr) -> Result<Option<EntryKind>, Error> {
        self.handle.kind(name).map_err(|cause| failed(&self.path.join(name), cause))
    }

    /// Fails if a file of this name cannot be made or replaced.
    pub(super) fn check_replaceable(&self, name: &OsStr) -> Result<(), Error> {
        let path = self.path.join(name);
        let refused = |words: &str| Err(failed(&path, io::Error::other(words)));
        match self.kind(name)? {
            None | Some(EntryKind::File) => Ok(()),
            Some(EntryKind::MountedFile) => Err(Error::MountedFile { path }),
            Some(EntryKind::Folder) => refused("a folder with this name exists"),
            Some(EntryKind::Link) => Err(Error::Link { path }),
            Some(EntryKind::Special) => refused("it is not a plain file"),
        }
    }

    /// Creates a file of a new name.
    pub(super) fn create_new(&self, name: &OsStr, access: FileAccess) -> io::Result<File> {
        self.handle.open_file(name, OpenMode::New(access))
    }

    /// Opens a plain file to append to it; it is created if necessary.
    pub(super) fn open_to_append(&self, name: &OsStr) -> Result<File, Error> {
        self.open_plain(name, OpenMode::Append)
    }

    /// Opens a plain file to lock it; it is created if necessary.
    pub(super) fn open_to_lock(&self, name: &OsStr) -> Result<File, Error> {
        self.open_plain(name, OpenMode::Lock)
    }

    fn open_plain(&self, name: &OsStr, mode: OpenMode) -> Result<File, Error> {
        let file = self.handle.open_file(name, mode).map_err(|cause| self.refusal(name, cause))?;
        let is_plain = file.metadata().map_err(|cause| failed(&self.path.join(name), cause))?.is_file();
        if is_plain {
            Ok(file)
        } else {
            Err(failed(&self.path.join(name), io::Error::other("it is not a plain file")))
        }
    }

    /// Moves a file to another folder, where it replaces one of that name.
    pub(super) fn rename(&self, from: &OsStr, folder: &Self, to: &OsStr) -> io::Result<()> {
        self.handle.rename(from, &folder.handle, to)
    }

    pub(super) fn remove_file(&self, name: &OsStr) -> io::Result<()> {
        self.handle.remove_file(name)
    }

    /// Removes a folder in this one, by its path with `/`, and those above it up to this one, as far as they are empty.
    pub(super) fn remove_empty(&self, path: &str) {
        let (above, name) = path.rsplit_once('/').unwrap_or(("", path));
        let Ok(Some(folder)) = self.below(Path::new(above)) else { return };
        // Fails where a folder is not empty, as it should: files that are not ours stay.
        if !name.is_empty() && folder.handle.remove_folder(OsStr::new(name)).is_ok() {
            self.remove_empty(above);
        }
    }

    /// Removes a folder of ours with all that is in it. If it is a link, only the link is removed.
    pub(super) fn clear(&self, name: &str) -> Result<(), Error> {
        let path = self.path.join(name);
        match fs::remove_dir_all(&path) {
            Err(cause) if cause.kind() != io::ErrorKind::NotFound => Err(failed(&path, cause)),
            Ok(()) | Err(_) => Ok(()),
        }
    }

    /// Fails if files cannot be made in it.
    pub(super) fn check_writable(&self) -> Result<(), Error> {
        self.handle.check_writable().map_err(|cause| failed(&self.path, cause))
    }

    /// The mount that it lies on.
    pub(super) fn mount(&self) -> Result<MountId, Error> {
        self.handle.mount().map_err(|cause| failed(&self.path, cause))
    }

    /// Why something under a name could not be opened: a link is named as one.
    fn refusal(&self, name: &OsStr, cause: io::Error) -> Error {
        let path = self.path.join(name);
        match self.handle.kind(name) {
            Ok(Some(EntryKind::Link)) => Error::Link { path },
            Ok(Some(EntryKind::Folder)) if cause.kind() != io::ErrorKind::PermissionDenied => {
                failed(&path, io::Error::other("a folder with this name exists"))
            }
            Ok(_) | Err(_) => failed(&path, cause),
        }
    }
}

/// Creates a folder that the user named, and those above it.
pub(super) fn create_folders(path: &Path) -> Result<(), Error> {
    fs::create_dir_all(path).map_err(|cause| failed(path, cause))
}

/// Removes a folder if it is empty.
pub(super) fn remove_if_empty(path: &Path) {
    // Fails if the folder is not empty, as it should.
    let _ = fs::remove_dir(path);
}

/// Removes a file by its path, when a signal ends the program.
pub(super) fn remove_unfinished(path: &Path) {
    let _ = fs::remove_file(path);
}

/// Removes a folder of ours by its path, when a signal ends the program.
pub(super) fn clear_unfinished(path: &Path) {
    let _ = fs::remove_dir_all(path);
}

/// Opens a pipe or a device, or what another program has opened for us, to write to it.
pub(super) fn open_stream(path: &Path) -> io::Result<File> {
    // Appended: where it is a file that a shell has opened, others write to it too.
    fs::OpenOptions::new().append(true).open(path)
}

fn failed(path: &Path, cause: io::Error) -> Error {
    Error::Write { path: path.to_owned(), cause }
}
