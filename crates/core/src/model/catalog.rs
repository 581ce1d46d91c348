//! The control catalog: layers, service classes, services, controls, and the requirements that they satisfy.

use std::collections::BTreeMap;

use serde::Deserialize;

use super::{
    BaselineId, Cadence, ClassId, ControlId, DomainId, Duties, FrameworkId, LayerId, PartId, PartialDuties,
    ProviderId, Relationship, RequirementId, Selector, ServiceId, ToolName, TraitId, find_id,
};
use crate::digest::Sha256Digest;
use crate::source::Origin;

/// The catalog of one organisation: the built-in one, extended by its own.
#[derive(Debug, Clone)]
pub struct Catalog {
    /// Version of the built-in catalog.
    pub version: String,
    /// Digest of the names and texts of all its files.
    pub digest: Sha256Digest,
    /// From bottom to top.
    pub layers: Vec<Layer>,
    /// From the one that leaves most to the customer.
    pub classes: Vec<Class>,
    /// In the order of the catalog.
    pub traits: Vec<Trait>,
    /// In the order of the catalog, which documents follow.
    pub domains: Vec<Domain>,
    /// The demarcation table.
    pub demarcation: BTreeMap<(LayerId, ClassId), Demarcation>,
    /// In order of their ids.
    pub providers: BTreeMap<ProviderId, Provider>,
    /// In order of their ids.
    pub services: BTreeMap<ServiceId, Service>,
    /// In order of their domains, then of the files.
    pub controls: Vec<Control>,
    /// In order of their ids.
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

    /// Whether a part has a cell for each service or one for the organisation. A layer that the catalog does not know
    /// is taken for one of services, like most.
    pub(crate) fn scope_of(&self, part: &Part) -> LayerScope {
        self.layer(&part.layer).map_or(LayerScope::Service, |layer| layer.scope)
    }

    /// True when a part has a cell for a service.
    pub(crate) fn has_cell(&self, part: &Part, service: &Service) -> bool {
        self.scope_of(part) == LayerScope::Service && part.applies_to(service)
    }

    /// The control of that id.
    pub fn control(&self, id: &str) -> Option<&Control> {
        self.controls.iter().find(|control| control.id.as_str() == id)
    }

    /// The control that a text means, in whatever spelling.
    pub fn control_meant(&self, written: &str) -> Option<&Control> {
        let id = find_id(written, self.controls.iter().map(|control| &control.id))?;
        self.control(id.as_str())
    }
}

/// How many cells a part on a layer has.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum LayerScope {
    /// One for each service in use.
    #[default]
    Service,
    /// One for the whole organisation or project.
    Organization,
}

/// A layer of the stack.
#[derive(Debug, Clone)]
pub struct Layer {
    /// Its id.
    pub id: LayerId,
    /// Name as printed.
    pub title: String,
    /// A sentence on it.
    pub description: String,
    /// How many cells a part on it has.
    pub scope: LayerScope,
    /// The entry in its file.
    pub origin: Origin,
}

/// A class of services.
#[derive(Debug, Clone)]
pub struct Class {
    /// Its id.
    pub id: ClassId,
    /// Name as printed.
    pub title: String,
    /// Its common name, such as IaaS.
    pub common_name: Option<String>,
    /// A sentence on it.
    pub description: String,
    /// The entry in its file.
    pub origin: Origin,
}

/// A property of services that decides which parts apply to them.
#[derive(Debug, Clone)]
pub struct Trait {
    /// Its id.
    pub id: TraitId,
    /// Name as printed.
    pub title: String,
    /// A sentence on it.
    pub description: String,
    /// The entry in its file.
    pub origin: Origin,
}

/// A subject area of controls.
#[derive(Debug, Clone)]
pub struct Domain {
    /// Its id.
    pub id: DomainId,
    /// Name as printed.
    pub title: String,
    /// A sentence on it.
    pub description: String,
    /// The entry in its file.
    pub origin: Origin,
}

/// Who holds the duties on a layer of a class of services.
#[derive(Debug, Clone)]
pub struct Demarcation {
    /// All three duties.
    pub duties: Duties,
    /// The reason.
    pub reason: String,
    /// The entry in its file.
    pub origin: Origin,
}

/// A company that offers services.
#[derive(Debug, Clone)]
pub struct Provider {
    /// Its id, with which the ids of its services start.
    pub id: ProviderId,
    /// Full name.
    pub name: String,
    /// Name in tables.
    pub short_name: String,
    /// Address of its page on shared responsibility.
    pub url: Option<String>,
}

/// A service.
#[derive(Debug, Clone)]
pub struct Service {
    /// For example `aws.s3`.
    pub id: ServiceId,
    /// Its provider.
    pub provider: ProviderId,
    /// Name as printed.
    pub name: String,
    /// Its class. It may not be in the catalog: that is a finding, not an error.
    pub class: ClassId,
    /// Kind of service.
    pub category: Option<String>,
    /// A sentence on it.
    pub summary: Option<String>,
    /// Its traits.
    pub traits: Vec<TraitId>,
    /// Its names in tools.
    pub names: Vec<ToolName>,
    /// Cells in which it differs from its class.
    pub exceptions: Vec<Exception>,
    /// Notes on what the customer configures.
    pub notes: Vec<String>,
    /// True for one of an organisation's own catalog.
    pub is_own: bool,
    /// The entry in its file.
    pub origin: Origin,
}

