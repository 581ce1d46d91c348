//! Where files wait: on the mount on which their place is, since between two mounts nothing can be renamed. Folders below
//! the output can be mounts of their own, as containers have them.

use std::collections::BTreeMap;
use std::ffi::OsStr;
use std::path::Path;
use std::sync::{Arc, Mutex, PoisonError};

use super::super::write::{CheckedFolder, EntryKind, FileAccess, MountId, clear_unfinished};
use crate::error::{Error, ignore};
use crate::interrupt::{Unfinished, step};

/// Folder in which files wait, below the output or below a mount in it.
const FOLDER: &str = ".onus-build";

/// The folders in which files wait.
#[derive(Debug)]
pub(super) struct Homes {
    known: Mutex<KnownHomes>,
}

#[derive(Debug, Default)]
struct KnownHomes {
    /// One for each mount.
    homes: Vec<Arc<Home>>,
    /// Which of them belongs to a folder below the output.
    of_folder: BTreeMap<String, usize>,
}

/// A folder in which files wait, removed at the end.
#[derive(Debug)]
pub(super) struct Home {
    /// The folder itself.
    pub(super) folder: CheckedFolder,
    /// The folder that it is in.
    above: CheckedFolder,
    mount: MountId,
    _unfinished: Unfinished,
}

impl Homes {
    /// The one of the output folder itself.
    pub(super) fn new(output: &CheckedFolder) -> Result<Self, Error> {
        let home = Home::new(output.create_below(Path::new(""))?)?;
        let of_folder = BTreeMap::from([(String::new(), 0)]);
        Ok(Self { known: Mutex::new(KnownHomes { homes: vec![Arc::new(home)], of_folder }) })
    }

    /// The one of the output folder itself.
    pub(super) fn first(&self) -> Arc<Home> {
        Arc::clone(&self.known.lock().unwrap_or_else(PoisonError::into_inner).homes[0])
    }

    /// The one for the files of a folder, by its path below the output; the folder need not exist.
    ///
    /// # Errors
    ///
    /// If a link is on the way to it, or if nothing can be written there.
    pub(super) fn of(&self, output: &CheckedFolder, folder: &str) -> Result<Arc<Home>, Error> {
        let mut known = self.known.lock().unwrap_or_else(PoisonError::into_inner);
        let index = match known.of_folder.get(folder) {
            Some(index) => *index,
            None => {
                let index = known.find(output, folder)?;
                known.of_folder.insert(folder.to_owned(), index);
                index
            }
        };
        Ok(Arc::clone(&known.homes[index]))
    }
}

impl KnownHomes {
    fn find(&mut self, output: &CheckedFolder, folder: &str) -> Result<usize, Error> {
        // Folders that are still to be created will be on the mount of the one above.
        let mut present = folder;
        let there = loop {
            match output.below(Path::new(present))? {
                Some(there) => break there,
                None => present = present.rsplit_once('/').map_or("", |(above, _)| above),
            }
        };
        if let Some(index) = self.of_folder.get(present) {
            return Ok(*index);
        }
        there.check_writable()?;
        let mount = there.mount()?;
        let index = match self.homes.iter().position(|home| home.mount == mount) {
            Some(index) => {
                self.clear_abandoned(&there, index);
                index
            }
            None => {
                self.homes.push(Arc::new(Home::new(there)?));
                self.homes.len() - 1
            }
        };
        self.of_folder.insert(present.to_owned(), index);
        Ok(index)
    }

    /// Removes what a killed build has left of its own home on this mount; it may have begun with another folder.
    fn clear_abandoned(&self, there: &CheckedFolder, index: usize) {
        let is_mount_below_output = index > 0;
        let is_home = self.homes[index].above.path() == there.path();
        let is_left = || there.kind(OsStr::new(FOLDER)).is_ok_and(|kind| kind == Some(EntryKind::Folder));
        if is_mount_below_output && !is_home && is_left() {
            ignore(there.clear(FOLDER), "the next build tries to remove it again");
        }
    }
}

impl Home {
    fn new(above: CheckedFolder) -> Result<Self, Error> {
        let mount = above.mount()?;
        step(|| {
            above.clear(FOLDER)?;
            let folder = above.create_below(Path::new(FOLDER))?;
            let path = folder.path().to_owned();
            Ok(Self { folder, above, mount, _unfinished: Unfinished::new(move || clear_unfinished(&path)) })
        })
    }

    /// Writes a file that waits under a name.
    pub(super) fn write(&self, name: &str, bytes: &[u8]) -> std::io::Result<()> {
        use std::io::Write;
        step(|| self.folder.create_new(OsStr::new(name), FileAccess::Everyone)?.write_all(bytes))
    }

    /// True if files can be moved from here to a folder.
    pub(super) fn is_on_mount_of(&self, folder: &CheckedFolder) -> bool {
        folder.mount().is_ok_and(|mount| mount == self.mount)
    }
}

impl Drop for Home {
    fn drop(&mut self) {
        ignore(self.above.clear(FOLDER), "the next build removes it");
    }
}
