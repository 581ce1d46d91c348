//! Text and pictures: shaped, broken into lines and drawn in the frame of the composer.

use std::sync::Arc;

use hypher::Lang;

use super::{Composer, LineSetting};
use crate::document::{Inline, SourceRange};
use crate::font::FaceId;
use crate::geometry::{Point, Size};
use crate::layout::blocks::frame::Frame;
use crate::layout::boxes::{Atom, Canvas, LinePlacement, baseline};
use crate::layout::display::{Mark, Shape};
use crate::layout::element::{ElementId, Role};
use crate::layout::text::{
    BaseStyle, BrokenText, Division, Line, LinkTarget, RunStyle, ShapedText, StyledText, Word, break_lines,
    fewer_lines, line_width, prepare, widest_part,
};
use crate::picture::Picture;
use crate::theme::TextSize;

/// Lines shorter than this are narrow enough to divide words, in ems: some ten words.
const NARROW: f32 = 30.0;

/// A paragraph of at most so many lines stays whole where it stays with what follows.
const SHORT: usize = 4;

impl Composer<'_> {
    /// The style of running text of a size.
    pub(crate) fn base(&self, text: TextSize) -> BaseStyle {
        BaseStyle {
            size: text.size,
            color: self.frame.color,
            link: self.theme.colors.link,
            tint: self.theme.colors.inline_code_tint,
            strong: false,
            emphasis: false,
        }
    }

    /// Shapes inline content.
    pub(crate) fn shape(&mut self, content: &[Inline], base: BaseStyle) -> Arc<ShapedText> {
        let empty = self.shaper.empty_text();
        let text = empty.with_inlines(content, base, &self.references.note_numbers, self.pictures);
        let mut shaped = prepare(text, &mut self.shaper);
        if shaped.links.is_empty() && shaped.pictures.is_empty() {
            return shaped;
        }
        let own = Arc::make_mut(&mut shaped);
        for style in &mut own.styles {
            if style.link.is_some_and(|link| self.leads_nowhere(&own.links[usize::from(link)])) {
                style.link = None;
                style.color = base.color;
            }
        }
        for picture in &mut own.pictures {
            picture.number = self.shown_pictures.number(&picture.picture);
        }
        shaped
    }

    /// Shapes words of one style.
    pub(crate) fn shape_words(&mut self, words: &str, style: RunStyle) -> Arc<ShapedText> {
        prepare(StyledText::plain(words, style), &mut self.shaper)
    }

    /// Shapes a line of code.
    pub(crate) fn shape_code(&mut self, line: &str, style: RunStyle, place: SourceRange) -> Arc<ShapedText> {
        prepare(StyledText::verbatim(line, style, place), &mut self.shaper)
    }

    /// A link to nowhere is text: in PDF a link element must have its annotation.
    pub(crate) fn leads_nowhere(&self, target: &LinkTarget) -> bool {
        match target {
            LinkTarget::Address(address) => {
                address.strip_prefix('#').is_some_and(|anchor| !self.references.anchors.contains(anchor))
            }
            LinkTarget::Note(_) | LinkTarget::NoteReference(_) => false,
        }
    }

    pub(crate) fn break_lines(
        &mut self,
        text: Arc<ShapedText>,
        width: f32,
        division: Division,
    ) -> BrokenText {
        break_lines(text, &mut self.shaper, width, division)
    }

    /// The same text with words divided, if that saves a line.
    pub(crate) fn fewer_lines(
        &mut self,
        broken: &BrokenText,
        width: f32,
        language: Lang,
    ) -> Option<BrokenText> {
        fewer_lines(broken, &mut self.shaper, width, language)
    }

    /// Width of the widest part of a word that never has to be broken further.
    pub(crate) fn widest_part(&mut self, text: &ShapedText, word: &Word) -> f32 {
        widest_part(text, word, &mut self.shaper, self.language)
    }

    /// The face of ordinary characters of a style.
    pub(crate) fn face_of(&self, style: RunStyle) -> FaceId {
        self.shaper.fonts().first_choice(style.wanted)
    }

    pub(crate) fn draw_line(
        &mut self,
        canvas: &mut Canvas,
        text: &ShapedText,
        line: &Line,
        place: &LinePlacement<'_>,
    ) {
        canvas.draw_line(&mut self.shaper, text, line, place);
    }

    /// Sets text in lines; the first two and the last two stay together.
    pub(crate) fn set_lines(&mut self, text: Arc<ShapedText>, setting: LineSetting) {
        let Frame { left, width, .. } = self.frame;
        let is_heading = setting.anchor.is_some();
        let narrow = !is_heading && width < NARROW * setting.text.size;
        let division = self.language.filter(|_| narrow).map_or(Division::Never, Division::Gaps);
        let BrokenText { text, lines } = self.break_lines(text, width, division);
        let links = self.link_elements(&text, setting.element);
        let mut anchor = setting.anchor;
        for (number, line) in lines.iter().enumerate() {
            let mut canvas = Canvas::default();
            let slack = width - line_width(&text, line);
            let place = LinePlacement {
                x: left + if text.right_to_left { slack.max(0.0) } else { 0.0 },
                y: baseline(setting.text),
                mark: Mark::Content(setting.element),
                links: &links,
            };
            self.draw_line(&mut canvas, &text, line, &place);
            let keep = match lines.len() - number {
                1 => setting.keep_with_next,
                2 => true,
                // All lines of a heading stay together, and a short introduction stays whole.
                _ => number == 0 || is_heading || (setting.keep_with_next && lines.len() <= SHORT),
            };
            self.emit(Atom {
                height: setting.text.leading,
                keep_with_next: keep,
                items: canvas.items,
                links: canvas.links,
                anchor: anchor.take(),
                ..Atom::default()
            });
        }
    }

    /// A picture with its upper left corner at a point.
    pub(crate) fn picture_shape(&mut self, picture: &Arc<Picture>, corner: Point, size: Size) -> Shape {
        self.shown_pictures.shape(picture, corner, size)
    }

    /// One element for each link of a text and, after those, for each of its pictures. Styles stand in reading order.
    pub(crate) fn link_elements(&mut self, text: &ShapedText, parent: ElementId) -> Vec<ElementId> {
        let mut elements = vec![parent; text.links.len() + text.pictures.len()];
        for style in &text.styles {
            let link = style.link.map(usize::from);
            if let Some(link) = link.filter(|link| elements[*link] == parent) {
                elements[link] = self.structure.add(Role::Link, parent);
            }
            if let Some(picture) = style.picture.map(usize::from) {
                let parent = link.map_or(parent, |link| elements[link]);
                let alternative = text.pictures[picture].alternative.clone();
                elements[text.links.len() + picture] = self.structure.figure(parent, alternative);
            }
        }
        elements
    }
}
