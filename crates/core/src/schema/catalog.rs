//! The files of a catalog, built-in or of a workspace.

use std::collections::BTreeMap;

use serde::Deserialize;

use super::common::DutiesEntry;
use crate::model::{Cadence, LayerScope};
use crate::source::List;

/// `onus.model/1`: the words of the model.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ModelFile {
    /// `onus.model/1`.
    pub schema: String,
    /// Layers, bottom to top.
    #[serde(default)]
    pub layers: List<Term>,
    /// Service classes, from the one that leaves most to the customer.
    #[serde(default)]
    pub classes: List<Term>,
    /// What a service can be like.
    #[serde(default)]
    pub traits: List<Term>,
    /// Subjects of controls.
    #[serde(default)]
    pub domains: List<Term>,
    /// Ids of controls and services that the catalog had once; they are not used again for something else.
    #[serde(default)]
    pub retired: List<String>,
}

/// A word of the model.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Term {
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
    pub entries: List<DemarcationEntry>,
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
    pub providers: List<ProviderEntry>,
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
    pub services: List<ServiceEntry>,
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
    pub traits: List<String>,
    /// Names under which tools know it.
    #[serde(default)]
    pub names: ToolNames,
    /// Where the line differs from the class's.
    #[serde(default)]
    pub exceptions: List<ExceptionEntry>,
    /// What the customer sets.
    #[serde(default)]
    pub notes: List<String>,
    /// True when it takes the place of the built-in one.
    #[serde(default)]
    pub replaces: bool,
}

/// Names under which tools know a service.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ToolNames {
    /// SDK service ids.
    #[serde(default)]
    pub sdk: List<String>,
    /// CloudFormation namespaces.
    #[serde(default)]
    pub cloudformation: List<String>,
    /// Terraform resource prefixes.
    #[serde(default)]
    pub terraform: List<String>,
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
    pub controls: List<ControlEntry>,
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
    pub evidence: List<EvidenceAsk>,
    /// Requirements that the whole control satisfies, by framework id.
    #[serde(default)]
    pub satisfies: BTreeMap<String, List<String>>,
    /// Ids that it had before.
    #[serde(default)]
    pub formerly: List<String>,
    /// The parts.
    pub parts: List<PartEntry>,
    /// True when it takes the place of the built-in one.
    #[serde(default)]
    pub replaces: bool,
}

/// Something that an auditor asks for.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct EvidenceAsk {
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
    pub needs: List<String>,
    /// What the provider does.
    pub provider: Option<String>,
    /// What the customer does.
    pub customer: Option<String>,
    /// Requirements that this part satisfies, by framework id.
    #[serde(default)]
    pub satisfies: BTreeMap<String, List<String>>,
    /// Classes for which the line runs differently.
    #[serde(default)]
    pub overrides: List<PartOverride>,
    /// Classes for which other words fit better.
    #[serde(default)]
    pub wording: List<Wording>,
}

/// Classes for which the line of a part runs differently.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PartOverride {
    /// Class ids.
    pub classes: List<String>,
    /// The duties that differ.
    pub duties: DutiesEntry,
    /// Why.
    pub reason: String,
}

/// Classes for which other words fit better.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Wording {
    /// Class ids.
    pub classes: List<String>,
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
    pub baselines: List<BaselineEntry>,
    /// The requirements.
    #[serde(default)]
    pub requirements: List<RequirementEntry>,
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
    pub baselines: List<String>,
    /// `CONTROL` or `CONTROL/part`, beside what the controls say themselves.
    #[serde(default)]
    pub satisfied_by: List<String>,
    /// Why only the organisation as a whole can meet it.
    pub organizational: Option<String>,
}
