//! The same as for Unix, for systems without open folders: by paths that are checked first.

use std::ffi::OsStr;
use std::fs::{self, File, OpenOptions};
use std::io;
use std::path::{Path, PathBuf};

use super::{EntryKind, MountId, OpenMode};

/// A folder, by its path.
#[derive(Debug)]
pub(super) struct FolderPath(PathBuf);

impl FolderPath {
    /// Names a folder that is there; links are followed.
    pub(super) fn open(path: &Path) -> io::Result<Self> {
        if fs::metadata(path)?.is_dir() {
            Ok(Self(path.to_owned()))
        } else {
            Err(io::ErrorKind::NotADirectory.into())
        }
    }

    /// Names a folder in this one that is not a link.
    pub(super) fn open_folder(&self, name: &OsStr) -> io::Result<Self> {
        let path = self.0.join(name);
        if fs::symlink_metadata(&path)?.is_dir() {
            Ok(Self(path))
        } else {
            Err(io::ErrorKind::NotADirectory.into())
        }
    }

    pub(super) fn create_folder(&self, name: &OsStr) -> io::Result<()> {
        fs::create_dir(self.0.join(name))
    }

    /// Opens a file for writing, never through a link.
    pub(super) fn open_file(&self, name: &OsStr, mode: OpenMode) -> io::Result<File> {
        let path = self.0.join(name);
        let mut options = OpenOptions::new();
        match mode {
            OpenMode::New(_) => return options.read(true).write(true).create_new(true).open(path),
            OpenMode::Append => options.read(true).append(true).create(true),
            OpenMode::Lock => options.read(true).write(true).create(true),
            OpenMode::Present => options.read(true).write(true),
            OpenMode::Read => options.read(true),
        };
        match self.kind(name)? {
            None | Some(EntryKind::File | EntryKind::MountedFile) => options.open(path),
            Some(EntryKind::Folder | EntryKind::Link | EntryKind::Special) => {
                Err(io::Error::other("it is not a plain file"))
            }
        }
    }

    /// What stands under a name, which is not followed if it is a link.
    pub(super) fn kind(&self, name: &OsStr) -> io::Result<Option<EntryKind>> {
        let found = match fs::symlink_metadata(self.0.join(name)) {
            Ok(found) => found,
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(None),
            Err(error) => return Err(error),
        };
        Ok(Some(match found.file_type() {
            kind if kind.is_symlink() => EntryKind::Link,
            kind if kind.is_file() => EntryKind::File,
            kind if kind.is_dir() => EntryKind::Folder,
            _ => EntryKind::Special,
        }))
    }

    pub(super) fn rename(&self, from: &OsStr, folder: &Self, to: &OsStr) -> io::Result<()> {
        fs::rename(self.0.join(from), folder.0.join(to))
    }

    /// Gives a file a second name, which must be new.
    pub(super) fn link(&self, from: &OsStr, to: &OsStr) -> io::Result<()> {
        fs::hard_link(self.0.join(from), self.0.join(to))
    }

    pub(super) fn remove_file(&self, name: &OsStr) -> io::Result<()> {
        fs::remove_file(self.0.join(name))
    }

    /// Removes a folder that is empty.
    pub(super) fn remove_folder(&self, name: &OsStr) -> io::Result<()> {
        fs::remove_dir(self.0.join(name))
    }

    /// Only a write tells.
    #[allow(clippy::unused_self, reason = "as on Unix")]
    pub(super) fn check_writable(&self) -> io::Result<()> {
        Ok(())
    }

    /// One for all: where a rename fails, the file is copied.
    #[allow(clippy::unused_self, reason = "as on Unix")]
    pub(super) fn mount(&self) -> io::Result<MountId> {
        Ok(MountId { device: 0, mount: 0 })
    }
}

#[cfg(test)]
mod tests {
    use std::ffi::OsStr;
    use std::io::{Read, Write};

    use super::super::{EntryKind, FileAccess, OpenMode};
    use super::FolderPath;

    #[test]
    fn names_in_a_folder_are_made_moved_and_removed() {
        let place = tempfile::tempdir().expect("a folder");
        let (one, other) = (OsStr::new("one"), OsStr::new("other"));
        let folder = FolderPath::open(place.path()).expect("it is there");
        folder.create_folder(other).expect("a folder");
        let below = folder.open_folder(other).expect("it is there");
        let new = OpenMode::New(FileAccess::Everyone);
        folder.open_file(one, new).and_then(|mut file| file.write_all(b"text")).expect("a file");
        assert!(folder.open_file(one, new).is_err(), "it exists");
        folder.link(one, OsStr::new("second")).expect("a second name");
        folder.rename(one, &below, one).expect("it moves");
        let mut text = String::new();
        let read = below.open_file(one, OpenMode::Read).and_then(|mut file| file.read_to_string(&mut text));
        assert_eq!((read.expect("it is read"), text.as_str()), (4, "text"));
        for mode in [OpenMode::Append, OpenMode::Lock, OpenMode::Present] {
            below.open_file(one, mode).expect("a plain file");
            folder.open_file(other, mode).expect_err("a folder");
        }
        let kinds = [one, other].map(|name| folder.kind(name).expect("it can be asked"));
        assert_eq!(kinds, [None, Some(EntryKind::Folder)]);
        assert_eq!(folder.mount().ok(), below.mount().ok());
        folder.check_writable().expect("only a write would tell");
        below.remove_file(one).expect("it is there");
        folder.remove_folder(other).expect("it is empty");
    }

    #[cfg(unix)]
    #[test]
    fn links_are_not_opened() {
        let place = tempfile::tempdir().expect("a folder");
        std::os::unix::fs::symlink("nowhere", place.path().join("link")).expect("a link");
        let folder = FolderPath::open(place.path()).expect("it is there");
        let link = OsStr::new("link");
        assert_eq!(folder.kind(link).expect("it can be asked"), Some(EntryKind::Link));
        for mode in [OpenMode::Append, OpenMode::Lock, OpenMode::Present, OpenMode::Read] {
            folder.open_file(link, mode).expect_err("a link");
        }
        folder.open_folder(link).expect_err("a link");
        assert!(!place.path().join("nowhere").exists());
    }
}
