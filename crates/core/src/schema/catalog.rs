//! The files of a catalog, built-in or of a workspace.

use std::collections::BTreeMap;

use serde::Deserialize;

use super::common::DutiesEntry;
use crate::model::{Cadence, LayerScope};
use crate::source::YamlList;

/// `onus.model/1`: the words of the model.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct ModelFile {
    /// `onus.model/1`.
    pub(crate) schema: String,
    /// Layers, bottom to top.
    #[serde(default)]
    pub(crate) layers: YamlList<TermEntry>,
    /// Service classes, from the one that leaves most to the customer.
    #[serde(default)]
    pub(crate) classes: YamlList<TermEntry>,
    /// What a service can be like.
    #[serde(default)]
    pub(crate) traits: YamlList<TermEntry>,
    /// Subjects of controls.
    #[serde(default)]
    pub(crate) domains: YamlList<TermEntry>,
    /// Ids of controls and services that the catalog had once; they are not used again for something else.
    #[serde(default)]
    pub(crate) retired: YamlList<String>,
}

/// A word of the model.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub(crate) struct TermEntry {
    /// What other files refer to.
    pub(crate) id: String,
    /// Name as printed.
    pub(crate) title: String,
    /// One sentence.
    pub(crate) description: String,
    /// Only for classes: the name that people know, such as IaaS.
    pub(crate) common_name: Option<String>,
    /// Only for layers: `service` (a cell for every service in use) or `organization` (one cell in all).
    pub(crate) scope: Option<LayerScope>,
    /// True when it takes the place of the built-in one.
    #[serde(default)]
    pub(crate) replaces: bool,
}

/// `onus.demarcation/1`: who holds what on which layer of which class of service.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct DemarcationFile {
    /// `onus.demarcation/1`.
    pub(crate) schema: String,
    /// One for every layer and class.
    #[serde(default)]
    pub(crate) entries: YamlList<DemarcationEntry>,
}

/// One entry of the demarcation table.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct DemarcationEntry {
    /// Layer id.
    pub(crate) layer: String,
    /// Class id.
    pub(crate) class: String,
    /// All three duties.
    pub(crate) duties: DutiesEntry,
    /// Why.
    pub(crate) reason: String,
    /// True when it takes the place of the built-in one.
    #[serde(default)]
    pub(crate) replaces: bool,
}

/// `onus.providers/1`.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct ProvidersFile {
    /// `onus.providers/1`.
    pub(crate) schema: String,
    /// The providers.
    #[serde(default)]
    pub(crate) providers: YamlList<ProviderEntry>,
}

/// Someone who offers services.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub(crate) struct ProviderEntry {
    /// First part of the ids of its services.
    pub(crate) id: String,
    /// Full name.
    pub(crate) name: String,
    /// Name in tables.
    pub(crate) short_name: Option<String>,
    /// Where it explains itself.
    pub(crate) url: Option<String>,
    /// One sentence.
    pub(crate) description: Option<String>,
    /// True when it takes the place of the built-in one.
    #[serde(default)]
    pub(crate) replaces: bool,
}

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
#[serde(deny_unknown_fields)]
pub(crate) struct ServiceEntry {
    /// Such as `aws.s3`.
    pub(crate) id: String,
    /// Name as printed.
    pub(crate) name: String,
    /// Class id.
    pub(crate) class: String,
    /// Kind of service, in lower-case words.
    pub(crate) category: Option<String>,
    /// One sentence.
    pub(crate) summary: Option<String>,
    /// Trait ids.
    #[serde(default)]
    pub(crate) traits: YamlList<String>,
    /// Names under which tools know it.
    #[serde(default)]
    pub(crate) names: ToolNamesEntry,
    /// Where the line differs from the class's.
    #[serde(default)]
    pub(crate) exceptions: YamlList<ExceptionEntry>,
    /// What the customer sets.
    #[serde(default)]
    pub(crate) notes: YamlList<String>,
    /// True when it takes the place of the built-in one.
    #[serde(default)]
    pub(crate) replaces: bool,
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

/// A layer on which a service differs from its class.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct ExceptionEntry {
    /// Layer id.
    pub(crate) layer: String,
    /// The duties that differ.
    pub(crate) duties: DutiesEntry,
    /// Why.
    pub(crate) reason: String,
    /// Title of the provider's page that says so.
    pub(crate) source: Option<String>,
}

