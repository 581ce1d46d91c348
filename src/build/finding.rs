//! A finding as the rest of the program sees it: with whose it is, its place and a stable id.

use std::collections::BTreeMap;

use onus_core::assess::{FindingLevel, Gap};
use onus_core::model::{FindingId, OrganizationId, ProjectId};
use onus_core::source::Place;

use super::gap::{LocatedGap, SharedGap};

/// A finding of a project, or of an organisation once for all of its projects that have it.
#[derive(Debug, Clone)]
pub struct ScopedFinding {
    /// Whose.
    pub organization: OrganizationId,
    /// Which project; none for one that is mended at the organisation.
    pub project: Option<ProjectId>,
    /// The projects that have it, by id.
    pub affects: Vec<ProjectId>,
    /// The gap.
    pub finding: Gap,
    /// Where it is caused.
    pub place: Place,
}

impl ScopedFinding {
    /// The stable id.
    pub fn id(&self) -> FindingId {
        self.finding.id(&self.organization, self.project.as_ref())
    }

    /// Whose it is: `acme/payments`, or `acme`.
    pub fn subject(&self) -> String {
        match &self.project {
            Some(project) => format!("{}/{project}", self.organization),
            None => self.organization.to_string(),
        }
    }
}

/// The findings of an organisation and its projects, each once, as they come project by project.
#[derive(Debug)]
pub(super) struct FindingCollector<'c> {
    organization: &'c OrganizationId,
    shared: Vec<ScopedFinding>,
    /// Where each of the shared ones stands, by what makes it itself.
    places: BTreeMap<Vec<String>, usize>,
    own: Vec<ScopedFinding>,
    /// Entries of the organisation that change nothing, with the number of projects in which they do not.
    idle: BTreeMap<Vec<String>, (ScopedFinding, usize)>,
    projects: usize,
}

impl<'c> FindingCollector<'c> {
    pub(super) fn new(organization: &'c OrganizationId) -> Self {
        let (shared, own) = (Vec::new(), Vec::new());
        Self { organization, shared, places: BTreeMap::new(), own, idle: BTreeMap::new(), projects: 0 }
    }

    /// Adds what was found in a project.
    pub(super) fn add(&mut self, project: &ProjectId, findings: Vec<SharedGap>, idle: Vec<SharedGap>) {
        self.projects += 1;
        for found in findings {
            match found.gap().level {
                FindingLevel::Project => {
                    let new = scoped(self.organization, Some(project), project, found);
                    self.own.push(new);
                }
                FindingLevel::Organization => {
                    let identity = found.gap().identity();
                    match self.places.get(&identity) {
                        Some(&at) => self.shared[at].affects.push(project.clone()),
                        None => {
                            self.places.insert(identity, self.shared.len());
                            let new = scoped(self.organization, None, project, found);
                            self.shared.push(new);
                        }
                    }
                }
            }
        }
        for found in idle {
            let identity = found.gap().identity();
            let organization = self.organization;
            let new = || (scoped(organization, None, project, found), 0);
            let (known, count) = self.idle.entry(identity).or_insert_with(new);
            *count += 1;
            if known.affects.last() != Some(project) {
                known.affects.push(project.clone());
            }
        }
    }

    /// All of them: those of the organisation, then those of each project. `all` is the number of projects that the
    /// organisation has: an entry that changes nothing in some of them may change something in the others.
    pub(super) fn finish(self, all: usize) -> Vec<ScopedFinding> {
        let everywhere = self.idle.into_values().filter(|(_, count)| *count == all && self.projects == all);
        let idle = everywhere.map(|(finding, _)| finding);
        self.shared.into_iter().chain(idle).chain(self.own).collect()
    }
}

/// A finding of an organisation, or of one of its own projects, in a project.
fn scoped(
    organization: &OrganizationId,
    own: Option<&ProjectId>,
    project: &ProjectId,
    found: SharedGap,
) -> ScopedFinding {
    let LocatedGap { gap, place } = found.into_inner();
    ScopedFinding {
        organization: organization.clone(),
        project: own.cloned(),
        affects: vec![project.clone()],
        finding: gap,
        place,
    }
}
