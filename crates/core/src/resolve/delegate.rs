//! Which party holds a duty of the customer's: the most specific delegation wins.

use std::collections::BTreeMap;

use super::About;
use crate::model::{Control, Delegation, Duty, Part, Party, PartyId, Selector, ServiceId};
use crate::source::Origin;

/// Who sits where a duty is to be done.
#[derive(Debug, Clone, Copy)]
pub enum Seat<'a> {
    /// The provider alone.
    Provider,
    /// A party of the customer's, and the delegation that says so; with the provider where the duty is shared.
    Party(&'a Party, &'a Origin),
    /// Nobody, though the customer has to.
    Empty,
}

/// The delegations that hold in a scope.
#[derive(Debug, Default)]
pub struct Delegations<'a> {
    /// Most specific first; a project's before its organisation's.
    ordered: Vec<&'a Delegation>,
    parties: BTreeMap<&'a PartyId, &'a Party>,
}

impl<'a> Delegations<'a> {
    /// Puts delegations in the order in which they win. `own` are the project's, which replace those of the
    /// organisation on the same subject.
    pub(super) fn new(
        own: &'a [Delegation],
        inherited: &'a [Delegation],
        parties: BTreeMap<&'a PartyId, &'a Party>,
    ) -> Self {
        let mut ordered: Vec<&Delegation> = own.iter().chain(inherited).collect();
        // Stable: of two on the same subject the project's stays first.
        ordered.sort_by_key(|delegation| std::cmp::Reverse(specificity(&delegation.selector)));
        Self { ordered, parties }
    }

    /// The delegations that are about a part, for one service or another.
    pub(super) fn about(&self, control: &Control, part: &Part) -> PartDelegations<'_, 'a> {
        let about = About { control, part, service: None };
        let meant = self.ordered.iter().copied();
        let meant = meant.filter(|delegation| about.is_in_but_for_service(&delegation.selector)).collect();
        PartDelegations { ordered: meant, parties: &self.parties }
    }

    /// The parties that can hold duties here, by id.
    pub fn parties(&self) -> impl Iterator<Item = &'a Party> {
        self.parties.values().copied()
    }
}

/// The delegations that are about a part, in the order in which they win.
pub(super) struct PartDelegations<'d, 'a> {
    ordered: Vec<&'a Delegation>,
    parties: &'d BTreeMap<&'a PartyId, &'a Party>,
}

impl<'a> PartDelegations<'_, 'a> {
    /// Who holds a duty of the customer's for a service, or for the organisation as a whole, and where that is written.
    pub(super) fn holder(&self, service: Option<&ServiceId>, duty: Duty) -> Option<(&'a Party, &'a Origin)> {
        let is_meant = |delegation: &&&Delegation| {
            delegation.duties.contains(&duty)
                && delegation.selector.service.as_ref().is_none_or(|id| Some(id) == service)
        };
        let delegation = self.ordered.iter().find(is_meant)?;
        self.parties.get(&delegation.to).map(|party| (*party, &delegation.origin))
    }
}

/// A part beats a control, a control a service, a service a domain, a domain a layer, and any of them nothing.
fn specificity(selector: &Selector) -> [bool; 5] {
    let Selector { control, part, service, domain, layer } = selector;
    [part.is_some(), control.is_some(), service.is_some(), domain.is_some(), layer.is_some()]
}
