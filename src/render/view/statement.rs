//! What is said about controls.

use std::collections::BTreeMap;

use onus_core::model::{PartyId, Status};
use onus_core::resolve::{ControlRow, Matrix};
use serde::Serialize;
use tera::Value;

use super::ViewContext;
use super::acceptance::AcceptanceView;
use super::count::is_customers;
use super::facts::ControlLink;
use super::text::Text;
use super::view_cache::ViewCache;

/// How a control is met.
#[derive(Debug, Clone, Serialize)]
pub(super) struct StatementView<'a> {
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

impl<'a> StatementView<'a> {
    /// What is said about a control, if anything is.
    pub(super) fn new(cache: &ViewCache<'_, 'a>, row: &'a ControlRow<'a>) -> Option<Self> {
        let ViewCache { context, matrix, .. } = cache;
        let scoped = row.statement.as_deref()?;
        let entry = scoped.statement;
        Some(Self {
            control: ControlLink::new(row.control),
            status: entry.status.label(),
            open: matches!(entry.status, Status::Partial | Status::Planned),
            owner: entry.owner.as_ref().map(|id| party_name(matrix, id)),
            due: entry.due.map(|due| due.to_string()),
            overdue: entry.due.is_some_and(|due| due < context.as_of()),
            text: Text(&scoped.text),
            proven: row.evidence.iter().any(|place| cache.state(*place).is_valid()),
            everywhere: !matrix.scope.is_own(&entry.origin),
            evidence: row.evidence.iter().map(|place| cache.evidence(*place)).collect(),
            place: context.place(&entry.origin),
        })
    }

    /// All statements on controls in which the customer has a part, in catalog order.
    pub(super) fn of(context: ViewContext<'_>, matrix: &'a Matrix<'a>) -> Vec<Self> {
        let cache = ViewCache::new(context, matrix);
        let rows = matrix.controls.iter().filter(|row| is_customers(row));
        rows.filter_map(|row| Self::new(&cache, row)).collect()
    }

    /// The same as values that others share.
    pub(super) fn shelved(cache: &ViewCache<'_, 'a>) -> Vec<Value> {
        let rows = cache.matrix.controls.iter().filter(|row| is_customers(row));
        rows.filter_map(|row| cache.statement(row)).collect()
    }
}

/// What is said about a control.
#[derive(Debug, Serialize)]
pub(super) struct NarrativeView<'a> {
    /// `Inherited`, `Shared`, `Customer` or `Not applicable`.
    pub(super) responsibility: &'static str,
    /// True when the customer has a part in it.
    pub(super) ours: bool,
    /// How it is met, or none.
    pub(super) statement: Option<Value>,
    /// Risks that somebody has accepted about it.
    pub(super) acceptances: Vec<AcceptanceView<'a>>,
}

impl<'a> NarrativeView<'a> {
    /// By the id of the control.
    pub(super) fn of(cache: &ViewCache<'_, 'a>) -> BTreeMap<&'a str, Self> {
        let ViewCache { context, matrix, .. } = cache;
        let narrative = |row: &'a ControlRow<'a>| {
            let accepted = row.acceptances.iter().map(|entry| AcceptanceView::new(*context, matrix, entry));
            let ours = is_customers(row);
            let narrative = Self {
                responsibility: row.responsibility().label(),
                ours,
                statement: cache.statement(row).filter(|_| ours),
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
