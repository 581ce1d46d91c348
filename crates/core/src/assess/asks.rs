//! What an auditor asks for against what is there.

use chrono::NaiveDate;

use super::{EvidenceState, Situation, concerns_customer};
use crate::model::{Cadence, Evidence};
use crate::resolve::{ControlRow, Matrix};

/// What an auditor asks for about a control, and what is there.
#[derive(Debug)]
pub struct Asked<'a> {
    /// What, and how often it is made anew.
    pub asks: &'a [(String, Cadence)],
    /// The evidence that supports the control, by id, with its state.
    pub given: Vec<(&'a Evidence, EvidenceState)>,
    /// How many of the asks nothing answers.
    pub open: usize,
}

impl<'a> Asked<'a> {
    /// Of a control; none when the customer has no part in it or nothing is asked.
    ///
    /// The catalog does not say which piece answers which ask, so they are counted: a piece answers one ask at most, and
    /// only while it may be relied on and is no older than the ask's cadence.
    pub fn of(matrix: &Matrix<'a>, row: &ControlRow<'a>, situation: Situation<'_>) -> Option<Self> {
        let asks = row.control.evidence.as_slice();
        if asks.is_empty() || !concerns_customer(row) {
            return None;
        }
        let due_within = matrix.scope.organization.evidence_due_within;
        let given: Vec<(&'a Evidence, EvidenceState)> = matrix
            .evidence_for(row)
            .map(|proof| (proof.evidence, EvidenceState::of(proof.evidence, due_within, situation)))
            .collect();
        let reliable = given.iter().filter(|(_, state)| state.is_reliable());
        let open = unanswered(asks, reliable.map(|(evidence, _)| evidence.collected), situation.as_of);
        Some(Self { asks, given, open })
    }
}

/// How many asks are left when each piece answers at most one: the strictest ask takes the newest piece.
fn unanswered(
    asks: &[(String, Cadence)],
    collected: impl Iterator<Item = NaiveDate>,
    as_of: NaiveDate,
) -> usize {
    let mut pieces: Vec<NaiveDate> = collected.collect();
    pieces.sort_unstable_by_key(|day| std::cmp::Reverse(*day));
    let last_day = |cadence: Cadence, day| cadence.interval().map(|interval| interval.after(day));
    let mut cadences: Vec<Cadence> = asks.iter().map(|(_, cadence)| *cadence).collect();
    cadences.sort_by_key(|cadence| last_day(*cadence, as_of).unwrap_or(NaiveDate::MAX));
    let mut pieces = pieces.into_iter().peekable();
    let answered = cadences.iter().filter(|cadence| {
        let fits = |day: &NaiveDate| last_day(**cadence, *day).is_none_or(|last| last >= as_of);
        pieces.next_if(fits).is_some()
    });
    asks.len() - answered.count()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn open(cadences: &[Cadence], collected: &[&str]) -> usize {
        let asks: Vec<(String, Cadence)> = cadences.iter().map(|cadence| (String::new(), *cadence)).collect();
        let days = collected.iter().map(|day| day.parse().unwrap());
        unanswered(&asks, days, "2026-11-15".parse().unwrap())
    }

    #[test]
    fn each_piece_answers_one_ask_that_it_is_new_enough_for() {
        use Cadence::{Annual, Monthly, OnChange, Quarterly};
        assert_eq!(open(&[Monthly], &[]), 1);
        assert_eq!(open(&[Monthly], &["2026-10-15"]), 0);
        assert_eq!(open(&[Monthly], &["2026-10-14"]), 1);
        assert_eq!(open(&[Monthly, Quarterly], &["2026-11-01"]), 1);
        assert_eq!(open(&[Quarterly, Monthly], &["2026-09-01", "2026-11-01"]), 0);
        assert_eq!(open(&[Annual, Quarterly], &["2026-01-01", "2026-01-01"]), 1);
        assert_eq!(open(&[OnChange, Annual], &["2020-01-01"]), 1);
    }
}
