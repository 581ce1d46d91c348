//! Work measured at two sizes.

use std::fmt;

/// How many times as large the large input is.
pub(crate) const TIMES: usize = 4;

/// How many times as much an input of a size may ask for, for each of its bytes, when it is `TIMES` as large. In
/// proportion it is once as much, with the square it is four times. What is left are tables that double and trees that
/// get deeper.
const SLACK: f64 = 1.5;

/// What some work allocated.
#[derive(Clone, Copy)]
pub(crate) struct Work {
    allocations: u64,
    bytes: u64,
}

impl Work {
    /// Counts what this thread allocates. What a process does only once must have been done before.
    pub(crate) fn of(work: impl FnOnce()) -> Self {
        let counted = allocation_counter::measure(work);
        Self { allocations: counted.count_total, bytes: counted.bytes_total }
    }

    /// What goes beyond some other work.
    pub(crate) fn beyond(self, other: Self) -> Self {
        Self {
            allocations: self.allocations.saturating_sub(other.allocations),
            bytes: self.bytes.saturating_sub(other.bytes),
        }
    }
}

impl fmt::Display for Work {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "{} allocations of {} bytes", self.allocations, self.bytes)
    }
}

/// An input and the work it made.
pub(crate) struct Sample {
    /// Length of the input, in bytes or whatever it consists of.
    pub(crate) length: usize,
    pub(crate) work: Work,
}

/// Says what is wrong when the work grew faster than its input.
pub(crate) fn excess(name: &str, small: &Sample, large: &Sample) -> Option<String> {
    let most = SLACK * ratio(large.length, small.length);
    let grew = |small: u64, large: u64| large as f64 / small.max(1) as f64;
    let allocations = grew(small.work.allocations, large.work.allocations);
    let bytes = grew(small.work.bytes, large.work.bytes);
    let problem = || {
        format!(
            "{name}: {}, then {}: {allocations:.1} and {bytes:.1} times as much, where {most:.1} are allowed",
            small.work, large.work
        )
    };
    (allocations > most || bytes > most).then(problem)
}

pub(crate) fn ratio(large: usize, small: usize) -> f64 {
    large as f64 / small as f64
}

/// Fails with all that is wrong.
#[track_caller]
pub(crate) fn expect_none(excesses: impl IntoIterator<Item = Option<String>>) {
    let excesses: Vec<String> = excesses.into_iter().flatten().collect();
    assert!(excesses.is_empty(), "\n{}", excesses.join("\n"));
}

fn sample(length: usize, work: impl FnOnce()) -> Sample {
    Sample { length, work: Work::of(work) }
}

#[test]
fn work_that_grows_with_the_square_is_seen() {
    let proportional = |length: usize| {
        sample(length, || (0..length).for_each(|number| drop(std::hint::black_box(number.to_string()))))
    };
    assert_eq!(excess("words", &proportional(100), &proportional(400)), None);
    let many = |length: usize| {
        let word = || drop(std::hint::black_box(length.to_string()));
        sample(length, || (0..length * length).for_each(|_| word()))
    };
    assert!(excess("too many", &many(100), &many(400)).is_some());
    let long = |length: usize| {
        sample(length, || (0..length).for_each(|at| drop(std::hint::black_box("x".repeat(at)))))
    };
    assert!(excess("too long", &long(100), &long(400)).is_some());
}
