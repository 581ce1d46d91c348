//! Blocks to pages. The result is a display list that knows nothing of any file format, so that the part that writes
//! PDF could be replaced by another in one folder.

mod aside;
mod atom;
mod bars;
mod chart;
mod compose;
mod contents;
mod cut;
mod display;
mod draw;
mod element;
mod face;
mod facts;
mod flow;
mod fonts;
mod furniture;
mod hyphen;
mod lines;
mod list;
mod memory;
mod notes;
mod picture;
mod shape;
mod structure;
mod table;
mod text;
mod turn;

use std::collections::{BTreeSet, VecDeque};
use std::sync::Arc;

use crate::document::{Block, BlockKind, Document, Footnote, Inline, InlineKind};
use crate::picture::Picture;
use crate::theme::Theme;

use compose::Composer;
use flow::Flow;
use furniture::Furniture;
use shape::Shaper;
use text::NoteNumbers;

pub use display::{
    Color, Complaint, Dots, Glyph, HeadingMark, Item, Link, Mark, NeededColumn, Page, Pages, Path,
    PictureBox, Position, Rectangle, Segment, Shape, Step, Stroke, Target, TextRun,
};
pub use element::{Element, ElementId, Numbering, Role, Scope};
pub use face::{Face, FaceMetrics, FaceProblem, Outlines};
pub use fonts::{FaceId, Fonts, Style};

/// What all documents of a run look like.
#[derive(Debug, Clone)]
pub struct Look {
    /// Sizes, distances and colours.
    pub theme: Theme,
    /// The faces.
    pub fonts: Fonts,
    /// Stands beside the title.
    pub logo: Option<Arc<Picture>>,
}

impl Default for Look {
    /// The default theme in the built-in faces.
    fn default() -> Self {
        Self { theme: Theme::default(), fonts: Fonts::builtin(), logo: None }
    }
}

/// Lays out a document. Never fails: what could not be set as it should be is complained of in the result.
pub fn lay_out(document: &Document, look: &Look) -> Pages {
    let Look { theme, fonts, logo } = look;
    let meta = &document.meta;
    let flow = Flow::new(theme, meta.paper, meta.orientation);
    let mut composer = Composer::new(theme, Shaper::new(fonts), flow);
    let footnotes = numbered_notes(document);
    composer.notes = footnotes.iter().zip(1..).map(|(note, number)| (note.label.clone(), number)).collect();
    composer.anchors = anchors(document);
    composer.pictures = document.pictures.clone();
    composer.logo = logo.as_ref();
    composer.language = hyphen::language(&meta.language);
    composer.body(document);
    composer.footnotes(&footnotes);

    let Composer { flow, mut shaper, structure, leaders, shown, complaints: tables, .. } = composer;
    let flowed = flow.finish();
    let mut pages = flowed.pages;
    contents::number_pages(&mut pages, &leaders, (&flowed.anchors, &mut shaper));
    Furniture { theme, meta, headings: &flowed.headings, shaper: &mut shaper, latest: VecDeque::new() }
        .add(&mut pages);
    let (segments, shown_segments, mut complaints) = shaper.finish(&mut pages);
    complaints.extend(tables);
    complaints.sort_by_key(Complaint::offset);
    Pages {
        pages,
        segments,
        shown: shown_segments,
        fonts: fonts.clone(),
        pictures: shown.finish(),
        elements: structure.finish(),
        headings: flowed.headings,
        complaints,
    }
}

/// Footnotes in the order of their first references; those that nobody refers to come last.
fn numbered_notes(document: &Document) -> Vec<&Footnote> {
    let mut order = NoteNumbers::new();
    let mut refer = |content: &[Inline]| {
        for inline in content {
            if let InlineKind::FootnoteReference(label) = &inline.kind {
                let next = order.len();
                order.entry(label.clone()).or_insert(next);
            }
        }
    };
    if !document.footnotes.is_empty() {
        walk(&document.blocks, &mut |block| each_text(block, &mut refer));
        for footnote in &document.footnotes {
            walk(&footnote.blocks, &mut |block| each_text(block, &mut refer));
        }
    }
    let mut notes: Vec<&Footnote> = document.footnotes.iter().collect();
    notes.sort_by_key(|note| order.get(&note.label).copied().unwrap_or(usize::MAX));
    notes
}

fn anchors(document: &Document) -> BTreeSet<String> {
    let mut found = BTreeSet::new();
    let mut collect = |block: &Block| {
        if let BlockKind::Heading(heading) = &block.kind {
            found.insert(heading.anchor.clone());
        }
    };
    walk(&document.blocks, &mut collect);
    for footnote in &document.footnotes {
        walk(&footnote.blocks, &mut collect);
    }
    found
}

/// Visits all blocks in reading order; the depth is bounded by the parser.
fn walk(blocks: &[Block], visit: &mut impl FnMut(&Block)) {
    for block in blocks {
        visit(block);
        match &block.kind {
            BlockKind::Quote(inner) | BlockKind::Alert(_, inner) => walk(inner, visit),
            BlockKind::List(list) => list.items.iter().for_each(|item| walk(&item.blocks, visit)),
            BlockKind::Heading(_)
            | BlockKind::Paragraph(_)
            | BlockKind::Code(_)
            | BlockKind::Chart(_)
            | BlockKind::Figure(_)
            | BlockKind::Table(_)
            | BlockKind::Rule
            | BlockKind::PageBreak
            | BlockKind::Turn(_) => {}
        }
    }
}

fn each_text(block: &Block, visit: &mut impl FnMut(&[Inline])) {
    match &block.kind {
        BlockKind::Heading(heading) => visit(&heading.content),
        BlockKind::Paragraph(content) => visit(content),
        BlockKind::Table(table) => {
            let rows = std::iter::once(&table.head).chain(&table.rows);
            rows.flat_map(|row| &row.cells).for_each(|cell| visit(&cell.content));
        }
        BlockKind::List(_)
        | BlockKind::Quote(_)
        | BlockKind::Alert(..)
        | BlockKind::Code(_)
        | BlockKind::Chart(_)
        | BlockKind::Figure(_)
        | BlockKind::Rule
        | BlockKind::PageBreak
        | BlockKind::Turn(_) => {}
    }
}
