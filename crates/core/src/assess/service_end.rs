//! Services in use that their provider has ended, or has said that it will.

use chrono::NaiveDate;

use super::finding::Finding;
use crate::model::FindingCode;
use crate::resolve::{Matrix, ServiceInUse};

/// A finding for each service in use of which the catalog knows the last month.
pub(super) fn findings(matrix: &Matrix<'_>, as_of: NaiveDate) -> Vec<Finding> {
    let found = |in_use: &ServiceInUse<'_>| {
        let service = in_use.service;
        let ends = service.ends?;
        let provider = matrix.scope.catalog.providers.get(&service.provider)?.short_name.trim();
        let (code, verb) = match as_of > ends.last_day() {
            true => (FindingCode::ServiceEnded, "ended"),
            false => (FindingCode::ServiceEnding, "ends"),
        };
        let message = format!("{provider} {verb} {} in {ends}", service.name);
        Some(Finding::new(code, message, in_use.origin).service(service.used_as()))
    };
    matrix.scope.services.iter().filter_map(found).collect()
}
