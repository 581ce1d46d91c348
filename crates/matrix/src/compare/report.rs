//! What changed between two states of many projects. A change that projects share is reported once, with the projects that
//! share it: one edit of an organisation's profile can change hundreds of matrices in the same way.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};

use chrono::NaiveDate;
use onus_core::model::OrganizationId;

use super::change::{Change, ChangeAction, ChangeSubject, ChangedItem, Effect};
use crate::file::ProjectKey;

/// What changed in one project.
#[derive(Debug)]
pub struct ProjectChanges {
    /// The project.
    pub project: ProjectName,
    /// The as-of date of its old matrix, if it has one.
    pub before: Option<NaiveDate>,
    /// The as-of date of its new matrix, if it has one.
    pub after: Option<NaiveDate>,
    /// What changed; may be empty.
    pub changes: Vec<Change>,
}

/// A project as a report names it.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct ProjectName {
    /// Its id with that of its organisation.
    pub key: ProjectKey,
    /// The organisation's name.
    pub organization: String,
    /// Its name.
    pub name: String,
}

/// Collects what changed, project by project, in any order.
#[derive(Debug, Default)]
pub struct ChangeCollector {
    /// Projects with a change.
    projects: Vec<ProjectName>,
    /// Each change once, with the projects that have it, by their place in `projects`.
    changes: BTreeMap<Change, Vec<usize>>,
    before: BTreeSet<NaiveDate>,
    after: BTreeSet<NaiveDate>,
    /// How many projects of each organisation are in both states.
    in_both: BTreeMap<OrganizationId, usize>,
}

/// What changed between two states.
#[derive(Debug)]
pub struct ChangeReport {
    /// The old state.
    pub before: ReportSide,
    /// The new state.
    pub after: ReportSide,
    /// How many projects are in both states.
    pub compared: usize,
    /// How many projects have a change, those that were added or removed among them.
    pub changed: usize,
    /// How many changes there are by subject; subjects without any are left out.
    pub counts: Vec<ChangeCount>,
    /// The changes by the projects that share them, most projects first.
    pub groups: Vec<SharedChanges>,
}

/// One of the two states that were compared.
#[derive(Debug)]
pub struct ReportSide {
    /// As it was named on the command line.
    pub name: String,
    /// The as-of dates of the matrices that had to be read: those that are the same in both states did not.
    pub as_of: Vec<NaiveDate>,
}

/// How many changes there are about one subject. Each is counted once, however many projects share it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ChangeCount {
    /// The subject.
    pub subject: ChangeSubject,
    /// How many are new.
    pub added: usize,
    /// How many are gone.
    pub removed: usize,
    /// How many changed or have another id.
    pub changed: usize,
    /// How many of all these are for the worse.
    pub worse: usize,
    /// How many of them are for the better.
    pub better: usize,
}

/// How far a change reaches.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Reach {
    /// All projects that were compared, of several organisations.
    Everybody,
    /// All projects of one organisation that were compared.
    Organization,
    /// Some projects, or a single one.
    Projects,
}

/// Changes that the same projects have.
#[derive(Debug)]
pub struct SharedChanges {
    /// The projects.
    pub projects: Vec<ProjectName>,
    /// Whether these are all that there are.
    pub reach: Reach,
    /// The changes, by subject, the worst first.
    pub changes: Vec<MergedChange>,
}

/// Changes that differ only in what they are about.
#[derive(Debug)]
pub struct MergedChange {
    /// The first of them.
    pub change: Change,
    /// What they are about, the first included.
    pub items: Vec<ChangedItem>,
}

impl ChangeCollector {
    /// Adds a project whose matrix is the same in both states.
    pub fn add_unchanged(&mut self, key: &ProjectKey) {
        *self.in_both.entry(key.organization.clone()).or_default() += 1;
    }

    /// Adds what changed in a project.
    pub fn add(&mut self, found: ProjectChanges) {
        let ProjectChanges { project, before, after, changes } = found;
        if before.is_some() && after.is_some() {
            self.add_unchanged(&project.key);
        }
        self.before.extend(before);
        self.after.extend(after);
        if changes.is_empty() {
            return;
        }
        let place = self.projects.len();
        self.projects.push(project);
        for change in changes {
            let projects = self.changes.entry(change).or_default();
            // Two findings that read the same are one change for whoever reads about it.
            if projects.last() != Some(&place) {
                projects.push(place);
            }
        }
    }

    /// The report on two states of these names.
    pub fn report(self, before: &str, after: &str) -> ChangeReport {
        let counts = ChangeSubject::ALL.into_iter();
        let counts = counts.filter_map(|subject| ChangeCount::of(subject, self.changes.keys())).collect();
        let side = |name: &str, days: &BTreeSet<NaiveDate>| ReportSide {
            name: name.to_owned(),
            as_of: days.iter().copied().collect(),
        };
        ChangeReport {
            before: side(before, &self.before),
            after: side(after, &self.after),
            compared: self.in_both.values().sum(),
            changed: self.projects.len(),
            counts,
            groups: self.groups(),
        }
    }

