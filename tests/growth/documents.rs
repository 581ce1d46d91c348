//! Documents of two sizes, from Markdown to PDF.

use std::fmt::Write;

use onus_typeset::document::{Meta, parse};
use onus_typeset::layout::{Look, lay_out};
use onus_typeset::pdf;

use crate::work::{Sample, TIMES, Work, excess, expect_none};

/// Markdown of a size.
struct Case {
    name: &'static str,
    size: usize,
    make: fn(usize) -> String,
}

fn write(markdown: &str) {
    let meta = Meta::titled("Test report");
    pdf::write(&lay_out(&parse(markdown, meta.clone()), &Look::default()), &meta, &[]).unwrap();
}

fn sample(markdown: &str) -> Sample {
    Sample { length: markdown.len(), work: Work::of(|| write(markdown)) }
}

fn allocate_in_proportion(cases: &[Case]) {
    let excesses = cases.iter().map(|case| {
        let (small, large) = ((case.make)(case.size), (case.make)(case.size * TIMES));
        // Fonts and what a thread keeps for the next document are made by the first one.
        write(&small);
        excess(case.name, &sample(&small), &sample(&large))
    });
    expect_none(excesses);
}

#[test]
fn many_blocks_allocate_in_proportion() {
    allocate_in_proportion(&many_blocks());
}

#[test]
fn long_texts_allocate_in_proportion() {
    allocate_in_proportion(&long_texts());
}

#[test]
fn large_tables_allocate_in_proportion() {
    allocate_in_proportion(&large_tables());
}

#[test]
fn deep_nesting_allocates_in_proportion() {
    allocate_in_proportion(&deep_nesting());
}

/// Loops that allocate nothing, seen by the time that they take on the processor.
#[cfg(unix)]
mod processor {
    use std::time::Duration;

    use super::*;
    use crate::work::ratio;

    use rustix::time::{ClockId, clock_gettime};

    /// Less is lost in the noise of caches.
    const LEAST: Duration = Duration::from_millis(50);

    /// How many times as long a byte may take when there are `TIMES` as many: four with the square.
    const SLACK: f64 = 2.0;

    /// Neighbours on the processor slow both sizes down, but hardly the same ones in each of so many rounds.
    const ROUNDS: usize = 8;

    /// How often a size may be doubled until the large one takes long enough to be measured.
    const DOUBLINGS: u32 = 8;

    /// Time of this thread on the processor; waiting for it is no part of that.
    fn now() -> Duration {
        let now = clock_gettime(ClockId::ThreadCPUTime);
        Duration::new(now.tv_sec.try_into().unwrap(), now.tv_nsec.try_into().unwrap())
    }

    /// Says what is wrong when the time of some work grew faster than its input.
    fn excess(case: &Case, work: fn(&str)) -> Option<String> {
        let time = |markdown: &str| {
            let begun = now();
            work(markdown);
            now() - begun
        };
        let mut sizes = (0..DOUBLINGS).map(|doublings| case.size << doublings);
        let long_enough = |size: &usize| time(&(case.make)(size * TIMES)) >= LEAST;
        let Some(size) = sizes.find(long_enough) else {
            return Some(format!("{}: it is never large enough to be measured", case.name));
        };
        let (small, large) = ((case.make)(size), (case.make)(size * TIMES));
        let most = SLACK * ratio(large.len(), small.len());
        let (mut shortest, mut shortest_large) = (Duration::MAX, Duration::MAX);
        for _ in 0..ROUNDS {
            shortest = shortest.min(time(&small));
            shortest_large = shortest_large.min(time(&large));
            if shortest_large.as_secs_f64() <= most * shortest.as_secs_f64() {
                return None;
            }
        }
        let name = case.name;
        Some(format!("{name}: {shortest:?}, then {shortest_large:?}, where {most:.1} times are allowed"))
    }

    #[test]
    #[ignore = "measures the processor's time; run by .ci/run"]
    fn the_processor_is_busy_in_proportion() {
        let cases = [many_blocks(), long_texts(), large_tables(), deep_nesting()];
        expect_none(cases.iter().flatten().map(|case| excess(case, write)));
    }

    #[test]
    #[ignore = "measures the processor's time; run by .ci/run"]
    fn a_search_through_all_that_came_before_is_seen() {
        let letters = |size| Case { name: "letters", size, make: |count| "x".repeat(count) };
        let once = |text: &str| text.bytes().for_each(|byte| _ = std::hint::black_box(byte));
        assert_eq!(excess(&letters(100_000), once), None);
        let search = |text: &str| {
            for at in 0..text.len() {
                text.bytes().take(at).for_each(|byte| _ = std::hint::black_box(byte));
            }
        };
        assert!(excess(&letters(500), search).is_some());
    }
}

