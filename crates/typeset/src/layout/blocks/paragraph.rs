//! Headings, paragraphs and thematic breaks.

use super::composer::{Composer, LineSetting};
use super::frame::Frame;
use crate::document::{BlockKind, Heading, Inline, plain_text};
use crate::geometry::{Point, Size};
use crate::layout::boxes::{Anchor, Atom, Canvas};
use crate::layout::display::{Shape, Stroke};
use crate::layout::element::Role;
use crate::layout::text::BaseStyle;
use crate::theme::TextSize;

/// The part of the width that a logo takes at most.
const WIDEST_LOGO: f32 = 0.25;

/// How high a logo is at most, in lines of the title.
const TALLEST_LOGO: f32 = 1.25;

pub(super) fn set_heading(heading: &Heading, composer: &mut Composer<'_>) {
    let theme = composer.theme();
    let is_title = heading.level == 1 && composer.take_title();
    let written = heading.level.clamp(1, 6);
    let size = if is_title { theme.title } else { theme.headings[usize::from(written) - 1] };
    let level = composer.heading_level(written);
    let element = composer.element(Role::Heading(level));
    let base = BaseStyle {
        color: theme.colors.accent,
        strong: true,
        emphasis: heading.level == 6,
        ..composer.base(size.text)
    };
    let text = composer.shape(&heading.content, base);
    let title = plain_text(&heading.content);
    let anchor = Some(Anchor::Heading { level, title, name: heading.anchor.clone() });
    composer.space_above(size.above);
    let width = composer.frame().width - if is_title { hang_logo(size.text, composer) } else { 0.0 };
    let frame = Frame { width, ..composer.frame().clone() };
    composer.within(frame, |composer| {
        composer.set_lines(text, LineSetting { text: size.text, element, keep_with_next: true, anchor });
    });
    if is_title {
        set_title_rule(composer);
    }
    composer.space_below(size.below);
}

/// Puts the logo at the right end of the first line of the title; returns the width that the title must leave to it.
fn hang_logo(title: TextSize, composer: &mut Composer<'_>) -> f32 {
    let Some(logo) = composer.logo() else { return 0.0 };
    let width = composer.frame().width;
    let size = logo.filling(Size::new(width * WIDEST_LOGO, title.leading * TALLEST_LOGO));
    let corner = Point::new(composer.frame().right() - size.width, title.leading - size.height);
    let mut canvas = Canvas::default();
    canvas.decorate(composer.picture_shape(logo, corner, size));
    composer.set_marker(canvas);
    size.width + composer.theme().indent
}

fn set_title_rule(composer: &mut Composer<'_>) {
    let mut canvas = Canvas::default();
    let color = composer.theme().colors.accent;
    let (from, to) = (Point::new(0.0, 4.0), Point::new(composer.frame().width, 4.0));
    canvas.decorate(Shape::Stroke(Stroke { from, to, width: 0.9, color }));
    composer.emit(Atom { height: 5.0, keep_with_next: true, items: canvas.items, ..Atom::default() });
}

/// Sets running text; an empty paragraph only where a bullet waits for it.
pub(super) fn set_paragraph(content: &[Inline], keep_with_next: bool, composer: &mut Composer<'_>) {
    let size = composer.frame().text;
    let text = composer.shape(content, composer.base(size));
    if text.words.is_empty() && !composer.has_marker() {
        return;
    }
    let element = composer.element(Role::Paragraph);
    composer.set_lines(text, LineSetting { text: size, element, keep_with_next, anchor: None });
    composer.space_below(composer.theme().paragraph_gap);
}

/// Whether a paragraph stays with what follows it: as its introduction, or as all that stands between a heading and one
/// below it. Between headings of one level it does not: a list of short sections would have no place to break.
pub(super) fn introduces(before: Option<&BlockKind>, next: Option<&BlockKind>) -> bool {
    let over = before.and_then(|before| match before {
        BlockKind::Heading(heading) => Some(heading.level),
        _ => None,
    });
    match next {
        Some(BlockKind::Table(_) | BlockKind::Chart(_) | BlockKind::Figure(_) | BlockKind::Code(_)) => true,
        Some(BlockKind::Heading(next)) => over.is_some_and(|level| next.level > level),
        Some(BlockKind::Paragraph(_) | BlockKind::List(_)) => over.is_some(),
        Some(
            BlockKind::Quote(_)
            | BlockKind::Alert(..)
            | BlockKind::Rule
            | BlockKind::PageBreak
            | BlockKind::Turn(_),
        )
        | None => false,
    }
}

/// Sets a thematic break; the last of some blocks does not stay with what comes after them.
pub(super) fn set_rule(is_last: bool, composer: &mut Composer<'_>) {
    let theme = composer.theme();
    let mut canvas = Canvas::default();
    let (from, to) = (Point::new(composer.frame().left, 0.5), Point::new(composer.frame().right(), 0.5));
    canvas.decorate(Shape::Stroke(Stroke { from, to, width: 0.6, color: theme.colors.rule }));
    composer.space_above(theme.block_gap);
    composer.emit(Atom { height: 1.0, items: canvas.items, keep_with_next: !is_last, ..Atom::default() });
    composer.space_below(theme.block_gap);
}
