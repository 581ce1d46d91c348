//! Two matrices of one project, side by side: what is on both sides is found by id, and controls that were renamed by
//! the ids that they had.

use std::collections::BTreeMap;

use onus_core::model::{ControlId, PartyId};

use super::matrix::{Control, Named, ReadMatrix};

/// Two matrices of one project.
pub(super) struct Pair<'m> {
    pub(super) old: &'m ReadMatrix,
    pub(super) new: &'m ReadMatrix,
    /// New ids of the controls that have another id in the old matrix.
    renamed: BTreeMap<&'m str, &'m ControlId>,
    titles: BTreeMap<&'m ControlId, &'m str>,
}

/// Something on one side or both.
pub(super) enum Met<'m, T> {
    Came(&'m T),
    Went(&'m T),
    Both(&'m T, &'m T),
}

/// Pairs entries by key: those of the new side in their order, then those that went.
pub(super) fn meet<'m, T, K: Ord>(
    old: &'m [T],
    new: &'m [T],
    keys: (impl Fn(&'m T) -> K, impl Fn(&'m T) -> K),
) -> Vec<Met<'m, T>> {
    let mut before: BTreeMap<K, &T> = old.iter().map(|entry| (keys.0(entry), entry)).collect();
    let mut met = Vec::with_capacity(new.len());
    for entry in new {
        met.push(match before.remove(&keys.1(entry)) {
            Some(old) => Met::Both(old, entry),
            None => Met::Came(entry),
        });
    }
    let went =
        old.iter().filter(|entry| before.get(&keys.0(entry)).is_some_and(|left| std::ptr::eq(*left, *entry)));
    met.extend(went.map(Met::Went));
    met
}

impl<'m> Pair<'m> {
    pub(super) fn new(old: &'m ReadMatrix, new: &'m ReadMatrix) -> Self {
        let mut renamed = BTreeMap::new();
        let is_in = |controls: &[Control], id: &ControlId| controls.iter().any(|control| control.id == *id);
        // Of several old controls that became one, the first is the one that is followed.
        for control in new.controls.iter().filter(|control| !control.formerly.is_empty()) {
            let before = control.formerly.iter().find(|id| is_in(&old.controls, id));
            if let Some(before) =
                before.filter(|before| !is_in(&new.controls, before) && !is_in(&old.controls, &control.id))
            {
                renamed.insert(before.as_str(), &control.id);
            }
        }
        // Going back to an older catalog, the rename is undone.
        for control in old.controls.iter().filter(|control| !control.formerly.is_empty()) {
            let after = new.controls.iter().find(|new| control.formerly.contains(&new.id));
            if let Some(after) = after.filter(|_| !is_in(&new.controls, &control.id)) {
                renamed.entry(control.id.as_str()).or_insert(&after.id);
            }
        }
        let titles = old.controls.iter().chain(&new.controls);
        let titles = titles.map(|control| (&control.id, control.title.trim())).collect();
        Self { old, new, renamed, titles }
    }

    /// The id that a control of the old matrix has in the new one.
    pub(super) fn now<'i>(&self, old: &'i ControlId) -> &'i ControlId
    where
        'm: 'i,
    {
        self.renamed.get(old.as_str()).copied().unwrap_or(old)
    }

    /// Title of a control of either side.
    pub(super) fn title(&self, control: &ControlId) -> &'m str {
        self.titles.get(control).copied().unwrap_or_default()
    }

    /// `AC-01 and AC-02`, under their new ids.
    pub(super) fn control_list(&self, controls: &[ControlId]) -> String {
        let mut ids: Vec<&str> = controls.iter().map(|id| self.now(id).as_str()).collect();
        ids.sort_unstable();
        ids.join(", ")
    }

    /// `AC-01, AC-02/part`, under their new ids.
    pub(super) fn target_list(&self, targets: &[String]) -> String {
        let target = |target: &String| {
            let (control, part) =
                target.split_once('/').map_or((target.as_str(), None), |(c, p)| (c, Some(p)));
            let now = self.renamed.get(control).map_or(control, |id| id.as_str());
            part.map_or_else(|| now.to_owned(), |part| format!("{now}/{part}"))
        };
        let mut targets: Vec<String> = targets.iter().map(target).collect();
        targets.sort_unstable();
        targets.join(", ")
    }

    /// Name of a party, as the old or the new file has it.
    pub(super) fn party(matrix: &'m ReadMatrix, id: &'m PartyId) -> &'m str {
        let named = |party: &&Named<PartyId>| party.id == *id;
        matrix.parties.iter().find(named).map_or(id.as_str(), |party| party.name.trim())
    }
}
