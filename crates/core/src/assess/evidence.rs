//! Evidence judged on a day: whether it may be relied on, and what hangs on it when it may not.

use super::{AssessmentBasis, Finding, FindingCode};
use crate::model::{Evidence, Interval, Sha256Digest};
use crate::resolve::Matrix;
use crate::texts::FileState;

/// Whether a piece of evidence may be relied on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum EvidenceState {
    /// It may.
    Current,
    /// It may, but not for long.
    DueSoon,
    /// Its last day is past.
    Stale,
    /// Its file is not there, or has nothing in it.
    Missing,
    /// Its file is not the one that was pinned.
    Altered,
    /// It was collected after the as-of date.
    FromFuture,
}

impl EvidenceState {
    /// All of them, the best first.
    pub const ALL: [EvidenceState; 6] =
        [Self::Current, Self::DueSoon, Self::Stale, Self::Missing, Self::Altered, Self::FromFuture];

    /// The state of a piece of evidence. What is wrong with its file outweighs what is wrong with its days.
    pub fn of(evidence: &Evidence, due_within: Interval, basis: AssessmentBasis<'_>) -> Self {
        let as_of = basis.as_of;
        match evidence.path.as_deref().and_then(|path| basis.files.state(path)) {
            Some(FileState::Missing | FileState::Refused) => return Self::Missing,
            Some(FileState::Present(found)) if found.bytes == 0 => return Self::Missing,
            Some(FileState::Present(found)) if is_other(evidence.pinned, found.sha256) => {
                return Self::Altered;
            }
            Some(FileState::Present(_)) | None => {}
        }
        if evidence.collected > as_of {
            return Self::FromFuture;
        }
        match evidence.valid_until {
            Some(last) if last < as_of => Self::Stale,
            Some(last) if last < due_within.after(as_of) => Self::DueSoon,
            Some(_) | None => Self::Current,
        }
    }

    /// The word for it.
    pub fn word(self) -> &'static str {
        match self {
            Self::Current => "current",
            Self::DueSoon => "due soon",
            Self::Stale => "stale",
            Self::Missing => "missing",
            Self::Altered => "altered",
            Self::FromFuture => "from the future",
        }
    }

    /// True while it may be relied on.
    pub fn is_valid(self) -> bool {
        match self {
            Self::Current | Self::DueSoon => true,
            Self::Stale | Self::Missing | Self::Altered | Self::FromFuture => false,
        }
    }
}

fn is_other(pinned: Option<Sha256Digest>, found: Sha256Digest) -> bool {
    pinned.is_some_and(|pinned| pinned != found)
}

/// What is wrong with the evidence that supports something here: one finding each.
pub(super) fn findings(matrix: &Matrix<'_>, basis: AssessmentBasis<'_>) -> Vec<Finding> {
    let due_within = matrix.scope.organization.evidence_due_within;
    let judged = matrix.evidence.iter().filter_map(|supporting| {
        let state = EvidenceState::of(supporting.evidence, due_within, basis);
        finding(supporting.evidence, state, basis).map(|finding| finding.dependents(supporting))
    });
    judged.chain(elsewhere(matrix)).collect()
}

/// What is wrong with a piece of evidence in that state.
pub(super) fn finding(
    evidence: &Evidence,
    state: EvidenceState,
    basis: AssessmentBasis<'_>,
) -> Option<Finding> {
    let (id, origin) = (&evidence.id, &evidence.origin);
    let as_of = basis.as_of;
    let finding = match state {
        EvidenceState::Current => return None,
        EvidenceState::DueSoon => {
            let last = evidence.valid_until.unwrap_or(as_of);
            let message = format!("the evidence `{id}` is good until {last}");
            Finding::new(FindingCode::EvidenceDue, message, &last_day_of(evidence))
        }
        EvidenceState::Stale => {
            let last = evidence.valid_until.unwrap_or(as_of);
            let message = format!("the evidence `{id}` was valid until {last}");
            Finding::new(FindingCode::EvidenceStale, message, &last_day_of(evidence))
        }
        EvidenceState::Missing => absent(evidence, basis),
        EvidenceState::Altered => {
            let message = format!("the file of the evidence `{id}` is not the one whose digest is pinned");
            // Evidence that stands for a report has no digest of its own; the report's is pinned.
            let key = if evidence.attestation.is_some() { "location" } else { "sha256" };
            Finding::new(FindingCode::EvidenceAltered, message, &origin.key(key))
        }
        EvidenceState::FromFuture => {
            let message =
                format!("the evidence `{id}` was collected on {}, after the as-of date", evidence.collected);
            Finding::new(FindingCode::EvidenceFromFuture, message, &origin.key("collected"))
        }
    };
    Some(finding.evidence(id))
}

fn absent(evidence: &Evidence, basis: AssessmentBasis<'_>) -> Finding {
    let id = &evidence.id;
    let path = evidence.path.as_deref().unwrap_or(&evidence.location);
    let place = evidence.origin.key("location");
    if basis.files.fingerprint(path).is_some() {
        let message = format!("the file of the evidence `{id}` is empty");
        return Finding::new(FindingCode::EvidenceEmpty, message, &place);
    }
    let message = format!("the evidence `{id}` is to be in `{path}`, where there is no file");
    Finding::new(FindingCode::EvidenceFileMissing, message, &place)
}

/// The key that says how long a piece of evidence may be relied on.
fn last_day_of(evidence: &Evidence) -> crate::source::Origin {
    evidence.origin.key(evidence.last_day_key)
}

/// Statements here that name evidence on other projects.
fn elsewhere(matrix: &Matrix<'_>) -> Vec<Finding> {
    let Some(project) = matrix.scope.project else {
        return Vec::new();
    };
    let register = &matrix.scope.organization.evidence;
    let mut findings = Vec::new();
    for row in matrix.controls.iter().filter(|row| !row.cells.is_empty()) {
        let Some(statement) = row.statement.as_deref().map(|scoped| scoped.statement) else { continue };
        // An organisation's statement names what proves it in each of its projects.
        if statement.origin.source != project.origin.source {
            continue;
        }
        let named = statement.evidence.iter().filter_map(|id| register.get(id));
        for evidence in named.filter(|evidence| !evidence.projects.covers(&project.id)) {
            let message = format!("the evidence `{}` does not speak about this project", evidence.id);
            let origin = statement.origin.key("evidence");
            let finding = Finding::new(FindingCode::EvidenceOutOfScope, message, &origin);
            findings.push(finding.evidence(&evidence.id).control(row.control));
        }
    }
    findings
}
