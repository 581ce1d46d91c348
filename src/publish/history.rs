//! Appends lines to a file.

use std::ffi::OsStr;
use std::io::{Read, Seek, SeekFrom, Write};
use std::path::Path;

use super::Stage;
use crate::error::{Error, ignore};
use crate::load::HISTORY;

impl Stage<'_> {
    /// Appends a line to the history of an organisation. If an earlier build was interrupted within a line, that line is
    /// ended first.
    pub fn append_history(&self, organization: &str, line: &str) -> Result<(), Error> {
        let folder = self.output().create_below(Path::new(organization))?;
        let mut file = folder.open_to_append(OsStr::new(HISTORY))?;
        let failed = |cause| Error::Write { path: folder.path().join(HISTORY), cause };
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
}
