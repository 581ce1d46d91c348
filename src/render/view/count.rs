//! How many of each kind.

use std::ops::AddAssign;

use onus_core::diagnostic::Severity;
use onus_core::model::{Responsibility, Status};
use onus_core::resolve::{ControlRow, Matrix};
use serde::{Deserialize, Serialize};

use super::Finding;

/// Controls or requirements by what they amount to.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct ResponsibilityCounts {
    /// The provider does all of it.
    pub(super) inherited: usize,
    /// Each does its own part.
    pub(super) shared: usize,
    /// The customer does all of it.
    pub(super) customer: usize,
    /// Nothing to do.
    pub(super) not_applicable: usize,
    /// Those that apply.
    pub(super) applicable: usize,
    /// All of them.
    pub(super) total: usize,
}

impl FromIterator<Responsibility> for ResponsibilityCounts {
    fn from_iter<I: IntoIterator<Item = Responsibility>>(all: I) -> Self {
        let mut counts = Self::default();
        for one in all {
            counts.total += 1;
            match one {
                Responsibility::Inherited => counts.inherited += 1,
                Responsibility::Shared => counts.shared += 1,
                Responsibility::Customer => counts.customer += 1,
                Responsibility::NotApplicable => counts.not_applicable += 1,
            }
        }
        counts.applicable = counts.total - counts.not_applicable;
        counts
    }
}

impl AddAssign for ResponsibilityCounts {
    fn add_assign(&mut self, other: Self) {
        self.inherited += other.inherited;
        self.shared += other.shared;
        self.customer += other.customer;
        self.not_applicable += other.not_applicable;
        self.applicable += other.applicable;
        self.total += other.total;
    }
}

/// How far the controls are in which the customer has a part.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize)]
pub(super) struct StatementCounts {
    /// Shared and customer controls.
    pub(super) total: usize,
    /// Done.
    pub(super) implemented: usize,
    /// Done in another way.
    pub(super) alternative: usize,
    /// Done in part.
    pub(super) partial: usize,
    /// Not done yet.
    pub(super) planned: usize,
    /// Nothing is said.
    pub(super) missing: usize,
}

impl StatementCounts {
    pub(super) fn of(matrix: &Matrix<'_>) -> Self {
        let mut counts = Self::default();
        for row in matrix.controls.iter().filter(|row| is_customers(row)) {
            counts.total += 1;
            match row.statement.as_ref().map(|statement| statement.statement.status) {
                Some(Status::Implemented) => counts.implemented += 1,
                Some(Status::Alternative) => counts.alternative += 1,
                Some(Status::Partial) => counts.partial += 1,
                Some(Status::Planned) => counts.planned += 1,
                Some(Status::NotApplicable) | None => counts.missing += 1,
            }
        }
        counts
    }
}

/// True when the customer has a part in the control.
pub(super) fn is_customers(row: &ControlRow<'_>) -> bool {
    matches!(row.responsibility(), Responsibility::Shared | Responsibility::Customer)
}

/// Findings by how much they matter.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct FindingCounts {
    /// Must be mended.
    pub(super) errors: usize,
    /// Should be mended.
    pub(super) warnings: usize,
    /// Worth knowing.
    pub(super) notes: usize,
    /// All of them.
    pub(super) total: usize,
}

impl FindingCounts {
    pub(super) fn of(findings: &[Finding]) -> Self {
        let count = |severity| findings.iter().filter(|finding| finding.severity() == severity).count();
        Self {
            errors: count(Severity::Error),
            warnings: count(Severity::Warning),
            notes: count(Severity::Note),
            total: findings.len(),
        }
    }
}
