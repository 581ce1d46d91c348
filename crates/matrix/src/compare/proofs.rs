//! What proves things: evidence, reports on providers, and risks that somebody accepted instead.

use std::collections::{BTreeMap, BTreeSet};

use onus_core::model::{AttestationId, ControlId};

use super::change::{Action, Aspect, Change, Detail, Effect, Subject, Thing};
use super::matrix::{Acceptance, AcceptanceState, Evidence, EvidenceState, ReadMatrix};
use super::pair::{Met, Pair, meet};

/// Digits of a digest that people compare.
const SHOWN_DIGITS: usize = 12;

/// What changed about evidence.
pub(super) fn evidence(pair: &Pair<'_>, found: &mut Vec<Change>) {
    fn key(evidence: &Evidence) -> &str {
        evidence.id.as_str()
    }
    for met in meet(&pair.old.evidence, &pair.new.evidence, (key, key)) {
        match met {
            Met::Came(new) => {
                let details = vec![
                    Detail::came(Aspect::State, new.state.word()),
                    Detail::came(Aspect::Collected, new.collected),
                    Detail::came(Aspect::Supports, pair.target_list(&new.supports)),
                ];
                let change = Change::new(Subject::Evidence, Action::Came, thing(new), details);
                found.push(change.effect(Effect::Better).at(None, Some(&new.place)));
            }
            Met::Went(old) => {
                let details = vec![
                    Detail::went(Aspect::State, old.state.word()),
                    Detail::went(Aspect::Collected, old.collected),
                    Detail::went(Aspect::Supports, pair.target_list(&old.supports)),
                ];
                let change = Change::new(Subject::Evidence, Action::Went, thing(old), details);
                found.push(change.effect(Effect::Worse).at(Some(&old.place), None));
            }
            Met::Both(old, new) => found.extend(piece(pair, old, new)),
        }
    }
}

fn thing(evidence: &Evidence) -> Thing {
    Thing::new(&evidence.id, &evidence.title)
}

fn piece(pair: &Pair<'_>, old: &Evidence, new: &Evidence) -> Option<Change> {
    let digest = |evidence: &Evidence| {
        let digest = evidence.sha256.as_deref().unwrap_or_default();
        digest.chars().take(SHOWN_DIGITS).collect::<String>()
    };
    let day = |day: Option<chrono::NaiveDate>| day.map(|day| day.to_string()).unwrap_or_default();
    let targets = |evidence: &Evidence| pair.target_list(&evidence.supports);
    let details = [
        Detail::between(Aspect::Name, &old.title.trim(), &new.title.trim()),
        Detail::between(Aspect::State, &old.state.word(), &new.state.word()),
        Detail::between(Aspect::Collected, &old.collected, &new.collected),
        Detail::between(Aspect::ValidUntil, &day(old.valid_until), &day(new.valid_until)),
        Detail::between(Aspect::Location, &old.location, &new.location),
        Detail::between(Aspect::Digest, &digest(old), &digest(new)),
        Detail::between(Aspect::Supports, &targets(old), &targets(new)),
    ];
    let details: Vec<Detail> = details.into_iter().flatten().collect();
    let change = Change::new(Subject::Evidence, Action::Changed, thing(new), details);
    let change = change.effect(by_rank(old.state.age(), new.state.age()));
    (!change.details.is_empty()).then(|| change.at(Some(&old.place), Some(&new.place)))
}

/// For the worse when the second is more than the first.
fn by_rank(before: u8, after: u8) -> Effect {
    match after.cmp(&before) {
        std::cmp::Ordering::Less => Effect::Better,
        std::cmp::Ordering::Equal => Effect::Neutral,
        std::cmp::Ordering::Greater => Effect::Worse,
    }
}

impl EvidenceState {
    fn word(self) -> &'static str {
        match self {
            Self::Current => "current",
            Self::DueSoon => "due soon",
            Self::Stale => "stale",
            Self::Missing => "missing",
            Self::Altered => "altered",
            Self::FromTheFuture => "from the future",
        }
    }

    /// How far it is from being relied on.
    fn age(self) -> u8 {
        match self {
            Self::Current => 0,
            Self::DueSoon => 1,
            Self::Stale | Self::Missing | Self::Altered | Self::FromTheFuture => 2,
        }
    }
}

/// A report on a provider, as far as a matrix tells of it.
struct Covering<'m> {
    title: &'m str,
    state: &'m str,
    /// What it covers: ids and names.
    covers: BTreeSet<(String, String)>,
}

/// What changed about reports on providers.
pub(super) fn attestations(pair: &Pair<'_>, found: &mut Vec<Change>) {
    let (old, new) = (reports(pair.old), reports(pair.new));
    for (id, report) in &new {
        let thing = Thing::new(id, report.title);
        match old.get(id) {
            None => {
                let detail = Detail::came(Aspect::Covers, names(&report.covers));
                let details = vec![Detail::came(Aspect::State, report.state), detail];
                let change = Change::new(Subject::Attestation, Action::Came, thing, details);
                found.push(change.effect(Effect::Better));
            }
            Some(before) => found.extend(report_change((before, report), (pair.old, pair.new), thing)),
        }
    }
    for (id, report) in old.iter().filter(|(id, _)| !new.contains_key(*id)) {
        let detail = Detail::went(Aspect::Covers, names(&report.covers));
        let details = vec![Detail::went(Aspect::State, report.state), detail];
        let change = Change::new(Subject::Attestation, Action::Went, Thing::new(id, report.title), details);
        found.push(change.effect(Effect::Worse));
    }
}

