//! The days on which a judgement may turn out differently though nobody touched a file: last days that pass, periods
//! that begin. What is judged on one day holds until the next of them.

use chrono::NaiveDate;

use crate::model::{Cadence, Evidence, Interval, Organization, Profile, Project};

/// The first day after `as_of` on which anything about a project may be judged differently; for no project, anything about the organisation.
/// None when no such day comes.
///
/// Some of these days turn nothing: they only cost a look.
pub fn next_turn(
    organization: &Organization,
    project: Option<&Project>,
    as_of: NaiveDate,
) -> Option<NaiveDate> {
    let mut next = Next { after: as_of, found: None };
    let is_meant = |evidence: &&Evidence| project.is_none_or(|project| evidence.projects.covers(&project.id));
    for evidence in organization.evidence.values().filter(is_meant) {
        next.evidence(evidence, organization.evidence_due_within);
    }
    for report in &organization.attestations {
        let letters = report.bridge_letters.iter().map(|letter| letter.period);
        for (from, to) in report.period.into_iter().chain(letters) {
            next.begins(from);
            next.ends(to);
        }
        report.valid_until.into_iter().for_each(|last| next.ends(last));
    }
    next.common(&organization.common);
    project.into_iter().for_each(|project| next.common(&project.own));
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

    /// A last day: the one after it turns.
    fn ends(&mut self, day: NaiveDate) {
        day.succ_opt().into_iter().for_each(|turn| self.begins(turn));
    }

    fn common(&mut self, common: &Profile) {
        for acceptance in &common.acceptances {
            self.begins(acceptance.from);
            self.ends(acceptance.until);
        }
        common.statements.iter().filter_map(|statement| statement.due).for_each(|due| self.ends(due));
    }

    fn evidence(&mut self, evidence: &Evidence, due_within: Interval) {
        self.begins(evidence.collected);
        if let Some(last) = evidence.valid_until {
            self.ends(last);
            self.begins(due_from(last, due_within));
        }
        // Until when it answers what is asked so often.
        let rhythms = Cadence::ALL.iter().filter_map(|cadence| cadence.interval());
        rhythms.for_each(|interval| self.ends(interval.after(evidence.collected)));
    }
}

/// The first day on which something with that last day is due soon.
fn due_from(last: NaiveDate, due_within: Interval) -> NaiveDate {
    // `after` never turns back, so the days before the one that is looked for are those on which it does not reach.
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
