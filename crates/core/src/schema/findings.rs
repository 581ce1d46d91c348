//! `profiles/<organisation>/findings.yaml`.

use serde::Deserialize;

use crate::source::YamlList;

/// `onus.findings/1`: findings that somebody has accepted for a while.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct FindingsFile {
    /// `onus.findings/1`.
    pub schema: String,
    /// The entries.
    #[serde(default)]
    pub accepted: YamlList<AcceptedEntry>,
}

/// One finding by its id, or every finding of a kind that the selectors meet.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct AcceptedEntry {
    /// Id of the finding, as `onus check` shows it.
    pub id: Option<String>,
    /// The kind of finding.
    pub code: Option<String>,
    /// Project id; all projects when not given.
    pub project: Option<String>,
    /// Control id.
    pub control: Option<String>,
    /// Part id; needs `control`.
    pub part: Option<String>,
    /// Service id.
    pub service: Option<String>,
    /// Evidence id.
    pub evidence: Option<String>,
    /// Party id of who answers for it.
    pub owner: String,
    /// Why.
    pub reason: Option<String>,
    /// The last day on which it holds.
    pub expires: String,
}
