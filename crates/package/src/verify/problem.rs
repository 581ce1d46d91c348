//! What can be wrong with a package, by codes that never change: scripts depend on them.

/// Something that is not as it was sealed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct VerificationProblem {
    /// What kind of problem it is.
    pub code: ProblemCode,
    /// The file that it is about; none if it is about the whole archive.
    pub path: Option<String>,
    /// What is wrong, worded to follow the name of the file.
    pub message: String,
}

impl VerificationProblem {
    pub(super) fn of(path: &str, code: ProblemCode, message: impl Into<String>) -> Self {
        Self { code, path: Some(path.to_owned()), message: message.into() }
    }
}

/// The kinds of problems; docs/package.md has a section on each.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ProblemCode {
    /// The archive could harm whoever unpacks it, or could be read in two ways; its contents were not examined.
    Refused,
    /// The archive is not in the form that `onus` writes.
    Repacked,
    /// A file has different content.
    Altered,
    /// A file is shorter than it was.
    Truncated,
    /// A file is longer than it was.
    Extended,
    /// A file does not exist.
    Missing,
    /// A file or folder exists that was not in the package.
    Added,
    /// A file has another name.
    Renamed,
    /// The archive declares a CRC-32 that the file does not have.
    Checksum,
    /// The folder contains a link, a pipe or a device.
    NotPlain,
    /// The manifest cannot be read, or contains something that a manifest cannot contain.
    Manifest,
    /// `SHA256SUMS` and the manifest do not agree.
    Sums,
    /// A log of the CMMC hashing guide does not list the files that the manifest lists.
    Log,
    /// The manifest names a key, and one of the two signatures does not exist.
    SignatureMissing,
    /// A signature is not valid for its list and the named key, or is not written as it was sealed.
    SignatureWrong,
    /// The package is not signed, although a key was given.
    Unsigned,
    /// The package is signed with a different key than the one given.
    OtherKey,
    /// A file or folder could not be read.
    Unreadable,
}

impl ProblemCode {
    /// All of them.
    pub const ALL: [Self; 18] = [
        Self::Refused,
        Self::Repacked,
        Self::Altered,
        Self::Truncated,
        Self::Extended,
        Self::Missing,
        Self::Added,
        Self::Renamed,
        Self::Checksum,
        Self::NotPlain,
        Self::Manifest,
        Self::Sums,
        Self::Log,
        Self::SignatureMissing,
        Self::SignatureWrong,
        Self::Unsigned,
        Self::OtherKey,
        Self::Unreadable,
    ];

    /// The code as users see it.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Refused => "refused",
            Self::Repacked => "repacked",
            Self::Altered => "altered",
            Self::Truncated => "truncated",
            Self::Extended => "extended",
            Self::Missing => "missing",
            Self::Added => "added",
            Self::Renamed => "renamed",
            Self::Checksum => "checksum",
            Self::NotPlain => "not-plain",
            Self::Manifest => "manifest",
            Self::Sums => "sums",
            Self::Log => "log",
            Self::SignatureMissing => "signature-missing",
            Self::SignatureWrong => "signature-wrong",
            Self::Unsigned => "unsigned",
            Self::OtherKey => "other-key",
            Self::Unreadable => "unreadable",
        }
    }
}