    fn groups(self) -> Vec<SharedChanges> {
        let Self { projects: names, changes, in_both, .. } = self;
        let mut by_projects: BTreeMap<Vec<usize>, Vec<Change>> = BTreeMap::new();
        for (change, projects) in changes {
            by_projects.entry(projects).or_default().push(change);
        }
        let group = |(places, changes): (Vec<usize>, Vec<Change>)| {
            let mut projects: Vec<ProjectName> =
                places.into_iter().map(|place| names[place].clone()).collect();
            projects.sort();
            let reach = reach_of(&projects, &in_both);
            SharedChanges { projects, reach, changes: merged(changes) }
        };
        let mut groups: Vec<SharedChanges> = by_projects.into_iter().map(group).collect();
        // What many share concerns most readers; of two groups of one size the one with the worse news comes first.
        groups.sort_by(|one, other| {
            let rank = |group: &SharedChanges| (Reverse(group.projects.len()), Reverse(group.worse()));
            rank(one).cmp(&rank(other)).then_with(|| one.projects.cmp(&other.projects))
        });
        groups
    }
}

fn reach_of(projects: &[ProjectName], in_both: &BTreeMap<OrganizationId, usize>) -> Reach {
    // A single project is called by its name, even where it is the only one of its organisation.
    let [first, _, ..] = projects else { return Reach::Projects };
    let organization = &first.key.organization;
    let is_one = projects.iter().all(|project| project.key.organization == *organization);
    let of_organization = in_both.get(organization).copied().unwrap_or_default();
    if is_one && projects.len() == of_organization {
        Reach::Organization
    } else if projects.len() == in_both.values().sum::<usize>() {
        Reach::Everybody
    } else {
        Reach::Projects
    }
}

/// Changes that say the same about several items become one.
fn merged(changes: Vec<Change>) -> Vec<MergedChange> {
    let mut merged: Vec<MergedChange> = Vec::new();
    let mut known: BTreeMap<Change, usize> = BTreeMap::new();
    for change in changes {
        let same = Change { item: ChangedItem::new("", ""), ..change.clone() };
        match known.get(&same) {
            Some(&place) => merged[place].add(change.item),
            None => {
                known.insert(same, merged.len());
                merged.push(MergedChange { items: vec![change.item.clone()], change });
            }
        }
    }
    merged
}

impl MergedChange {
    /// Adds an item. Another service of a part that is already there joins its services.
    fn add(&mut self, item: ChangedItem) {
        let part = |item: &ChangedItem| ChangedItem { services: Vec::new(), ..item.clone() };
        match self.items.iter_mut().find(|known| item.part.is_some() && part(known) == part(&item)) {
            Some(known) => known.services.extend(item.services),
            None => self.items.push(item),
        }
    }
}

impl ChangeCount {
    /// None when there is no change about the subject.
    fn of<'c>(subject: ChangeSubject, changes: impl Iterator<Item = &'c Change>) -> Option<Self> {
        let mut count = Self { subject, added: 0, removed: 0, changed: 0, worse: 0, better: 0 };
        for change in changes.filter(|change| change.subject == subject) {
            match change.action {
                ChangeAction::Added => count.added += 1,
                ChangeAction::Removed => count.removed += 1,
                ChangeAction::Renamed | ChangeAction::Changed => count.changed += 1,
            }
            match change.effect {
                Effect::Worse => count.worse += 1,
                Effect::Better => count.better += 1,
                Effect::Neutral => {}
            }
        }
        (count.total() > 0).then_some(count)
    }

    fn total(&self) -> usize {
        self.added + self.removed + self.changed
    }
}

impl SharedChanges {
    /// How many changes are for the worse, counted by what they are about.
    pub fn worse(&self) -> usize {
        let worse = self.changes.iter().filter(|merged| merged.change.effect == Effect::Worse);
        worse.map(|merged| merged.items.len()).sum()
    }
}

impl ChangeReport {
    /// True when nothing changed.
    pub fn is_empty(&self) -> bool {
        self.groups.is_empty()
    }

    /// How many changes there are.
    pub fn total(&self) -> usize {
        self.counts.iter().map(ChangeCount::total).sum()
    }

    /// How many of them are for the worse.
    pub fn worse(&self) -> usize {
        self.counts.iter().map(|count| count.worse).sum()
    }

    /// How many of them are for the better.
    pub fn better(&self) -> usize {
        self.counts.iter().map(|count| count.better).sum()
    }
}
