//! Where a package is: an archive or a folder. The caller opens the files; this crate never touches a disk.

use std::io::{self, Read, Seek};
use std::path::{Path, PathBuf};

/// How much of a file is in memory at once: 1 MiB, beyond which larger reads are no faster.
pub(super) const BUFFER: usize = 1024 * 1024;

/// Opens a regular file and nothing else: reading a pipe could block forever.
pub type OpenFile = fn(&Path) -> io::Result<Box<dyn ReadSeek>>;

/// A reader that can seek.
pub trait ReadSeek: Read + Seek {}

impl<R: Read + Seek> ReadSeek for R {}

/// Where a package was found.
pub enum PackagePlace {
    /// A file.
    Archive {
        /// Reads it.
        reader: Box<dyn ReadSeek>,
        /// Its size.
        bytes: u64,
    },
    /// A folder.
    Folder {
        /// What is in it, by path.
        entries: Vec<FolderEntry>,
        /// Opens one of its regular files, by its place.
        open: OpenFile,
    },
}

/// Something in an unpacked package.
#[derive(Debug)]
pub struct FolderEntry {
    /// Its path in the package, with `/`; what is not UTF-8 in it is replaced.
    pub path: String,
    /// Where it is.
    pub place: PathBuf,
    /// What it is.
    pub kind: FolderEntryKind,
}

/// What an entry of a folder is.
#[derive(Debug)]
pub enum FolderEntryKind {
    /// A regular file.
    File,
    /// A link, whatever it leads to.
    Link,
    /// A pipe, a socket or a device.
    Special,
    /// An empty folder, which no package has.
    EmptyFolder,
    /// A folder that is too deeply nested for a package, or the rest of too many files.
    TooMuch,
    /// A name that is not UTF-8.
    OddName,
    /// A folder that cannot be read, and why.
    Unreadable(String),
}
