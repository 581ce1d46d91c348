//! The evidence that auditors request for a control, against the evidence that is there.

use chrono::NaiveDate;

use super::{AssessmentBasis, EvidenceState};
use crate::model::{Cadence, Evidence, EvidenceRequest};
use crate::resolve::{ControlRow, Matrix};

/// What auditors request about a control, and what is held of it.
#[derive(Debug)]
pub struct EvidenceRequests<'a> {
    /// What is requested, and how often it is renewed.
    pub requests: &'a [EvidenceRequest],
    /// The evidence that supports the control, by id, with its state.
    pub held: Vec<(&'a Evidence, EvidenceState)>,
    /// How many requests no evidence answers.
    pub outstanding: usize,
    /// The last day on which the pieces that answer requests today still do; none where none has an end.
    pub answered_until: Option<NaiveDate>,
}

/// Requests against pieces of evidence that each answer at most one.
#[derive(Debug, PartialEq, Eq)]
struct RequestBalance {
    outstanding: usize,
    answered_until: Option<NaiveDate>,
}

/// A valid piece of evidence, as far as it matters for what it answers. Ordered by the day of collection.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct ValidPiece {
    collected: NaiveDate,
    valid_until: Option<NaiveDate>,
}

impl<'a> EvidenceRequests<'a> {
    /// The requests about a control. None when the customer has no part in it or nothing is requested.
    ///
    /// The catalog does not say which piece of evidence answers which request, so they are counted: a piece answers one
    /// request at most, and only while it is valid and no older than the cadence of the request.
    pub fn of(matrix: &Matrix<'a>, row: &ControlRow<'a>, basis: AssessmentBasis<'_>) -> Option<Self> {
        let requests = row.control.evidence.as_slice();
        if requests.is_empty() || !row.concerns_customer() {
            return None;
        }
        let due_within = matrix.scope.organization.evidence_due_within;
        let held: Vec<(&'a Evidence, EvidenceState)> = matrix
            .evidence_for(row)
            .map(|found| (found.evidence, EvidenceState::of(found.evidence, due_within, basis)))
            .collect();
        let valid = held.iter().filter(|(_, state)| state.is_valid());
        let pieces = valid.map(|(evidence, _)| ValidPiece {
            collected: evidence.collected,
            valid_until: evidence.valid_until,
        });
        let RequestBalance { outstanding, answered_until } =
            RequestBalance::of(requests, pieces.collect(), basis.as_of);
        Some(Self { requests, held, outstanding, answered_until })
    }
}

impl RequestBalance {
    fn of(requests: &[EvidenceRequest], mut pieces: Vec<ValidPiece>, as_of: NaiveDate) -> Self {
        let last_day = |cadence: Cadence, day| cadence.interval().map(|interval| interval.after(day));
        // The strictest request takes the newest piece: a piece that is too old for it may do for the next one, so that
        // this order leaves the fewest requests over.
        pieces.sort_unstable_by_key(|piece| std::cmp::Reverse(*piece));
        let mut cadences: Vec<Cadence> = requests.iter().map(|request| request.cadence).collect();
        cadences.sort_by_key(|cadence| last_day(*cadence, as_of).unwrap_or(NaiveDate::MAX));
        let mut pieces = pieces.into_iter().peekable();
        let (mut answered, mut answered_until) = (0, None);
        for cadence in cadences {
            let last = |piece: &ValidPiece| last_day(cadence, piece.collected);
            let Some(piece) = pieces.next_if(|piece| last(piece).is_none_or(|last| last >= as_of)) else {
                continue;
            };
            answered += 1;
            answered_until = [answered_until, last(&piece), piece.valid_until].into_iter().flatten().min();
        }
        Self { outstanding: requests.len() - answered, answered_until }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn left(cadences: &[Cadence], collected: &[&str]) -> usize {
        let requests: Vec<EvidenceRequest> = cadences
            .iter()
            .map(|cadence| EvidenceRequest { text: String::new(), cadence: *cadence })
            .collect();
        balance(&requests, collected, None).outstanding
    }

    fn balance(
        requests: &[EvidenceRequest],
        collected: &[&str],
        valid_until: Option<NaiveDate>,
    ) -> RequestBalance {
        let pieces = collected.iter().map(|day| ValidPiece { collected: day.parse().unwrap(), valid_until });
        RequestBalance::of(requests, pieces.collect(), "2026-11-15".parse().unwrap())
    }

    #[test]
    fn each_piece_answers_one_request_that_it_is_new_enough_for() {
        use Cadence::{Annual, Monthly, OnChange, Quarterly};
        assert_eq!(left(&[Monthly], &[]), 1);
        assert_eq!(left(&[Monthly], &["2026-10-15"]), 0);
        assert_eq!(left(&[Monthly], &["2026-10-14"]), 1);
        assert_eq!(left(&[Monthly, Quarterly], &["2026-11-01"]), 1);
        assert_eq!(left(&[Quarterly, Monthly], &["2026-09-01", "2026-11-01"]), 0);
        assert_eq!(left(&[Annual, Quarterly], &["2026-01-01", "2026-01-01"]), 1);
        assert_eq!(left(&[OnChange, Annual], &["2020-01-01"]), 1);
    }

    #[test]
    fn what_answers_today_does_so_until_the_first_piece_is_too_old_or_no_longer_valid() {
        let request = |cadence| EvidenceRequest { text: String::new(), cadence };
        let requests = [request(Cadence::Monthly), request(Cadence::Annual)];
        let day = |text: &str| Some(text.parse().unwrap());
        let until = |collected: &[&str], valid| balance(&requests, collected, valid).answered_until;
        assert_eq!(until(&["2026-11-01", "2026-03-01"], None), day("2026-12-01"));
        assert_eq!(until(&["2026-03-01"], None), day("2027-03-01"), "the monthly one is outstanding");
        assert_eq!(until(&["2026-11-01", "2026-03-01"], day("2026-11-20")), day("2026-11-20"));
        assert_eq!(until(&[], None), None);
    }
}
