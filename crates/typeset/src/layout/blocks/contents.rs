//! The contents: every section with its page, which is filled in when all pages are made.

use super::composer::Composer;
use crate::document::{Block, BlockKind, Document, Heading, plain_text};
use crate::layout::boxes::{Atom, Canvas, LinePlacement, PendingLink, baseline};
use crate::layout::display::{Item, Mark, Shape, TextRun};
use crate::layout::element::{ElementId, Role};
use crate::layout::leaders::Leader;
use crate::layout::text::{BrokenText, Division, LinkTarget, RunStyle, line_width};
use crate::theme::TextSize;

/// A document with fewer sections and subsections needs no contents.
const FEWEST_SECTIONS: usize = 8;

/// Nor does one with less Markdown than this, in bytes: about six pages.
const SHORTEST: usize = 20_000;

/// With more entries than this, about a page and a half, subsections are left out.
const MOST_ENTRIES: usize = 64;

/// The eye loses its line when the number is further away than this, in points.
const WIDEST: f32 = 490.0;

/// Between two columns of contents, and the narrowest text area that has two, in points.
const COLUMN_GAP: f32 = 26.0;
const NARROWEST_PAIR: f32 = 400.0;

/// Contents in two columns start on a new page where more than this part of the present one is taken.
const MOST_FILLED: f32 = 0.6;

/// Room for the longest page number and some air before it, in points.
const NUMBER: f32 = 36.0;

/// The headings that the contents of a document list; none if it has no contents.
pub(super) fn entries(document: &Document) -> Vec<&Heading> {
    let headings: Vec<&Heading> = document
        .blocks
        .iter()
        .enumerate()
        .filter_map(|(number, block)| match &block.kind {
            // The title is not listed.
            BlockKind::Heading(heading) if heading.level >= 2 || number > 0 => Some(heading),
            _ => None,
        })
        .collect();
    let sections = headings.iter().filter(|heading| heading.level <= 3).count();
    let length = document.blocks.last().map_or(0, |block: &Block| block.place.end);
    let wanted = document.meta.contents.unwrap_or(sections >= FEWEST_SECTIONS && length >= SHORTEST);
    let deepest = if sections <= MOST_ENTRIES { 3 } else { 2 };
    if wanted {
        headings.into_iter().filter(|heading| heading.level <= deepest).collect()
    } else {
        Vec::new()
    }
}

pub(super) fn set_contents(entries: &[&Heading], composer: &mut Composer<'_>) {
    let theme = composer.theme();
    let list = composer.element(Role::Contents);
    let leading = entry_size(composer).leading;
    let (one_column, page) = (entries.len() as f32 * leading, composer.page_height());
    let filled = composer.filled();
    // Beside a short front, two columns save the entries a page of their own.
    let spills = one_column > page || (filled <= MOST_FILLED && one_column > page * (1.0 - filled));
    let in_columns = spills && composer.frame().width >= NARROWEST_PAIR;
    if in_columns && filled > MOST_FILLED {
        composer.break_page();
    }
    set_title(list, composer);
    let frame = composer.frame();
    let width = if in_columns { (frame.width - COLUMN_GAP) / 2.0 } else { frame.width.min(WIDEST) };
    let nested = entries.iter().any(|heading| heading.level > 2);
    let mut inner = None;
    let mut set = Vec::new();
    for (number, heading) in entries.iter().enumerate() {
        let is_section = heading.level <= 2;
        let mut gap = 0.0;
        if is_section {
            inner = None;
            gap = if nested && number > 0 { theme.item_gap } else { 0.0 };
        } else if inner.is_none() {
            inner = Some(composer.element_in(list, Role::Contents));
        }
        let lines = set_entry(heading, inner.unwrap_or(list), nested && is_section, width, composer);
        if in_columns {
            set.push(ContentsEntry { gap, height: lines.len() as f32 * leading, lines });
        } else {
            composer.space_above(gap);
            emit_lines(lines, leading, composer);
        }
    }
    if in_columns {
        emit_columns(set, width + COLUMN_GAP, composer);
    }
    composer.space_below(theme.block_gap);
}

/// An entry that waits for its place in a column.
struct ContentsEntry {
    /// Above it, unless a column begins with it.
    gap: f32,
    height: f32,
    lines: Vec<Canvas>,
}

fn emit_lines(lines: Vec<Canvas>, height: f32, composer: &mut Composer<'_>) {
    let count = lines.len();
    for (number, Canvas { items, links }) in lines.into_iter().enumerate() {
        let keep_with_next = number + 1 < count;
        composer.emit(Atom { height, keep_with_next, items, links, ..Atom::default() });
    }
}

