//! Files of an open folder, by their names in it: nothing that happens to the paths above can lead elsewhere.

use std::ffi::OsStr;
use std::fs::File;
use std::io;
use std::os::fd::OwnedFd;
use std::path::Path;

use rustix::fs::{self, Access, AtFlags, FileType, Mode, OFlags};

use super::{EntryKind, FileAccess, MountId, OpenMode};

/// An open folder.
#[derive(Debug)]
pub(super) struct FolderHandle(OwnedFd);

const FOLDER: OFlags = OFlags::RDONLY.union(OFlags::DIRECTORY).union(OFlags::CLOEXEC);

impl FolderHandle {
    /// Opens a folder; links are followed.
    pub(super) fn open(path: &Path) -> io::Result<Self> {
        Ok(Self(fs::open(path, FOLDER, Mode::empty())?))
    }

    /// Opens a folder in this one that is not a link.
    pub(super) fn open_folder(&self, name: &OsStr) -> io::Result<Self> {
        Ok(Self(fs::openat(&self.0, name, FOLDER | OFlags::NOFOLLOW, Mode::empty())?))
    }

    pub(super) fn create_folder(&self, name: &OsStr) -> io::Result<()> {
        Ok(fs::mkdirat(&self.0, name, Mode::from_raw_mode(0o777))?)
    }

    /// Opens a file for writing, never through a link. It does not wait for the reader of a pipe.
    pub(super) fn open_file(&self, name: &OsStr, mode: OpenMode) -> io::Result<File> {
        let flags = match mode {
            OpenMode::New(_) => OFlags::RDWR | OFlags::CREATE | OFlags::EXCL,
            OpenMode::Append => OFlags::RDWR | OFlags::CREATE | OFlags::APPEND,
            OpenMode::Lock => OFlags::RDWR | OFlags::CREATE,
            OpenMode::Present => OFlags::RDWR,
            OpenMode::Read => OFlags::RDONLY,
        };
        let access = match mode {
            OpenMode::New(FileAccess::Owner) => 0o600,
            OpenMode::New(FileAccess::Everyone) | OpenMode::Append | OpenMode::Lock => 0o666,
            OpenMode::Present | OpenMode::Read => 0,
        };
        let flags = flags | OFlags::NOFOLLOW | OFlags::NONBLOCK | OFlags::CLOEXEC;
        Ok(fs::openat(&self.0, name, flags, Mode::from_raw_mode(access))?.into())
    }

    /// What stands under a name, which is not followed if it is a link.
    pub(super) fn kind(&self, name: &OsStr) -> io::Result<Option<EntryKind>> {
        let stat = match fs::statat(&self.0, name, AtFlags::SYMLINK_NOFOLLOW) {
            Ok(stat) => stat,
            Err(rustix::io::Errno::NOENT) => return Ok(None),
            Err(error) => return Err(error.into()),
        };
        Ok(Some(match FileType::from_raw_mode(stat.st_mode) {
            FileType::RegularFile if is_mounted(&self.0, name) => EntryKind::MountedFile,
            FileType::RegularFile => EntryKind::File,
            FileType::Directory => EntryKind::Folder,
            FileType::Symlink => EntryKind::Link,
            _ => EntryKind::Special,
        }))
    }

    pub(super) fn rename(&self, from: &OsStr, folder: &Self, to: &OsStr) -> io::Result<()> {
        Ok(fs::renameat(&self.0, from, &folder.0, to)?)
    }

    /// Gives a file a second name, which must be new.
    pub(super) fn link(&self, from: &OsStr, to: &OsStr) -> io::Result<()> {
        Ok(fs::linkat(&self.0, from, &self.0, to, AtFlags::empty())?)
    }

    pub(super) fn remove_file(&self, name: &OsStr) -> io::Result<()> {
        Ok(fs::unlinkat(&self.0, name, AtFlags::empty())?)
    }

    /// Removes a folder that is empty.
    pub(super) fn remove_folder(&self, name: &OsStr) -> io::Result<()> {
        Ok(fs::unlinkat(&self.0, name, AtFlags::REMOVEDIR)?)
    }

    /// Fails if files cannot be made in the folder, as on a disk that is mounted for reading only.
    pub(super) fn check_writable(&self) -> io::Result<()> {
        let access = Access::WRITE_OK | Access::EXEC_OK;
        match fs::accessat(&self.0, ".", access, AtFlags::EACCESS) {
            // Old systems cannot ask it for the effective user; the write will tell.
            Err(rustix::io::Errno::NOSYS | rustix::io::Errno::INVAL) => Ok(()),
            asked => Ok(asked?),
        }
    }

    /// The mount that the folder lies on: between two of them nothing can be renamed, even on one disk.
    pub(super) fn mount(&self) -> io::Result<MountId> {
        #[allow(clippy::unnecessary_cast, reason = "not all systems have devices of 64 bits")]
        let device = fs::fstat(&self.0)?.st_dev as u64;
        Ok(MountId { device, mount: mount_number(&self.0) })
    }
}

/// True for a file that is mounted by itself, as containers do it: nothing can be renamed over it.
#[cfg(target_os = "linux")]
fn is_mounted(folder: &OwnedFd, name: &OsStr) -> bool {
    let asked = fs::statx(folder, name, AtFlags::SYMLINK_NOFOLLOW, fs::StatxFlags::empty());
    asked.is_ok_and(|found| found.stx_attributes.contains(fs::StatxAttributes::MOUNT_ROOT))
}

#[cfg(not(target_os = "linux"))]
fn is_mounted(_: &OwnedFd, _: &OsStr) -> bool {
    false
}

#[cfg(target_os = "linux")]
fn mount_number(folder: &OwnedFd) -> u64 {
    let asked = fs::statx(folder, "", AtFlags::EMPTY_PATH, fs::StatxFlags::MNT_ID);
    // Linux before 5.8 does not say it, and leaves a zero.
    asked.map_or(0, |found| found.stx_mnt_id)
}

#[cfg(not(target_os = "linux"))]
fn mount_number(_: &OwnedFd) -> u64 {
    0
}
