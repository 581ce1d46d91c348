//! Evidence.

use onus_core::assess::EvidenceState;

use super::change::{Change, ChangeSubject, ChangedItem, Effect};
use super::detail::{Aspect, ChangeDetail, DetailValue};
use super::pair::{Matched, MatrixPair, match_by};
use crate::file::EvidenceRecord;

pub(super) fn changes(pair: &MatrixPair<'_>, found: &mut Vec<Change>) {
    for matched in match_by(&pair.before.evidence, &pair.after.evidence, |evidence| &evidence.id) {
        match matched {
            Matched::Added(new) => {
                let change = Change::added(ChangeSubject::Evidence, item(new), values(pair, new));
                found.push(change.with_effect(Effect::Better).at(None, Some(&new.place)));
            }
            Matched::Removed(old) => {
                let change = Change::removed(ChangeSubject::Evidence, item(old), values(pair, old));
                found.push(change.with_effect(Effect::Worse).at(Some(&old.place), None));
            }
            Matched::Both { before, after } => found.extend(change(pair, before, after)),
        }
    }
}

fn item(evidence: &EvidenceRecord<'_>) -> ChangedItem {
    ChangedItem::new(&evidence.id, &evidence.title)
}

fn values(pair: &MatrixPair<'_>, evidence: &EvidenceRecord<'_>) -> Vec<(Aspect, DetailValue)> {
    vec![
        (Aspect::State, DetailValue::Evidence(evidence.state)),
        (Aspect::Collected, DetailValue::text(evidence.collected)),
        (Aspect::Supports, DetailValue::List(pair.target_list(&evidence.supports))),
    ]
}

fn change(pair: &MatrixPair<'_>, old: &EvidenceRecord<'_>, new: &EvidenceRecord<'_>) -> Option<Change> {
    let digest =
        |evidence: &EvidenceRecord<'_>| evidence.sha256.map_or(String::new(), |digest| digest.short());
    let last_day =
        |evidence: &EvidenceRecord<'_>| evidence.valid_until.map_or(String::new(), |day| day.to_string());
    let targets = |evidence: &EvidenceRecord<'_>| pair.target_list(&evidence.supports);
    let details = [
        ChangeDetail::between_texts(Aspect::Name, old.title.trim(), new.title.trim()),
        ChangeDetail::between(
            Aspect::State,
            DetailValue::Evidence(old.state),
            DetailValue::Evidence(new.state),
        ),
        ChangeDetail::between_texts(Aspect::Collected, old.collected, new.collected),
        ChangeDetail::between_texts(Aspect::ValidUntil, last_day(old), last_day(new)),
        ChangeDetail::between_texts(Aspect::Location, &old.location, &new.location),
        ChangeDetail::between_texts(Aspect::Digest, digest(old), digest(new)),
        ChangeDetail::between_lists(Aspect::Supports, targets(old), targets(new)),
    ];
    let change = Change::between(ChangeSubject::Evidence, item(new), details)?;
    let effect = Effect::of_rank(&staleness(old.state), &staleness(new.state));
    Some(change.with_effect(effect).at(Some(&old.place), Some(&new.place)))
}

/// How far evidence is from being valid. Of two states in which it is not, neither is worse.
fn staleness(state: EvidenceState) -> u8 {
    match state {
        EvidenceState::Current => 0,
        EvidenceState::DueSoon => 1,
        EvidenceState::Stale
        | EvidenceState::Missing
        | EvidenceState::Altered
        | EvidenceState::FromFuture => 2,
    }
}
