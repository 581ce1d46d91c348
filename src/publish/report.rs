//! Run reports at paths that the user chose: files are written atomically, and a summary is appended to what exists.

use std::fs::{self, OpenOptions};
use std::io::{self, Write};
use std::path::Path;

use super::{folder_of, write_beside};
use crate::error::Error;

/// Writes a report; folders on the way are created. The target of a link is replaced, not the link, and pipes and devices
/// such as `/dev/stdout` are written to.
pub fn publish_report(path: &Path, bytes: &[u8]) -> Result<(), Error> {
    let failed = |cause| Error::Write { path: path.to_owned(), cause };
    match fs::metadata(path) {
        Ok(present) if !present.is_file() && !present.is_dir() => {
            let mut open = OpenOptions::new().write(true).open(path).map_err(failed)?;
            open.write_all(bytes).map_err(failed)
        }
        Ok(present) if present.is_dir() => Err(failed(io::Error::other("a folder with this name exists"))),
        Ok(_) => replace(&fs::canonicalize(path).map_err(failed)?, bytes).map_err(failed),
        Err(_) => {
            fs::create_dir_all(folder_of(path)).map_err(failed)?;
            replace(path, bytes).map_err(failed)
        }
    }
}

fn replace(path: &Path, bytes: &[u8]) -> io::Result<()> {
    let beside = write_beside(folder_of(path), bytes)?;
    beside.persist(path).map(|_| ()).map_err(|error| error.error)
}

/// Appends a report to a file, as CI jobs expect of summaries; folders on the way are created.
pub fn append_report(path: &Path, bytes: &[u8]) -> Result<(), Error> {
    let failed = |cause| Error::Write { path: path.to_owned(), cause };
    fs::create_dir_all(folder_of(path)).map_err(failed)?;
    let mut file = OpenOptions::new().append(true).create(true).open(path).map_err(failed)?;
    // The text before may end within a paragraph.
    if file.metadata().map_err(failed)?.len() > 0 {
        file.write_all(b"\n").map_err(failed)?;
    }
    file.write_all(bytes).map_err(failed)
}
