//! The files of a catalog, built-in or of a workspace.

use std::collections::BTreeMap;

use serde::Deserialize;

use super::common::DutiesEntry;
use crate::model::{Cadence, LayerScope};
use crate::source::YamlList;

/// `onus.model/1`: the words of the model.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ModelFile {
    /// `onus.model/1`.
    pub schema: String,
    /// Layers, bottom to top.
    #[serde(default)]
    pub layers: YamlList<TermEntry>,
    /// Service classes, from the one that leaves most to the customer.
    #[serde(default)]
    pub classes: YamlList<TermEntry>,
    /// What a service can be like.
    #[serde(default)]
    pub traits: YamlList<TermEntry>,
    /// Subjects of controls.
    #[serde(default)]
    pub domains: YamlList<TermEntry>,
    /// Ids of controls and services that the catalog had once; they are not used again for something else.
    #[serde(default)]
    pub retired: YamlList<String>,
}

/// A word of the model.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct TermEntry {
    /// What other files refer to.
    pub id: String,
    /// Name as printed.
    pub title: String,
    /// One sentence.
    pub description: String,
    /// Only for classes: the name that people know, such as IaaS.
    pub common_name: Option<String>,
    /// Only for layers: `service` (a cell for every service in use) or `organization` (one cell in all).
    pub scope: Option<LayerScope>,
    /// True when it takes the place of the built-in one.
    #[serde(default)]
    pub replaces: bool,
}

/// `onus.demarcation/1`: who holds what on which layer of which class of service.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct DemarcationFile {
    /// `onus.demarcation/1`.
    pub schema: String,
    /// One for every layer and class.
    #[serde(default)]
    pub entries: YamlList<DemarcationEntry>,
}

/// One entry of the demarcation table.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct DemarcationEntry {
    /// Layer id.
    pub layer: String,
    /// Class id.
    pub class: String,
    /// All three duties.
    pub duties: DutiesEntry,
    /// Why.
    pub reason: String,
    /// True when it takes the place of the built-in one.
    #[serde(default)]
    pub replaces: bool,
}

/// `onus.providers/1`.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ProvidersFile {
    /// `onus.providers/1`.
    pub schema: String,
    /// The providers.
    #[serde(default)]
    pub providers: YamlList<ProviderEntry>,
}

/// Someone who offers services.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct ProviderEntry {
    /// First part of the ids of its services.
    pub id: String,
    /// Full name.
    pub name: String,
    /// Name in tables.
    pub short_name: Option<String>,
    /// Where it explains itself.
    pub url: Option<String>,
    /// One sentence.
    pub description: Option<String>,
    /// True when it takes the place of the built-in one.
    #[serde(default)]
    pub replaces: bool,
}

/// `onus.services/1`: services of one provider.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ServicesFile {
    /// `onus.services/1`.
    pub schema: String,
    /// Provider id.
    pub provider: String,
    /// The services.
    #[serde(default)]
    pub services: YamlList<ServiceEntry>,
}

/// A service.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ServiceEntry {
    /// Such as `aws.s3`.
    pub id: String,
    /// Name as printed.
    pub name: String,
    /// Class id.
    pub class: String,
    /// Kind of service, in lower-case words.
    pub category: Option<String>,
    /// One sentence.
    pub summary: Option<String>,
    /// Trait ids.
    #[serde(default)]
    pub traits: YamlList<String>,
    /// Names under which tools know it.
    #[serde(default)]
    pub names: ToolNamesEntry,
    /// Where the line differs from the class's.
    #[serde(default)]
    pub exceptions: YamlList<ExceptionEntry>,
    /// What the customer sets.
    #[serde(default)]
    pub notes: YamlList<String>,
    /// True when it takes the place of the built-in one.
    #[serde(default)]
    pub replaces: bool,
}

/// Names under which tools know a service.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ToolNamesEntry {
    /// SDK service ids.
    #[serde(default)]
    pub sdk: YamlList<String>,
    /// CloudFormation namespaces.
    #[serde(default)]
    pub cloudformation: YamlList<String>,
    /// Terraform resource prefixes.
    #[serde(default)]
    pub terraform: YamlList<String>,
}

