//! Packages and keys: streamed or written beside their place, and there whole or not at all.

use std::fs;
use std::io::{self, BufWriter, Write};
use std::path::{Path, PathBuf};

use onus_package::{SealedPackage, WriteError};
use tempfile::{NamedTempFile, TempPath};

use super::{builder, folder_of};
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
pub fn publish_package(path: &Path, package: &SealedPackage) -> Result<(), Error> {
    let failed = |cause| Error::Write { path: path.to_owned(), cause };
    if path.is_dir() {
        return Err(failed(io::Error::other("a folder with this name exists")));
    }
    if !folder_of(path).is_dir() {
        return Err(failed(io::Error::other("the folder does not exist")));
    }
    let mut beside = builder().tempfile_in(folder_of(path)).map_err(failed)?;
    let mut out = BufWriter::with_capacity(BUFFER, &mut beside);
    let mut open = |place: &Path| -> io::Result<Box<dyn io::Read>> { Ok(Box::new(open_plain_file(place)?)) };
    package.write(&mut out, &mut open).map_err(|error| match error {
        WriteError::Write(cause) => failed(cause),
        WriteError::Read { place, cause } => Error::Read { path: place, cause },
        WriteError::Changed { place } => Error::Changed { path: place },
    })?;
    out.flush().map_err(failed)?;
    drop(out);
    beside.as_file().sync_all().map_err(failed)?;
    beside.persist(path).map_err(|error| failed(error.error))?;
    Ok(())
}

/// Writes a secret key, readable only by its owner, and its public key. Neither replaces an existing file, and neither is
/// left without the other.
pub fn publish_new_pair(secret: NewFile<'_>, public: NewFile<'_>) -> Result<(), Error> {
    for file in [secret, public] {
        if fs::symlink_metadata(file.path).is_ok() {
            return Err(Error::Exists { path: file.path.to_owned() });
        }
    }
    // By default, temporary files are readable by their owner only.
    let hidden = stage(secret, tempfile::Builder::new().prefix(".onus-"))?;
    let shown = stage(public, &mut builder())?;
    place(hidden, secret.path)?;
    place(shown, public.path).inspect_err(|_| {
        // The first failure is the one to report.
        ignore(fs::remove_file(secret.path), "the secret key stays without its public key");
    })
}

/// Writes a secret, readable only by its owner. It replaces no file; folders on the way are created.
pub fn publish_secret(secret: NewFile<'_>) -> Result<(), Error> {
    let folder = folder_of(secret.path);
    fs::create_dir_all(folder).map_err(|cause| Error::Write { path: folder.to_owned(), cause })?;
    place(stage(secret, tempfile::Builder::new().prefix(".onus-"))?, secret.path)
}

fn stage(file: NewFile<'_>, builder: &mut tempfile::Builder<'_, '_>) -> Result<TempPath, Error> {
    let write = || -> io::Result<NamedTempFile> {
        let mut beside = builder.tempfile_in(folder_of(file.path))?;
        beside.write_all(file.text.as_bytes())?;
        beside.as_file().sync_all()?;
        Ok(beside)
    };
    let written = write().map_err(|cause| Error::Write { path: file.path.to_owned(), cause });
    written.map(NamedTempFile::into_temp_path)
}

fn place(beside: TempPath, path: &Path) -> Result<(), Error> {
    beside.persist_noclobber(path).map_err(|error| {
        let path: PathBuf = path.to_owned();
        match error.error.kind() {
            io::ErrorKind::AlreadyExists => Error::Exists { path },
            _ => Error::Write { path, cause: error.error },
        }
    })
}
