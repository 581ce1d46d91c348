//! Which controls of a scope each piece of evidence supports, and which requirements hang on it.

use super::{ControlRow, FrameworkTable, Matrix};
use crate::model::{Coverage, Evidence, Framework, Requirement, Target};

/// A piece of evidence with what it supports in a scope.
#[derive(Debug)]
pub struct Proof<'a> {
    /// The evidence.
    pub evidence: &'a Evidence,
    /// The controls and parts that it supports here, in catalog order: those that its register names and that apply, and
    /// those whose statements name it.
    pub targets: Vec<Target>,
}

impl<'a> Proof<'a> {
    /// Everything that covers the scope and supports something in it, by id.
    pub(super) fn all(scope: &super::Scope<'a>, rows: &[ControlRow<'a>]) -> Vec<Self> {
        let evidence = scope.organization.evidence.values();
        let covering = evidence
            .filter(|evidence| scope.project.is_none_or(|project| evidence.projects.covers(&project.id)));
        let proof = |evidence: &'a Evidence| {
            let targets: Vec<Target> = rows.iter().flat_map(|row| targets(evidence, row)).collect();
            Self { evidence, targets }
        };
        covering.map(proof).filter(|proof| !proof.targets.is_empty()).collect()
    }

    /// True when what it supports serves the requirement.
    pub fn serves(&self, requirement: &Requirement) -> bool {
        requirement.satisfied_by.iter().any(|by| self.targets.iter().any(|target| meet(by, target)))
    }

    /// True when it supports the control or a part of it.
    pub fn supports(&self, row: &ControlRow<'_>) -> bool {
        self.targets.iter().any(|target| target.control == row.control.id)
    }
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
        self.proofs.iter().filter(|proof| proof.supports(row))
    }

    /// The requirements shown that any of the controls and parts serve, with their frameworks.
    pub fn requirements_of<'m>(
        &'m self,
        targets: &'m [Target],
    ) -> impl Iterator<Item = (&'a Framework, &'a Requirement)> + use<'m, 'a> {
        self.frameworks.iter().flat_map(move |table: &FrameworkTable<'a>| {
            let hanging = table.requirements.iter().filter(move |row| {
                row.requirement.satisfied_by.iter().any(|by| targets.iter().any(|target| meet(by, target)))
            });
            hanging.map(|row| (table.framework, row.requirement))
        })
    }
}

/// True when two targets have a part of a control in common.
fn meet(one: &Target, other: &Target) -> bool {
    let same_part = one.part.is_none() || other.part.is_none() || one.part == other.part;
    one.control == other.control && same_part
}
