//! A package that only waits to be written: every byte of it is decided, and large files are still where they were.

use std::io::{self, Read, Write};
use std::path::{Path, PathBuf};

use onus_core::digest::Fingerprint;

use super::contents::Content;
use super::place::BUFFER;
use super::zip::{Layout, Member};

/// A sealed package.
#[derive(Debug)]
pub struct Sealed {
    layout: Layout,
    /// In the order of the layout.
    contents: Vec<Content>,
}

/// Why a package could not be written out.
#[derive(Debug)]
pub enum WriteProblem {
    /// The archive could not be written.
    Write(io::Error),
    /// A file could not be read.
    Read {
        /// The file.
        place: PathBuf,
        /// What the system said.
        cause: io::Error,
    },
    /// A file is not what it was when the package was sealed.
    Changed {
        /// The file.
        place: PathBuf,
    },
}

/// Opens a file whose bytes go into the package.
pub type Open<'o> = dyn FnMut(&Path) -> io::Result<Box<dyn Read>> + 'o;

impl Sealed {
    /// A package of files; none if it would be larger than `verify` reads.
    pub(super) fn new(mut files: Vec<(String, Content, Fingerprint)>) -> Option<Self> {
        files.sort_by(|one, other| one.0.as_bytes().cmp(other.0.as_bytes()));
        let (mut members, mut contents) = (Vec::new(), Vec::new());
        for (path, content, print) in files {
            members.push(Member { path, bytes: print.bytes, crc32: print.crc32 });
            contents.push(content);
        }
        let layout = Layout::new(members);
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

    /// Writes the archive. Files are opened with `open`, read once, and must still be what they were.
    pub fn write(&self, out: &mut dyn Write, open: &mut Open<'_>) -> Result<(), WriteProblem> {
        for (index, content) in self.contents.iter().enumerate() {
            out.write_all(&self.layout.header(index)).map_err(WriteProblem::Write)?;
            match content {
                Content::Bytes(bytes) => out.write_all(bytes).map_err(WriteProblem::Write)?,
                Content::File { place, fingerprint } => {
                    let cause = |cause| WriteProblem::Read { place: place.clone(), cause };
                    let mut reader = open(place).map_err(cause)?;
                    copy(&mut *reader, out, place, fingerprint)?;
                }
            }
        }
        for index in 0..self.contents.len() {
            out.write_all(&self.layout.entry(index)).map_err(WriteProblem::Write)?;
        }
        out.write_all(&self.layout.end()).map_err(WriteProblem::Write)
    }
}

fn copy(
    reader: &mut dyn Read,
    out: &mut dyn Write,
    place: &Path,
    expected: &Fingerprint,
) -> Result<(), WriteProblem> {
    let mut buffer = vec![0; BUFFER];
    let mut crc32 = crc32fast::Hasher::new();
    let mut bytes = 0_u64;
    loop {
        let count = match reader.read(&mut buffer) {
            Ok(0) => break,
            Ok(count) => count,
            Err(error) if error.kind() == io::ErrorKind::Interrupted => continue,
            Err(cause) => return Err(WriteProblem::Read { place: place.to_owned(), cause }),
        };
        bytes += count as u64;
        if bytes > expected.bytes {
            break;
        }
        crc32.update(&buffer[..count]);
        out.write_all(&buffer[..count]).map_err(WriteProblem::Write)?;
    }
    let same = bytes == expected.bytes && crc32.finalize() == expected.crc32;
    if same { Ok(()) } else { Err(WriteProblem::Changed { place: place.to_owned() }) }
}
