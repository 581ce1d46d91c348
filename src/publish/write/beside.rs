//! A file that is written beside its place and renamed when it is complete. What a killed run has left of such files is
//! taken away by the next one that writes to the folder.

use std::ffi::{OsStr, OsString};
use std::fs::{self, File, TryLockError};
use std::io::{self, Read, Seek, Write};
use std::time::Duration;

use super::{CheckedFolder, EntryKind, FileAccess, OpenMode, remove_unfinished};
use crate::error::ignore;
use crate::interrupt::{Unfinished, step};

const PREFIX: &str = ".onus-";
const SUFFIX: &str = ".part";

/// Where the file system has no locks, what is older than this belongs to no run any more.
const ABANDONED: Duration = Duration::from_secs(24 * 60 * 60);

/// A file beside the place that it will take. If it is dropped before that, it is removed.
#[derive(Debug)]
pub(in super::super) struct FileBeside {
    folder: CheckedFolder,
    name: OsString,
    file: File,
    /// False once it has its place and nothing has this name any more.
    waits: bool,
    _unfinished: Unfinished,
}

impl FileBeside {
    /// An empty file in a folder.
    pub(in super::super) fn create(folder: CheckedFolder, access: FileAccess) -> io::Result<Self> {
        let mut number = 0_u64;
        loop {
            let name = OsString::from(format!("{PREFIX}{}-{number}{SUFFIX}", std::process::id()));
            number += 1;
            let made: io::Result<(File, Unfinished)> = step(|| {
                let file = folder.create_new(&name, access)?;
                let path = folder.path().join(&name);
                Ok((file, Unfinished::new(move || remove_unfinished(&path))))
            });
            match made {
                // A process of the same number, on another machine or in another container, uses the name.
                Err(cause) if cause.kind() == io::ErrorKind::AlreadyExists => {}
                Err(cause) => return Err(cause),
                // Locked as long as it is open: so the next run knows whether somebody still writes to it.
                Ok((file, unfinished)) if is_locked_by_us(&file, &folder, &name) => {
                    return Ok(Self { folder, name, file, waits: true, _unfinished: unfinished });
                }
                // Another run has taken it for abandoned, in the moment before it was locked.
                Ok(_) => {}
            }
        }
    }

    /// The same with content.
    pub(in super::super) fn with(folder: CheckedFolder, bytes: &[u8]) -> io::Result<Self> {
        let mut beside = Self::create(folder, FileAccess::Everyone)?;
        beside.file.write_all(bytes)?;
        Ok(beside)
    }

    /// The file, to write to it.
    pub(in super::super) fn file(&mut self) -> &mut File {
        &mut self.file
    }

    /// Gives it the permissions of a file in its folder, if that is there; fails if they forbid to write to it.
    pub(in super::super) fn take_permissions_of(&self, name: &OsStr) -> io::Result<()> {
        match self.folder.handle.kind(name)? {
            Some(EntryKind::File | EntryKind::MountedFile) => {
                let present = self.folder.handle.open_file(name, OpenMode::Read)?.metadata()?.permissions();
                // The folder alone decides whether a file can be replaced; who made it read-only meant the text.
                if present.readonly() {
                    return Err(io::Error::other("it is read-only"));
                }
                self.file.set_permissions(present)
            }
            None | Some(EntryKind::Folder | EntryKind::Link | EntryKind::Special) => Ok(()),
        }
    }

    /// Gives it its name, under which it replaces a plain file.
    pub(in super::super) fn replace(mut self, name: &OsStr) -> io::Result<()> {
        match self.folder.handle.kind(name)? {
            None | Some(EntryKind::File) => self.rename_to(name),
            // Nothing can be renamed over it, so it is written once more, in place.
            Some(EntryKind::MountedFile) => self.copy_into(name),
            Some(EntryKind::Folder) => Err(io::Error::other("a folder with this name exists")),
            Some(EntryKind::Link | EntryKind::Special) => Err(io::Error::other("it is not a plain file")),
        }
    }

