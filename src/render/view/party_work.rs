//! What each party has to do over all projects of an organisation. Equal duties of many projects fall into one line while
//! projects are read, so that it grows with what differs and not with the number of projects.

use std::collections::{BTreeMap, BTreeSet};

use onus_core::model::{ClassId, PartyId, ServiceId};

use super::party_summary::{
    DutySet, DutySummary, OwnedStatementSummary, PartyGapSummary, PartySummary, UserControlSummary,
};
use super::project_summary::ProjectSummary;

/// What the parties of an organisation have to do.
#[derive(Debug, Default)]
pub struct PartyWork {
    parties: BTreeMap<PartyId, WorkOfParty>,
    /// For parties that only provide evidence, which projects do not say.
    nothing: WorkOfParty,
    /// Projects that were added.
    projects: usize,
}

/// What one party has to do.
#[derive(Debug, Default)]
pub(super) struct WorkOfParty {
    pub(super) duties: BTreeMap<DutyKey, DutyLine>,
    pub(super) statements: BTreeMap<OwnedStatementSummary, ProjectSet>,
    /// By the place of the control in the catalog.
    pub(super) undocumented: BTreeMap<usize, ProjectSet>,
    pub(super) gaps: BTreeMap<PartyGapSummary, ProjectSet>,
    pub(super) user_controls: BTreeMap<UserControlSummary, ProjectSet>,
}

/// What has to be done: a part of a control in the words for a class.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct DutyKey {
    pub(super) control: usize,
    pub(super) part: usize,
    pub(super) wording: Option<ClassId>,
}

/// The duties of a party in it.
#[derive(Debug, Clone)]
pub(super) struct DutyLine {
    /// Those that it has wherever it has any.
    pub(super) always: DutySet,
    /// Those that it has anywhere.
    pub(super) anywhere: DutySet,
    /// True when it manages, operates and verifies the same cell.
    pub(super) is_alone: bool,
    /// Empty for the project or organisation as a whole.
    pub(super) services: BTreeSet<ServiceId>,
    pub(super) projects: ProjectSet,
}

/// Projects, as a bit for the place of each: a list of thousands for every line would fill the memory.
#[derive(Debug, Clone, Default)]
pub(super) struct ProjectSet(Vec<u64>);

impl ProjectSet {
    fn add(&mut self, project: usize) {
        let word = project / 64;
        if self.0.len() <= word {
            self.0.resize(word + 1, 0);
        }
        self.0[word] |= 1 << (project % 64);
    }

    fn extend(&mut self, other: &Self) {
        if self.0.len() < other.0.len() {
            self.0.resize(other.0.len(), 0);
        }
        for (word, more) in self.0.iter_mut().zip(&other.0) {
            *word |= more;
        }
    }

    pub(super) fn len(&self) -> usize {
        self.0.iter().map(|word| word.count_ones() as usize).sum()
    }

    /// The places, in order.
    pub(super) fn places(&self) -> impl Iterator<Item = usize> {
        let words = self.0.iter().enumerate();
        words.flat_map(|(at, word)| {
            (0..64).filter(move |bit| word >> bit & 1 == 1).map(move |bit| at * 64 + bit)
        })
    }
}

impl PartyWork {
    /// Moves what a project has for its parties out of its summary. Projects come in the order of their ids.
    pub fn take(&mut self, summary: &mut ProjectSummary) {
        let project = self.projects;
        self.projects += 1;
        for found in std::mem::take(&mut summary.work) {
            let PartySummary { party, duties, statements, undocumented, gaps, user_controls } = found;
            let work = self.parties.entry(party).or_default();
            for duty in duties {
                work.add_duty(duty, project, summary);
            }
            for statement in statements {
                work.statements.entry(statement).or_default().add(project);
            }
            for control in undocumented {
                work.undocumented.entry(control).or_default().add(project);
            }
            for gap in gaps {
                work.gaps.entry(gap).or_default().add(project);
            }
            for control in user_controls {
                work.user_controls.entry(control).or_default().add(project);
            }
        }
    }

    /// The parties that have something to do, by id.
    pub fn parties(&self) -> impl Iterator<Item = &PartyId> {
        self.parties.keys()
    }

    pub(super) fn of(&self, party: &PartyId) -> &WorkOfParty {
        self.parties.get(party).unwrap_or(&self.nothing)
    }

    pub(super) fn project_count(&self) -> usize {
        self.projects
    }
}

impl DutyLine {
    /// Adds what has to be done in the same words.
    pub(super) fn join(&mut self, other: &Self) {
        self.always = self.always.intersection(other.always);
        self.anywhere = self.anywhere.union(other.anywhere);
        self.is_alone |= other.is_alone;
        self.services.extend(other.services.iter().cloned());
        self.projects.extend(&other.projects);
    }
}

impl WorkOfParty {
    fn add_duty(&mut self, duty: DutySummary, project: usize, summary: &ProjectSummary) {
        let DutySummary { control, part, wording, duties, services } = duty;
        let line = self.duties.entry(DutyKey { control, part, wording }).or_insert_with(|| DutyLine {
            always: duties,
            anywhere: duties,
            is_alone: false,
            services: BTreeSet::new(),
            projects: ProjectSet::default(),
        });
        line.always = line.always.intersection(duties);
        line.anywhere = line.anywhere.union(duties);
        line.is_alone |= duties.is_complete();
        for service in services.into_iter().filter_map(|place| summary.services.get(place)) {
            if !line.services.contains(&service.id) {
                line.services.insert(service.id.clone());
            }
        }
        line.projects.add(project);
    }
}
