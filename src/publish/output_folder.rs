//! The folder that a build writes to: no link of the workspace leads to it, and no input lies in it.

use std::path::{Path, PathBuf};

use super::place::{MissingFolders, checked_folder};
use super::write::{CheckedFolder, remove_if_empty};
use crate::error::Error;
use crate::interrupt::{Unfinished, step};
use crate::load::folder_with_inputs;

/// The folder that a build writes to. If it was created for the build and nothing was written, it is removed again.
#[derive(Debug)]
pub struct OutputFolder {
    pub(super) folder: CheckedFolder,
    _new: Option<NewFolder>,
}

/// A folder that did not exist before.
#[derive(Debug)]
struct NewFolder {
    path: PathBuf,
    _unfinished: Unfinished,
}

impl OutputFolder {
    /// Opens the folder at a path; it is created if necessary.
    ///
    /// # Errors
    ///
    /// If the workspace has a link on the path, or inputs in the folder.
    pub fn open(workspace: &Path, path: &Path) -> Result<Self, Error> {
        refuse_inputs(workspace, path)?;
        step(|| {
            let is_new = !path.exists();
            let mut folder =
                checked_folder(workspace, path, MissingFolders::Create).map_err(|error| match error {
                    Error::Write { cause, .. } => Error::Write { path: path.to_owned(), cause },
                    error => error,
                })?;
            folder.call(path);
            let new = is_new.then(|| {
                let new = path.to_owned();
                NewFolder {
                    path: path.to_owned(),
                    _unfinished: Unfinished::new(move || remove_if_empty(&new)),
                }
            });
            Ok(Self { folder, _new: new })
        })
    }
}

impl Drop for NewFolder {
    fn drop(&mut self) {
        remove_if_empty(&self.path);
    }
}

impl OutputFolder {
    /// Its path as the user knows it.
    pub fn path(&self) -> &Path {
        self.folder.path()
    }
}

/// Fails for a folder that has inputs in it or lies among them: a build would write over them, or read what it wrote.
pub fn refuse_inputs(workspace: &Path, output: &Path) -> Result<(), Error> {
    match folder_with_inputs(workspace, output) {
        Some(inputs) => Err(Error::OutputAmongInputs { path: output.to_owned(), inputs }),
        None => Ok(()),
    }
}
