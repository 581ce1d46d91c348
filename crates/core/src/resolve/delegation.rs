//! Which party does what the customer has to do: the most specific delegation decides.

use std::collections::BTreeMap;

use crate::model::{Control, Delegation, Duty, Part, Party, PartyId, Selector, Service};
use crate::source::Origin;

/// Who does a duty of a cell.
#[derive(Debug, Clone, Copy)]
pub enum Assignee<'a> {
    /// The provider alone.
    Provider,
    /// A party of the customer and the delegation that names it; together with the provider where the duty is shared.
    Party(&'a Party, &'a Origin),
    /// The customer has the duty and delegates it to no party.
    Unassigned,
}

/// The delegations of a scope.
#[derive(Debug, Default)]
pub struct Delegations<'a> {
    /// Most specific first; of two that are equally specific, the project's first.
    ordered: Vec<&'a Delegation>,
    parties: BTreeMap<&'a PartyId, &'a Party>,
}

impl<'a> Delegations<'a> {
    /// Orders delegations so that the first one that matches decides. `own` are those of the project, which replace
    /// those of the organisation with the same selector.
    pub(super) fn new(
        own: &'a [Delegation],
        inherited: &'a [Delegation],
        parties: BTreeMap<&'a PartyId, &'a Party>,
    ) -> Self {
        let mut ordered: Vec<&Delegation> = own.iter().chain(inherited).collect();
        // Stable: of two with the same selector the project's stays first.
        ordered.sort_by_key(|delegation| std::cmp::Reverse(specificity(&delegation.selector)));
        Self { ordered, parties }
    }

    /// The delegations that select a part, for whichever service.
    pub(super) fn about(&self, control: &Control, part: &Part) -> PartDelegations<'_, 'a> {
        let all = self.ordered.iter().copied();
        let ordered = all.filter(|delegation| delegation.selector.selects_part(control, part)).collect();
        PartDelegations { ordered, parties: &self.parties }
    }

    /// The parties to which duties can be delegated here, by id.
    pub fn parties(&self) -> impl Iterator<Item = &'a Party> {
        self.parties.values().copied()
    }
}

/// The delegations that select a part, the deciding ones first.
pub(super) struct PartDelegations<'d, 'a> {
    ordered: Vec<&'a Delegation>,
    parties: &'d BTreeMap<&'a PartyId, &'a Party>,
}

impl<'a> PartDelegations<'_, 'a> {
    /// The party that does a duty of the customer for a service, or for the organisation as a whole.
    pub(super) fn assignee(&self, service: Option<&Service>, duty: Duty) -> Assignee<'a> {
        let deciding = self.matching(service, duty).next();
        let party = deciding.and_then(|delegation| {
            self.parties.get(&delegation.to).map(|party| Assignee::Party(party, &delegation.origin))
        });
        party.unwrap_or(Assignee::Unassigned)
    }

    /// Two delegations of one profile that give a duty to different parties, neither of them more specific. Those with
    /// the same selector are found when the profile is read; selectors by trait, class or need can differ and still
    /// meet in a service.
    pub(super) fn conflict(&self, service: Option<&Service>, duty: Duty) -> Option<[&'a Delegation; 2]> {
        let mut matching = self.matching(service, duty);
        let first = matching.next()?;
        let second = matching
            .take_while(|other| specificity(&other.selector) == specificity(&first.selector))
            .find(|other| other.to != first.to && other.origin.source == first.origin.source)
            .filter(|other| other.selector != first.selector)?;
        Some([first, second])
    }

    fn matching(&self, service: Option<&Service>, duty: Duty) -> impl Iterator<Item = &'a Delegation> {
        self.ordered.iter().copied().filter(move |delegation| {
            delegation.duties.contains(&duty) && delegation.selector.selects_service(service)
        })
    }
}

/// How specific a selector is, for comparing: a part outweighs a control, a control a service, a service a domain, a
/// domain what parts need, that traits of the service, these its class, the class a layer, and a layer nothing. Arrays
/// compare from the left, so that the order of the fields is the rule.
fn specificity(selector: &Selector) -> [bool; 8] {
    let Selector { control, part, service, domain, layer, classes, traits, needs } = selector;
    [
        part.is_some(),
        control.is_some(),
        service.is_some(),
        domain.is_some(),
        !needs.is_empty(),
        !traits.is_empty(),
        !classes.is_empty(),
        layer.is_some(),
    ]
}
