//! Who answers for what: parties that check their own work, and days on which nothing can have been approved yet.

use chrono::NaiveDate;

use super::{Finding, FindingCode};
use crate::diagnostic::{Code, Diagnostic};
use crate::model::{Approval, ApprovalRole, Approver, Duty, Organization, PartyId, Profile};
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

/// Reviews and approvals that something in the documents of the project is newer than. Whoever prepares a document goes on
/// working at it, and a later approval of the same documents takes the place of an earlier one.
pub(super) fn outdated_approvals(matrix: &Matrix<'_>, as_of: NaiveDate) -> Vec<Finding> {
    let approvals: Vec<&Approval> = matrix.scope.approvals().collect();
    let Some(newest) = newest_content(matrix, as_of) else { return Vec::new() };
    let is_replaced = |approval: &Approval| {
        approvals.iter().any(|other| {
            other.role == approval.role
                && other.on > approval.on
                && (other.document.is_none() || other.document == approval.document)
        })
    };
    let outdated = approvals.iter().filter(|approval| {
        approval.role != ApprovalRole::Prepared && approval.on < newest.on && !is_replaced(approval)
    });
    outdated
        .map(|approval| {
            let Approval { role, who, on, document, origin, .. } = approval;
            let done = if *role == ApprovalRole::Reviewed { "review" } else { "approval" };
            let (name, what) = (&who.name, &newest.what);
            let message = format!("the {done} by {name} of {on} is older than {what} of {}", newest.on);
            let finding = Finding::new(FindingCode::ApprovalOutdated, message, &origin.key("on"))
                .fact("role", done)
                .fact("who", name);
            match document {
                Some(document) => finding.fact("document", document),
                None => finding,
            }
        })
        .collect()
}

/// Something in the documents of a project that has a day.
struct DatedContent {
    on: NaiveDate,
    what: String,
}

/// The newest piece of evidence, report or decision in the documents of a project.
fn newest_content(matrix: &Matrix<'_>, as_of: NaiveDate) -> Option<DatedContent> {
    let scope = &matrix.scope;
    let dated = |on: Option<NaiveDate>, what: String| Some(DatedContent { on: on?, what });
    let pieces = matrix.evidence.iter().map(|support| support.evidence);
    let evidence = pieces.filter_map(|one| dated(Some(one.collected), format!("the evidence `{}`", one.id)));
    let services = || scope.services.iter().map(|in_use| in_use.service);
    let reports = scope.organization.attestations.iter();
    let reports = reports.filter(|report| services().any(|service| report.covers_service(service)));
    let reports = reports.filter_map(|one| dated(one.report_date, format!("the report `{}`", one.id)));
    let approved = |approver: &Option<Approver>| approver.as_ref().and_then(|approver| approver.on);
    let overrides = scope.overrides();
    let overrides =
        overrides.filter_map(|(_, entry)| dated(approved(&entry.approver), "an override".to_owned()));
    let excluded = scope.not_applicable.iter();
    let excluded =
        excluded.filter_map(|entry| dated(approved(&entry.approver), "a not-applicable entry".to_owned()));
    let accepted = scope.acceptances();
    let accepted =
        accepted.filter_map(|one| dated(one.approved_on, format!("the risk acceptance `{}`", one.id)));
    let confirmed = scope.confirmations();
    let confirmed =
        confirmed.filter_map(|one| dated(Some(one.on), format!("the confirmation of `{}`", one.requirement)));
    let all = evidence.chain(reports).chain(overrides).chain(excluded).chain(accepted).chain(confirmed);
    // Of one day the first, so that the order of files decides nothing by chance.
    all.filter(|content| content.on <= as_of).reduce(|one, other| if other.on > one.on { other } else { one })
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
