//! What changed between two states of many projects: a change that projects share is told once, with the projects that
//! share it.

use std::collections::{BTreeMap, BTreeSet};

use chrono::NaiveDate;
use onus_core::model::OrganizationId;

use super::change::{Action, Change, Effect, Subject, Thing};
use super::matrix::ProjectKey;

/// What one project brought into a comparison.
#[derive(Debug)]
pub struct ProjectChanges {
    /// Which.
    pub key: ProjectKey,
    /// Names of its organisation and of itself.
    pub names: (String, String),
    /// The days on which both sides were judged.
    pub days: (Option<NaiveDate>, Option<NaiveDate>),
    /// What changed; nothing where nothing did.
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

/// Gathers what changed, project by project.
#[derive(Debug, Default)]
pub struct Gathering {
    names: Vec<ProjectName>,
    /// Each change once, with the projects that have it, by their place among the names.
    changes: BTreeMap<Change, Vec<usize>>,
    days: (BTreeSet<NaiveDate>, BTreeSet<NaiveDate>),
    /// How many projects of each organisation are on both sides.
    on_both_sides: BTreeMap<OrganizationId, usize>,
}

/// What changed, ready to be told.
#[derive(Debug)]
pub struct Report {
    /// Where the sides come from, as they were named.
    pub sides: (String, String),
    /// The days on which each side was judged.
    pub days: (Vec<NaiveDate>, Vec<NaiveDate>),
    /// How many projects are on both sides.
    pub compared: usize,
    /// How many of all projects have a change.
    pub changed: usize,
    /// How many changes there are, each counted once however many projects share it.
    pub counts: Vec<Count>,
    /// The changes by the projects that share them.
    pub groups: Vec<Group>,
}

/// How many changes there are about something.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Count {
    /// What they are about.
    pub subject: Subject,
    /// What came.
    pub came: usize,
    /// What went.
    pub went: usize,
    /// What changed, or has another id.
    pub changed: usize,
    /// Those of all these that are for the worse.
    pub worse: usize,
    /// Those for the better.
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
pub struct Group {
    /// Which projects.
    pub projects: Vec<ProjectName>,
    /// Whether these are all that there are.
    pub reach: Reach,
    /// What changed, by subject, the worst first.
    pub entries: Vec<Entry>,
}

/// Changes that differ only in what they are about.
#[derive(Debug)]
pub struct Entry {
    /// The first of them.
    pub change: Change,
    /// What they are all about.
    pub things: Vec<Thing>,
}

impl Gathering {
    /// Adds a project that is the same on both sides.
    pub fn equal(&mut self, key: &ProjectKey) {
        *self.on_both_sides.entry(key.organization.clone()).or_default() += 1;
    }

    /// Adds what was found in a project.
    pub fn add(&mut self, project: ProjectChanges) {
        let ProjectChanges { key, names: (organization, name), days, changes } = project;
        if days.0.is_some() && days.1.is_some() {
            self.equal(&key);
        }
        self.days.0.extend(days.0);
        self.days.1.extend(days.1);
        if changes.is_empty() {
            return;
        }
        let at = self.names.len();
        self.names.push(ProjectName { key, organization, name });
        for change in changes {
            let projects = self.changes.entry(change).or_default();
            // A change that a project has twice is one for its reader.
            if projects.last() != Some(&at) {
                projects.push(at);
            }
        }
    }

    /// The report on two sides of those names.
    pub fn report(mut self, sides: (String, String)) -> Report {
        let counts = Subject::ALL.into_iter().filter_map(|subject| Count::of(subject, self.changes.keys()));
        let counts = counts.collect();
        let mut groups: BTreeMap<Vec<usize>, Vec<Change>> = BTreeMap::new();
        for (change, projects) in std::mem::take(&mut self.changes) {
            groups.entry(projects).or_default().push(change);
        }
        let compared = self.on_both_sides.values().sum();
        let mut groups: Vec<Group> = groups
            .into_iter()
            .map(|(projects, changes)| {
                let projects = sorted(projects.into_iter().map(|at| self.names[at].clone()).collect());
                let reach = self.reach(&projects, compared);
                Group { projects, reach, entries: united(changes) }
            })
            .collect();
        // What many share first, then projects by name; of two groups of one size the one with the worse news.
        groups.sort_by(|one, other| {
            let rank =
                |group: &Group| (std::cmp::Reverse(group.projects.len()), std::cmp::Reverse(group.worse()));
            rank(one).cmp(&rank(other)).then_with(|| one.projects.cmp(&other.projects))
        });
        let days = (self.days.0.into_iter().collect(), self.days.1.into_iter().collect());
        let changed = self.names.len();
        Report { sides, days, compared, changed, counts, groups }
    }
}

impl Gathering {
    /// How far a change reaches that these projects have.
    fn reach(&self, projects: &[ProjectName], compared: usize) -> Reach {
        let [first, _, ..] = projects else { return Reach::Projects };
        let organization = &first.key.organization;
        let is_one = projects.iter().all(|project| project.key.organization == *organization);
        let of_it = self.on_both_sides.get(organization).copied().unwrap_or_default();
        if is_one && projects.len() == of_it {
            Reach::Organization
        } else if projects.len() == compared {
            Reach::Everybody
        } else {
            Reach::Projects
        }
    }
}

fn sorted(mut names: Vec<ProjectName>) -> Vec<ProjectName> {
    names.sort();
    names
}

impl Count {
    fn of<'c>(subject: Subject, changes: impl Iterator<Item = &'c Change>) -> Option<Self> {
        let mut count = Self { subject, came: 0, went: 0, changed: 0, worse: 0, better: 0 };
        for change in changes.filter(|change| change.subject == subject) {
            match change.action {
                Action::Came => count.came += 1,
                Action::Went => count.went += 1,
                Action::Renamed | Action::Changed => count.changed += 1,
            }
            match change.effect {
                Effect::Worse => count.worse += 1,
                Effect::Better => count.better += 1,
                Effect::Neutral => {}
            }
        }
        (count.came + count.went + count.changed > 0).then_some(count)
    }
}

/// Changes that say the same about several things become one entry.
fn united(changes: Vec<Change>) -> Vec<Entry> {
    let mut entries: Vec<Entry> = Vec::new();
    let mut known: BTreeMap<Change, usize> = BTreeMap::new();
    for change in changes {
        let same = Change { thing: Thing::new("", ""), ..change.clone() };
        match known.get(&same) {
            Some(&at) => entries[at].add(change.thing),
            None => {
                known.insert(same, entries.len());
                entries.push(Entry { things: vec![change.thing.clone()], change });
            }
        }
    }
    entries
}

impl Entry {
    /// Adds a thing; of one part, only the service.
    fn add(&mut self, thing: Thing) {
        let alike = |known: &Thing| Thing { services: Vec::new(), ..known.clone() };
        match self.things.iter_mut().find(|known| thing.part.is_some() && alike(known) == alike(&thing)) {
            Some(known) => known.services.extend(thing.services),
            None => self.things.push(thing),
        }
    }
}

impl Group {
    /// How many changes are for the worse.
    pub fn worse(&self) -> usize {
        let worse = self.entries.iter().filter(|entry| entry.change.effect == Effect::Worse);
        worse.map(|entry| entry.things.len()).sum()
    }
}

impl Report {
    /// True when nothing changed.
    pub fn is_empty(&self) -> bool {
        self.groups.is_empty()
    }

    /// How many changes there are.
    pub fn total(&self) -> usize {
        self.counts.iter().map(|count| count.came + count.went + count.changed).sum()
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
