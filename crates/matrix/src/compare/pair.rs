//! Two matrices of one project, side by side: entries are matched by id, and controls that were renamed by the ids that they
//! had.

use std::collections::BTreeMap;

use onus_core::model::{ControlId, Identifier, PartyId, ServiceId, Status, find_id};

use super::change::ItemName;
use crate::file::{ControlRecord, MatrixFile, PartReference, TargetReference};

/// Two matrices of one project.
pub(super) struct MatrixPair<'m> {
    pub(super) before: &'m MatrixFile<'m>,
    pub(super) after: &'m MatrixFile<'m>,
    /// New ids of the controls that have another id in the old matrix.
    renamed: BTreeMap<&'m ControlId, &'m ControlId>,
    /// New ids of the services that have another id in the old matrix.
    renamed_services: BTreeMap<&'m ServiceId, &'m ServiceId>,
    titles: BTreeMap<&'m ControlId, &'m str>,
}

/// How far a control is implemented, by its statement; none where it has none.
pub(super) struct StatusPair {
    pub(super) before: Option<Status>,
    pub(super) after: Option<Status>,
}

/// An entry with its counterpart, if it has one.
pub(super) enum Matched<'m, T> {
    Added(&'m T),
    Removed(&'m T),
    Both { before: &'m T, after: &'m T },
}

/// Matches entries by key: those of the new state in their order, then those that were removed.
pub(super) fn match_by<'m, T, K: Ord>(
    before: &'m [T],
    after: &'m [T],
    key: impl Fn(&'m T) -> K,
) -> Vec<Matched<'m, T>> {
    match_by_keys(before, after, &key, &key)
}

/// As [`match_by`], with another key for entries of the old state.
pub(super) fn match_by_keys<'m, T, K: Ord>(
    before: &'m [T],
    after: &'m [T],
    key_before: impl Fn(&'m T) -> K,
    key_after: impl Fn(&'m T) -> K,
) -> Vec<Matched<'m, T>> {
    let mut unmatched: BTreeMap<K, &T> = before.iter().map(|entry| (key_before(entry), entry)).collect();
    let mut matched = Vec::with_capacity(after.len());
    for entry in after {
        matched.push(match unmatched.remove(&key_after(entry)) {
            Some(before) => Matched::Both { before, after: entry },
            None => Matched::Added(entry),
        });
    }
    let is_left =
        |entry: &'m T| unmatched.get(&key_before(entry)).is_some_and(|left| std::ptr::eq(*left, entry));
    matched.extend(before.iter().filter(|entry| is_left(entry)).map(Matched::Removed));
    matched
}

impl<'m> MatrixPair<'m> {
    pub(super) fn new(before: &'m MatrixFile<'m>, after: &'m MatrixFile<'m>) -> Self {
        let titles = before.controls.iter().chain(&after.controls);
        let titles = titles.map(|control| (&*control.id, control.title.trim())).collect();
        let controls =
            renamed(&before.controls, &after.controls, |control| &*control.id, |control| &control.formerly);
        let services =
            renamed(&before.services, &after.services, |service| &*service.id, |service| &service.formerly);
        Self { before, after, renamed: controls, renamed_services: services, titles }
    }

