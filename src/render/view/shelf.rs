//! What stands in many places of a project's view, made once: the engine's values are shared and not copied.

use std::cell::OnceCell;

use tera::Value;

use super::Setting;
use super::evidence::{Evidence, Given};
use super::facts::ControlLink;
use super::statement::Statement;
use crate::assess::EvidenceState;
use crate::model::Target;
use crate::resolve::{ControlRow, Matrix, Proof};

/// What stands in many places of a project's view.
pub(super) struct Shelf<'s, 'a> {
    pub(super) setting: Setting<'s>,
    pub(super) matrix: &'a Matrix<'a>,
    /// Links to the controls of the matrix, in its order.
    links: Vec<Value>,
    /// The evidence of the matrix, in its order.
    proofs: Vec<Shelved>,
    /// The statements on the controls of the matrix, in its order.
    statements: Vec<OnceCell<Option<Value>>>,
}

/// A piece of evidence.
struct Shelved {
    state: EvidenceState,
    whole: OnceCell<Value>,
    brief: Value,
}

impl<'s, 'a> Shelf<'s, 'a> {
    pub(super) fn new(setting: Setting<'s>, matrix: &'a Matrix<'a>) -> Self {
        let due_within = matrix.scope.organization.evidence_due_within;
        let shelved = |proof: &'a Proof<'a>| {
            let state = EvidenceState::of(proof.evidence, due_within, setting.situation);
            let brief = Value::from_serializable(&Given::new(proof.evidence, state));
            Shelved { state, whole: OnceCell::new(), brief }
        };
        let link = |row: &ControlRow<'a>| Value::from_serializable(&ControlLink::new(row.control));
        Self {
            setting,
            matrix,
            links: matrix.controls.iter().map(link).collect(),
            proofs: matrix.proofs.iter().map(shelved).collect(),
            statements: matrix.controls.iter().map(|_| OnceCell::new()).collect(),
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
        places.into_iter().map(|place| self.links[place].clone()).collect()
    }

    /// A piece of evidence, by its place in the matrix.
    pub(super) fn evidence(&self, place: usize) -> Value {
        let proof = &self.matrix.proofs[place];
        let make = || {
            let links = self.links(&proof.targets);
            Value::from_serializable(&Evidence::linked(self.setting, self.matrix, proof, links))
        };
        self.proofs[place].whole.get_or_init(make).clone()
    }

    /// A piece of evidence in few words, by its place in the matrix.
    pub(super) fn given(&self, place: usize) -> Value {
        self.proofs[place].brief.clone()
    }

    /// The state of a piece of evidence, by its place in the matrix.
    pub(super) fn state(&self, place: usize) -> EvidenceState {
        self.proofs[place].state
    }

    /// What is said about a control, if anything is.
    pub(super) fn statement(&self, row: &'a ControlRow<'a>) -> Option<Value> {
        let make = || Statement::new(self, row).map(|statement| Value::from_serializable(&statement));
        match self.matrix.place(row.control.id.as_str()).and_then(|place| self.statements.get(place)) {
            Some(cell) => cell.get_or_init(make).clone(),
            None => make(),
        }
    }
}
