//! Lists: bullets, numbers and boxes hang beside the text they belong to.

use super::atom::Atom;
use super::compose::{Composer, baseline};
use super::display::Mark;
use super::draw::Spot;
use super::element::{ElementId, Numbering, Role};
use super::lines::line_width;
use super::text::StyledText;
use crate::document::{List, ListItem};

impl Composer<'_> {
    pub(super) fn list(&mut self, list: &List) {
        let numbering = if list.start.is_some() { Numbering::Numbers } else { Numbering::Bullets };
        let element = self.structure.add(Role::List(numbering), self.parent);
        let (left, width, parent) = (self.left, self.width, self.parent);
        if self.lists > 0 {
            self.gap = self.gap.min(self.theme.item_gap);
        }
        self.lists += 1;
        let last_number = list.start.map(|start| start.saturating_add(list.items.len() as u64));
        // Room for the widest number, in digits of about 0.6 em, and its full stop.
        let digits = last_number.map_or(0, |number| number.to_string().len()) as f32;
        let indent = self.theme.indent.max((digits * 0.6 + 0.3) * self.text.size + 7.0);
        self.set_in(indent);
        for (number, item) in list.items.iter().enumerate() {
            if number > 0 {
                self.gap = self.theme.item_gap;
            }
            let ordinal = list.start.map(|start| start.saturating_add(number as u64));
            self.item(item, ordinal, element);
        }
        (self.left, self.width, self.parent) = (left, width, parent);
        self.lists -= 1;
        self.gap = if self.lists > 0 { self.theme.item_gap } else { self.theme.paragraph_gap };
    }

    fn item(&mut self, item: &ListItem, ordinal: Option<u64>, list: ElementId) {
        let element = self.structure.add(Role::ListItem, list);
        let label = self.structure.add(Role::Label, element);
        let text = match (item.task, ordinal) {
            (Some(true), _) => "\u{2611}".to_owned(),
            (Some(false), _) => "\u{2610}".to_owned(),
            (None, Some(number)) => format!("{number}."),
            (None, None) => "\u{2022}".to_owned(),
        };
        let style = self.run_style(self.text, self.theme.colors.muted);
        let prepared = StyledText::plain(&text, style).prepare(&mut self.shaper);
        let line = 0..prepared.words.len();
        let x = match ordinal {
            Some(_) => self.left - 5.0 - line_width(&prepared, &line),
            None => self.left - self.theme.indent + 4.0,
        };
        let mut marker = self.marker.take().unwrap_or_default();
        let spot = Spot { x, y: baseline(self.text), mark: Mark::Content(label), links: &[] };
        marker.line(&mut self.shaper, (&prepared, &line), &spot);
        self.marker = Some(marker);
        self.parent = self.structure.add(Role::ListBody, element);
        self.blocks(&item.blocks);
        if self.marker.is_some() {
            self.emit(Atom { height: self.text.leading, ..Atom::default() });
        }
    }
}
