//! What goes into a package and what is withheld, before it is sealed.

use std::path::PathBuf;

use chrono::{DateTime, NaiveDate, Utc};
use onus_core::digest::{Fingerprint, Sha256Digest};
use serde::{Deserialize, Serialize};

/// Everything that goes into a package.
#[derive(Debug, Clone)]
pub struct PackageContents {
    /// Which package it is.
    pub about: PackageMetadata,
    /// Every input that the package was made from.
    pub inputs: Vec<InputFile>,
    /// The files in it.
    pub files: Vec<PackageFile>,
    /// Evidence and attestations that are listed, but not included.
    pub withheld: Vec<Withheld>,
    /// What is not in order, besides the states of evidence and attestations.
    pub issues: Vec<KnownIssue>,
}

/// Something that an auditor should ask about.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KnownIssue {
    /// What kind of issue it is, in one sentence; issues of one kind are side by side.
    pub kind: String,
    /// The control, service or piece of evidence that it is about; empty if it is about none.
    pub about: String,
    /// What is wrong, as a lower-case phrase.
    pub text: String,
}

/// Which package it is: project, as-of date, and the program that made it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PackageMetadata {
    /// Version of `onus`.
    pub tool_version: String,
    /// The catalog that the documents are based on.
    pub catalog: CatalogIdentity,
    /// The organisation.
    pub organization: NamedEntity,
    /// The project.
    pub project: NamedEntity,
    /// The as-of date.
    pub as_of: NaiveDate,
    /// Who may see it, as the organisation words it.
    pub classification: Option<String>,
    /// Whom to ask for what is withheld.
    pub contact: Option<String>,
    /// Who signs it; of no use without a key.
    pub signer: Option<PackageSigner>,
    /// When it is signed, where somebody says so: no clock is asked.
    pub signed_at: Option<DateTime<Utc>>,
}

/// The person for whom a key signs.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PackageSigner {
    /// Their name.
    pub name: String,
    /// Their role or position.
    pub role: Option<String>,
    /// Who says so.
    pub stated_by: SignerSource,
}

/// Who says for whom a key signs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum SignerSource {
    /// Whoever made the package.
    CommandLine,
    /// The profile, which names them as the one who approved the documents.
    Profile,
}

impl PackageMetadata {
    /// The trusted comment of its signatures.
    pub(super) fn name(&self) -> String {
        package_name(&self.organization, &self.project, self.as_of)
    }
}

/// The trusted comment of a package's signatures. It names project and date, so that a signature does not fit another
/// package.
pub(super) fn package_name(organization: &NamedEntity, project: &NamedEntity, as_of: NaiveDate) -> String {
    format!("onus {}/{} as of {as_of}", organization.id, project.id)
}

/// Version and digest of a catalog.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CatalogIdentity {
    /// Version of the built-in catalog.
    pub version: String,
    /// SHA-256 over all its files, including the organisation's own.
    pub digest: Sha256Digest,
}

/// An organisation or a project.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct NamedEntity {
    /// Its id.
    pub id: String,
    /// Its name.
    pub name: String,
}

/// An input file that the package was made from.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct InputFile {
    /// Its path in the workspace, or `onus:` and its path among the built-in files.
    pub path: String,
    /// Its size.
    pub bytes: u64,
    /// Its digest.
    pub sha256: Sha256Digest,
}

/// A file of the package.
#[derive(Debug, Clone)]
pub struct PackageFile {
    /// Its path in the package, with `/`.
    pub path: String,
    /// Its content, or where that is.
    pub content: FileContent,
    /// What it is, for the manifest.
    pub description: FileDescription,
}

/// What a file is, for the manifest.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FileDescription {
    /// Its media type, such as `application/pdf`.
    pub media_type: String,
    /// What kind of file it is.
    pub kind: PackageFileKind,
    /// Its id in the evidence register, if it has one.
    pub id: Option<String>,
    /// Its title.
    pub title: String,
    /// Its state on the as-of date; none for files that `onus` generated.
    pub state: Option<ValidityState>,
    /// The digest pinned in the register. It differs from the file's own digest if the file was changed.
    pub pinned_sha256: Option<Sha256Digest>,
    /// What it supports.
    pub supports: Supports,
    /// Its path in the workspace.
    pub source: Option<String>,
    /// The project that it is from, as `organisation/project`, where something is inherited from it; none for what is the
    /// package's own.
    pub from: Option<String>,
}

