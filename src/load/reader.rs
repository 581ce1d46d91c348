//! Reads untrusted files: only regular files in the workspace, up to a size.

#![allow(clippy::disallowed_methods, reason = "load is the stage that reads files")]

use std::fs;
use std::io::Read;
use std::path::{Path, PathBuf};

use onus_core::diagnostic::{Code, Diagnostic};
use onus_core::source::{SourceId, Sources, Span, TextKind, conflict_marks, plain_text};

use super::nature::is_pointer;
use crate::error::Error;

/// Largest file in bytes: nobody writes a profile of this size.
pub(super) const LARGEST: u64 = 16 * 1024 * 1024;

/// Deepest folder below `catalog`, `statements` and `templates` that is read.
const DEEPEST: usize = 8;

/// Deepest folder in which files that are not read are looked for.
const DEEPEST_STRAY: usize = 64;

/// How much of a file is searched for its schema, which stands in one of its first lines.
const START: u64 = 4096;

/// Endings of YAML files.
pub(super) const YAML: &[&str] = &["yaml", "yml"];

/// Endings of Markdown files.
pub(super) const MARKDOWN: &[&str] = &["md"];

/// Endings of JSON files.
pub(super) const JSON: &[&str] = &["json"];

/// Reads below one folder. Paths are relative to it, with `/`.
pub(super) struct WorkspaceReader {
    root: PathBuf,
    pub(super) sources: Sources,
    pub(super) problems: Vec<Diagnostic>,
}

impl WorkspaceReader {
    pub(super) fn open(root: &Path) -> Result<Self, Error> {
        let opened = fs::canonicalize(root).and_then(|root| fs::read_dir(&root).map(|_| root));
        let root = opened.map_err(|cause| Error::Workspace { path: root.to_owned(), cause })?;
        Ok(Self { root, sources: Sources::default(), problems: Vec::new() })
    }

    pub(super) fn exists(&self, path: &str) -> bool {
        self.root.join(path).symlink_metadata().is_ok()
    }

    /// Adds the text of a file to the sources, or notes why it cannot be read.
    pub(super) fn read(&mut self, path: &str) -> Option<SourceId> {
        if !self.inside(path) {
            return None;
        }
        match read_bytes(&self.root.join(path), LARGEST) {
            Ok(bytes) => self.keep(path, bytes),
            Err(problem) => {
                let (code, message) = match problem {
                    ReadError::TooLarge => {
                        (Code::FileTooLarge, format!("`{path}` is larger than {} MiB", LARGEST / 1024 / 1024))
                    }
                    ReadError::NoPlainFile => (Code::Unreadable, format!("`{path}` is not a plain file")),
                    ReadError::System(cause) => (Code::Unreadable, format!("cannot read `{path}`: {cause}")),
                };
                self.note(path, Diagnostic::error(code, message));
                None
            }
        }
    }

    /// Notes a problem with a file or folder as a whole, once.
    pub(super) fn note(&mut self, path: &str, problem: Diagnostic) {
        if !self.problems.iter().any(|present| present.message == problem.message) {
            let source = self.sources.add(path, "");
            self.problems.push(problem.at(Span { source, start: 0, end: 0 }, ""));
        }
    }

    fn keep(&mut self, path: &str, bytes: Vec<u8>) -> Option<SourceId> {
        if is_pointer(&bytes) {
            let message = format!("`{path}` is only a Git LFS pointer to the file");
            self.note(path, Diagnostic::error(Code::LfsPointer, message).hint(FETCH.to_owned()));
            return None;
        }
        match String::from_utf8(bytes) {
            Ok(text) => {
                let source = self.sources.add(path, text);
                // Texts that are YAML as a whole are searched where they are read.
                let is_merged = !has_ending(path, MARKDOWN) || self.has_no_conflict(source);
                is_merged.then_some(source)
            }
            Err(error) => {
                let start = error.utf8_error().valid_up_to();
                let is_utf16 =
                    error.as_bytes().starts_with(b"\xff\xfe") || error.as_bytes().starts_with(b"\xfe\xff");
                let hint = match is_utf16 {
                    true => "the file is encoded as UTF-16; save it as UTF-8",
                    false => "save the file as UTF-8",
                };
                let source = self.sources.add(path, String::from_utf8_lossy(error.as_bytes()));
                self.problems.push(
                    Diagnostic::error(Code::NotUtf8, format!("`{path}` is not UTF-8 text"))
                        .at(Span { source, start, end: start + 1 }, "the first byte that is not")
                        .hint(hint.to_owned()),
                );
                None
            }
        }
    }

    /// False, with a problem for each, if a Markdown text contains marks of git.
    fn has_no_conflict(&mut self, source: SourceId) -> bool {
        let problems = conflicts(&self.sources, source);
        let is_merged = problems.is_empty();
        self.problems.extend(problems);
        is_merged
    }

    /// Names of the folders in a folder, sorted; none if it does not exist.
    pub(super) fn folders_in(&mut self, folder: &str) -> Vec<String> {
        self.list(folder).into_iter().filter(|path| self.root.join(path).is_dir()).collect()
    }

