//! `profiles/<organisation>/findings.yaml`.

use serde::Deserialize;

use crate::source::YamlList;

/// `onus.findings/1`: findings that somebody has accepted for a while.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct FindingsFile {
    /// `onus.findings/1`.
    pub(crate) schema: String,
    /// The entries.
    #[serde(default)]
    pub(crate) accepted: YamlList<AcceptedEntry>,
}

/// One finding by its id, or every finding of a kind that the selectors meet.
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
    /// Party id of who answers for it.
    pub(crate) owner: String,
    /// Why.
    pub(crate) reason: Option<String>,
    /// The last day on which it holds.
    pub(crate) expires: String,
}
