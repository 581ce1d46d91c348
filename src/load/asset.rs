//! Files that a theme names by path. They are large and seldom needed, so they are read only when somebody asks.

#![allow(clippy::disallowed_methods, reason = "load is the stage that reads files")]

use std::fs;
use std::path::PathBuf;

use super::reader::{Problem, read_bytes};
use crate::diagnostic::{Code, Diagnostic, did_you_mean};

/// The files below one folder.
#[derive(Debug, Clone)]
pub struct Assets {
    folder: PathBuf,
    /// Links may not lead out of this.
    root: PathBuf,
}

impl Assets {
    pub(super) fn below(folder: PathBuf, root: PathBuf) -> Self {
        Self { folder, root }
    }

    /// The bytes of a file of at most `largest` bytes, by its path below the folder.
    ///
    /// # Errors
    ///
    /// A diagnostic that has no place yet, when there is no such file, when it leads out of the workspace, or when it
    /// is too large.
    pub fn read(&self, path: &str, largest: u64) -> Result<Vec<u8>, Box<Diagnostic>> {
        let unreadable = |cause: &dyn std::fmt::Display| {
            Diagnostic::error(Code::Unreadable, format!("cannot read `templates/{path}`: {cause}"))
        };
        let place = self.folder.join(path);
        let real = match fs::canonicalize(&place) {
            Ok(real) => real,
            Err(cause) => return Err(Box::new(unreadable(&cause).hint(self.nearest(path)))),
        };
        if !real.starts_with(&self.root) {
            let message = format!("`templates/{path}` leads out of the workspace");
            let hint = "put the file itself here instead of a link to it".to_owned();
            return Err(Box::new(Diagnostic::error(Code::OutsideWorkspace, message).hint(hint)));
        }
        read_bytes(&real, largest).map_err(|problem| {
            Box::new(match problem {
                Problem::TooLarge => {
                    let message = format!("`templates/{path}` is larger than {} MiB", largest / 1024 / 1024);
                    Diagnostic::error(Code::FileTooLarge, message)
                }
                Problem::NoPlainFile => unreadable(&"it is not a plain file"),
                Problem::System(cause) => unreadable(&cause),
            })
        })
    }

    /// The file of the same folder whose name is most like the one that is not there.
    fn nearest(&self, path: &str) -> Option<String> {
        let (folder, name) = path.rsplit_once('/').map_or(("", path), |(folder, name)| (folder, name));
        let entries = fs::read_dir(self.folder.join(folder)).ok()?;
        let mut names: Vec<String> =
            entries.flatten().filter_map(|entry| entry.file_name().into_string().ok()).collect();
        names.sort();
        did_you_mean(name, names.iter().map(String::as_str))
    }
}
