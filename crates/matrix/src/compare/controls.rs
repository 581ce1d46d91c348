//! Controls: those that came, went or have another id, who does what in them, and what is stated about them.

use onus_core::model::{Duty, Holder, PartyId, ServiceId};

use super::change::{Action, Aspect, Change, Detail, Effect, Subject, Thing, holder, responsibility};
use super::matrix::{Cell, Control, Delegation, Place, ReadMatrix, Statement};
use super::pair::{Met, Pair, meet};

/// What changed about controls.
pub(super) fn changes(pair: &Pair<'_>, found: &mut Vec<Change>) {
    let keys = (|control| pair.now(id_of(control)), id_of);
    for met in meet(&pair.old.controls, &pair.new.controls, keys) {
        match met {
            Met::Came(control) => found.push(arrival(control, Action::Came)),
            Met::Went(control) => found.push(departure(pair, control)),
            Met::Both(old, new) => control(pair, (old, new), found),
        }
    }
}

fn id_of(control: &Control) -> &onus_core::model::ControlId {
    &control.id
}

fn thing(control: &Control) -> Thing {
    Thing::new(&control.id, &control.title)
}

fn arrival(control: &Control, action: Action) -> Change {
    let detail = Detail::came(Aspect::Responsibility, responsibility(control.responsibility));
    Change::new(Subject::Control, action, thing(control), vec![detail])
}

fn departure(pair: &Pair<'_>, control: &Control) -> Change {
    let mut details = vec![Detail::went(Aspect::Responsibility, responsibility(control.responsibility))];
    // One of several that became one: the others are told where they went.
    let merged = pair.new.controls.iter().find(|new| new.formerly.contains(&control.id));
    details.extend(merged.map(|new| Detail {
        aspect: Aspect::Id,
        before: Some(control.id.to_string()),
        after: Some(new.id.to_string()),
    }));
    Change::new(Subject::Control, Action::Went, thing(control), details)
}

fn control(pair: &Pair<'_>, (old, new): (&Control, &Control), found: &mut Vec<Change>) {
    let words = [
        Detail::between(Aspect::Id, &old.id, &new.id),
        Detail::between(Aspect::Name, &old.title.trim(), &new.title.trim()),
        Detail::between(Aspect::Domain, &old.domain, &new.domain),
    ];
    let words: Vec<Detail> = words.into_iter().flatten().collect();
    if !words.is_empty() {
        let action = if old.id == new.id { Action::Changed } else { Action::Renamed };
        found.push(Change::new(Subject::Control, action, thing(new), words));
    }
    let (was, is) = (responsibility(old.responsibility), responsibility(new.responsibility));
    if let Some(detail) = Detail::between(Aspect::Responsibility, &was, &is) {
        found.push(Change::new(Subject::Responsibility, Action::Changed, thing(new), vec![detail]));
    }
    cells(pair, (old, new), found);
    found.extend(statement(pair, old, new));
}

fn cells(pair: &Pair<'_>, (old, new): (&Control, &Control), found: &mut Vec<Change>) {
    fn key(cell: &Cell) -> (&onus_core::model::PartId, Option<&ServiceId>) {
        (&cell.part, cell.service.as_ref())
    }
    for met in meet(&old.cells, &new.cells, (key, key)) {
        match met {
            Met::Both(before, after) => {
                let thing = || cell_thing(pair.new, new, after);
                let duties = Duties { pair, controls: (old, new), cells: (before, after) };
                found.extend(duties.change(thing));
                found.extend(wording((pair.old, before), (pair.new, after), thing));
            }
            Met::Came(cell) => {
                // What comes with a service is told of the service.
                let had = cell.service.as_ref().is_none_or(|id| uses(pair.old, id));
                let detail = Detail::came(Aspect::Responsibility, responsibility(cell.responsibility));
                let thing = cell_thing(pair.new, new, cell);
                let change = Change::new(Subject::Control, Action::Came, thing, vec![detail]);
                found.extend(had.then(|| change.at(None, pair.new.first_claim(cell))));
            }
            Met::Went(cell) => {
                let has = cell.service.as_ref().is_none_or(|id| uses(pair.new, id));
                let detail = Detail::went(Aspect::Responsibility, responsibility(cell.responsibility));
                let thing = cell_thing(pair.old, new, cell);
                let change = Change::new(Subject::Control, Action::Went, thing, vec![detail]);
                found.extend(has.then(|| change.at(pair.old.first_claim(cell), None)));
            }
        }
    }
}

