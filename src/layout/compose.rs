//! Blocks to atoms: what each kind of block looks like, except tables and charts.

use std::collections::BTreeSet;
use std::rc::Rc;

use crate::document::{Block, BlockKind, Heading, Inline};

use super::atom::{Anchor, Atom, Bar};
use super::display::{Color, ElementId, Mark, Role, Shape, Stroke};
use super::draw::{Canvas, Spot};
use super::flow::Flow;
use super::fonts::Wanted;
use super::lines::{break_lines, line_width};
use super::shape::Shaper;
use super::structure::{ROOT, Structure};
use super::text::{BaseStyle, LinkTarget, NoteNumbers, Prepared, RunStyle, StyledText};
use super::theme::{TextSize, Theme};

/// Lays out blocks one after the other.
pub(super) struct Composer<'a> {
    pub(super) theme: &'a Theme,
    pub(super) shaper: Shaper<'a>,
    pub(super) structure: Structure,
    pub(super) flow: Flow<'a>,
    pub(super) notes: NoteNumbers,
    /// What `#anchor` links may lead to.
    pub(super) anchors: BTreeSet<String>,
    /// Where text starts and how wide it may be, from the left margin.
    pub(super) left: f32,
    pub(super) width: f32,
    /// Space that the next atom keeps to what is above it.
    pub(super) gap: f32,
    pub(super) bars: Rc<[Bar]>,
    pub(super) parent: ElementId,
    pub(super) text: TextSize,
    pub(super) color: Color,
    /// Bullet, number or box that belongs beside the next line.
    pub(super) marker: Option<Canvas>,
    /// How many lists are open.
    pub(super) lists: usize,
    titled: bool,
    counter: u32,
}

/// How the lines of a paragraph are set.
pub(super) struct Setting {
    pub(super) text: TextSize,
    pub(super) element: ElementId,
    pub(super) keep_with_next: bool,
    pub(super) anchor: Option<Anchor>,
}

impl<'a> Composer<'a> {
    pub(super) fn new(theme: &'a Theme, shaper: Shaper<'a>, flow: Flow<'a>) -> Self {
        let width = flow.width();
        Self {
            theme,
            shaper,
            structure: Structure::new(),
            flow,
            notes: NoteNumbers::new(),
            anchors: BTreeSet::new(),
            left: 0.0,
            width,
            gap: 0.0,
            bars: Rc::new([]),
            parent: ROOT,
            text: theme.body,
            color: theme.colors.text,
            marker: None,
            lists: 0,
            titled: false,
            counter: 0,
        }
    }

    /// A number that is unique in this document.
    pub(super) fn count(&mut self) -> u32 {
        self.counter += 1;
        self.counter
    }

    /// Asks for at least this much space above the next atom.
    pub(super) fn space(&mut self, points: f32) {
        self.gap = self.gap.max(points);
    }

    /// Hands an atom to the flow, with the space, bars and marker that wait for it.
    pub(super) fn emit(&mut self, mut atom: Atom) {
        atom.gap += std::mem::take(&mut self.gap);
        atom.bars = self.bars.clone();
        if let Some(marker) = self.marker.take() {
            atom.items.splice(0..0, marker.items);
        }
        self.flow.add(atom);
    }

    pub(super) fn blocks(&mut self, blocks: &[Block]) {
        for (number, block) in blocks.iter().enumerate() {
            let last = number + 1 == blocks.len();
            match &block.kind {
                BlockKind::Heading(heading) => self.heading(heading),
                BlockKind::Paragraph(content) => {
                    let introduces = blocks.get(number + 1).is_some_and(|next| {
                        matches!(next.kind, BlockKind::Table(_) | BlockKind::Chart(_) | BlockKind::Code(_))
                    });
                    self.paragraph(content, introduces);
                }
                BlockKind::List(list) => self.list(list),
                BlockKind::Quote(inner) => self.quote(inner),
                BlockKind::Alert(kind, inner) => self.alert(*kind, inner),
                BlockKind::Code(text) => self.code(text, block.place.clone()),
                BlockKind::Chart(chart) => self.chart(chart),
                BlockKind::Table(table) => self.table(table),
                BlockKind::Rule => self.rule(last),
                BlockKind::PageBreak => self.flow.break_page(),
                BlockKind::Turn(orientation) => {
                    let inset = self.flow.width() - self.width;
                    self.flow.turn(*orientation);
                    self.width = self.flow.width() - inset;
                }
            }
        }
    }

    /// Shapes inline content in the current size and colour.
    pub(super) fn prepare(&mut self, content: &[Inline], base: BaseStyle) -> Prepared {
        let mut prepared = StyledText::from_inlines(content, base, &self.notes).prepare(&mut self.shaper);
        // A link to nowhere is text: in PDF a link element must have its annotation.
        let leads_nowhere = |target: &LinkTarget| match target {
            LinkTarget::Address(address) => {
                address.strip_prefix('#').is_some_and(|anchor| !self.anchors.contains(anchor))
            }
            LinkTarget::Note(_) => false,
        };
        for style in &mut prepared.styles {
            if style.link.is_some_and(|link| leads_nowhere(&prepared.links[usize::from(link)])) {
                style.link = None;
                style.color = base.color;
            }
        }
        prepared
    }

