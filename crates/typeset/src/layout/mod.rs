//! Blocks to pages. The result is a display list that knows nothing of any file format, so that `pdf` is the only module
//! that another writer would replace.
//!
//! From the bottom up: `text` shapes words and breaks lines, `boxes` stacks what never breaks on pages, `blocks` says what
//! each kind of block looks like; page numbers, headers and footers come when all pages are made.

mod blocks;
mod boxes;
mod display;
mod element;
mod furniture;
mod leaders;
mod look;
mod references;
mod structure;
mod text;
mod warning;

use crate::document::Document;

use blocks::{Composed, LayoutInput, compose};

pub use display::{
    Dots, Glyph, HeadingMark, Item, Link, LinkDestination, Mark, Page, Pages, Path, PathStep, PictureBox,
    Position, Rectangle, Segment, Shape, Stroke, TextRun,
};
pub use element::{CellExtent, Element, ElementId, HeaderScope, Numbering, Role};
pub use look::Look;
pub use warning::{LayoutWarning, NeededColumn};

/// Lays out a document. Never fails: what cannot be set as it should be is among the warnings of the result.
pub fn lay_out(document: &Document, look: &Look) -> Pages {
    let Composed { mut flowed, mut shaper, elements, leaders, pictures, warnings: of_tables } =
        compose(LayoutInput { document, look });
    leaders::number_pages(&mut flowed, &leaders, &mut shaper);
    furniture::add(&mut flowed, look.theme(), &document.meta, &mut shaper);
    let shown = shaper.finish(&mut flowed.pages);
    let mut warnings = shown.warnings;
    warnings.extend(of_tables);
    warnings.sort_by_key(LayoutWarning::offset);
    Pages {
        pages: flowed.pages,
        segments: shown.segments,
        shown: shown.shown,
        fonts: look.fonts().clone(),
        pictures,
        elements,
        headings: flowed.headings,
        warnings,
    }
}
