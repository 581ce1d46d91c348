//! Files at paths that the user chose: written whole or not at all, and a summary is appended to what exists.

use std::io::Write;
use std::path::Path;

use super::place::{Destination, Durability, MissingFolders};
use super::write::open_stream;
use crate::error::Error;

/// Writes a file at a path that the user chose, in a folder that exists. Pipes and devices are written to.
pub fn publish_file(workspace: &Path, path: &Path, bytes: &[u8]) -> Result<(), Error> {
    write(Destination::find(workspace, path, MissingFolders::Refuse)?, path, bytes)
}

/// Writes a report; folders on the way are created. Pipes and devices such as `/dev/stdout` are written to.
pub fn publish_report(workspace: &Path, path: &Path, bytes: &[u8]) -> Result<(), Error> {
    write(Destination::find(workspace, path, MissingFolders::Create)?, path, bytes)
}

fn write(place: Destination, path: &Path, bytes: &[u8]) -> Result<(), Error> {
    let failed = |cause| Error::Write { path: path.to_owned(), cause };
    place.write(Durability::Later, |out| out.write_all(bytes).map_err(failed))
}

/// Appends a report to a file, as CI jobs expect of summaries; folders on the way are created.
pub fn append_report(workspace: &Path, path: &Path, bytes: &[u8]) -> Result<(), Error> {
    let failed = |cause| Error::Write { path: path.to_owned(), cause };
    let mut file = match Destination::find(workspace, path, MissingFolders::Create)? {
        Destination::Stream(path) => open_stream(&path).map_err(failed)?,
        Destination::File(place) => place.folder.open_to_append(&place.name)?,
    };
    // The text before may end within a paragraph.
    if file.metadata().map_err(failed)?.len() > 0 {
        file.write_all(b"\n").map_err(failed)?;
    }
    file.write_all(bytes).map_err(failed)
}
