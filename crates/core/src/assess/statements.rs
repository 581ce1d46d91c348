//! Gaps in implementation statements: what they do not say, and what no evidence supports.

use chrono::NaiveDate;

use super::{Finding, FindingCode};
use crate::model::Status;
use crate::resolve::{ControlRow, Matrix};

/// Gaps in the implementation statement of a control.
pub(super) fn of_control(matrix: &Matrix<'_>, row: &ControlRow<'_>, as_of: NaiveDate) -> Vec<Finding> {
    if !row.concerns_customer() {
        return Vec::new();
    }
    let Some(statement) = row.statement.as_deref() else {
        let message = format!("no implementation statement for {}", row.control.title);
        let origin = matrix.profile_of(row.cells.iter().filter(|cell| cell.concerns_customer()));
        return vec![Finding::new(FindingCode::StatementMissing, message, origin).control(row.control)];
    };
    let entry = statement.statement;
    let mut findings = Vec::new();
    let mut add = |code, message: String| {
        findings.push(Finding::new(code, message, &entry.origin).control(row.control));
    };
    if statement.text.trim().is_empty() {
        add(FindingCode::StatementWithoutText, "the statement has no text".to_owned());
    }
    if entry.owner.is_none() {
        add(FindingCode::StatementWithoutOwner, "no owner is assigned".to_owned());
    }
    match (entry.status, entry.due) {
        (Status::Planned | Status::Partial, None) => {
            let message = format!("the status is {} without a target date", entry.status.word());
            add(FindingCode::StatusDateUnknown, message);
        }
        (Status::Planned | Status::Partial, Some(due)) if due < as_of => {
            add(
                FindingCode::StatusOverdue,
                format!("the status is {}, but the target date was {due}", entry.status.word()),
            );
        }
        (Status::Implemented | Status::Alternative, _) if matrix.evidence_for(row).next().is_none() => {
            let message = format!("the status is {}, but no evidence supports it", entry.status.word());
            add(FindingCode::EvidenceMissing, message);
        }
        (
            Status::Planned
            | Status::Partial
            | Status::Implemented
            | Status::Alternative
            | Status::NotApplicable,
            _,
        ) => {}
    }
    findings
}