    /// Files in a folder with one of the endings, sorted.
    pub(super) fn files_in(&mut self, folder: &str, endings: &[&str]) -> Vec<String> {
        let files = self.list(folder).into_iter();
        files.filter(|path| has_ending(path, endings) && !self.root.join(path).is_dir()).collect()
    }

    /// Files in a folder and the folders below it, sorted by path. Those that are too deep to be read are reported.
    pub(super) fn files_below(&mut self, folder: &str, endings: &[&str]) -> Vec<String> {
        let mut found = Vec::new();
        let mut seen = Vec::new();
        let mut open = vec![(folder.to_owned(), 0)];
        while let Some((folder, depth)) = open.pop() {
            // A link may lead to a folder above it, for ever.
            let real = fs::canonicalize(self.root.join(&folder)).ok();
            if real.is_none() || seen.contains(&real) {
                continue;
            }
            seen.push(real);
            let files = self.files_in(&folder, endings);
            match depth <= DEEPEST {
                true => found.extend(files),
                false => files.iter().for_each(|path| self.report_deep(path)),
            }
            if depth < DEEPEST_STRAY {
                open.extend(self.folders_in(&folder).into_iter().map(|folder| (folder, depth + 1)));
            }
        }
        found.sort();
        found
    }

    fn report_deep(&mut self, path: &str) {
        let problem = Diagnostic::error(Code::UnexpectedFile, format!("nothing reads `{path}`"));
        self.note(path, problem.hint(format!("folders are read {DEEPEST} deep; move the file further up")));
    }

    /// Reports registers in the folders below one with registers, where only the files of evidence belong. Whatever else is
    /// there is none of our business.
    pub(super) fn report_stray_registers(&mut self, folder: &str) {
        let mut open = vec![(self.root.join(folder), 0)];
        let mut stray = Vec::new();
        while let Some((place, depth)) = open.pop() {
            for entry in fs::read_dir(&place).into_iter().flatten().filter_map(Result::ok) {
                let path = entry.path();
                let is_folder = entry.file_type().is_ok_and(|kind| kind.is_dir());
                if is_folder && depth < DEEPEST_STRAY {
                    open.push((path, depth + 1));
                } else if depth > 0 && path.to_str().is_some_and(|path| has_ending(path, YAML)) {
                    stray.extend(is_register(&path).then_some(path));
                }
            }
        }
        stray.sort();
        for path in stray {
            let below = path.strip_prefix(&self.root).unwrap_or(&path);
            let path = below.to_string_lossy().replace(std::path::MAIN_SEPARATOR, "/");
            let hint = format!("registers are read in `{folder}` itself, and not in the folders below it");
            let problem = Diagnostic::error(Code::UnexpectedFile, format!("nothing reads `{path}`"));
            self.note(&path, problem.hint(hint));
        }
    }

    /// Reports YAML files that are not read: most likely they have a wrong name or are in the wrong folder.
    pub(super) fn report_stray_files(&mut self, folder: &str, expected: &ExpectedFiles<'_>) {
        let is_stray = |path: &String, expected: &[&str]| !expected.contains(&last_name(path));
        let mut stray = self.files_in(folder, YAML);
        stray.retain(|path| is_stray(path, expected.files));
        if let Some(folders) = expected.folders {
            for other in self.folders_in(folder).iter().filter(|path| is_stray(path, folders)) {
                stray.extend(self.files_below(other, YAML));
            }
        }
        for path in stray {
            let hint = "a folder in `profiles` is an organisation: `organization.yaml`, `projects/<project>.yaml`, \
                        `evidence/*.yaml`, `catalog/*.yaml` and `findings.yaml`";
            let problem = Diagnostic::error(Code::UnexpectedFile, format!("nothing reads `{path}`"));
            self.note(&path, problem.hint(hint.to_owned()));
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
                for name in names.iter().filter(|name| name.to_str().is_none()) {
                    let path = format!("{folder}/{}", name.to_string_lossy());
                    let message = format!("the name of `{path}` is not UTF-8");
                    self.note(
                        &path,
                        Diagnostic::error(Code::Unreadable, message).hint("rename the file".to_owned()),
                    );
                }
                let visible = names.iter().filter_map(|name| name.to_str()).filter(|name| !is_hidden(name));
                let mut paths: Vec<_> = visible.map(|name| format!("{folder}/{name}")).collect();
                paths.sort();
                paths
            }
            Err(cause) => {
                let message = format!("cannot read the folder `{folder}`: {cause}");
                self.note(folder, Diagnostic::error(Code::Unreadable, message));
                Vec::new()
            }
        }
    }

    /// True if the path, with links resolved, is in the workspace; notes a problem otherwise.
    fn inside(&mut self, path: &str) -> bool {
        match fs::canonicalize(self.root.join(path)) {
            Ok(real) if !real.starts_with(&self.root) => {
                let message = format!("`{path}` leads out of the workspace");
                let hint = "put the file itself here instead of a link to it".to_owned();
                self.note(path, Diagnostic::error(Code::OutsideWorkspace, message).hint(hint));
                false
            }
            Ok(_) => true,
            Err(cause) => {
                let message = format!("cannot read `{path}`: {cause}");
                self.note(path, Diagnostic::error(Code::Unreadable, message));
                false
            }
        }
    }
}

