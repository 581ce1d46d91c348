//! Text: inline content becomes shaped words, and these become lines. Nothing here knows of pages or blocks.
//!
//! A text passes through the files in this order: `styled` (one string with styles), `prepare` and `cut` (words and
//! their pieces), `shape` (glyphs, kept in `cache`), `lines` with `divide` and `hyphen` (lines), `order` (what is seen
//! from left to right).

mod cache;
mod cut;
mod divide;
mod hyphen;
mod lines;
mod order;
mod picture;
mod prepare;
mod shape;
mod shaped;
mod style;
mod styled;

pub(super) use cache::ShapeCache;
pub(super) use divide::widest_part;
pub(super) use hyphen::{Division, language};
pub(super) use lines::{BrokenText, Line, break_lines, fewer_lines, line_width};
pub(super) use order::{StyleRun, runs, trailing_spaces};
pub(super) use picture::CAPITAL_MIDDLE;
pub(super) use prepare::prepare;
pub(super) use shape::{Fragment, Shaper};
pub(super) use shaped::{ShapedPiece, ShapedText, TextWidths, Word};
pub(super) use style::{BaseStyle, LinkTarget, RunStyle};
pub(super) use styled::{NoteNumbers, StyledText};
