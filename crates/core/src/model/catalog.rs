//! What has to be done, on which layer of which kind of service, and which requirements that satisfies.

use std::collections::BTreeMap;

use serde::Deserialize;
use strum::IntoStaticStr;

use super::{
    BaselineId, Cadence, ClassId, ControlId, DomainId, Duties, FrameworkId, LayerId, PartId, PartialDuties,
    ProviderId, RequirementId, ServiceId, TraitId,
};
use crate::digest::Sha256Digest;
use crate::source::Origin;

/// The control catalog of one organisation: the built-in one with the organisation's own on top.
#[derive(Debug, Clone)]
pub struct Catalog {
    /// Version of the built-in catalog.
    pub version: String,
    /// Over names and texts of all files that made it.
    pub digest: Sha256Digest,
    /// Bottom to top.
    pub layers: Vec<Layer>,
    /// From the one that leaves most to the customer.
    pub classes: Vec<Class>,
    /// In the order of the catalog.
    pub traits: Vec<Trait>,
    /// In the order of the catalog, which is the order of documents.
    pub domains: Vec<Domain>,
    /// The demarcation table.
    pub demarcation: BTreeMap<(LayerId, ClassId), Demarcation>,
    /// By id.
    pub providers: BTreeMap<ProviderId, Provider>,
    /// By id.
    pub services: BTreeMap<ServiceId, Service>,
    /// By domain, then as written.
    pub controls: Vec<Control>,
    /// By id.
    pub frameworks: BTreeMap<FrameworkId, Framework>,
}

impl Catalog {
    /// The layer of that id.
    pub fn layer(&self, id: &LayerId) -> Option<&Layer> {
        self.layers.iter().find(|layer| layer.id == *id)
    }

    /// The class of that id.
    pub fn class(&self, id: &ClassId) -> Option<&Class> {
        self.classes.iter().find(|class| class.id == *id)
    }

    /// The domain of that id.
    pub fn domain(&self, id: &DomainId) -> Option<&Domain> {
        self.domains.iter().find(|domain| domain.id == *id)
    }

    /// The control of that id.
    pub fn control(&self, id: &str) -> Option<&Control> {
        self.controls.iter().find(|control| control.id.as_str() == id)
    }
}

/// How far a cell of a layer reaches.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum LayerScope {
    /// One cell for each service in use.
    #[default]
    Service,
    /// One cell in all.
    Organization,
}

/// A layer of the stack.
#[derive(Debug, Clone)]
pub struct Layer {
    /// Its id.
    pub id: LayerId,
    /// Name as printed.
    pub title: String,
    /// One sentence.
    pub description: String,
    /// How far a cell of it reaches.
    pub scope: LayerScope,
    /// Where it is described.
    pub origin: Origin,
}

/// A class of services.
#[derive(Debug, Clone)]
pub struct Class {
    /// Its id.
    pub id: ClassId,
    /// Name as printed.
    pub title: String,
    /// Name that people know, such as IaaS.
    pub common_name: Option<String>,
    /// One sentence.
    pub description: String,
    /// Where it is described.
    pub origin: Origin,
}

/// Something that services can be like.
#[derive(Debug, Clone)]
pub struct Trait {
    /// Its id.
    pub id: TraitId,
    /// Name as printed.
    pub title: String,
    /// One sentence.
    pub description: String,
    /// Where it is described.
    pub origin: Origin,
}

/// A subject of controls.
#[derive(Debug, Clone)]
pub struct Domain {
    /// Its id.
    pub id: DomainId,
    /// Name as printed.
    pub title: String,
    /// One sentence.
    pub description: String,
    /// Where it is described.
    pub origin: Origin,
}

/// Who holds what on one layer of one class of service.
#[derive(Debug, Clone)]
pub struct Demarcation {
    /// All three duties.
    pub duties: Duties,
    /// Why.
    pub reason: String,
    /// Where it says so.
    pub origin: Origin,
}

/// Someone who offers services.
#[derive(Debug, Clone)]
pub struct Provider {
    /// First part of the ids of its services.
    pub id: ProviderId,
    /// Full name.
    pub name: String,
    /// Name in tables.
    pub short_name: String,
    /// Where it explains itself.
    pub url: Option<String>,
}

/// A service.
#[derive(Debug, Clone)]
pub struct Service {
    /// Such as `aws.s3`.
    pub id: ServiceId,
    /// Who offers it.
    pub provider: ProviderId,
    /// Name as printed.
    pub name: String,
    /// Its class. The catalog may not know it: that is a finding, not an error.
    pub class: ClassId,
    /// Kind of service.
    pub category: Option<String>,
    /// One sentence.
    pub summary: Option<String>,
    /// What it is like.
    pub traits: Vec<TraitId>,
    /// Names under which tools know it.
    pub names: Vec<ToolName>,
    /// Where the line differs from the class's.
    pub exceptions: Vec<Exception>,
    /// What the customer sets.
    pub notes: Vec<String>,
    /// Where it is described.
    pub origin: Origin,
}

