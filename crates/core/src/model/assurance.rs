//! What proves things: evidence, third-party reports on providers, and risks that somebody has accepted.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use strum::{IntoStaticStr, VariantArray};

use super::{
    AcceptanceId, AttestationId, Cadence, EvidenceId, PartyId, ProjectId, ProviderId, Selector, ServiceId,
    Target,
};
use crate::digest::Sha256Digest;
use crate::source::Origin;

/// All of something, or the listed ones.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Coverage<T> {
    /// All.
    All,
    /// These.
    Some(Vec<T>),
}

impl<T: PartialEq> Coverage<T> {
    /// True when it is among them.
    pub fn covers(&self, item: &T) -> bool {
        match self {
            Self::All => true,
            Self::Some(items) => items.contains(item),
        }
    }
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
    /// As files and reports write it.
    pub fn word(self) -> &'static str {
        self.into()
    }
}

/// Something that proves something.
#[derive(Debug)]
pub struct Evidence {
    /// What statements refer to.
    pub id: EvidenceId,
    /// Title as printed.
    pub title: String,
    /// What it is.
    pub kind: EvidenceKind,
    /// Path, address, number or id, as written.
    pub location: String,
    /// Path of the file from the workspace's folder, with `/`; none when there is no file here.
    pub path: Option<String>,
    /// The report that it stands for.
    pub attestation: Option<AttestationId>,
    /// Controls and parts that the register says it supports; statements can name it, too.
    pub supports: Vec<Target>,
    /// Services that it speaks about.
    pub services: Coverage<ServiceId>,
    /// Projects that it speaks about.
    pub projects: Coverage<ProjectId>,
    /// Who provides it.
    pub provided_by: Option<PartyId>,
    /// The day on which it was true.
    pub collected: NaiveDate,
    /// The day on which it was entered.
    pub added: Option<NaiveDate>,
    /// The last day on which it may be relied on: as written, or by its validity or cadence.
    pub valid_until: Option<NaiveDate>,
    /// The key of the entry that gives that day.
    pub last_day_key: &'static str,
    /// How often it is made anew.
    pub cadence: Option<Cadence>,
    /// Who may see it.
    pub classification: Classification,
    /// What its file must amount to.
    pub pinned: Option<Sha256Digest>,
    /// What a reader should know.
    pub note: Option<String>,
    /// Where it is written.
    pub origin: Origin,
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
    /// As files and reports write it.
    pub fn word(self) -> &'static str {
        self.into()
    }
}

/// Where the copy of something lies.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum HeldCopy {
    /// A file: its path from the workspace's folder, with `/`.
    File(String),
    /// An address outside.
    Address(String),
}

impl HeldCopy {
    /// Path of the file, if it is one.
    pub fn path(&self) -> Option<&str> {
        match self {
            Self::File(path) => Some(path),
            Self::Address(_) => None,
        }
    }

    /// Path or address.
    pub fn as_str(&self) -> &str {
        match self {
            Self::File(text) | Self::Address(text) => text,
        }
    }
}

/// A third-party report on a provider.
#[derive(Debug)]
pub struct Attestation {
    /// Its id.
    pub id: AttestationId,
    /// Whom it is about.
    pub provider: ProviderId,
    /// Title as printed.
    pub title: String,
    /// Services in scope.
    pub services: Coverage<ServiceId>,
    /// Regions in scope.
    pub regions: Coverage<String>,
    /// The time it speaks about: first and last day.
    pub period: Option<(NaiveDate, NaiveDate)>,
    /// The last day it may be relied on.
    pub valid_until: Option<NaiveDate>,
    /// Where the copy lies.
    pub copy: Option<HeldCopy>,
    /// What the copy must amount to.
    pub pinned: Option<Sha256Digest>,
    /// Who may see the copy.
    pub classification: Classification,
    /// Letters that carry it past the end of its period, by their first day.
    pub bridge_letters: Vec<BridgeLetter>,
    /// What it expects its readers to do themselves.
    pub user_controls: Vec<UserControl>,
    /// Where it is written.
    pub origin: Origin,
}

impl Attestation {
    /// The last day that the report and its letters speak about without a gap; none for a report without a period.
    pub fn bridged_until(&self) -> Option<NaiveDate> {
        let (_, end) = self.period?;
        Some(self.bridge_letters.iter().fold(end, |reached, letter| {
            let (from, to) = letter.period;
            if reached.succ_opt().is_none_or(|next| from <= next) { reached.max(to) } else { reached }
        }))
    }

    /// The last day on which it may be relied on: as it says, or the end of what it and its letters speak about.
    pub fn last_day(&self) -> NaiveDate {
        self.valid_until.or_else(|| self.bridged_until()).unwrap_or(NaiveDate::MIN)
    }

    /// The last day on which it counts: neither past its last day nor past what it and its letters speak about.
    pub fn counts_until(&self) -> NaiveDate {
        self.bridged_until().map_or(self.last_day(), |reached| reached.min(self.last_day()))
    }
}

/// A provider's letter that nothing has changed since the end of a report's period.
#[derive(Debug)]
pub struct BridgeLetter {
    /// Title as printed.
    pub title: String,
    /// The time it speaks about: first and last day.
    pub period: (NaiveDate, NaiveDate),
    /// Where the copy lies.
    pub copy: Option<HeldCopy>,
    /// Where it is written.
    pub origin: Origin,
}

/// A complementary user entity control: what a report expects its readers to do.
#[derive(Debug)]
pub struct UserControl {
    /// As the report numbers it.
    pub id: String,
    /// What the customer is to do.
    pub text: String,
    /// Controls and parts by which it is done.
    pub targets: Vec<Target>,
    /// Where it is written.
    pub origin: Origin,
}

/// A risk that somebody has accepted for a while.
#[derive(Debug)]
pub struct Acceptance {
    /// The number under which it is filed.
    pub id: AcceptanceId,
    /// What it is about.
    pub selector: Selector,
    /// Why.
    pub reason: String,
    /// Who decided it.
    pub approver: String,
    /// The first day on which it holds.
    pub from: NaiveDate,
    /// The last day on which it holds.
    pub until: NaiveDate,
    /// Where it is written.
    pub origin: Origin,
}
