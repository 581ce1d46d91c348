//! Files whose names are stored in another Unicode form than they are written in: macOS and some archives make two
//! characters of an `ö`, and other systems then find no such file.

#![allow(clippy::disallowed_methods, reason = "load is the stage that reads files")]

use std::fs;
use std::path::{Path, PathBuf};

use onus_core::model::is_same_text;

/// Most entries of a folder that are looked at.
const MOST_ENTRIES: usize = 20_000;

/// The place of a path, with `/`, whose parts may be stored in another form; none if there is no such file either.
pub(super) fn in_another_form(root: &Path, path: &str) -> Option<PathBuf> {
    if path.is_ascii() {
        return None;
    }
    path.split('/').try_fold(root.to_owned(), |folder, part| {
        let place = folder.join(part);
        if place.symlink_metadata().is_ok() {
            return Some(place);
        }
        let entries = fs::read_dir(&folder).ok()?.take(MOST_ENTRIES);
        let mut names = entries.filter_map(|entry| entry.ok()?.file_name().into_string().ok());
        names.find(|name| is_same_text(name, part)).map(|name| folder.join(name))
    })
}