/// A name under which a tool knows a service.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ToolName {
    /// Whose name.
    pub tool: Tool,
    /// The name, or the beginning of the names, as the tool writes it.
    pub name: String,
}

/// Tools that name services.
#[derive(Debug, Clone, Copy, PartialEq, Eq, IntoStaticStr)]
pub enum Tool {
    /// The provider's SDK: service id.
    #[strum(serialize = "SDK")]
    Sdk,
    /// CloudFormation: namespace.
    CloudFormation,
    /// Terraform: beginning of resource types.
    Terraform,
}

impl Tool {
    /// Its name.
    pub fn word(self) -> &'static str {
        self.into()
    }
}

/// A layer on which a service differs from its class.
#[derive(Debug, Clone)]
pub struct Exception {
    /// The layer.
    pub layer: LayerId,
    /// The duties that differ.
    pub duties: PartialDuties,
    /// Why.
    pub reason: String,
    /// Title of the provider's page that says so.
    pub source: Option<String>,
    /// Where it is written.
    pub origin: Origin,
}

/// A control.
#[derive(Debug, Clone)]
pub struct Control {
    /// Such as `IAM-03`.
    pub id: ControlId,
    /// Its subject.
    pub domain: DomainId,
    /// Name as printed.
    pub title: String,
    /// One sentence.
    pub objective: String,
    /// What an auditor asks for, and how often it is made anew.
    pub evidence: Vec<(String, Cadence)>,
    /// Ids that it had before, as its entry lists them.
    pub formerly: Vec<ControlId>,
    /// Its parts; at least one.
    pub parts: Vec<Part>,
    /// Where it is described.
    pub origin: Origin,
}

impl Control {
    /// The part of that id.
    pub fn part(&self, id: &str) -> Option<&Part> {
        self.parts.iter().find(|part| part.id.as_str() == id)
    }
}

/// A part of a control: what is to be done on one layer.
#[derive(Debug, Clone)]
pub struct Part {
    /// Unique in the control.
    pub id: PartId,
    /// The layer.
    pub layer: LayerId,
    /// Short name.
    pub title: String,
    /// Traits that a service must all have for the part to apply.
    pub needs: Vec<TraitId>,
    /// Who does what, in words, unless the class has words of its own.
    pub texts: SideTexts,
    /// Classes with words of their own.
    pub wording: BTreeMap<ClassId, SideTexts>,
    /// Classes for which the line runs differently.
    pub overrides: Vec<ClassOverride>,
    /// Where it is described.
    pub origin: Origin,
}

impl Part {
    /// The words for a class of service.
    pub fn texts_for(&self, class: Option<&ClassId>) -> Wording<'_> {
        let own = class.and_then(|class| self.wording.get(class));
        let provider = own.and_then(|texts| texts.provider.as_deref()).or(self.texts.provider.as_deref());
        let customer = own.and_then(|texts| texts.customer.as_deref()).or(self.texts.customer.as_deref());
        Wording { provider, customer }
    }
}

/// What each side does, in the words for a class of service.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Wording<'p> {
    /// What the provider does.
    pub provider: Option<&'p str>,
    /// What the customer does.
    pub customer: Option<&'p str>,
}

/// What each side does, in words.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct SideTexts {
    /// What the provider does.
    pub provider: Option<String>,
    /// What the customer does.
    pub customer: Option<String>,
}

/// A class for which the line of a part runs differently.
#[derive(Debug, Clone)]
pub struct ClassOverride {
    /// The class.
    pub class: ClassId,
    /// The duties that differ.
    pub duties: PartialDuties,
    /// Why.
    pub reason: String,
    /// Where it is written.
    pub origin: Origin,
}

/// A framework: requirements that somebody published.
#[derive(Debug, Clone)]
pub struct Framework {
    /// What profiles refer to.
    pub id: FrameworkId,
    /// Name as printed.
    pub title: String,
    /// Who publishes it.
    pub publisher: Option<String>,
    /// Selections, with their titles.
    pub baselines: Vec<(BaselineId, String)>,
    /// In the publisher's order.
    pub requirements: Vec<Requirement>,
    /// Where it is described.
    pub origin: Origin,
}

/// A requirement of a framework.
#[derive(Debug, Clone)]
pub struct Requirement {
    /// As its publisher writes it.
    pub id: RequirementId,
    /// Short title.
    pub title: String,
    /// Selections that hold it.
    pub baselines: Vec<BaselineId>,
    /// What satisfies it, in catalog order.
    pub satisfied_by: Vec<Target>,
    /// Why only the organisation as a whole can meet it.
    pub organizational: Option<String>,
    /// Where it is written.
    pub origin: Origin,
}

/// A control, or one part of it.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Target {
    /// The control.
    pub control: ControlId,
    /// The part; the whole control when none.
    pub part: Option<PartId>,
}

impl std::fmt::Display for Target {
    /// `CONTROL` or `CONTROL/part`, as files write it.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match &self.part {
            Some(part) => write!(f, "{}/{part}", self.control),
            None => write!(f, "{}", self.control),
        }
    }
}
