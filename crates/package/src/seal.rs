//! **seal**: contents become a package. Which file covers which: the logs cover what was put in and `README.md`; the
//! manifest covers these and the logs; `SHA256SUMS` covers everything else. Each of these two has a signature beside it.

use onus_core::digest::{Fingerprint, Meter};

use super::contents::{Content, Contents, Description, Item, ItemKind, Supports};
use super::lists::{ARTIFACTS_LOG, Digests, HASH_LOG, SUMS, logs, sums};
use super::manifest::{Entry, LARGEST, Lists, Manifest};
use super::path::{Clash, PathProblem, check, clashes};
use super::readme::readme;
use super::sealed::Sealed;
use super::signature::SigningKey;

/// What every package is listed in.
pub(super) const MANIFEST: &str = "manifest.json";

/// Its signature.
pub(super) const SIGNATURE: &str = "manifest.json.minisig";

/// The signature of `SHA256SUMS`, so that stock programs can tell whose the digests are that they compare.
pub(super) const SUMS_SIGNATURE: &str = "SHA256SUMS.minisig";

/// What tells its reader what it is.
pub(super) const README: &str = "README.md";

/// The files that sealing adds.
const ADDED: [&str; 7] = [README, ARTIFACTS_LOG, HASH_LOG, MANIFEST, SIGNATURE, SUMS, SUMS_SIGNATURE];

/// Why contents cannot be sealed.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum PackageError {
    /// A path that some system could not unpack.
    #[error("`{path}` cannot be a file of a package: {problem}")]
    Path {
        /// The path.
        path: String,
        /// Why not.
        problem: PathProblem,
    },
    /// A path is taken, perhaps by a file that sealing adds.
    #[error("`{path}` is in the package twice")]
    Twice {
        /// The path.
        path: String,
    },
    /// Two paths that are one where case does not count, or a file where a folder must be.
    #[error("`{path}` and `{other}` cannot both be unpacked on every system")]
    Clash {
        /// The path.
        path: String,
        /// The one before it.
        other: String,
    },
    /// More files, or longer lists of them, than `verify` reads.
    #[error("the package has too many files")]
    TooMany,
}

/// Seals contents, signed when there is a key.
pub fn seal(contents: Contents, key: Option<&SigningKey>) -> Result<Sealed, PackageError> {
    check_paths(&contents.files)?;
    let public_key = key.map(|key| key.public().to_base64());
    let text = readme(&contents, public_key.as_deref());
    let Contents { about, inputs, mut files, withheld } = contents;
    files.push(made(README, "Read this first", "text/markdown", text));
    let (artifacts, hash) = logs(&digests(&files));
    files.push(made(ARTIFACTS_LOG, "Digests of the artifacts", "text/plain", artifacts));
    files.push(made(HASH_LOG, "Digest of the list of artifacts", "text/plain", hash));

    let entries = files
        .iter()
        .map(|item| Entry::new(&item.path, &fingerprint(&item.content), item.description.clone()));
    let manifest = Manifest::new(about, public_key, entries.collect(), Lists { inputs, withheld });
    let name = manifest.name();
    let manifest = manifest.to_bytes();
    if manifest.len() as u64 > LARGEST {
        return Err(PackageError::TooMany);
    }
    let signature = |signed: &[u8]| key.map(|key| key.sign(signed, &name).into_bytes());
    let of_manifest = signature(&manifest);

    let packed = |path: String, content: Content| {
        let fingerprint = fingerprint(&content);
        (path, content, fingerprint)
    };
    let made = |path: &str, bytes: Vec<u8>| packed(path.to_owned(), Content::Bytes(bytes));
    let mut all: Vec<(String, Content, Fingerprint)> =
        files.into_iter().map(|item| packed(item.path, item.content)).collect();
    all.push(made(MANIFEST, manifest));
    all.extend(of_manifest.map(|bytes| made(SIGNATURE, bytes)));
    let list = sums(&all.iter().map(|(path, _, print)| (path.as_str(), print.sha256)).collect());
    let of_list = signature(list.as_bytes());
    all.push(made(SUMS, list.into_bytes()));
    all.extend(of_list.map(|bytes| made(SUMS_SIGNATURE, bytes)));
    Sealed::new(all).ok_or(PackageError::TooMany)
}

fn check_paths(files: &[Item]) -> Result<(), PackageError> {
    for item in files {
        check(&item.path).map_err(|problem| PackageError::Path { path: item.path.clone(), problem })?;
    }
    let paths = ADDED.into_iter().chain(files.iter().map(|item| item.path.as_str()));
    match clashes(paths).first() {
        None => Ok(()),
        Some((_, path, Clash::Same)) => Err(PackageError::Twice { path: (*path).to_owned() }),
        Some((other, path, Clash::Case | Clash::FileAndFolder)) => {
            Err(PackageError::Clash { path: (*path).to_owned(), other: (*other).to_owned() })
        }
    }
}

fn made(path: &str, title: &str, media_type: &str, text: String) -> Item {
    let description = Description {
        media_type: media_type.to_owned(),
        kind: ItemKind::Index,
        id: None,
        title: title.to_owned(),
        state: None,
        pinned_sha256: None,
        supports: Supports::default(),
        source: None,
    };
    Item { path: path.to_owned(), content: Content::Bytes(text.into_bytes()), description }
}

fn digests(files: &[Item]) -> Digests<'_> {
    files.iter().map(|item| (item.path.as_str(), fingerprint(&item.content).sha256)).collect()
}

fn fingerprint(content: &Content) -> Fingerprint {
    match content {
        Content::Bytes(bytes) => Meter::of(bytes),
        Content::File { fingerprint, .. } => *fingerprint,
    }
}
