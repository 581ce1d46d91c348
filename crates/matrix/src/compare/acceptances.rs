//! Risk acceptances.

use onus_core::assess::AcceptanceState;
use onus_core::model::ControlId;

use super::change::{Change, ChangeSubject, ChangedItem, Effect};
use super::detail::{Aspect, ChangeDetail, DetailValue};
use super::pair::{Matched, MatrixPair, match_by};
use crate::file::AcceptanceRecord;

pub(super) fn changes(pair: &MatrixPair<'_>, found: &mut Vec<Change>) {
    let (before, after) = (&pair.before.risk_acceptances, &pair.after.risk_acceptances);
    for matched in match_by(before, after, |acceptance| &acceptance.id) {
        match matched {
            Matched::Added(new) => {
                let mut values = values(new);
                values.push((Aspect::Approver, DetailValue::text(new.approver.trim())));
                let change = Change::added(ChangeSubject::RiskAcceptance, item(pair, new), values);
                found.push(change.at(None, Some(&new.place)));
            }
            Matched::Removed(old) => {
                let change = Change::removed(ChangeSubject::RiskAcceptance, item(pair, old), values(old));
                found.push(change.at(Some(&old.place), None));
            }
            Matched::Both { before, after } => found.extend(change(pair, before, after)),
        }
    }
}

/// A risk acceptance has no title, so it is named with its controls.
fn item(pair: &MatrixPair<'_>, acceptance: &AcceptanceRecord<'_>) -> ChangedItem {
    let control = |id: &ControlId| format!("{} {}", pair.new_id(id), pair.title(id));
    let controls: Vec<String> = acceptance.controls.iter().map(|id| control(id)).collect();
    ChangedItem::new(&acceptance.id, &controls.join(", "))
}

fn in_force(acceptance: &AcceptanceRecord<'_>) -> String {
    format!("{} to {}", acceptance.from, acceptance.until)
}

fn values(acceptance: &AcceptanceRecord<'_>) -> Vec<(Aspect, DetailValue)> {
    vec![
        (Aspect::State, DetailValue::Acceptance(acceptance.state)),
        (Aspect::InForce, DetailValue::text(in_force(acceptance))),
        (Aspect::Reason, DetailValue::text(acceptance.reason.trim())),
    ]
}

fn change(pair: &MatrixPair<'_>, old: &AcceptanceRecord<'_>, new: &AcceptanceRecord<'_>) -> Option<Change> {
    let controls = |acceptance: &AcceptanceRecord<'_>| {
        pair.control_list(acceptance.controls.iter().map(|control| &**control))
    };
    let (state, approver) = (Aspect::State, Aspect::Approver);
    let details = [
        ChangeDetail::between(state, DetailValue::Acceptance(old.state), DetailValue::Acceptance(new.state)),
        ChangeDetail::between_texts(Aspect::InForce, in_force(old), in_force(new)),
        ChangeDetail::between_lists(Aspect::Controls, controls(old), controls(new)),
        ChangeDetail::between_texts(Aspect::Reason, old.reason.trim(), new.reason.trim()),
        ChangeDetail::between_texts(approver, old.approver.trim(), new.approver.trim()),
    ];
    let change = Change::between(ChangeSubject::RiskAcceptance, item(pair, new), details)?;
    let effect = Effect::of_rank(&distance(old.state), &distance(new.state));
    Some(change.with_effect(effect).at(Some(&old.place), Some(&new.place)))
}

/// How far an acceptance is from being in force. One that is still to come needs nobody's action, so it is less far than one
/// that has lapsed.
fn distance(state: AcceptanceState) -> u8 {
    match state {
        AcceptanceState::InForce => 0,
        AcceptanceState::NotYet => 1,
        AcceptanceState::Lapsed => 2,
    }
}
