//! Reasons not to look into an archive: it could harm whoever unpacks it, or be read in two ways.

use super::super::path::PathProblem;

/// Why an archive is not looked into.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Refusal {
    /// The entry, if it is one's.
    pub(crate) path: Option<String>,
    /// The reason.
    pub(crate) kind: RefusalKind,
}

/// Reasons not to look into an archive.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub(crate) enum RefusalKind {
    #[error("this is no zip archive, or its end is cut off")]
    NoArchive,
    #[error("the archive is damaged: {0}")]
    Damaged(&'static str),
    #[error("an archive of {0} entries is taken for a bomb")]
    TooMany(u64),
    #[error("it declares {0} bytes, more than the archive has: a bomb")]
    Bomb(u64),
    #[error("it is compressed; packages are stored")]
    Compressed,
    #[error("it is encrypted")]
    Encrypted,
    #[error("its size stands after its content, which can be read in two ways")]
    Descriptor,
    #[error("its name cannot be that of a file in a package: {0}")]
    Path(PathProblem),
    #[error("its name is not UTF-8")]
    Name,
    #[error("it has two names")]
    TwoNames,
    #[error("it is there twice")]
    Twice,
    #[error("its name, or a folder of it, differs from that of `{0}` only by the case of letters")]
    Case(String),
    #[error("`{0}` is a file where it needs a folder, or the other way round")]
    FileAndFolder(String),
    #[error("it is a link")]
    Link,
    #[error("it is not a plain file")]
    Special,
    #[error("its header and the directory of the archive say different things")]
    Mismatch,
    #[error("it overlaps the entry before it")]
    Overlap,
    #[error("there are bytes {0} that belong to no entry")]
    Stray(&'static str),
    #[error("there is a comment, in which anything could stand")]
    Comment,
}
