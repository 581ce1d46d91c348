//! Findings that somebody has accepted for a while: the baseline from which new ones are told.

use chrono::NaiveDate;

use super::{EvidenceId, FindingCode, FindingId, PartyId, ProjectId, Selector};
use crate::source::Origin;

/// An entry of the list of accepted findings.
#[derive(Debug, Clone)]
pub struct AcceptedFinding {
    /// What it accepts.
    pub target: AcceptedTarget,
    /// The party that answers for it.
    pub owner: PartyId,
    /// Name of that party as printed.
    pub owner_name: String,
    /// Why.
    pub reason: String,
    /// The last day on which it holds.
    pub expires: NaiveDate,
    /// Where it is written.
    pub origin: Origin,
}

/// What an entry accepts.
#[derive(Debug, Clone)]
pub enum AcceptedTarget {
    /// This finding.
    Finding(FindingId),
    /// Every finding of a kind that the selectors meet.
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
