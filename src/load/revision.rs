//! A workspace as of a git revision. The user's own git resolves the revision and packs its files (so their configuration
//! applies, such as a partial clone); they are unpacked into a temporary folder.

#![allow(clippy::disallowed_methods, reason = "load is the stage that reads files")]

use std::fs;
use std::io::{self, Read};
use std::path::{Component, Path, PathBuf};
use std::process::{Child, ChildStdout, Command, Output, Stdio};

use tar::{Archive, Entry, EntryType};
use tempfile::TempDir;

use crate::error::{Error, ignore};

/// Most files and folders of a revision.
const MOST: usize = 400_000;

/// Most bytes of a revision.
const LARGEST: u64 = 16 * 1024 * 1024 * 1024;

/// A revision of a workspace, in a folder of its own.
#[derive(Debug)]
pub struct GitRevision {
    folder: TempDir,
}

impl GitRevision {
    /// Takes a revision from the repository that contains the workspace.
    ///
    /// # Errors
    ///
    /// If git, the repository or the revision does not exist, or if its files cannot be unpacked.
    pub fn take(workspace: &Path, name: &str) -> Result<Self, Error> {
        let because = |cause: String| Error::Comparison { name: name.to_owned(), cause };
        let commit = commit(workspace, name).map_err(because)?;
        let folder = tempfile::Builder::new().prefix("onus-").tempdir();
        let folder = folder.map_err(|error| because(format!("cannot create a temporary folder: {error}")))?;
        let unpacked = Packing::start(workspace, &commit).and_then(|packing| packing.unpack(folder.path()));
        unpacked.map_err(because)?;
        Ok(Self { folder })
    }

    /// Where it is.
    pub fn path(&self) -> &Path {
        self.folder.path()
    }
}

/// Git in the folder of a workspace: without the variables that a git hook sets, and with English messages, which we
/// interpret.
pub(super) fn git(workspace: &Path) -> Command {
    let mut git = Command::new("git");
    git.arg("-C").arg(workspace).stdin(Stdio::null());
    for variable in ["GIT_DIR", "GIT_WORK_TREE", "GIT_INDEX_FILE", "GIT_PREFIX"] {
        git.env_remove(variable);
    }
    git.env("LC_ALL", "C").env("GIT_TERMINAL_PROMPT", "0").env("GIT_OPTIONAL_LOCKS", "0");
    git
}

fn not_started(error: &io::Error) -> String {
    match error.kind() {
        io::ErrorKind::NotFound => "git revisions need the program `git`, which was not found".to_owned(),
        _ => format!("cannot start git: {error}"),
    }
}

/// The id of the commit that a name refers to.
fn commit(workspace: &Path, name: &str) -> Result<String, String> {
    if name.is_empty() || name.starts_with('-') {
        return Err("it cannot be the name of a git revision".to_owned());
    }
    let mut git = git(workspace);
    git.args(["rev-parse", "--verify", "--quiet", "--end-of-options"]).arg(format!("{name}^{{commit}}"));
    let output = git.output().map_err(|error| not_started(&error))?;
    let said = String::from_utf8_lossy(&output.stdout);
    let id = said.lines().last().unwrap_or_default().trim();
    if output.status.success() && id.len() >= 40 && id.bytes().all(|byte| byte.is_ascii_hexdigit()) {
        return Ok(id.to_owned());
    }
    let complaint = complaint(&output);
    Err(if complaint.contains("not a git repository") {
        format!("the workspace `{}` is not in a git repository", workspace.display())
    } else if complaint.is_empty() {
        "no such git revision".to_owned()
    } else {
        format!("git says: {complaint}")
    })
}

/// The error message of git, on one line.
fn complaint(output: &Output) -> String {
    let said = String::from_utf8_lossy(&output.stderr);
    let lines = said.lines().map(|line| line.trim_start_matches("fatal: ").trim());
    lines.filter(|line| !line.is_empty()).take(3).collect::<Vec<_>>().join("; ")
}

