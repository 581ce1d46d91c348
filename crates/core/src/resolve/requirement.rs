//! The requirements of a framework, with the responsibility that follows from the controls that satisfy them.

use std::collections::HashMap;
use std::sync::Arc;

use super::cell::MatrixCell;
use super::row::ControlRow;
use super::scope::Scope;
use super::statements::ScopedStatement;
use crate::model::{
    BaselineId, Confirmation, Control, Framework, Requirement, RequirementKey, Responsibility, Target,
};

/// A framework with the responsibility for each of its requirements.
#[derive(Debug)]
pub struct FrameworkTable<'a> {
    /// The framework.
    pub framework: &'a Framework,
    /// The baseline shown; all requirements when none.
    pub baseline: Option<&'a BaselineId>,
    /// In the publisher's order.
    pub requirements: Vec<RequirementRow<'a>>,
}

impl<'a> FrameworkTable<'a> {
    /// The requirements of a baseline, or all of them, rolled up from the rows of the controls.
    pub(super) fn new(
        scope: &Scope<'a>,
        framework: &'a Framework,
        baseline: Option<&'a BaselineId>,
        controls: &[ControlRow<'a>],
    ) -> Self {
        let rows: HashMap<&str, &ControlRow<'a>> =
            controls.iter().map(|row| (row.control.id.as_str(), row)).collect();
        let requirements = framework
            .requirements
            .iter()
            .filter(|requirement| baseline.is_none_or(|baseline| requirement.baselines.contains(baseline)))
            .map(|requirement| RequirementRow::new(scope, framework, requirement, &rows))
            .collect();
        Self { framework, baseline, requirements }
    }

    /// Title of the baseline.
    pub fn baseline_title(&self) -> Option<&str> {
        let baseline = self.baseline?;
        self.framework.baselines.iter().find(|known| known.id == *baseline).map(|known| known.title.as_str())
    }
}

/// A requirement with the responsibility for it.
#[derive(Debug)]
pub struct RequirementRow<'a> {
    /// The requirement.
    pub requirement: &'a Requirement,
    /// How it is covered.
    pub state: RequirementState,
    /// Controls that satisfy it, in catalog order.
    pub controls: Vec<&'a Control>,
    /// The requirement with its framework.
    pub key: RequirementKey,
    /// What is stated about the requirement itself.
    pub statement: Option<Arc<ScopedStatement<'a>>>,
    /// The person who confirmed that it is met.
    pub confirmation: Option<&'a Confirmation>,
}

impl<'a> RequirementRow<'a> {
    fn new(
        scope: &Scope<'a>,
        framework: &Framework,
        requirement: &'a Requirement,
        rows: &HashMap<&str, &ControlRow<'a>>,
    ) -> Self {
        let cells = requirement.satisfied_by.iter().flat_map(|target| {
            let row = rows.get(target.control.as_str());
            row.into_iter().flat_map(move |row| row.cells_of(target))
        });
        let state = if !requirement.satisfied_by.is_empty() {
            let served = Responsibility::fold(cells.map(MatrixCell::responsibility));
            // What nothing serves is nobody's but the customer's, unless all of the requirement falls away.
            let rest = requirement.remainder.as_ref().filter(|_| served != Responsibility::NotApplicable);
            let rest = rest.map_or(Responsibility::NotApplicable, |_| Responsibility::Customer);
            RequirementState::Mapped(Responsibility::fold([served, rest]))
        } else if requirement.organizational.is_some() {
            RequirementState::Organizational
        } else {
            RequirementState::Unmapped
        };
        let mut controls: Vec<&'a Control> = Vec::new();
        for Target { control, .. } in &requirement.satisfied_by {
            if let Some(row) = rows.get(control.as_str())
                && !controls.iter().any(|present| present.id == row.control.id)
            {
                controls.push(row.control);
            }
        }
        let key = RequirementKey { framework: framework.id.clone(), requirement: requirement.id.clone() };
        let statement = scope.statements.on(&key).cloned();
        let confirmation = scope.confirmation(&key);
        Self { requirement, state, controls, key, statement, confirmation }
    }

    /// Its responsibility. A requirement that no control satisfies is the customer's: no provider is known to do
    /// anything about it.
    pub fn responsibility(&self) -> Responsibility {
        match self.state {
            RequirementState::Mapped(responsibility) => responsibility,
            RequirementState::Organizational | RequirementState::Unmapped => Responsibility::Customer,
        }
    }
}

/// How a requirement is covered.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RequirementState {
    /// By controls; the responsibility that their cells add up to.
    Mapped(Responsibility),
    /// Only the organisation as a whole can meet it.
    Organizational,
    /// No control of the catalog satisfies it.
    Unmapped,
}
