//! The days on which an assessment may change although no file does: validity that ends, periods that start. The build
//! cache may reuse an assessment until the next of them.

use chrono::NaiveDate;

use crate::model::{Cadence, DateRange, Evidence, Interval, Organization, Profile, Project};
use crate::resolve::{OfferBook, ServiceInUse};

/// The first day after `as_of` on which the assessment of a project with these services may change; without a project,
/// that of the organisation. None when there is no such day.
///
/// Some of these days change nothing, which only costs an assessment that could have been reused. None is left out,
/// which would leave documents out of date.
pub fn next_assessment_change(
    organization: &Organization,
    project: Option<&Project>,
    services: &[ServiceInUse<'_>],
    offers: &OfferBook,
    as_of: NaiveDate,
) -> Option<NaiveDate> {
    let mut next = Next { after: as_of, found: None };
    for last in services.iter().filter_map(|in_use| in_use.service.ends) {
        next.ends(last.last_day());
    }
    let covers = |evidence: &&Evidence| project.is_none_or(|project| evidence.projects.covers(&project.id));
    for evidence in organization.evidence.values().filter(covers) {
        next.evidence(evidence, organization.evidence_due_within);
    }
    for report in &organization.attestations {
        let letters = report.bridge_letters.iter().map(|letter| letter.period);
        for DateRange { first: from, last: to } in report.period.into_iter().chain(letters) {
            next.begins(from);
            next.ends(to);
        }
        if let Some(last) = report.valid_until {
            next.ends(last);
        }
        next.begins(due_from(report.relied_on_until(), organization.evidence_due_within));
    }
    next.common(&organization.common);
    if let Some(project) = project {
        next.common(&project.own);
        next.chain(organization, project, offers);
    }
    next.found
}

/// The earliest of the days offered that comes after a day.
struct Next {
    after: NaiveDate,
    found: Option<NaiveDate>,
}

impl Next {
    fn begins(&mut self, day: NaiveDate) {
        if day > self.after && self.found.is_none_or(|found| day < found) {
            self.found = Some(day);
        }
    }

    /// After a last valid day, the next day is the one of the change.
    fn ends(&mut self, day: NaiveDate) {
        if let Some(change) = day.succ_opt() {
            self.begins(change);
        }
    }

    fn common(&mut self, common: &Profile) {
        for acceptance in &common.acceptances {
            self.begins(acceptance.from);
            self.ends(acceptance.until);
        }
        for confirmation in &common.confirmations {
            self.begins(confirmation.on);
        }
        for due in common.statements.iter().filter_map(|statement| statement.due) {
            self.ends(due);
        }
    }

    /// What is inherited depends on the statements and evidence of those who offer it.
    fn chain(&mut self, organization: &Organization, project: &Project, offers: &OfferBook) {
        for inheritance in &project.inherits {
            if let Some(last) = inheritance.valid_until {
                self.ends(last);
            }
            let shown = offers.inherited_by(inheritance).flat_map(|known| &known.offer.evidence);
            for last in shown.filter_map(|piece| piece.valid_until) {
                self.ends(last);
                self.begins(due_from(last, organization.evidence_due_within));
            }
            let below = inheritance.file.is_none().then(|| organization.project(&inheritance.from.project));
            if let Some(below) = below.flatten() {
                for evidence in organization.evidence_on(&below.id) {
                    self.evidence(evidence, organization.evidence_due_within);
                }
                self.chain(organization, below, offers);
            }
        }
    }

    fn evidence(&mut self, evidence: &Evidence, due_within: Interval) {
        self.begins(evidence.collected);
        if let Some(last) = evidence.valid_until {
            self.ends(last);
            self.begins(due_from(last, due_within));
        }
        // Until then it answers an evidence request of that cadence.
        for interval in Cadence::ALL.iter().filter_map(|cadence| cadence.interval()) {
            self.ends(interval.after(evidence.collected));
        }
    }
}

/// The first day on which evidence with this last valid day is due soon.
fn due_from(last: NaiveDate, due_within: Interval) -> NaiveDate {
    // Counting back is no inverse of `Interval::after`: a month after 31 January and after 28 February is the same kind
    // of day. But `after` never decreases, so that a binary search finds the first day that reaches past `last`.
    let (mut early, mut late) = (NaiveDate::MIN, last);
    while early < late {
        let middle = early + (late - early) / 2;
        if due_within.after(middle) > last {
            late = middle;
        } else {
            early = middle.succ_opt().unwrap_or(late);
        }
    }
    late
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    #[test]
    fn the_first_day_of_being_due_is_the_first_that_reaches_past_the_last() {
        // Fourteen days after 7 November is the 21st, the first day past the 20th.
        assert_eq!(due_from(day("2026-11-20"), Interval::Days(14)), day("2026-11-07"));
        // A month after 31 January is 28 February, and so is a month after the 28th.
        assert_eq!(due_from(day("2026-02-27"), Interval::Months(1)), day("2026-01-28"));
        assert_eq!(due_from(day("2026-02-28"), Interval::Months(1)), day("2026-02-01"));
    }
}