/// A running `git archive`.
struct Packing {
    child: Child,
    files: ChildStdout,
    /// The standard error of git: a file, since a full pipe that is only read at the end would block git.
    said: fs::File,
}

impl Packing {
    /// Starts to pack the workspace of a commit, without its output folder, which is not an input.
    fn start(workspace: &Path, commit: &str) -> Result<Self, String> {
        let kept = |error: io::Error| format!("cannot create a temporary file: {error}");
        let said = tempfile::tempfile().map_err(kept)?;
        let mut git = git(workspace);
        git.args(["archive", "--format=tar", commit, "--", ".", ":(exclude)output"]);
        git.stdout(Stdio::piped()).stderr(said.try_clone().map_err(kept)?);
        let mut child = git.spawn().map_err(|error| not_started(&error))?;
        let files = child.stdout.take().expect("it was asked for");
        Ok(Self { child, files, said })
    }

    fn unpack(self, folder: &Path) -> Result<(), String> {
        let Self { mut child, mut files, mut said } = self;
        // The archive ends before its padding, and git fails if that is not read.
        let unpacked = unpack(&mut files, folder).and_then(|()| io::copy(&mut files, &mut io::sink()));
        if unpacked.is_err() {
            // Git fails to write what nothing reads, so it may have ended by itself.
            ignore(child.kill(), "git ends by itself");
        }
        let status = child.wait().map_err(|error| format!("cannot wait for git: {error}"))?;
        unpacked.map_err(|error| format!("cannot unpack its files: {error}"))?;
        if status.success() {
            return Ok(());
        }
        let mut stderr = Vec::new();
        let read = io::Seek::rewind(&mut said).and_then(|()| said.take(64 * 1024).read_to_end(&mut stderr));
        let complaint = complaint(&Output { status, stdout: Vec::new(), stderr });
        Err(match read {
            Ok(_) if complaint.contains("untracked") || complaint.contains("did not match") => {
                "the folder of the workspace does not exist in that revision".to_owned()
            }
            Ok(_) | Err(_) => format!("git cannot pack it: {complaint}"),
        })
    }
}

/// Writes the files of an archive. Links come last, so that nothing is written through one. Whether a link leads out of the
/// workspace is checked when it is read, as in any workspace.
fn unpack(files: impl Read, folder: &Path) -> io::Result<()> {
    let mut archive = Archive::new(files);
    let (mut links, mut count, mut left) = (Vec::new(), 0, LARGEST);
    for entry in archive.entries()? {
        let mut entry = entry?;
        count += 1;
        let size = entry.size();
        left = left
            .checked_sub(size)
            .filter(|_| count <= MOST)
            .ok_or_else(|| io::Error::other("it is too large for a workspace"))?;
        let Some(place) = place(&entry, folder)? else { continue };
        match entry.header().entry_type() {
            EntryType::Directory => fs::create_dir_all(&place)?,
            EntryType::Regular | EntryType::Continuous => write(&mut entry, &place)?,
            EntryType::Symlink => links.extend(entry.link_name()?.map(|to| (place, to.into_owned()))),
            _ => {}
        }
    }
    links.into_iter().try_for_each(|(place, to)| link(&to, &place))
}

/// Where an entry goes; none for headers, which are not files.
fn place(entry: &Entry<'_, impl Read>, folder: &Path) -> io::Result<Option<PathBuf>> {
    let path = entry.path()?;
    let is_inside = path.components().all(|part| matches!(part, Component::Normal(_) | Component::CurDir));
    if !is_inside {
        return Err(io::Error::other(format!("`{}` is outside the folder", path.display())));
    }
    let header = matches!(entry.header().entry_type(), EntryType::XGlobalHeader | EntryType::XHeader);
    Ok((!header).then(|| folder.join(path)))
}

fn write(entry: &mut Entry<'_, impl Read>, place: &Path) -> io::Result<()> {
    fs::create_dir_all(place.parent().unwrap_or(place))?;
    let mut file = fs::File::create_new(place)?;
    io::copy(entry, &mut file).map(drop)
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
