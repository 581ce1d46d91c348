//! The files of a catalog, built-in or of a workspace.

use std::collections::BTreeMap;

use serde::Deserialize;

use super::attestation::SubserviceEntry;
use super::common::DutiesEntry;
use super::mapping::MappedIdEntry;
use super::selector::{SelectorEntry, selecting};
use crate::model::{Cadence, Subject};
use crate::source::YamlList;

/// `onus.model/1`: layers, classes, traits, attributes and domains.
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
    /// Traits of services.
    #[serde(default)]
    pub(crate) traits: YamlList<TermEntry>,
    /// Attributes of organisations and projects.
    #[serde(default)]
    pub(crate) attributes: YamlList<TermEntry>,
    /// Domains of controls.
    #[serde(default)]
    pub(crate) domains: YamlList<TermEntry>,
    /// Ids of former controls and services, which must not be used again for something else.
    #[serde(default)]
    pub(crate) retired: YamlList<String>,
}

/// A layer, class, trait, attribute or domain.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub(crate) struct TermEntry {
    /// Its id, which other files refer to.
    pub(crate) id: String,
    /// Name as printed.
    pub(crate) title: String,
    /// A sentence on it.
    pub(crate) description: String,
    /// Only for classes: the common name, such as IaaS.
    pub(crate) common_name: Option<String>,
    /// Only for layers: what parts on it apply to once, `service` (the default), `project` or `organization`.
    pub(crate) scope: Option<Subject>,
    /// True if it replaces the built-in entry.
    #[serde(default)]
    pub(crate) replaces: bool,
    /// Former ids.
    #[serde(default)]
    pub(crate) formerly: YamlList<String>,
}

/// `onus.demarcation/1`: who holds the duties on which layer of which class of services.
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
    /// The reason.
    pub(crate) reason: String,
    /// True if it replaces the built-in entry.
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

/// A company that offers services.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub(crate) struct ProviderEntry {
    /// Its id, with which the ids of its services start.
    pub(crate) id: String,
    /// Full name.
    pub(crate) name: String,
    /// Name in tables.
    pub(crate) short_name: Option<String>,
    /// Address of its page on shared responsibility.
    pub(crate) url: Option<String>,
    /// A sentence on it.
    pub(crate) description: Option<String>,
    /// True if it replaces the built-in entry.
    #[serde(default)]
    pub(crate) replaces: bool,
    /// Its subservice organisations, as its reports name them.
    #[serde(default)]
    pub(crate) subservices: YamlList<SubserviceEntry>,
}

selecting! {
    /// What an entry of the catalog applies to.
    WhenEntry {}
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
    /// For example `IAM-03`.
    pub(crate) id: String,
    /// Name as printed.
    pub(crate) title: String,
    /// A sentence on it.
    pub(crate) objective: String,
    /// What auditors request.
    #[serde(default)]
    pub(crate) evidence: YamlList<EvidenceRequestEntry>,
    /// Requirements that the whole control satisfies, by framework id.
    #[serde(default)]
    pub(crate) satisfies: BTreeMap<String, YamlList<MappedIdEntry>>,
    /// Former ids.
    #[serde(default)]
    pub(crate) formerly: YamlList<String>,
    /// The parts.
    pub(crate) parts: YamlList<PartEntry>,
    /// True if it replaces the built-in entry.
    #[serde(default)]
    pub(crate) replaces: bool,
}

/// An evidence request: what auditors request.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct EvidenceRequestEntry {
    /// What.
    pub(crate) ask: String,
    /// How often it is renewed.
    pub(crate) cadence: Cadence,
}

/// A part of a control: what must be done on one layer.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub(crate) struct PartEntry {
    /// Its id, unique within the control.
    pub(crate) id: String,
    /// Layer id.
    pub(crate) layer: String,
    /// Short name; the layer's title when not given.
    pub(crate) title: Option<String>,
    /// What it applies to once; that of its layer when not given.
    pub(crate) per: Option<Subject>,
    /// The part applies only where all of these traits and attributes are given.
    #[serde(default)]
    pub(crate) needs: YamlList<String>,
    /// The part applies only where at least one of these traits and attributes is given.
    #[serde(default)]
    pub(crate) needs_any: YamlList<String>,
    /// What the provider does.
    pub(crate) provider: Option<String>,
    /// What the customer does.
    pub(crate) customer: Option<String>,
    /// Requirements that this part satisfies, by framework id.
    #[serde(default)]
    pub(crate) satisfies: BTreeMap<String, YamlList<MappedIdEntry>>,
    /// Services for which the demarcation table does not apply.
    #[serde(default)]
    pub(crate) overrides: YamlList<PartOverrideEntry>,
    /// Texts for certain classes.
    #[serde(default)]
    pub(crate) wording: YamlList<WordingEntry>,
}

/// Services for which the line of a part runs differently.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct PartOverrideEntry {
    /// Class ids; short for `when: { classes: [...] }`.
    pub(crate) classes: Option<YamlList<String>>,
    /// The services that it applies to.
    pub(crate) when: Option<ServiceSelectorEntry>,
    /// The duties that differ.
    pub(crate) duties: DutiesEntry,
    /// The reason.
    pub(crate) reason: String,
}

/// Services, by what they are.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct ServiceSelectorEntry {
    service: Option<String>,
    class: Option<String>,
    classes: Option<YamlList<String>>,
    r#trait: Option<String>,
    traits: Option<YamlList<String>>,
}

impl ServiceSelectorEntry {
    /// What it selects.
    pub(crate) fn selector(&self) -> SelectorEntry<'_> {
        SelectorEntry {
            service: self.service.as_deref(),
            class: self.class.as_deref(),
            classes: self.classes.as_ref(),
            r#trait: self.r#trait.as_deref(),
            traits: self.traits.as_ref(),
            ..SelectorEntry::default()
        }
    }
}

/// Texts for certain classes.
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
    /// Its id, which profiles refer to.
    pub(crate) id: String,
    /// Name as printed.
    pub(crate) title: String,
    /// Its publisher.
    pub(crate) publisher: Option<String>,
    /// Its edition.
    pub(crate) version: Option<String>,
    /// Its address.
    pub(crate) url: Option<String>,
    /// Baselines.
    #[serde(default)]
    pub(crate) baselines: YamlList<BaselineEntry>,
    /// The requirements.
    #[serde(default)]
    pub(crate) requirements: YamlList<RequirementEntry>,
    /// True if it replaces the built-in entry.
    #[serde(default)]
    pub(crate) replaces: bool,
}

/// A baseline.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct BaselineEntry {
    /// Its id, which profiles refer to after `/`.
    pub(crate) id: String,
    /// Name as printed.
    pub(crate) title: String,
}

/// A requirement.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub(crate) struct RequirementEntry {
    /// As the publisher writes it.
    pub(crate) id: String,
    /// Short title.
    pub(crate) title: String,
    /// Baselines that include it.
    #[serde(default)]
    pub(crate) baselines: YamlList<String>,
    /// `CONTROL` or `CONTROL/part`, in addition to what the controls themselves list.
    #[serde(default)]
    pub(crate) satisfied_by: YamlList<MappedIdEntry>,
    /// Why only the organisation as a whole can meet it.
    pub(crate) organizational: Option<String>,
    /// Former ids.
    #[serde(default)]
    pub(crate) formerly: YamlList<String>,
    /// What nothing in the catalog serves.
    pub(crate) remainder: Option<String>,
}
