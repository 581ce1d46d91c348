//! Which controls of a scope each piece of evidence supports, and which requirements depend on it.

use std::collections::HashMap;

use super::requirement::FrameworkTable;
use super::row::ControlRow;
use super::scope::Scope;
use crate::model::{
    ControlId, Coverage, Evidence, EvidenceId, Framework, PartId, Requirement, StatementSubject, Target,
};

/// A piece of evidence with what it supports in a scope.
#[derive(Debug)]
pub struct SupportingEvidence<'a> {
    /// The evidence.
    pub evidence: &'a Evidence,
    /// The controls and parts that it supports here, in catalog order: those that its register names and that apply,
    /// and those whose statements name it. None where only statements on requirements name it.
    pub targets: Vec<Target>,
    /// The requirements shown that these controls satisfy or whose statements name it, with their frameworks, in the
    /// publishers' order.
    pub requirements: Vec<(&'a Framework, &'a Requirement)>,
}

impl<'a> SupportingEvidence<'a> {
    /// All evidence that covers the scope and supports a control in it, by id. Adds to each row the indexes of the
    /// evidence that supports it.
    pub(super) fn all(
        scope: &Scope<'a>,
        rows: &mut [ControlRow<'a>],
        frameworks: &[FrameworkTable<'a>],
    ) -> Vec<Self> {
        let covering = match scope.project {
            Some(project) => scope.organization.evidence_on(&project.id),
            None => scope.organization.evidence.values().collect(),
        };
        let satisfied = SatisfiedRequirements::new(frameworks);
        let index = RowIndex::new(rows);
        let mut found: Vec<Self> = Vec::new();
        for evidence in covering {
            let mut all = Vec::new();
            for place in index.rows_of(evidence) {
                let row = &mut rows[place];
                let targets = targets(evidence, row);
                if !targets.is_empty() {
                    row.evidence.push(found.len());
                    all.extend(targets);
                }
            }
            let requirements = satisfied.by(frameworks, &all, &evidence.id);
            if !all.is_empty() || !requirements.is_empty() {
                found.push(Self { evidence, targets: all, requirements });
            }
        }
        found
    }

    /// True when a control that it supports satisfies the requirement, or the requirement's own statement names it.
    pub fn serves(&self, requirement: &Requirement) -> bool {
        self.requirements.iter().any(|(_, served)| std::ptr::eq(*served, requirement))
    }
}

/// The rows that a piece of evidence may support, so that not every pair of row and evidence has to be compared.
struct RowIndex {
    by_control: HashMap<ControlId, usize>,
    by_statement: HashMap<EvidenceId, Vec<usize>>,
}

impl RowIndex {
    fn new(rows: &[ControlRow<'_>]) -> Self {
        let by_control =
            rows.iter().enumerate().map(|(place, row)| (row.control.id.clone(), place)).collect();
        let mut by_statement: HashMap<EvidenceId, Vec<usize>> = HashMap::new();
        for (place, row) in rows.iter().enumerate() {
            for id in row.statements().flat_map(|scoped| &scoped.statement.evidence) {
                let named = by_statement.entry(id.clone()).or_default();
                if named.last() != Some(&place) {
                    named.push(place);
                }
            }
        }
        Self { by_control, by_statement }
    }

    /// The rows that the evidence names and those whose statements name it, in catalog order.
    fn rows_of(&self, evidence: &Evidence) -> Vec<usize> {
        let named = evidence.supports.iter().filter_map(|target| self.by_control.get(&target.control));
        let stated = self.by_statement.get(&evidence.id).into_iter().flatten();
        let mut places: Vec<usize> = named.chain(stated).copied().collect();
        places.sort_unstable();
        places.dedup();
        places
    }
}

/// The requirements that each control satisfies, and those whose statements name each piece of evidence.
struct SatisfiedRequirements<'a> {
    by_control: HashMap<&'a ControlId, Vec<SatisfiedRequirement<'a>>>,
    by_evidence: HashMap<&'a EvidenceId, Vec<RequirementPlace>>,
}

struct SatisfiedRequirement<'a> {
    place: RequirementPlace,
    /// The only part of the control that satisfies it; none when the control does as a whole.
    part: Option<&'a PartId>,
}

/// Where a requirement is among the tables of the matrix. Sorts in the publishers' order.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct RequirementPlace {
    framework: usize,
    requirement: usize,
}

