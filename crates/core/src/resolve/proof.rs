//! Which controls of a scope each piece of evidence supports, and which requirements hang on it.

use std::collections::HashMap;

use super::{ControlRow, FrameworkTable, Matrix};
use crate::model::{ControlId, Coverage, Evidence, EvidenceId, Framework, PartId, Requirement, Target};

/// A piece of evidence with what it supports in a scope.
#[derive(Debug)]
pub struct Proof<'a> {
    /// The evidence.
    pub evidence: &'a Evidence,
    /// The controls and parts that it supports here, in catalog order: those that its register names and that apply, and
    /// those whose statements name it.
    pub targets: Vec<Target>,
    /// The requirements shown that these serve, with their frameworks, in the publishers' order.
    pub requirements: Vec<(&'a Framework, &'a Requirement)>,
}

/// Where requirements stand, by the controls that serve them, each with the only part that does.
type Served<'a> = HashMap<&'a ControlId, Vec<(usize, usize, Option<&'a PartId>)>>;

impl<'a> Proof<'a> {
    /// Everything that covers the scope and supports something in it, by id. Each row learns which of them support it.
    pub(super) fn all(
        scope: &super::Scope<'a>,
        rows: &mut [ControlRow<'a>],
        frameworks: &[FrameworkTable<'a>],
    ) -> Vec<Self> {
        let covering = match scope.project {
            Some(project) => scope.organization.evidence_on(&project.id),
            None => scope.organization.evidence.values().collect(),
        };
        let served = served(frameworks);
        let known = Known::new(rows);
        let mut proofs: Vec<Self> = Vec::new();
        for evidence in covering {
            let mut all = Vec::new();
            for place in known.rows_of(evidence) {
                let row = &mut rows[place];
                let targets = targets(evidence, row);
                if !targets.is_empty() {
                    row.proofs.push(proofs.len());
                    all.extend(targets);
                }
            }
            if !all.is_empty() {
                let requirements = requirements(&served, frameworks, &all);
                proofs.push(Self { evidence, targets: all, requirements });
            }
        }
        proofs
    }

    /// True when what it supports serves the requirement.
    pub fn serves(&self, requirement: &Requirement) -> bool {
        self.requirements.iter().any(|(_, served)| std::ptr::eq(*served, requirement))
    }
}

/// Where rows stand that a piece of evidence may support.
struct Known {
    by_control: HashMap<ControlId, usize>,
    by_statement: HashMap<EvidenceId, Vec<usize>>,
}

impl Known {
    fn new(rows: &[ControlRow<'_>]) -> Self {
        let by_control =
            rows.iter().enumerate().map(|(place, row)| (row.control.id.clone(), place)).collect();
        let mut by_statement: HashMap<EvidenceId, Vec<usize>> = HashMap::new();
        for (place, row) in rows.iter().enumerate() {
            for id in row.statement.iter().flat_map(|scoped| &scoped.statement.evidence) {
                by_statement.entry(id.clone()).or_default().push(place);
            }
        }
        Self { by_control, by_statement }
    }

    /// The rows that it names and those whose statements name it, in their order.
    fn rows_of(&self, evidence: &Evidence) -> Vec<usize> {
        let named = evidence.supports.iter().filter_map(|target| self.by_control.get(&target.control));
        let stated = self.by_statement.get(&evidence.id).into_iter().flatten();
        let mut places: Vec<usize> = named.chain(stated).copied().collect();
        places.sort_unstable();
        places.dedup();
        places
    }
}

fn served<'a>(frameworks: &[FrameworkTable<'a>]) -> Served<'a> {
    let mut served: Served<'a> = HashMap::new();
    for (table, framework) in frameworks.iter().enumerate() {
        for (place, row) in framework.requirements.iter().enumerate() {
            for by in &row.requirement.satisfied_by {
                served.entry(&by.control).or_default().push((table, place, by.part.as_ref()));
            }
        }
    }
    served
}

fn requirements<'a>(
    served: &Served<'a>,
    frameworks: &[FrameworkTable<'a>],
    targets: &[Target],
) -> Vec<(&'a Framework, &'a Requirement)> {
    let mut places: Vec<(usize, usize)> = Vec::new();
    for target in targets {
        let meets = |part: &Option<&PartId>| match (part, &target.part) {
            (Some(one), Some(other)) => *one == other,
            (None, _) | (_, None) => true,
        };
        let serving = served.get(&target.control).into_iter().flatten();
        places.extend(serving.filter(|(_, _, part)| meets(part)).map(|(table, place, _)| (*table, *place)));
    }
    places.sort_unstable();
    places.dedup();
    let at = |(table, place): (usize, usize)| {
        (frameworks[table].framework, frameworks[table].requirements[place].requirement)
    };
    places.into_iter().map(at).collect()
}

/// What a piece of evidence supports of a control.
fn targets(evidence: &Evidence, row: &ControlRow<'_>) -> Vec<Target> {
    if row.cells.is_empty() {
        return Vec::new();
    }
    let named = evidence.supports.iter().filter(|target| target.control == row.control.id);
    let speaks = |target: &&Target| {
        row.cells_of(target).any(|cell| match (&evidence.services, cell.service) {
            (Coverage::All, _) | (Coverage::Some(_), None) => true,
            (Coverage::Some(services), Some(service)) => services.contains(&service.id),
        })
    };
    let mut targets: Vec<Target> = named.filter(speaks).cloned().collect();
    let stated =
        row.statement.as_deref().is_some_and(|scoped| scoped.statement.evidence.contains(&evidence.id));
    if stated && targets.is_empty() {
        targets.push(Target { control: row.control.id.clone(), part: None });
    }
    targets
}

impl<'a> Matrix<'a> {
    /// The evidence for a control, by id.
    pub fn proofs_of<'m>(&'m self, row: &'m ControlRow<'a>) -> impl Iterator<Item = &'m Proof<'a>> {
        row.proofs.iter().map(|place| &self.proofs[*place])
    }
}
