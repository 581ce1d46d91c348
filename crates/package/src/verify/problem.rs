//! What can be wrong with a package, by codes that do not change.

/// Something that is not as it was sealed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Problem {
    /// What kind of problem it is.
    pub code: ProblemCode,
    /// The file that it is about; none when it is about the archive as a whole.
    pub path: Option<String>,
    /// What is wrong, in words that follow the file's name.
    pub message: String,
}

impl Problem {
    pub(super) fn of(path: &str, code: ProblemCode, message: impl Into<String>) -> Self {
        Self { code, path: Some(path.to_owned()), message: message.into() }
    }
}

/// Kinds of problems.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ProblemCode {
    /// The archive could harm whoever unpacks it, or be read in two ways; it was not looked into.
    Refused,
    /// The archive is not in the form that `onus` writes.
    Repacked,
    /// A file has another content.
    Altered,
    /// A file is shorter than it was.
    Truncated,
    /// A file is longer than it was.
    Extended,
    /// A file is not there.
    Missing,
    /// A file or folder is there that was not.
    Added,
    /// A file has another name.
    Renamed,
    /// A check sum in the archive is not that of the file.
    Checksum,
    /// A link, a pipe or a device stands where only plain files may.
    NotPlain,
    /// The manifest cannot be read, or says what no manifest says.
    Manifest,
    /// `SHA256SUMS` does not say what the manifest says.
    Sums,
    /// A log of the CMMC hashing guide does not say what the manifest says.
    Log,
    /// The manifest names a key, and one of the two signatures is not there.
    SignatureMissing,
    /// A signature is not one of its list by the key that it must be by, or is not written as it was sealed.
    SignatureWrong,
    /// The package is not signed, though a key was given to check it with.
    Unsigned,
    /// The package is signed with another key than the one given.
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
