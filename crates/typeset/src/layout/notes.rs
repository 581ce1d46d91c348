//! Footnotes, at the end of the document.

use super::atom::{Anchor, Atom};
use super::compose::{Composer, baseline};
use super::display::{Mark, Shape, Stroke};
use super::draw::{Canvas, Spot};
use super::element::Role;
use super::lines::line_width;
use super::structure::ROOT;
use super::text::StyledText;
use crate::document::Footnote;

impl Composer<'_> {
    /// Footnotes stand at the end of the document, below a short rule.
    pub(super) fn footnotes(&mut self, footnotes: &[&Footnote]) {
        if footnotes.is_empty() {
            return;
        }
        self.turn_back();
        let mut canvas = Canvas::default();
        let color = self.theme.colors.strong_rule;
        canvas.decorate(Shape::Stroke(Stroke { from: (0.0, 0.5), to: (96.0, 0.5), width: 0.5, color }));
        self.gap = 18.0;
        self.emit(Atom { height: 1.0, keep_with_next: true, items: canvas.items, ..Atom::default() });
        self.gap = 6.0;
        self.text = self.theme.note;
        self.set_in(self.theme.indent);
        for (number, footnote) in footnotes.iter().enumerate() {
            let note = self.structure.add(Role::Note, ROOT);
            let label = self.structure.add(Role::Label, note);
            let style = self.run_style(self.text, self.theme.colors.muted);
            let text = format!("{}.", number + 1);
            let prepared = StyledText::plain(&text, style).prepare(&mut self.shaper);
            let line = 0..prepared.words.len();
            let mut marker = Canvas::default();
            let spot = Spot {
                x: self.left - 4.0 - line_width(&prepared, &line),
                y: baseline(self.text),
                mark: Mark::Content(label),
                links: &[],
            };
            marker.line(&mut self.shaper, (&prepared, &line), &spot);
            self.marker = Some(marker);
            self.parent = note;
            let anchor = Some(Anchor::Note(number + 1));
            self.emit_anchor(anchor);
            self.blocks(&footnote.blocks);
            self.gap = 2.0;
        }
    }

    /// An invisible atom that links can lead to; the marker waits for the line after it.
    fn emit_anchor(&mut self, anchor: Option<Anchor>) {
        let marker = self.marker.take();
        self.emit(Atom { keep_with_next: true, anchor, ..Atom::default() });
        self.marker = marker;
    }
}
