//! Whether git tracks the cache folder. What is committed there would come from others, with every clone and pull request.

#![allow(clippy::disallowed_methods, reason = "load is the stage that reads files")]

use std::fs;
use std::path::{Path, PathBuf};

use memchr::memmem;

use super::bounds::followed;
use super::cache::CACHE;
use super::git::git;
use super::reader::read_bytes;
use crate::error::ignore;

/// Largest index of git in bytes that is read: ten million files.
const LARGEST: u64 = 1024 * 1024 * 1024;

/// True when the repository of a workspace has files of the cache folder in its index.
pub(super) fn is_tracked(workspace: &Path) -> bool {
    if fs::symlink_metadata(workspace.join(CACHE)).is_err() {
        return false;
    }
    let Some(repository) = fs::canonicalize(workspace).ok().and_then(|real| repository(&real)) else {
        return false;
    };
    may_be_tracked(&repository.join(".git")) && is_listed(workspace)
}

/// True when a path is in the workspace or in the repository around it, where a commit could put a file.
pub fn is_reachable(workspace: &Path, path: &Path) -> bool {
    let (Ok(real), Ok(place)) = (fs::canonicalize(workspace), followed(path)) else { return true };
    place.starts_with(repository(&real).unwrap_or(real))
}

/// The folder of the repository around a folder.
fn repository(real: &Path) -> Option<PathBuf> {
    real.ancestors().find(|folder| folder.join(".git").exists()).map(Path::to_owned)
}

/// False when the index shows that no file of such a folder is in it: starting git takes longer than all else in a build
/// that has nothing to do.
fn may_be_tracked(git: &Path) -> bool {
    // In a worktree or a submodule it is a file that leads to the repository; git knows how.
    if !git.is_dir() {
        return true;
    }
    let index = match read_bytes(&git.join("index"), LARGEST) {
        Ok(index) => index,
        Err(problem) => return !problem.is_absence(),
    };
    // Version 4 leaves out what a path has in common with the one before it, and a split index is in two files, which an
    // extension `link` says. See gitformat-index(5).
    let writes_whole_paths = index.get(4..8).is_some_and(|version| version != [0, 0, 0, 4]);
    let is_split = memmem::find(&index, b"link").is_some();
    !writes_whole_paths || is_split || memmem::find(&index, format!("{CACHE}/").as_bytes()).is_some()
}

/// Asks git, without running anything that the repository's configuration names.
fn is_listed(workspace: &Path) -> bool {
    let mut git = git(workspace);
    // The folder may belong to another user, as in containers; nothing but names is read.
    git.args(["-c", "safe.directory=*", "ls-files", "--cached", "-z", "--", CACHE]);
    let listed = ignore(git.output(), "whether git tracks `.onus` is not known");
    listed.is_some_and(|output| output.status.success() && !output.stdout.is_empty())
}