/// The files and folders that are read in a folder.
pub(super) struct ExpectedFiles<'e> {
    /// Names of YAML files.
    pub(super) files: &'e [&'e str],
    /// Names of folders with YAML files; any when none.
    pub(super) folders: Option<&'e [&'e str]>,
}

/// The last part of a path.
pub(super) fn last_name(path: &str) -> &str {
    path.rsplit('/').next().unwrap_or_default()
}

/// Files of editors and version control start with a dot. A name such as `..md` is a mistake, which must be reported.
fn is_hidden(name: &str) -> bool {
    name.starts_with('.')
        && !(name.starts_with("..") && (has_ending(name, YAML) || has_ending(name, MARKDOWN)))
}

fn has_ending(path: &str, endings: &[&str]) -> bool {
    path.rsplit_once('.')
        .is_some_and(|(_, ending)| endings.iter().any(|known| known.eq_ignore_ascii_case(ending)))
}

/// True for a plain file with the schema of evidence registers in one of its first lines.
fn is_register(path: &Path) -> bool {
    if !path.symlink_metadata().is_ok_and(|metadata| metadata.is_file()) {
        return false;
    }
    let mut bytes = Vec::new();
    let read = fs::File::open(path).and_then(|file| file.take(START).read_to_end(&mut bytes));
    let text = String::from_utf8_lossy(&bytes);
    let schema = text.lines().find_map(|line| line.trim_start_matches('\u{feff}').strip_prefix("schema:"));
    let is_ours = |schema: &str| schema.trim_start_matches([' ', '"', '\'']).starts_with("onus.evidence/");
    read.is_ok() && schema.is_some_and(is_ours)
}

/// What helps where a file is a Git LFS pointer.
pub const FETCH: &str = "fetch the file itself with `git lfs pull`";

/// Why a file cannot be read.
#[derive(Debug, thiserror::Error)]
pub(super) enum ReadError {
    #[error("it is too large")]
    TooLarge,
    #[error("it is not a plain file")]
    NoPlainFile,
    #[error("{0}")]
    System(std::io::Error),
}

impl ReadError {
    /// True if the file does not exist. A path that goes through a file does not exist either.
    pub(super) fn is_absence(&self) -> bool {
        use std::io::ErrorKind::{NotADirectory, NotFound};
        matches!(self, Self::System(error) if matches!(error.kind(), NotFound | NotADirectory))
    }
}

/// The bytes of a regular file of at most `largest` bytes.
pub(super) fn read_bytes(path: &Path, largest: u64) -> Result<Vec<u8>, ReadError> {
    let metadata = fs::metadata(path).map_err(ReadError::System)?;
    if !metadata.is_file() {
        return Err(ReadError::NoPlainFile);
    }
    if metadata.len() > largest {
        return Err(ReadError::TooLarge);
    }
    let file = fs::File::open(path).map_err(ReadError::System)?;
    let mut bytes = Vec::with_capacity(usize::try_from(metadata.len()).unwrap_or_default());
    // The file may have grown since its size was read.
    file.take(largest + 1).read_to_end(&mut bytes).map_err(ReadError::System)?;
    if bytes.len() as u64 > largest { Err(ReadError::TooLarge) } else { Ok(bytes) }
}

/// Reads one file that the user named on the command line, with the same limits as a workspace's files.
pub fn read_text(path: &Path) -> Result<String, Error> {
    read_marked_text(path).map(plain_text)
}

/// Reads one file with its byte order mark, if it has one: for callers that write it again.
pub fn read_marked_text(path: &Path) -> Result<String, Error> {
    let failed = |cause| Error::Read { path: path.to_owned(), cause };
    let bytes = read_bytes(path, LARGEST).map_err(|problem| {
        failed(match problem {
            ReadError::TooLarge => std::io::Error::other("it is larger than 16 MiB"),
            ReadError::NoPlainFile => std::io::Error::other("it is not a plain file"),
            ReadError::System(cause) => cause,
        })
    })?;
    if is_pointer(&bytes) {
        return Err(Error::LfsPointer { path: path.to_owned() });
    }
    String::from_utf8(bytes).map_err(|_| failed(std::io::Error::other("it is not UTF-8 text")))
}

/// A diagnostic for each mark that git left in a Markdown text.
pub fn conflicts(sources: &Sources, source: SourceId) -> Vec<Diagnostic> {
    let marks = conflict_marks(sources.get(source).text(), TextKind::Markdown).into_iter();
    marks.map(|mark| Diagnostic::conflict(Span { source, start: mark.start, end: mark.end })).collect()
}
