//! Lists: bullets, numbers and boxes hang beside the text they belong to.

use super::composer::Composer;
use super::frame::Frame;
use super::set_blocks;
use crate::document::{List, ListItem};
use crate::layout::boxes::{Atom, LinePlacement, baseline};
use crate::layout::display::Mark;
use crate::layout::element::{ElementId, Numbering, Role};
use crate::layout::text::{RunStyle, line_width};

/// Width of a digit and of a full stop, in ems, a little generously.
const DIGIT: f32 = 0.6;
const FULL_STOP: f32 = 0.3;

/// Between a number and the text of its item, in points.
const NUMBER_GAP: f32 = 5.0;

pub(super) fn set_list(list: &List, composer: &mut Composer<'_>) {
    let theme = composer.theme();
    let numbering = if list.start.is_some() { Numbering::Numbers } else { Numbering::Bullets };
    let element = composer.element(Role::List(numbering));
    let outer = composer.frame();
    let is_inner = outer.lists > 0;
    let last_number = list.start.map(|start| start.saturating_add(list.items.len() as u64));
    // Room for the widest number and its full stop.
    let digits = last_number.map_or(0, |number| number.to_string().len()) as f32;
    let indent = theme.indent.max((digits * DIGIT + FULL_STOP) * outer.text.size + 7.0);
    let frame = Frame { lists: outer.lists + 1, ..outer.indented(indent) };
    if is_inner {
        composer.close_up(theme.item_gap);
    }
    composer.within(frame, |composer| {
        for (number, item) in list.items.iter().enumerate() {
            if number > 0 {
                composer.space_below(theme.item_gap);
            }
            let ordinal = list.start.map(|start| start.saturating_add(number as u64));
            set_item(item, ordinal, element, composer);
        }
    });
    composer.space_below(if is_inner { theme.item_gap } else { theme.paragraph_gap });
}

fn set_item(item: &ListItem, ordinal: Option<u64>, list: ElementId, composer: &mut Composer<'_>) {
    let theme = composer.theme();
    let element = composer.element_in(list, Role::ListItem);
    let label = composer.element_in(element, Role::Label);
    let mark = match (item.task, ordinal) {
        (Some(true), _) => "\u{2611}".to_owned(),
        (Some(false), _) => "\u{2610}".to_owned(),
        (None, Some(number)) => format!("{number}."),
        (None, None) => "\u{2022}".to_owned(),
    };
    let size = composer.frame().text;
    let text = composer.shape_words(&mark, RunStyle::regular(size, theme.colors.muted));
    let line = text.whole();
    let left = composer.frame().left;
    let x = match ordinal {
        Some(_) => left - NUMBER_GAP - line_width(&text, &line),
        None => left - theme.indent + 4.0,
    };
    // An item that starts with a list has two marks on its first line.
    let mut marker = composer.take_marker().unwrap_or_default();
    let place = LinePlacement { x, y: baseline(size), mark: Mark::Content(label), links: &[] };
    composer.draw_line(&mut marker, &text, &line, &place);
    composer.set_marker(marker);
    let body = composer.element_in(element, Role::ListBody);
    composer.set_parent(body);
    set_blocks(&item.blocks, composer);
    if composer.has_marker() {
        composer.emit(Atom { height: size.leading, ..Atom::default() });
    }
}
