//! The stage: files of a build wait beside the output until all of them are complete. Then they are moved to their places,
//! the revisions after the documents.

mod homes;

use std::collections::BTreeSet;
use std::ffi::OsStr;
use std::fs;
use std::io;
use std::path::Path;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, PoisonError};

use super::sink::Sink;
use super::write::{CheckedFolder, EntryKind};
use super::{CACHE, Lock, OutputFile, hide, publish_below};
use crate::error::{Error, ignore};
use crate::interrupt::step;
use crate::load::{Published, REVISIONS};

use homes::{Home, Homes};

/// Files that wait to be published. If it is dropped before that, the output stays as it was.
#[derive(Debug)]
pub struct Stage<'w> {
    workspace: &'w Path,
    published: &'w Published,
    waiting: Mutex<Vec<Waiting>>,
    number: AtomicUsize,
    homes: Homes,
    /// Keeps other builds from writing to the output.
    lock: Lock,
}

/// A file that waits.
#[derive(Debug)]
struct Waiting {
    home: Arc<Home>,
    /// Its name there.
    name: String,
    /// Where it goes, below the output.
    path: String,
}

impl<'w> Stage<'w> {
    /// An empty stage for an output folder. Files that a killed build left on it are removed.
    ///
    /// # Errors
    ///
    /// If nothing can be written there, or if the folder of the cache is a link.
    pub fn open(workspace: &'w Path, published: &'w Published, lock: Lock) -> Result<Self, Error> {
        if CheckedFolder::open(workspace)?.kind(OsStr::new(CACHE))? == Some(EntryKind::Link) {
            return Err(Error::Link { path: workspace.join(CACHE) });
        }
        let homes = Homes::new(&lock.output.folder)?;
        Ok(Self { workspace, published, waiting: Mutex::default(), number: AtomicUsize::new(0), homes, lock })
    }

    /// The output folder.
    pub(super) fn output(&self) -> &CheckedFolder {
        &self.lock.output.folder
    }

    /// Moves all files to their places. Returns the paths of the files that are new or changed. `records` are the paths of
    /// other files that will be written afterwards: all obstacles must show before the first file is moved, since it is
    /// better to have no new file than half of them.
    pub fn publish(&self, records: &[String]) -> Result<BTreeSet<String>, Error> {
        let mut waiting = std::mem::take(&mut *self.waiting.lock().unwrap_or_else(PoisonError::into_inner));
        let order = |path: &str| (path.ends_with(&format!("/{REVISIONS}")), path.to_owned());
        waiting.sort_by_cached_key(|file| order(&file.path));
        step(|| {
            let mut folders = OpenFolder::default();
            for path in waiting.iter().map(|file| &file.path) {
                let (folder, name) = split(path);
                folders.open(self.output(), folder)?.check_replaceable(OsStr::new(name))?;
            }
            self.check_records(records, &waiting)?;
            for file in &waiting {
                let (folder, name) = split(&file.path);
                self.place(file, folders.open(self.output(), folder)?, OsStr::new(name))?;
            }
            Ok(())
        })?;
        Ok(waiting.into_iter().map(|file| file.path).collect())
    }

    /// Fails if a file that is written after the documents could not be.
    fn check_records(&self, records: &[String], waiting: &[Waiting]) -> Result<(), Error> {
        for path in records {
            let (organization, name) = split(path);
            let Some(folder) = self.output().below(Path::new(organization))? else { continue };
            folder.check_replaceable(OsStr::new(name))?;
            if waiting.iter().any(|file| file.path.split('/').next() == Some(organization)) {
                // What a killed build has left there goes away, too.
                self.homes.of(self.output(), organization)?;
            }
        }
        Ok(())
    }

    fn place(&self, file: &Waiting, folder: &CheckedFolder, name: &OsStr) -> Result<(), Error> {
        let failed = |cause| Error::Write { path: self.published.root().join(&file.path), cause };
        let waits_as = OsStr::new(&file.name);
        match file.home.folder.rename(waits_as, folder, name) {
            // File systems that are put together from several do not say where one ends.
            Err(cause) if cause.kind() == io::ErrorKind::CrossesDevices => {
                let bytes = file.home.folder.content(waits_as).map_err(failed)?;
                folder.replace(name, &bytes).map_err(failed)
            }
            moved => moved.map_err(failed),
        }
    }

    /// Under which name the next file waits.
    fn next(&self) -> String {
        self.number.fetch_add(1, Ordering::Relaxed).to_string()
    }
}

/// The folder that was opened last: files are in the order of their folders, and thousands of folders cannot be open.
#[derive(Debug, Default)]
struct OpenFolder(Option<(String, CheckedFolder)>);

impl OpenFolder {
    fn open(&mut self, output: &CheckedFolder, path: &str) -> Result<&CheckedFolder, Error> {
        let opened = match self.0.take() {
            Some((there, folder)) if there == path => (there, folder),
            Some(_) | None => {
                let folder = output.create_below(Path::new(path))?;
                folder.check_writable()?;
                (path.to_owned(), folder)
            }
        };
        Ok(&self.0.insert(opened).1)
    }
}

/// The folder and the name of a path.
fn split(path: &str) -> (&str, &str) {
    path.rsplit_once('/').unwrap_or(("", path))
}

impl Sink for Stage<'_> {
    fn take(&self, file: OutputFile) -> Result<(), Error> {
        let place = self.published.root().join(&file.path);
        let there = fs::symlink_metadata(&place).ok();
        if there.as_ref().is_some_and(fs::Metadata::is_symlink) {
            return Err(Error::Link { path: place });
        }
        if there.as_ref().is_some_and(fs::Metadata::is_dir) {
            let cause = io::Error::other("a folder with this name exists");
            return Err(Error::Write { path: place, cause });
        }
        let has_size = there.is_some_and(|there| there.is_file() && there.len() == file.bytes.len() as u64);
        if has_size && self.published.bytes(&file.path).as_ref() == Some(&file.bytes) {
            return Ok(());
        }
        let home = self.homes.of(self.output(), split(&file.path).0)?;
        let name = self.next();
        home.write(&name, &file.bytes).map_err(|cause| Error::Write { path: place, cause })?;
        let waiting = Waiting { home, name, path: file.path };
        self.waiting.lock().unwrap_or_else(PoisonError::into_inner).push(waiting);
        Ok(())
    }

    fn keep(&self, path: &str, bytes: &[u8]) {
        let (folder, name) = split(path);
        ignore(hide(self.workspace), "version control will see `.onus`");
        let opened =
            CheckedFolder::open(self.workspace).and_then(|root| root.create_below(Path::new(folder)));
        let Some(folder) = ignore(opened, "the next build has to do without it") else { return };
        // By way of the stage, so that a killed build leaves no temporary file in the cache.
        let home = self.homes.first();
        let waits_as = self.next();
        let is_kept = home.is_on_mount_of(&folder)
            && home.write(&waits_as, bytes).is_ok()
            && folder.check_replaceable(OsStr::new(name)).is_ok()
            && home.folder.rename(OsStr::new(&waits_as), &folder, OsStr::new(name)).is_ok();
        if !is_kept {
            // The output may be on another disk than the workspace.
            let file = OutputFile { path: name.to_owned(), bytes: bytes.to_vec() };
            ignore(publish_below(&folder, &file), "the next build has to do without it");
        }
    }
}
