//! A control in a scope: its cells and everything that is written about it.

use std::sync::Arc;

use super::address::CellAddress;
use super::cell::{Exclusion, MatrixCell};
use super::scope::ScopedStatement;
use crate::model::{Acceptance, Control, Responsibility, Selector, Target};

/// A control with its cells.
#[derive(Debug)]
pub struct ControlRow<'a> {
    /// The control.
    pub control: &'a Control,
    /// By part, then by service.
    pub cells: Vec<MatrixCell<'a>>,
    /// Cells that do not apply.
    pub exclusions: Vec<Exclusion<'a>>,
    /// How the control is implemented.
    pub statement: Option<Arc<ScopedStatement<'a>>>,
    /// Accepted risks about it, the organisation's first.
    pub acceptances: Vec<&'a Acceptance>,
    /// Evidence that supports it, as indexes into [`Matrix::evidence`](super::Matrix::evidence).
    pub evidence: Vec<usize>,
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

    /// True when the selector selects one of its cells.
    pub(super) fn is_selected_by(&self, selector: &Selector) -> bool {
        let is_in = |cell: &MatrixCell<'_>| {
            CellAddress { control: self.control, part: cell.part, service: cell.service }.is_in(selector)
        };
        self.cells.iter().any(is_in)
    }

    /// The cells of the whole control or of the part that a target names.
    pub fn cells_of<'t>(&'t self, target: &'t Target) -> impl Iterator<Item = &'t MatrixCell<'a>> {
        self.cells.iter().filter(move |cell| target.part.as_ref().is_none_or(|part| *part == cell.part.id))
    }
}
