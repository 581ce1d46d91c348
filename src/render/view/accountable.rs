//! Who is accountable for a requirement, and until when what is open about it is to be done.

use chrono::NaiveDate;
use onus_core::assess::{RequirementAssessment, StatusCap};
use onus_core::model::PartyId;
use onus_core::resolve::{ControlRow, RequirementRow, duty_holders};
use serde::Serialize;

use super::party::party_name;
use super::status::is_open;
use super::text::Text;
use super::view_cache::ViewCache;
use crate::messages::Messages;

/// Who is accountable for a requirement.
#[derive(Debug, Default, Serialize)]
pub(super) struct AccountableView<'a> {
    /// The owner of its statement; without one, the owners of the controls that keep it from being implemented, or else of
    /// all that satisfy it, or else the parties with a duty in these.
    owners: Vec<Text<'a>>,
    /// The latest target date of what is open about it; none where something that holds it back has no date.
    due: Option<String>,
    /// True when that date is before the as-of date.
    late: bool,
    /// What keeps it from being implemented in few words, such as `IAM-10` or `RA-2026-07 lapsed`; what is said about its
    /// mapping left out.
    held_back_by: Vec<String>,
    /// True when only its mapping does: no mapping is known to cover all of it, or something remains.
    mapped_in_part: bool,
}

impl<'a> AccountableView<'a> {
    pub(super) fn of(
        cache: &ViewCache<'_, 'a>,
        row: &RequirementRow<'a>,
        assessment: &RequirementAssessment<'_>,
    ) -> Self {
        let messages = &cache.context.messages;
        let held_back_by: Vec<String> =
            assessment.capped_by.iter().filter_map(|cap| in_few_words(messages, cap)).collect();
        Self {
            mapped_in_part: held_back_by.is_empty() && !assessment.capped_by.is_empty(),
            held_back_by,
            ..Self::owned(cache, row, assessment)
        }
    }

    fn owned(
        cache: &ViewCache<'_, 'a>,
        row: &RequirementRow<'a>,
        assessment: &RequirementAssessment<'_>,
    ) -> Self {
        if let Some(scoped) = row.statement.as_deref() {
            let owner = scoped.statement.owner.as_ref();
            let is_dated = assessment.capped_by.is_empty() && is_open(scoped.statement.status);
            let due = scoped.statement.due.filter(|_| is_dated);
            return Self::new(cache, owner.map(|id| party_name(cache.matrix, id)).into_iter().collect(), due);
        }
        let rows: Vec<&'a ControlRow<'a>> = row
            .controls
            .iter()
            .filter_map(|control| cache.matrix.control(control.id.as_str()))
            .filter(|row| row.concerns_customer())
            .collect();
        let is_limiting = |row: &&ControlRow<'_>| {
            assessment.capped_by.iter().any(|cap| match cap {
                StatusCap::Control { control, .. } | StatusCap::NoEvidence(control) => {
                    control.id == row.control.id
                }
                StatusCap::Relationship
                | StatusCap::Remainder
                | StatusCap::Acceptance(_)
                | StatusCap::Evidence(..) => false,
            })
        };
        let limiting: Vec<&'a ControlRow<'a>> = rows.iter().copied().filter(is_limiting).collect();
        let due = target_date(&limiting, &assessment.capped_by);
        let meant = if limiting.is_empty() { rows } else { limiting };
        Self::new(cache, owners(cache, &meant), due)
    }

    /// True when only its mapping keeps it from being implemented.
    pub(super) fn is_mapped_in_part(&self) -> bool {
        self.mapped_in_part
    }

    fn new(cache: &ViewCache<'_, 'a>, owners: Vec<Text<'a>>, due: Option<NaiveDate>) -> Self {
        let late = due.is_some_and(|day| day < cache.context.as_of());
        Self { owners, due: due.map(|day| day.to_string()), late, ..Self::default() }
    }
}

/// The day on which the last of the controls that hold a requirement back is to be implemented; none where one of them, or
/// another cap, has no day.
fn target_date(limiting: &[&ControlRow<'_>], caps: &[StatusCap<'_>]) -> Option<NaiveDate> {
    let has_day = |cap: &StatusCap<'_>| match cap {
        StatusCap::Control { .. } | StatusCap::Relationship | StatusCap::Remainder => true,
        StatusCap::NoEvidence(_) | StatusCap::Acceptance(_) | StatusCap::Evidence(..) => false,
    };
    let days = limiting.iter().map(|row| {
        let open = row.statements().filter(|scoped| is_open(scoped.statement.status));
        open.map(|scoped| scoped.statement.due).collect::<Option<Vec<_>>>()?.into_iter().max()
    });
    if !caps.iter().all(has_day) {
        return None;
    }
    days.collect::<Option<Vec<_>>>()?.into_iter().max()
}

/// A cap in few words; none for what is said about mappings.
fn in_few_words(messages: &Messages, cap: &StatusCap<'_>) -> Option<String> {
    match cap {
        StatusCap::Control { control, .. } => Some(control.id.to_string()),
        StatusCap::NoEvidence(control) => {
            Some(format!("{} {}", control.id, messages.text("without evidence")))
        }
        StatusCap::Acceptance(acceptance) => Some(format!("{} {}", acceptance.id, messages.text("lapsed"))),
        StatusCap::Evidence(evidence, state) => Some(format!("{evidence} {}", messages.text(state.word()))),
        StatusCap::Relationship | StatusCap::Remainder => None,
    }
}

/// The owners of controls, or else the parties with a duty in them, each once.
fn owners<'a>(cache: &ViewCache<'_, 'a>, rows: &[&'a ControlRow<'a>]) -> Vec<Text<'a>> {
    let mut ids: Vec<&'a PartyId> = Vec::new();
    for id in rows.iter().flat_map(|row| row.owners()) {
        if !ids.contains(&id) {
            ids.push(id);
        }
    }
    if ids.is_empty() {
        let cells = rows.iter().flat_map(|row| &row.cells);
        return duty_holders(cells).into_iter().map(|party| Text(&party.name)).collect();
    }
    ids.into_iter().map(|id| party_name(cache.matrix, id)).collect()
}
