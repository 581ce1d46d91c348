//! Everything that a matrix is made from: the entries of an organisation, with those of one project on top.

use std::collections::BTreeMap;

use super::decision::Rank;
use super::delegation::Delegations;
use super::service_use::{ServiceInUse, complete, place};
use super::statements::ScopedStatements;
use super::upstream::{InheritedOffer, KnownOffer, OfferBook};
use crate::model::{
    Acceptance, Approval, Assertion, AttributeId, AttributeValue, Catalog, ClassId, Confirmation,
    FrameworkUse, NotApplicable, Organization, Override, Part, Party, PartyId, Project, RequirementKey,
    Service, ServiceId, Subject, SystemFacts,
};
use crate::source::Origin;

/// What a matrix is made from, for one project or for an organisation as a whole.
#[derive(Debug)]
pub struct Scope<'a> {
    /// The catalog.
    pub catalog: &'a Catalog,
    /// The organisation.
    pub organization: &'a Organization,
    /// None for the organisation as a whole.
    pub project: Option<&'a Project>,
    /// Services in use, by id.
    pub services: Vec<ServiceInUse<'a>>,
    /// Which party does which of the customer's duties.
    pub delegations: Delegations<'a>,
    /// How controls and requirements are implemented.
    pub statements: ScopedStatements<'a>,
    /// Not-applicable entries: the organisation's, then the project's.
    pub not_applicable: Vec<&'a NotApplicable>,
    /// Frameworks to show, by id.
    pub frameworks: Vec<&'a FrameworkUse>,
    /// What the project inherits from the offers of others.
    pub inherited: Vec<InheritedOffer<'a>>,
    /// What the project offers, with whether it is kept.
    pub offered: &'a [KnownOffer],
}

impl<'a> Scope<'a> {
    /// The scope of a project.
    pub fn of_project(
        catalog: &'a Catalog,
        organization: &'a Organization,
        project: &'a Project,
        offers: &'a OfferBook,
    ) -> Self {
        let inherited = project.inherits.iter().flat_map(|inheritance| {
            offers.inherited_by(inheritance).map(move |known| InheritedOffer { inheritance, known })
        });
        let (inherited, offered) = (inherited.collect(), offers.of_project(&project.id));
        Self { inherited, offered, ..Self::new(catalog, organization, Some(project)) }
    }

    /// The scope of an organisation for some of the services that it or its projects use.
    pub fn of_organization(
        catalog: &'a Catalog,
        organization: &'a Organization,
        services: &[&ServiceId],
    ) -> Self {
        let mut scope = Self::new(catalog, organization, None);
        let everywhere = organization.projects.iter().flat_map(|project| &project.own.services);
        for in_use in organization.common.services.iter().chain(everywhere) {
            scope.use_service(in_use);
        }
        // Before others are left out: a service may be in use only because these stand on it, or stand on one of them.
        complete(catalog, &mut scope.services);
        scope.services.retain(|in_use| services.contains(&&in_use.service.id));
        scope
    }

    fn new(catalog: &'a Catalog, organization: &'a Organization, project: Option<&'a Project>) -> Self {
        let inherited = &organization.common;
        let own = project.map(|project| &project.own);
        let own_parties = own.into_iter().flat_map(|own| &own.parties);
        let parties: BTreeMap<&PartyId, &Party> =
            inherited.parties.iter().chain(own_parties).map(|party| (&party.id, party)).collect();
        let own_delegations = own.map(|own| own.delegations.as_slice()).unwrap_or_default();
        let levels = || std::iter::once(inherited).chain(own);
        let mut frameworks: BTreeMap<_, &FrameworkUse> = BTreeMap::new();
        for in_use in levels().flat_map(|level| &level.frameworks) {
            frameworks.insert(&in_use.framework, in_use);
        }
        let mut scope = Self {
            catalog,
            organization,
            project,
            services: Vec::new(),
            delegations: Delegations::new(own_delegations, &inherited.delegations, parties),
            statements: ScopedStatements::new(&levels().collect::<Vec<_>>()),
            not_applicable: levels().flat_map(|level| &level.not_applicable).collect(),
            frameworks: frameworks.into_values().collect(),
            inherited: Vec::new(),
            offered: &[],
        };
        if project.is_some() {
            for in_use in levels().flat_map(|level| &level.services) {
                scope.use_service(in_use);
            }
            complete(catalog, &mut scope.services);
        }
        scope
    }