/// The content of a file, or where it is.
#[derive(Debug, Clone)]
pub enum FileContent {
    /// Generated in this run.
    Bytes(Vec<u8>),
    /// A file that is copied when the package is written: evidence can be larger than memory.
    File {
        /// Where it is.
        place: PathBuf,
        /// Its size and digests when it was last read.
        fingerprint: Fingerprint,
    },
}

/// What a file of the package is to its reader.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum PackageFileKind {
    /// A document that `onus` generated.
    Document,
    /// The responsibility matrix as data.
    Matrix,
    /// A piece of evidence.
    Evidence,
    /// A report, certificate or bridge letter of a provider.
    Attestation,
    /// A list or description of the other files.
    Index,
    /// What is inherited from another project, as data.
    Offers,
    /// A register of evidence or attestations, as a table.
    Register,
}

/// The state of a piece of evidence or an attestation on the as-of date.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum ValidityState {
    /// Valid.
    #[serde(rename = "current")]
    Current,
    /// Evidence that is valid, but due for renewal.
    #[serde(rename = "due soon")]
    DueSoon,
    /// Evidence after its last valid day.
    #[serde(rename = "stale")]
    Stale,
    /// Evidence whose file does not exist or is empty.
    #[serde(rename = "missing")]
    Missing,
    /// Evidence whose file does not match its pinned digest.
    #[serde(rename = "altered")]
    Altered,
    /// Evidence that was collected after the as-of date.
    #[serde(rename = "from the future")]
    FromFuture,
    /// An attestation after its reporting period, covered by a bridge letter.
    #[serde(rename = "bridged")]
    Bridged,
    /// An attestation after its reporting period, without a bridge letter.
    #[serde(rename = "gap")]
    Gap,
    /// An attestation after its last valid day.
    #[serde(rename = "lapsed")]
    Lapsed,
    /// An attestation whose reporting period has not begun.
    #[serde(rename = "not yet")]
    NotYet,
    /// An attestation whose auditor's opinion is adverse or a disclaimer.
    #[serde(rename = "adverse")]
    Adverse,
}

impl ValidityState {
    /// The word in the manifest and in `README.md`.
    pub fn word(self) -> &'static str {
        match self {
            Self::Current => "current",
            Self::DueSoon => "due soon",
            Self::Stale => "stale",
            Self::Missing => "missing",
            Self::Altered => "altered",
            Self::FromFuture => "from the future",
            Self::Bridged => "bridged",
            Self::Gap => "gap",
            Self::Lapsed => "lapsed",
            Self::NotYet => "not yet",
            Self::Adverse => "adverse",
        }
    }
}

/// What a piece of evidence supports.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Supports {
    /// Ids of controls or of their parts.
    pub controls: Vec<String>,
    /// Ids of requirements, with their framework.
    pub requirements: Vec<String>,
}

/// Evidence or an attestation that is listed, but not included.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Withheld {
    /// Its id in the register.
    pub id: String,
    /// Its title.
    pub title: String,
    /// Whether it is evidence or an attestation.
    pub kind: PackageFileKind,
    /// The id of the attestation that it is, if a register lists an attestation as evidence.
    #[serde(deserialize_with = "Option::deserialize")] // null is written, not left out
    pub same_as: Option<String>,
    /// Why it is not in the package.
    pub reason: WithheldReason,
    /// Where it is.
    pub location: Option<String>,
    /// Its size, if known.
    pub bytes: Option<u64>,
    /// Its digest, if known.
    #[serde(deserialize_with = "Option::deserialize")] // null is written, not left out
    pub sha256: Option<Sha256Digest>,
    /// The digest pinned in the register.
    #[serde(deserialize_with = "Option::deserialize")] // null is written, not left out
    pub pinned_sha256: Option<Sha256Digest>,
    /// Its state on the as-of date.
    pub state: Option<ValidityState>,
    /// Its media type, such as `application/pdf`.
    pub media_type: Option<String>,
    /// What it supports.
    pub supports: Supports,
    /// The path in the workspace of the file that lists it.
    pub source: Option<String>,
    /// The project that it is from, as `organisation/project`, where something is inherited from it.
    #[serde(deserialize_with = "Option::deserialize")] // null is written, not left out
    pub from: Option<String>,
}

/// Why something is withheld.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum WithheldReason {
    /// Restricted; shown on request.
    OnRequest,
    /// The file in the register does not exist.
    Missing,
    /// Kept in another system, or included as the copy of an attestation.
    Elsewhere,
}
