//! **publish**: the only stage that writes files. All of them are written beside their places first and then renamed, the
//! manifests last, so an interrupted build leaves the old result intact. One build at a time writes to an output folder.

mod history;
mod lock;
mod output;
mod output_folder;
mod package;
mod place;
mod report;
mod sink;
mod stage;
mod staged;
mod write;

use std::ffi::OsStr;
use std::fs;
use std::io;
use std::io::Read;
use std::path::Path;

use crate::error::{Error, ignore};
use crate::load::{HASHES, open_plain_file};

use write::{CheckedFolder, create_folders};

pub use lock::{Lock, Locking};
pub use output::{OutputExtent, OutputManifests, Pruned, StaleFile};
pub use output_folder::{OutputFolder, refuse_inputs};
pub use package::{NewFile, publish_new_pair, publish_package, publish_secret};
pub use place::{is_same_place, is_standard_output};
pub use report::{append_report, publish_file, publish_report};
pub use sink::{CompareSink, Difference, MemorySink, NullSink, Sink};
pub use stage::Stage;
pub use staged::Staged;

/// Folder of the cache in a workspace.
const CACHE: &str = ".onus";

/// A file to be written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OutputFile {
    /// Path below the output folder, with `/`; built from ids, so it cannot leave the folder.
    pub path: String,
    /// Its content.
    pub bytes: Vec<u8>,
}

/// Writes one file below a folder, atomically.
fn publish_below(folder: &CheckedFolder, file: &OutputFile) -> Result<(), Error> {
    let (below, name) = file.path.rsplit_once('/').unwrap_or(("", &file.path));
    let folder = folder.create_below(Path::new(below))?;
    let name = OsStr::new(name);
    folder.check_replaceable(name)?;
    folder.replace(name, &file.bytes).map_err(|cause| Error::Write { path: folder.path().join(name), cause })
}

/// Writes the digests of evidence files for the next run, in a folder that version control ignores. If that fails, the
/// next run reads the files again.
pub fn remember(workspace: &Path, hashes: Option<&[u8]>) {
    let Some(hashes) = hashes else { return };
    ignore(hide(workspace), "version control will see `.onus`");
    keep_cached(workspace, &OutputFile { path: HASHES.to_owned(), bytes: hashes.to_vec() });
}

/// Writes a file of the cache, atomically. If that fails, the next run has to do without it.
pub fn keep_cached(workspace: &Path, file: &OutputFile) {
    let folder = Path::new(&file.path).parent().unwrap_or(Path::new(""));
    let kept = CheckedFolder::open(workspace).and_then(|root| {
        // Where the output is on another disk, files of the cache were written here, and a run may have been killed.
        root.create_below(folder)?.remove_abandoned();
        publish_below(&root, file)
    });
    ignore(kept, "the next run has to do without it");
}

/// Lets version control ignore the cache folder: caches of two branches would only cause conflicts.
fn hide(workspace: &Path) -> Result<(), Error> {
    const EVERYTHING: &[u8] = b"*\n";
    let name = ".gitignore";
    if !says(&workspace.join(CACHE).join(name), EVERYTHING) {
        let folder = CheckedFolder::open(workspace)?.create_below(Path::new(CACHE))?;
        publish_below(&folder, &OutputFile { path: name.to_owned(), bytes: EVERYTHING.to_vec() })?;
    }
    Ok(())
}

/// True when there is a plain file with just this content.
fn says(path: &Path, content: &[u8]) -> bool {
    let mut found = Vec::new();
    let more_than_it = content.len() as u64 + 1;
    let read = open_plain_file(path).and_then(|file| file.take(more_than_it).read_to_end(&mut found));
    read.is_ok() && found == content
}

/// Writes the files of a new workspace into a folder that is empty or does not exist.
pub fn publish_workspace(folder: &Path, files: &[OutputFile]) -> Result<(), Error> {
    #[allow(clippy::disallowed_methods, reason = "a folder is looked at before something is written to it")]
    let in_use = fs::read_dir(folder).is_ok_and(|mut entries| entries.next().is_some());
    if in_use || folder.is_file() {
        return Err(Error::NotEmpty { path: folder.to_owned() });
    }
    let failed = |cause: io::Error| Error::Write { path: folder.to_owned(), cause };
    if folder.as_os_str().is_empty() {
        return Err(failed(io::Error::other("a path must not be empty")));
    }
    create_folders(folder)?;
    let root = CheckedFolder::open(folder)?;
    files.iter().try_for_each(|file| publish_below(&root, file))
}
