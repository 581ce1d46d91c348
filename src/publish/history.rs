//! Appends lines to a file.

use std::fs::OpenOptions;
use std::io::{Read, Seek, SeekFrom, Write};
use std::path::Path;

use crate::error::{Error, ignore};

/// Appends a line to a file. If an earlier build was interrupted within a line, that line is ended first.
pub fn append_line(path: &Path, line: &str) -> Result<(), Error> {
    let failed = |cause| Error::Write { path: path.to_owned(), cause };
    let mut file = OpenOptions::new().read(true).append(true).create(true).open(path).map_err(failed)?;
    let length = file.metadata().map_err(failed)?.len();
    let mut last = [b'\n'];
    if length > 0 {
        file.seek(SeekFrom::End(-1)).and_then(|_| file.read_exact(&mut last)).map_err(failed)?;
    }
    let is_cut = last != *b"\n";
    let text = format!("{}{line}\n", if is_cut { "\n" } else { "" });
    file.write_all(text.as_bytes()).map_err(|cause| {
        // Half a line would damage the next one as well.
        ignore(file.set_len(length), "the history ends in half a line");
        failed(cause)
    })
}
