//! The only stage that writes: every file beside its place first, then all renamed, the manifests last. Until then the
//! old result stays whole. One build at a time writes to an output folder.

#![allow(clippy::disallowed_methods, reason = "publish is the stage that writes files")]

mod history;
mod lock;
mod output;
mod package;
mod report;
mod sink;
mod stage;

use std::fs;
use std::io::{BufReader, Read, Write};
use std::path::{Path, PathBuf};

use tempfile::{NamedTempFile, TempPath};

use crate::error::{Error, ignore};
use crate::load::HASHES;

pub use history::append_line;
pub use lock::Lock;
pub use output::{Extent, OutputManifests, Pruned, StaleFile};
pub use package::{NewFile, publish_new_pair, publish_package};
pub use report::{append_report, publish_report};
pub use sink::{CompareSink, Difference, MemorySink, NullSink, Sink};
pub use stage::Stage;

/// Bytes of a copy that are held at a time.
const BUFFER: usize = 1024 * 1024;

/// A file to be written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OutputFile {
    /// Path below the output folder, with `/`; built from ids, so it cannot leave the folder.
    pub path: String,
    /// Its content.
    pub bytes: Vec<u8>,
}

/// Writes one file at a path that the user chose, whole or not at all.
pub fn publish_file(path: &Path, bytes: &[u8]) -> Result<(), Error> {
    let beside = write_beside(folder_of(path), bytes)
        .map_err(|cause| Error::Write { path: path.to_owned(), cause })?;
    beside.persist(path).map_err(|error| Error::Write { path: path.to_owned(), cause: error.error })?;
    Ok(())
}

/// Writes one file below a folder, whole or not at all.
pub fn publish_below(folder: &Path, file: &OutputFile) -> Result<(), Error> {
    let (beside, place) = stage(folder, file)?;
    beside.persist(&place).map_err(|error| Error::Write { path: place.clone(), cause: error.error })
}

/// Keeps what was learnt of evidence files for the next run, in a folder that version control leaves alone. Where that
/// cannot be written, the next run learns it again.
pub fn remember(workspace: &Path, hashes: Option<&[u8]>) {
    let Some(hashes) = hashes else { return };
    hide(workspace);
    let kept = publish_below(workspace, &OutputFile { path: HASHES.to_owned(), bytes: hashes.to_vec() });
    ignore(kept, "the next run reads evidence files again");
}

/// Keeps version control out of the folder in which things are remembered.
fn hide(workspace: &Path) {
    let path = ".onus/.gitignore";
    if !workspace.join(path).exists() {
        let hidden = publish_below(workspace, &OutputFile { path: path.to_owned(), bytes: b"*\n".to_vec() });
        ignore(hidden, "version control will see `.onus`");
    }
}

/// Writes the files of a new workspace into a folder that is empty or not there yet.
pub fn publish_workspace(folder: &Path, files: &[OutputFile]) -> Result<(), Error> {
    let in_use = fs::read_dir(folder).is_ok_and(|mut entries| entries.next().is_some());
    if in_use || folder.is_file() {
        return Err(Error::NotEmpty { path: folder.to_owned() });
    }
    for file in files {
        let (beside, place) = stage(folder, file)?;
        beside.persist(&place).map_err(|error| Error::Write { path: place.clone(), cause: error.error })?;
    }
    Ok(())
}

/// A file that is whole, beside the place that it is to take.
#[derive(Debug)]
pub struct Staged {
    beside: TempPath,
    place: PathBuf,
    /// Whether it takes the place of a file that is there.
    replaces: bool,
}

impl Staged {
    /// Writes the new text of a file beside it, with the same rights.
    pub fn text(place: &Path, text: &str) -> Result<Self, Error> {
        Self::write(place, &mut text.as_bytes(), true)
    }

    /// Writes what a reader gives beside a place at which no file is yet.
    pub fn copy(place: &Path, from: &mut dyn Read) -> Result<Self, Error> {
        Self::write(place, from, false)
    }

    fn write(place: &Path, from: &mut dyn Read, replaces: bool) -> Result<Self, Error> {
        let failed = |cause| Error::Write { path: place.to_owned(), cause };
        let folder = place.parent().unwrap_or(Path::new("."));
        fs::create_dir_all(folder).map_err(failed)?;
        let mut beside = builder().tempfile_in(folder).map_err(failed)?;
        let mut buffered = BufReader::with_capacity(BUFFER, from);
        std::io::copy(&mut buffered, beside.as_file_mut()).map_err(failed)?;
        if let Ok(present) = fs::metadata(place) {
            fs::set_permissions(beside.path(), present.permissions()).map_err(failed)?;
        }
        Ok(Self { beside: beside.into_temp_path(), place: place.to_owned(), replaces })
    }

    /// Puts it in its place.
    pub fn publish(self) -> Result<(), Error> {
        let Self { beside, place, replaces } = self;
        let placed = if replaces { beside.persist(&place) } else { beside.persist_noclobber(&place) };
        placed.map_err(|error| Error::Write { path: place, cause: error.error })
    }
}

/// Writes a file beside its place. It is closed again, so that any number of them can wait to be renamed.
fn stage(output: &Path, file: &OutputFile) -> Result<(TempPath, PathBuf), Error> {
    let place = place(output, &file.path)?;
    let beside = write_beside(folder_of(&place), &file.bytes)
        .map_err(|cause| Error::Write { path: place.clone(), cause })?;
    Ok((beside.into_temp_path(), place))
}

/// The place of a file below a folder, with all folders above it. Refuses places that lie outside or are taken by a
/// folder.
fn place(output: &Path, path: &str) -> Result<PathBuf, Error> {
    let place = output.join(path);
    let folder = place.parent().unwrap_or(output).to_owned();
    fs::create_dir_all(&folder).map_err(|cause| Error::Write { path: folder.clone(), cause })?;
    let inside = fs::canonicalize(output)
        .and_then(|output| fs::canonicalize(&folder).map(|folder| folder.starts_with(output)))
        .map_err(|cause| Error::Write { path: folder.clone(), cause })?;
    if !inside {
        let cause = std::io::Error::other("a link leads out of the output folder");
        return Err(Error::Write { path: place, cause });
    }
    if place.is_dir() {
        let cause = std::io::Error::other("a folder of this name is there");
        return Err(Error::Write { path: place, cause });
    }
    Ok(place)
}

fn folder_of(path: &Path) -> &Path {
    path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."))
}

/// Makes files beside their place, with the permissions that new files have.
fn builder() -> tempfile::Builder<'static, 'static> {
    let mut builder = tempfile::Builder::new();
    builder.prefix(".onus-");
    #[cfg(unix)]
    builder.permissions(std::os::unix::fs::PermissionsExt::from_mode(0o666));
    builder
}

fn write_beside(folder: &Path, bytes: &[u8]) -> std::io::Result<NamedTempFile> {
    let mut beside = builder().tempfile_in(folder)?;
    beside.write_all(bytes)?;
    Ok(beside)
}
