//! Whether an attestation is relied on, on a day.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use crate::model::{Attestation, DateRange, Interval};

/// Whether a report is valid, and why not.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub enum AttestationState {
    /// Its reporting period includes the as-of date, or it has none and is within its validity.
    Current,
    /// Its reporting period is over, and bridge letters cover the time since.
    Bridged,
    /// Its reporting period is over, and no bridge letter covers the time since.
    Gap,
    /// After its last valid day.
    Lapsed,
    /// Its reporting period has not started, or its auditor has not signed it yet.
    NotYet,
    /// Its auditor's opinion is adverse, or a disclaimer.
    Adverse,
}

impl AttestationState {
    /// The state of a report on a day.
    pub fn of(report: &Attestation, as_of: NaiveDate) -> Self {
        let over = |period: DateRange| period.last < as_of;
        if report.opinion.is_some_and(|opinion| !opinion.is_favourable()) {
            // Whatever its days: it proves nothing on any of them.
            Self::Adverse
        } else if report.report_date.is_some_and(|day| day > as_of)
            || report.period.is_some_and(|period| period.first > as_of)
        {
            Self::NotYet
        } else if report.valid_until.is_some_and(|last| last < as_of) {
            // Before gaps: no bridge letter extends a validity that has ended.
            Self::Lapsed
        } else if report.bridged_until().is_some_and(|reached| reached < as_of) {
            Self::Gap
        } else if report.period.is_some_and(over) {
            Self::Bridged
        } else {
            Self::Current
        }
    }

    /// The value that matrix.json and templates have for it.
    pub fn word(self) -> &'static str {
        match self {
            Self::Current => "current",
            Self::Bridged => "bridged",
            Self::Gap => "gap",
            Self::Lapsed => "lapsed",
            Self::NotYet => "not yet",
            Self::Adverse => "adverse",
        }
    }

    /// True when the report is relied on: it covers the as-of date, by itself or by bridge letters, and its auditor does
    /// not say the opposite.
    pub fn is_valid(self) -> bool {
        match self {
            Self::Current | Self::Bridged => true,
            Self::Gap | Self::Lapsed | Self::NotYet | Self::Adverse => false,
        }
    }
}

/// True when a report that is relied on will soon be no longer.
pub fn is_due(report: &Attestation, due_within: Interval, as_of: NaiveDate) -> bool {
    AttestationState::of(report, as_of).is_valid() && report.relied_on_until() < due_within.after(as_of)
}
