//! A package ready to be written: every byte of it is determined, and large files are still where they were.

use std::io::{self, Read, Write};
use std::path::{Path, PathBuf};

use onus_core::digest::Fingerprint;

use super::contents::FileContent;
use super::place::BUFFER;
use super::zip::{ArchiveLayout, ZipEntry};

/// A sealed package.
#[derive(Debug)]
pub struct SealedPackage {
    layout: ArchiveLayout,
    /// In the order of the layout.
    contents: Vec<FileContent>,
}

/// Why a package could not be written.
#[derive(Debug)]
pub enum WriteError {
    /// The archive could not be written.
    Write(io::Error),
    /// A file could not be read.
    Read {
        /// The file.
        place: PathBuf,
        /// The error of the operating system.
        cause: io::Error,
    },
    /// A file changed after the package was sealed.
    Changed {
        /// The file.
        place: PathBuf,
    },
}

/// Opens a file whose bytes go into the package.
pub type OpenContent<'o> = dyn FnMut(&Path) -> io::Result<Box<dyn Read>> + 'o;

impl SealedPackage {
    /// A package of files; none if it would be larger than `verify` accepts.
    pub(super) fn new(mut files: Vec<(String, FileContent, Fingerprint)>) -> Option<Self> {
        files.sort_by(|one, other| one.0.as_bytes().cmp(other.0.as_bytes()));
        let (mut entries, mut contents) = (Vec::new(), Vec::new());
        for (path, content, print) in files {
            entries.push(ZipEntry { path, bytes: print.bytes, crc32: print.crc32 });
            contents.push(content);
        }
        let layout = ArchiveLayout::new(entries);
        layout.is_readable().then_some(Self { layout, contents })
    }

    /// The size of the archive.
    pub fn bytes(&self) -> u64 {
        self.layout.length()
    }

    /// How many files are in it.
    pub fn files(&self) -> usize {
        self.contents.len()
    }

    /// Writes the archive. Files are opened with `open` and read once. Their CRC-32 and size must still be those that were
    /// sealed: the digests are in the manifest already, so a changed file would make a package that does not verify.
    pub fn write(&self, out: &mut dyn Write, open: &mut OpenContent<'_>) -> Result<(), WriteError> {
        for (index, content) in self.contents.iter().enumerate() {
            out.write_all(&self.layout.local_header(index)).map_err(WriteError::Write)?;
            match content {
                FileContent::Bytes(bytes) => out.write_all(bytes).map_err(WriteError::Write)?,
                FileContent::File { place, fingerprint } => {
                    let cause = |cause| WriteError::Read { place: place.clone(), cause };
                    let mut reader = open(place).map_err(cause)?;
                    copy(&mut *reader, out, place, fingerprint)?;
                }
            }
        }
        for index in 0..self.contents.len() {
            out.write_all(&self.layout.central_header(index)).map_err(WriteError::Write)?;
        }
        out.write_all(&self.layout.end()).map_err(WriteError::Write)
    }
}

fn copy(
    reader: &mut dyn Read,
    out: &mut dyn Write,
    place: &Path,
    expected: &Fingerprint,
) -> Result<(), WriteError> {
    let mut buffer = vec![0; BUFFER];
    let mut crc32 = crc32fast::Hasher::new();
    let mut bytes = 0_u64;
    loop {
        let count = match reader.read(&mut buffer) {
            Ok(0) => break,
            Ok(count) => count,
            Err(error) if error.kind() == io::ErrorKind::Interrupted => continue,
            Err(cause) => return Err(WriteError::Read { place: place.to_owned(), cause }),
        };
        bytes += count as u64;
        if bytes > expected.bytes {
            break;
        }
        crc32.update(&buffer[..count]);
        out.write_all(&buffer[..count]).map_err(WriteError::Write)?;
    }
    let same = bytes == expected.bytes && crc32.finalize() == expected.crc32;
    if same { Ok(()) } else { Err(WriteError::Changed { place: place.to_owned() }) }
}
