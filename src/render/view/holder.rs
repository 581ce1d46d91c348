//! Who holds a duty, in words. A matrix has thousands of duties and few holders, so that each holder is put into words
//! once.

use std::cell::RefCell;

use onus_core::model::{self, Duty, Holder, Party, ProviderId, Service};
use onus_core::resolve::{Assignee, InheritedPart, MatrixCell, OfferedPart, Scope};
use serde::{Serialize, Serializer};
use tera::Value;

use super::text::listed;

/// The holder of a duty.
#[derive(Debug, Clone)]
pub(super) struct HolderView<'a> {
    /// What templates see of it.
    value: Value,
    pub(super) party: Option<&'a Party>,
    /// True when the customer has the duty and delegates it to no party.
    pub(super) unnamed: bool,
}

impl Serialize for HolderView<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.value.serialize(serializer)
    }
}

/// The holders of the duties in a scope, each put into words once.
#[derive(Debug)]
pub(super) struct HolderCache<'s, 'a> {
    pub(super) scope: &'s Scope<'a>,
    known: RefCell<Vec<(HolderKey<'a>, HolderView<'a>)>>,
}

/// What two holders with the same words have in common.
#[derive(Debug, Clone, PartialEq, Eq)]
struct HolderKey<'a> {
    holder: Holder,
    /// By address: an entry of a profile is one party, whatever its name.
    party: Option<*const Party>,
    unnamed: bool,
    /// By address: what stands on the service is in its words.
    service: Option<*const Service>,
    providers: Vec<&'a ProviderId>,
    /// By address: the part of an offer, in which each duty has its own party.
    upstream: Option<*const OfferedPart>,
    duty: Option<Duty>,
}

impl<'s, 'a> HolderCache<'s, 'a> {
    pub(super) fn new(scope: &'s Scope<'a>) -> Self {
        Self { scope, known: RefCell::default() }
    }

    pub(super) fn held(&self, cell: &MatrixCell<'a>, duty: Duty) -> HolderView<'a> {
        let party = match *cell.assignees.get(duty) {
            Assignee::Party(party, _) => Some(party),
            Assignee::Provider | Assignee::Unassigned => None,
        };
        let unnamed = matches!(cell.assignees.get(duty), Assignee::Unassigned);
        let key = HolderKey {
            holder: *cell.decision.duties().get(duty),
            party: party.map(std::ptr::from_ref),
            unnamed,
            service: cell.service.filter(|_| cell.concerns_provider()).map(std::ptr::from_ref),
            providers: cell.providers().collect(),
            upstream: cell.upstream.first().map(|inherited| std::ptr::from_ref(inherited.part)),
            duty: (!cell.upstream.is_empty()).then_some(duty),
        };
        let mut known = self.known.borrow_mut();
        if let Some((_, held)) = known.iter().find(|(present, _)| *present == key) {
            return held.clone();
        }
        let value = Value::from_serializable(&DutyHolder::new(self.scope, cell, duty));
        let held = HolderView { value, party, unnamed };
        known.push((key, held.clone()));
        held
    }
}

/// Who holds a duty.
#[derive(Debug, Serialize)]
struct DutyHolder {
    /// In words, such as `AWS and Cloud Platform Team`.
    names: String,
    /// `provider`, `customer` or `shared`.
    holder: &'static str,
    party: Option<String>,
    /// True when the customer has the duty and delegates it to no party.
    unnamed: bool,
}

impl DutyHolder {
    fn new(scope: &Scope<'_>, cell: &MatrixCell<'_>, duty: Duty) -> Self {
        let holder = *cell.decision.duties().get(duty);
        let party = match cell.assignees.get(duty) {
            Assignee::Party(party, _) => Some(party.name.trim().to_owned()),
            Assignee::Provider | Assignee::Unassigned => None,
        };
        let unnamed = matches!(cell.assignees.get(duty), Assignee::Unassigned);
        let names = match (holder, &party) {
            (Holder::Provider, _) => providers(scope, cell, duty),
            (Holder::Customer, Some(party)) => party.clone(),
            (Holder::Customer, None) => unassigned(scope).to_owned(),
            // The party that acts upstream ends the name of the project.
            (Holder::Shared, Some(party)) if cell.acting(duty).upstream => {
                format!("{}; here {party}", providers(scope, cell, duty))
            }
            (Holder::Shared, Some(party)) => format!("{} and {party}", providers(scope, cell, duty)),
            (Holder::Shared, None) => {
                format!("{} and {}", providers(scope, cell, duty), unassigned_beside_provider(scope))
            }
        };
        Self { names, holder: holder.word(), party, unnamed }
    }
}

/// What stands in place of a party. An organisation as a whole leaves some duties to the parties of its projects.
fn unassigned(scope: &Scope<'_>) -> &'static str {
    if scope.project.is_some() { "Unassigned" } else { "A party of the project" }
}

/// The same after the name of a provider.
fn unassigned_beside_provider(scope: &Scope<'_>) -> &'static str {
    if scope.project.is_some() { "an unassigned party" } else { "a party of the project" }
}

/// Who holds a duty beside the customer: the short names of providers, then the projects whose offers are inherited, each with
/// the party that acts there. A provider that is there for the sake of services above says so: `AWS, for Kubernetes`.
fn providers(scope: &Scope<'_>, cell: &MatrixCell<'_>, duty: Duty) -> String {
    let name = |id: &model::ProviderId| {
        let known = scope.catalog.providers.get(id);
        known.map_or_else(|| id.to_string(), |provider| provider.short_name.trim().to_owned())
    };
    let acting = cell.acting(duty);
    let mut names: Vec<String> = match acting.provider {
        true => cell.providers().map(name).collect(),
        false => Vec::new(),
    };
    let in_use = cell.service.and_then(|service| scope.in_use(service));
    if let Some(below) = in_use.filter(|in_use| in_use.only_up_to.is_some() && acting.provider) {
        let carried: Vec<&str> = below.carries.iter().map(|service| service.name.trim()).collect();
        names = vec![format!("{}, for {}", listed(&names), listed(&carried))];
    }
    if acting.upstream {
        let offering =
            |inherited: &&InheritedPart<'_>| inherited.offer.known.offer.duties.get(duty).is_some();
        names.extend(cell.upstream.iter().filter(offering).map(
            |inherited| match inherited.part.by.get(duty) {
                Some(party) => format!("{}, by {party}", inherited.offer.known.from_name),
                None => inherited.offer.known.from_name.clone(),
            },
        ));
    }
    listed(&names)
}

/// True when [`providers`] says the same of two cells.
pub(super) fn same_providers(
    scope: &Scope<'_>,
    one: &MatrixCell<'_>,
    other: &MatrixCell<'_>,
    duty: Duty,
) -> bool {
    // Most cells need no words: of providers that act for services of their own, nothing but their names is said.
    let is_plain = |cell: &MatrixCell<'_>| {
        let in_use = || cell.service.and_then(|service| scope.in_use(service));
        cell.upstream.is_empty() && in_use().is_none_or(|in_use| in_use.only_up_to.is_none())
    };
    let is_same = is_plain(one)
        && is_plain(other)
        && one.acting(duty) == other.acting(duty)
        && one.providers().eq(other.providers());
    is_same || providers(scope, one, duty) == providers(scope, other, duty)
}