impl<'a> SatisfiedRequirements<'a> {
    fn new(frameworks: &[FrameworkTable<'a>]) -> Self {
        let mut by_control: HashMap<&ControlId, Vec<SatisfiedRequirement<'a>>> = HashMap::new();
        let mut by_evidence: HashMap<&EvidenceId, Vec<RequirementPlace>> = HashMap::new();
        for (framework, table) in frameworks.iter().enumerate() {
            for (requirement, row) in table.requirements.iter().enumerate() {
                let place = RequirementPlace { framework, requirement };
                for target in &row.requirement.satisfied_by {
                    let satisfied = SatisfiedRequirement { place, part: target.part.as_ref() };
                    by_control.entry(&target.control).or_default().push(satisfied);
                }
                let statement = row.statement.as_deref().map(|scoped| scoped.statement);
                for id in statement.into_iter().flat_map(|statement| &statement.evidence) {
                    by_evidence.entry(id).or_default().push(place);
                }
            }
        }
        Self { by_control, by_evidence }
    }

    /// Those that any of the targets satisfies and those whose statements name the evidence, each once. A target without a
    /// part stands for all parts of its control.
    fn by(
        &self,
        frameworks: &[FrameworkTable<'a>],
        targets: &[Target],
        evidence: &EvidenceId,
    ) -> Vec<(&'a Framework, &'a Requirement)> {
        let mut places: Vec<RequirementPlace> = self.by_evidence.get(evidence).cloned().unwrap_or_default();
        for target in targets {
            let meets = |satisfied: &&SatisfiedRequirement<'_>| match (satisfied.part, &target.part) {
                (Some(one), Some(other)) => one == other,
                (None, _) | (_, None) => true,
            };
            let satisfied = self.by_control.get(&target.control).into_iter().flatten();
            places.extend(satisfied.filter(meets).map(|satisfied| satisfied.place));
        }
        places.sort_unstable();
        places.dedup();
        let at = |place: RequirementPlace| {
            let table = &frameworks[place.framework];
            (table.framework, table.requirements[place.requirement].requirement)
        };
        places.into_iter().map(at).collect()
    }
}

/// What a piece of evidence supports of a control.
fn targets(evidence: &Evidence, row: &ControlRow<'_>) -> Vec<Target> {
    // A control that does not apply needs no evidence.
    if row.cells.is_empty() {
        return Vec::new();
    }
    let named = evidence.supports.iter().filter(|target| target.control == row.control.id);
    let is_covered = |target: &&Target| {
        row.cells_of(target).any(|cell| match (&evidence.services, cell.service) {
            (Coverage::All, _) | (Coverage::Some(_), None) => true,
            (Coverage::Some(services), Some(service)) => services.contains(&service.id),
        })
    };
    let mut targets: Vec<Target> = named.filter(is_covered).cloned().collect();
    // What the register says is more precise than a statement, of which many are on whole controls.
    if targets.is_empty() && row.names_evidence(&evidence.id) {
        let naming = row.statements().filter(|scoped| scoped.statement.evidence.contains(&evidence.id));
        let subjects = naming.map(|scoped| &scoped.statement.subject);
        targets.extend(subjects.filter_map(|subject| match subject {
            StatementSubject::Control { control, part, .. } => {
                Some(Target { control: control.clone(), part: part.clone() })
            }
            StatementSubject::Requirement(_) => None,
        }));
        targets.sort_unstable();
        targets.dedup();
    }
    targets
}
