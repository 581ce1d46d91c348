//! What goes into a package and what is held back, before it is sealed.

use std::path::PathBuf;

use chrono::NaiveDate;
use onus_core::digest::{Fingerprint, Sha256Digest};
use serde::{Deserialize, Serialize};

/// Everything that a package says and holds.
#[derive(Debug, Clone)]
pub struct Contents {
    /// Whose package it is, and made by what.
    pub about: About,
    /// Every text that the package was made from.
    pub inputs: Vec<Input>,
    /// The files in it.
    pub files: Vec<Item>,
    /// What proves something and is not in it.
    pub withheld: Vec<Withheld>,
}

/// Whose package it is, as of when, and made by what.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct About {
    /// Version of `onus`.
    pub tool_version: String,
    /// The catalog that the documents rest on.
    pub catalog: CatalogVersion,
    /// The organisation.
    pub organization: Named,
    /// The project.
    pub project: Named,
    /// The day as of which everything was judged.
    pub as_of: NaiveDate,
    /// Who may read it, in the organisation's own word.
    pub classification: Option<String>,
    /// Whom to ask for what is withheld.
    pub contact: Option<String>,
}

impl About {
    /// What the package is called in its signatures.
    pub(super) fn name(&self) -> String {
        package_name(&self.organization, &self.project, self.as_of)
    }
}

/// What a package is called in its signatures.
pub(super) fn package_name(organization: &Named, project: &Named, as_of: NaiveDate) -> String {
    format!("onus {}/{} as of {as_of}", organization.id, project.id)
}

/// Version and digest of a catalog.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CatalogVersion {
    /// Version of the built-in catalog.
    pub version: String,
    /// SHA-256 over all its files, the organisation's own included.
    pub digest: Sha256Digest,
}

/// Something with an id and a name.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Named {
    /// Its id.
    pub id: String,
    /// Its name.
    pub name: String,
}

/// A text that the package was made from.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Input {
    /// Its path in the workspace, or `onus:` and its path in the program.
    pub path: String,
    /// Its size.
    pub bytes: u64,
    /// Its digest.
    pub sha256: Sha256Digest,
}

/// A file of the package.
#[derive(Debug, Clone)]
pub struct Item {
    /// Its path in the package, with `/`.
    pub path: String,
    /// Its bytes, or where they are.
    pub content: Content,
    /// What it is and what it is for.
    pub description: Description,
}

/// What a file is and what it is for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Description {
    /// Such as `application/pdf`.
    pub media_type: String,
    /// What kind of file it is.
    pub kind: ItemKind,
    /// Its id in the register, if it has one.
    pub id: Option<String>,
    /// Its title.
    pub title: String,
    /// Whether it may be relied on; none for what `onus` made.
    pub state: Option<ProofState>,
    /// The digest that the register gives, which is not the file's own when the file was changed.
    pub pinned_sha256: Option<Sha256Digest>,
    /// What it proves.
    pub supports: Supports,
    /// The path in the workspace that it came from.
    pub source: Option<String>,
}

/// The bytes of a file, or where they are.
#[derive(Debug, Clone)]
pub enum Content {
    /// Made in this run.
    Bytes(Vec<u8>),
    /// A file that is copied when the package is written, and never held in memory.
    File {
        /// Where it is.
        place: PathBuf,
        /// What it amounted to when it was looked at.
        fingerprint: Fingerprint,
    },
}

/// What a file of the package is to its reader.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum ItemKind {
    /// A document that `onus` wrote.
    Document,
    /// The responsibility matrix as data.
    Matrix,
    /// What the organisation shows as proof.
    Evidence,
    /// A report, certificate or letter of a provider.
    Attestation,
    /// What helps to find one's way and to check the package.
    Index,
}

/// Whether something may be relied on: a piece of evidence, or a report with its letters.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum ProofState {
    /// It may.
    #[serde(rename = "current")]
    Current,
    /// Evidence that may, but not for long.
    #[serde(rename = "due soon")]
    DueSoon,
    /// Evidence whose last day is past.
    #[serde(rename = "stale")]
    Stale,
    /// Evidence whose file is not there, or has nothing in it.
    #[serde(rename = "missing")]
    Missing,
    /// Evidence whose file is not the one that the register pins.
    #[serde(rename = "altered")]
    Altered,
    /// Evidence that was collected after the as-of date.
    #[serde(rename = "from the future")]
    FromFuture,
    /// A report whose period is over, with a letter for the time since.
    #[serde(rename = "bridged")]
    Bridged,
    /// A report whose period is over, with nothing for the time since.
    #[serde(rename = "gap")]
    Gap,
    /// A report whose last day is past.
    #[serde(rename = "lapsed")]
    Lapsed,
    /// A report whose period has not begun.
    #[serde(rename = "not yet")]
    NotYet,
}

impl ProofState {
    /// The word for it.
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
        }
    }
}

/// What a piece of evidence proves.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Supports {
    /// Ids of controls or of their parts.
    pub controls: Vec<String>,
    /// Ids of requirements, with their framework.
    pub requirements: Vec<String>,
}

/// Something that proves something and is not in the package.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Withheld {
    /// Its id in the register.
    pub id: String,
    /// Its title.
    pub title: String,
    /// Why it is not in the package.
    pub reason: WithheldReason,
    /// Where it is.
    pub location: Option<String>,
    /// Its size, when it is known.
    pub bytes: Option<u64>,
    /// Its digest, when it is known.
    #[serde(deserialize_with = "Option::deserialize")] // null is written, not left out
    pub sha256: Option<Sha256Digest>,
    /// The digest that the register gives.
    #[serde(deserialize_with = "Option::deserialize")] // null is written, not left out
    pub pinned_sha256: Option<Sha256Digest>,
    /// Whether it may be relied on.
    pub state: Option<ProofState>,
    /// Such as `application/pdf`.
    pub media_type: Option<String>,
    /// What it proves.
    pub supports: Supports,
    /// The path in the workspace of the file that speaks of it.
    pub source: Option<String>,
}

/// Why something is not in the package.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum WithheldReason {
    /// Shown to whoever may see it, when asked for.
    OnRequest,
    /// The file that the register names is not there.
    Missing,
    /// Kept in another system, where it can be seen.
    Elsewhere,
}
