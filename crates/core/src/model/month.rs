//! A month, such as that in which an entry was last compared with what a provider publishes.

use std::fmt;

use chrono::NaiveDate;

/// A month, such as `2026-11`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Month {
    year: u16,
    month: u8,
}

impl Month {
    /// Reads `YYYY-MM`; none for anything else.
    pub fn parse(text: &str) -> Option<Self> {
        let (year, month) = text.split_once('-')?;
        let is_number = |digits: &str, length| {
            digits.len() == length && digits.chars().all(|digit| digit.is_ascii_digit())
        };
        if !is_number(year, 4) || !is_number(month, 2) {
            return None;
        }
        let month = month.parse().ok().filter(|month| (1..=12).contains(month))?;
        Some(Self { year: year.parse().ok()?, month })
    }

    /// Its last day.
    pub fn last_day(self) -> NaiveDate {
        let (year, month) = match self.month {
            12 => (i32::from(self.year) + 1, 1),
            month => (i32::from(self.year), u32::from(month) + 1),
        };
        let next = NaiveDate::from_ymd_opt(year, month, 1).expect("years of four digits have all months");
        next.pred_opt().expect("a day before the first of a month")
    }
}

impl fmt::Display for Month {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:04}-{:02}", self.year, self.month)
    }
}
