//! Reports at paths that the user chose: a file whole or not at all, a summary at the end of what is there already.

use std::fs::{self, OpenOptions};
use std::io::{self, Write};
use std::path::Path;

use super::{folder_of, write_beside};
use crate::error::Error;

/// Writes a report; folders on its way are made. A link stays one, and what is no plain file, such as a pipe or a
/// device, is written to and not replaced.
pub fn publish_report(path: &Path, bytes: &[u8]) -> Result<(), Error> {
    let failed = |cause| Error::Write { path: path.to_owned(), cause };
    match fs::metadata(path) {
        Ok(present) if !present.is_file() && !present.is_dir() => {
            let mut open = OpenOptions::new().write(true).open(path).map_err(failed)?;
            open.write_all(bytes).map_err(failed)
        }
        Ok(present) if present.is_dir() => Err(failed(io::Error::other("a folder of this name is there"))),
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

/// Puts a report at the end of a file, as job summaries are written; folders on its way are made.
pub fn append_report(path: &Path, bytes: &[u8]) -> Result<(), Error> {
    let failed = |cause| Error::Write { path: path.to_owned(), cause };
    fs::create_dir_all(folder_of(path)).map_err(failed)?;
    let mut file = OpenOptions::new().append(true).create(true).open(path).map_err(failed)?;
    // What is there may end within a paragraph.
    if file.metadata().map_err(failed)?.len() > 0 {
        file.write_all(b"\n").map_err(failed)?;
    }
    file.write_all(bytes).map_err(failed)
}
