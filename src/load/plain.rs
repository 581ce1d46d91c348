//! Files of any size, streamed once: size and digests are known after the last byte.

#![allow(clippy::disallowed_methods, reason = "load is the stage that reads files")]

use std::fs::{self, File};
use std::io::{self, Read};
use std::path::{Path, PathBuf};

use onus_core::digest::{Fingerprint, Meter};

use super::nature::{FileNature, NatureScan};
use crate::error::Error;

/// Bytes that are read at a time.
const BUFFER: usize = 1024 * 1024;

/// A regular file that is being read.
pub struct PlainFile {
    path: PathBuf,
    file: File,
    meter: Meter,
}

impl PlainFile {
    /// Opens a regular file; anything else, such as a pipe, is not opened.
    pub fn open(path: &Path) -> Result<Self, Error> {
        let failed = |cause| Error::Read { path: path.to_owned(), cause };
        check_plain(&fs::metadata(path).map_err(failed)?).map_err(failed)?;
        let file = File::open(path).map_err(failed)?;
        // It may have been replaced since.
        check_plain(&file.metadata().map_err(failed)?).map_err(failed)?;
        Ok(Self { path: path.to_owned(), file, meter: Meter::default() })
    }

    /// Size and digests of everything read so far.
    pub fn fingerprint(self) -> Fingerprint {
        self.meter.finish()
    }
}

impl Read for PlainFile {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let count = self.file.read(buffer)?;
        self.meter.update(&buffer[..count]);
        Ok(count)
    }
}

/// Size and digests of a regular file, and what it is.
pub(super) fn fingerprint(path: &Path) -> Result<(Fingerprint, FileNature), Error> {
    let mut file = PlainFile::open(path)?;
    let mut buffer = vec![0; BUFFER];
    let mut scan = NatureScan::default();
    loop {
        match file.read(&mut buffer) {
            Ok(0) => return Ok((file.fingerprint(), scan.finish())),
            Ok(count) => scan.update(&buffer[..count]),
            Err(cause) if cause.kind() == io::ErrorKind::Interrupted => {}
            Err(cause) => return Err(Error::Read { path: file.path, cause }),
        }
    }
}

/// Fails for folders, pipes, devices and anything else that is not a regular file.
pub(super) fn check_plain(metadata: &fs::Metadata) -> io::Result<()> {
    if metadata.is_file() {
        Ok(())
    } else if metadata.is_dir() {
        Err(io::Error::other("it is a folder"))
    } else {
        Err(io::Error::other("it is not a plain file"))
    }
}
