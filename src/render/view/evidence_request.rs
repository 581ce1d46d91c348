//! What auditors request about controls, against what is held.

use onus_core::assess::EvidenceRequests;
use onus_core::model::{Control, EvidenceRequest, Subject};
use onus_core::resolve::{ControlRow, Matrix, duty_holders};
use serde::Serialize;
use tera::Value;

use super::link::ControlLink;
use super::party::party_name;
use super::text::{Text, listed};
use super::view_cache::ViewCache;

/// Evidence that auditors request about a control.
#[derive(Debug, Clone, Serialize)]
pub(super) struct EvidenceRequestView<'a> {
    /// The control and its place among the requests about it, such as `LOG-01.2`.
    number: String,
    text: Text<'a>,
    /// How often it is renewed.
    cadence: &'static str,
}

impl<'a> EvidenceRequestView<'a> {
    /// All requests about a control.
    pub(super) fn of(control: &'a Control) -> Vec<Self> {
        let ask = |(place, request): (usize, &'a EvidenceRequest)| Self {
            number: format!("{}.{}", control.id, place + 1),
            text: Text(&request.text),
            cadence: request.cadence.label(),
        };
        control.evidence.iter().enumerate().map(ask).collect()
    }
}

/// The most services that a population names.
const MOST_SERVICES: usize = 2;

/// What auditors request about a control, what is held and what is outstanding.
#[derive(Debug, Serialize)]
pub(super) struct ControlRequestsView<'a> {
    control: ControlLink<'a>,
    asks: Vec<EvidenceRequestView<'a>>,
    given: Vec<Value>,
    /// Requests that no evidence answers.
    open: usize,
    /// What they are about in few words: `Organisation`, `Project`, `All services`, `12 services`, or names.
    population: String,
    /// Names of the owners of its statements, or else of the parties with a duty in it, or none.
    owner: Option<String>,
    /// The last day on which what answers requests today still does; none where that has no end.
    answered_until: Option<String>,
}

impl<'a> ControlRequestsView<'a> {
    fn new(cache: &ViewCache<'_, 'a>, row: &'a ControlRow<'a>) -> Option<Self> {
        let asked = EvidenceRequests::of(cache.matrix, row, cache.context.basis)?;
        Some(Self {
            control: ControlLink::new(row.control),
            asks: EvidenceRequestView::of(row.control),
            given: row.evidence.iter().map(|place| cache.evidence_brief(*place)).collect(),
            open: asked.outstanding,
            population: population(cache.matrix, row),
            owner: owner(cache.matrix, row),
            answered_until: asked.answered_until.map(|day| day.to_string()),
        })
    }

    /// Every control in which the customer has a duty and about which evidence is requested.
    pub(super) fn of(cache: &ViewCache<'_, 'a>) -> Vec<Self> {
        cache.matrix.controls.iter().filter_map(|row| Self::new(cache, row)).collect()
    }
}

/// What the customer's part of a control applies to: services, the project or the organisation.
fn population(matrix: &Matrix<'_>, row: &ControlRow<'_>) -> String {
    let ours = || row.cells.iter().filter(|cell| cell.concerns_customer());
    let mut services: Vec<Text<'_>> = Vec::new();
    for service in ours().filter_map(|cell| cell.service) {
        let name = Text(&service.name);
        if !services.contains(&name) {
            services.push(name);
        }
    }
    let per = ours().map(|cell| cell.part.per).max().unwrap_or_default();
    match (services.len(), per) {
        (0, Subject::Organization) => "Organisation".to_owned(),
        (0, Subject::Project | Subject::Service) => "Project".to_owned(),
        (all, _) if all > 1 && all == matrix.scope.services.len() => "All services".to_owned(),
        (few, _) if few <= MOST_SERVICES => listed(&services.iter().map(|name| name.0).collect::<Vec<_>>()),
        (many, _) => format!("{many} services"),
    }
}

/// The owners of its statements, or else the parties with a duty in it.
fn owner(matrix: &Matrix<'_>, row: &ControlRow<'_>) -> Option<String> {
    let mut names: Vec<&str> = row.owners().iter().map(|id| party_name(matrix, id).0.trim()).collect();
    if names.is_empty() {
        names.extend(duty_holders(row.cells.iter()).iter().map(|party| party.name.trim()));
    }
    (!names.is_empty()).then(|| listed(&names))
}
