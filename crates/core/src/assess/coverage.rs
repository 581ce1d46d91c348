//! How much of each framework the catalog serves, and how well.

use std::collections::BTreeSet;

use crate::model::{BaselineId, Catalog, Framework, Relationship, Requirement, Target};

/// How much of a framework the catalog covers.
#[derive(Debug)]
pub struct FrameworkCoverage<'c> {
    /// The framework.
    pub framework: &'c Framework,
    /// The baseline; all requirements when none.
    pub baseline: Option<&'c BaselineId>,
    /// Requirements in it.
    pub total: usize,
    /// Requirements that a control or part satisfies.
    pub mapped: usize,
    /// Those of them that are served in full: by one control or part, or by all of them together.
    pub full: usize,
    /// Those of the mapped ones of which the catalog says what remains.
    pub remaining: usize,
    /// Requirements that only the organisation as a whole can fulfil.
    pub organizational: usize,
    /// Controls and parts that serve any of them.
    pub parts: usize,
}

impl FrameworkCoverage<'_> {
    /// Requirements that nothing satisfies and that are not the organisation's alone.
    pub fn open(&self) -> usize {
        self.total - self.mapped - self.organizational
    }

    /// Mapped requirements of which the catalog says neither that they are served in full nor what remains.
    pub fn unstated(&self) -> usize {
        self.mapped - self.full - self.remaining
    }
}

impl Requirement {
    /// True when the catalog says that nothing it asks for is left out.
    pub fn is_served_in_full(&self) -> bool {
        let serves = |target: &Target| self.relationship(target).serves_fully();
        self.remainder.is_none()
            && (self.together.is_some_and(Relationship::serves_fully) || self.satisfied_by.iter().any(serves))
    }
}

/// The coverage of every framework and of each of its baselines.
pub fn coverage(catalog: &Catalog) -> Vec<FrameworkCoverage<'_>> {
    let mut all = Vec::new();
    for framework in catalog.frameworks.values() {
        let baselines = framework.baselines.iter().map(|baseline| Some(&baseline.id));
        for baseline in std::iter::once(None).chain(baselines) {
            all.push(of_baseline(framework, baseline));
        }
    }
    all
}

fn of_baseline<'c>(framework: &'c Framework, baseline: Option<&'c BaselineId>) -> FrameworkCoverage<'c> {
    let is_held = |requirement: &&Requirement| baseline.is_none_or(|id| requirement.baselines.contains(id));
    let held: Vec<&Requirement> = framework.requirements.iter().filter(is_held).collect();
    let count = |is_counted: fn(&Requirement) -> bool| held.iter().filter(|one| is_counted(one)).count();
    let parts: BTreeSet<&Target> = held.iter().flat_map(|requirement| &requirement.satisfied_by).collect();
    FrameworkCoverage {
        framework,
        baseline,
        total: held.len(),
        mapped: count(|one| !one.satisfied_by.is_empty()),
        full: count(|one| !one.satisfied_by.is_empty() && one.is_served_in_full()),
        remaining: count(|one| !one.satisfied_by.is_empty() && one.remainder.is_some()),
        organizational: count(|one| one.satisfied_by.is_empty() && one.organizational.is_some()),
        parts: parts.len(),
    }
}
