//! Which files a command reads, so that none of them is overwritten by what it writes.

#![allow(clippy::disallowed_methods, reason = "load is the stage that reads files")]

use std::fs;
use std::path::{Path, PathBuf};

use super::Workspace;
use super::bounds::followed;
use super::identity::{FileIdentity, is_same_file};
use super::matrices::MATRIX;
use super::published::MANIFEST;

/// Folders of a workspace with inputs, and two with files of programs: nothing is generated into them.
const FOLDERS: [&str; 5] = ["profiles", "templates", "catalog", ".onus", ".git"];

/// Files of a workspace that are inputs.
#[derive(Debug)]
pub struct InputFiles {
    root: PathBuf,
    paths: Vec<PathBuf>,
}

impl InputFiles {
    /// The texts of a workspace, and files of evidence by their paths in it.
    pub fn new<'p>(workspace: &Workspace, evidence: impl IntoIterator<Item = &'p str>) -> Self {
        let root = workspace.root.clone();
        let texts = workspace.texts.sources.names().map(|name| root.join(name));
        let evidence = evidence.into_iter().map(|path| root.join(path));
        let paths = texts.chain(evidence).collect();
        Self { root, paths }
    }

    /// True if a path leads to one of the files, under whatever name.
    pub fn contains(&self, file: &Path) -> bool {
        let Some(wanted) = FileIdentity::of(file) else { return false };
        self.is_among_texts(file)
            || self.paths.iter().any(|path| FileIdentity::of(path).as_ref() == Some(&wanted))
    }

    /// True for files that are read for where they are: assets of templates, and texts that were refused.
    fn is_among_texts(&self, file: &Path) -> bool {
        let Some(below) = followed(file).ok().zip(fs::canonicalize(&self.root).ok()) else { return false };
        let Ok(below) = below.0.strip_prefix(&below.1) else { return false };
        let is_text = below.extension().is_some_and(|ending| ending == "yaml" || ending == "yml");
        below.starts_with("templates") || below.starts_with("profiles") && is_text
    }
}

/// True if a file is another, or what `onus diff` reads in it if that is a folder.
pub fn is_part_of(file: &Path, other: &Path) -> bool {
    let is_read = file.file_name().is_some_and(|name| name == MATRIX || name == MANIFEST);
    let inside = || Some(followed(file).ok()?.starts_with(fs::canonicalize(other).ok()?));
    is_same_file(file, other) || is_read && inside() == Some(true)
}

/// The folder of the workspace whose files a build into an output folder would mix with its own.
pub fn folder_with_inputs(workspace: &Path, output: &Path) -> Option<&'static str> {
    let output = followed(output).ok()?;
    FOLDERS.into_iter().find(|name| {
        let folder = fs::canonicalize(workspace.join(name));
        folder.is_ok_and(|folder| output.starts_with(&folder) || folder.starts_with(&output))
    })
}
