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
        let outstanding = outstanding(requests, valid.map(|(evidence, _)| evidence.collected), basis.as_of);
        Some(Self { requests, held, outstanding })
    }
}

/// How many requests are left when each piece of evidence, given by its day of collection, answers at most one.
fn outstanding(
    requests: &[EvidenceRequest],
    collected: impl Iterator<Item = NaiveDate>,
    as_of: NaiveDate,
) -> usize {
    let last_day = |cadence: Cadence, day| cadence.interval().map(|interval| interval.after(day));
    // The strictest request takes the newest piece: a piece that is too old for it may do for the next one, so that
    // this order leaves the fewest requests over.
    let mut pieces: Vec<NaiveDate> = collected.collect();
    pieces.sort_unstable_by_key(|day| std::cmp::Reverse(*day));
    let mut cadences: Vec<Cadence> = requests.iter().map(|request| request.cadence).collect();
    cadences.sort_by_key(|cadence| last_day(*cadence, as_of).unwrap_or(NaiveDate::MAX));
    let mut pieces = pieces.into_iter().peekable();
    let answered = cadences.iter().filter(|cadence| {
        let fits = |day: &NaiveDate| last_day(**cadence, *day).is_none_or(|last| last >= as_of);
        pieces.next_if(fits).is_some()
    });
    requests.len() - answered.count()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn left(cadences: &[Cadence], collected: &[&str]) -> usize {
        let requests: Vec<EvidenceRequest> = cadences
            .iter()
            .map(|cadence| EvidenceRequest { text: String::new(), cadence: *cadence })
            .collect();
        let days = collected.iter().map(|day| day.parse().unwrap());
        outstanding(&requests, days, "2026-11-15".parse().unwrap())
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
}
