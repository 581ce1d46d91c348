//! Accepted findings, which do not fail a run until they expire.

use chrono::NaiveDate;

use super::{EvidenceId, FindingCode, FindingId, PartyId, ProjectId, Selector};
use crate::source::Origin;

/// An entry of the list of accepted findings.
#[derive(Debug, Clone)]
pub struct AcceptedFinding {
    /// Which findings it accepts.
    pub target: AcceptedTarget,
    /// The accountable party.
    pub owner: PartyId,
    /// Name of that party as printed.
    pub owner_name: String,
    /// The reason.
    pub reason: String,
    /// The last day on which it is in force.
    pub expires: NaiveDate,
    /// The entry in its file.
    pub origin: Origin,
}

/// Which findings an entry accepts.
#[derive(Debug, Clone)]
pub enum AcceptedTarget {
    /// This finding.
    Finding(FindingId),
    /// All findings of a kind that the selectors match.
    Kind {
        /// The kind.
        code: FindingCode,
        /// Only in this project.
        project: Option<ProjectId>,
        /// Only about this control, part and service.
        selector: Selector,
        /// Only about this evidence.
        evidence: Option<EvidenceId>,
    },
}