    /// The style of running text here.
    pub(super) fn base(&self, text: TextSize) -> BaseStyle {
        BaseStyle {
            size: text.size,
            color: self.color,
            link: self.theme.colors.link,
            strong: false,
            emphasis: false,
        }
    }

    /// One element for each link of a text.
    pub(super) fn link_elements(&mut self, prepared: &Prepared, parent: ElementId) -> Vec<ElementId> {
        let mut used = vec![false; prepared.links.len()];
        for link in prepared.styles.iter().filter_map(|style| style.link) {
            used[usize::from(link)] = true;
        }
        used.into_iter()
            .map(|used| if used { self.structure.add(Role::Link, parent) } else { parent })
            .collect()
    }

    fn heading(&mut self, heading: &Heading) {
        let is_title = heading.level == 1 && !self.titled && self.parent == ROOT;
        let size = if is_title {
            self.theme.title
        } else {
            self.theme.headings[usize::from(heading.level.clamp(1, 6)) - 1]
        };
        let level = self.structure.heading_level(heading.level.clamp(1, 6));
        let element = self.structure.add(Role::Heading(level), self.parent);
        let base = BaseStyle {
            color: self.theme.colors.accent,
            strong: true,
            emphasis: heading.level == 6,
            ..self.base(size.text)
        };
        let prepared = self.prepare(&heading.content, base);
        let title = crate::document::plain_text(&heading.content);
        let anchor = Some(Anchor::Heading { level, title, name: heading.anchor.clone() });
        self.space(size.above);
        self.lines(prepared, Setting { text: size.text, element, keep_with_next: true, anchor });
        if is_title {
            self.titled = true;
            self.title_rule();
        }
        self.gap = size.below;
    }

    fn title_rule(&mut self) {
        let mut canvas = Canvas::default();
        let color = self.theme.colors.accent;
        canvas.decorate(Shape::Stroke(Stroke { from: (0.0, 4.0), to: (self.width, 4.0), width: 0.9, color }));
        self.emit(Atom { height: 5.0, keep_with_next: true, items: canvas.items, ..Atom::default() });
    }

    fn paragraph(&mut self, content: &[Inline], keep_with_next: bool) {
        let prepared = self.prepare(content, self.base(self.text));
        if prepared.words.is_empty() && self.marker.is_none() {
            return;
        }
        let element = self.structure.add(Role::Paragraph, self.parent);
        self.lines(prepared, Setting { text: self.text, element, keep_with_next, anchor: None });
        self.gap = self.theme.paragraph_gap;
    }

    /// Sets text in lines; the first two and the last two stay together.
    pub(super) fn lines(&mut self, mut prepared: Prepared, setting: Setting) {
        let lines = break_lines(&mut prepared, &mut self.shaper, self.width);
        let links = self.link_elements(&prepared, setting.element);
        let is_heading = setting.anchor.is_some();
        let mut anchor = setting.anchor;
        for (number, line) in lines.iter().enumerate() {
            let mut canvas = Canvas::default();
            let slack = self.width - line_width(&prepared, line);
            let spot = Spot {
                x: self.left + if prepared.right_to_left { slack.max(0.0) } else { 0.0 },
                y: baseline(setting.text),
                mark: Mark::Content(setting.element),
                links: &links,
            };
            canvas.line(&self.shaper, (&prepared, line), &spot);
            let keep = match lines.len() - number {
                1 => setting.keep_with_next,
                2 => true,
                // All lines of a heading stay together.
                _ => number == 0 || is_heading,
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

    /// Moves the left edge in, but never so far that no text fits.
    pub(super) fn set_in(&mut self, indent: f32) {
        let indent = indent.min((self.width - 120.0).max(0.0));
        self.left += indent;
        self.width -= indent;
    }

    pub(super) fn run_style(&self, text: TextSize, color: Color) -> RunStyle {
        RunStyle {
            wanted: Wanted::default(),
            size: text.size,
            color,
            strikethrough: false,
            tinted: false,
            rise: 0.0,
            link: None,
        }
    }

    fn rule(&mut self, last: bool) {
        let mut canvas = Canvas::default();
        let color = self.theme.colors.rule;
        let ends = (self.left, self.left + self.width);
        canvas.decorate(Shape::Stroke(Stroke { from: (ends.0, 0.5), to: (ends.1, 0.5), width: 0.6, color }));
        self.space(self.theme.block_gap);
        self.emit(Atom { height: 1.0, items: canvas.items, keep_with_next: !last, ..Atom::default() });
        self.gap = self.theme.block_gap;
    }
}

/// Distance of the baseline from the upper edge of a line: the text stands in the middle of its leading.
pub(super) fn baseline(text: TextSize) -> f32 {
    // Noto Sans capitals are 0.714 em high; the optical middle of a line is that of its capitals.
    text.leading / 2.0 + text.size * 0.357
}
