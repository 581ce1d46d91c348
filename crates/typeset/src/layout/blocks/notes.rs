//! Footnotes, at the end of the document below a short rule.

use super::composer::Composer;
use super::frame::Frame;
use super::set_blocks;
use crate::geometry::Point;
use crate::layout::boxes::{Anchor, Atom, Canvas, LinePlacement, baseline};
use crate::layout::display::{Mark, Shape, Stroke};
use crate::layout::element::{ElementId, Role};
use crate::layout::structure::ROOT;
use crate::layout::text::{RunStyle, line_width};

/// Length of the rule, in points.
const RULE: f32 = 96.0;

/// Between a number and its note, in points.
const NUMBER_GAP: f32 = 4.0;

pub(super) fn set_footnotes(composer: &mut Composer<'_>) {
    let footnotes = composer.footnotes();
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
        for (footnote, number) in footnotes.iter().zip(1..) {
            let note = composer.element_in(ROOT, Role::Note);
            let marker = number_marker(number, note, composer);
            // An invisible atom that links can lead to; the number waits for the line after it.
            composer.take_marker();
            let anchor = Some(Anchor::Note(number));
            composer.emit(Atom { keep_with_next: true, anchor, ..Atom::default() });
            composer.set_marker(marker);
            composer.set_parent(note);
            set_blocks(&footnote.blocks, composer);
            composer.space_below(2.0);
        }
    });
}

/// The number of a note, which stands beside its first line.
fn number_marker(number: usize, note: ElementId, composer: &mut Composer<'_>) -> Canvas {
    let label = composer.element_in(note, Role::Label);
    let size = composer.frame().text;
    let style = RunStyle::regular(size, composer.theme().colors.muted);
    let text = composer.shape_words(&format!("{number}."), style);
    let line = text.whole();
    let place = LinePlacement {
        x: composer.frame().left - NUMBER_GAP - line_width(&text, &line),
        y: baseline(size),
        mark: Mark::Content(label),
        links: &[],
    };
    let mut marker = Canvas::default();
    composer.draw_line(&mut marker, &text, &line, &place);
    marker
}
