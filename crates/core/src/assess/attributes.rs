//! Attributes that decide whether parts of controls apply, and about which no profile says anything.

use std::collections::BTreeSet;

use super::{Finding, FindingCode};
use crate::model::{AttributeId, Need};
use crate::resolve::Matrix;

/// Attributes that nobody stated. They count as true, so that nothing falls away in silence.
pub(super) fn unstated(matrix: &Matrix<'_>) -> Vec<Finding> {
    let scope = &matrix.scope;
    let cells = matrix.controls.iter().flat_map(|row| &row.cells);
    let needed: BTreeSet<&AttributeId> = cells
        .flat_map(|cell| cell.part.needs.iter())
        .filter_map(|need| match need {
            Need::Attribute(id) => Some(id),
            Need::Trait(_) => None,
        })
        .collect();
    let open = scope.catalog.attributes.iter().filter(|attribute| needed.contains(&attribute.id));
    open.filter(|attribute| scope.attribute(&attribute.id).is_none())
        .map(|attribute| {
            let message =
                format!("`{}` is not stated and counts as true: {}", attribute.id, attribute.title.trim());
            let origin = scope.organization.origin.key("attributes");
            Finding::new(FindingCode::AttributeUnstated, message, &origin).fact("attribute", &attribute.id)
        })
        .collect()
}
