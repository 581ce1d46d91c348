//! Finds matrices: a single file, a folder that `onus build` wrote to, or a package.

#![allow(clippy::disallowed_methods, reason = "load is the stage that reads files")]

use std::fs;
use std::io::{self, Read};
use std::path::{Path, PathBuf};

use onus_package::PackagePlace;

use super::nature::is_pointer;
use super::package::{open_package, open_plain_file};
use super::reader::{ReadError, read_bytes};
use crate::error::Error;

/// Name of the file with a project's matrix.
pub(super) const MATRIX: &str = "matrix.json";

/// Largest matrix in bytes: some forty times that of a large project.
const LARGEST: u64 = 256 * 1024 * 1024;

/// How many folders deep a matrix is in an output folder: organisation, project.
const DEEPEST: usize = 2;

/// What a path to compare contains.
pub enum MatrixPlace {
    /// One matrix, or all below a folder, by path.
    Files(Vec<MatrixPath>),
    /// A package.
    Package(PackagePlace),
}

/// A file that contains a matrix.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct MatrixPath {
    /// The folders that contain it, starting below the named one.
    pub folders: Vec<String>,
    /// Where it is.
    pub place: PathBuf,
}

impl MatrixPath {
    /// Its bytes.
    ///
    /// # Errors
    ///
    /// If it is not a regular file, too large, or cannot be read.
    pub fn read(&self) -> Result<Vec<u8>, Error> {
        let bytes = read_bytes(&self.place, LARGEST).map_err(|problem| Error::Read {
            path: self.place.clone(),
            cause: match problem {
                ReadError::TooLarge => io::Error::other("it is larger than 256 MiB"),
                ReadError::NoPlainFile => io::Error::other("it is not a plain file"),
                ReadError::System(cause) => cause,
            },
        })?;
        if is_pointer(&bytes) { Err(Error::LfsPointer { path: self.place.clone() }) } else { Ok(bytes) }
    }
}

/// True if the path exists.
pub fn is_there(path: &Path) -> bool {
    path.symlink_metadata().is_ok()
}

/// Finds the matrices at an existing path.
///
/// # Errors
///
/// When something on the way cannot be read.
pub fn find_matrices(path: &Path) -> Result<MatrixPlace, Error> {
    let failed = |cause| Error::Read { path: path.to_owned(), cause };
    if !fs::metadata(path).map_err(failed)?.is_dir() {
        let mut start = [0; 2];
        let mut reader = open_plain_file(path).map_err(failed)?;
        return match reader.read_exact(&mut start) {
            Ok(()) if start == *b"PK" => open_package(path).map(MatrixPlace::Package),
            // If it is anything else, reading it as a matrix will report that.
            Ok(()) | Err(_) => {
                Ok(MatrixPlace::Files(vec![MatrixPath { folders: Vec::new(), place: path.to_owned() }]))
            }
        };
    }
    if path.join(MATRIX).is_file() && path.join("manifest.json").is_file() {
        return open_package(path).map(MatrixPlace::Package);
    }
    let mut found = Vec::new();
    let mut open = vec![(Vec::new(), path.to_owned())];
    while let Some((folders, place)) = open.pop() {
        let matrix = place.join(MATRIX);
        if matrix.is_file() {
            found.push(MatrixPath { folders, place: matrix });
            continue;
        }
        if folders.len() < DEEPEST {
            let below = fs::read_dir(&place).and_then(Iterator::collect::<io::Result<Vec<_>>>);
            let below = below.map_err(|cause| Error::Read { path: place.clone(), cause })?;
            let names = below.iter().filter(|entry| entry.path().is_dir());
            let names = names.filter_map(|entry| entry.file_name().into_string().ok());
            open.extend(names.map(|name| {
                let inside = place.join(&name);
                (folders.iter().cloned().chain([name]).collect(), inside)
            }));
        }
    }
    found.sort();
    Ok(MatrixPlace::Files(found))
}
