//! Footnotes, each for the foot of the page that refers to it first; those that nothing refers to are at the end of the
//! document, below a short rule.

use super::composer::Composer;
use super::frame::Frame;
use super::set_blocks;
use crate::geometry::Point;
use crate::layout::boxes::{Anchor, Atom, Canvas, LinePlacement, PendingLink, baseline};
use crate::layout::display::{Mark, Shape, Stroke};
use crate::layout::element::{ElementId, Role};
use crate::layout::structure::ROOT;
use crate::layout::text::{LinkTarget, RunStyle, line_width};

/// Length of the rule, in points.
const RULE: f32 = 96.0;

/// Between a number and its note, in points.
const NUMBER_GAP: f32 = 4.0;

/// Between two notes, in points.
const NOTE_GAP: f32 = 2.0;

/// Sets the footnote of a number; its number leads back to where it is referred to.
pub(super) fn set_note(number: usize, composer: &mut Composer<'_>) -> Vec<Atom> {
    let Some(footnote) = composer.footnote(number) else { return Vec::new() };
    let theme = composer.theme();
    let whole = Frame {
        left: 0.0,
        width: composer.page_width(),
        bars: [].into(),
        lists: 0,
        ..composer.frame().clone()
    };
    let frame = Frame { text: theme.note, color: theme.colors.text, ..whole.indented(theme.indent) };
    composer.within_note(frame, |composer| {
        composer.space_above(NOTE_GAP);
        set_numbered(number, &footnote.blocks, true, composer);
    })
}

/// Sets the footnotes that nothing refers to.
pub(super) fn set_notes_left(composer: &mut Composer<'_>) {
    let footnotes = composer.notes_left();
    if footnotes.is_empty() {
        return;
    }
    composer.turn_back();
    let theme = composer.theme();
    let mut canvas = Canvas::default();
    let (from, to) = (Point::new(0.0, 0.5), Point::new(RULE, 0.5));
    canvas.decorate(Shape::Stroke(Stroke { from, to, width: 0.5, color: theme.colors.strong_rule }));
    composer.space_below(18.0);
    composer.emit(Atom { height: 1.0, keep_with_next: true, items: canvas.items, ..Atom::default() });
    composer.space_below(6.0);
    let frame = Frame { text: theme.note, ..composer.frame().indented(theme.indent) };
    composer.within(frame, |composer| {
        for (number, footnote) in footnotes {
            set_numbered(number, &footnote.blocks, false, composer);
            composer.space_below(NOTE_GAP);
        }
    });
}

fn set_numbered(
    number: usize,
    blocks: &[crate::document::Block],
    leads_back: bool,
    composer: &mut Composer<'_>,
) {
    let note = composer.element_in(ROOT, Role::Note);
    let marker = number_marker(number, note, leads_back, composer);
    // An invisible atom that links can lead to; the number waits for the line after it.
    composer.take_marker();
    let anchor = Some(Anchor::Note(number));
    composer.emit(Atom { keep_with_next: true, anchor, ..Atom::default() });
    composer.set_marker(marker);
    composer.set_parent(note);
    set_blocks(blocks, composer);
    if composer.has_marker() {
        composer.emit(Atom { height: composer.frame().text.leading, ..Atom::default() });
    }
}

/// The number of a note, which stands beside its first line.
fn number_marker(number: usize, note: ElementId, leads_back: bool, composer: &mut Composer<'_>) -> Canvas {
    let label = composer.element_in(note, Role::Label);
    let size = composer.frame().text;
    let colors = &composer.theme().colors;
    let (element, color) = if leads_back {
        (composer.element_in(label, Role::Link), colors.link)
    } else {
        (label, colors.muted)
    };
    let text = composer.shape_words(&format!("{number}."), RunStyle::regular(size, color));
    let line = text.whole();
    let width = line_width(&text, &line);
    let left = composer.frame().left - NUMBER_GAP - width;
    let place = LinePlacement { x: left, y: baseline(size), mark: Mark::Content(element), links: &[] };
    let mut marker = Canvas::default();
    composer.draw_line(&mut marker, &text, &line, &place);
    if leads_back {
        let (right, bottom) = (left + width, size.leading);
        let target = LinkTarget::NoteReference(number);
        marker.links.push(PendingLink { left, right, top: 0.0, bottom, target, element });
    }
    marker
}