    /// Adds a service. For one that is in use already, regions add up and the later purpose and data replace the earlier ones.
    fn use_service(&mut self, in_use: &'a crate::model::ServiceUse) {
        let Some(service) = in_use.named.as_deref().or_else(|| self.catalog.services.get(&in_use.service))
        else {
            return;
        };
        let position = place(&self.services, service);
        let present = self.services.get_mut(position).filter(|present| present.service.is_same_use(service));
        let regions = in_use.regions.iter().map(String::as_str);
        match present {
            Some(present) => {
                present.regions.extend(regions);
                present.regions.sort_unstable();
                present.regions.dedup();
                present.purpose = in_use.purpose.as_deref().or(present.purpose);
                if !in_use.data.is_empty() {
                    present.data = &in_use.data;
                }
                present.mode = in_use.mode.as_deref().or(present.mode);
                present.runs_on = in_use.runs_on.as_ref().or(present.runs_on);
                present.origin = &in_use.origin;
            }
            None => {
                let mut regions: Vec<&str> = regions.collect();
                regions.sort_unstable();
                regions.dedup();
                let in_use = ServiceInUse {
                    service,
                    runs_on: in_use.runs_on.as_ref().or(service.runs_on.as_ref()),
                    stands_on: None,
                    only_up_to: None,
                    carries: Vec::new(),
                    mode: in_use.mode.as_deref(),
                    purpose: in_use.purpose.as_deref(),
                    data: &in_use.data,
                    regions,
                    origin: &in_use.origin,
                };
                self.services.insert(position, in_use);
            }
        }
    }

    /// What the profiles say about an attribute: the project's word before the organisation's.
    pub fn attribute(&self, id: &AttributeId) -> Option<&'a AttributeValue> {
        let own = self.project.and_then(|project| project.own.attributes.get(id));
        own.or_else(|| self.organization.common.attributes.get(id))
    }

    /// Overrides with the ranks of their claims: the organisation's, then the project's.
    pub fn overrides(&self) -> impl Iterator<Item = (Rank, &'a Override)> + use<'a> {
        let own = self.project.into_iter().flat_map(|project| &project.own.overrides);
        let inherited = self.organization.common.overrides.iter().map(|entry| (Rank::Organization, entry));
        inherited.chain(own.map(|entry| (Rank::Project, entry)))
    }

    /// Accepted risks: the organisation's, then the project's.
    pub fn acceptances(&self) -> impl Iterator<Item = &'a Acceptance> + use<'a> {
        let own = self.project.into_iter().flat_map(|project| &project.own.acceptances);
        self.organization.common.acceptances.iter().chain(own)
    }

    /// Approvals of the documents of the project: the organisation's, then the project's.
    pub fn approvals(&self) -> impl Iterator<Item = &'a Approval> + use<'a> {
        let project = self.project;
        let is_meant = move |approval: &&'a Approval| {
            approval.project.as_ref().is_none_or(|id| project.is_some_and(|project| project.id == *id))
        };
        let own = project.into_iter().flat_map(|project| &project.own.approvals);
        self.organization.common.approvals.iter().filter(is_meant).chain(own)
    }

    /// Management's assertion: the project's, otherwise the organisation's.
    pub fn assertion(&self) -> Option<&'a Assertion> {
        let own = self.project.and_then(|project| project.own.assertion.as_ref());
        own.or(self.organization.common.assertion.as_ref())
    }

    /// What is said of the system for forms.
    pub fn system(&self) -> SystemFacts {
        let common = &self.organization.common.system;
        self.project.map_or_else(|| common.clone(), |project| project.own.system.over(common))
    }

    /// Confirmed requirements: the project's, then the organisation's.
    pub fn confirmations(&self) -> impl Iterator<Item = &'a Confirmation> + use<'a> {
        let own = self.project.into_iter().flat_map(|project| &project.own.confirmations);
        own.chain(&self.organization.common.confirmations)
    }

    /// The confirmation of a requirement; the project's where the organisation has one, too.
    pub fn confirmation(&self, requirement: &RequirementKey) -> Option<&'a Confirmation> {
        self.confirmations().find(|entry| entry.requirement == *requirement)
    }

    /// Services in use that a part has a cell for, or that decide about its only cell. Where the part needs nothing of a
    /// service, these are all.
    pub(crate) fn services_for<'s>(
        &'s self,
        part: &'s Part,
    ) -> impl Iterator<Item = &'s ServiceInUse<'a>> + Clone {
        let height = self.catalog.height(&part.layer);
        let holds_layer = move |in_use: &&ServiceInUse<'a>| {
            part.per != Subject::Service || in_use.holds(self.catalog, part, height)
        };
        self.services
            .iter()
            .filter(|in_use| part.needs.are_met_by(&in_use.service.traits))
            .filter(holds_layer)
    }

    /// The use of a service.
    pub fn in_use(&self, service: &Service) -> Option<&ServiceInUse<'a>> {
        self.services.get(place(&self.services, service)).filter(|in_use| in_use.service.is_same_use(service))
    }

    /// Classes of the services in use, each once.
    pub fn classes(&self) -> Vec<&'a ClassId> {
        let mut classes: Vec<&ClassId> = self.services.iter().map(|in_use| &in_use.service.class).collect();
        classes.sort_unstable();
        classes.dedup();
        classes
    }

    /// True for an entry of the project's own profile.
    pub fn is_own(&self, origin: &Origin) -> bool {
        self.project.is_some_and(|project| project.files.contains(&origin.source))
    }

    /// The profile of the project, or else of the organisation.
    pub fn origin(&self) -> &'a Origin {
        self.project.map_or(&self.organization.origin, |project| &project.origin)
    }
}
