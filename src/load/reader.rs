//! Reading files of other people: nothing outside the workspace, nothing that is no plain file, nothing too large.

#![allow(clippy::disallowed_methods, reason = "load is the stage that reads files")]

use std::fs;
use std::io::Read;
use std::path::{Path, PathBuf};

use crate::diagnostic::{Code, Diagnostic};
use crate::error::Error;
use crate::source::{SourceId, Sources, Span};

/// Largest file in bytes: a profile of this size would not be written by anyone.
const LARGEST: u64 = 16 * 1024 * 1024;

/// Deepest folder below `catalog` and `templates`.
const DEEPEST: usize = 8;

/// Reads below one folder. Paths are relative to it, with `/`.
pub(super) struct Reader {
    root: PathBuf,
    pub(super) sources: Sources,
    pub(super) problems: Vec<Diagnostic>,
}

impl Reader {
    pub(super) fn open(root: &Path) -> Result<Self, Error> {
        let opened = fs::canonicalize(root).and_then(|root| fs::read_dir(&root).map(|_| root));
        let root = opened.map_err(|cause| Error::Workspace { path: root.to_owned(), cause })?;
        Ok(Self { root, sources: Sources::default(), problems: Vec::new() })
    }

    pub(super) fn exists(&self, path: &str) -> bool {
        self.root.join(path).symlink_metadata().is_ok()
    }

    /// Keeps the text of a file, or notes why it could not be read.
    pub(super) fn read(&mut self, path: &str) -> Option<SourceId> {
        if !self.inside(path) {
            return None;
        }
        match read_bytes(&self.root.join(path)) {
            Ok(bytes) => self.keep(path, bytes),
            Err(problem) => {
                let (code, message) = match problem {
                    Problem::TooLarge => {
                        (Code::FileTooLarge, format!("`{path}` is larger than {} MiB", LARGEST / 1024 / 1024))
                    }
                    Problem::NoPlainFile => (Code::Unreadable, format!("`{path}` is not a plain file")),
                    Problem::System(cause) => (Code::Unreadable, format!("cannot read `{path}`: {cause}")),
                };
                let source = self.sources.add(path, "");
                let span = Span { source, start: 0, end: 0 };
                self.problems.push(Diagnostic::error(code, message).at(span, ""));
                None
            }
        }
    }

    fn keep(&mut self, path: &str, bytes: Vec<u8>) -> Option<SourceId> {
        match String::from_utf8(bytes) {
            Ok(text) => Some(self.sources.add(path, text)),
            Err(error) => {
                let start = error.utf8_error().valid_up_to();
                let source = self.sources.add(path, String::from_utf8_lossy(error.as_bytes()));
                self.problems.push(
                    Diagnostic::error(Code::NotUtf8, format!("`{path}` is not UTF-8 text"))
                        .at(Span { source, start, end: start + 1 }, "the first byte that is not")
                        .hint("save the file as UTF-8".to_owned()),
                );
                None
            }
        }
    }

    /// Names of the folders in a folder, sorted; none if it is not there.
    pub(super) fn folders_in(&mut self, folder: &str) -> Vec<String> {
        self.list(folder).into_iter().filter(|path| self.root.join(path).is_dir()).collect()
    }

    /// Files in a folder with one of the endings, sorted.
    pub(super) fn files_in(&mut self, folder: &str, endings: &[&str]) -> Vec<String> {
        let files = self.list(folder).into_iter();
        files.filter(|path| has_ending(path, endings) && !self.root.join(path).is_dir()).collect()
    }

    /// Files in a folder and the folders below it, sorted by path.
    pub(super) fn files_below(&mut self, folder: &str, endings: &[&str]) -> Vec<String> {
        let mut found = Vec::new();
        let mut open = vec![(folder.to_owned(), 0)];
        while let Some((folder, depth)) = open.pop() {
            found.extend(self.files_in(&folder, endings));
            if depth < DEEPEST {
                open.extend(self.folders_in(&folder).into_iter().map(|folder| (folder, depth + 1)));
            }
        }
        found.sort();
        found
    }

