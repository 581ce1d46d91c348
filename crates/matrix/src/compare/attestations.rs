//! Attestations of providers, as far as a matrix shows them: those that are valid, and what they cover.

use std::collections::{BTreeMap, BTreeSet};

use chrono::NaiveDate;
use onus_core::assess::AttestationState;
use onus_core::model::{AttestationId, AuditOpinion, FrameworkId};

use super::change::{Change, ChangeSubject, ChangedItem, Effect, ItemName};
use super::detail::{Aspect, ChangeDetail, DetailValue};
use super::pair::MatrixPair;
use crate::file::{AssuranceRecord, MatrixFile};

/// An attestation, put together from the services that it covers.
struct ValidAttestation<'m> {
    title: &'m str,
    state: AttestationState,
    covers: BTreeSet<ItemName>,
    opinion: Option<AuditOpinion>,
    relied_on_until: NaiveDate,
    frameworks: BTreeSet<&'m FrameworkId>,
}

pub(super) fn changes(pair: &MatrixPair<'_>, found: &mut Vec<Change>) {
    let (before, after) = (valid_attestations(pair, pair.before), valid_attestations(pair, pair.after));
    let subject = ChangeSubject::Attestation;
    for (id, new) in &after {
        let item = ChangedItem::new(id, new.title);
        match before.get(id) {
            None => found.push(Change::added(subject, item, values(new)).with_effect(Effect::Better)),
            Some(old) => found.extend(change(pair, old, new, item)),
        }
    }
    for (id, old) in before.iter().filter(|(id, _)| !after.contains_key(*id)) {
        let item = ChangedItem::new(id, old.title);
        found.push(Change::removed(subject, item, values(old)).with_effect(Effect::Worse));
    }
}

fn values(attestation: &ValidAttestation<'_>) -> Vec<(Aspect, DetailValue)> {
    vec![
        (Aspect::State, DetailValue::Attestation(attestation.state)),
        (Aspect::Covers, DetailValue::List(names(attestation.covers.iter()))),
        (Aspect::Frameworks, DetailValue::text(joined(&attestation.frameworks))),
    ]
}

fn change(
    pair: &MatrixPair<'_>,
    old: &ValidAttestation<'_>,
    new: &ValidAttestation<'_>,
    item: ChangedItem,
) -> Option<Change> {
    // A service that is not used in both states says nothing about the attestation.
    let lost: Vec<&ItemName> =
        old.covers.difference(&new.covers).filter(|name| needs_cover(pair, pair.after, name)).collect();
    let gained: Vec<&ItemName> =
        new.covers.difference(&old.covers).filter(|name| needs_cover(pair, pair.before, name)).collect();
    let details = [
        ChangeDetail::between_texts(Aspect::Name, old.title, new.title),
        ChangeDetail::between(
            Aspect::State,
            DetailValue::Attestation(old.state),
            DetailValue::Attestation(new.state),
        ),
        ChangeDetail::between_lists(
            Aspect::Covers,
            names(lost.iter().copied()),
            names(gained.iter().copied()),
        ),
        ChangeDetail::between_texts(Aspect::Opinion, opinion(old), opinion(new)),
        ChangeDetail::between_texts(Aspect::ReliedOnUntil, old.relied_on_until, new.relied_on_until),
        ChangeDetail::between_texts(Aspect::Frameworks, joined(&old.frameworks), joined(&new.frameworks)),
    ];
    // A framework that is not in use in both states says nothing about the attestation, either.
    let frameworks_lost = old.frameworks.difference(&new.frameworks).any(|id| is_in_use(pair.after, id));
    let frameworks_gained = new.frameworks.difference(&old.frameworks).any(|id| is_in_use(pair.before, id));
    let is_worse = !lost.is_empty() || frameworks_lost || new.opinion > old.opinion.max(UNQUALIFIED);
    let is_better = !gained.is_empty() || frameworks_gained || new.relied_on_until > old.relied_on_until;
    let effect = match (is_worse, is_better) {
        (true, _) => Effect::Worse,
        (false, true) => Effect::Better,
        (false, false) => Effect::Neutral,
    };
    Some(Change::between(ChangeSubject::Attestation, item, details)?.with_effect(effect))
}

/// The best opinion; one that the profile does not state is taken for no worse.
const UNQUALIFIED: Option<AuditOpinion> = Some(AuditOpinion::Unqualified);

fn opinion(attestation: &ValidAttestation<'_>) -> &'static str {
    attestation.opinion.map_or("", AuditOpinion::word)
}

fn joined(frameworks: &BTreeSet<&FrameworkId>) -> String {
    frameworks.iter().map(|id| id.as_str()).collect::<Vec<_>>().join(", ")
}

fn is_in_use(matrix: &MatrixFile<'_>, framework: &FrameworkId) -> bool {
    matrix.frameworks.iter().any(|record| *record.id == *framework)
}

/// True when a provider has something to do there that an attestation could cover.
fn needs_cover(pair: &MatrixPair<'_>, matrix: &MatrixFile<'_>, covered: &ItemName) -> bool {
    let id = |row: &AssuranceRecord<'_>| match &row.service {
        Some(service) => pair.new_service(service).as_str() == covered.id,
        None => row.provider.as_str() == covered.id,
    };
    matrix.assurance.iter().any(id)
}

fn names<'n>(covers: impl Iterator<Item = &'n ItemName>) -> Vec<String> {
    covers.map(|covered| covered.name.clone()).collect()
}

fn valid_attestations<'m>(
    pair: &MatrixPair<'m>,
    matrix: &'m MatrixFile<'m>,
) -> BTreeMap<&'m AttestationId, ValidAttestation<'m>> {
    let mut attestations = BTreeMap::new();
    for row in &matrix.assurance {
        let covered = match &row.service {
            Some(id) => pair.service(pair.new_service(id)),
            None => ItemName {
                id: row.provider.to_string(),
                name: format!("the provider {} as a whole", row.provider),
            },
        };
        for covering in &row.covered_by {
            let attestation = attestations.entry(&*covering.id).or_insert_with(|| ValidAttestation {
                title: covering.title.trim(),
                state: covering.state,
                covers: BTreeSet::new(),
                opinion: covering.opinion,
                relied_on_until: covering.relied_on_until,
                frameworks: covering.frameworks.iter().map(|id| &**id).collect(),
            });
            attestation.covers.insert(covered.clone());
        }
    }
    attestations
}
