//! A workspace as of a git revision, in a temporary folder: each file as the revision has it. The trees and blobs are read
//! as they are, since what a checkout or an archive makes of them depends on attributes, which a revision brings along: one
//! that leaves out a file or runs a filter would decide what a comparison sees.

#![allow(clippy::disallowed_methods, reason = "load is the stage that reads files")]

use std::fs;
use std::io::{self, BufRead, BufReader, Read, Seek, Write};
use std::path::{Component, Path, PathBuf};
use std::process::{Child, ChildStdout, Command, Stdio};

use tempfile::TempDir;

use super::cache::CACHE;
use super::git::{GitError, commit, complaint, git, not_started, tree};
use super::published::OUTPUT;
use crate::error::{Error, ignore};
use crate::interrupt::{Unfinished, step};

/// Most files and folders of a revision.
const MOST: usize = 400_000;

/// Most bytes of a revision.
const LARGEST: u64 = 16 * 1024 * 1024 * 1024;

/// Longest path of a link's target: the limit of Linux.
const LONGEST_LINK: u64 = 4096;

/// Longest answer of git that is no content, in bytes: an id, a word and a number.
const LONGEST_HEADER: u64 = 256;

/// A revision of a workspace, in a folder of its own.
#[derive(Debug)]
pub struct GitRevision {
    folder: TempDir,
    _unfinished: Unfinished,
}

impl GitRevision {
    /// Takes a revision from the repository that contains the workspace.
    ///
    /// # Errors
    ///
    /// If git, the repository or the revision does not exist, or if its files cannot be read.
    pub fn take(workspace: &Path, name: &str) -> Result<Self, Error> {
        let taken = Self::checked_out(workspace, name);
        taken.map_err(|GitError { cause, hint }| Error::Comparison { name: name.to_owned(), cause, hint })
    }

    /// Where it is.
    pub fn path(&self) -> &Path {
        self.folder.path()
    }

    fn checked_out(workspace: &Path, name: &str) -> Result<Self, GitError> {
        let tree = tree(workspace, &commit(workspace, name)?)?;
        let (folder, unfinished) =
            step(temporary_folder).map_err(|error| format!("cannot create a temporary folder: {error}"))?;
        let entries = entries(workspace, &tree, folder.path())?;
        let failed = |error: io::Error| format!("cannot unpack its files: {error}");
        write_files(workspace, &entries).map_err(failed)?;
        Ok(Self { folder, _unfinished: unfinished })
    }
}

/// A folder that goes away, also when a signal ends the program.
fn temporary_folder() -> io::Result<(TempDir, Unfinished)> {
    let folder = tempfile::Builder::new().prefix("onus-").tempdir()?;
    let path = folder.path().to_owned();
    let unfinished = Unfinished::new(move || {
        let _ = fs::remove_dir_all(path);
    });
    Ok((folder, unfinished))
}

/// What a path of a tree is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum TreeEntryKind {
    File,
    Link,
    /// Another repository at this path, whose files are not in this one: a folder without files.
    Submodule,
}

/// A path of a tree, and where it goes.
#[derive(Debug)]
struct TreeEntry {
    kind: TreeEntryKind,
    object: String,
    place: PathBuf,
}

/// Every path of a tree but those of the output and the cache, which are no inputs.
fn entries(workspace: &Path, tree: &str, folder: &Path) -> Result<Vec<TreeEntry>, GitError> {
    let mut git = git(workspace);
    let output = git.args(["ls-tree", "-r", "-z", "--full-tree", tree]).output();
    let output = output.map_err(|error| not_started(&error))?;
    if !output.status.success() {
        return Err(format!("git cannot list its files: {}", complaint(&output.stderr)).into());
    }
    let records = output.stdout.split(|byte| *byte == 0).filter(|record| !record.is_empty());
    let mut entries = Vec::new();
    for record in records {
        let entry = entry(record, folder)?;
        if entries.len() == MOST {
            return Err("it is too large for a workspace".to_owned().into());
        }
        entries.extend(entry);
    }
    Ok(entries)
}

/// The entry of a record, which is mode, kind, id and, after a tab, the path; none for what is no input.
fn entry(record: &[u8], folder: &Path) -> Result<Option<TreeEntry>, String> {
    let odd = || format!("git lists `{}`", String::from_utf8_lossy(record));
    let tab = record.iter().position(|byte| *byte == b'\t').ok_or_else(odd)?;
    let facts = String::from_utf8_lossy(&record[..tab]);
    let mut facts = facts.split(' ');
    let (mode, object) = (facts.next().unwrap_or_default(), facts.nth(1).unwrap_or_default());
    let path = path_of(&record[tab + 1..]);
    let is_inside = path.components().all(|part| matches!(part, Component::Normal(_)));
    // No checkout has these either: git refuses them.
    let is_plain = path.components().all(|part| !part.as_os_str().eq_ignore_ascii_case(".git"));
    if !is_inside || !is_plain || path.as_os_str().is_empty() {
        return Err(format!("`{}` is no path of a workspace", path.display()));
    }
    if path.starts_with(OUTPUT) || path.starts_with(CACHE) {
        return Ok(None);
    }
    let kind = match mode {
        "120000" => TreeEntryKind::Link,
        "160000" => TreeEntryKind::Submodule,
        _ if mode.starts_with("100") => TreeEntryKind::File,
        _ => return Err(odd()),
    };
    Ok(Some(TreeEntry { kind, object: object.to_owned(), place: folder.join(path) }))
}

