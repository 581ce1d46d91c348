//! Markdown and a theme in, pages and PDF out: what stands on the pages, in which order, and that nothing written by
//! others can bring the typesetter down. Nothing here runs a program but the tests in `other_programs`.

#![allow(clippy::unwrap_used, reason = "helpers of tests: what cannot be read back is a failure")]

mod boxes;
mod charts;
#[path = "../shared/ends.rs"]
mod ends;
mod fonts;
mod front_page;
mod generate;
mod grids;
mod hostile;
mod line_breaking;
mod links;
mod other_programs;
mod pictures;
mod properties;
mod same_bytes;
#[path = "../shared/mod.rs"]
mod shared;
mod snapshots;
mod spans;
mod table_pages;
mod tables;
mod tags;
mod theme;
mod words;

use std::fmt::Write;
use std::sync::OnceLock;

use onus_typeset::document::{Meta, parse};
use onus_typeset::font::Fonts;
use onus_typeset::layout::{Look, Pages, lay_out};
use onus_typeset::pdf;
use onus_typeset::theme::{Color, LabelColors, Theme};

/// The look of the default theme, with labels for the words that the tests put into cells.
fn look() -> &'static Look {
    static LOOK: OnceLock<Look> = OnceLock::new();
    LOOK.get_or_init(|| {
        Look::new(with_labels(&["Shared", "Implemented", "Not applicable"]), Fonts::builtin(), None)
    })
}

/// The default theme, with labels for these words.
fn with_labels(words: &[&str]) -> Theme {
    let label = |word: &&str| LabelColors {
        word: (*word).to_owned(),
        text: Color(0x71, 0x4a, 0x00),
        fill: Color(0xfd, 0xf1, 0xd3),
        outline: None,
    };
    Theme { labels: words.iter().map(label).collect(), ..Theme::default() }
}

fn laid_out(markdown: &str) -> Pages {
    lay_out(&parse(markdown, meta()), look())
}

/// A title and nothing else, so that pages show what the Markdown says and no more.
fn meta() -> Meta {
    Meta::titled("Test report")
}

fn written(markdown: &str) -> Vec<u8> {
    pdf::write(&laid_out(markdown), &meta(), &[]).unwrap().bytes
}

/// A matrix of this many rows.
fn table(rows: usize) -> String {
    let mut markdown = "# Matrix\n\n| Control | Type | What |\n|---|---|---|\n".to_owned();
    for row in 0..rows {
        let _ = writeln!(
            markdown,
            "| CTL-{row:04} | Shared | The provider keeps part {row} running and the customer looks after the rest of \
             it every day. |"
        );
    }
    markdown
}
