//! What proves things: evidence registers, third-party reports on providers, and risks that somebody has accepted.

use serde::Deserialize;

use super::common::AllOrSome;
use crate::model::{Cadence, Classification, EvidenceKind};
use crate::source::YamlList;

/// `onus.evidence/1`: a register of what proves things.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct EvidenceFile {
    /// `onus.evidence/1`.
    pub(crate) schema: String,
    /// The entries.
    #[serde(default)]
    pub(crate) evidence: YamlList<EvidenceEntry>,
}

/// One thing that proves something.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub(crate) struct EvidenceEntry {
    /// What statements refer to.
    pub(crate) id: String,
    /// Title as printed.
    pub(crate) title: String,
    /// What it is.
    pub(crate) kind: EvidenceKind,
    /// Path from the register's folder, address, ticket number, or attestation id.
    pub(crate) location: String,
    /// Controls, or parts as `control/part`, that it supports.
    #[serde(default)]
    pub(crate) controls: YamlList<String>,
    /// Service ids; all when not given.
    pub(crate) services: Option<YamlList<String>>,
    /// Project ids; all when not given. Only in the organisation's registers.
    pub(crate) projects: Option<YamlList<String>>,
    /// Party id of who provides it.
    pub(crate) provided_by: Option<String>,
    /// The day on which it was true.
    pub(crate) collected: String,
    /// The day on which it was entered.
    pub(crate) added: Option<String>,
    /// How long it may be relied on, such as `3 months`.
    pub(crate) valid_for: Option<String>,
    /// The last day on which it may be relied on.
    pub(crate) valid_until: Option<String>,
    /// How often it is made anew.
    pub(crate) cadence: Option<Cadence>,
    /// Who may see it.
    pub(crate) classification: Option<Classification>,
    /// SHA-256 of the file in hexadecimal digits.
    pub(crate) sha256: Option<String>,
    /// What a reader should know.
    pub(crate) note: Option<String>,
}

/// A third-party report on a provider.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub(crate) struct AttestationEntry {
    /// What evidence and findings refer to.
    pub(crate) id: String,
    /// Provider id.
    pub(crate) provider: String,
    /// Title as printed.
    pub(crate) title: String,
    /// Services in scope.
    pub(crate) services: AllOrSome,
    /// Regions in scope.
    pub(crate) regions: AllOrSome,
    /// The time the report speaks about, `YYYY-MM-DD/YYYY-MM-DD`.
    pub(crate) period: Option<String>,
    /// The last day it may be relied on.
    pub(crate) valid_until: Option<String>,
    /// Where the copy lies: a path from the organisation's folder, or an address.
    pub(crate) copy: Option<String>,
    /// SHA-256 of the copy in hexadecimal digits.
    pub(crate) sha256: Option<String>,
    /// Who may see the copy.
    pub(crate) classification: Option<Classification>,
    /// Letters that carry the report past the end of its period.
    #[serde(default)]
    pub(crate) bridge_letters: YamlList<BridgeLetterEntry>,
    /// What the report expects its readers to do themselves.
    #[serde(default)]
    pub(crate) user_controls: YamlList<UserControlEntry>,
}

/// A provider's letter that nothing has changed since the end of a report's period.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct BridgeLetterEntry {
    /// Title as printed.
    pub(crate) title: String,
    /// The time the letter speaks about, `YYYY-MM-DD/YYYY-MM-DD`.
    pub(crate) period: String,
    /// Where the copy lies: a path from the organisation's folder, or an address.
    pub(crate) copy: Option<String>,
}

/// A complementary user entity control.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct UserControlEntry {
    /// As the report numbers it.
    pub(crate) id: String,
    /// What the customer is to do, in own words.
    pub(crate) text: String,
    /// Controls, or parts as `control/part`, by which it is done.
    #[serde(default)]
    pub(crate) controls: YamlList<String>,
}

/// A risk that somebody has accepted for a while.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct AcceptanceEntry {
    /// The number under which it is filed.
    pub(crate) id: String,
    /// Control id.
    pub(crate) control: String,
    /// Part id; all parts when not given.
    pub(crate) part: Option<String>,
    /// Service id; all services when not given.
    pub(crate) service: Option<String>,
    /// Why.
    pub(crate) reason: Option<String>,
    /// Who decided it.
    pub(crate) approver: String,
    /// The first day on which it holds.
    pub(crate) from: String,
    /// The last day on which it holds.
    pub(crate) until: String,
}
