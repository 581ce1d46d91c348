//! Controls: those that were added, removed or renamed, and what differs in the others.

use onus_core::model::find_id;

use super::cells;
use super::change::{Change, ChangeSubject, ChangedItem};
use super::detail::{Aspect, ChangeDetail, DetailValue};
use super::pair::{Matched, MatrixPair, match_by_keys};
use super::statements;
use crate::file::ControlRecord;

pub(super) fn changes(pair: &MatrixPair<'_>, found: &mut Vec<Change>) {
    let (before, after) = (&pair.before.controls, &pair.after.controls);
    for matched in match_by_keys(before, after, |control| pair.new_id(&control.id), |control| &*control.id) {
        match matched {
            Matched::Added(control) => {
                let values =
                    vec![(Aspect::Responsibility, DetailValue::Responsibility(control.responsibility))];
                found.push(Change::added(ChangeSubject::Control, ChangedItem::of_control(control), values));
            }
            Matched::Removed(control) => found.push(removed(pair, control)),
            Matched::Both { before, after } => {
                found.extend(definition(before, after));
                let (old, new) = (before.responsibility, after.responsibility);
                let detail = ChangeDetail::between(
                    Aspect::Responsibility,
                    DetailValue::Responsibility(old),
                    DetailValue::Responsibility(new),
                );
                found.extend(Change::between(
                    ChangeSubject::Responsibility,
                    ChangedItem::of_control(after),
                    [detail],
                ));
                cells::changes(pair, before, after, found);
                statements::of_control(pair, before, after, found);
            }
        }
    }
}

fn removed(pair: &MatrixPair<'_>, control: &ControlRecord<'_>) -> Change {
    let values = vec![(Aspect::Responsibility, DetailValue::Responsibility(control.responsibility))];
    let mut change = Change::removed(ChangeSubject::Control, ChangedItem::of_control(control), values);
    // One of several that were merged: the report says into which control.
    let merged =
        pair.after.controls.iter().find(|new| find_id(control.id.as_str(), new.formerly.iter()).is_some());
    change.details.extend(merged.map(|new| ChangeDetail {
        aspect: Aspect::Id,
        before: Some(DetailValue::text(&control.id)),
        after: Some(DetailValue::text(&new.id)),
    }));
    change
}

/// What differs in what the catalog says about a control.
fn definition(before: &ControlRecord<'_>, after: &ControlRecord<'_>) -> Option<Change> {
    let details = [
        ChangeDetail::between_texts(Aspect::Id, &before.id, &after.id),
        ChangeDetail::between_texts(Aspect::Name, before.title.trim(), after.title.trim()),
        ChangeDetail::between_texts(Aspect::Domain, &before.domain, &after.domain),
    ];
    let change = Change::between(ChangeSubject::Control, ChangedItem::of_control(after), details)?;
    Some(change.renamed_if(before.id != after.id))
}
