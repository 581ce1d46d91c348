//! Services of a provider in files of a catalog.

use serde::Deserialize;

use super::catalog::WhenEntry;
use super::common::{DutiesEntry, RunsOnEntry};
use crate::source::YamlList;

/// `onus.services/1`: services of one provider.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct ServicesFile {
    /// `onus.services/1`.
    pub(crate) schema: String,
    /// Provider id.
    pub(crate) provider: String,
    /// The services.
    #[serde(default)]
    pub(crate) services: YamlList<ServiceEntry>,
}

/// A service.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub(crate) struct ServiceEntry {
    /// For example `aws.s3`.
    pub(crate) id: String,
    /// Name as printed.
    pub(crate) name: String,
    /// Class id.
    pub(crate) class: String,
    /// Kind of service, in lower-case words.
    pub(crate) category: Option<String>,
    /// A sentence on it.
    pub(crate) summary: Option<String>,
    /// Trait ids.
    #[serde(default)]
    pub(crate) traits: YamlList<String>,
    /// What it stands on.
    pub(crate) runs_on: Option<RunsOnEntry>,
    /// Layer id: the highest one up to which other services can stand on it.
    pub(crate) carries: Option<String>,
    /// Its names in tools.
    #[serde(default)]
    pub(crate) names: ToolNamesEntry,
    /// Cells in which it differs from its class.
    #[serde(default)]
    pub(crate) exceptions: YamlList<ExceptionEntry>,
    /// Notes on what the customer configures.
    #[serde(default)]
    pub(crate) notes: YamlList<String>,
    /// True if it replaces the built-in entry.
    #[serde(default)]
    pub(crate) replaces: bool,
    /// Former ids.
    #[serde(default)]
    pub(crate) formerly: YamlList<String>,
}

/// Names under which tools know a service.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct ToolNamesEntry {
    /// SDK service ids.
    #[serde(default)]
    pub(crate) sdk: YamlList<String>,
    /// CloudFormation namespaces.
    #[serde(default)]
    pub(crate) cloudformation: YamlList<String>,
    /// Terraform resource prefixes.
    #[serde(default)]
    pub(crate) terraform: YamlList<String>,
}

/// Cells in which a service differs from its class.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct ExceptionEntry {
    /// Layer id; short for `when: { layer: ... }`.
    pub(crate) layer: Option<String>,
    /// What it applies to.
    pub(crate) when: Option<WhenEntry>,
    /// The duties that differ.
    pub(crate) duties: DutiesEntry,
    /// The reason.
    pub(crate) reason: String,
    /// Title of the provider's page that it is taken from.
    pub(crate) source: Option<String>,
}
