//! What proves things: evidence registers, third-party reports on providers, and risks that somebody has accepted.

use serde::Deserialize;

use super::common::AllOrSome;
use crate::model::{Cadence, Classification, EvidenceKind};
use crate::source::List;

/// `onus.evidence/1`: a register of what proves things.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct EvidenceFile {
    /// `onus.evidence/1`.
    pub schema: String,
    /// The entries.
    #[serde(default)]
    pub evidence: List<EvidenceEntry>,
}

/// One thing that proves something.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct EvidenceEntry {
    /// What statements refer to.
    pub id: String,
    /// Title as printed.
    pub title: String,
    /// What it is.
    pub kind: EvidenceKind,
    /// Path from the register's folder, address, ticket number, or attestation id.
    pub location: String,
    /// Controls, or parts as `control/part`, that it supports.
    #[serde(default)]
    pub controls: List<String>,
    /// Service ids; all when not given.
    pub services: Option<List<String>>,
    /// Project ids; all when not given. Only in the organisation's registers.
    pub projects: Option<List<String>>,
    /// Party id of who provides it.
    pub provided_by: Option<String>,
    /// The day on which it was true.
    pub collected: String,
    /// The day on which it was entered.
    pub added: Option<String>,
    /// How long it may be relied on, such as `3 months`.
    pub valid_for: Option<String>,
    /// The last day on which it may be relied on.
    pub valid_until: Option<String>,
    /// How often it is made anew.
    pub cadence: Option<Cadence>,
    /// Who may see it.
    pub classification: Option<Classification>,
    /// SHA-256 of the file in hexadecimal digits.
    pub sha256: Option<String>,
    /// What a reader should know.
    pub note: Option<String>,
}

/// A third-party report on a provider.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct AttestationEntry {
    /// What evidence and findings refer to.
    pub id: String,
    /// Provider id.
    pub provider: String,
    /// Title as printed.
    pub title: String,
    /// Services in scope.
    pub services: AllOrSome,
    /// Regions in scope.
    pub regions: AllOrSome,
    /// The time the report speaks about, `YYYY-MM-DD/YYYY-MM-DD`.
    pub period: Option<String>,
    /// The last day it may be relied on.
    pub valid_until: Option<String>,
    /// Where the copy lies: a path from the organisation's folder, or an address.
    pub copy: Option<String>,
    /// SHA-256 of the copy in hexadecimal digits.
    pub sha256: Option<String>,
    /// Who may see the copy.
    pub classification: Option<Classification>,
    /// Letters that carry the report past the end of its period.
    #[serde(default)]
    pub bridge_letters: List<BridgeLetterEntry>,
    /// What the report expects its readers to do themselves.
    #[serde(default)]
    pub user_controls: List<UserControlEntry>,
}

/// A provider's letter that nothing has changed since the end of a report's period.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct BridgeLetterEntry {
    /// Title as printed.
    pub title: String,
    /// The time the letter speaks about, `YYYY-MM-DD/YYYY-MM-DD`.
    pub period: String,
    /// Where the copy lies: a path from the organisation's folder, or an address.
    pub copy: Option<String>,
}

/// A complementary user entity control.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct UserControlEntry {
    /// As the report numbers it.
    pub id: String,
    /// What the customer is to do, in own words.
    pub text: String,
    /// Controls, or parts as `control/part`, by which it is done.
    #[serde(default)]
    pub controls: List<String>,
}

/// A risk that somebody has accepted for a while.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct AcceptanceEntry {
    /// The number under which it is filed.
    pub id: String,
    /// Control id.
    pub control: String,
    /// Part id; all parts when not given.
    pub part: Option<String>,
    /// Service id; all services when not given.
    pub service: Option<String>,
    /// Why.
    pub reason: Option<String>,
    /// Who decided it.
    pub approver: String,
    /// The first day on which it holds.
    pub from: String,
    /// The last day on which it holds.
    pub until: String,
}
