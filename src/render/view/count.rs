//! How many controls, statements and findings there are of each kind.

use std::ops::AddAssign;

use onus_core::diagnostic::Severity;
use onus_core::model::{ImplementationStatus, Responsibility};
use onus_core::resolve::Matrix;
use serde::{Deserialize, Serialize};

use super::Finding;

/// Controls or requirements by responsibility.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct ResponsibilityCounts {
    inherited: usize,
    shared: usize,
    customer: usize,
    not_applicable: usize,
    /// All but those that are not applicable.
    applicable: usize,
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

/// Controls in which the customer has a duty, by the status of their statements.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize)]
pub(super) struct StatementCounts {
    total: usize,
    implemented: usize,
    alternative: usize,
    partial: usize,
    planned: usize,
    /// Without a statement.
    missing: usize,
}

impl StatementCounts {
    pub(super) fn of(matrix: &Matrix<'_>) -> Self {
        let mut counts = Self::default();
        for row in matrix.controls.iter().filter(|row| row.concerns_customer()) {
            counts.total += 1;
            match row.status() {
                ImplementationStatus::Implemented => counts.implemented += 1,
                ImplementationStatus::Alternative => counts.alternative += 1,
                ImplementationStatus::Partial => counts.partial += 1,
                ImplementationStatus::Planned => counts.planned += 1,
                ImplementationStatus::NotDocumented
                | ImplementationStatus::Inherited
                | ImplementationStatus::NotApplicable => counts.missing += 1,
            }
        }
        counts
    }
}

/// Findings by severity.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct FindingCounts {
    pub(super) errors: usize,
    pub(super) warnings: usize,
    pub(super) notes: usize,
    pub(super) total: usize,
}

impl FindingCounts {
    pub(super) fn of<'f>(findings: impl IntoIterator<Item = &'f Finding>) -> Self {
        let mut counts = Self::default();
        findings.into_iter().for_each(|finding| counts.add(finding.severity()));
        counts
    }

    /// Counts one more.
    pub(super) fn add(&mut self, severity: Severity) {
        self.total += 1;
        match severity {
            Severity::Error => self.errors += 1,
            Severity::Warning => self.warnings += 1,
            Severity::Note => self.notes += 1,
        }
    }
}