/// Sets entries in two columns, page by page; on the last page both are about as long.
fn emit_columns(entries: Vec<ContentsEntry>, step: f32, composer: &mut Composer<'_>) {
    let mut room = composer.page_height() * (1.0 - composer.filled()) - composer.theme().headings[1].below;
    let mut rest = entries.into_iter().peekable();
    while rest.peek().is_some() {
        let mut page: Vec<ContentsEntry> = Vec::new();
        let (mut column, mut used) = (0, 0.0_f32);
        let mut lengths = [0.0_f32; 2];
        while let Some(entry) = rest.peek() {
            let needed = entry.height + if used > 0.0 { entry.gap } else { 0.0 };
            if used + needed > room && used > 0.0 {
                if column == 1 {
                    break;
                }
                (column, used) = (1, 0.0);
                continue;
            }
            used += needed;
            lengths[column] = used;
            page.extend(rest.next());
        }
        let is_last = rest.peek().is_none();
        let goal = if is_last { (lengths[0] + lengths[1]) / 2.0 } else { room };
        emit_pair(page, goal, room, step, composer);
        room = composer.page_height();
    }
}

/// Emits the two columns of a page; the left one ends where it has reached its goal.
fn emit_pair(page: Vec<ContentsEntry>, goal: f32, room: f32, step: f32, composer: &mut Composer<'_>) {
    let leading = entry_size(composer).leading;
    let mut whole = Canvas::default();
    let (mut right, mut y, mut height) = (0.0, 0.0_f32, 0.0_f32);
    for entry in page {
        let gap = if y > 0.0 { entry.gap } else { 0.0 };
        let is_full = y + gap + entry.height > room || y >= goal;
        if right == 0.0 && y > 0.0 && is_full {
            (right, y) = (step, 0.0);
        } else {
            y += gap;
        }
        for mut line in entry.lines {
            line.shift(y);
            line.shift_right(right);
            whole.append(line);
            y += leading;
        }
        height = height.max(y);
    }
    let Canvas { items, links } = whole;
    composer.emit(Atom { height, items, links, ..Atom::default() });
}

fn entry_size(composer: &Composer<'_>) -> TextSize {
    let body = composer.theme().body;
    TextSize { leading: body.leading + 1.0, ..body }
}

fn set_title(list: ElementId, composer: &mut Composer<'_>) {
    let theme = composer.theme();
    let caption = composer.element_in(list, Role::Caption);
    let size = theme.headings[1];
    let text = composer.shape_words(&theme.words.contents, RunStyle::bold(size.text, theme.colors.accent));
    let mut canvas = Canvas::default();
    let (x, y) = (composer.frame().left, baseline(size.text));
    let place = LinePlacement { x, y, mark: Mark::Content(caption), links: &[] };
    composer.draw_line(&mut canvas, &text, &text.whole(), &place);
    composer.space_above(size.above);
    let height = size.text.leading;
    composer.emit(Atom { height, keep_with_next: true, items: canvas.items, ..Atom::default() });
    composer.space_below(size.below);
}

/// Draws one heading, line by line: its text over as many lines as it needs, a row of dots, and a place for the page
/// number.
fn set_entry(
    heading: &Heading,
    list: ElementId,
    strong: bool,
    width: f32,
    composer: &mut Composer<'_>,
) -> Vec<Canvas> {
    let theme = composer.theme();
    let item = composer.element_in(list, Role::ContentsItem);
    let reference = composer.element_in(item, Role::Reference);
    let link = composer.element_in(reference, Role::Link);
    let size = entry_size(composer);
    let mut style = RunStyle::regular(size, theme.colors.text);
    style.wanted.strong = strong;
    let text = composer.shape_words(&plain_text(&heading.content), style);
    let frame = composer.frame();
    let left = frame.left + if heading.level > 2 { theme.indent } else { 0.0 };
    let right = frame.left + width;
    let BrokenText { text, lines } = composer.break_lines(text, right - NUMBER - left, Division::Never);
    let mut drawn = Vec::with_capacity(lines.len());
    for (number, line) in lines.iter().enumerate() {
        let mut canvas = Canvas::default();
        let y = baseline(size);
        let place = LinePlacement { x: left, y, mark: Mark::Content(link), links: &[] };
        composer.draw_line(&mut canvas, &text, line, &place);
        if number + 1 == lines.len() {
            let (face, size, color) = (composer.face_of(style), style.size, style.color);
            let number = TextRun { face, size, color, x: right, y, turned: false, shown: 0..0 };
            canvas.items.push(Item { mark: Mark::Content(reference), shape: Shape::Text(number) });
            let room = right - left - line_width(&text, line);
            let anchor = heading.anchor.clone();
            composer.await_page_number(Leader { element: reference, anchor, room });
        }
        let target = LinkTarget::Address(format!("#{}", heading.anchor).into());
        canvas.links.push(PendingLink { left, right, top: 0.0, bottom: size.leading, target, element: link });
        drawn.push(canvas);
    }
    drawn
}
