//! Which findings count: all but those that somebody has accepted for a while.

mod accepted;
mod deny;

use chrono::NaiveDate;
use onus_core::diagnostic::Diagnostic;
use onus_core::model::AcceptedFinding;
use onus_core::source::Sources;

use crate::build::{Build, ProjectFinding};

use accepted::Acceptances;
pub use deny::{Deny, DenyWord, Threshold};

/// The findings of a run with what holds of each, and what is to be said of the list of accepted ones.
#[derive(Debug)]
pub struct Judged<'m> {
    /// The findings, in the order of the run.
    pub findings: Vec<JudgedFinding<'m>>,
    /// Entries that have expired, and entries that meet nothing.
    pub warnings: Vec<Diagnostic>,
}

/// A finding, and whether it counts.
#[derive(Debug)]
pub struct JudgedFinding<'m> {
    /// The finding.
    pub found: &'m ProjectFinding,
    /// Whether it counts.
    pub standing: Standing<'m>,
}

/// Whether a finding counts.
#[derive(Debug, Clone, Copy)]
pub enum Standing<'m> {
    /// It does: nobody has accepted it.
    Open,
    /// It does not, as long as this entry holds.
    Accepted(&'m AcceptedFinding),
    /// It does again: this entry has expired.
    Expired(&'m AcceptedFinding),
}

impl JudgedFinding<'_> {
    /// True when somebody has accepted it, and that still holds.
    pub fn is_accepted(&self) -> bool {
        match self.standing {
            Standing::Accepted(_) => true,
            Standing::Open | Standing::Expired(_) => false,
        }
    }

    /// True when it counts and is one that fails the run.
    pub fn is_denied(&self, deny: &Deny) -> bool {
        !self.is_accepted() && deny.denies_finding(self.found.finding.code)
    }
}

/// Holds the findings of a run against the lists of accepted ones, on a day. Where mistakes kept projects from being
/// judged, nothing is said of entries that meet no finding.
pub fn judge<'m>(made: &'m Build, sources: &Sources, as_of: NaiveDate) -> Judged<'m> {
    let mut acceptances = Acceptances::new(&made.baselines, as_of);
    let findings: Vec<JudgedFinding<'m>> = made
        .findings
        .iter()
        .map(|found| JudgedFinding { found, standing: acceptances.standing(found) })
        .collect();
    let warnings = if made.mistakes.is_empty() { acceptances.warnings(sources) } else { Vec::new() };
    Judged { findings, warnings }
}