fn repeated(count: usize, text: fn(usize, &mut String)) -> String {
    let mut markdown = String::new();
    (0..count).for_each(|number| text(number, &mut markdown));
    markdown
}

fn many_blocks() -> Vec<Case> {
    vec![
        Case {
            name: "headings",
            size: 2_000,
            make: |count| repeated(count, |number, text| _ = writeln!(text, "# Heading {number}\n")),
        },
        Case { name: "headings of one name", size: 3_000, make: |count| "# Same\n\n".repeat(count) },
        Case {
            name: "headings that collide",
            size: 2_000,
            make: |count| repeated(count, |number, text| _ = writeln!(text, "# Same\n\n# Same-{number}\n")),
        },
        Case {
            name: "footnotes",
            size: 300,
            make: |count| {
                repeated(count, |number, text| _ = writeln!(text, "word[^{number}]\n\n[^{number}]: note\n"))
            },
        },
        Case {
            name: "references to one note",
            size: 5_000,
            make: |count| "word[^n] ".repeat(count) + "\n\n[^n]: note\n",
        },
        Case { name: "code", size: 500, make: |count| format!("```\n{}```\n", "let x = 1;\n".repeat(count)) },
        Case {
            name: "slices",
            size: 300,
            make: |count| {
                let slices = repeated(count, |number, text| _ = writeln!(text, " \"slice {number}\" : 1"));
                format!("```mermaid\npie\n{slices}```\n")
            },
        },
    ]
}

fn long_texts() -> Vec<Case> {
    vec![
        Case { name: "a word", size: 20_000, make: |count| "x".repeat(count) },
        Case { name: "a word with joints", size: 10_000, make: |count| "ab-c/".repeat(count / 5) },
        Case { name: "a right-to-left word", size: 10_000, make: |count| "א".repeat(count) },
        Case { name: "words of two directions", size: 1_000, make: |count| "word שלום ".repeat(count) },
        Case {
            name: "links",
            size: 500,
            make: |count| {
                repeated(count, |number, text| _ = write!(text, "[l{number}](https://example.org/{number}) "))
            },
        },
        Case { name: "styles", size: 500, make: |count| "**a** *b* `c` ~~d~~ ".repeat(count) },
        Case { name: "line breaks", size: 1_000, make: |count| "a<br>".repeat(count) },
        Case {
            name: "missing characters",
            size: 500,
            make: |count| (0..count as u32).filter_map(|n| char::from_u32(0x4e00 + n)).collect(),
        },
    ]
}

fn rows(count: usize) -> String {
    "| Control | Type | What |\n|---|---|---|\n".to_owned()
        + &repeated(count, |row, text| {
            _ = writeln!(
                text,
                "| CTL-{row:04} | Shared | The provider runs part {row}, the customer looks after the rest. |"
            );
        })
}

fn large_tables() -> Vec<Case> {
    vec![
        Case { name: "rows", size: 200, make: rows },
        Case {
            name: "columns",
            size: 40,
            make: |count| {
                let row = |cell: &str| format!("|{}\n", format!("{cell}|").repeat(count));
                row("head") + &row("---") + &row("cell")
            },
        },
        Case {
            name: "a long cell",
            size: 2_000,
            make: |count| format!("|a|b|\n|-|-|\n|x|{}|\n", "word ".repeat(count)),
        },
        Case {
            name: "rows taller than half a page",
            size: 4,
            make: |count| {
                "|a|b|\n|-|-|\n".to_owned() + &format!("|{}|x|\n", "word ".repeat(900)).repeat(count)
            },
        },
    ]
}

fn deep_nesting() -> Vec<Case> {
    vec![
        Case { name: "quotes", size: 2_000, make: |count| "> ".repeat(count) + "deep" },
        Case { name: "lists on one line", size: 1_000, make: |count| "- ".repeat(count) + "deep" },
        Case { name: "emphasis", size: 2_000, make: |count| "*".repeat(count) + "x" + &"*".repeat(count) },
        Case {
            name: "emphasis one in another",
            size: 1_000,
            make: |count| "*a **b ".repeat(count) + &"c** d* ".repeat(count),
        },
        Case { name: "brackets", size: 2_000, make: |count| "[".repeat(count) + &"](x)".repeat(count) },
        Case {
            name: "backticks",
            size: 5_000,
            make: |count| (1..count.isqrt()).map(|n| "`".repeat(n) + "x").collect(),
        },
    ]
}
