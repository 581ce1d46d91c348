//! Risk acceptances: whether they are in force, and whether they are about anything.

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

    /// The value that matrix.json and templates have for it.
    pub fn word(self) -> &'static str {
        match self {
            Self::InForce => "in force",
            Self::Lapsed => "lapsed",
            Self::NotYet => "not yet",
        }
    }
}

/// Acceptances that have lapsed, and those of the project that match no cell of it.
pub(super) fn findings(matrix: &Matrix<'_>, as_of: NaiveDate) -> Vec<Finding> {
    let mut findings = Vec::new();
    for acceptance in matrix.scope.acceptances() {
        let rows = matrix.controls.iter();
        let row = rows.into_iter().find(|row| row.acceptances.iter().any(|found| found.id == acceptance.id));
        let id = &acceptance.id;
        match (row, AcceptanceState::of(acceptance, as_of)) {
            (Some(row), AcceptanceState::Lapsed) => {
                let message = format!(
                    "risk acceptance `{id}`, approved by {}, was in force until {}",
                    acceptance.approver.trim(),
                    acceptance.until
                );
                let origin = acceptance.origin.key("until");
                let finding = Finding::new(FindingCode::AcceptanceLapsed, message, &origin);
                findings.push(finding.control(row.control).fact("risk acceptance", id));
            }
            // An acceptance of the organisation need not concern each of its projects.
            (None, _) if matrix.scope.is_own(&acceptance.origin) => {
                let message = format!("risk acceptance `{id}` matches no cell of the project");
                let finding = Finding::new(FindingCode::WithoutEffect, message, &acceptance.origin);
                findings.push(finding.fact("risk acceptance", id));
            }
            (Some(_), AcceptanceState::InForce | AcceptanceState::NotYet) | (None, _) => {}
        }
    }
    findings
}
