//! Blocks to atoms: what each kind of block looks like, except tables and charts.

use std::collections::BTreeSet;
use std::rc::Rc;

use crate::document::{AlertKind, Block, BlockKind, Footnote, Heading, Inline, List, ListItem, Place};

use super::display::{Color, ElementId, Mark, Role, Shape, Stroke};
use super::draw::{Canvas, Spot};
use super::flow::{Anchor, Atom, Bar, Flow};
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
    marker: Option<Canvas>,
    /// How many lists are open.
    lists: usize,
    titled: bool,
    counter: u32,
}

/// How the lines of a paragraph are set.
struct Setting {
    text: TextSize,
    element: ElementId,
    keep_with_next: bool,
    anchor: Option<Anchor>,
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
        let used =
            |number: usize| prepared.styles.iter().any(|style| style.link.map(usize::from) == Some(number));
        (0..prepared.links.len())
            .map(|number| if used(number) { self.structure.add(Role::Link, parent) } else { parent })
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
    fn lines(&mut self, mut prepared: Prepared, setting: Setting) {
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

    fn list(&mut self, list: &List) {
        let element = self.structure.add(Role::List, self.parent);
        let (left, width, parent) = (self.left, self.width, self.parent);
        if self.lists > 0 {
            self.gap = self.gap.min(self.theme.item_gap);
        }
        self.lists += 1;
        let last_number = list.start.map(|start| start.saturating_add(list.items.len() as u64));
        // Room for the widest number, in digits of about 0.6 em.
        let digits = last_number.map_or(0, |number| number.to_string().len()) as f32;
        let indent = self.theme.indent.max(digits * self.text.size * 0.6 + 7.0);
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
        marker.line(&self.shaper, (&prepared, &line), &spot);
        self.marker = Some(marker);
        self.parent = self.structure.add(Role::ListBody, element);
        self.blocks(&item.blocks);
        if self.marker.is_some() {
            self.emit(Atom { height: self.text.leading, ..Atom::default() });
        }
    }

    /// Moves the left edge in, but never so far that no text fits.
    pub(super) fn set_in(&mut self, indent: f32) {
        let indent = indent.min((self.width - 120.0).max(0.0));
        self.left += indent;
        self.width -= indent;
    }

    /// Sets blocks in, beside a bar.
    fn beside_bar(&mut self, color: Color, inner: impl FnOnce(&mut Self)) {
        let saved = (self.left, self.width, self.parent, self.bars.clone(), self.color);
        self.space(self.theme.block_gap);
        self.parent = self.structure.add(Role::Quote, self.parent);
        let bar = Bar { number: self.count(), x: self.left + 1.0, width: 2.2, color };
        self.set_in(self.theme.indent * 0.8);
        let before = self.bars.clone();
        self.bars = before.iter().copied().chain([bar]).collect();
        // The space above belongs outside the bar: the flow ends and starts bars at the edges of atoms.
        inner(self);
        (self.left, self.width, self.parent, self.bars, self.color) = saved;
        self.gap = self.theme.block_gap;
    }

    fn quote(&mut self, blocks: &[Block]) {
        self.beside_bar(self.theme.colors.quote_bar, |composer| {
            composer.color = composer.theme.colors.muted;
            composer.blocks(blocks);
        });
    }

    fn alert(&mut self, kind: AlertKind, blocks: &[Block]) {
        let color = alert_color(kind);
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

    fn code(&mut self, text: &str, place: Place) {
        let paragraph = self.structure.add(Role::Paragraph, self.parent);
        let element = self.structure.add(Role::Code, paragraph);
        let saved = (self.left, self.width, self.bars.clone());
        let color = self.theme.colors.code_tint;
        let bar = Bar { number: self.count(), x: self.left, width: self.width, color };
        self.space(self.theme.block_gap);
        self.bars = saved.2.iter().copied().chain([bar]).collect();
        self.set_in(8.0);
        self.width -= 8.0;
        let size = self.theme.code;
        let mut style = self.run_style(size, self.theme.colors.text);
        style.wanted.mono = true;
        self.emit(Atom { height: 5.0, keep_with_next: true, ..Atom::default() });
        let lines: Vec<&str> = text.trim_end_matches('\n').split('\n').collect();
        for (number, line) in lines.iter().enumerate() {
            let prepared = StyledText::verbatim(line, style, place.clone()).prepare(&mut self.shaper);
            // A short block stays whole; a long one keeps two lines at either end.
            let keep_with_next = lines.len() <= 12 || number == 0 || number + 2 >= lines.len();
            self.lines(prepared, Setting { text: size, element, keep_with_next, anchor: None });
        }
        self.emit(Atom { height: 5.0, ..Atom::default() });
        (self.left, self.width, self.bars) = saved;
        self.gap = self.theme.block_gap;
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

    /// Footnotes stand at the end of the document, below a short rule.
    pub(super) fn footnotes(&mut self, footnotes: &[&Footnote]) {
        if footnotes.is_empty() {
            return;
        }
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
            marker.line(&self.shaper, (&prepared, &line), &spot);
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

/// Distance of the baseline from the upper edge of a line: the text stands in the middle of its leading.
pub(super) fn baseline(text: TextSize) -> f32 {
    // Noto Sans capitals are 0.714 em high; the optical middle of a line is that of its capitals.
    text.leading / 2.0 + text.size * 0.357
}

fn alert_color(kind: AlertKind) -> Color {
    match kind {
        AlertKind::Note => Color(0x1f, 0x5a, 0x96),
        AlertKind::Tip => Color(0x1f, 0x6f, 0x43),
        AlertKind::Important => Color(0x63, 0x45, 0x9e),
        AlertKind::Warning => Color(0x8a, 0x5a, 0x00),
        AlertKind::Caution => Color(0xa3, 0x2a, 0x22),
    }
}
