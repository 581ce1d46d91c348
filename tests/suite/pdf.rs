//! Markdown in, PDF out, read back: what stands on the pages, in which order, and that nothing written by others can
//! bring the writer down.

#![allow(clippy::unwrap_used, reason = "helpers of tests: what cannot be read back is a failure")]

mod attachments;
mod boxes;
mod generate;
mod hostile;
mod links;
mod pen;
mod programs;
mod properties;
mod reading;
mod same_bytes;
mod samples;
mod snapshots;
mod tables;
mod tags;
mod tree;
mod words;

use std::fmt::Write;
use std::sync::OnceLock;

use onus::load::{ThemeFolder, load_theme};

pub(crate) use reading::Reading;

use onus_typeset::document::{Meta, parse};
use onus_typeset::layout::{Look, Pages, lay_out};
use onus_typeset::pdf;

use crate::workspace::repository;

/// The look of the built-in theme, which has the labels that documents of onus use. This repository's theme is that theme.
pub(crate) fn look() -> &'static Look {
    static LOOK: OnceLock<Look> = OnceLock::new();
    LOOK.get_or_init(|| {
        let ThemeFolder { sources, theme, assets, .. } =
            load_theme(repository()).expect("the repository is there");
        let (look, mistakes) = onus::pages::look(&sources, theme, &assets);
        assert_eq!(mistakes, []);
        look
    })
}

pub(crate) fn laid_out(markdown: &str) -> Pages {
    lay_out(&parse(markdown, meta()), look())
}

/// A title and nothing else, so that pages show what the Markdown says and no more.
pub(crate) fn meta() -> Meta {
    Meta::titled("Test report")
}

pub(crate) fn written(markdown: &str) -> Vec<u8> {
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

#[test]
fn two_runs_give_the_same_bytes() {
    let markdown = table(40) + "\n```mermaid\npie\n \"a\" : 1\n \"b\" : 2\n```\n\n[link](#matrix) 🎉 שלום\n";
    assert!(written(&markdown) == written(&markdown));
}
