//! **publish**: the only stage that writes files. All of them are written beside their places first and then renamed, the
//! manifests last, so an interrupted build leaves the old result intact. One build at a time writes to an output folder.

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
pub use output::{OutputExtent, OutputManifests, Pruned, StaleFile};
pub use package::{NewFile, publish_new_pair, publish_package, publish_secret};
pub use report::{append_report, publish_report};
pub use sink::{CompareSink, Difference, MemorySink, NullSink, Sink};
pub use stage::Stage;

/// How much of a file is in memory while it is copied.
const BUFFER: usize = 1024 * 1024;

/// A file to be written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OutputFile {
    /// Path below the output folder, with `/`; built from ids, so it cannot leave the folder.
    pub path: String,
    /// Its content.
    pub bytes: Vec<u8>,
}

/// Writes one file at a path that the user chose, atomically.
pub fn publish_file(path: &Path, bytes: &[u8]) -> Result<(), Error> {
    let beside = write_beside(folder_of(path), bytes)
        .map_err(|cause| Error::Write { path: path.to_owned(), cause })?;
    beside.persist(path).map_err(|error| Error::Write { path: path.to_owned(), cause: error.error })?;
    Ok(())
}

/// Writes one file below a folder, atomically.
pub fn publish_below(folder: &Path, file: &OutputFile) -> Result<(), Error> {
    let (beside, place) = stage(folder, file)?;
    beside.persist(&place).map_err(|error| Error::Write { path: place.clone(), cause: error.error })
}

/// Writes the digests of evidence files for the next run, in a folder that version control ignores. If that fails, the
/// next run reads the files again.
pub fn remember(workspace: &Path, hashes: Option<&[u8]>) {
    let Some(hashes) = hashes else { return };
    hide(workspace);
    let kept = publish_below(workspace, &OutputFile { path: HASHES.to_owned(), bytes: hashes.to_vec() });
    ignore(kept, "the next run reads evidence files again");
}

/// Lets version control ignore the cache folder: caches of two branches would only cause conflicts.
fn hide(workspace: &Path) {
    const EVERYTHING: &[u8] = b"*\n";
    let path = ".onus/.gitignore";
    let place = workspace.join(path);
    // Looked at before it is read: reading a pipe would never end.
    let is_short = fs::symlink_metadata(&place).is_ok_and(|file| file.is_file() && file.len() == 2);
    if !is_short || fs::read(&place).ok().as_deref() != Some(EVERYTHING) {
        let file = OutputFile { path: path.to_owned(), bytes: EVERYTHING.to_vec() };
        let hidden = publish_below(workspace, &file);
        ignore(hidden, "version control will see `.onus`");
    }
}

/// Writes the files of a new workspace into a folder that is empty or does not exist.
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

/// A complete file beside the place that it will take.
#[derive(Debug)]
pub struct Staged {
    beside: TempPath,
    place: PathBuf,
    /// Whether it may replace an existing file.
    replaces: bool,
}

impl Staged {
    /// Writes the new text of a file beside it, with the same permissions.
    pub fn text(place: &Path, text: &str) -> Result<Self, Error> {
        Self::write(place, &mut text.as_bytes(), true)
    }

    /// Writes the content of a reader beside a place where no file exists.
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

    /// Moves it to its place.
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

/// The place of a file below a folder; folders on the way are created. Fails if the place is outside or is a folder.
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
        let cause = std::io::Error::other("a folder with this name exists");
        return Err(Error::Write { path: place, cause });
    }
    Ok(place)
}

fn folder_of(path: &Path) -> &Path {
    path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."))
}

/// Creates temporary files with the permissions of new files; by default they are readable by their owner only.
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
