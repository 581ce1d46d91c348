//! How an organisation stood over time: the lines of its `history.jsonl`, one for each build in which a day or a number
//! is new.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use onus_core::model::{DatedTotals, ProjectId, Totals};
use serde::Serialize;

/// Most days of a trend.
const MOST: usize = 24;

/// A line of the history.
#[derive(Debug, Serialize)]
struct HistoryEntry<'p> {
    #[serde(flatten)]
    standing: &'p DatedTotals,
    /// Each project by its id.
    by_project: BTreeMap<&'p ProjectId, Totals>,
}

/// What a build adds to the history, and the days on which something changed, the last of them its own.
#[derive(Debug, Clone)]
pub(super) struct Trend {
    /// The days, in their order.
    pub(super) days: Vec<DatedTotals>,
    /// The line to be added; none when the last one says the same.
    pub(super) line: Option<String>,
    /// The day of the last build, where that is a later one: the clock went back, or somebody asked for it.
    pub(super) built_later: Option<NaiveDate>,
}

impl Trend {
    /// What a build as of a day makes of the history so far. Lines that cannot be read are passed over.
    pub(super) fn new(history: &str, now: DatedTotals, projects: &[(&ProjectId, Totals)]) -> Self {
        let read = history.lines().filter_map(|line| serde_json::from_str::<DatedTotals>(line).ok());
        let mut days: Vec<DatedTotals> = read.collect();
        let built_later = days.last().map(|day| day.date).filter(|date| *date > now.date);
        let is_new = days.last() != Some(&now);
        let line = || {
            let line = HistoryEntry { standing: &now, by_project: projects.iter().copied().collect() };
            serde_json::to_string(&line).expect("plain data keyed by ids")
        };
        let line = is_new.then(line);
        // What was built for later days, or again on this one, is no part of how things came to be as they are.
        days.retain(|day| day.date < now.date);
        days.push(now);
        days.sort_by_key(|day| day.date);
        days.reverse();
        days.dedup_by_key(|day| day.date);
        days.reverse();
        days.dedup_by(|later, earlier| later.total == earlier.total && later.projects == earlier.projects);
        let forgotten = days.len().saturating_sub(MOST);
        days.drain(..forgotten);
        Self { days, line, built_later }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn standing(date: &str, errors: usize) -> DatedTotals {
        let total = Totals { errors, ..Totals::default() };
        DatedTotals { date: date.parse().unwrap(), projects: 1, total }
    }

    fn days(trend: &Trend) -> Vec<(String, usize)> {
        trend.days.iter().map(|day| (day.date.to_string(), day.total.errors)).collect()
    }

    #[test]
    fn a_day_with_the_same_numbers_is_a_line_but_no_point() {
        let first = Trend::new("", standing("2026-11-01", 3), &[]);
        let history = format!("{}\n", first.line.clone().unwrap());
        assert!(Trend::new(&history, standing("2026-11-01", 3), &[]).line.is_none());
        let second = Trend::new(&history, standing("2026-11-02", 3), &[]);
        assert_eq!(days(&second), [("2026-11-01".to_owned(), 3)]);
        let history = format!("{history}{}\ncut off", second.line.unwrap());
        let third = Trend::new(&history, standing("2026-11-03", 1), &[]);
        assert_eq!(days(&third), [("2026-11-01".to_owned(), 3), ("2026-11-03".to_owned(), 1)]);
    }

    #[test]
    fn the_last_build_of_a_day_counts_and_later_days_do_not() {
        let lines = [standing("2026-11-01", 3), standing("2026-11-01", 2), standing("2026-11-09", 1)];
        let history: String = lines.iter().map(|day| serde_json::to_string(day).unwrap() + "\n").collect();
        let trend = Trend::new(&history, standing("2026-11-05", 4), &[]);
        assert_eq!(days(&trend), [("2026-11-01".to_owned(), 2), ("2026-11-05".to_owned(), 4)]);
        assert!(trend.line.is_some());
        assert_eq!(trend.built_later, Some("2026-11-09".parse().unwrap()));
    }
}
