//! Cells: parts that were added to a control or removed from it, who holds which duty, and what each side does.

use onus_core::model::{Duty, Holder, PartyId, ServiceId};

use super::change::{Change, ChangeSubject, ChangedItem, Effect};
use super::detail::{Aspect, ChangeDetail, DetailValue};
use super::pair::{Matched, MatrixPair, match_by_keys, party_in, service_in};
use crate::file::{CellRecord, ControlRecord, DelegationRecord, MatrixFile, PlaceRecord, ServiceRecord};

/// What changed in the cells of one control.
pub(super) fn changes<'m>(
    pair: &MatrixPair<'m>,
    before: &'m ControlRecord<'m>,
    after: &'m ControlRecord<'m>,
    found: &mut Vec<Change>,
) {
    let new_service = |cell: &'m CellRecord<'m>| cell.service.as_deref().map(|id| pair.new_service(id));
    let old_key = |cell: &'m CellRecord<'m>| (&cell.part, new_service(cell), &cell.r#as);
    let new_key = |cell: &'m CellRecord<'m>| (&cell.part, cell.service.as_deref(), &cell.r#as);
    for matched in match_by_keys(&before.cells, &after.cells, old_key, new_key) {
        match matched {
            Matched::Both { before: old, after: new } => {
                let cells = CellPair {
                    before: CellState { matrix: pair.before, control: before, cell: old },
                    after: CellState { matrix: pair.after, control: after, cell: new },
                };
                found.extend(cells.responsibility_change());
                found.extend(cells.wording_change());
            }
            Matched::Added(cell) => {
                let state = CellState { matrix: pair.after, control: after, cell };
                // The cells of a service that is new are reported with the service.
                if uses_service_of(pair, pair.before, cell) {
                    let change =
                        Change::added(ChangeSubject::Control, state.item(after), state.responsibility());
                    found.push(change.at(None, state.deciding_place()));
                }
            }
            Matched::Removed(cell) => {
                let state = CellState { matrix: pair.before, control: before, cell };
                if uses_service_of(pair, pair.after, cell) {
                    let change =
                        Change::removed(ChangeSubject::Control, state.item(after), state.responsibility());
                    found.push(change.at(state.deciding_place(), None));
                }
            }
        }
    }
}

fn uses_service_of(pair: &MatrixPair<'_>, matrix: &MatrixFile<'_>, cell: &CellRecord<'_>) -> bool {
    let is_meant = |id: &ServiceId, service: &ServiceRecord<'_>| {
        pair.new_service(&service.id) == pair.new_service(id) && service.r#as == cell.r#as
    };
    cell.service.as_ref().is_none_or(|id| matrix.services.iter().any(|service| is_meant(id, service)))
}

/// A cell in one state.
#[derive(Clone, Copy)]
struct CellState<'m> {
    matrix: &'m MatrixFile<'m>,
    control: &'m ControlRecord<'m>,
    cell: &'m CellRecord<'m>,
}

impl<'m> CellState<'m> {
    /// The cell by the name that its control has now.
    fn item(&self, control: &ControlRecord<'_>) -> ChangedItem {
        ChangedItem {
            part: Some(self.cell.part.clone().into_owned()),
            services: self.cell.used_as().iter().map(|id| service_in(self.matrix, id)).collect(),
            ..ChangedItem::of_control(control)
        }
    }

    fn responsibility(&self) -> Vec<(Aspect, DetailValue)> {
        vec![(Aspect::Responsibility, DetailValue::Responsibility(self.cell.responsibility))]
    }

    fn deciding_place(&self) -> Option<&'m PlaceRecord<'m>> {
        self.matrix.deciding_place(self.cell)
    }

    /// Who holds a duty, for people.
    fn holder(&self, duty: Duty) -> String {
        let party = self.cell.held_by.party(duty);
        let customer = party.map_or("nobody", |id| party_in(self.matrix, id));
        match self.cell.holder(duty) {
            Holder::Provider => "provider".to_owned(),
            Holder::Customer => customer.to_owned(),
            Holder::Shared => format!("provider and {customer}"),
        }
    }