fn uses(matrix: &ReadMatrix, service: &ServiceId) -> bool {
    matrix.services.iter().any(|in_use| in_use.id == *service)
}

fn cell_thing(matrix: &ReadMatrix, control: &Control, cell: &Cell) -> Thing {
    let name = |id: &ServiceId| {
        let service = matrix.services.iter().find(|service| service.id == *id);
        (id.to_string(), service.map_or(id.as_str(), |service| service.name.trim()).to_owned())
    };
    Thing {
        part: Some(cell.part.clone()),
        services: cell.service.iter().map(name).collect(),
        ..thing(control)
    }
}

fn wording(
    (old, before): (&ReadMatrix, &Cell),
    (new, after): (&ReadMatrix, &Cell),
    thing: impl Fn() -> Thing,
) -> Option<Change> {
    let between = |aspect, text: fn(&Cell) -> Option<&String>| {
        Detail::between(aspect, &old.text(text(before)), &new.text(text(after)))
    };
    let details = [
        between(Aspect::ProviderText, |cell| cell.provider_text.as_ref()),
        between(Aspect::CustomerText, |cell| cell.customer_text.as_ref()),
    ];
    // Where a duty moves, the words of the side that gets or loses it come or go with it.
    let comes_or_goes = |detail: &Detail| detail.before.is_none() || detail.after.is_none();
    let mut details = details.into_iter().flatten().filter(|detail| !comes_or_goes(detail)).peekable();
    details.peek()?;
    Some(Change::new(Subject::Control, Action::Changed, thing(), details.collect()))
}

/// Who does what in one cell, on both sides.
struct Duties<'p, 'm> {
    pair: &'p Pair<'m>,
    controls: (&'p Control, &'p Control),
    cells: (&'p Cell, &'p Cell),
}

impl<'p> Duties<'p, '_> {
    fn change(&self, thing: impl Fn() -> Thing) -> Option<Change> {
        let (before, after) = self.cells;
        let (was, is) = (responsibility(before.responsibility), responsibility(after.responsibility));
        let mut details: Vec<Detail> =
            Detail::between(Aspect::Responsibility, &was, &is).into_iter().collect();
        let (mut effect, mut places) = (Effect::Neutral, (None, None));
        for duty in Duty::ALL {
            let Some((detail, felt)) = self.detail(duty) else { continue };
            // What is for the worse in one duty is not made up for in another.
            effect = effect.min(felt);
            if places == (None, None) {
                places = self.places(duty);
            }
            details.push(detail);
        }
        if details.is_empty() {
            return None;
        }
        let change = Change::new(Subject::Responsibility, Action::Changed, thing(), details);
        Some(change.effect(effect).at(places.0, places.1))
    }

    fn detail(&self, duty: Duty) -> Option<(Detail, Effect)> {
        let (before, after) = self.cells;
        // Older files do not say who holds a duty; what one side does not know is no difference.
        let both_know = before.held_by.is_some() && after.held_by.is_some();
        let party = |cell: &'p Cell, matrix: &'p ReadMatrix| {
            let held = cell.held_by.as_ref().filter(|_| both_know)?;
            Some(held.get(duty).as_ref().map(|id| Pair::party(matrix, id)))
        };
        let parties = (party(before, self.pair.old), party(after, self.pair.new));
        let (was, is) = (before.holder(duty), after.holder(duty));
        let aspect = match duty {
            Duty::Manage => Aspect::Manage,
            Duty::Operate => Aspect::Operate,
            Duty::Verify => Aspect::Verify,
        };
        let detail = Detail::between(aspect, &holder(was, parties.0), &holder(is, parties.1))?;
        let is_empty = |holder: Holder, party| holder.involves_customer() && party == Some(None);
        let effect = match (is_empty(was, parties.0), is_empty(is, parties.1)) {
            (false, true) => Effect::Worse,
            (true, false) => Effect::Better,
            (true, true) | (false, false) => Effect::Neutral,
        };
        Some((detail, effect))
    }

    /// Where it was and is decided who has a duty: by the claim where the line between provider and customer moved, by the delegation
    /// where only the party did.
    fn places(&self, duty: Duty) -> (Option<&'p Place>, Option<&'p Place>) {
        let (before, after) = self.cells;
        if before.holder(duty) != after.holder(duty) {
            return (self.pair.old.first_claim(before), self.pair.new.first_claim(after));
        }
        let (old, new) = self.controls;
        (delegated(&old.delegations, before.party(duty)), delegated(&new.delegations, after.party(duty)))
    }
}

