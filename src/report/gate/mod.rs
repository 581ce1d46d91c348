//! The gate: compares findings with the accepted ones and with `--deny`.

mod accepted;
mod deny;

use chrono::NaiveDate;
use onus_core::diagnostic::Diagnostic;
use onus_core::model::AcceptedFinding;
use onus_core::source::Sources;

use crate::build::{Build, ScopedFinding};

use accepted::Acceptances;
pub use deny::{Deny, DenyWord, Threshold};

/// The findings of a run, each with its acceptance, and warnings about the lists of accepted findings.
#[derive(Debug)]
pub struct Judged<'m> {
    /// The findings, in the order of the run.
    pub findings: Vec<JudgedFinding<'m>>,
    /// Entries that have expired or match no finding.
    pub warnings: Vec<Diagnostic>,
}

/// A finding and its acceptance.
#[derive(Debug)]
pub struct JudgedFinding<'m> {
    /// The finding.
    pub found: &'m ScopedFinding,
    /// Whether it is accepted.
    pub acceptance: FindingAcceptance<'m>,
}

/// Whether a finding is accepted.
#[derive(Debug, Clone, Copy)]
pub enum FindingAcceptance<'m> {
    /// It is not.
    Open,
    /// It is, by this entry.
    Accepted(&'m AcceptedFinding),
    /// It was: this entry has expired, so the finding counts again.
    Expired(&'m AcceptedFinding),
}

impl JudgedFinding<'_> {
    /// True if it is accepted and the acceptance has not expired.
    pub fn is_accepted(&self) -> bool {
        match self.acceptance {
            FindingAcceptance::Accepted(_) => true,
            FindingAcceptance::Open | FindingAcceptance::Expired(_) => false,
        }
    }

    /// True if it fails the run.
    pub fn is_denied(&self, deny: &Deny) -> bool {
        !self.is_accepted() && deny.denies_finding(self.found.finding.code)
    }
}

/// Compares the findings of a run with the accepted ones on a day. If input errors stopped the run, no entry is reported
/// as unused: its finding may not have been looked for.
pub fn judge<'m>(made: &'m Build, sources: &Sources, as_of: NaiveDate) -> Judged<'m> {
    let mut acceptances = Acceptances::new(&made.baselines, as_of);
    let findings: Vec<JudgedFinding<'m>> = made
        .findings
        .iter()
        .map(|found| JudgedFinding { found, acceptance: acceptances.acceptance_of(found) })
        .collect();
    let warnings = if made.mistakes.is_empty() { acceptances.warnings(sources) } else { Vec::new() };
    Judged { findings, warnings }
}