/// A layer on which a service differs from its class.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ExceptionEntry {
    /// Layer id.
    pub layer: String,
    /// The duties that differ.
    pub duties: DutiesEntry,
    /// Why.
    pub reason: String,
    /// Title of the provider's page that says so.
    pub source: Option<String>,
}

/// `onus.controls/1`: controls of one domain.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ControlsFile {
    /// `onus.controls/1`.
    pub schema: String,
    /// Domain id.
    pub domain: String,
    /// The controls.
    #[serde(default)]
    pub controls: YamlList<ControlEntry>,
}

/// A control.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ControlEntry {
    /// Such as `IAM-03`.
    pub id: String,
    /// Name as printed.
    pub title: String,
    /// One sentence.
    pub objective: String,
    /// What an auditor asks for.
    #[serde(default)]
    pub evidence: YamlList<EvidenceRequestEntry>,
    /// Requirements that the whole control satisfies, by framework id.
    #[serde(default)]
    pub satisfies: BTreeMap<String, YamlList<String>>,
    /// Ids that it had before.
    #[serde(default)]
    pub formerly: YamlList<String>,
    /// The parts.
    pub parts: YamlList<PartEntry>,
    /// True when it takes the place of the built-in one.
    #[serde(default)]
    pub replaces: bool,
}

/// Something that an auditor asks for.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct EvidenceRequestEntry {
    /// What.
    pub ask: String,
    /// How often it is made anew.
    pub cadence: Cadence,
}

/// A part of a control: what is to be done on one layer.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PartEntry {
    /// Unique in the control.
    pub id: String,
    /// Layer id.
    pub layer: String,
    /// Short name; the layer's title when not given.
    pub title: Option<String>,
    /// Traits that a service must all have for the part to apply.
    #[serde(default)]
    pub needs: YamlList<String>,
    /// What the provider does.
    pub provider: Option<String>,
    /// What the customer does.
    pub customer: Option<String>,
    /// Requirements that this part satisfies, by framework id.
    #[serde(default)]
    pub satisfies: BTreeMap<String, YamlList<String>>,
    /// Classes for which the line runs differently.
    #[serde(default)]
    pub overrides: YamlList<PartOverrideEntry>,
    /// Classes for which other words fit better.
    #[serde(default)]
    pub wording: YamlList<WordingEntry>,
}

/// Classes for which the line of a part runs differently.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PartOverrideEntry {
    /// Class ids.
    pub classes: YamlList<String>,
    /// The duties that differ.
    pub duties: DutiesEntry,
    /// Why.
    pub reason: String,
}

/// Classes for which other words fit better.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct WordingEntry {
    /// Class ids.
    pub classes: YamlList<String>,
    /// What the provider does.
    pub provider: Option<String>,
    /// What the customer does.
    pub customer: Option<String>,
}

/// `onus.framework/1`.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct FrameworkFile {
    /// `onus.framework/1`.
    pub schema: String,
    /// What profiles refer to.
    pub id: String,
    /// Name as printed.
    pub title: String,
    /// Who publishes it.
    pub publisher: Option<String>,
    /// Which edition.
    pub version: Option<String>,
    /// Where it can be read.
    pub url: Option<String>,
    /// Selections of requirements.
    #[serde(default)]
    pub baselines: YamlList<BaselineEntry>,
    /// The requirements.
    #[serde(default)]
    pub requirements: YamlList<RequirementEntry>,
    /// True when it takes the place of the built-in one.
    #[serde(default)]
    pub replaces: bool,
}

/// A selection of requirements.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct BaselineEntry {
    /// What profiles refer to, after `/`.
    pub id: String,
    /// Name as printed.
    pub title: String,
}

/// A requirement.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct RequirementEntry {
    /// As its publisher writes it.
    pub id: String,
    /// Short title.
    pub title: String,
    /// Baselines that hold it.
    #[serde(default)]
    pub baselines: YamlList<String>,
    /// `CONTROL` or `CONTROL/part`, beside what the controls say themselves.
    #[serde(default)]
    pub satisfied_by: YamlList<String>,
    /// Why only the organisation as a whole can meet it.
    pub organizational: Option<String>,
}
