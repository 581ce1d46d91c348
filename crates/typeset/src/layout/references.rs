//! What references in a document lead to: footnotes and headings.

use std::collections::BTreeSet;

use super::text::NoteNumbers;
use crate::document::{Block, BlockKind, Document, Footnote, Inline, InlineKind};

/// What references in a document lead to.
pub(super) struct References<'d> {
    /// Footnotes in the order of their first references; those that nothing refers to come last.
    pub(super) notes: Vec<&'d Footnote>,
    /// The numbers of the footnotes from 1, by their labels.
    pub(super) note_numbers: NoteNumbers,
    /// What `#anchor` links may lead to.
    pub(super) anchors: BTreeSet<&'d str>,
}

impl<'d> References<'d> {
    pub(super) fn of(document: &'d Document) -> Self {
        let notes = ordered_notes(document);
        let note_numbers = notes.iter().zip(1..).map(|(note, number)| (note.label.clone(), number)).collect();
        Self { notes, note_numbers, anchors: anchors(document) }
    }
}

fn ordered_notes(document: &Document) -> Vec<&Footnote> {
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

fn anchors(document: &Document) -> BTreeSet<&str> {
    let mut found = BTreeSet::new();
    let texts = document.footnotes.iter().map(|footnote| &footnote.blocks);
    for blocks in std::iter::once(&document.blocks).chain(texts) {
        walk(blocks, &mut |block| {
            if let BlockKind::Heading(heading) = &block.kind {
                found.insert(heading.anchor.as_str());
            }
        });
    }
    found
}

/// Visits all blocks in reading order; the depth is bounded by the parser.
fn walk<'d>(blocks: &'d [Block], visit: &mut impl FnMut(&'d Block)) {
    for block in blocks {
        visit(block);
        match &block.kind {
            BlockKind::Quote(inner) | BlockKind::Alert(_, inner) => walk(inner, visit),
            BlockKind::List(list) => {
                for item in &list.items {
                    walk(&item.blocks, visit);
                }
            }
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
            for cell in rows.flat_map(|row| &row.cells) {
                visit(&cell.content);
            }
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
