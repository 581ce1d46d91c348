//! The numbers of projects that are summed up and followed over time.

use std::ops::AddAssign;

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

/// Controls by responsibility, and findings by severity.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Totals {
    /// Inherited controls.
    pub inherited: usize,
    /// Shared controls.
    pub shared: usize,
    /// Controls of the customer.
    pub customer: usize,
    /// Controls that do not apply.
    pub not_applicable: usize,
    /// Findings with severity error.
    pub errors: usize,
    /// Findings with severity warning.
    pub warnings: usize,
    /// Findings with severity note.
    pub notes: usize,
}

impl AddAssign for Totals {
    fn add_assign(&mut self, other: Self) {
        self.inherited += other.inherited;
        self.shared += other.shared;
        self.customer += other.customer;
        self.not_applicable += other.not_applicable;
        self.errors += other.errors;
        self.warnings += other.warnings;
        self.notes += other.notes;
    }
}

/// The totals of an organisation on a day.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct DatedTotals {
    /// The day as of which it was judged.
    pub date: NaiveDate,
    /// Number of projects.
    pub projects: usize,
    /// The sum over all projects.
    pub total: Totals,
}
