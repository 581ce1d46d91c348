//! Reasons to refuse an archive: it could harm whoever unpacks it, or two programs could read it differently.

use super::super::path::PathError;

/// Why an archive is refused.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct ArchiveError {
    /// The entry, if it is about one.
    pub(crate) path: Option<String>,
    /// The reason.
    pub(crate) kind: ArchiveErrorKind,
}

/// Reasons to refuse an archive.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub(crate) enum ArchiveErrorKind {
    #[error("not a zip archive, or truncated")]
    NoArchive,
    #[error("the archive is damaged: {0}")]
    Damaged(&'static str),
    #[error("declares {0} entries, more than any package has")]
    TooMany(u64),
    #[error("declares {0} bytes, more than the whole archive has")]
    Bomb(u64),
    #[error("is compressed; packages store their files uncompressed")]
    Compressed,
    #[error("is encrypted")]
    Encrypted,
    #[error("uses a data descriptor, which is ambiguous")]
    DataDescriptor,
    #[error("is not a valid name in a package: {0}")]
    Path(PathError),
    #[error("has a name that is not UTF-8")]
    Name,
    #[error("has two names")]
    TwoNames,
    #[error("appears twice")]
    Twice,
    #[error("differs from `{0}` only in upper and lower case")]
    Case(String),
    #[error("cannot be unpacked beside `{0}`: one is a file where the other needs a folder")]
    FileAndFolder(String),
    #[error("is a link")]
    Link,
    #[error("is not a regular file")]
    Special,
    #[error("has a local header that differs from the central directory")]
    Mismatch,
    #[error("overlaps another entry")]
    Overlap,
    #[error("there are bytes {0} that belong to no entry")]
    Stray(&'static str),
    #[error("there is a comment, which could contain anything")]
    Comment,
}
