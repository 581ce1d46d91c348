//! The matrix: who does what for every part of every control, with roll-ups by control and requirement.

use std::collections::HashMap;
use std::sync::Arc;

use super::{About, Decision, Proof, Scope, ScopedStatement, Seat};
use crate::model::{
    Acceptance, BaselineId, Control, ControlId, DomainId, Framework, NotApplicable, Override, Part, PerDuty,
    Requirement, Responsibility, Selector, Service, Statement, Target, Wording,
};
use crate::source::Origin;

/// The matrix of a project.
#[derive(Debug)]
pub struct Matrix<'a> {
    /// What holds there.
    pub scope: Scope<'a>,
    /// All controls of the catalog, in its order.
    pub controls: Vec<ControlRow<'a>>,
    /// The frameworks to show.
    pub frameworks: Vec<FrameworkTable<'a>>,
    /// Evidence that supports something here, by id.
    pub proofs: Vec<Proof<'a>>,
    /// Overrides that meet no cell here.
    pub idle_overrides: Vec<&'a Override>,
    /// Not-applicable entries that meet no cell here.
    pub idle_exclusions: Vec<&'a NotApplicable>,
    /// Where the rows stand among the controls, by their ids.
    pub(super) places: HashMap<&'a str, usize>,
}

impl<'a> Matrix<'a> {
    /// The row of a control.
    pub fn control(&self, id: &str) -> Option<&ControlRow<'a>> {
        self.controls.get(self.place(id)?)
    }

    /// Where the row of a control stands among them.
    pub fn place(&self, id: &str) -> Option<usize> {
        self.places.get(id).copied()
    }

    /// The rows of a domain.
    pub fn domain<'m>(&'m self, id: &'m DomainId) -> impl Iterator<Item = &'m ControlRow<'a>> {
        self.controls.iter().filter(move |row| row.control.domain == *id)
    }
}

/// A control with its cells.
#[derive(Debug)]
pub struct ControlRow<'a> {
    /// The control.
    pub control: &'a Control,
    /// By part, then by service.
    pub cells: Vec<Cell<'a>>,
    /// Cells that somebody took out.
    pub exclusions: Vec<Exclusion<'a>>,
    /// How it is fulfilled.
    pub statement: Option<Arc<ScopedStatement<'a>>>,
    /// Risks that somebody has accepted about it, the organisation's first.
    pub acceptances: Vec<&'a Acceptance>,
    /// The evidence that supports it, by its place among that of the matrix.
    pub proofs: Vec<usize>,
}

impl<'a> ControlRow<'a> {
    /// What the control amounts to.
    pub fn responsibility(&self) -> Responsibility {
        Responsibility::fold(self.cells.iter().map(Cell::responsibility))
    }

    /// True when the selector means one of its cells.
    pub(super) fn is_meant_by(&self, selector: &Selector) -> bool {
        let is_in = |cell: &Cell<'_>| {
            let service = cell.service.map(|service| &service.id);
            About { control: self.control, part: cell.part, service }.is_in(selector)
        };
        self.cells.iter().any(is_in)
    }

    /// The cells of the whole control or of the part that a target names.
    pub fn cells_of<'t>(&'t self, target: &'t Target) -> impl Iterator<Item = &'t Cell<'a>> {
        self.cells.iter().filter(move |cell| target.part.as_ref().is_none_or(|part| *part == cell.part.id))
    }
}

/// One part of a control for one service in use, or for the organisation as a whole.
#[derive(Debug)]
pub struct Cell<'a> {
    /// The part.
    pub part: &'a Part,
    /// The service; none for the organisation as a whole.
    pub service: Option<&'a Service>,
    /// Who holds the duties, and why.
    pub decision: Decision<'a>,
    /// Which party does what is the customer's.
    pub seats: PerDuty<Seat<'a>>,
    /// What each side does, in words.
    pub texts: Wording<'a>,
}

impl Cell<'_> {
    /// What the cell amounts to.
    pub fn responsibility(&self) -> Responsibility {
        self.decision.responsibility()
    }

    /// What the provider does here, if anything.
    pub fn provider_text(&self) -> Option<&str> {
        let involved = self.decision.duties().iter().any(|holder| holder.involves_provider());
        self.texts.provider.filter(|_| involved)
    }

    /// What the customer does here, if anything.
    pub fn customer_text(&self) -> Option<&str> {
        let involved = self.decision.duties().iter().any(|holder| holder.involves_customer());
        self.texts.customer.filter(|_| involved)
    }
}

/// A cell that somebody took out.
#[derive(Debug)]
pub struct Exclusion<'a> {
    /// The part.
    pub part: &'a Part,
    /// The service; none for the organisation as a whole.
    pub service: Option<&'a Service>,
    /// Who says so.
    pub reason: ExclusionReason<'a>,
}

impl Exclusion<'_> {
    /// True when this entry took it out.
    pub fn is_by(&self, entry: &NotApplicable) -> bool {
        matches!(self.reason, ExclusionReason::Entry(by) if by.origin == entry.origin)
    }
}

/// Who says that a cell does not apply.
#[derive(Debug, Clone, Copy)]
pub enum ExclusionReason<'a> {
    /// An entry of a profile.
    Entry(&'a NotApplicable),
    /// A statement of that status; its text is the reason.
    Statement(&'a Statement),
}

impl<'a> ExclusionReason<'a> {
    /// Where it is written.
    pub fn origin(&self) -> &'a Origin {
        match self {
            Self::Entry(entry) => &entry.origin,
            Self::Statement(statement) => &statement.origin,
        }
    }
}

/// A framework with what its requirements amount to.
#[derive(Debug)]
pub struct FrameworkTable<'a> {
    /// The framework.
    pub framework: &'a Framework,
    /// The selection shown; all requirements when none.
    pub baseline: Option<&'a BaselineId>,
    /// In the publisher's order.
    pub requirements: Vec<RequirementRow<'a>>,
}

impl FrameworkTable<'_> {
    /// Title of the selection shown.
    pub fn baseline_title(&self) -> Option<&str> {
        let baseline = self.baseline?;
        self.framework.baselines.iter().find(|(id, _)| id == baseline).map(|(_, title)| title.as_str())
    }
}

/// A requirement with what it amounts to.
#[derive(Debug)]
pub struct RequirementRow<'a> {
    /// The requirement.
    pub requirement: &'a Requirement,
    /// What it amounts to.
    pub state: RequirementState,
    /// Controls that satisfy it, in catalog order.
    pub controls: Vec<&'a Control>,
}

impl RequirementRow<'_> {
    /// What it amounts to: what nothing in the catalog satisfies is the customer's.
    pub fn responsibility(&self) -> Responsibility {
        match self.state {
            RequirementState::Mapped(responsibility) => responsibility,
            RequirementState::Organizational | RequirementState::Unmapped => Responsibility::Customer,
        }
    }

    /// True when the control is among those that satisfy it.
    pub fn is_satisfied_by(&self, control: &ControlId) -> bool {
        self.requirement.satisfied_by.iter().any(|target| target.control == *control)
    }
}

/// How a requirement is covered.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RequirementState {
    /// By controls; what their cells amount to.
    Mapped(Responsibility),
    /// Only the organisation as a whole can meet it.
    Organizational,
    /// Nothing in the catalog satisfies it.
    Unmapped,
}
