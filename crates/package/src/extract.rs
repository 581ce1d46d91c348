//! The matrix in a package, held against the package's own list: whoever compares two packages must not be told what
//! somebody put into one of them later. Everything else in it is left to `verify`.

use std::io::{self, Read, Seek, SeekFrom};

use onus_core::digest::Meter;

use super::manifest::{LARGEST, Manifest};
use super::place::{FolderEntry, FolderEntryKind, OpenFile, PackagePlace, ReadSeek};
use super::seal::MANIFEST;
use super::zip;

/// Name of the matrix at the top of a package.
const MATRIX: &str = "matrix.json";

/// The bytes of a package's matrix, or in words that follow its name why there are none.
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
    let manifest = Manifest::parse(&manifest)
        .map_err(|why| format!("the package's `{MANIFEST}` cannot be read: {why}"))?;
    let listed = manifest.files.iter().find(|entry| entry.path == MATRIX);
    let listed = listed.ok_or_else(|| missing(MATRIX))?;
    if Meter::of(&matrix).sha256 != listed.sha256 {
        return Err(format!(
            "the `{MATRIX}` in the package is not the one that was sealed; `onus verify` says what else is not"
        ));
    }
    Ok(matrix)
}

fn missing(path: &str) -> String {
    format!("there is no `{path}` in the package")
}

type Both = (Vec<u8>, Vec<u8>);

fn in_archive(reader: &mut Box<dyn ReadSeek>, length: u64) -> io::Result<Result<Both, String>> {
    let directory = match zip::read(reader, length)? {
        Ok(directory) => directory,
        Err(refusals) => {
            let first = refusals.first().map(|refusal| match &refusal.path {
                Some(path) => format!("`{path}`: {}", refusal.kind),
                None => refusal.kind.to_string(),
            });
            return Ok(Err(format!("the package is refused: {}", first.unwrap_or_default())));
        }
    };
    let mut both = [MANIFEST, MATRIX].map(|path| (path, Vec::new()));
    for (path, bytes) in &mut both {
        let Some(found) = directory.files.iter().find(|found| found.member.path == *path) else {
            return Ok(Err(missing(path)));
        };
        if found.member.bytes > LARGEST {
            return Ok(Err(format!("its `{path}` is larger than any")));
        }
        reader.seek(SeekFrom::Start(found.content))?;
        reader.by_ref().take(found.member.bytes).read_to_end(bytes)?;
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
    if bytes.len() as u64 > LARGEST { Err(format!("its `{path}` is larger than any")) } else { Ok(bytes) }
}