    /// True when the customer has a duty that no party holds.
    fn is_unassigned(&self, duty: Duty) -> bool {
        self.cell.holder(duty).involves_customer() && self.cell.held_by.party(duty).is_none()
    }
}

/// A cell in both states.
struct CellPair<'m> {
    before: CellState<'m>,
    after: CellState<'m>,
}

impl<'m> CellPair<'m> {
    fn item(&self) -> ChangedItem {
        self.after.item(self.after.control)
    }

    fn responsibility_change(&self) -> Option<Change> {
        let (old, new) = (self.before.cell.responsibility, self.after.cell.responsibility);
        let (old, new) = (DetailValue::Responsibility(old), DetailValue::Responsibility(new));
        let mut details = vec![ChangeDetail::between(Aspect::Responsibility, old, new)];
        let (mut effect, mut places) = (Effect::Neutral, None);
        for duty in Duty::ALL {
            let (old, new) = (self.before.holder(duty), self.after.holder(duty));
            let Some(detail) = ChangeDetail::between_texts(aspect_of(duty), old, new) else { continue };
            details.push(Some(detail));
            // A regression in one duty is not made up for by an improvement in another.
            effect = effect
                .min(Effect::of_rank(&self.before.is_unassigned(duty), &self.after.is_unassigned(duty)));
            // A change has one place in each state: that of the first duty for which the matrix says one.
            places = places.or_else(|| self.places(duty));
        }
        let change =
            Change::between(ChangeSubject::Responsibility, self.item(), details)?.with_effect(effect);
        Some(match places {
            Some(DutyPlaces { before, after }) => change.at(before, after),
            None => change,
        })
    }

    /// Where it was and is decided who has a duty: by a claim where the line between provider and customer moved, by a
    /// delegation where only the party is another.
    fn places(&self, duty: Duty) -> Option<DutyPlaces<'m>> {
        let (before, after) = if self.before.cell.holder(duty) == self.after.cell.holder(duty) {
            let place = |state: CellState<'m>| {
                delegation_to(&state.control.delegations, state.cell.held_by.party(duty))
            };
            (place(self.before), place(self.after))
        } else {
            (self.before.deciding_place(), self.after.deciding_place())
        };
        (before.is_some() || after.is_some()).then_some(DutyPlaces { before, after })
    }

    fn wording_change(&self) -> Option<Change> {
        let between = |aspect, text: fn(&CellState<'m>) -> &'m str| {
            let detail = ChangeDetail::between_texts(aspect, text(&self.before), text(&self.after))?;
            // Where a duty moved, the text of the side that gained or lost it comes or goes with it, which says nothing new.
            (detail.before.is_some() && detail.after.is_some()).then_some(detail)
        };
        let details = [
            between(Aspect::ProviderText, |state| state.matrix.text(state.cell.provider_text)),
            between(Aspect::CustomerText, |state| state.matrix.text(state.cell.customer_text)),
        ];
        Change::between(ChangeSubject::Control, self.item(), details)
    }
}

struct DutyPlaces<'m> {
    before: Option<&'m PlaceRecord<'m>>,
    after: Option<&'m PlaceRecord<'m>>,
}

fn aspect_of(duty: Duty) -> Aspect {
    match duty {
        Duty::Manage => Aspect::Manage,
        Duty::Operate => Aspect::Operate,
        Duty::Verify => Aspect::Verify,
    }
}

/// The place of the delegation to a party; none when it could be one of several.
fn delegation_to<'m>(
    delegations: &'m [DelegationRecord<'m>],
    party: Option<&PartyId>,
) -> Option<&'m PlaceRecord<'m>> {
    let mut candidates = delegations.iter().filter(|delegation| Some(&*delegation.to) == party);
    let first = candidates.next()?;
    candidates.next().is_none().then_some(&first.place)
}