    /// Gives it a name that must be new.
    pub(in super::super) fn place(mut self, name: &OsStr) -> io::Result<()> {
        match self.folder.handle.link(&self.name, name) {
            // The first name is removed with this value.
            Ok(()) => Ok(()),
            Err(cause) if cause.kind() == io::ErrorKind::AlreadyExists => Err(cause),
            // File systems without second names.
            Err(_) if self.folder.handle.kind(name)?.is_none() => self.rename_to(name),
            Err(_) => Err(io::ErrorKind::AlreadyExists.into()),
        }
    }

    fn rename_to(&mut self, name: &OsStr) -> io::Result<()> {
        step(|| self.folder.rename(&self.name, &self.folder, name))?;
        self.waits = false;
        Ok(())
    }

    fn copy_into(&mut self, name: &OsStr) -> io::Result<()> {
        let mut place = self.folder.handle.open_file(name, OpenMode::Present)?;
        self.file.rewind()?;
        place.set_len(0)?;
        io::copy(&mut self.file, &mut place)?;
        place.sync_all()
    }
}

impl Drop for FileBeside {
    fn drop(&mut self) {
        if self.waits {
            ignore(self.folder.remove_file(&self.name), "the next run that writes to this folder removes it");
        }
    }
}

/// False if the file is locked by a run that is about to remove it, or gone already.
fn is_locked_by_us(file: &File, folder: &CheckedFolder, name: &OsStr) -> bool {
    match file.try_lock() {
        Err(TryLockError::WouldBlock) => false,
        // Without locks its age has to do.
        Err(TryLockError::Error(_)) => true,
        Ok(()) => folder.kind(name).is_ok_and(|kind| kind.is_some()),
    }
}

impl CheckedFolder {
    /// Removes the files that killed runs have left beside their places.
    pub(in super::super) fn remove_abandoned(&self) {
        let entries = fs::read_dir(&self.path).into_iter().flatten().filter_map(Result::ok);
        for name in entries.map(|entry| entry.file_name()).filter(|name| is_ours(name)) {
            let Ok(file) = self.open_plain(&name, OpenMode::Read) else { continue };
            let is_abandoned = match file.try_lock() {
                Ok(()) => true,
                Err(TryLockError::WouldBlock) => false,
                Err(TryLockError::Error(_)) => is_old(&file),
            };
            if is_abandoned {
                ignore(self.remove_file(&name), "the next run tries to remove it again");
            }
        }
    }

    /// Writes a file that replaces a plain file of its name, or is new.
    pub(in super::super) fn replace(&self, name: &OsStr, bytes: &[u8]) -> io::Result<()> {
        let here = Self { path: self.path.clone(), handle: self.handle.open_folder(OsStr::new("."))? };
        FileBeside::with(here, bytes)?.replace(name)
    }

    /// The whole content of a plain file in the folder, if it can be read.
    pub(in super::super) fn content(&self, name: &OsStr) -> io::Result<Vec<u8>> {
        let mut bytes = Vec::new();
        self.handle.open_file(name, OpenMode::Read)?.read_to_end(&mut bytes)?;
        Ok(bytes)
    }
}

/// True for the names that [`FileBeside`] gives, and for no other.
fn is_ours(name: &OsStr) -> bool {
    let digits = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    let middle = name.to_str().and_then(|name| name.strip_prefix(PREFIX)?.strip_suffix(SUFFIX));
    let numbers = middle.and_then(|middle| middle.split_once('-'));
    numbers.is_some_and(|(process, number)| digits(process) && digits(number))
}

fn is_old(file: &File) -> bool {
    let modified = file.metadata().and_then(|metadata| metadata.modified()).ok();
    modified.and_then(|time| time.elapsed().ok()).is_some_and(|age| age > ABANDONED)
}

#[cfg(test)]
mod tests {
    use std::ffi::OsStr;

    use super::is_ours;

    #[test]
    fn only_names_that_we_give_are_ours() {
        assert!(is_ours(OsStr::new(".onus-4242-0.part")));
        for name in
            [".onus-", ".onus-notes.part", ".onus-1-.part", ".onus--1.part", ".onus-1-2.part.txt", "1-2.part"]
        {
            assert!(!is_ours(OsStr::new(name)), "{name}");
        }
    }
}
