//! The auditor's package: one archive with documents, matrix and evidence that proves with stock programs that it is
//! whole, and with a signature whose it is. Nothing here opens or writes a file.

mod contents;
mod extract;
mod lists;
mod manifest;
mod path;
mod place;
mod readme;
mod seal;
mod sealed;
mod signature;
mod verify;
mod zip;

pub use contents::{
    About, CatalogVersion, Content, Contents, Description, Input, Item, ItemKind, Named, ProofState,
    Supports, Withheld, WithheldReason,
};
pub use extract::matrix_of;
pub use manifest::SCHEMA as MANIFEST_SCHEMA;
pub use path::{PathProblem, packable_name};
pub use place::{FolderEntry, FolderEntryKind, OpenFile, PackagePlace, ReadSeek};
pub use seal::{PackageError, seal};
pub use sealed::{Open, Sealed, WriteProblem};
pub use signature::{KeyProblem, PublicKey, SigningKey};
pub use verify::{
    Identity, Problem, ProblemCode, Report, SignatureState, verify, verify_archive, verify_folder,
};
