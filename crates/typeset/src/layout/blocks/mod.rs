//! Blocks to atoms: what each kind of block looks like.

mod aside;
mod chart;
mod composer;
mod contents;
mod facts;
mod figure;
mod frame;
mod list;
mod notes;
mod paragraph;
mod table;
mod turn;

use crate::document::{Block, BlockKind, Document};

use composer::Composer;
use table::TablePlan;

pub(super) use composer::{Composed, LayoutInput};

/// Contents that fill more than this part of a page have the rest of it to themselves.
const HALF: f32 = 0.5;

/// Sets all blocks of a document.
pub(super) fn compose(input: LayoutInput<'_>) -> Composed<'_> {
    let document = input.document;
    let mut composer = Composer::new(input, notes::set_note);
    set_body(document, &mut composer);
    notes::set_notes_left(&mut composer);
    composer.finish()
}

/// The front of a document (its title, the facts about it, what introduces it, its contents), and then its sections.
fn set_body(document: &Document, composer: &mut Composer<'_>) {
    let is_section = |block: &Block| matches!(&block.kind, BlockKind::Heading(heading) if heading.level > 1);
    let sections = document.blocks.iter().position(is_section).unwrap_or(document.blocks.len());
    let (front, sections) = document.blocks.split_at(sections);
    let facts = facts::facts_of(&document.meta, &composer.theme().words);
    match front {
        [title @ Block { kind: BlockKind::Heading(_), .. }, rest @ ..]
            if !facts.rows.is_empty() && !facts::starts_with_facts(rest) =>
        {
            set_blocks(std::slice::from_ref(title), composer);
            facts::set_facts(&facts, composer);
            set_blocks(rest, composer);
        }
        _ => set_blocks(front, composer),
    }
    let entries = contents::entries(document);
    if !entries.is_empty() {
        contents::set_contents(&entries, composer);
        // The sections go on below contents that have spilled over a little.
        if composer.filled() > HALF {
            composer.break_page();
        }
    }
    set_blocks(sections, composer);
}

/// Sets blocks one below the other. Those that have blocks in them come back here.
fn set_blocks(blocks: &[Block], composer: &mut Composer<'_>) {
    let mut plan = None;
    for (number, block) in blocks.iter().enumerate() {
        // With a table planned, this block stands between the start of its lead and the table.
        if plan.is_none() && composer.is_at_root() {
            plan = turn::turn_for(&blocks[number..], composer);
        }
        composer.keeping(block.is_kept || heads_section(blocks, number), |composer| {
            set_block(blocks, number, &mut plan, composer);
        });
    }
}

/// Sets one of some blocks, a table as it was planned.
fn set_block(blocks: &[Block], number: usize, plan: &mut Option<TablePlan>, composer: &mut Composer<'_>) {
    let block = &blocks[number];
    match &block.kind {
        BlockKind::Heading(heading) => paragraph::set_heading(heading, composer),
        BlockKind::Paragraph(content) => {
            let before = number.checked_sub(1).map(|before| &blocks[before].kind);
            let next = blocks.get(number + 1).map(|next| &next.kind);
            paragraph::set_paragraph(content, paragraph::introduces(before, next), composer);
        }
        BlockKind::List(list) => list::set_list(list, composer),
        BlockKind::Quote(inner) => aside::set_quote(inner, composer),
        BlockKind::Alert(kind, inner) => aside::set_alert(*kind, inner, composer),
        BlockKind::Code(text) => aside::set_code(text, &block.place, composer),
        BlockKind::Chart(chart) => chart::set_chart(chart, block.place.start, composer),
        BlockKind::Table(table) if facts::is_facts(table) => facts::set_facts(table, composer),
        BlockKind::Table(table) => table::set_table(table, block.place.start, plan.take(), composer),
        BlockKind::Figure(figure) => figure::set_figure(figure, composer),
        BlockKind::Rule => paragraph::set_rule(number + 1 == blocks.len(), composer),
        BlockKind::PageBreak => composer.break_page(),
        BlockKind::Turn(orientation) => composer.turn(*orientation),
    }
}

/// Most rows of a table that belongs to the heading above it, such as the status of what it is about.
const FEW_ROWS: usize = 2;

/// Most rows of such facts.
const FEW_FACTS: usize = 10;

/// Whether a block is a small table between a heading and what that is about; the three are not torn apart.
fn heads_section(blocks: &[Block], number: usize) -> bool {
    let BlockKind::Table(table) = &blocks[number].kind else { return false };
    let most = if facts::is_facts(table) { FEW_FACTS } else { FEW_ROWS };
    let before = number.checked_sub(1).map(|before| &blocks[before].kind);
    let next = blocks.get(number + 1).map(|next| &next.kind);
    table.rows.len() <= most
        && matches!(before, Some(BlockKind::Heading(_)))
        && matches!(next, Some(BlockKind::Paragraph(_) | BlockKind::List(_) | BlockKind::Table(_)))
}
