//! Implementation statements.

use std::borrow::Cow;
use std::collections::BTreeMap;

use chrono::NaiveDate;
use onus_core::model::{Catalog, Control, LineBreak, Statement, StatementSubject};
use onus_core::resolve::{ControlRow, Matrix, MatrixCell, ScopedStatement};
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

/// How a control or some of its cells are implemented.
#[derive(Debug, Clone, Serialize)]
pub(super) struct StatementView<'a> {
    pub(super) control: ControlLink<'a>,
    /// The part and service that it is about, such as `Data at rest for Amazon S3`; none for the control as a whole.
    about: Option<String>,
    #[serde(flatten)]
    pub(super) said: SaidView<'a>,
}

/// What a statement says.
#[derive(Debug, Clone, Serialize)]
pub(super) struct SaidView<'a> {
    /// `Implemented`, `Alternative`, `Partial`, `Planned` or `Not applicable`.
    status: &'static str,
    /// True when it is partial or planned.
    pub(super) open: bool,
    /// Name of the owner, or none.
    owner: Option<Text<'a>>,
    /// Target date, or none.
    due: Option<String>,
    /// The same for decisions.
    #[serde(skip)]
    pub(super) due_on: Option<NaiveDate>,
    /// True when that date is before the as-of date.
    overdue: bool,
    /// With parameters filled in, on one line.
    text: String,
    /// The same as it is written, with its paragraphs and lists.
    prose: String,
    /// The same in at most 25 words, or how it begins.
    brief: String,
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

impl<'a> SaidView<'a> {
    /// What a statement says, with the evidence at these places of the matrix.
    pub(super) fn new(cache: &ViewCache<'_, 'a>, scoped: &ScopedStatement<'a>, evidence: &[usize]) -> Self {
        let ViewCache { context, matrix, .. } = cache;
        let entry = scoped.statement;
        let prose = prose(scoped);
        Self {
            status: entry.status.label(),
            open: is_open(entry.status),
            owner: entry.owner.as_ref().map(|id| party_name(matrix, id)),
            due: entry.due.map(|due| due.to_string()),
            due_on: entry.due,
            overdue: entry.due.is_some_and(|due| due < context.as_of()),
            text: one_line(&prose),
            brief: brief(&one_line(&prose)),
            several: has_several_blocks(&prose),
            prose: prose.into_owned(),
            proven: evidence.iter().any(|place| cache.state(*place).is_valid()),
            everywhere: !matrix.scope.is_own(&entry.origin),
            evidence: evidence.iter().map(|place| cache.evidence(*place)).collect(),
            place: context.place(&entry.origin),
        }
    }
}

impl<'a> StatementView<'a> {
    /// The statement on a control as a whole, if there is one.
    pub(super) fn whole(cache: &ViewCache<'_, 'a>, row: &'a ControlRow<'a>) -> Option<Self> {
        let scoped = row.statement.as_deref()?;
        let said = SaidView::new(cache, scoped, &row.evidence);
        Some(Self { control: ControlLink::new(row.control), about: None, said })
    }

    /// The statements on some cells of a control in which the customer has a duty.
    pub(super) fn narrowed(cache: &ViewCache<'_, 'a>, row: &'a ControlRow<'a>) -> Vec<Self> {
        Self::narrowed_to(cache, row, |_| true)
    }

