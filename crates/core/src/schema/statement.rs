//! `profiles/<organisation>/statements/*.yaml`, and what profiles say in the same form.

use serde::Deserialize;

use crate::model::Status;
use crate::source::YamlList;

/// `onus.statements/1`: statements of an organisation, or of the project in whose folder the file is.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct StatementsFile {
    /// `onus.statements/1`.
    pub(crate) schema: String,
    /// The statements.
    #[serde(default)]
    pub(crate) statements: YamlList<StatementEntry>,
}

/// An implementation statement: how a control, a part of one, or a requirement is implemented.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct StatementEntry {
    /// Control id; this or `requirement`.
    pub(crate) control: Option<String>,
    /// Part id, to narrow a statement on a control.
    pub(crate) part: Option<String>,
    /// Service id, to narrow a statement on a control.
    pub(crate) service: Option<String>,
    /// `framework/requirement`; this or `control`.
    pub(crate) requirement: Option<String>,
    /// How far it is implemented.
    pub(crate) status: Status,
    /// Party id of the owner.
    pub(crate) owner: Option<String>,
    /// The target date where it is planned or partial.
    pub(crate) due: Option<String>,
    /// The description of the implementation: paragraphs and lists; `{{ parameters.name }}` is replaced by its value.
    pub(crate) text: Option<String>,
    /// Evidence ids.
    #[serde(default)]
    pub(crate) evidence: YamlList<String>,
}

/// A person's confirmation that a requirement is met by what satisfies it.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct ConfirmationEntry {
    /// `framework/requirement`.
    pub(crate) requirement: String,
    /// Who confirmed it, with their role.
    pub(crate) by: String,
    /// The day.
    pub(crate) on: String,
    /// The reason.
    pub(crate) reason: Option<String>,
}
