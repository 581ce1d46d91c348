//! The status of requirements: what is stated about them, or else what follows from the controls and parts that satisfy
//! them, never better than those, their mappings, acceptances and evidence allow.

use chrono::NaiveDate;

use super::status_cap::StatusCap;
use super::{AcceptanceState, AssessmentBasis, EvidenceRequests, EvidenceState};
use crate::model::{
    Acceptance, Control, Evidence, EvidenceId, ImplementationStatus, Part, Relationship, Target,
};
use crate::resolve::{ControlRow, ExclusionReason, Matrix, RequirementRow};

/// The status of a requirement on a day, and why it is not better.
#[derive(Debug)]
pub struct RequirementAssessment<'a> {
    /// How far it is implemented.
    pub status: ImplementationStatus,
    /// True when that follows from what satisfies it, false when it is stated.
    pub derived: bool,
    /// What keeps it from being implemented.
    pub capped_by: Vec<StatusCap<'a>>,
    /// Every part that satisfies it, in catalog order; all parts of a control that satisfies it as a whole.
    pub parts: Vec<AssessedPart<'a>>,
    /// The evidence behind it, as indexes into [`Matrix::evidence`].
    pub evidence: Vec<usize>,
    /// How much of that is valid.
    pub held: usize,
    /// How many evidence requests there are about those of its controls in which the customer holds a duty.
    pub asked: usize,
    /// How many of these are outstanding.
    pub open: usize,
    /// Why it does not apply; empty where it does, or where nothing in use has what it is about.
    pub not_applicable: Vec<ExclusionReason<'a>>,
}

/// A part that satisfies a requirement.
#[derive(Debug)]
pub struct AssessedPart<'a> {
    /// Its control.
    pub control: &'a Control,
    /// The part.
    pub part: &'a Part,
    /// How well it serves the requirement; where the control is mapped as a whole, how well that does.
    pub relationship: Relationship,
    /// How far the customer's part of it is implemented.
    pub status: ImplementationStatus,
}

/// A status that a requirement cannot surpass, and why.
struct Limit<'a> {
    most: ImplementationStatus,
    cap: StatusCap<'a>,
}

/// Assesses the requirements of a matrix, with what they have in common worked out once.
pub struct RequirementAssessor<'m, 'a> {
    matrix: &'m Matrix<'a>,
    as_of: NaiveDate,
    /// By their places in the matrix.
    evidence: Vec<EvidenceState>,
    lapsed: Vec<&'a Acceptance>,
    /// Evidence requests of controls, and how many are outstanding, by their places in the matrix.
    requests: Vec<Requests>,
}

#[derive(Clone, Copy, Default)]
struct Requests {
    asked: usize,
    open: usize,
}