/// The delegation to a party; none when several could be meant.
fn delegated<'c>(delegations: &'c [Delegation], to: Option<&PartyId>) -> Option<&'c Place> {
    let mut meant = delegations.iter().filter(|delegation| Some(&delegation.to) == to);
    let first = meant.next()?;
    meant.next().is_none().then_some(&first.place)
}

impl Cell {
    fn holder(&self, duty: Duty) -> Holder {
        match duty {
            Duty::Manage => self.manage,
            Duty::Operate => self.operate,
            Duty::Verify => self.verify,
        }
    }

    fn party(&self, duty: Duty) -> Option<&PartyId> {
        self.held_by.as_ref()?.get(duty).as_ref()
    }
}

fn statement(pair: &Pair<'_>, old: &Control, new: &Control) -> Option<Change> {
    let owner = |matrix, statement: &Statement| match &statement.owner {
        Some(owner) => Pair::party(matrix, owner).to_owned(),
        None => String::new(),
    };
    let due = |statement: &Statement| statement.due.map(|due| due.to_string()).unwrap_or_default();
    let text = |statement: &Statement| statement.text.trim().to_owned();
    match (&old.statement, &new.statement) {
        (None, None) => None,
        (None, Some(after)) => {
            let details = vec![
                Detail::came(Aspect::Status, after.status.word()),
                Detail::came(Aspect::Owner, owner(pair.new, after)),
                Detail::came(Aspect::Text, text(after)),
            ];
            let change = Change::new(Subject::Statement, Action::Came, thing(new), details);
            Some(change.effect(Effect::Better).at(None, after.place.as_ref()))
        }
        (Some(before), None) => {
            let details = vec![
                Detail::went(Aspect::Status, before.status.word()),
                Detail::went(Aspect::Owner, owner(pair.old, before)),
                Detail::went(Aspect::Text, text(before)),
            ];
            let change = Change::new(Subject::Statement, Action::Went, thing(new), details);
            Some(change.effect(Effect::Worse).at(before.place.as_ref(), None))
        }
        (Some(before), Some(after)) => {
            let details = [
                Detail::between(Aspect::Status, &before.status.word(), &after.status.word()),
                Detail::between(Aspect::Owner, &owner(pair.old, before), &owner(pair.new, after)),
                Detail::between(Aspect::Due, &due(before), &due(after)),
                Detail::between(Aspect::Text, &text(before), &text(after)),
            ];
            let details: Vec<Detail> = details.into_iter().flatten().collect();
            let effect = match after.status.rank().cmp(&before.status.rank()) {
                std::cmp::Ordering::Less => Effect::Better,
                std::cmp::Ordering::Equal => Effect::Neutral,
                std::cmp::Ordering::Greater => Effect::Worse,
            };
            let change = Change::new(Subject::Statement, Action::Changed, thing(new), details);
            let told = !change.details.is_empty();
            told.then(|| change.effect(effect).at(before.place.as_ref(), after.place.as_ref()))
        }
    }
}
