//! Gaps in chains: offers that do not count, what they ask for and nobody answers, and offers that nobody inherits.

use super::{Finding, FindingCode};
use crate::model::{Audience, Inheritance, Status};
use crate::resolve::{
    InheritedOffer, KnownOffer, Matrix, OfferState, OfferedPart, WithheldOffer, WithholdingReason,
};

/// Gaps in what a project inherits and in what it offers.
pub(super) fn findings(matrix: &Matrix<'_>) -> Vec<Finding> {
    let mut findings = withheld(matrix);
    for inherited in &matrix.scope.inherited {
        findings.extend(unanswered(inherited));
        match unknown(matrix, inherited) {
            Some(finding) => findings.push(finding),
            None => findings.extend(idle(matrix, inherited)),
        }
    }
    findings.extend(unused(matrix));
    findings
}

/// Offered parts that do not count: one finding for each offer, control and reason.
fn withheld(matrix: &Matrix<'_>) -> Vec<Finding> {
    let mut grouped: Vec<Vec<&WithheldOffer<'_>>> = Vec::new();
    for withheld in &matrix.withheld {
        let is_like = |group: &&mut Vec<&WithheldOffer<'_>>| {
            let first = group[0];
            std::ptr::eq(first.offer.known, withheld.offer.known)
                && first.part.control == withheld.part.control
                && first.reason == withheld.reason
        };
        match grouped.iter_mut().find(is_like) {
            Some(group) => group.push(withheld),
            None => grouped.push(vec![withheld]),
        }
    }
    grouped.iter().filter_map(|group| of_group(matrix, group)).collect()
}

fn of_group(matrix: &Matrix<'_>, group: &[&WithheldOffer<'_>]) -> Option<Finding> {
    let first = group.first()?;
    let (code, why) = match &first.reason {
        // A decision of the project with a reason is no gap.
        WithholdingReason::Excepted(_) => return None,
        WithholdingReason::Regions(regions) => {
            (FindingCode::InheritedRegionOutOfScope, format!("it is not offered in {}", regions.join(", ")))
        }
        WithholdingReason::NotKept(state) => not_kept(state),
    };
    let control = matrix.control(first.part.control.as_str())?.control;
    let message =
        format!("{} is not inherited from {}: {why}", control.title.trim(), described(first.offer.known));
    let parts: Vec<&str> = group.iter().map(|withheld| withheld.part.part.as_str()).collect();
    let finding = Finding::new(code, message, &first.offer.inheritance.origin).control(control);
    let finding =
        finding.fact("offer", format_args!("{}/{}", first.offer.known.from, first.offer.known.offer.id));
    Some(finding.fact("parts", parts.join(", ")))
}

fn not_kept(state: &OfferState) -> (FindingCode, String) {
    let not_done = FindingCode::InheritedNotImplemented;
    match state {
        OfferState::Kept => (not_done, String::new()),
        OfferState::Stated(Status::NotApplicable) => {
            (not_done, "it is stated as not applicable there".to_owned())
        }
        OfferState::Stated(status) => (not_done, format!("it is stated as {} there", status.word())),
        OfferState::Unstated => (not_done, "nothing is stated about it there".to_owned()),
        OfferState::Unassigned => {
            (not_done, "a duty that is offered is assigned to no party there".to_owned())
        }
        OfferState::Stale(id) => {
            (FindingCode::InheritedStale, format!("the evidence `{id}` is no longer valid"))
        }
        OfferState::AcceptanceLapsed(id) => {
            (not_done, format!("the acceptance `{id}` of a risk in it has lapsed there"))
        }
        OfferState::Expired(last) => {
            (FindingCode::InheritedStale, format!("the offer file was to be relied on until {last}"))
        }
    }
}

fn described(known: &KnownOffer) -> String {
    format!("{} by the offer `{}`", known.from, known.offer.id)
}

/// What an inherited offer asks for and the project does not answer.
fn unanswered(inherited: &InheritedOffer<'_>) -> Vec<Finding> {
    let InheritedOffer { inheritance, known } = inherited;
    let open = known.offer.asks.iter().filter(|ask| !inheritance.answers.contains_key(&ask.id));
    open.map(|ask| {
        let message = format!("{} asks for `{}`, which is not answered: {}", known.from, ask.id, ask.text);
        Finding::new(FindingCode::InheritedAskUnanswered, message, &inheritance.origin)
            .fact("from", &known.from)
            .fact("ask", &ask.id)
    })
    .collect()
}

/// Parts that an offer file names and the catalog does not have: of an organisation with another catalog.
fn unknown(matrix: &Matrix<'_>, inherited: &InheritedOffer<'_>) -> Option<Finding> {
    let InheritedOffer { inheritance, known } = inherited;
    let has = |part: &&OfferedPart| {
        let row = matrix.control(part.control.as_str());
        row.is_some_and(|row| row.control.parts.iter().any(|own| own.id == part.part))
    };
    let missing: Vec<String> =
        known.offer.parts.iter().filter(|part| !has(part)).map(|part| part.target().to_string()).collect();
    if missing.is_empty() {
        return None;
    }
    let names: Vec<String> = missing.iter().map(|name| format!("`{name}`")).collect();
    let described = described(known);
    let message = format!("{described} does what the catalog does not have: {}", names.join(", "));
    let finding = Finding::new(FindingCode::InheritedPartUnknown, message, &inheritance.origin);
    let finding = finding.fact("offer", format_args!("{}/{}", known.from, known.offer.id));
    Some(finding.fact("parts", missing.join(", ")))
}

/// An inherited offer that is about no cell of the project.
fn idle(matrix: &Matrix<'_>, inherited: &InheritedOffer<'_>) -> Option<Finding> {
    let known = inherited.known;
    let withheld = matrix.withheld.iter().any(|withheld| std::ptr::eq(withheld.offer.known, known));
    let cells = matrix.controls.iter().flat_map(|row| &row.cells).flat_map(|cell| &cell.upstream);
    let holds = cells.into_iter().any(|part| std::ptr::eq(part.offer.known, known));
    if withheld || holds {
        return None;
    }
    let message = format!("what is inherited from {} changes no cell of the project", described(known));
    let finding = Finding::new(FindingCode::WithoutEffect, message, &inherited.inheritance.origin);
    Some(finding.fact("offer", format_args!("{}/{}", known.from, known.offer.id)))
}

/// Offers of the project to other projects of which none inherits them.
fn unused(matrix: &Matrix<'_>) -> Vec<Finding> {
    let Some(project) = matrix.scope.project else { return Vec::new() };
    let heirs = &matrix.scope.organization.projects;
    let offers = project.offers.iter().filter(|offer| offer.to == Audience::Projects);
    let unused = offers.filter(|offer| {
        let takes = |entry: &Inheritance| {
            entry.file.is_none() && entry.from.project == project.id && entry.offers.covers(&offer.id)
        };
        !heirs.iter().flat_map(|heir| &heir.inherits).any(takes)
    });
    unused
        .map(|offer| {
            let message = format!("no project inherits the offer `{}`", offer.id);
            Finding::new(FindingCode::OfferUnused, message, &offer.origin).fact("offer", &offer.id)
        })
        .collect()
}
