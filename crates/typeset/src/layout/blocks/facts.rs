//! Facts: names on the left, what they say on the right, without rules. In Markdown they are a table of two columns
//! with an empty head; below the title they are the title block.

use std::sync::Arc;

use super::composer::Composer;
use crate::document::{Alignment, Block, BlockKind, Cell, Inline, InlineKind, InlineStyle, Meta, Row, Table};
use crate::layout::boxes::{Atom, Canvas, LinePlacement, baseline};
use crate::layout::display::Mark;
use crate::layout::element::{ElementId, HeaderScope, Role};
use crate::layout::text::{BaseStyle, BrokenText, Division, ShapedText};
use crate::theme::FixedWords;

/// The names take at most this part of the width.
const NAMES: f32 = 0.4;

/// Between names and facts, in points.
const GAP: f32 = 16.0;

/// Whether a table is a list of facts.
pub(super) fn is_facts(table: &Table) -> bool {
    table.alignments.len() == 2
        && !table.rows.is_empty()
        && table.head.cells.iter().all(|cell| cell.content.is_empty())
}

/// Whether what follows a title starts with facts.
pub(super) fn starts_with_facts(blocks: &[Block]) -> bool {
    matches!(blocks.first(), Some(Block { kind: BlockKind::Table(table), .. }) if is_facts(table))
}

/// What a document says about itself outside its text.
pub(super) fn facts_of(meta: &Meta, words: &FixedWords) -> Table {
    let date = meta.date.map(|date| date.format("%Y-%m-%d").to_string());
    let facts = [
        (&words.organization, &meta.organization),
        (&words.project, &meta.project),
        (&words.classification, &meta.classification),
        (&words.as_of, &date),
        (&words.document, &meta.id),
        (&words.revision, &meta.revision),
    ];
    let rows = facts.into_iter().filter_map(|(name, fact)| {
        let fact = fact.as_deref().filter(|fact| !fact.is_empty())?;
        Some(Row { cells: vec![cell(name), cell(fact)], ..Row::default() })
    });
    Table {
        alignments: vec![Alignment::Start; 2],
        widths: None,
        is_grid: false,
        head: Row::default(),
        rows: rows.collect(),
    }
}

fn cell(text: &str) -> Cell {
    let kind = InlineKind::Text(text.to_owned());
    Cell {
        content: vec![Inline { kind, style: InlineStyle::default(), link: None, place: 0..0 }],
        ..Cell::default()
    }
}

/// A name and what it says, shaped.
struct Fact {
    name: Arc<ShapedText>,
    value: Arc<ShapedText>,
}

pub(super) fn set_facts(table: &Table, composer: &mut Composer<'_>) {
    if table.rows.is_empty() {
        return;
    }
    let theme = composer.theme();
    let base = composer.base(theme.table);
    let muted = BaseStyle { color: theme.colors.muted, ..base };
    let mut facts = Vec::new();
    let mut names: f32 = 0.0;
    for row in &table.rows {
        let [name, value] = [0, 1].map(|column| row.cells.get(column).map_or(&[][..], |cell| &cell.content));
        let fact = Fact { name: composer.shape(name, muted), value: composer.shape(value, base) };
        names = names.max(fact.name.widths().unbroken);
        facts.push(fact);
    }
    let width = composer.frame().width;
    let names = names.min(width * NAMES);
    let element = composer.element(Role::Table);
    composer.space_above(theme.block_gap);
    let last = facts.len() - 1;
    for (number, fact) in facts.into_iter().enumerate() {
        let row = composer.element_in(element, Role::TableRow);
        let header = composer.element_in(row, Role::HeaderCell(HeaderScope::Row));
        let name = draw_cell(fact.name, header, 0.0, names, composer);
        let data = composer.element_in(row, Role::DataCell);
        let value = draw_cell(fact.value, data, names + GAP, width - names - GAP, composer);
        let lines = name.len().max(value.len());
        let (mut name, mut value) = (name.into_iter(), value.into_iter());
        // Line by line: a fact may be longer than a page.
        for line in 0..lines {
            let mut canvas = name.next().unwrap_or_default();
            let beside = value.next().unwrap_or_default();
            canvas.items.extend(beside.items);
            canvas.links.extend(beside.links);
            let keep_with_next = number < last || line + 1 < lines;
            let (height, Canvas { items, links }) = (theme.table.leading, canvas);
            composer.emit(Atom { height, keep_with_next, items, links, ..Atom::default() });
        }
        composer.space_below(theme.item_gap);
    }
    composer.space_below(theme.block_gap);
}

/// Draws the lines of a cell that stands this far from the left edge of the frame.
fn draw_cell(
    text: Arc<ShapedText>,
    element: ElementId,
    left: f32,
    width: f32,
    composer: &mut Composer<'_>,
) -> Vec<Canvas> {
    let BrokenText { text, lines } = composer.break_lines(text, width, Division::Never);
    let links = composer.link_elements(&text, element);
    let (x, y) = (composer.frame().left + left, baseline(composer.theme().table));
    let place = LinePlacement { x, y, mark: Mark::Content(element), links: &links };
    let draw = |line| {
        let mut canvas = Canvas::default();
        composer.draw_line(&mut canvas, &text, line, &place);
        canvas
    };
    lines.iter().map(draw).collect()
}
