//! Pictures that stand by themselves, with their captions below.

use super::composer::{Composer, LineSetting};
use super::paragraph::set_paragraph;
use crate::document::{Figure, Inline, InlineKind, InlineStyle};
use crate::geometry::{Point, Size};
use crate::layout::boxes::{Atom, PendingLink};
use crate::layout::display::{Item, Mark};
use crate::layout::element::Role;
use crate::layout::text::{LinkTarget, RunStyle};

/// The part of a page's height that a picture takes at most.
const TALLEST: f32 = 0.6;

/// Between a picture and its caption, in points.
const CAPTION_GAP: f32 = 4.0;

/// Sets a picture at its natural size if there is room; one that is not loaded becomes its alternative text.
pub(super) fn set_figure(figure: &Figure, composer: &mut Composer<'_>) {
    let reference = &figure.reference;
    let Some(picture) = composer.pictures().get(&*reference.path) else {
        return set_paragraph(&[in_words(figure)], false, composer);
    };
    let theme = composer.theme();
    composer.space_above(theme.block_gap);
    let (left, width) = (composer.frame().left, composer.frame().width);
    let size = picture.fitted(Size::new(width, composer.page_height() * TALLEST));
    let target =
        figure.link.clone().map(LinkTarget::Address).filter(|target| !composer.leads_nowhere(target));
    let parent = match target {
        Some(_) => {
            let paragraph = composer.element(Role::Paragraph);
            composer.element_in(paragraph, Role::Link)
        }
        None => composer.frame().parent,
    };
    let element = composer.figure_in(parent, reference.spoken());
    let link = target.map(|target| {
        let (right, bottom) = (left + size.width, size.height);
        PendingLink { left, right, top: 0.0, bottom, target, element: parent }
    });
    let shape = composer.picture_shape(picture, Point::new(left, 0.0), size);
    composer.emit(Atom {
        height: size.height,
        keep_with_next: reference.title.is_some(),
        items: vec![Item { mark: Mark::Content(element), shape }],
        links: link.into_iter().collect(),
        ..Atom::default()
    });
    if let Some(title) = &reference.title {
        set_caption(title, composer);
    }
    composer.space_below(theme.block_gap);
}

fn set_caption(title: &str, composer: &mut Composer<'_>) {
    let theme = composer.theme();
    let element = composer.element(Role::Caption);
    let caption = composer.shape_words(title, RunStyle::regular(theme.note, theme.colors.muted));
    composer.space_below(CAPTION_GAP);
    composer
        .set_lines(caption, LineSetting { text: theme.note, element, keep_with_next: false, anchor: None });
}

fn in_words(figure: &Figure) -> Inline {
    Inline {
        kind: InlineKind::Text(figure.reference.spoken()),
        style: InlineStyle { emphasis: true, ..InlineStyle::default() },
        link: figure.link.clone().or_else(|| figure.reference.address()),
        place: figure.reference.place.clone(),
    }
}
