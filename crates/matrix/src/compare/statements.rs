//! Implementation statements.

use onus_core::model::Status;

use super::change::{Change, ChangeSubject, ChangedItem, Effect};
use super::detail::{Aspect, ChangeDetail, DetailValue};
use super::pair::{Matched, MatrixPair, match_by, party_in};
use crate::file::{ControlRecord, FrameworkRecord, MatrixFile, NarrowedStatementRecord, StatementRecord};

/// What changed about the statements on a control: on the control as a whole, then on some of its cells.
pub(super) fn of_control(
    pair: &MatrixPair<'_>,
    before: &ControlRecord<'_>,
    after: &ControlRecord<'_>,
    found: &mut Vec<Change>,
) {
    let item = || ChangedItem::of_control(after);
    found.extend(change(pair, item(), before.statement.as_ref(), after.statement.as_ref()));
    let narrowed = |statement: &NarrowedStatementRecord<'_>| ChangedItem {
        part: statement.part.as_deref().cloned(),
        services: statement.service.iter().map(|id| pair.service(id)).collect(),
        ..item()
    };
    let key = |statement: &NarrowedStatementRecord<'_>| {
        (statement.part.as_deref().cloned(), statement.service.as_deref().cloned())
    };
    for matched in match_by(&before.statements, &after.statements, key) {
        found.extend(match matched {
            Matched::Added(new) => change(pair, narrowed(new), None, Some(&new.statement)),
            Matched::Removed(old) => change(pair, narrowed(old), Some(&old.statement), None),
            Matched::Both { before: old, after: new } => {
                change(pair, narrowed(new), Some(&old.statement), Some(&new.statement))
            }
        });
    }
}

/// What changed about the statements on the requirements of a framework.
pub(super) fn of_requirements(
    pair: &MatrixPair<'_>,
    before: &FrameworkRecord<'_>,
    after: &FrameworkRecord<'_>,
    found: &mut Vec<Change>,
) {
    for matched in match_by(&before.requirements, &after.requirements, |requirement| &requirement.id) {
        let Matched::Both { before: old, after: new } = matched else { continue };
        let item = ChangedItem::new(format!("{}/{}", after.id, new.id), &new.title);
        found.extend(change(pair, item, old.statement.as_ref(), new.statement.as_ref()));
    }
}

/// What changed about one statement.
fn change(
    pair: &MatrixPair<'_>,
    item: ChangedItem,
    before: Option<&StatementRecord<'_>>,
    after: Option<&StatementRecord<'_>>,
) -> Option<Change> {
    match (before, after) {
        (None, None) => None,
        (None, Some(new)) => {
            let change = Change::added(ChangeSubject::Statement, item, values(pair.after, new));
            Some(change.with_effect(Effect::Better).at(None, Some(&new.place)))
        }
        (Some(old), None) => {
            let change = Change::removed(ChangeSubject::Statement, item, values(pair.before, old));
            Some(change.with_effect(Effect::Worse).at(Some(&old.place), None))
        }
        (Some(old), Some(new)) => {
            let due =
                |statement: &StatementRecord<'_>| statement.due.map_or(String::new(), |due| due.to_string());
            let (status, owner, text) = (Aspect::Status, Aspect::Owner, Aspect::Text);
            let details = [
                ChangeDetail::between(
                    status,
                    DetailValue::Status(old.status),
                    DetailValue::Status(new.status),
                ),
                ChangeDetail::between_texts(owner, owner_name(pair.before, old), owner_name(pair.after, new)),
                ChangeDetail::between_texts(Aspect::Due, due(old), due(new)),
                ChangeDetail::between_texts(text, old.text.trim(), new.text.trim()),
            ];
            let change = Change::between(ChangeSubject::Statement, item, details)?;
            let effect = Effect::of_rank(&distance(old.status), &distance(new.status));
            Some(change.with_effect(effect).at(Some(&old.place), Some(&new.place)))
        }
    }
}

fn values(matrix: &MatrixFile<'_>, statement: &StatementRecord<'_>) -> Vec<(Aspect, DetailValue)> {
    vec![
        (Aspect::Status, DetailValue::Status(statement.status)),
        (Aspect::Owner, DetailValue::text(owner_name(matrix, statement))),
        (Aspect::Text, DetailValue::text(statement.text.trim())),
    ]
}

fn owner_name<'m>(matrix: &'m MatrixFile<'_>, statement: &'m StatementRecord<'_>) -> &'m str {
    statement.owner.as_ref().map_or("", |owner| party_in(matrix, owner))
}

/// How far a status is from done. What does not apply needs nothing done.
fn distance(status: Status) -> u8 {
    match status {
        Status::Implemented | Status::Alternative | Status::NotApplicable => 0,
        Status::Partial => 1,
        Status::Planned => 2,
    }
}
