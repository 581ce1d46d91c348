//! A project as such: that it was added or removed, its name, its catalog and its services.

use onus_core::diagnostic::Count;

use super::change::{Change, ChangeSubject, ChangedItem, Effect};
use super::detail::{Aspect, ChangeDetail, DetailValue};
use super::pair::{Matched, MatrixPair, match_by_keys};
use crate::file::{MatrixFile, ServiceRecord};

/// A project that is only in the new state.
pub(super) fn added(matrix: &MatrixFile<'_>) -> Change {
    let change = Change::added(ChangeSubject::Project, item(matrix), counts(matrix));
    // None of its findings was there before.
    if matrix.findings.is_empty() { change } else { change.with_effect(Effect::Worse) }
}

/// A project that is only in the old state.
pub(super) fn removed(matrix: &MatrixFile<'_>) -> Change {
    Change::removed(ChangeSubject::Project, item(matrix), counts(matrix))
}

fn item(matrix: &MatrixFile<'_>) -> ChangedItem {
    ChangedItem::new(matrix.key(), &matrix.project.name)
}

fn counts(matrix: &MatrixFile<'_>) -> Vec<(Aspect, DetailValue)> {
    vec![
        (Aspect::Services, DetailValue::text(Count(matrix.services.len(), "service"))),
        (Aspect::Findings, DetailValue::text(Count(matrix.findings.len(), "finding"))),
    ]
}

/// What changed about the project as such, its catalog and its services.
pub(super) fn changes(pair: &MatrixPair<'_>, found: &mut Vec<Change>) {
    let (before, after) = (pair.before, pair.after);
    let name = |matrix: &MatrixFile<'_>| matrix.project.name.trim().to_owned();
    let detail = ChangeDetail::between_texts(Aspect::Name, name(before), name(after));
    found.extend(Change::between(ChangeSubject::Project, item(after), [detail]));
    let catalog = |matrix: &MatrixFile<'_>| {
        format!("{}, digest {}", matrix.catalog.version, matrix.catalog.digest.short())
    };
    let detail = ChangeDetail::between_texts(Aspect::Version, catalog(before), catalog(after));
    let item = ChangedItem::new("catalog", "Control catalog");
    found.extend(Change::between(ChangeSubject::Catalog, item, [detail]));
    services(pair, found);
}

fn services<'m>(pair: &MatrixPair<'m>, found: &mut Vec<Change>) {
    let subject = ChangeSubject::Service;
    let item = |service: &ServiceRecord<'_>| ChangedItem::new(service.used_as(), &service.name);
    let regions = |service: &ServiceRecord<'_>| {
        service.regions.iter().map(ToString::to_string).collect::<Vec<String>>()
    };
    let values = |service: &ServiceRecord<'_>| {
        vec![
            (Aspect::Class, DetailValue::text(&service.class)),
            (Aspect::Regions, DetailValue::List(regions(service))),
        ]
    };
    let (old, new) = (&pair.before.services, &pair.after.services);
    let old_key = |service: &'m ServiceRecord<'m>| (pair.new_service(&service.id), &service.r#as);
    let new_key = |service: &'m ServiceRecord<'m>| (&*service.id, &service.r#as);
    for matched in match_by_keys(old, new, old_key, new_key) {
        match matched {
            Matched::Added(new) => {
                found.push(Change::added(subject, item(new), values(new)).at(None, Some(&new.place)));
            }
            Matched::Removed(old) => {
                found.push(Change::removed(subject, item(old), values(old)).at(Some(&old.place), None));
            }
            Matched::Both { before, after } => {
                let details = [
                    ChangeDetail::between_texts(Aspect::Id, &before.id, &after.id),
                    ChangeDetail::between_texts(Aspect::Name, before.name.trim(), after.name.trim()),
                    ChangeDetail::between_texts(Aspect::Class, &before.class, &after.class),
                    ChangeDetail::between_lists(Aspect::Regions, regions(before), regions(after)),
                ];
                let change = Change::between(subject, item(after), details);
                let change = change.map(|change| change.renamed_if(before.id != after.id));
                found.extend(change.map(|change| change.at(Some(&before.place), Some(&after.place))));
            }
        }
    }
}
