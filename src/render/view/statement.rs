//! What is said about controls.

use std::collections::BTreeMap;

use onus_core::model::{PartyId, Status};
use onus_core::resolve::{ControlRow, Matrix};
use serde::Serialize;
use tera::Value;

use super::Setting;
use super::acceptance::Acceptance;
use super::count::is_customers;
use super::facts::ControlLink;
use super::shelf::Shelf;
use super::text::Text;

/// How a control is met.
#[derive(Debug, Clone, Serialize)]
pub(super) struct Statement<'a> {
    /// The control.
    pub(super) control: ControlLink<'a>,
    /// `Implemented`, `Alternative`, `Partial`, `Planned` or `Not applicable`.
    pub(super) status: &'static str,
    /// True when it is planned or partial.
    pub(super) open: bool,
    /// Name of the party that answers for it, or none.
    pub(super) owner: Option<Text<'a>>,
    /// When it will be implemented, or none.
    pub(super) due: Option<String>,
    /// True when that day is past.
    pub(super) overdue: bool,
    /// What is done, with parameters filled in.
    pub(super) text: Text<'a>,
    /// What proves it.
    pub(super) evidence: Vec<Value>,
    /// True when something that may be relied on proves it.
    pub(super) proven: bool,
    /// True when the organisation states it for all of its projects.
    pub(super) everywhere: bool,
    /// File and line.
    pub(super) place: String,
}

impl<'a> Statement<'a> {
    /// What is said about a control, if anything is.
    pub(super) fn new(shelf: &Shelf<'_, 'a>, row: &'a ControlRow<'a>) -> Option<Self> {
        let Shelf { setting, matrix, .. } = shelf;
        let scoped = row.statement.as_deref()?;
        let entry = scoped.statement;
        Some(Self {
            control: ControlLink::new(row.control),
            status: entry.status.label(),
            open: matches!(entry.status, Status::Partial | Status::Planned),
            owner: entry.owner.as_ref().map(|id| party_name(matrix, id)),
            due: entry.due.map(|due| due.to_string()),
            overdue: entry.due.is_some_and(|due| due < setting.as_of()),
            text: Text(&scoped.text),
            proven: row.evidence.iter().any(|place| shelf.state(*place).is_valid()),
            everywhere: !matrix.scope.is_own(&entry.origin),
            evidence: row.evidence.iter().map(|place| shelf.evidence(*place)).collect(),
            place: setting.place(&entry.origin),
        })
    }

    /// All statements on controls in which the customer has a part, in catalog order.
    pub(super) fn of(setting: Setting<'_>, matrix: &'a Matrix<'a>) -> Vec<Self> {
        let shelf = Shelf::new(setting, matrix);
        let rows = matrix.controls.iter().filter(|row| is_customers(row));
        rows.filter_map(|row| Self::new(&shelf, row)).collect()
    }

    /// The same as values that others share.
    pub(super) fn shelved(shelf: &Shelf<'_, 'a>) -> Vec<Value> {
        let rows = shelf.matrix.controls.iter().filter(|row| is_customers(row));
        rows.filter_map(|row| shelf.statement(row)).collect()
    }
}

/// What is said about a control.
#[derive(Debug, Serialize)]
pub(super) struct Narrative<'a> {
    /// `Inherited`, `Shared`, `Customer` or `Not applicable`.
    pub(super) responsibility: &'static str,
    /// True when the customer has a part in it.
    pub(super) ours: bool,
    /// How it is met, or none.
    pub(super) statement: Option<Value>,
    /// Risks that somebody has accepted about it.
    pub(super) acceptances: Vec<Acceptance<'a>>,
}

impl<'a> Narrative<'a> {
    /// By the id of the control.
    pub(super) fn of(shelf: &Shelf<'_, 'a>) -> BTreeMap<&'a str, Self> {
        let Shelf { setting, matrix, .. } = shelf;
        let narrative = |row: &'a ControlRow<'a>| {
            let accepted = row.acceptances.iter().map(|entry| Acceptance::new(*setting, matrix, entry));
            let ours = is_customers(row);
            let narrative = Self {
                responsibility: row.responsibility().label(),
                ours,
                statement: shelf.statement(row).filter(|_| ours),
                acceptances: accepted.collect(),
            };
            (row.control.id.as_str(), narrative)
        };
        matrix.controls.iter().map(narrative).collect()
    }
}

pub(super) fn party_name<'a>(matrix: &Matrix<'a>, id: &'a PartyId) -> Text<'a> {
    let party = matrix.scope.delegations.parties().find(|party| party.id == *id);
    Text(party.map_or(id.as_str(), |party| &party.name))
}
