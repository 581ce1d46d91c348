//! The control catalog: layers, service classes, services, controls, and the requirements that they satisfy.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use strum::IntoStaticStr;

use super::{
    Attribute, AttributeId, Cadence, ClassId, ControlId, DomainId, Duties, Framework, FrameworkId, LayerId,
    Needs, PartId, PartSetting, PartialDuties, ProviderId, Renames, Responsibility, Selector, Service,
    ServiceId, ServiceSetting, Setting, SideTexts, Subservice, Tool, TraitId, Wording, find_id,
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
    /// In the order of the catalog.
    pub attributes: Vec<Attribute>,
    /// In the order of the catalog, which documents follow.
    pub domains: Vec<Domain>,
    /// In the order of the catalog.
    pub tools: Vec<Tool>,
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
    /// Ids that its entries had before.
    pub renames: Renames,
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

    /// The attribute of that id.
    pub fn attribute(&self, id: &AttributeId) -> Option<&Attribute> {
        self.attributes.iter().find(|attribute| attribute.id == *id)
    }

    /// Where a layer stands, counted from the bottom. A layer that the catalog does not know is above all others.
    pub(crate) fn height(&self, id: &LayerId) -> usize {
        self.layers.iter().position(|layer| layer.id == *id).unwrap_or(self.layers.len())
    }

    /// True for a layer inside the sites and machines of providers, where customers cannot look: for each class, one side
    /// alone holds all duties there, and for some it is the provider.
    pub fn is_out_of_sight(&self, layer: &LayerId) -> bool {
        let of_layer = self.demarcation.iter().filter(|((known, _), _)| known == layer);
        let mut all = of_layer.map(|(_, entry)| entry.duties.responsibility()).collect::<Vec<_>>();
        all.dedup();
        all.contains(&Responsibility::Inherited) && !all.contains(&Responsibility::Shared)
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

/// What a part of a control applies to once, and so how many cells it has.
#[derive(
    Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, IntoStaticStr,
)]
#[serde(rename_all = "kebab-case")]
#[strum(serialize_all = "kebab-case")]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub enum Subject {
    /// A cell for each service in use.
    #[default]
    Service,
    /// One cell for the project.
    Project,
    /// One cell for the whole organisation.
    Organization,
}

impl Subject {
    /// The value in files and reports.
    pub fn word(self) -> &'static str {
        self.into()
    }
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
    /// What parts on it apply to, unless they say otherwise.
    pub scope: Subject,
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
    /// Its subservice organisations, for reports that name none themselves.
    pub subservices: Vec<Subservice>,
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
    /// What it applies to once.
    pub per: Subject,
    /// The part applies only where this is given.
    pub needs: Needs,
    /// What each side does, unless the class has texts of its own.
    pub texts: SideTexts,
    /// Texts for certain classes.
    pub wording: BTreeMap<ClassId, SideTexts>,
    /// Services for which the demarcation table does not apply.
    pub overrides: Vec<PartOverride>,
    /// How it is set when services begin to be used.
    pub settings: Vec<PartSetting>,
    /// Titles of the pages where providers publish what they do here.
    pub sources: BTreeMap<ProviderId, String>,
    /// The entry in its file.
    pub origin: Origin,
}

impl Part {
    /// True when the part has a cell for a service, as far as that depends on the service alone.
    pub(crate) fn has_cell_for(&self, service: &Service) -> bool {
        self.per == Subject::Service && self.needs.are_met_by(&service.traits)
    }

    /// How it is set when a service begins to be used, by what the service says, otherwise by the first entry that selects
    /// it; none where the catalog does not say.
    pub fn setting_for(&self, control: &Control, service: &Service) -> Option<Setting> {
        let is_meant = |entry: &&ServiceSetting| {
            entry.target.control == control.id && entry.target.part.as_ref() == Some(&self.id)
        };
        let own = service.settings.iter().find(is_meant).map(|entry| entry.setting);
        own.or_else(|| {
            let mut entries = self.settings.iter();
            entries
                .find(|entry| entry.selector.selects(control, self, Some(service)))
                .map(|entry| entry.setting)
        })
    }

    /// The texts for a service: those of the first of its exceptions that has one for the cell, otherwise those for its class;
    /// without a service, those of the part.
    pub fn texts_of<'p>(&'p self, control: &Control, service: Option<&'p Service>) -> Wording<'p> {
        let texts = self.texts_for(service.map(|service| &service.class));
        let Some(service) = service else { return texts };
        let exceptions = service.exceptions.iter();
        let own = exceptions.filter(|known| known.selector.selects(control, self, Some(service)));
        own.fold(Wording { provider: None, customer: None }, |found, known| Wording {
            provider: found.provider.or(known.texts.provider.as_deref()),
            customer: found.customer.or(known.texts.customer.as_deref()),
        })
        .or(texts)
    }

    /// The texts for a class of services.
    pub fn texts_for(&self, class: Option<&ClassId>) -> Wording<'_> {
        let own = class.and_then(|class| self.wording.get(class));
        let provider = own.and_then(|texts| texts.provider.as_deref()).or(self.texts.provider.as_deref());
        let customer = own.and_then(|texts| texts.customer.as_deref()).or(self.texts.customer.as_deref());
        Wording { provider, customer }
    }
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
