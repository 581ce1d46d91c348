//! The stage: files of a build wait beside the output until all of them are complete. Then they are moved to their places,
//! the revisions after the documents.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Mutex, PoisonError};

use super::sink::Sink;
use super::{Lock, OutputFile, hide, place, publish_file};
use crate::error::{Error, ignore};
use crate::load::{Published, REVISIONS};

/// Folder in which files wait, below the output.
const FOLDER: &str = ".onus-build";

/// Files that wait to be published. If it is dropped before that, the output stays as it was.
#[derive(Debug)]
pub struct Stage<'w> {
    workspace: &'w Path,
    published: &'w Published,
    folder: PathBuf,
    waiting: Mutex<Vec<(PathBuf, String)>>,
    number: AtomicUsize,
    /// Keeps other builds from writing to the output.
    _lock: Lock,
}

impl<'w> Stage<'w> {
    /// An empty stage for an output folder. Files that a killed build left on it are removed.
    pub fn open(workspace: &'w Path, published: &'w Published, lock: Lock) -> Result<Self, Error> {
        let folder = published.root().join(FOLDER);
        clear(&folder)?;
        fs::create_dir(&folder).map_err(|cause| Error::Write { path: folder.clone(), cause })?;
        Ok(Self {
            workspace,
            published,
            folder,
            waiting: Mutex::default(),
            number: AtomicUsize::new(0),
            _lock: lock,
        })
    }

    /// Moves all files to their places. Returns the paths of the files that are new or changed.
    pub fn publish(&self) -> Result<BTreeSet<String>, Error> {
        let mut waiting = std::mem::take(&mut *self.waiting.lock().unwrap_or_else(PoisonError::into_inner));
        let order = |path: &str| (path.ends_with(&format!("/{REVISIONS}")), path.to_owned());
        waiting.sort_by_key(|(_, path)| order(path));
        let places = || waiting.iter().map(|(_, path)| self.published.root().join(path));
        let folders: BTreeSet<PathBuf> =
            places().filter_map(|place| place.parent().map(Path::to_owned)).collect();
        // Read-only folders must show before the first file is moved: better no new file than half of them.
        for folder in folders {
            fs::create_dir_all(&folder).map_err(|cause| Error::Write { path: folder.clone(), cause })?;
            // A file without a name, of which a killed build leaves nothing behind.
            tempfile::tempfile_in(&folder).map_err(|cause| Error::Write { path: folder.clone(), cause })?;
        }
        let mut placed = BTreeSet::new();
        for (beside, path) in waiting {
            let place = self.published.root().join(&path);
            fs::rename(beside, &place).map_err(|cause| Error::Write { path: place, cause })?;
            placed.insert(path);
        }
        Ok(placed)
    }

    /// Where the next file waits.
    fn next(&self) -> PathBuf {
        self.folder.join(self.number.fetch_add(1, Ordering::Relaxed).to_string())
    }

    /// Fails for places that are outside the output or are folders.
    fn check(&self, path: &str) -> Result<PathBuf, Error> {
        let output = self.published.root();
        let place = output.join(path);
        let refused = |words: &str| Error::Write { path: place.clone(), cause: std::io::Error::other(words) };
        // Missing folders are created on publishing.
        let above = place.ancestors().skip(1).find(|above| fs::symlink_metadata(above).is_ok());
        let real = |path: &Path| {
            fs::canonicalize(path).map_err(|cause| Error::Write { path: path.to_owned(), cause })
        };
        if !real(above.unwrap_or(output))?.starts_with(real(output)?) {
            return Err(refused("a link leads out of the output folder"));
        }
        if place.is_dir() {
            return Err(refused("a folder with this name exists"));
        }
        Ok(place)
    }
}

impl Sink for Stage<'_> {
    fn take(&self, file: OutputFile) -> Result<(), Error> {
        let place = self.check(&file.path)?;
        let is_there = fs::symlink_metadata(&place)
            .is_ok_and(|there| there.is_file() && there.len() == file.bytes.len() as u64);
        if is_there && self.published.bytes(&file.path).as_ref() == Some(&file.bytes) {
            return Ok(());
        }
        let beside = self.next();
        fs::write(&beside, &file.bytes).map_err(|cause| Error::Write { path: place, cause })?;
        self.waiting.lock().unwrap_or_else(PoisonError::into_inner).push((beside, file.path));
        Ok(())
    }

    fn keep(&self, path: &str, bytes: &[u8]) {
        hide(self.workspace);
        let place = ignore(place(self.workspace, path), "the next build has to do without it");
        let Some(place) = place else { return };
        // By way of the stage, so that a killed build leaves no temporary file in the cache.
        let waiting = self.next();
        let is_kept = fs::write(&waiting, bytes).is_ok() && fs::rename(&waiting, &place).is_ok();
        if !is_kept {
            // The output may be on another disk than the workspace.
            // Fails where it could not be written; what is left is removed with the stage.
            let _ = fs::remove_file(&waiting);
            ignore(publish_file(&place, bytes), "the next build has to do without it");
        }
    }
}

impl Drop for Stage<'_> {
    fn drop(&mut self) {
        ignore(clear(&self.folder), "the next build removes it");
    }
}

/// Removes a stage. If it is a link, only the link is removed.
fn clear(folder: &Path) -> Result<(), Error> {
    #[allow(clippy::disallowed_methods, reason = "the folder is ours, and nothing else is ever put there")]
    match fs::remove_dir_all(folder) {
        Err(cause) if cause.kind() != std::io::ErrorKind::NotFound => {
            Err(Error::Write { path: folder.to_owned(), cause })
        }
        Ok(()) | Err(_) => Ok(()),
    }
}