    /// The id that a service of the old matrix has in the new one.
    pub(super) fn new_service<'i>(&self, old: &'i ServiceId) -> &'i ServiceId
    where
        'm: 'i,
    {
        self.renamed_services.get(old).copied().unwrap_or(old)
    }

    /// The id that a control of the old matrix has in the new one.
    pub(super) fn new_id<'i>(&self, old: &'i ControlId) -> &'i ControlId
    where
        'm: 'i,
    {
        self.renamed.get(old).copied().unwrap_or(old)
    }

    /// How far a control is implemented in both matrices, by its id in the new one.
    pub(super) fn statuses(&self, id: &ControlId) -> StatusPair {
        let status = |control: &ControlRecord<'_>| Some(control.statement.as_ref()?.status);
        let before = self.before.controls.iter().find(|control| self.new_id(&control.id) == id);
        let after = self.after.controls.iter().find(|control| *control.id == *id);
        StatusPair { before: before.and_then(status), after: after.and_then(status) }
    }

    /// Title of a control of either matrix.
    pub(super) fn title(&self, control: &ControlId) -> &'m str {
        self.titles.get(control).copied().unwrap_or_default()
    }

    /// `AC-01, AC-02`, under their new ids.
    pub(super) fn control_list<'i>(&self, controls: impl IntoIterator<Item = &'i ControlId>) -> Vec<String>
    where
        'm: 'i,
    {
        let mut ids: Vec<String> = controls.into_iter().map(|id| self.new_id(id).to_string()).collect();
        ids.sort_unstable();
        ids
    }

    /// `AC-01, AC-02/part`, under their new ids.
    pub(super) fn target_list(&self, targets: &[TargetReference<'_>]) -> Vec<String> {
        let target = |target: &TargetReference<'_>| match &target.part {
            Some(part) => format!("{}/{part}", self.new_id(&target.control)),
            None => self.new_id(&target.control).to_string(),
        };
        let mut targets: Vec<String> = targets.iter().map(target).collect();
        targets.sort_unstable();
        targets
    }

    /// `AC-01/part, AC-02/part`, under their new ids.
    pub(super) fn part_list(&self, parts: &[PartReference<'_>]) -> Vec<String> {
        let mut parts: Vec<String> =
            parts.iter().map(|part| format!("{}/{}", self.new_id(&part.control), part.part)).collect();
        parts.sort_unstable();
        parts
    }

    /// A service of either matrix; by its id where neither uses it.
    pub(super) fn service(&self, id: &ServiceId) -> ItemName {
        let is_new = self.after.services.iter().any(|service| *service.id == *id);
        service_in(if is_new { self.after } else { self.before }, id)
    }
}

/// A service with the name that a matrix has for it.
pub(super) fn service_in(matrix: &MatrixFile<'_>, id: &ServiceId) -> ItemName {
    ItemName { id: id.to_string(), name: matrix.service_name(id).to_owned() }
}

/// The name that a matrix has for a party.
pub(super) fn party_in<'m>(matrix: &'m MatrixFile<'_>, id: &'m PartyId) -> &'m str {
    let mut parties = matrix.parties.iter();
    parties.find(|party| *party.id == *id).map_or(id.as_str(), |party| party.name.trim())
}

/// New ids by old ones, of entries that were renamed. Former ids may be spelled otherwise than the ids that they were.
pub(super) fn renamed<'m, T, I: Identifier + Ord>(
    before: &'m [T],
    after: &'m [T],
    id: impl Fn(&'m T) -> &'m I,
    formerly: impl Fn(&'m T) -> &'m [I],
) -> BTreeMap<&'m I, &'m I> {
    let is_in = |entries: &'m [T], wanted: &I| entries.iter().any(|entry| id(entry) == wanted);
    let meant = |entries: &'m [T], former: &I| {
        let ids: Vec<&'m I> = entries.iter().map(&id).collect();
        find_id(former.borrow(), ids.into_iter())
    };
    let mut renamed = BTreeMap::new();
    for entry in after {
        // Of several entries that were merged into one, the first is compared with it; the others count as removed.
        let Some(old) = formerly(entry).iter().find_map(|old| meant(before, old)) else { continue };
        if !is_in(after, old) && !is_in(before, id(entry)) {
            renamed.insert(old, id(entry));
        }
    }
    // When the new state has an older catalog, only the old state says under which id it knew the entry.
    for entry in before {
        let Some(new) = formerly(entry).iter().find_map(|old| meant(after, old)) else { continue };
        if !is_in(after, id(entry)) {
            renamed.entry(id(entry)).or_insert(new);
        }
    }
    renamed
}