/// `onus.controls/1`: controls of one domain.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct ControlsFile {
    /// `onus.controls/1`.
    pub(crate) schema: String,
    /// Domain id.
    pub(crate) domain: String,
    /// The controls.
    #[serde(default)]
    pub(crate) controls: YamlList<ControlEntry>,
}

/// A control.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct ControlEntry {
    /// Such as `IAM-03`.
    pub(crate) id: String,
    /// Name as printed.
    pub(crate) title: String,
    /// One sentence.
    pub(crate) objective: String,
    /// What an auditor asks for.
    #[serde(default)]
    pub(crate) evidence: YamlList<EvidenceRequestEntry>,
    /// Requirements that the whole control satisfies, by framework id.
    #[serde(default)]
    pub(crate) satisfies: BTreeMap<String, YamlList<String>>,
    /// Ids that it had before.
    #[serde(default)]
    pub(crate) formerly: YamlList<String>,
    /// The parts.
    pub(crate) parts: YamlList<PartEntry>,
    /// True when it takes the place of the built-in one.
    #[serde(default)]
    pub(crate) replaces: bool,
}

/// Something that an auditor asks for.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct EvidenceRequestEntry {
    /// What.
    pub(crate) ask: String,
    /// How often it is made anew.
    pub(crate) cadence: Cadence,
}

/// A part of a control: what is to be done on one layer.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct PartEntry {
    /// Unique in the control.
    pub(crate) id: String,
    /// Layer id.
    pub(crate) layer: String,
    /// Short name; the layer's title when not given.
    pub(crate) title: Option<String>,
    /// Traits that a service must all have for the part to apply.
    #[serde(default)]
    pub(crate) needs: YamlList<String>,
    /// What the provider does.
    pub(crate) provider: Option<String>,
    /// What the customer does.
    pub(crate) customer: Option<String>,
    /// Requirements that this part satisfies, by framework id.
    #[serde(default)]
    pub(crate) satisfies: BTreeMap<String, YamlList<String>>,
    /// Classes for which the line runs differently.
    #[serde(default)]
    pub(crate) overrides: YamlList<PartOverrideEntry>,
    /// Classes for which other words fit better.
    #[serde(default)]
    pub(crate) wording: YamlList<WordingEntry>,
}

/// Classes for which the line of a part runs differently.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct PartOverrideEntry {
    /// Class ids.
    pub(crate) classes: YamlList<String>,
    /// The duties that differ.
    pub(crate) duties: DutiesEntry,
    /// Why.
    pub(crate) reason: String,
}

/// Classes for which other words fit better.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct WordingEntry {
    /// Class ids.
    pub(crate) classes: YamlList<String>,
    /// What the provider does.
    pub(crate) provider: Option<String>,
    /// What the customer does.
    pub(crate) customer: Option<String>,
}

/// `onus.framework/1`.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct FrameworkFile {
    /// `onus.framework/1`.
    pub(crate) schema: String,
    /// What profiles refer to.
    pub(crate) id: String,
    /// Name as printed.
    pub(crate) title: String,
    /// Who publishes it.
    pub(crate) publisher: Option<String>,
    /// Which edition.
    pub(crate) version: Option<String>,
    /// Where it can be read.
    pub(crate) url: Option<String>,
    /// Selections of requirements.
    #[serde(default)]
    pub(crate) baselines: YamlList<BaselineEntry>,
    /// The requirements.
    #[serde(default)]
    pub(crate) requirements: YamlList<RequirementEntry>,
    /// True when it takes the place of the built-in one.
    #[serde(default)]
    pub(crate) replaces: bool,
}

/// A selection of requirements.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct BaselineEntry {
    /// What profiles refer to, after `/`.
    pub(crate) id: String,
    /// Name as printed.
    pub(crate) title: String,
}

/// A requirement.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub(crate) struct RequirementEntry {
    /// As its publisher writes it.
    pub(crate) id: String,
    /// Short title.
    pub(crate) title: String,
    /// Baselines that hold it.
    #[serde(default)]
    pub(crate) baselines: YamlList<String>,
    /// `CONTROL` or `CONTROL/part`, beside what the controls say themselves.
    #[serde(default)]
    pub(crate) satisfied_by: YamlList<String>,
    /// Why only the organisation as a whole can meet it.
    pub(crate) organizational: Option<String>,
}
