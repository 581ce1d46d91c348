//! Risks that somebody has accepted: for how long that still holds.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::{Finding, FindingCode};
use crate::model::Acceptance;
use crate::resolve::Matrix;

/// Whether a risk acceptance is in force on the as-of date.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub enum AcceptanceState {
    /// From its first day to its last, both included.
    InForce,
    /// Its last day is before the as-of date.
    Lapsed,
    /// Its first day is after the as-of date.
    NotYet,
}

impl AcceptanceState {
    /// The state of an acceptance on a day.
    pub fn of(acceptance: &Acceptance, as_of: NaiveDate) -> Self {
        if acceptance.from > as_of {
            Self::NotYet
        } else if acceptance.until < as_of {
            Self::Lapsed
        } else {
            Self::InForce
        }
    }

    /// The words for it.
    pub fn word(self) -> &'static str {
        match self {
            Self::InForce => "in force",
            Self::Lapsed => "lapsed",
            Self::NotYet => "not yet",
        }
    }
}

/// Acceptances that no longer hold, and those of the project that are about nothing in it.
pub(super) fn findings(matrix: &Matrix<'_>, as_of: NaiveDate) -> Vec<Finding> {
    let mut findings = Vec::new();
    for acceptance in matrix.scope.acceptances() {
        let rows = matrix.controls.iter();
        let row = rows.into_iter().find(|row| row.acceptances.iter().any(|found| found.id == acceptance.id));
        let id = &acceptance.id;
        match (row, AcceptanceState::of(acceptance, as_of)) {
            (Some(row), AcceptanceState::Lapsed) => {
                let message = format!(
                    "the risk acceptance `{id}` of {} ended on {}",
                    acceptance.approver.trim(),
                    acceptance.until
                );
                let origin = acceptance.origin.key("until");
                let finding = Finding::new(FindingCode::AcceptanceLapsed, message, &origin);
                findings.push(finding.control(row.control).fact("risk acceptance", id));
            }
            (None, _) if matrix.scope.is_own(&acceptance.origin) => {
                let message = format!("the risk acceptance `{id}` meets no cell of the project");
                let finding = Finding::new(FindingCode::WithoutEffect, message, &acceptance.origin);
                findings.push(finding.fact("risk acceptance", id));
            }
            (Some(_), AcceptanceState::InForce | AcceptanceState::NotYet) | (None, _) => {}
        }
    }
    findings
}
