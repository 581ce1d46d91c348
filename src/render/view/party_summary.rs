//! What each party has to do in one project, as the build cache stores it: places in the catalog instead of texts, since
//! an organisation can have thousands of projects with the same duties.

use chrono::NaiveDate;
use onus_core::model::{AttestationId, ClassId, Duty, PartyId, Status};
use serde::{Deserialize, Serialize};

/// What a party has to do in a project.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(super) struct PartySummary {
    pub(super) party: PartyId,
    /// In catalog order.
    pub(super) duties: Vec<DutySummary>,
    /// Statements on controls that it owns.
    pub(super) statements: Vec<OwnedStatementSummary>,
    /// Places in the catalog of controls with cells of which it is the first party and about which nothing is stated.
    pub(super) undocumented: Vec<usize>,
    /// Other findings that it owns.
    pub(super) gaps: Vec<PartyGapSummary>,
    /// Complementary user entity controls that it fulfils.
    pub(super) user_controls: Vec<UserControlSummary>,
}

/// Duties of a party in a part of a control, for all services for which it has the same ones.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(super) struct DutySummary {
    /// Place of the control in the catalog.
    pub(super) control: usize,
    /// Place of the part in the control.
    pub(super) part: usize,
    /// The class whose wording says what has to be done, where the part has one for it.
    pub(super) wording: Option<ClassId>,
    pub(super) duties: DutySet,
    /// Places of the services among those of the project; empty for the project or organisation as a whole.
    pub(super) services: Vec<usize>,
}

/// Some of the three duties, as bits: a word each would make most of a summary's size.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub(super) struct DutySet(u8);

impl DutySet {
    pub(super) fn with(self, duty: Duty) -> Self {
        Self(self.0 | Self::bit(duty))
    }

    pub(super) fn has(self, duty: Duty) -> bool {
        self.0 & Self::bit(duty) != 0
    }

    /// True for one party that manages, operates and verifies.
    pub(super) fn is_complete(self) -> bool {
        Duty::ALL.into_iter().all(|duty| self.has(duty))
    }

    pub(super) fn union(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }

    pub(super) fn intersection(self, other: Self) -> Self {
        Self(self.0 & other.0)
    }

    fn bit(duty: Duty) -> u8 {
        match duty {
            Duty::Manage => 1,
            Duty::Operate => 2,
            Duty::Verify => 4,
        }
    }
}

/// A statement on a control that a party owns. Two that are equal are shown as one.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub(super) struct OwnedStatementSummary {
    /// Place of the control in the catalog.
    pub(super) control: usize,
    /// The part and service that it is about; none for the control as a whole.
    pub(super) about: Option<String>,
    pub(super) status: Status,
    /// Target date.
    pub(super) due: Option<NaiveDate>,
    /// True when that date is before the as-of date.
    pub(super) overdue: bool,
    /// What it says, where it is partial or planned.
    pub(super) text: Option<String>,
}

/// A finding that a party owns. Two that are equal are shown as one.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub(super) struct PartyGapSummary {
    /// True for errors and warnings, which come first.
    pub(super) is_note: bool,
    /// Place of its control in the catalog.
    pub(super) control: Option<usize>,
    /// In one lowercase phrase.
    pub(super) message: String,
}

/// A complementary user entity control that a party fulfils.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub(super) struct UserControlSummary {
    pub(super) report: AttestationId,
    /// Its place among those of the report.
    pub(super) place: usize,
}
