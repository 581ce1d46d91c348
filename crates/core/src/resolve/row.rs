//! A control in a scope: its cells and everything that is written about it.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::address::CellAddress;
use super::cell::{Exclusion, ExclusionReason, MatrixCell};
use super::delegation::Assignee;
use super::statements::ScopedStatement;
use super::status::status_of;
use crate::model::{
    Acceptance, Control, EvidenceId, ImplementationStatus, PartId, Party, PartyId, Responsibility, Selector,
    ServiceId, Statement, Target,
};

/// A control with its cells.
#[derive(Debug)]
pub struct ControlRow<'a> {
    /// The control.
    pub control: &'a Control,
    /// By part, then by service.
    pub cells: Vec<MatrixCell<'a>>,
    /// Cells that do not apply.
    pub exclusions: Vec<Exclusion<'a>>,
    /// How the control as a whole is implemented.
    pub statement: Option<Arc<ScopedStatement<'a>>>,
    /// Accepted risks about it, the organisation's first.
    pub acceptances: Vec<&'a Acceptance>,
    /// Evidence that supports it, as indexes into [`Matrix::evidence`](super::Matrix::evidence).
    pub evidence: Vec<usize>,
    /// Statements that hold for some of its cells only, in the order of the cells.
    pub narrowed: Vec<Arc<ScopedStatement<'a>>>,
}

impl<'a> ControlRow<'a> {
    /// The responsibility that its cells add up to.
    pub fn responsibility(&self) -> Responsibility {
        Responsibility::fold(self.cells.iter().map(MatrixCell::responsibility))
    }

    /// True when the customer holds a duty in one of its cells.
    pub fn concerns_customer(&self) -> bool {
        self.cells.iter().any(MatrixCell::concerns_customer)
    }

    /// How far the customer's part of it is implemented: the least of its cells. It is not implemented as long as nothing is
    /// stated about some of them.
    pub fn status(&self) -> ImplementationStatus {
        status_of(self.cells.iter())
    }

    /// The same for what a target names of it.
    pub fn status_of(&self, target: &Target) -> ImplementationStatus {
        status_of(self.cells_of(target))
    }

    /// The same for one of its parts.
    pub fn status_of_part(&self, part: &PartId) -> ImplementationStatus {
        status_of(self.cells.iter().filter(|cell| cell.part.id == *part))
    }

    /// In how many of the cells in which the customer holds a duty nothing is stated, and how many there are.
    pub fn unstated(&self) -> CellCount {
        let ours = || self.cells.iter().filter(|cell| cell.concerns_customer());
        CellCount { unstated: ours().filter(|cell| cell.statement.is_none()).count(), all: ours().count() }
    }

    /// The statements about it: on the control as a whole, then those that are narrowed.
    pub fn statements(&self) -> impl Iterator<Item = &ScopedStatement<'a>> {
        self.statement.iter().chain(&self.narrowed).map(|scoped| &**scoped)
    }

    /// The owners of these statements, each once.
    pub fn owners(&self) -> Vec<&'a PartyId> {
        let mut owners: Vec<&'a PartyId> = Vec::new();
        for owner in self.statements().filter_map(|scoped| scoped.statement.owner.as_ref()) {
            if !owners.contains(&owner) {
                owners.push(owner);
            }
        }
        owners
    }

    /// The statement with its text filled in that excludes a cell.
    pub fn excluding(&self, statement: &Statement) -> Option<&ScopedStatement<'a>> {
        self.statements().find(|scoped| std::ptr::eq(scoped.statement, statement))
    }

    /// True when one of its statements names the evidence.
    pub(super) fn names_evidence(&self, evidence: &EvidenceId) -> bool {
        self.statements().any(|scoped| scoped.statement.evidence.contains(evidence))
    }

    /// True when the selector selects one of its cells.
    pub(super) fn is_selected_by(&self, selector: &Selector) -> bool {
        self.cells.iter().any(|cell| self.is_cell_selected(cell, selector))
    }

    /// True when an acceptance is about what a target names of the control.
    pub fn is_accepted(&self, target: &Target, acceptance: &Acceptance) -> bool {
        self.cells_of(target).any(|cell| self.is_cell_selected(cell, &acceptance.selector))
    }

    fn is_cell_selected(&self, cell: &MatrixCell<'_>, selector: &Selector) -> bool {
        CellAddress { control: self.control, part: cell.part, service: cell.service }.is_in(selector)
    }

    /// The cells of the whole control or of the part that a target names.
    pub fn cells_of<'t>(&'t self, target: &'t Target) -> impl Iterator<Item = &'t MatrixCell<'a>> {
        self.cells.iter().filter(move |cell| target.part.as_ref().is_none_or(|part| *part == cell.part.id))
    }

    /// Why cells of what a target names do not apply, each reason once, in the order of the parts.
    pub fn exclusions_of(&self, target: &Target) -> Vec<ExclusionReason<'a>> {
        let mut found: Vec<ExclusionReason<'a>> = Vec::new();
        let left_out = self.exclusions.iter();
        for out in left_out.filter(|out| target.part.as_ref().is_none_or(|part| *part == out.part.id)) {
            if !found.iter().any(|known| known.origin() == out.reason.origin()) {
                found.push(out.reason);
            }
        }
        found
    }

    /// Keeps those of the narrowed statements that hold for a cell or exclude one, in the order of the parts, then by service.
    pub(super) fn keep_narrowed(&mut self, excluding: Vec<Arc<ScopedStatement<'a>>>) {
        let held = self.cells.iter().filter_map(|cell| cell.statement.clone());
        let mut found: BTreeMap<(Option<usize>, Option<ServiceId>), Arc<ScopedStatement<'a>>> =
            BTreeMap::new();
        for scoped in held.chain(excluding).filter(|scoped| scoped.is_narrowed()) {
            let crate::model::StatementSubject::Control { part, service, .. } = &scoped.statement.subject
            else {
                continue;
            };
            let place = |id: &PartId| self.control.parts.iter().position(|part| part.id == *id);
            found.insert((part.as_ref().and_then(place), service.clone()), scoped);
        }
        self.narrowed = found.into_values().collect();
    }
}

/// The parties that hold a duty of the customer in some cells, each once, in the order of the cells.
pub fn duty_holders<'c, 'a: 'c>(cells: impl Iterator<Item = &'c MatrixCell<'a>>) -> Vec<&'a Party> {
    let mut found: Vec<&'a Party> = Vec::new();
    for assignee in cells.flat_map(|cell| cell.assignees.iter()) {
        match assignee {
            // Two parties may have one name, but each is one entry of a profile.
            Assignee::Party(party, _) if !found.iter().any(|present| std::ptr::eq(*present, *party)) => {
                found.push(party);
            }
            Assignee::Party(..) | Assignee::Provider | Assignee::Unassigned => {}
        }
    }
    found
}

/// How many of some cells have no statement.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct CellCount {
    /// Those without one.
    pub unstated: usize,
    /// All of them.
    pub all: usize,
}