impl<'m, 'a> RequirementAssessor<'m, 'a> {
    /// For a matrix on a day.
    pub fn new(matrix: &'m Matrix<'a>, basis: AssessmentBasis<'_>) -> Self {
        let due_within = matrix.scope.organization.evidence_due_within;
        let state = |evidence: &Evidence| EvidenceState::of(evidence, due_within, basis);
        let acceptances = matrix.scope.acceptances();
        let requests = |row: &ControlRow<'a>| match EvidenceRequests::of(matrix, row, basis) {
            Some(found) => Requests { asked: found.requests.len(), open: found.outstanding },
            None => Requests::default(),
        };
        Self {
            matrix,
            as_of: basis.as_of,
            evidence: matrix.evidence.iter().map(|supporting| state(supporting.evidence)).collect(),
            lapsed: acceptances
                .filter(|entry| AcceptanceState::of(entry, basis.as_of) == AcceptanceState::Lapsed)
                .collect(),
            requests: matrix.controls.iter().map(requests).collect(),
        }
    }

    /// The status of a requirement.
    pub fn assess(&self, row: &RequirementRow<'a>) -> RequirementAssessment<'a> {
        let parts = self.parts(row);
        let worked_out = ImplementationStatus::fold(parts.iter().map(|part| part.status));
        let (base, limits) = match &row.statement {
            Some(scoped) => {
                let mut limits = self.lapsed_acceptances(row);
                limits.extend(self.named_evidence(&scoped.statement.evidence));
                (ImplementationStatus::from(scoped.statement.status), limits)
            }
            None => self.derive(row, &parts, worked_out),
        };
        let limits = if base.concerns_customer() { limits } else { Vec::new() };
        let status = limits.iter().map(|limit| limit.most).fold(base, ImplementationStatus::min);
        // Only what holds the status where it is: with that mended, the next is told.
        let binding = limits.into_iter().filter(|limit| status.is_open() && limit.most == status);
        let capped_by = binding.map(|limit| limit.cap).collect();
        let ours = self.customer_controls(row);
        let evidence = self.evidence_behind(row, &ours);
        let requests = ours.iter().map(|place| self.requests[*place]);
        let (asked, open) = requests.fold((0, 0), |sum, one| (sum.0 + one.asked, sum.1 + one.open));
        RequirementAssessment {
            status,
            derived: row.statement.is_none(),
            capped_by,
            held: evidence.iter().filter(|place| self.evidence[**place].is_valid()).count(),
            evidence,
            asked,
            open,
            not_applicable: self.reasons(row, status),
            parts,
        }
    }

    /// True when a person confirmed the requirement on or before the day.
    pub(super) fn is_confirmed(&self, row: &RequirementRow<'_>) -> bool {
        row.confirmation.is_some_and(|entry| entry.on <= self.as_of)
    }

    /// What follows from the parts, and what it cannot surpass.
    fn derive(
        &self,
        row: &RequirementRow<'a>,
        parts: &[AssessedPart<'a>],
        worked_out: ImplementationStatus,
    ) -> (ImplementationStatus, Vec<Limit<'a>>) {
        let requirement = row.requirement;
        // Nothing is known about one that no control satisfies.
        if requirement.satisfied_by.is_empty() {
            return (ImplementationStatus::NotDocumented, Vec::new());
        }
        let partial = |cap| Limit { most: ImplementationStatus::Partial, cap };
        let is_confirmed = self.is_confirmed(row);
        let has_remainder = requirement.remainder.is_some() && !is_confirmed;
        let remainder = has_remainder.then(|| partial(StatusCap::Remainder));
        match worked_out {
            ImplementationStatus::NotApplicable => return (worked_out, Vec::new()),
            // Nobody but the customer can see to what nothing serves.
            ImplementationStatus::Inherited if has_remainder => {
                return (ImplementationStatus::Implemented, remainder.into_iter().collect());
            }
            ImplementationStatus::Inherited => return (worked_out, Vec::new()),
            ImplementationStatus::NotDocumented
            | ImplementationStatus::Planned
            | ImplementationStatus::Partial
            | ImplementationStatus::Alternative
            | ImplementationStatus::Implemented => {}
        }
        let mut limits = control_limits(parts);
        if !is_confirmed && !self.is_carried(row) {
            limits.push(partial(StatusCap::Relationship));
        }
        limits.extend(remainder);
        limits.extend(self.lapsed_acceptances(row));
        limits.extend(self.supporting_evidence(row));
        (worked_out, limits)
    }

    /// Every part that satisfies the requirement, with its status.
    fn parts(&self, row: &RequirementRow<'a>) -> Vec<AssessedPart<'a>> {
        let requirement = row.requirement;
        let mut parts = Vec::new();
        for control in &row.controls {
            let Some(found) = self.matrix.control(control.id.as_str()) else { continue };
            let targets = || requirement.satisfied_by.iter().filter(|target| target.control == control.id);
            let whole = targets().find(|target| target.part.is_none());
            for part in &control.parts {
                let own = targets().find(|target| target.part.as_ref() == Some(&part.id));
                let Some(target) = own.or(whole) else { continue };
                let relationship = requirement.relationship(target);
                let status = found.status_of_part(&part.id);
                parts.push(AssessedPart { control, part, relationship, status });
            }
        }
        parts
    }

    /// True when a mapping that applies here says that it serves all of the requirement, alone or with the others.
    pub(super) fn is_carried(&self, row: &RequirementRow<'a>) -> bool {
        let requirement = row.requirement;
        let applies =
            |target: &Target| self.row(target).is_some_and(|found| found.cells_of(target).next().is_some());
        let alone = |target: &Target| requirement.relationship(target).serves_fully() && applies(target);
        requirement.satisfied_by.iter().any(alone)
            || requirement.together.is_some_and(Relationship::serves_fully)
                && requirement.satisfied_by.iter().any(applies)
    }

    fn row(&self, target: &Target) -> Option<&'m ControlRow<'a>> {
        self.matrix.control(target.control.as_str())
    }

    /// Acceptances about what satisfies the requirement that lapsed.
    fn lapsed_acceptances(&self, row: &RequirementRow<'a>) -> Vec<Limit<'a>> {
        let is_about = |entry: &Acceptance| {
            let mut targets = row.requirement.satisfied_by.iter();
            targets.any(|target| self.row(target).is_some_and(|found| found.is_accepted(target, entry)))
        };
        let about = self.lapsed.iter().filter(|entry| is_about(entry));
        about
            .map(|entry| Limit { most: ImplementationStatus::Partial, cap: StatusCap::Acceptance(entry) })
            .collect()
    }

    /// Evidence named by the requirement's own statement that is not valid.
    fn named_evidence(&self, named: &'a [EvidenceId]) -> Vec<Limit<'a>> {
        let invalid = named.iter().filter_map(|id| {
            let mut all = self.matrix.evidence.iter();
            // Evidence that is out of scope here proves nothing here.
            let place = all.position(|supporting| supporting.evidence.id == *id);
            let state = place.map_or(EvidenceState::Missing, |place| self.evidence[place]);
            let cap = StatusCap::Evidence(id, state);
            (!state.is_valid()).then_some(Limit { most: ImplementationStatus::Partial, cap })
        });
        invalid.collect()
    }

    /// Evidence for controls that are stated to be implemented: pieces that are not valid, and controls without any.
    fn supporting_evidence(&self, row: &RequirementRow<'a>) -> Vec<Limit<'a>> {
        let mut invalid: Vec<usize> = Vec::new();
        let mut caps: Vec<StatusCap<'a>> = Vec::new();
        for place in self.customer_controls(row) {
            let found = &self.matrix.controls[place];
            let own = row.requirement.satisfied_by.iter().filter(|target| target.control == found.control.id);
            let status = ImplementationStatus::fold(own.map(|target| found.status_of(target)));
            if !status.is_implemented() {
                continue;
            }
            let serving =
                found.evidence.iter().filter(|at| self.matrix.evidence[**at].serves(row.requirement));
            let mut is_supported = false;
            for at in serving {
                is_supported = true;
                let (evidence, state) = (self.matrix.evidence[*at].evidence, self.evidence[*at]);
                if !state.is_valid() && !invalid.contains(at) {
                    invalid.push(*at);
                    caps.push(StatusCap::Evidence(&evidence.id, state));
                }
            }
            if !is_supported {
                caps.push(StatusCap::NoEvidence(found.control));
            }
        }
        caps.into_iter().map(|cap| Limit { most: ImplementationStatus::Partial, cap }).collect()
    }

    /// The places of those of its controls in whose serving parts the customer holds a duty.
    fn customer_controls(&self, row: &RequirementRow<'a>) -> Vec<usize> {
        let satisfied_by = &row.requirement.satisfied_by;
        let is_ours = |place: &usize| {
            let found = &self.matrix.controls[*place];
            let mut own = satisfied_by.iter().filter(|target| target.control == found.control.id);
            own.any(|target| found.cells_of(target).any(|cell| cell.concerns_customer()))
        };
        let places = row.controls.iter().filter_map(|control| self.matrix.place(control.id.as_str()));
        places.filter(is_ours).collect()
    }

    /// The evidence that supports these controls in what they do for the requirement, and what its own statement names.
    fn evidence_behind(&self, row: &RequirementRow<'a>, ours: &[usize]) -> Vec<usize> {
        let supporting = ours.iter().flat_map(|place| &self.matrix.controls[*place].evidence).copied();
        let named = row.statement.iter().flat_map(|scoped| &scoped.statement.evidence);
        let all = &self.matrix.evidence;
        let place = |id: &EvidenceId| all.iter().position(|supporting| supporting.evidence.id == *id);
        let mut places: Vec<usize> = supporting.chain(named.filter_map(place)).collect();
        places.sort_unstable();
        places.dedup();
        places.retain(|place| all[*place].serves(row.requirement));
        places
    }

    /// The reasons for which nothing of it applies.
    fn reasons(&self, row: &RequirementRow<'a>, status: ImplementationStatus) -> Vec<ExclusionReason<'a>> {
        if status != ImplementationStatus::NotApplicable || row.statement.is_some() {
            return Vec::new();
        }
        let mut reasons: Vec<ExclusionReason<'a>> = Vec::new();
        for target in &row.requirement.satisfied_by {
            let found = self.row(target).map(|found| found.exclusions_of(target)).unwrap_or_default();
            for reason in found {
                if !reasons.iter().any(|known| known.origin() == reason.origin()) {
                    reasons.push(reason);
                }
            }
        }
        reasons
    }
}

/// The controls that are not implemented, each once where all of its parts are in one state.
fn control_limits<'a>(parts: &[AssessedPart<'a>]) -> Vec<Limit<'a>> {
    let mut limits: Vec<Limit<'a>> = Vec::new();
    for group in parts.chunk_by(|one, other| one.control.id == other.control.id) {
        let ours: Vec<&AssessedPart<'a>> =
            group.iter().filter(|part| part.status.concerns_customer()).collect();
        let Some(first) = ours.first() else { continue };
        let is_alike = ours.iter().all(|part| part.status == first.status);
        let shown = if is_alike { &ours[..1] } else { &ours[..] };
        for assessed in shown.iter().filter(|assessed| assessed.status.is_open()) {
            let part = (!is_alike).then_some(assessed.part);
            let status = assessed.status;
            limits.push(Limit {
                most: status,
                cap: StatusCap::Control { control: assessed.control, part, status },
            });
        }
    }
    limits
}
