//! `onus.services/1`: services of a provider, and where they differ from their class.

use std::collections::BTreeMap;

use serde::Deserialize;

use super::common::{DutiesEntry, RunsOnEntry};
use super::selector::selecting;
use super::tool::ToolNameEntry;
use crate::model::Setting;
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
    /// Its names in tools, by tool id.
    #[serde(default)]
    pub(crate) names: BTreeMap<String, YamlList<ToolNameEntry>>,
    /// True for one that has no region.
    #[serde(default)]
    pub(crate) global: bool,
    /// The month in which the entry was last compared with what the provider publishes: `2026-11`.
    pub(crate) checked: Option<String>,
    /// The last month in which the provider runs it: `2026-10`.
    pub(crate) ends: Option<String>,
    /// Parts that are set otherwise than their controls say.
    #[serde(default)]
    pub(crate) settings: YamlList<ServiceSettingEntry>,
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

/// How a part of a control is set when the service begins to be used.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct ServiceSettingEntry {
    /// `CONTROL/part`.
    pub(crate) part: String,
    /// How it is set.
    pub(crate) setting: Setting,
    /// Title of the provider's page that it is taken from.
    pub(crate) source: Option<String>,
}

selecting! {
    /// What an entry of the catalog applies to.
    WhenEntry {}
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
    /// What the provider does there, in place of the part's text.
    pub(crate) provider: Option<String>,
    /// What the customer does there, in place of the part's text.
    pub(crate) customer: Option<String>,
    /// Title of the provider's page that it is taken from.
    pub(crate) source: Option<String>,
    /// The month in which it was last compared with that page; that of the service when not given.
    pub(crate) checked: Option<String>,
}
