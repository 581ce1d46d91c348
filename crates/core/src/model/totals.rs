//! How projects stand, in numbers that can be added up and followed over time.

use std::ops::AddAssign;

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

/// Controls by what they amount to, and findings by how much they matter.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Totals {
    /// Controls that the provider does alone.
    pub inherited: usize,
    /// Controls in which each side has a part.
    pub shared: usize,
    /// Controls that the customer does alone.
    pub customer: usize,
    /// Controls with nothing to do.
    pub not_applicable: usize,
    /// Findings that must be mended.
    pub errors: usize,
    /// Findings that should be mended.
    pub warnings: usize,
    /// Findings worth knowing.
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

/// How an organisation stood on a day.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct DatedTotals {
    /// The day as of which it was judged.
    pub date: NaiveDate,
    /// How many projects there were.
    pub projects: usize,
    /// All of them together.
    pub total: Totals,
}
