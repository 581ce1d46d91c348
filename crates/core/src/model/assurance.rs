//! Evidence and risk acceptances.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use strum::{IntoStaticStr, VariantArray};

use super::{
    AcceptanceId, AttestationId, Cadence, EvidenceId, PartyId, ProjectId, Selector, ServiceId, Target,
};
use crate::digest::Sha256Digest;
use crate::source::Origin;

/// All of something, or some of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Coverage<T> {
    /// All.
    All,
    /// These.
    Some(Vec<T>),
}

impl<T: PartialEq> Coverage<T> {
    /// True if the item is among them.
    pub fn covers(&self, item: &T) -> bool {
        match self {
            Self::All => true,
            Self::Some(items) => items.contains(item),
        }
    }
}

/// The days that an attestation or bridge letter is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct DateRange {
    /// The first day.
    pub first: NaiveDate,
    /// The last day, which is part of it.
    pub last: NaiveDate,
}

/// Who may see something. Ordered: public is less than restricted.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
#[derive(IntoStaticStr, VariantArray)]
#[strum(serialize_all = "kebab-case")]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub enum Classification {
    /// Anyone.
    Public,
    /// Anyone in the organisation, and its auditors. The default.
    #[default]
    Internal,
    /// Those who need it, and auditors.
    Confidential,
    /// On request only.
    Restricted,
}

impl Classification {
    /// The value in files and reports.
    pub fn word(self) -> &'static str {
        self.into()
    }
}

/// A piece of evidence: an entry of a register.
#[derive(Debug)]
pub struct Evidence {
    /// Its id, which statements refer to.
    pub id: EvidenceId,
    /// Its title as printed.
    pub title: String,
    /// Its kind.
    pub kind: EvidenceKind,
    /// Path, address, ticket number or attestation id, as written.
    pub location: String,
    /// Path of its file from the workspace, with `/`; none if it is not a file of the workspace.
    pub path: Option<String>,
    /// The attestation that it names.
    pub attestation: Option<AttestationId>,
    /// Controls and parts that it supports according to the register. Statements may name it, too.
    pub supports: Vec<Target>,
    /// Services that it is about.
    pub services: Coverage<ServiceId>,
    /// Projects that it is about.
    pub projects: Coverage<ProjectId>,
    /// The party that provides it.
    pub provided_by: Option<PartyId>,
    /// The day on which it was collected.
    pub collected: NaiveDate,
    /// The day on which it was entered.
    pub added: Option<NaiveDate>,
    /// The last valid day: as written, or computed from `valid-for`, the attestation or the cadence.
    pub valid_until: Option<NaiveDate>,
    /// The key of the entry that the last valid day comes from.
    pub last_day_key: &'static str,
    /// How often it is renewed.
    pub cadence: Option<Cadence>,
    /// Who may see it.
    pub classification: Classification,
    /// The pinned digest of its file.
    pub pinned: Option<Sha256Digest>,
    /// A note for readers.
    pub note: Option<String>,
    /// The entry in its file.
    pub origin: Origin,
}

/// Whether a piece of evidence is valid, and why not.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub enum EvidenceState {
    /// Valid.
    Current,
    /// Valid, but stale within the organisation's `evidence-due-within`.
    DueSoon,
    /// After its last valid day.
    Stale,
    /// Its file does not exist, is empty, or is only a Git LFS pointer.
    Missing,
    /// Its file does not match the pinned digest.
    Altered,
    /// Collected after the as-of date.
    #[serde(rename = "from-the-future")]
    FromFuture,
}

/// What a piece of evidence is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
#[derive(IntoStaticStr, VariantArray)]
#[strum(serialize_all = "kebab-case")]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub enum EvidenceKind {
    /// A file in the workspace.
    File,
    /// An address on a network.
    Url,
    /// A record in a ticket system.
    Ticket,
    /// An attestation that the organisation's profile lists.
    Attestation,
}

impl EvidenceKind {
    /// The value in files and reports.
    pub fn word(self) -> &'static str {
        self.into()
    }
}

/// A documented decision to live with a risk for a limited time.
#[derive(Debug)]
pub struct Acceptance {
    /// Its number.
    pub id: AcceptanceId,
    /// What it applies to.
    pub selector: Selector,
    /// The reason.
    pub reason: String,
    /// The approver.
    pub approver: String,
    /// The first day on which it is in force.
    pub from: NaiveDate,
    /// The last day on which it is in force.
    pub until: NaiveDate,
    /// The entry in its file.
    pub origin: Origin,
    /// The day on which it was approved.
    pub approved_on: Option<NaiveDate>,
}
