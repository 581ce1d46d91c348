//! **seal**: contents become a package. Which file covers which: the logs cover the contents and `README.md`; the manifest
//! covers these and the logs; `SHA256SUMS` covers all of them and the manifest. The last two are signed.

use onus_core::digest::{Fingerprint, Meter};

use super::contents::{
    FileContent, FileDescription, PackageContents, PackageFile, PackageFileKind, Supports,
};
use super::lists::{Digests, logs, sums};
use super::manifest::{LARGEST, ManifestEntry, ManifestLists, PackageManifest};
use super::names::{ARTIFACTS_LOG, HASH_LOG, MANIFEST, README, SIGNATURE, SUMS, SUMS_SIGNATURE};
use super::path::{ClashKind, PathError, check, clashes};
use super::readme::readme;
use super::sealed::SealedPackage;
use super::signature::SigningKey;

/// The files that sealing adds; contents cannot use their paths.
const ADDED: [&str; 7] = [README, ARTIFACTS_LOG, HASH_LOG, MANIFEST, SIGNATURE, SUMS, SUMS_SIGNATURE];

/// Why contents cannot be sealed.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum PackageError {
    /// A path that some system cannot unpack.
    #[error("`{path}` is not a valid name in a package: {error}")]
    Path {
        /// The path.
        path: String,
        /// Why not.
        error: PathError,
    },
    /// A path is used twice, perhaps by a file that sealing adds.
    #[error("`{path}` is in the package twice")]
    Twice {
        /// The path.
        path: String,
    },
    /// Two paths that are the same where case is ignored, or a file where a folder must be.
    #[error("`{path}` and `{other}` cannot both be unpacked on every system")]
    Clash {
        /// The path.
        path: String,
        /// The one before it.
        other: String,
    },
    /// More files, or longer lists of them, than `verify` accepts.
    #[error("the package has too many files")]
    TooMany,
}

/// Seals contents, signed if there is a key.
pub fn seal(contents: PackageContents, key: Option<&SigningKey>) -> Result<SealedPackage, PackageError> {
    check_paths(&contents.files)?;
    let public_key = key.map(|key| key.public().to_base64());
    let text = readme(&contents, public_key.as_deref());
    let PackageContents { about, inputs, mut files, withheld, issues: _ } = contents;
    files.push(made(README, "Read this first", "text/markdown", text));
    let (artifacts, hash) = logs(&digests(&files));
    files.push(made(ARTIFACTS_LOG, "Digests of the artifacts", "text/plain", artifacts));
    files.push(made(HASH_LOG, "Digest of the list of artifacts", "text/plain", hash));

    let entries = files
        .iter()
        .map(|item| ManifestEntry::new(&item.path, &fingerprint(&item.content), item.description.clone()));
    let manifest =
        PackageManifest::new(about, public_key, entries.collect(), ManifestLists { inputs, withheld });
    let name = manifest.name();
    let manifest = manifest.to_bytes();
    if manifest.len() as u64 > LARGEST {
        return Err(PackageError::TooMany);
    }
    let signature = |signed: &[u8]| key.map(|key| key.sign(signed, &name).into_bytes());
    let of_manifest = signature(&manifest);

    let packed = |path: String, content: FileContent| {
        let fingerprint = fingerprint(&content);
        (path, content, fingerprint)
    };
    let made = |path: &str, bytes: Vec<u8>| packed(path.to_owned(), FileContent::Bytes(bytes));
    let mut all: Vec<(String, FileContent, Fingerprint)> =
        files.into_iter().map(|item| packed(item.path, item.content)).collect();
    all.push(made(MANIFEST, manifest));
    all.extend(of_manifest.map(|bytes| made(SIGNATURE, bytes)));
    let list = sums(&all.iter().map(|(path, _, print)| (path.as_str(), print.sha256)).collect());
    let of_list = signature(list.as_bytes());
    all.push(made(SUMS, list.into_bytes()));
    all.extend(of_list.map(|bytes| made(SUMS_SIGNATURE, bytes)));
    SealedPackage::new(all).ok_or(PackageError::TooMany)
}

fn check_paths(files: &[PackageFile]) -> Result<(), PackageError> {
    for item in files {
        check(&item.path).map_err(|error| PackageError::Path { path: item.path.clone(), error })?;
    }
    let paths = ADDED.into_iter().chain(files.iter().map(|item| item.path.as_str()));
    match clashes(paths).first() {
        None => Ok(()),
        Some(clash) => {
            let path = clash.path.to_owned();
            Err(match clash.kind {
                ClashKind::Same => PackageError::Twice { path },
                ClashKind::Case | ClashKind::FileAndFolder => {
                    PackageError::Clash { path, other: clash.first.to_owned() }
                }
            })
        }
    }
}

fn made(path: &str, title: &str, media_type: &str, text: String) -> PackageFile {
    let description = FileDescription {
        media_type: media_type.to_owned(),
        kind: PackageFileKind::Index,
        id: None,
        title: title.to_owned(),
        state: None,
        pinned_sha256: None,
        supports: Supports::default(),
        source: None,
        from: None,
    };
    PackageFile { path: path.to_owned(), content: FileContent::Bytes(text.into_bytes()), description }
}

fn digests(files: &[PackageFile]) -> Digests<'_> {
    files.iter().map(|item| (item.path.as_str(), fingerprint(&item.content).sha256)).collect()
}

fn fingerprint(content: &FileContent) -> Fingerprint {
    match content {
        FileContent::Bytes(bytes) => Meter::of(bytes),
        FileContent::File { fingerprint, .. } => *fingerprint,
    }
}
