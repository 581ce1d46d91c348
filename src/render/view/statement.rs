//! Implementation statements.

use std::borrow::Cow;
use std::collections::BTreeMap;

use onus_core::model::LineBreak;
use onus_core::resolve::{ControlRow, Matrix, ScopedStatement};
use serde::Serialize;
use tera::Value;

use super::ViewContext;
use super::acceptance::AcceptanceView;
use super::link::ControlLink;
use super::party::party_name;
use super::status::is_open;
use super::text::Text;
use super::view_cache::ViewCache;
use crate::render::prose::{has_several_blocks, one_line};

/// How a control is implemented.
#[derive(Debug, Clone, Serialize)]
pub(super) struct StatementView<'a> {
    pub(super) control: ControlLink<'a>,
    /// `Implemented`, `Alternative`, `Partial`, `Planned` or `Not applicable`.
    status: &'static str,
    /// True when it is partial or planned.
    open: bool,
    /// Name of the control owner, or none.
    owner: Option<Text<'a>>,
    /// Target date, or none.
    due: Option<String>,
    /// True when that date is before the as-of date.
    overdue: bool,
    /// With parameters filled in, on one line.
    text: String,
    /// The same as it is written, with its paragraphs and lists.
    prose: String,
    /// True when it has more than one paragraph, or a list.
    several: bool,
    /// Evidence that supports it.
    pub(super) evidence: Vec<Value>,
    /// True when valid evidence supports it.
    proven: bool,
    /// True when it is a statement of the organisation.
    everywhere: bool,
    /// `file:line`.
    pub(super) place: String,
}

impl<'a> StatementView<'a> {
    /// The statement on a control, if there is one.
    pub(super) fn new(cache: &ViewCache<'_, 'a>, row: &'a ControlRow<'a>) -> Option<Self> {
        let ViewCache { context, matrix, .. } = cache;
        let scoped = row.statement.as_deref()?;
        let entry = scoped.statement;
        let prose = prose(scoped);
        Some(Self {
            control: ControlLink::new(row.control),
            status: entry.status.label(),
            open: is_open(entry.status),
            owner: entry.owner.as_ref().map(|id| party_name(matrix, id)),
            due: entry.due.map(|due| due.to_string()),
            overdue: entry.due.is_some_and(|due| due < context.as_of()),
            text: one_line(&prose),
            several: has_several_blocks(&prose),
            prose: prose.into_owned(),
            proven: row.evidence.iter().any(|place| cache.state(*place).is_valid()),
            everywhere: !matrix.scope.is_own(&entry.origin),
            evidence: row.evidence.iter().map(|place| cache.evidence(*place)).collect(),
            place: context.place(&entry.origin),
        })
    }

    /// The same as a value that all places of a document share.
    pub(super) fn cached(cache: &ViewCache<'_, 'a>, row: &'a ControlRow<'a>) -> Option<Value> {
        cache.statement(row, || Self::new(cache, row).map(|statement| Value::from_serializable(&statement)))
    }

    /// All statements on controls in which the customer has a duty, in catalog order.
    pub(super) fn of(context: ViewContext<'_>, matrix: &'a Matrix<'a>) -> Vec<Self> {
        let cache = ViewCache::new(context, matrix);
        let rows = matrix.controls.iter().filter(|row| row.concerns_customer());
        rows.filter_map(|row| Self::new(&cache, row)).collect()
    }

    /// The same as values that all places of a document share.
    pub(super) fn all_cached(cache: &ViewCache<'_, 'a>) -> Vec<Value> {
        let rows = cache.matrix.controls.iter().filter(|row| row.concerns_customer());
        rows.filter_map(|row| Self::cached(cache, row)).collect()
    }
}

/// The text of a statement, its paragraphs separated by empty lines.
pub(super) fn prose<'s>(scoped: &'s ScopedStatement<'_>) -> Cow<'s, str> {
    let text = scoped.text.trim();
    match scoped.statement.line_breaks {
        LineBreak::Paragraph if text.contains('\n') => Cow::Owned(text.replace('\n', "\n\n")),
        LineBreak::Paragraph | LineBreak::Line => Cow::Borrowed(text),
    }
}

/// Everything written about a control.
#[derive(Debug, Serialize)]
pub(super) struct NarrativeView<'a> {
    /// `Inherited`, `Shared`, `Customer` or `Not applicable`.
    responsibility: &'static str,
    /// True when the customer has a duty in it.
    ours: bool,
    /// Its implementation statement, or none.
    statement: Option<Value>,
    acceptances: Vec<AcceptanceView<'a>>,
}

impl<'a> NarrativeView<'a> {
    /// By the id of the control.
    pub(super) fn of(cache: &ViewCache<'_, 'a>) -> BTreeMap<&'a str, Self> {
        let ViewCache { context, matrix, .. } = cache;
        let narrative = |row: &'a ControlRow<'a>| {
            let accepted = row.acceptances.iter().map(|entry| AcceptanceView::new(*context, matrix, entry));
            let ours = row.concerns_customer();
            let narrative = Self {
                responsibility: row.responsibility().label(),
                ours,
                statement: StatementView::cached(cache, row).filter(|_| ours),
                acceptances: accepted.collect(),
            };
            (row.control.id.as_str(), narrative)
        };
        matrix.controls.iter().map(narrative).collect()
    }
}