/// Cells in which a service differs from its class.
#[derive(Debug, Clone)]
pub struct Exception {
    /// What it applies to.
    pub selector: Selector,
    /// The duties that differ.
    pub duties: PartialDuties,
    /// The reason.
    pub reason: String,
    /// Title of the provider's page that it is taken from.
    pub source: Option<String>,
    /// The entry in its file.
    pub origin: Origin,
}

/// A control.
#[derive(Debug, Clone)]
pub struct Control {
    /// For example `IAM-03`.
    pub id: ControlId,
    /// Its domain.
    pub domain: DomainId,
    /// Name as printed.
    pub title: String,
    /// A sentence on it.
    pub objective: String,
    /// What auditors request, and how often it is renewed.
    pub evidence: Vec<EvidenceRequest>,
    /// Former ids.
    pub formerly: Vec<ControlId>,
    /// Its parts; at least one.
    pub parts: Vec<Part>,
    /// The entry in its file.
    pub origin: Origin,
}

impl Control {
    /// The part of that id.
    pub fn part(&self, id: &str) -> Option<&Part> {
        self.parts.iter().find(|part| part.id.as_str() == id)
    }
}

/// What auditors request about a control.
#[derive(Debug, Clone)]
pub struct EvidenceRequest {
    /// What they request.
    pub text: String,
    /// How often it is renewed.
    pub cadence: Cadence,
}

/// A part of a control: what must be done on one layer.
#[derive(Debug, Clone)]
pub struct Part {
    /// Its id, unique within the control.
    pub id: PartId,
    /// The layer.
    pub layer: LayerId,
    /// Short name.
    pub title: String,
    /// The part applies only to services that have all of these traits.
    pub needs: Vec<TraitId>,
    /// What each side does, unless the class has texts of its own.
    pub texts: SideTexts,
    /// Texts for certain classes.
    pub wording: BTreeMap<ClassId, SideTexts>,
    /// Services for which the demarcation table does not apply.
    pub overrides: Vec<PartOverride>,
    /// The entry in its file.
    pub origin: Origin,
}

impl Part {
    /// True when a service has all traits that the part needs.
    pub(crate) fn applies_to(&self, service: &Service) -> bool {
        self.needs.iter().all(|need| service.traits.contains(need))
    }

    /// The texts for a class of services.
    pub(crate) fn texts_for(&self, class: Option<&ClassId>) -> Wording<'_> {
        let own = class.and_then(|class| self.wording.get(class));
        let provider = own.and_then(|texts| texts.provider.as_deref()).or(self.texts.provider.as_deref());
        let customer = own.and_then(|texts| texts.customer.as_deref()).or(self.texts.customer.as_deref());
        Wording { provider, customer }
    }
}

/// What each side does in a class of services.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Wording<'p> {
    /// What the provider does.
    pub provider: Option<&'p str>,
    /// What the customer does.
    pub customer: Option<&'p str>,
}

/// What each side does.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct SideTexts {
    /// What the provider does.
    pub provider: Option<String>,
    /// What the customer does.
    pub customer: Option<String>,
}

/// Services for which other duties apply to a part than the demarcation table gives.
#[derive(Debug, Clone)]
pub struct PartOverride {
    /// The services, by class, trait or id. One that selects classes alone applies to the organisation as a whole, too,
    /// where such a class is in use.
    pub selector: Selector,
    /// The duties that differ.
    pub duties: PartialDuties,
    /// The reason.
    pub reason: String,
    /// The entry in its file.
    pub origin: Origin,
}

/// A framework: the requirements of a standard, regulation or set of criteria.
#[derive(Debug, Clone)]
pub struct Framework {
    /// Its id, which profiles refer to.
    pub id: FrameworkId,
    /// Name as printed.
    pub title: String,
    /// Its publisher.
    pub publisher: Option<String>,
    /// Its baselines, in the order of the file.
    pub baselines: Vec<FrameworkBaseline>,
    /// In the order of the publisher.
    pub requirements: Vec<Requirement>,
    /// The entry in its file.
    pub origin: Origin,
}

impl Framework {
    /// The requirement that a text means, in whatever spelling; `framework/id` is one of this framework only.
    pub fn requirement_meant(&self, written: &str) -> Option<&Requirement> {
        let own = written.strip_prefix(self.id.as_str()).and_then(|rest| rest.strip_prefix('/'));
        let ids = self.requirements.iter().map(|requirement| &requirement.id);
        let id = find_id(own.unwrap_or(written), ids)?;
        self.requirements.iter().find(|requirement| requirement.id == *id)
    }
}

/// A publisher's selection of requirements.
#[derive(Debug, Clone)]
pub struct FrameworkBaseline {
    /// Its id.
    pub id: BaselineId,
    /// Its title as printed.
    pub title: String,
}

/// A requirement of a framework.
#[derive(Debug, Clone)]
pub struct Requirement {
    /// As the publisher writes it.
    pub id: RequirementId,
    /// Short title.
    pub title: String,
    /// Baselines that include it.
    pub baselines: Vec<BaselineId>,
    /// Controls and parts that satisfy it, in catalog order.
    pub satisfied_by: Vec<Target>,
    /// Why only the organisation as a whole can meet it.
    pub organizational: Option<String>,
    /// The entry in its file.
    pub origin: Origin,
    /// How well those serve it of which the catalog says so.
    pub relationships: BTreeMap<Target, Relationship>,
    /// What nothing in the catalog serves.
    pub remainder: Option<String>,
}

/// A control, or one part of it.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Target {
    /// The control.
    pub control: ControlId,
    /// The part; the whole control if there is none.
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
