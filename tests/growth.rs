//! The cost of a document grows with its size, not with its square. A binary and a single test of its own, so that no
//! other test runs beside what is timed; ratios of times in one run, never times.

#![allow(clippy::unwrap_used, reason = "a document that is not written is a failure")]

use std::fmt::Write;
use std::time::{Duration, Instant};

use onus_typeset::document::{Meta, parse};
use onus_typeset::layout::{Look, lay_out};
use onus_typeset::pdf;

/// Markdown of a size.
type Case = (&'static str, usize, fn(usize) -> String);

/// Shorter runs are lost in the noise.
const LEAST: Duration = Duration::from_millis(100);

/// How many times as large the large one is.
const TIMES: usize = 4;

/// The large one may take this many times as long: between 4, in proportion, and 16, with the square.
const RATIO: f64 = 8.0;

/// Other work on the machine makes times longer, never shorter, so the shortest of some count.
fn grows_in_proportion((name, mut size, make): Case) {
    for _ in 0..6 {
        if time(&make(size * TIMES)) >= LEAST {
            break;
        }
        size *= 2;
    }
    let (small, large) = (make(size), make(size * TIMES));
    let mut best = (Duration::MAX, Duration::MAX);
    for _ in 0..8 {
        best = (best.0.min(time(&small)), best.1.min(time(&large)));
        if best.1 < LEAST || best.1.as_secs_f64() <= RATIO * best.0.as_secs_f64() {
            return;
        }
    }
    panic!("{name}: {best:?} at {size} and {TIMES} times that");
}

fn time(markdown: &str) -> Duration {
    let meta = Meta::titled("Test report");
    let start = Instant::now();
    pdf::write(&lay_out(&parse(markdown, meta.clone()), &Look::default()), &meta, &[]).unwrap();
    start.elapsed()
}

fn repeated(count: usize, text: fn(usize, &mut String)) -> String {
    let mut markdown = String::new();
    (0..count).for_each(|number| text(number, &mut markdown));
    markdown
}

#[test]
fn time_grows_in_proportion_to_size() {
    many_blocks();
    long_texts();
    large_tables();
    deep_nesting();
}

fn many_blocks() {
    let cases: [Case; 7] = [
        ("headings", 2_000, |count| {
            repeated(count, |number, text| _ = writeln!(text, "# Heading {number}\n"))
        }),
        ("headings of one name", 3_000, |count| "# Same\n\n".repeat(count)),
        ("headings that collide", 2_000, |count| {
            repeated(count, |number, text| _ = writeln!(text, "# Same\n\n# Same-{number}\n"))
        }),
        ("footnotes", 300, |count| {
            repeated(count, |number, text| _ = writeln!(text, "word[^{number}]\n\n[^{number}]: note\n"))
        }),
        ("references to one note", 5_000, |count| "word[^n] ".repeat(count) + "\n\n[^n]: note\n"),
        ("code", 500, |count| format!("```\n{}```\n", "let x = 1;\n".repeat(count))),
        ("slices", 300, |count| {
            let slices = repeated(count, |number, text| _ = writeln!(text, " \"slice {number}\" : 1"));
            format!("```mermaid\npie\n{slices}```\n")
        }),
    ];
    cases.into_iter().for_each(grows_in_proportion);
}

fn long_texts() {
    let cases: [Case; 8] = [
        ("a word", 20_000, |count| "x".repeat(count)),
        ("a word with joints", 10_000, |count| "ab-c/".repeat(count / 5)),
        ("a right-to-left word", 10_000, |count| "א".repeat(count)),
        ("words of two directions", 1_000, |count| "word שלום ".repeat(count)),
        ("links", 500, |count| {
            repeated(count, |number, text| _ = write!(text, "[l{number}](https://example.org/{number}) "))
        }),
        ("styles", 500, |count| "**a** *b* `c` ~~d~~ ".repeat(count)),
        ("line breaks", 1_000, |count| "a<br>".repeat(count)),
        ("missing characters", 500, |count| {
            (0..count as u32).filter_map(|n| char::from_u32(0x4e00 + n)).collect()
        }),
    ];
    cases.into_iter().for_each(grows_in_proportion);
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

fn large_tables() {
    let cases: [Case; 4] = [
        ("rows", 200, rows),
        ("columns", 40, |count| {
            let row = |cell: &str| format!("|{}\n", format!("{cell}|").repeat(count));
            row("head") + &row("---") + &row("cell")
        }),
        ("a long cell", 2_000, |count| format!("|a|b|\n|-|-|\n|x|{}|\n", "word ".repeat(count))),
        ("rows taller than half a page", 4, |count| {
            "|a|b|\n|-|-|\n".to_owned() + &format!("|{}|x|\n", "word ".repeat(900)).repeat(count)
        }),
    ];
    cases.into_iter().for_each(grows_in_proportion);
}

fn deep_nesting() {
    let cases: [Case; 6] = [
        ("quotes", 2_000, |count| "> ".repeat(count) + "deep"),
        ("lists on one line", 1_000, |count| "- ".repeat(count) + "deep"),
        ("emphasis", 2_000, |count| "*".repeat(count) + "x" + &"*".repeat(count)),
        ("emphasis one in another", 1_000, |count| "*a **b ".repeat(count) + &"c** d* ".repeat(count)),
        ("brackets", 2_000, |count| "[".repeat(count) + &"](x)".repeat(count)),
        ("backticks", 5_000, |count| (1..count.isqrt()).map(|n| "`".repeat(n) + "x").collect()),
    ];
    cases.into_iter().for_each(grows_in_proportion);
}
