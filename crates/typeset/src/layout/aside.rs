//! Blocks that are set apart: quotes and alerts beside a bar, code on a tint.

use super::atom::{Atom, Bar};
use super::compose::{Composer, Setting};
use super::display::Color;
use super::element::Role;
use super::text::StyledText;
use crate::document::{AlertKind, Block, Place};
use crate::theme::Colors;

/// Space between code and the edges of its tint, above and below.
const PADDING: f32 = 5.0;

impl Composer<'_> {
    /// Sets blocks in, beside a bar.
    fn beside_bar(&mut self, color: Color, inner: impl FnOnce(&mut Self)) {
        let saved = (self.left, self.width, self.parent, self.bars.clone(), self.color);
        self.space(self.theme.block_gap);
        self.parent = self.structure.add(Role::Quote, self.parent);
        let bar = Bar { number: self.count(), x: self.left + 1.0, width: 2.2, color, padding: 0.0 };
        self.set_in(self.theme.indent * 0.8);
        let before = self.bars.clone();
        self.bars = before.iter().copied().chain([bar]).collect();
        // The space above belongs outside the bar: the flow ends and starts bars at the edges of atoms.
        inner(self);
        (self.left, self.width, self.parent, self.bars, self.color) = saved;
        self.gap = self.theme.block_gap;
    }

    pub(super) fn quote(&mut self, blocks: &[Block]) {
        self.beside_bar(self.theme.colors.quote_bar, |composer| {
            composer.color = composer.theme.colors.muted;
            composer.blocks(blocks);
        });
    }

    pub(super) fn alert(&mut self, kind: AlertKind, blocks: &[Block]) {
        let color = alert_color(&self.theme.colors, kind);
        self.beside_bar(color, |composer| {
            let element = composer.structure.add(Role::Paragraph, composer.parent);
            let mut style = composer.run_style(composer.text, color);
            style.wanted.strong = true;
            let prepared = StyledText::plain(kind.word(), style).prepare(&mut composer.shaper);
            let text = composer.text;
            composer.lines(prepared, Setting { text, element, keep_with_next: true, anchor: None });
            composer.gap = 1.0;
            composer.blocks(blocks);
        });
    }

    pub(super) fn code(&mut self, text: &str, place: Place) {
        let paragraph = self.structure.add(Role::Paragraph, self.parent);
        let element = self.structure.add(Role::Code, paragraph);
        let saved = (self.left, self.width, self.bars.clone());
        let color = self.theme.colors.code_tint;
        let bar = Bar { number: self.count(), x: self.left, width: self.width, color, padding: PADDING };
        self.space(self.theme.block_gap);
        self.bars = saved.2.iter().copied().chain([bar]).collect();
        self.set_in(8.0);
        self.width -= 8.0;
        let size = self.theme.code;
        let mut style = self.run_style(size, self.theme.colors.text);
        style.wanted.mono = true;
        self.emit(Atom { height: PADDING, keep_with_next: true, ..Atom::default() });
        let lines: Vec<&str> = text.trim_end_matches('\n').split('\n').collect();
        for (number, line) in lines.iter().enumerate() {
            // The space keeps lines apart for those who take the text without them.
            let line = format!("{line} ");
            let prepared = StyledText::verbatim(&line, style, place.clone()).prepare(&mut self.shaper);
            // A short block stays whole; a long one keeps two lines at either end.
            let keep_with_next = lines.len() <= 12 || number == 0 || number + 2 >= lines.len();
            self.lines(prepared, Setting { text: size, element, keep_with_next, anchor: None });
        }
        self.emit(Atom { height: PADDING, ..Atom::default() });
        (self.left, self.width, self.bars) = saved;
        self.gap = self.theme.block_gap;
    }
}

fn alert_color(colors: &Colors, kind: AlertKind) -> Color {
    match kind {
        AlertKind::Note => colors.alerts.note,
        AlertKind::Tip => colors.alerts.tip,
        AlertKind::Important => colors.alerts.important,
        AlertKind::Warning => colors.alerts.warning,
        AlertKind::Caution => colors.alerts.caution,
    }
}
