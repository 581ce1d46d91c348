//! Rules of the source that need it parsed: no circle of imports, no type name twice, no tuple as a parameter, and a
//! drawing of crates that is true.
//!
//! These files use nothing of the suite, so that they can be built as a program of their own as well.

mod circles;
mod drawing;
mod modules;
mod names;
mod parsed;
mod tuples;

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};

pub(crate) use circles::import_circles;
pub(crate) use drawing::crates_drawn_otherwise;
pub(crate) use names::repeated_type_names;
pub(crate) use tuples::tuples_in_signatures;

/// A Rust file by its path from the repository's root.
pub(crate) struct SourceFile {
    pub(crate) path: String,
    pub(crate) text: String,
}

/// One breach of a rule, with the heading under which it is reported.
pub(crate) struct Offender {
    pub(crate) group: String,
    /// `src/file.rs:12`.
    pub(crate) place: String,
    pub(crate) what: String,
}

/// The Rust files of the program and of its crates, sorted by path. Tests are no part of them.
pub(crate) fn repository_sources(root: &Path) -> Vec<SourceFile> {
    let mut folders = vec![root.join("src")];
    folders.extend(entries(&root.join("crates")).into_iter().map(|folder| folder.join("src")));
    let mut files = Vec::new();
    while let Some(folder) = folders.pop() {
        for path in entries(&folder) {
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|extension| extension == "rs") {
                let text =
                    fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
                let path = path.strip_prefix(root).expect("it lies below the root");
                files.push(SourceFile { path: path.to_string_lossy().replace('\\', "/"), text });
            }
        }
    }
    files.sort_by(|a, b| a.path.cmp(&b.path));
    assert!(files.len() > 50, "only {} Rust files were found below {}", files.len(), root.display());
    files
}

/// What a folder contains; nothing where there is no such folder, as in a repository without `crates`.
fn entries(folder: &Path) -> Vec<PathBuf> {
    let Ok(entries) = fs::read_dir(folder) else { return Vec::new() };
    let paths = entries.map(|entry| entry.map(|entry| entry.path()));
    paths.collect::<Result<_, _>>().unwrap_or_else(|error| panic!("{}: {error}", folder.display()))
}

/// The offenders for people: how many, and group by group with their places.
pub(crate) fn report(rule: &str, offenders: &[Offender]) -> String {
    let mut groups: BTreeMap<&str, Vec<&Offender>> = BTreeMap::new();
    for offender in offenders {
        groups.entry(&offender.group).or_default().push(offender);
    }
    let mut text = format!("{rule}: {} in {} groups\n", offenders.len(), groups.len());
    for (group, offenders) in groups {
        writeln!(text, "\n{group} ({})", offenders.len()).expect("a string takes it");
        for offender in offenders {
            writeln!(text, "  {}  {}", offender.place, offender.what).expect("a string takes it");
        }
    }
    text
}

/// Files for the samples of the tests of the rules.
#[cfg(test)]
fn sample(files: &[[&str; 2]]) -> Vec<SourceFile> {
    files
        .iter()
        .map(|[path, text]| SourceFile { path: (*path).to_owned(), text: (*text).to_owned() })
        .collect()
}