#[cfg(unix)]
fn path_of(bytes: &[u8]) -> PathBuf {
    use std::os::unix::ffi::OsStrExt;
    PathBuf::from(std::ffi::OsStr::from_bytes(bytes))
}

/// On other systems, git writes paths as UTF-8.
#[cfg(not(unix))]
fn path_of(bytes: &[u8]) -> PathBuf {
    PathBuf::from(String::from_utf8_lossy(bytes).into_owned())
}

/// Writes what the entries name. Links come last, so that nothing is written through one. Whether a link leads out of the
/// workspace is checked when it is read, as in any workspace.
fn write_files(workspace: &Path, entries: &[TreeEntry]) -> io::Result<()> {
    let of_kind = |kind| entries.iter().filter(move |entry| entry.kind == kind);
    for entry in of_kind(TreeEntryKind::Submodule) {
        step(|| fs::create_dir_all(&entry.place))?;
    }
    let (files, links): (Vec<_>, Vec<_>) =
        (of_kind(TreeEntryKind::File).collect(), of_kind(TreeEntryKind::Link).collect());
    let ids = files.iter().chain(&links).map(|entry| entry.object.as_str());
    let mut blobs = Blobs::start(git(workspace), ids)?;
    for entry in files {
        let mut file = step(|| {
            fs::create_dir_all(entry.place.parent().unwrap_or(&entry.place))?;
            fs::File::create_new(&entry.place)
        })?;
        blobs.copy_next(LARGEST, &mut file)?;
    }
    for entry in links {
        let mut target = Vec::new();
        blobs.copy_next(LONGEST_LINK, &mut target)?;
        step(|| {
            fs::create_dir_all(entry.place.parent().unwrap_or(&entry.place))?;
            link(&path_of(&target), &entry.place)
        })?;
    }
    blobs.finish()
}

/// A running `git cat-file`, which writes one blob after another.
struct Blobs {
    child: Child,
    output: BufReader<ChildStdout>,
    /// The standard error of git: a file, since a full pipe that is only read at the end would block git.
    said: fs::File,
    /// Bytes that a revision may still have.
    left: u64,
}

impl Blobs {
    /// Asks for blobs by their ids, which are in a file for the same reason.
    fn start<'i>(mut git: Command, ids: impl Iterator<Item = &'i str>) -> io::Result<Self> {
        let mut asked = tempfile::tempfile()?;
        let mut text = String::new();
        for id in ids {
            text.push_str(id);
            text.push('\n');
        }
        asked.write_all(text.as_bytes())?;
        asked.rewind()?;
        let said = tempfile::tempfile()?;
        git.args(["cat-file", "--batch", "--buffer"]);
        git.stdin(asked).stdout(Stdio::piped()).stderr(said.try_clone()?);
        let mut child = git.spawn().map_err(|error| io::Error::other(not_started(&error)))?;
        let output = BufReader::new(child.stdout.take().expect("it was asked for"));
        Ok(Self { child, output, said, left: LARGEST })
    }

    /// Copies the next blob, which may have `largest` bytes.
    fn copy_next(&mut self, largest: u64, to: &mut impl Write) -> io::Result<()> {
        let copied = self.copy(largest, to);
        if copied.is_err() {
            // Git fails to write what nothing reads, so it may have ended by itself.
            ignore(self.child.kill(), "git ends by itself");
            ignore(self.child.wait(), "git ends by itself");
        }
        copied
    }

    fn copy(&mut self, largest: u64, to: &mut impl Write) -> io::Result<()> {
        let mut header = String::new();
        (&mut self.output).take(LONGEST_HEADER).read_line(&mut header)?;
        let size = match header.trim_end().split(' ').collect::<Vec<_>>().as_slice() {
            [_, "blob", size] => size.parse::<u64>().ok(),
            _ => None,
        };
        let size = size.ok_or_else(|| self.without_blob(header.trim_end()))?;
        let left = self.left.checked_sub(size).filter(|_| size <= largest);
        self.left = left.ok_or_else(|| io::Error::other("it is too large for a workspace"))?;
        if io::copy(&mut (&mut self.output).take(size), to)? < size {
            return Err(self.without_blob("it ended early"));
        }
        // A line break follows the content.
        self.output.read_exact(&mut [0])
    }

    /// Why git gave no blob.
    fn without_blob(&mut self, answer: &str) -> io::Error {
        let mut stderr = Vec::new();
        let read = self.said.rewind().and_then(|()| (&self.said).take(64 * 1024).read_to_end(&mut stderr));
        match (read, complaint(&stderr)) {
            (Ok(_), complaint) if !complaint.is_empty() => io::Error::other(format!("git says: {complaint}")),
            _ => io::Error::other(format!("git says: {answer}")),
        }
    }

    fn finish(mut self) -> io::Result<()> {
        drop(self.output);
        self.child.wait().map(drop)
    }
}

#[cfg(unix)]
fn link(to: &Path, place: &Path) -> io::Result<()> {
    std::os::unix::fs::symlink(to, place)
}

/// On other systems, git checks out links as files that contain the path.
#[cfg(not(unix))]
fn link(to: &Path, place: &Path) -> io::Result<()> {
    fs::write(place, to.to_string_lossy().as_bytes())
}