    /// The same for those of its cells that are meant.
    pub(super) fn narrowed_to(
        cache: &ViewCache<'_, 'a>,
        row: &'a ControlRow<'a>,
        is_meant: impl Fn(&MatrixCell<'a>) -> bool,
    ) -> Vec<Self> {
        let view = |scoped: &ScopedStatement<'a>| {
            let named = &scoped.statement.evidence;
            let all = &cache.matrix.evidence;
            let is_named = |place: &usize| named.contains(&all[*place].evidence.id);
            let evidence: Vec<usize> = row.evidence.iter().copied().filter(is_named).collect();
            Self {
                control: ControlLink::new(row.control),
                about: Some(about(cache.matrix.scope.catalog, row.control, scoped.statement)),
                said: SaidView::new(cache, scoped, &evidence),
            }
        };
        let holds = |scoped: &ScopedStatement<'a>| {
            let subject = &scoped.statement.subject;
            let cells = row.cells.iter().filter(|cell| subject.selects(&cell.part.id, cell.service));
            cells.filter(|cell| cell.concerns_customer()).any(&is_meant)
        };
        row.narrowed.iter().filter(|scoped| holds(scoped)).map(|scoped| view(scoped)).collect()
    }

    /// The statement on a control as a whole as a value that all places of a document share.
    pub(super) fn cached(cache: &ViewCache<'_, 'a>, row: &'a ControlRow<'a>) -> Option<Value> {
        cache.statement(row, || Self::whole(cache, row).map(|statement| Value::from_serializable(&statement)))
    }

    /// All statements on controls in which the customer has a duty, in catalog order.
    pub(super) fn of(context: ViewContext<'_>, matrix: &'a Matrix<'a>) -> Vec<Self> {
        let cache = ViewCache::new(context, matrix);
        let rows = matrix.controls.iter().filter(|row| row.concerns_customer());
        rows.flat_map(|row| Self::whole(&cache, row).into_iter().chain(Self::narrowed(&cache, row))).collect()
    }

    /// The same as values that all places of a document share.
    pub(super) fn all_cached(cache: &ViewCache<'_, 'a>) -> Vec<Value> {
        let rows = cache.matrix.controls.iter().filter(|row| row.concerns_customer());
        let narrowed = |row| Self::narrowed(cache, row).into_iter().map(|one| Value::from_serializable(&one));
        rows.flat_map(|row| Self::cached(cache, row).into_iter().chain(narrowed(row))).collect()
    }
}

/// The longest text that is printed whole in a table.
const MOST_WORDS: usize = 25;

/// How much of a longer one is printed: fewer words than would read as the same sentence twice.
const FIRST_WORDS: usize = 9;

/// A text in at most [`MOST_WORDS`] words, or how it begins.
fn brief(text: &str) -> String {
    let words: Vec<&str> = text.split_whitespace().collect();
    match words.len() > MOST_WORDS {
        true => format!("{} …", words[..FIRST_WORDS].join(" ")),
        false => text.to_owned(),
    }
}

/// The part and service that a statement on a control is about; empty for the control as a whole.
pub(super) fn about(catalog: &Catalog, control: &Control, statement: &Statement) -> String {
    let StatementSubject::Control { part, service, .. } = &statement.subject else {
        return String::new();
    };
    let part =
        part.as_ref().map(|id| control.part(id.as_str()).map_or(id.as_str(), |part| part.title.trim()));
    let service = service
        .as_ref()
        .map(|id| catalog.services.get(id).map_or(id.as_str(), |service| service.name.trim()));
    match (part, service) {
        (Some(part), Some(service)) => format!("{part} for {service}"),
        (Some(one), None) | (None, Some(one)) => one.to_owned(),
        (None, None) => String::new(),
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
    /// `Implemented`, `Alternative`, `Partial`, `Planned` or `Not documented`: the least of its cells; `Inherited` or `Not
    /// applicable` where the customer has no duty.
    status: &'static str,
    /// The implementation statement on it as a whole, or none.
    statement: Option<Value>,
    /// Statements on some of its cells.
    narrowed: Vec<StatementView<'a>>,
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
                status: row.status().label(),
                statement: StatementView::cached(cache, row).filter(|_| ours),
                narrowed: if ours { StatementView::narrowed(cache, row) } else { Vec::new() },
                acceptances: accepted.collect(),
            };
            (row.control.id.as_str(), narrative)
        };
        matrix.controls.iter().map(narrative).collect()
    }
}
