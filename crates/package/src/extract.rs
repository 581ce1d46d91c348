//! Takes the matrix out of a package, after comparing it with the manifest: a comparison of two packages must not show
//! what somebody put into one of them later. Everything else is left to `verify`.

use std::io::{self, Read, Seek, SeekFrom};

use onus_core::digest::Meter;

use super::manifest::{LARGEST, PackageManifest};
use super::names::{MANIFEST, MATRIX};
use super::place::{FolderEntry, FolderEntryKind, OpenFile, PackagePlace, ReadSeek};
use super::zip;

/// The matrix of a package; the error is worded to follow the name of the package.
pub fn matrix_of(place: PackagePlace) -> Result<Vec<u8>, String> {
    let (manifest, matrix) = match place {
        PackagePlace::Archive { mut reader, bytes } => {
            let found = in_archive(&mut reader, bytes);
            found.map_err(|error| format!("the package cannot be read: {error}"))??
        }
        PackagePlace::Folder { entries, open } => {
            (in_folder(&entries, open, MANIFEST)?, in_folder(&entries, open, MATRIX)?)
        }
    };
    let manifest = PackageManifest::parse(&manifest)
        .map_err(|why| format!("the package's `{MANIFEST}` cannot be read: {why}"))?;
    let listed = manifest.files.iter().find(|entry| entry.path == MATRIX);
    let listed = listed.ok_or_else(|| missing(MATRIX))?;
    if Meter::of(&matrix).sha256 != listed.sha256 {
        return Err(format!(
            "its `{MATRIX}` is not the one that was sealed; `onus verify` shows all differences"
        ));
    }
    Ok(matrix)
}

fn missing(path: &str) -> String {
    format!("`{path}` does not exist in the package")
}

type Both = (Vec<u8>, Vec<u8>);

fn in_archive(reader: &mut Box<dyn ReadSeek>, length: u64) -> io::Result<Result<Both, String>> {
    let directory = match zip::read(reader, length)? {
        Ok(directory) => directory,
        Err(errors) => {
            let first = errors.first().map(|error| match &error.path {
                Some(path) => format!("`{path}`: {}", error.kind),
                None => error.kind.to_string(),
            });
            return Ok(Err(format!("the package is refused: {}", first.unwrap_or_default())));
        }
    };
    let mut both = [MANIFEST, MATRIX].map(|path| (path, Vec::new()));
    for (path, bytes) in &mut both {
        let Some(found) = directory.files.iter().find(|found| found.entry.path == *path) else {
            return Ok(Err(missing(path)));
        };
        if found.entry.bytes > LARGEST {
            return Ok(Err(format!("its `{path}` is too large")));
        }
        reader.seek(SeekFrom::Start(found.content))?;
        reader.by_ref().take(found.entry.bytes).read_to_end(bytes)?;
    }
    let [(_, manifest), (_, matrix)] = both;
    Ok(Ok((manifest, matrix)))
}

fn in_folder(entries: &[FolderEntry], open: OpenFile, path: &str) -> Result<Vec<u8>, String> {
    let found =
        entries.iter().find(|entry| entry.path == path && matches!(entry.kind, FolderEntryKind::File));
    let found = found.ok_or_else(|| missing(path))?;
    let mut bytes = Vec::new();
    let read = open(&found.place).and_then(|reader| reader.take(LARGEST + 1).read_to_end(&mut bytes));
    read.map_err(|error| format!("`{path}` in the package cannot be read: {error}"))?;
    if bytes.len() as u64 > LARGEST { Err(format!("its `{path}` is too large")) } else { Ok(bytes) }
}
