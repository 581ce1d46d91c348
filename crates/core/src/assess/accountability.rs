//! Who answers for what: parties that check their own work, and days on which nothing can have been approved yet.

use chrono::NaiveDate;

use super::{Finding, FindingCode};
use crate::diagnostic::{Code, Diagnostic};
use crate::model::{Approver, Duty, Organization, PartyId, Profile};
use crate::resolve::{Assignee, Matrix, MatrixCell};
use crate::source::{Origin, Sources};

/// Parties that manage, operate and verify the same cells: nobody else looks at their work. One finding for each party,
/// where it was given the duty to verify.
pub(super) fn self_verification(matrix: &Matrix<'_>) -> Vec<Finding> {
    let mut found: Vec<(&PartyId, Finding)> = Vec::new();
    for cell in matrix.controls.iter().flat_map(|row| &row.cells) {
        let Some((party, origin)) = sole_party(cell) else { continue };
        if found.iter().any(|(present, _)| **present == party.id) {
            continue;
        }
        let name = party.name.trim();
        let message = format!("{name} manages, operates and verifies the same parts of controls");
        let finding = Finding::new(FindingCode::SelfVerification, message, origin).fact("party", &party.id);
        found.push((&party.id, finding));
    }
    found.into_iter().map(|(_, finding)| finding).collect()
}

/// The party that holds all of our three duties of a cell, and the entry that lets it verify. That a provider shares them is
/// no second pair of eyes: each side acts on its own part.
fn sole_party<'a>(cell: &MatrixCell<'a>) -> Option<(&'a crate::model::Party, &'a Origin)> {
    let Assignee::Party(verifier, origin) = *cell.assignees.get(Duty::Verify) else { return None };
    let is_verifier =
        |assignee: &Assignee<'_>| matches!(assignee, Assignee::Party(party, _) if party.id == verifier.id);
    cell.assignees.iter().all(is_verifier).then_some((verifier, origin))
}

/// Days of approvals and authorisations that lie after the as-of date: what is said of them has not happened.
pub fn future_days(sources: &Sources, organization: &Organization, as_of: NaiveDate) -> Vec<Diagnostic> {
    let projects = organization.projects.iter().map(|project| &project.own);
    let mut found = Vec::new();
    for profile in std::iter::once(&organization.common).chain(projects) {
        let late = days(profile).into_iter().filter(|day| day.on > as_of);
        found.extend(late.map(|day| {
            let message = format!("{} is after the as-of date, {as_of}", day.on);
            Diagnostic::error(Code::FutureDay, message)
                .at(sources.span(&day.origin), "")
                .hint("correct the day, or use a later as-of date".to_owned())
        }));
    }
    found
}

/// A day on which something was done, and where it is written.
struct WrittenDay {
    on: NaiveDate,
    origin: Origin,
}

fn days(profile: &Profile) -> Vec<WrittenDay> {
    let written = |on: Option<NaiveDate>, entry: &Origin, key: &'static str| {
        Some(WrittenDay { on: on?, origin: entry.key(key) })
    };
    let approved = |approver: &Option<Approver>| approver.as_ref().and_then(|approver| approver.on);
    let system = &profile.system;
    let mut days: Vec<WrittenDay> =
        profile.approvals.iter().filter_map(|entry| written(Some(entry.on), &entry.origin, "on")).collect();
    days.extend(
        profile.overrides.iter().filter_map(|entry| written(approved(&entry.approver), &entry.origin, "on")),
    );
    days.extend(
        profile
            .not_applicable
            .iter()
            .filter_map(|entry| written(approved(&entry.approver), &entry.origin, "on")),
    );
    days.extend(
        profile.acceptances.iter().filter_map(|entry| written(entry.approved_on, &entry.origin, "on")),
    );
    days.extend(
        system.origin.as_ref().and_then(|origin| written(system.authorized_on, origin, "authorized-on")),
    );
    days
}
