//! Packages and keys: streamed or written beside their place, and there whole or not at all.

use std::io::{self, BufWriter, Write};
use std::path::{Path, PathBuf};

use onus_package::{SealedPackage, WriteError};

use super::place::{Destination, Durability, FileDestination, MissingFolders};
use super::write::{FileAccess, FileBeside, create_folders};
use crate::error::{Error, ignore};
use crate::load::open_plain_file;

/// How much is written at once.
const BUFFER: usize = 1024 * 1024;

/// A new file that must not replace an existing one.
#[derive(Debug, Clone, Copy)]
pub struct NewFile<'f> {
    /// Where it goes.
    pub path: &'f Path,
    /// Its content.
    pub text: &'f str,
}

/// Writes a package. Files are streamed into it; if one has changed since the package was sealed, nothing is left behind.
pub fn publish_package(workspace: &Path, path: &Path, package: &SealedPackage) -> Result<(), Error> {
    let failed = |cause| Error::Write { path: path.to_owned(), cause };
    let place = Destination::find(workspace, path, MissingFolders::Refuse)?;
    place.write(Durability::Synced, |file| {
        let mut out = BufWriter::with_capacity(BUFFER, file);
        let mut open =
            |place: &Path| -> io::Result<Box<dyn io::Read>> { Ok(Box::new(open_plain_file(place)?)) };
        package.write(&mut out, &mut open).map_err(|error| match error {
            WriteError::Write(cause) => failed(cause),
            WriteError::Read { place, cause } => Error::Read { path: place, cause },
            WriteError::Changed { place } => Error::Changed { path: place },
        })?;
        out.flush().map_err(failed)
    })
}

/// Writes a secret key, readable only by its owner, and its public key. Neither replaces an existing file, and neither is
/// left without the other.
pub fn publish_new_pair(workspace: &Path, secret: NewFile<'_>, public: NewFile<'_>) -> Result<(), Error> {
    let (hidden, shown) = (new_place(workspace, secret.path)?, new_place(workspace, public.path)?);
    let (secret_name, public_name) = (hidden.name.clone(), shown.name.clone());
    let (secret_folder, secret_text) = (hidden.folder, secret.text);
    let copy = secret_folder.create_below(Path::new(""))?;
    let hidden = stage(FileBeside::create(secret_folder, FileAccess::Owner), secret_text);
    let shown = stage(FileBeside::create(shown.folder, FileAccess::Everyone), public.text);
    let hidden = hidden.map_err(|cause| failed(secret.path, cause))?;
    let shown = shown.map_err(|cause| failed(public.path, cause))?;
    hidden.place(&secret_name).map_err(|cause| failed(secret.path, cause))?;
    shown.place(&public_name).map_err(|cause| {
        // The first failure is the one to report.
        ignore(copy.remove_file(&secret_name), "the secret key stays without its public key");
        failed(public.path, cause)
    })
}

/// A place at which there is nothing yet.
fn new_place(workspace: &Path, path: &Path) -> Result<FileDestination, Error> {
    match Destination::find(workspace, path, MissingFolders::Refuse) {
        Ok(Destination::File(place)) if place.folder.kind(&place.name)?.is_none() => Ok(place),
        Ok(_) | Err(Error::Link { .. }) => Err(Error::Exists { path: path.to_owned() }),
        Err(error) => Err(error),
    }
}

/// Writes a secret, readable only by its owner. It replaces no file; folders on the way are created.
pub fn publish_secret(secret: NewFile<'_>) -> Result<(), Error> {
    let folder = secret.path.parent().unwrap_or(secret.path);
    create_folders(folder)?;
    // No workspace is concerned: the folder is the user's own.
    let place = new_place(folder, secret.path)?;
    let beside = stage(FileBeside::create(place.folder, FileAccess::Owner), secret.text);
    let placed = beside.and_then(|beside| beside.place(&place.name));
    placed.map_err(|cause| failed(secret.path, cause))
}

fn stage(beside: io::Result<FileBeside>, text: &str) -> io::Result<FileBeside> {
    let mut beside = beside?;
    beside.file().write_all(text.as_bytes())?;
    beside.file().sync_all()?;
    Ok(beside)
}

fn failed(path: &Path, cause: io::Error) -> Error {
    let path: PathBuf = path.to_owned();
    match cause.kind() {
        io::ErrorKind::AlreadyExists => Error::Exists { path },
        _ => Error::Write { path, cause },
    }
}
