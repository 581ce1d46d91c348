#![doc = include_str!("../README.md")]

mod contents;
mod enclosed;
mod extract;
mod lists;
mod manifest;
mod names;
mod path;
mod place;
mod readme;
mod seal;
mod sealed;
mod signature;
mod verify;
mod zip;

pub use contents::{
    CatalogIdentity, FileContent, FileDescription, InputFile, KnownIssue, NamedEntity, PackageContents,
    PackageFile, PackageFileKind, PackageMetadata, PackageSigner, SignerSource, Supports, ValidityState,
    Withheld, WithheldReason,
};
pub use enclosed::EnclosedCount;
pub use extract::matrix_of;
pub use manifest::SCHEMA as MANIFEST_SCHEMA;
pub use path::{PathError, packable_name};
pub use place::{FolderEntry, FolderEntryKind, OpenFile, PackagePlace, ReadSeek};
pub use seal::{PackageError, seal};
pub use sealed::{OpenContent, SealedPackage, WriteError};
pub use signature::{KeyError, PublicKey, SigningKey};
pub use verify::{
    Identity, ProblemCode, SignatureState, VerificationProblem, VerificationReport, verify, verify_archive,
    verify_folder,
};
