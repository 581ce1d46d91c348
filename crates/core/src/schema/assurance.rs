//! Evidence registers, attestations on providers, and risk acceptances.

use serde::Deserialize;

use super::common::AllOrSome;
use super::selector::selecting;
use crate::model::{Cadence, Classification, EvidenceKind};
use crate::source::YamlList;

/// `onus.evidence/1`: an evidence register.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct EvidenceFile {
    /// `onus.evidence/1`.
    pub(crate) schema: String,
    /// The entries.
    #[serde(default)]
    pub(crate) evidence: YamlList<EvidenceEntry>,
}

/// A piece of evidence.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub(crate) struct EvidenceEntry {
    /// Its id, which statements refer to.
    pub(crate) id: String,
    /// Its title as printed.
    pub(crate) title: String,
    /// Its kind.
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
    /// Id of the party that provides it.
    pub(crate) provided_by: Option<String>,
    /// The day on which it was collected.
    pub(crate) collected: String,
    /// The day on which it was entered.
    pub(crate) added: Option<String>,
    /// How long it is valid after the day of collection, such as `3 months`.
    pub(crate) valid_for: Option<String>,
    /// The last valid day.
    pub(crate) valid_until: Option<String>,
    /// How often it is renewed.
    pub(crate) cadence: Option<Cadence>,
    /// Who may see it.
    pub(crate) classification: Option<Classification>,
    /// SHA-256 of the file in hexadecimal digits.
    pub(crate) sha256: Option<String>,
    /// A note for readers.
    pub(crate) note: Option<String>,
}

/// An attestation: a third party's report or certificate on a provider.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub(crate) struct AttestationEntry {
    /// What evidence and findings refer to.
    pub(crate) id: String,
    /// Provider id.
    pub(crate) provider: String,
    /// Its title as printed.
    pub(crate) title: String,
    /// Services in scope.
    pub(crate) services: AllOrSome,
    /// Regions in scope.
    pub(crate) regions: AllOrSome,
    /// The reporting period, `YYYY-MM-DD/YYYY-MM-DD`.
    pub(crate) period: Option<String>,
    /// The last valid day, as written.
    pub(crate) valid_until: Option<String>,
    /// Where the copy is: a path from the organisation's folder, or an address.
    pub(crate) copy: Option<String>,
    /// SHA-256 of the copy in hexadecimal digits.
    pub(crate) sha256: Option<String>,
    /// Who may see the copy.
    pub(crate) classification: Option<Classification>,
    /// Bridge letters.
    #[serde(default)]
    pub(crate) bridge_letters: YamlList<BridgeLetterEntry>,
    /// Complementary user entity controls.
    #[serde(default)]
    pub(crate) user_controls: YamlList<UserControlEntry>,
}

/// A provider's letter that nothing has changed since the reporting period ended.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct BridgeLetterEntry {
    /// Its title as printed.
    pub(crate) title: String,
    /// The time that the letter covers, `YYYY-MM-DD/YYYY-MM-DD`.
    pub(crate) period: String,
    /// Where the copy is: a path from the organisation's folder, or an address.
    pub(crate) copy: Option<String>,
}

/// A complementary user entity control.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct UserControlEntry {
    /// As the report numbers it.
    pub(crate) id: String,
    /// What the customer must do, in the organisation's own words.
    pub(crate) text: String,
    /// Controls, or parts as `control/part`, that fulfil it.
    #[serde(default)]
    pub(crate) controls: YamlList<String>,
}

selecting! {
    /// A documented decision to live with a risk for a limited time.
    AcceptanceEntry {
        /// Its number.
        pub(crate) id: String,
        /// The reason.
        pub(crate) reason: Option<String>,
        /// The approver.
        pub(crate) approver: String,
        /// The first day on which it is in force.
        pub(crate) from: String,
        /// The last day on which it is in force.
        pub(crate) until: String,
        /// The day on which it was approved.
        pub(crate) on: Option<String>,
    }
}
