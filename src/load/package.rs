//! Opens packages and evidence: only regular files, and never the target of a link in a package.

#![allow(clippy::disallowed_methods, reason = "load is the stage that reads files")]

use std::fs;
use std::io::{self, Read, Seek};
use std::path::Path;

use onus_package::{FolderEntry, FolderEntryKind, PackagePlace, ReadSeek};

use super::nature::is_pointer;
use crate::error::Error;

/// Most files and folders of an unpacked package: twice as many as an archive may have.
const MOST: usize = 400_000;

/// Deepest folder that is listed: twice as deep as paths in a package.
const DEEPEST: usize = 64;

/// More than a Git LFS pointer has, in bytes.
const LARGEST_POINTER: u64 = 1025;

/// Opens a regular file. Links are followed; pipes and devices are not opened, since reading one can block for ever.
pub fn open_plain_file(path: &Path) -> io::Result<Box<dyn ReadSeek>> {
    if !fs::metadata(path)?.is_file() {
        return Err(io::Error::other("it is not a plain file"));
    }
    Ok(Box::new(fs::File::open(path)?))
}

/// Opens a package that is an archive, or lists one that is a folder.
pub fn open_package(path: &Path) -> Result<PackagePlace, Error> {
    let failed = |cause| Error::Read { path: path.to_owned(), cause };
    let metadata = fs::metadata(path).map_err(failed)?;
    if metadata.is_dir() {
        fs::read_dir(path).map_err(failed)?;
        return Ok(PackagePlace::Folder { entries: list(path), open: open_plain_file });
    }
    let mut reader = open_plain_file(path).map_err(failed)?;
    let mut start = Vec::new();
    reader.by_ref().take(LARGEST_POINTER).read_to_end(&mut start).map_err(failed)?;
    reader.rewind().map_err(failed)?;
    if is_pointer(&start) {
        return Err(Error::LfsPointer { path: path.to_owned() });
    }
    Ok(PackagePlace::Archive { reader, bytes: metadata.len() })
}

/// Everything below a folder, by path.
fn list(root: &Path) -> Vec<FolderEntry> {
    let mut found = Vec::new();
    let mut open = vec![(String::new(), root.to_owned(), 0)];
    while let Some((path, place, depth)) = open.pop() {
        if depth > DEEPEST || found.len() + open.len() > MOST {
            found.push(FolderEntry { path, place, kind: FolderEntryKind::TooMuch });
            if depth > DEEPEST {
                continue;
            }
            break;
        }
        let entries = fs::read_dir(&place).and_then(Iterator::collect::<io::Result<Vec<_>>>);
        let entries = match entries {
            Ok(entries) => entries,
            Err(error) => {
                let kind = FolderEntryKind::Unreadable(error.to_string());
                found.push(FolderEntry { path, place, kind });
                continue;
            }
        };
        if entries.is_empty() && depth > 0 {
            found.push(FolderEntry { path, place, kind: FolderEntryKind::EmptyFolder });
            continue;
        }
        for entry in entries {
            let name = entry.file_name();
            let path = join(&path, &name.to_string_lossy());
            let place = entry.path();
            match kind(&entry, name.to_str().is_some()) {
                None => open.push((path, place, depth + 1)),
                Some(kind) => found.push(FolderEntry { path, place, kind }),
            }
        }
    }
    found.sort_by(|one, other| one.path.cmp(&other.path));
    found
}

fn join(folder: &str, name: &str) -> String {
    if folder.is_empty() { name.to_owned() } else { format!("{folder}/{name}") }
}

/// What an entry is; none for a folder, whose contents are listed.
fn kind(entry: &fs::DirEntry, is_utf8: bool) -> Option<FolderEntryKind> {
    // `file_type` does not follow links.
    match entry.file_type() {
        Err(error) => Some(FolderEntryKind::Unreadable(error.to_string())),
        Ok(_) if !is_utf8 => Some(FolderEntryKind::OddName),
        Ok(kind) if kind.is_symlink() => Some(FolderEntryKind::Link),
        Ok(kind) if kind.is_dir() => None,
        Ok(kind) if kind.is_file() => Some(FolderEntryKind::File),
        Ok(_) => Some(FolderEntryKind::Special),
    }
}
