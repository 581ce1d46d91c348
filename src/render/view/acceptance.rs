//! Risk acceptances.

use onus_core::assess::AcceptanceState;
use onus_core::model;
use onus_core::resolve::Matrix;
use serde::Serialize;

use super::ViewContext;
use super::link::ControlLink;
use super::text::Text;

/// A risk acceptance.
#[derive(Debug, Clone, Serialize)]
pub(super) struct AcceptanceView<'a> {
    pub(super) id: &'a str,
    controls: Vec<ControlLink<'a>>,
    /// Title of the part that it is limited to, or none.
    part: Option<Text<'a>>,
    /// Name of the service that it is limited to, or none.
    service: Option<Text<'a>>,
    reason: Text<'a>,
    approver: Text<'a>,
    /// First day in force.
    from: String,
    /// Last day in force.
    until: String,
    /// `in force`, `lapsed` or `not yet`.
    state: &'static str,
    /// `file:line`.
    place: String,
    /// The day on which it was approved, or none.
    approved_on: Option<String>,
}

impl<'a> AcceptanceView<'a> {
    pub(super) fn new(
        context: ViewContext<'_>,
        matrix: &Matrix<'a>,
        acceptance: &'a model::Acceptance,
    ) -> Self {
        let selector = &acceptance.selector;
        let rows = matrix.controls.iter();
        let meant: Vec<_> =
            rows.filter(|row| row.acceptances.iter().any(|found| found.id == acceptance.id)).collect();
        let part = selector.part.as_ref().and_then(|id| {
            meant.iter().find_map(|row| row.control.part(id.as_str())).map(|part| Text(&part.title))
        });
        let services = &matrix.scope.catalog.services;
        let service = selector.service.as_ref().and_then(|id| services.get(id));
        Self {
            id: acceptance.id.as_str(),
            controls: meant.iter().map(|row| ControlLink::new(row.control)).collect(),
            part,
            service: service.map(|service| Text(&service.name)),
            reason: Text(&acceptance.reason),
            approver: Text(&acceptance.approver),
            from: acceptance.from.to_string(),
            until: acceptance.until.to_string(),
            state: AcceptanceState::of(acceptance, context.as_of()).word(),
            place: context.place(&acceptance.origin),
            approved_on: acceptance.approved_on.map(|day| day.to_string()),
        }
    }

    /// Those that match a cell of the project, the organisation's first.
    pub(super) fn of(context: ViewContext<'_>, matrix: &Matrix<'a>) -> Vec<Self> {
        let all = matrix.scope.acceptances().map(|acceptance| Self::new(context, matrix, acceptance));
        all.filter(|acceptance| !acceptance.controls.is_empty()).collect()
    }
}
