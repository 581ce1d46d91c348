//! What stands in many places of a project's view, made once: the engine's values are shared and not copied.

use std::cell::OnceCell;

use onus_core::assess::EvidenceState;
use onus_core::model::Target;
use onus_core::resolve::{ControlRow, Matrix, SupportingEvidence};
use tera::Value;

use super::ViewContext;
use super::evidence::{EvidenceBriefView, EvidenceView};
use super::facts::ControlLink;
use super::holder::HolderCache;
use super::matrix::RowView;
use super::statement::StatementView;

/// What stands in many places of a project's view.
pub(super) struct ViewCache<'s, 'a> {
    pub(super) context: ViewContext<'s>,
    pub(super) matrix: &'a Matrix<'a>,
    /// Links to the controls of the matrix, in its order.
    links: Vec<OnceCell<Value>>,
    /// The evidence of the matrix, in its order.
    proofs: Vec<CachedEvidence>,
    /// The statements on the controls of the matrix, in its order.
    statements: Vec<OnceCell<Option<Value>>>,
    /// Who does what in the controls of the matrix, in its order.
    rows: Vec<OnceCell<Vec<RowView<'a>>>>,
    holders: HolderCache<'a, 'a>,
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
        let shelved = |proof: &'a SupportingEvidence<'a>| {
            let state = EvidenceState::of(proof.evidence, due_within, context.basis);
            CachedEvidence { state, whole: OnceCell::new(), brief: OnceCell::new() }
        };
        let controls = matrix.controls.len();
        Self {
            context,
            matrix,
            links: vec![OnceCell::new(); controls],
            proofs: matrix.evidence.iter().map(shelved).collect(),
            statements: vec![OnceCell::new(); controls],
            rows: (0..controls).map(|_| OnceCell::new()).collect(),
            holders: HolderCache::new(&matrix.scope),
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

    /// A piece of evidence, by its place in the matrix.
    pub(super) fn evidence(&self, place: usize) -> Value {
        let proof = &self.matrix.evidence[place];
        let make = || {
            let links = self.links(&proof.targets);
            Value::from_serializable(&EvidenceView::linked(self.context, self.matrix, proof, links))
        };
        self.proofs[place].whole.get_or_init(make).clone()
    }

    /// A piece of evidence in few words, by its place in the matrix.
    pub(super) fn given(&self, place: usize) -> Value {
        let CachedEvidence { state, brief, .. } = &self.proofs[place];
        let evidence = self.matrix.evidence[place].evidence;
        brief.get_or_init(|| Value::from_serializable(&EvidenceBriefView::new(evidence, *state))).clone()
    }

    /// The state of a piece of evidence, by its place in the matrix.
    pub(super) fn state(&self, place: usize) -> EvidenceState {
        self.proofs[place].state
    }

    /// Who does what in a control.
    pub(super) fn rows(&self, row: &'a ControlRow<'a>) -> &[RowView<'a>] {
        let place = self.matrix.place(row.control.id.as_str());
        let known = place.and_then(|place| self.rows.get(place));
        known.map_or(&[], |known| known.get_or_init(|| RowView::held(&self.holders, &row.cells)))
    }

    /// What is said about a control, if anything is.
    pub(super) fn statement(&self, row: &'a ControlRow<'a>) -> Option<Value> {
        let make = || StatementView::new(self, row).map(|statement| Value::from_serializable(&statement));
        match self.matrix.place(row.control.id.as_str()).and_then(|place| self.statements.get(place)) {
            Some(cell) => cell.get_or_init(make).clone(),
            None => make(),
        }
    }
}
