//! Evidence assessed on a day: whether it is valid, and what is affected where it is not.

use super::{AssessmentBasis, Finding, FindingCode};
use crate::digest::Sha256Digest;
use crate::model::{Evidence, EvidenceState, Interval, Statement};
use crate::resolve::Matrix;
use crate::texts::FileState;

impl EvidenceState {
    /// All states, the best first.
    pub const ALL: [EvidenceState; 6] =
        [Self::Current, Self::DueSoon, Self::Stale, Self::Missing, Self::Altered, Self::FromFuture];

    /// The state of a piece of evidence.
    pub fn of(evidence: &Evidence, due_within: Interval, basis: AssessmentBasis<'_>) -> Self {
        let as_of = basis.as_of;
        // The file comes first: dates say nothing about a file that does not exist or is another one.
        match evidence.path.as_deref().and_then(|path| basis.files.state(path)) {
            Some(FileState::Pointer(_) | FileState::Missing | FileState::Refused) => return Self::Missing,
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

    /// The value that matrix.json and templates have for it.
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

    /// True when the evidence shows today what it showed when it was collected.
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

/// One finding for each piece of evidence that supports a control here and is not valid, or not for long.
pub(super) fn findings(matrix: &Matrix<'_>, basis: AssessmentBasis<'_>) -> Vec<Finding> {
    let due_within = matrix.scope.organization.evidence_due_within;
    let invalid = matrix.evidence.iter().filter_map(|supporting| {
        let state = EvidenceState::of(supporting.evidence, due_within, basis);
        finding(supporting.evidence, state, basis).map(|finding| finding.dependents(supporting))
    });
    invalid.chain(out_of_scope(matrix)).collect()
}

/// What is wrong with a piece of evidence in this state.
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
            let message = format!("evidence `{id}` is valid until {last}");
            Finding::new(FindingCode::EvidenceDue, message, &last_day_of(evidence))
        }
        EvidenceState::Stale => {
            let last = evidence.valid_until.unwrap_or(as_of);
            let message = format!("evidence `{id}` was valid until {last}");
            Finding::new(FindingCode::EvidenceStale, message, &last_day_of(evidence))
        }
        EvidenceState::Missing => absent(evidence, basis),
        EvidenceState::Altered => {
            let message =
                format!("evidence `{id}`: file `{}` does not match its pinned SHA-256", file(evidence));
            // Evidence of the kind `attestation` has no digest of its own: that of the report is pinned.
            let key = if evidence.attestation.is_some() { "location" } else { "sha256" };
            Finding::new(FindingCode::EvidenceAltered, message, &origin.key(key))
        }
        EvidenceState::FromFuture => {
            let message =
                format!("evidence `{id}` was collected on {}, after the as-of date", evidence.collected);
            Finding::new(FindingCode::EvidenceFromFuture, message, &origin.key("collected"))
        }
    };
    Some(finding.evidence(id))
}

fn absent(evidence: &Evidence, basis: AssessmentBasis<'_>) -> Finding {
    let id = &evidence.id;
    let path = file(evidence);
    let place = evidence.origin.key("location");
    if basis.files.fingerprint(path).is_some() {
        let message = format!("evidence `{id}`: file `{path}` is empty");
        return Finding::new(FindingCode::EvidenceEmpty, message, &place);
    }
    if let Some(FileState::Pointer(_)) = basis.files.state(path) {
        let message = format!("evidence `{id}`: file `{path}` is only a Git LFS pointer");
        return Finding::new(FindingCode::EvidencePointer, message, &place);
    }
    let message = format!("evidence `{id}`: file `{path}` does not exist");
    Finding::new(FindingCode::EvidenceFileMissing, message, &place)
}

fn file(evidence: &Evidence) -> &str {
    evidence.path.as_deref().unwrap_or(&evidence.location)
}

/// The key from which the last valid day follows.
fn last_day_of(evidence: &Evidence) -> crate::source::Origin {
    evidence.origin.key(evidence.last_day_key)
}

/// Statements of the project that name evidence which does not cover it.
fn out_of_scope(matrix: &Matrix<'_>) -> Vec<Finding> {
    let Some(project) = matrix.scope.project else {
        return Vec::new();
    };
    let register = &matrix.scope.organization.evidence;
    let mut findings = Vec::new();
    let mut find = |statement: &Statement, about: &dyn Fn(Finding) -> Finding| {
        // A statement of the organisation names the evidence of all its projects.
        if !matrix.scope.is_own(&statement.origin) {
            return;
        }
        let named = statement.evidence.iter().filter_map(|id| register.get(id));
        for evidence in named.filter(|evidence| !evidence.projects.covers(&project.id)) {
            let message = format!("evidence `{}` does not cover this project", evidence.id);
            let origin = statement.origin.key("evidence");
            let finding = Finding::new(FindingCode::EvidenceOutOfScope, message, &origin);
            findings.push(about(finding.evidence(&evidence.id)));
        }
    };
    for row in matrix.controls.iter().filter(|row| !row.cells.is_empty()) {
        for scoped in row.statements() {
            find(scoped.statement, &|finding| finding.control(row.control));
        }
    }
    for row in matrix.frameworks.iter().flat_map(|table| &table.requirements) {
        if let Some(scoped) = row.statement.as_deref() {
            find(scoped.statement, &|finding| finding.fact("requirement", &row.key));
        }
    }
    findings
}
