//! Where a package is: an archive or a folder. Whoever has a disk opens the files; nothing here does.

use std::io::{self, Read, Seek};
use std::path::{Path, PathBuf};

/// How much of a file is in memory at once.
pub(super) const BUFFER: usize = 1024 * 1024;

/// Opens a plain file and nothing else: a pipe could wait for ever.
pub type OpenFile = fn(&Path) -> io::Result<Box<dyn ReadSeek>>;

/// A reader that can go anywhere.
pub trait ReadSeek: Read + Seek {}

impl<R: Read + Seek> ReadSeek for R {}

/// Where a package was found.
pub enum PackagePlace {
    /// A file.
    Archive {
        /// Its bytes.
        reader: Box<dyn ReadSeek>,
        /// How many there are.
        bytes: u64,
    },
    /// A folder.
    Folder {
        /// What is in it, by path.
        entries: Vec<FolderEntry>,
        /// Opens one of its plain files, by its place.
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
    /// A plain file.
    File,
    /// A link, whatever it leads to.
    Link,
    /// A pipe, a socket or a device.
    Special,
    /// A folder in which nothing is.
    EmptyFolder,
    /// A folder deeper than any package has, or the rest of more files than any package has.
    TooMuch,
    /// A name that is not UTF-8.
    OddName,
    /// A folder that cannot be read, and why.
    Unreadable(String),
}
