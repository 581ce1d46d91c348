//! `profiles/<organisation>/findings.yaml`.

use serde::Deserialize;

use crate::source::YamlList;

/// `onus.findings/1`: accepted findings.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct FindingsFile {
    /// `onus.findings/1`.
    pub(crate) schema: String,
    /// The entries.
    #[serde(default)]
    pub(crate) accepted: YamlList<AcceptedEntry>,
}

/// Accepts one finding by its id, or all findings of a kind that the selectors match.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct AcceptedEntry {
    /// Id of the finding, as `onus check` shows it.
    pub(crate) id: Option<String>,
    /// The kind of finding.
    pub(crate) code: Option<String>,
    /// Project id; all projects when not given.
    pub(crate) project: Option<String>,
    /// Control id.
    pub(crate) control: Option<String>,
    /// Part id; needs `control`.
    pub(crate) part: Option<String>,
    /// Service id.
    pub(crate) service: Option<String>,
    /// Evidence id.
    pub(crate) evidence: Option<String>,
    /// Party id of the owner.
    pub(crate) owner: String,
    /// The reason.
    pub(crate) reason: Option<String>,
    /// The last day on which it is in force.
    pub(crate) expires: String,
}
