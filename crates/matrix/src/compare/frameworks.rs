//! Frameworks and their requirements.

use onus_core::model::ImplementationStatus;

use super::change::{Change, ChangeSubject, ChangedItem, Effect};
use super::detail::{Aspect, ChangeDetail, DetailValue};
use super::pair::{Matched, MatrixPair, match_by, match_by_keys, renamed};
use super::statements;
use crate::file::{FrameworkRecord, RequirementRecord};

pub(super) fn changes(pair: &MatrixPair<'_>, found: &mut Vec<Change>) {
    let subject = ChangeSubject::Requirement;
    let item = |framework: &FrameworkRecord<'_>| ChangedItem::new(&framework.id, "");
    let values = |framework: &FrameworkRecord<'_>| {
        vec![
            (Aspect::Baseline, baseline(framework)),
            (Aspect::Requirements, DetailValue::text(framework.requirements.len())),
        ]
    };
    for matched in match_by(&pair.before.frameworks, &pair.after.frameworks, |framework| &framework.id) {
        match matched {
            Matched::Added(new) => found.push(Change::added(subject, item(new), values(new))),
            Matched::Removed(old) => found.push(Change::removed(subject, item(old), values(old))),
            Matched::Both { before, after } => {
                let detail = ChangeDetail::between(Aspect::Baseline, baseline(before), baseline(after));
                found.extend(Change::between(subject, item(after), [detail]));
                requirements(pair, before, after, found);
                statements::of_requirements(pair, before, after, found);
            }
        }
    }
}

/// Where the status of a requirement comes from.
fn source(requirement: &RequirementRecord<'_>) -> &'static str {
    if requirement.derived { "its controls" } else { "a statement of its own" }
}

fn originations(requirement: &RequirementRecord<'_>) -> String {
    let labels = requirement.originations.iter().map(|origination| origination.label().to_lowercase());
    labels.collect::<Vec<_>>().join(", ")
}

/// How far a status is from done. What the provider does or does not apply needs nothing done.
fn distance(status: ImplementationStatus) -> u8 {
    match status {
        ImplementationStatus::Implemented
        | ImplementationStatus::Alternative
        | ImplementationStatus::Inherited
        | ImplementationStatus::NotApplicable => 0,
        ImplementationStatus::Partial => 1,
        ImplementationStatus::Planned => 2,
        ImplementationStatus::NotDocumented => 3,
    }
}

fn baseline(framework: &FrameworkRecord<'_>) -> DetailValue {
    DetailValue::text(framework.baseline.as_ref().map_or("all of it", |baseline| baseline.as_str()))
}

fn requirements<'m>(
    pair: &MatrixPair<'m>,
    before: &'m FrameworkRecord<'m>,
    after: &'m FrameworkRecord<'m>,
    found: &mut Vec<Change>,
) {
    let (subject, framework) = (ChangeSubject::Requirement, &after.id);
    let item = |requirement: &RequirementRecord<'_>| {
        ChangedItem::new(format!("{framework}/{}", requirement.id), &requirement.title)
    };
    let values = |requirement: &RequirementRecord<'_>| {
        vec![
            (Aspect::Responsibility, DetailValue::Responsibility(requirement.responsibility)),
            (Aspect::Status, DetailValue::Implementation(requirement.status)),
        ]
    };
    let (before, after) = (&before.requirements, &after.requirements);
    let ids = renamed(before, after, |requirement| &*requirement.id, |requirement| &requirement.formerly);
    let new_id = |requirement: &'m RequirementRecord<'m>| {
        ids.get(&*requirement.id).copied().unwrap_or(&requirement.id)
    };
    for matched in match_by_keys(before, after, new_id, |requirement| &*requirement.id) {
        match matched {
            Matched::Added(new) => found.push(Change::added(subject, item(new), values(new))),
            Matched::Removed(old) => found.push(Change::removed(subject, item(old), values(old))),
            Matched::Both { before: old, after: new } => {
                let responsibility = |requirement: &RequirementRecord<'_>| {
                    DetailValue::Responsibility(requirement.responsibility)
                };
                let controls = |requirement: &RequirementRecord<'_>| {
                    pair.control_list(requirement.controls.iter().map(|control| &**control))
                };
                let status =
                    |requirement: &RequirementRecord<'_>| DetailValue::Implementation(requirement.status);
                let parts = |requirement: &RequirementRecord<'_>| pair.part_list(&requirement.satisfied_by);
                let details = [
                    ChangeDetail::between_texts(Aspect::Id, &old.id, &new.id),
                    ChangeDetail::between_texts(Aspect::Name, old.title.trim(), new.title.trim()),
                    ChangeDetail::between(Aspect::Responsibility, responsibility(old), responsibility(new)),
                    ChangeDetail::between(Aspect::Status, status(old), status(new)),
                    ChangeDetail::between_texts(Aspect::Derived, source(old), source(new)),
                    ChangeDetail::between_lists(Aspect::Controls, controls(old), controls(new))
                        // With another control, its parts are others, too.
                        .or_else(|| ChangeDetail::between_lists(Aspect::Parts, parts(old), parts(new))),
                    ChangeDetail::between_texts(Aspect::Originations, originations(old), originations(new)),
                ];
                // Mapped to no control is worse than to any; of two mappings neither is better by itself.
                let mapped = Effect::of_rank(&old.satisfied_by.is_empty(), &new.satisfied_by.is_empty());
                let effect = mapped.min(Effect::of_rank(&distance(old.status), &distance(new.status)));
                found.extend(
                    Change::between(subject, item(new), details)
                        .map(|change| change.with_effect(effect).renamed_if(old.id != new.id)),
                );
            }
        }
    }
}
