//! Provider duties are only as good as the third-party reports behind them.

use chrono::NaiveDate;

use super::{Finding, FindingCode};
use crate::model::Attestation;
use crate::resolve::{Matrix, ServiceInUse};

/// Services whose provider has duties here that no current report covers.
pub(super) fn of_services(matrix: &Matrix<'_>, as_of: NaiveDate) -> Vec<Finding> {
    let scope = &matrix.scope;
    let relied_on = scope.services.iter().filter(|in_use| {
        let cells = matrix.controls.iter().flat_map(|row| &row.cells);
        let mut own =
            cells.filter(|cell| cell.service.is_some_and(|service| service.id == in_use.service.id));
        own.any(|cell| cell.decision.duties().iter().any(|holder| holder.involves_provider()))
    });
    relied_on.filter_map(|in_use| of_service(matrix, in_use, as_of)).collect()
}

fn of_service(matrix: &Matrix<'_>, in_use: &ServiceInUse<'_>, as_of: NaiveDate) -> Option<Finding> {
    let service = in_use.service;
    let covers = |attestation: &&Attestation| {
        attestation.provider == service.provider
            && attestation.services.covers(&service.id)
            && in_use.regions.iter().all(|region| attestation.regions.covers(&(*region).to_owned()))
    };
    let covering: Vec<&Attestation> = matrix.scope.organization.attestations.iter().filter(covers).collect();
    let last = covering.iter().map(|attestation| last_day(attestation)).max();
    match last {
        None => {
            let message = format!("no third-party report covers what the provider does for {}", service.name);
            Some(Finding::new(FindingCode::AttestationMissing, message, in_use.origin).service(&service.id))
        }
        Some(last) if last < as_of => {
            let message =
                format!("the last report that covers {} could be relied on until {last}", service.name);
            Some(Finding::new(FindingCode::AttestationLapsed, message, in_use.origin).service(&service.id))
        }
        Some(_) => None,
    }
}

/// The last day on which a report may be relied on: as it says, or the end of its period.
fn last_day(attestation: &Attestation) -> NaiveDate {
    attestation.valid_until.or(attestation.period.map(|(_, to)| to)).unwrap_or(NaiveDate::MIN)
}