    /// A YAML file that nothing reads is most likely one with a wrong name.
    pub(super) fn complain_of_stray_files(&mut self, folder: &str, expected: &[&str]) {
        for path in self.files_in(folder, &["yaml", "yml"]) {
            let name = path.rsplit('/').next().unwrap_or_default();
            if expected.contains(&name) {
                continue;
            }
            let hint = "organisations are `profiles/<organisation>/organization.yaml`, their projects \
                        `profiles/<organisation>/projects/<project>.yaml`";
            self.problems.push(
                Diagnostic::error(Code::UnexpectedFile, format!("nothing reads `{path}`"))
                    .hint(hint.to_owned()),
            );
        }
    }

    fn list(&mut self, folder: &str) -> Vec<String> {
        if !self.exists(folder) || !self.inside(folder) {
            return Vec::new();
        }
        let names = fs::read_dir(self.root.join(folder)).and_then(|entries| {
            entries.map(|entry| entry.map(|entry| entry.file_name())).collect::<Result<Vec<_>, _>>()
        });
        match names {
            Ok(names) => {
                let visible =
                    names.iter().filter_map(|name| name.to_str()).filter(|name| !name.starts_with('.'));
                let mut paths: Vec<_> = visible.map(|name| format!("{folder}/{name}")).collect();
                paths.sort();
                paths
            }
            Err(cause) => {
                let message = format!("cannot read the folder `{folder}`: {cause}");
                self.problems.push(Diagnostic::error(Code::Unreadable, message));
                Vec::new()
            }
        }
    }

    /// True when the path, links followed, stays in the workspace; notes it otherwise.
    fn inside(&mut self, path: &str) -> bool {
        match fs::canonicalize(self.root.join(path)) {
            Ok(real) if !real.starts_with(&self.root) => {
                let message = format!("`{path}` leads out of the workspace");
                self.problems.push(Diagnostic::error(Code::OutsideWorkspace, message));
                false
            }
            Ok(_) => true,
            Err(cause) => {
                let message = format!("cannot read `{path}`: {cause}");
                self.problems.push(Diagnostic::error(Code::Unreadable, message));
                false
            }
        }
    }
}

fn has_ending(path: &str, endings: &[&str]) -> bool {
    path.rsplit_once('.').is_some_and(|(_, ending)| endings.contains(&ending))
}

enum Problem {
    TooLarge,
    NoPlainFile,
    System(std::io::Error),
}

fn read_bytes(path: &Path) -> Result<Vec<u8>, Problem> {
    let metadata = fs::metadata(path).map_err(Problem::System)?;
    if !metadata.is_file() {
        return Err(Problem::NoPlainFile);
    }
    if metadata.len() > LARGEST {
        return Err(Problem::TooLarge);
    }
    let file = fs::File::open(path).map_err(Problem::System)?;
    let mut bytes = Vec::with_capacity(usize::try_from(metadata.len()).unwrap_or_default());
    // The file may have grown since its size was asked for.
    file.take(LARGEST + 1).read_to_end(&mut bytes).map_err(Problem::System)?;
    if bytes.len() as u64 > LARGEST { Err(Problem::TooLarge) } else { Ok(bytes) }
}

/// Reads one file that the user named on the command line, with the same limits as a workspace's files.
pub fn read_text(path: &Path) -> Result<String, Error> {
    let failed = |cause| Error::Read { path: path.to_owned(), cause };
    let bytes = read_bytes(path).map_err(|problem| {
        failed(match problem {
            Problem::TooLarge => std::io::Error::other("it is larger than 16 MiB"),
            Problem::NoPlainFile => std::io::Error::other("it is not a plain file"),
            Problem::System(cause) => cause,
        })
    })?;
    String::from_utf8(bytes).map_err(|_| failed(std::io::Error::other("it is not UTF-8 text")))
}
