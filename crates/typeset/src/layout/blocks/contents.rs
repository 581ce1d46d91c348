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
    set_title(list, composer);
    let nested = entries.iter().any(|heading| heading.level > 2);
    let mut inner = None;
    for (number, heading) in entries.iter().enumerate() {
        let is_section = heading.level <= 2;
        if is_section {
            inner = None;
            composer.space_above(if nested && number > 0 { theme.item_gap } else { 0.0 });
        } else if inner.is_none() {
            inner = Some(composer.element_in(list, Role::Contents));
        }
        set_entry(heading, inner.unwrap_or(list), nested && is_section, composer);
    }
    composer.space_below(theme.block_gap);
}

fn set_title(list: ElementId, composer: &mut Composer<'_>) {
    let theme = composer.theme();
    let caption = composer.element_in(list, Role::Caption);
    let size = theme.headings[1];
    let text = composer.shape_words("Contents", RunStyle::bold(size.text, theme.colors.accent));
    let mut canvas = Canvas::default();
    let (x, y) = (composer.frame().left, baseline(size.text));
    let place = LinePlacement { x, y, mark: Mark::Content(caption), links: &[] };
    composer.draw_line(&mut canvas, &text, &text.whole(), &place);
    composer.space_above(size.above);
    let height = size.text.leading;
    composer.emit(Atom { height, keep_with_next: true, items: canvas.items, ..Atom::default() });
    composer.space_below(size.below);
}

/// Sets one heading: its text over as many lines as it needs, a row of dots, and a place for the page number.
fn set_entry(heading: &Heading, list: ElementId, strong: bool, composer: &mut Composer<'_>) {
    let theme = composer.theme();
    let item = composer.element_in(list, Role::ContentsItem);
    let reference = composer.element_in(item, Role::Reference);
    let link = composer.element_in(reference, Role::Link);
    let size = TextSize { leading: theme.body.leading + 1.0, ..theme.body };
    let mut style = RunStyle::regular(size, theme.colors.text);
    style.wanted.strong = strong;
    let text = composer.shape_words(&plain_text(&heading.content), style);
    let frame = composer.frame();
    let left = frame.left + if heading.level > 2 { theme.indent } else { 0.0 };
    let right = frame.left + frame.width.min(WIDEST);
    let BrokenText { text, lines } = composer.break_lines(text, right - NUMBER - left, Division::Never);
    for (number, line) in lines.iter().enumerate() {
        let mut canvas = Canvas::default();
        let y = baseline(size);
        let place = LinePlacement { x: left, y, mark: Mark::Content(link), links: &[] };
        composer.draw_line(&mut canvas, &text, line, &place);
        let is_last = number + 1 == lines.len();
        if is_last {
            let (face, size, color) = (composer.face_of(style), style.size, style.color);
            let number = TextRun { face, size, color, x: right, y, turned: false, shown: 0..0 };
            canvas.items.push(Item { mark: Mark::Content(reference), shape: Shape::Text(number) });
            let room = right - left - line_width(&text, line);
            let anchor = heading.anchor.clone();
            composer.await_page_number(Leader { element: reference, anchor, room });
        }
        let target = LinkTarget::Address(format!("#{}", heading.anchor).into());
        let area = PendingLink { left, right, top: 0.0, bottom: size.leading, target, element: link };
        composer.emit(Atom {
            height: size.leading,
            keep_with_next: !is_last,
            items: canvas.items,
            links: vec![area],
            ..Atom::default()
        });
    }
}