fn report_change(
    (before, after): (&Covering<'_>, &Covering<'_>),
    (old, new): (&ReadMatrix, &ReadMatrix),
    thing: Thing,
) -> Option<Change> {
    let in_use = |matrix: &ReadMatrix, id: &str| {
        matrix
            .assurance
            .iter()
            .any(|row| row.service.as_ref().map_or(row.provider.as_str(), |id| id.as_str()) == id)
    };
    // A service that is no longer used, or not yet, says nothing about the report.
    let lost = before.covers.difference(&after.covers).filter(|(id, _)| in_use(new, id)).cloned().collect();
    let won = after.covers.difference(&before.covers).filter(|(id, _)| in_use(old, id)).cloned().collect();
    let (lost, won): (BTreeSet<_>, BTreeSet<_>) = (lost, won);
    let effect = match (lost.is_empty(), won.is_empty()) {
        (false, _) => Effect::Worse,
        (true, false) => Effect::Better,
        (true, true) => Effect::Neutral,
    };
    let details = [
        Detail::between(Aspect::Name, &before.title, &after.title),
        Detail::between(Aspect::State, &before.state, &after.state),
        Detail::between(Aspect::Covers, &names(&lost), &names(&won)),
    ];
    let details: Vec<Detail> = details.into_iter().flatten().collect();
    let change = Change::new(Subject::Attestation, Action::Changed, thing, details);
    (!change.details.is_empty()).then(|| change.effect(effect))
}

fn names(covers: &BTreeSet<(String, String)>) -> String {
    covers.iter().map(|(_, name)| name.as_str()).collect::<Vec<_>>().join(", ")
}

fn reports(matrix: &ReadMatrix) -> BTreeMap<&AttestationId, Covering<'_>> {
    let mut reports = BTreeMap::new();
    for row in &matrix.assurance {
        let covered = match &row.service {
            Some(id) => {
                let service = matrix.services.iter().find(|service| service.id == *id);
                (id.to_string(), service.map_or(id.as_str(), |service| service.name.trim()).to_owned())
            }
            None => (row.provider.to_string(), format!("the provider {} as a whole", row.provider)),
        };
        for report in &row.covered_by {
            let entry = reports.entry(&report.id).or_insert_with(|| Covering {
                title: report.title.trim(),
                state: &report.state,
                covers: BTreeSet::new(),
            });
            entry.covers.insert(covered.clone());
        }
    }
    reports
}

/// What changed about accepted risks.
pub(super) fn acceptances(pair: &Pair<'_>, found: &mut Vec<Change>) {
    fn key(acceptance: &Acceptance) -> &str {
        acceptance.id.as_str()
    }
    let holds = |acceptance: &Acceptance| format!("{} to {}", acceptance.from, acceptance.until);
    let control = |id: &ControlId| format!("{} {}", pair.now(id), pair.title(id));
    let thing = |acceptance: &Acceptance| {
        let controls: Vec<String> = acceptance.controls.iter().map(control).collect();
        Thing::new(&acceptance.id, &controls.join(", "))
    };
    for met in meet(&pair.old.risk_acceptances, &pair.new.risk_acceptances, (key, key)) {
        let change = match met {
            Met::Came(new) => {
                let details = vec![
                    Detail::came(Aspect::State, new.state.word()),
                    Detail::came(Aspect::Holds, holds(new)),
                    Detail::came(Aspect::Reason, new.reason.trim()),
                    Detail::came(Aspect::Approver, new.approver.trim()),
                ];
                let change = Change::new(Subject::Acceptance, Action::Came, thing(new), details);
                change.at(None, Some(&new.place))
            }
            Met::Went(old) => {
                let details = vec![
                    Detail::went(Aspect::State, old.state.word()),
                    Detail::went(Aspect::Holds, holds(old)),
                    Detail::went(Aspect::Reason, old.reason.trim()),
                ];
                let change = Change::new(Subject::Acceptance, Action::Went, thing(old), details);
                change.at(Some(&old.place), None)
            }
            Met::Both(old, new) => {
                let controls = |one: &Acceptance| pair.control_list(&one.controls);
                let details = [
                    Detail::between(Aspect::State, &old.state.word(), &new.state.word()),
                    Detail::between(Aspect::Holds, &holds(old), &holds(new)),
                    Detail::between(Aspect::Controls, &controls(old), &controls(new)),
                    Detail::between(Aspect::Reason, &old.reason.trim(), &new.reason.trim()),
                    Detail::between(Aspect::Approver, &old.approver.trim(), &new.approver.trim()),
                ];
                let details: Vec<Detail> = details.into_iter().flatten().collect();
                let effect = by_rank(old.state.rank(), new.state.rank());
                let change = Change::new(Subject::Acceptance, Action::Changed, thing(new), details);
                change.effect(effect).at(Some(&old.place), Some(&new.place))
            }
        };
        found.extend(Some(change).filter(|change| !change.details.is_empty()));
    }
}

impl AcceptanceState {
    fn word(self) -> &'static str {
        match self {
            Self::InForce => "in force",
            Self::Lapsed => "lapsed",
            Self::NotYet => "not yet",
        }
    }

    fn rank(self) -> u8 {
        match self {
            Self::InForce => 0,
            Self::NotYet => 1,
            Self::Lapsed => 2,
        }
    }
}
