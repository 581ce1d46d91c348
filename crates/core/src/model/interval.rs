//! Lengths of time in days, weeks, months or years, and how often evidence is renewed.

use std::fmt;

use chrono::{Days, Months, NaiveDate};
use serde::{Deserialize, Serialize};
use strum::{IntoStaticStr, VariantArray};

use crate::diagnostic::Count;

/// Largest number in a length of time. Four digits are enough for any agreement, and keep dates within range.
const LONGEST: u32 = 9_999;

/// A length of time.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Interval {
    /// A number of days.
    Days(u32),
    /// A number of calendar months.
    Months(u32),
}

impl Interval {
    /// Parses `90 days`, `2 weeks`, `3 months` or `1 year`; none for anything else.
    pub fn parse(text: &str) -> Option<Self> {
        let (count, unit) = text.trim().split_once(' ')?;
        let plain = !count.is_empty() && count.bytes().all(|byte| byte.is_ascii_digit());
        let count: u32 = count.parse().ok().filter(|count| plain && (1..=LONGEST).contains(count))?;
        match unit.trim() {
            "day" | "days" => Some(Self::Days(count)),
            "week" | "weeks" => Some(Self::Days(count * 7)),
            "month" | "months" => Some(Self::Months(count)),
            "year" | "years" => Some(Self::Months(count * 12)),
            _ => None,
        }
    }

    /// The day after this length of time. If the month has no such day, its last day is taken.
    pub fn after(self, day: NaiveDate) -> NaiveDate {
        let later = match self {
            Self::Days(count) => day.checked_add_days(Days::new(count.into())),
            Self::Months(count) => day.checked_add_months(Months::new(count)),
        };
        later.unwrap_or(NaiveDate::MAX)
    }
}

impl fmt::Display for Interval {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match *self {
            Self::Days(count) => Count(count, "day").fmt(f),
            Self::Months(count) => Count(count, "month").fmt(f),
        }
    }
}

/// How often evidence is renewed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
#[derive(IntoStaticStr, VariantArray)]
#[strum(serialize_all = "kebab-case")]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub enum Cadence {
    /// Continuously.
    Continuous,
    /// Every day.
    Daily,
    /// Every week.
    Weekly,
    /// Every month.
    Monthly,
    /// Every three months.
    Quarterly,
    /// Every six months.
    Semiannual,
    /// Every year.
    Annual,
    /// When something changes.
    OnChange,
}

impl Cadence {
    /// All of them.
    pub const ALL: &'static [Self] = Self::VARIANTS;

    /// The value in files and reports.
    pub fn word(self) -> &'static str {
        self.into()
    }

    /// For people.
    pub fn label(self) -> &'static str {
        match self {
            Self::OnChange => "on change",
            Self::Continuous
            | Self::Daily
            | Self::Weekly
            | Self::Monthly
            | Self::Quarterly
            | Self::Semiannual
            | Self::Annual => self.word(),
        }
    }

    /// The longest time between two pieces of evidence; none if it is not a fixed one.
    pub fn interval(self) -> Option<Interval> {
        match self {
            Self::Daily => Some(Interval::Days(1)),
            Self::Weekly => Some(Interval::Days(7)),
            Self::Monthly => Some(Interval::Months(1)),
            Self::Quarterly => Some(Interval::Months(3)),
            Self::Semiannual => Some(Interval::Months(6)),
            Self::Annual => Some(Interval::Months(12)),
            Self::Continuous | Self::OnChange => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    #[test]
    fn lengths_end_on_days_of_the_calendar() {
        for (length, from, to) in [
            ("90 days", "2026-10-01", "2026-12-30"),
            ("2 weeks", "2026-12-25", "2027-01-08"),
            ("1 month", "2026-01-31", "2026-02-28"),
            ("3 months", "2026-11-30", "2027-02-28"),
            ("1 year", "2024-02-29", "2025-02-28"),
        ] {
            assert_eq!(Interval::parse(length).unwrap().after(day(from)), day(to), "{length} after {from}");
        }
    }

    #[test]
    fn what_is_no_length_is_none() {
        for text in
            ["", "days", "3", "0 days", "-1 days", "+1 day", "3months", "1.5 years", "10000 days", "2 moons"]
        {
            assert_eq!(Interval::parse(text), None, "{text:?}");
        }
    }
}
