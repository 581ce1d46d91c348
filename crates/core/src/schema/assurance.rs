//! Evidence registers and risk acceptances.

use serde::Deserialize;

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
