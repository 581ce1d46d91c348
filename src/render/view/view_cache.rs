//! Values that appear in many places of a project's view, made once: a copy of a value of the engine shares its
//! content.

use std::cell::OnceCell;

use onus_core::assess::{EvidenceState, Proofs, RequirementAssessment, RequirementAssessor};
use onus_core::model::Target;
use onus_core::resolve::{ControlRow, Matrix, RequirementRow, SupportingEvidence};
use tera::Value;

use super::ViewContext;
use super::evidence::{EvidenceBriefView, EvidenceView};
use super::holder::HolderCache;
use super::link::ControlLink;
use super::row::RowView;
use super::service_group::ServiceGroups;

/// What appears in many places of a project's view. Lists are in the order of the matrix, so that places in it are
/// places here, and each entry is made when it is first needed.
pub(super) struct ViewCache<'s, 'a> {
    pub(super) context: ViewContext<'s>,
    pub(super) matrix: &'a Matrix<'a>,
    /// Links to controls.
    links: Vec<OnceCell<Value>>,
    evidence: Vec<CachedEvidence>,
    /// Statements on controls.
    statements: Vec<OnceCell<Option<Value>>>,
    /// Rows of controls.
    rows: Vec<OnceCell<Vec<RowView<'a>>>>,
    holders: HolderCache<'a, 'a>,
    pub(super) proofs: Proofs<'a, 'a>,
    assessor: OnceCell<RequirementAssessor<'a, 'a>>,
    groups: OnceCell<ServiceGroups<'a>>,
}

/// A piece of evidence.
struct CachedEvidence {
    state: EvidenceState,
    whole: OnceCell<Value>,
    brief: OnceCell<Value>,
}

impl<'s, 'a> ViewCache<'s, 'a> {
    pub(super) fn new(context: ViewContext<'s>, matrix: &'a Matrix<'a>) -> Self {
        let due_within = matrix.scope.organization.evidence_due_within;
        let cached = |supporting: &'a SupportingEvidence<'a>| {
            let state = EvidenceState::of(supporting.evidence, due_within, context.basis);
            CachedEvidence { state, whole: OnceCell::new(), brief: OnceCell::new() }
        };
        let controls = matrix.controls.len();
        Self {
            context,
            matrix,
            links: vec![OnceCell::new(); controls],
            evidence: matrix.evidence.iter().map(cached).collect(),
            statements: vec![OnceCell::new(); controls],
            rows: (0..controls).map(|_| OnceCell::new()).collect(),
            holders: HolderCache::new(&matrix.scope),
            proofs: Proofs::of(matrix, context.as_of()),
            assessor: OnceCell::new(),
            groups: OnceCell::new(),
        }
    }

    /// The controls that targets are about, each once.
    fn links(&self, targets: &[Target]) -> Vec<Value> {
        let mut places: Vec<usize> = Vec::new();
        for place in targets.iter().filter_map(|target| self.matrix.place(target.control.as_str())) {
            if !places.contains(&place) {
                places.push(place);
            }
        }
        let link = |place: usize| {
            let control = self.matrix.controls[place].control;
            self.links[place].get_or_init(|| Value::from_serializable(&ControlLink::new(control))).clone()
        };
        places.into_iter().map(link).collect()
    }

    /// All evidence that supports a control, by id.
    pub(super) fn all_evidence(&self) -> Vec<Value> {
        (0..self.evidence.len()).map(|place| self.evidence(place)).collect()
    }

    /// A piece of evidence, by its place in the matrix.
    pub(super) fn evidence(&self, place: usize) -> Value {
        let supporting = &self.matrix.evidence[place];
        let make = || {
            let links = self.links(&supporting.targets);
            Value::from_serializable(&EvidenceView::linked(self.context, self.matrix, supporting, links))
        };
        self.evidence[place].whole.get_or_init(make).clone()
    }

    /// A piece of evidence in few words, by its place in the matrix.
    pub(super) fn evidence_brief(&self, place: usize) -> Value {
        let CachedEvidence { state, brief, .. } = &self.evidence[place];
        let evidence = self.matrix.evidence[place].evidence;
        brief.get_or_init(|| Value::from_serializable(&EvidenceBriefView::new(evidence, *state))).clone()
    }

    /// The status of a requirement.
    pub(super) fn requirement(&self, row: &RequirementRow<'a>) -> RequirementAssessment<'a> {
        self.assessor().assess(row)
    }

    /// What assesses requirements.
    pub(super) fn assessor(&self) -> &RequirementAssessor<'a, 'a> {
        self.assessor.get_or_init(|| RequirementAssessor::new(self.matrix, self.context.basis))
    }

    /// Groups of services that behave alike.
    pub(super) fn groups(&self) -> &ServiceGroups<'a> {
        self.groups.get_or_init(|| ServiceGroups::of(self.matrix))
    }

    /// The state of a piece of evidence, by its place in the matrix.
    pub(super) fn state(&self, place: usize) -> EvidenceState {
        self.evidence[place].state
    }

    /// Who does what in a control.
    pub(super) fn rows(&self, row: &'a ControlRow<'a>) -> &[RowView<'a>] {
        let place = self.matrix.place(row.control.id.as_str());
        let known = place.and_then(|place| self.rows.get(place));
        known.map_or(&[], |known| known.get_or_init(|| RowView::with_holders(&self.holders, &row.cells)))
    }

    /// The statement on a control as `make` makes it the first time; none when there is none.
    pub(super) fn statement(
        &self,
        row: &ControlRow<'_>,
        make: impl FnOnce() -> Option<Value>,
    ) -> Option<Value> {
        match self.matrix.place(row.control.id.as_str()).and_then(|place| self.statements.get(place)) {
            Some(cell) => cell.get_or_init(make).clone(),
            None => make(),
        }
    }
}
