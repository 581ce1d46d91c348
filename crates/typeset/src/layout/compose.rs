//! Blocks to atoms: what each kind of block looks like, except tables and charts.

use std::collections::BTreeSet;
use std::rc::Rc;
use std::sync::Arc;

use hypher::Lang;

use super::atom::{Anchor, Atom, Bar};
use super::contents::{self, Leader};
use super::display::{Color, Complaint, Mark, Shape, Stroke};
use super::draw::{Canvas, Spot};
use super::element::{ElementId, Role};
use super::facts::{facts_of, has_facts, is_facts};
use super::flow::Flow;
use super::fonts::Wanted;
use super::hyphen::Division;
use super::lines::{break_lines, line_width};
use super::picture::Shown;
use super::shape::Shaper;
use super::structure::{ROOT, Structure};
use super::text::{BaseStyle, LinkTarget, NoteNumbers, Prepared, RunStyle};
use super::turn::Turning;
use crate::document::{Block, BlockKind, Document, Heading, Inline};
use crate::picture::{Picture, Pictures};
use crate::theme::{TextSize, Theme};

/// Lines shorter than this are narrow enough to divide words, in ems.
const NARROW: f32 = 30.0;

/// Half a page.
const HALF: f32 = 0.5;

/// The part of the width that a logo takes at most.
const WIDEST_LOGO: f32 = 0.25;

/// How high a logo is at most, in lines of the title.
const TALLEST_LOGO: f32 = 1.25;

/// Lays out blocks one after the other.
pub(super) struct Composer<'a> {
    pub(super) theme: &'a Theme,
    pub(super) shaper: Shaper<'a>,
    pub(super) structure: Structure,
    pub(super) flow: Flow<'a>,
    pub(super) notes: NoteNumbers,
    /// What the document's pictures look like.
    pub(super) pictures: Pictures,
    pub(super) shown: Shown,
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
    /// Stands beside the title.
    pub(super) logo: Option<&'a Arc<Picture>>,
    /// How many lists are open.
    pub(super) lists: usize,
    /// Places that wait for page numbers.
    pub(super) leaders: Vec<Leader>,
    /// By whose rules words are divided.
    pub(super) language: Option<Lang>,
    /// Tables that are too wide.
    pub(super) complaints: Vec<Complaint>,
    pub(super) turning: Turning,
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
            pictures: Pictures::new(),
            shown: Shown::default(),
            anchors: BTreeSet::new(),
            left: 0.0,
            width,
            gap: 0.0,
            bars: Rc::new([]),
            parent: ROOT,
            text: theme.body,
            color: theme.colors.text,
            marker: None,
            logo: None,
            lists: 0,
            leaders: Vec::new(),
            language: None,
            complaints: Vec::new(),
            turning: Turning::default(),
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

    /// The front of a document (its title, the facts about it, what introduces it, its contents), and then its sections.
    pub(super) fn body(&mut self, document: &Document) {
        let is_section =
            |block: &Block| matches!(&block.kind, BlockKind::Heading(heading) if heading.level > 1);
        let sections = document.blocks.iter().position(is_section).unwrap_or(document.blocks.len());
        let (front, sections) = document.blocks.split_at(sections);
        let facts = facts_of(&document.meta);
        match front {
            [title @ Block { kind: BlockKind::Heading(_), .. }, rest @ ..]
                if !facts.rows.is_empty() && !has_facts(rest) =>
            {
                self.blocks(std::slice::from_ref(title));
                self.facts(&facts);
                self.blocks(rest);
            }
            _ => self.blocks(front),
        }
        let entries = contents::entries(document);
        if !entries.is_empty() {
            self.contents(&entries);
            // The sections go on below contents that have spilled over a little.
            if self.flow.filled() > HALF {
                self.flow.break_page();
            }
        }
        self.blocks(sections);
    }

    pub(super) fn blocks(&mut self, blocks: &[Block]) {
        for (number, block) in blocks.iter().enumerate() {
            self.turn_for(&blocks[number..]);
            let last = number + 1 == blocks.len();
            match &block.kind {
                BlockKind::Heading(heading) => self.heading(heading),
                BlockKind::Paragraph(content) => {
                    let before = number.checked_sub(1).map(|before| &blocks[before].kind);
                    let next = blocks.get(number + 1).map(|next| &next.kind);
                    self.paragraph(content, introduces(before, next));
                }
                BlockKind::List(list) => self.list(list),
                BlockKind::Quote(inner) => self.quote(inner),
                BlockKind::Alert(kind, inner) => self.alert(*kind, inner),
                BlockKind::Code(text) => self.code(text, block.place.clone()),
                BlockKind::Chart(chart) => self.chart(chart),
                BlockKind::Table(table) if is_facts(table) => self.facts(table),
                BlockKind::Table(table) => self.table(table, block.place.start),
                BlockKind::Figure(figure) => self.figure(figure),
                BlockKind::Rule => self.rule(last),
                BlockKind::PageBreak => self.flow.break_page(),
                BlockKind::Turn(orientation) => self.turn(*orientation),
            }
        }
    }

    /// Shapes inline content in the current size and colour.
    pub(super) fn prepare(&mut self, content: &[Inline], base: BaseStyle) -> Arc<Prepared> {
        let known = (&self.notes, &self.pictures);
        let text = self.shaper.empty_text().with_inlines(content, base, known);
        let mut prepared = text.prepare(&mut self.shaper);
        if prepared.links.is_empty() && prepared.pictures.is_empty() {
            return prepared;
        }
        let own = Arc::make_mut(&mut prepared);
        for style in &mut own.styles {
            if style.link.is_some_and(|link| self.leads_nowhere(&own.links[usize::from(link)])) {
                style.link = None;
                style.color = base.color;
            }
        }
        for picture in &mut own.pictures {
            picture.number = self.shown.number(&picture.picture);
        }
        prepared
    }

    /// A link to nowhere is text: in PDF a link element must have its annotation.
    pub(super) fn leads_nowhere(&self, target: &LinkTarget) -> bool {
        match target {
            LinkTarget::Address(address) => {
                address.strip_prefix('#').is_some_and(|anchor| !self.anchors.contains(anchor))
            }
            LinkTarget::Note(_) => false,
        }
    }

    /// The style of running text here.
    pub(super) fn base(&self, text: TextSize) -> BaseStyle {
        BaseStyle {
            size: text.size,
            color: self.color,
            link: self.theme.colors.link,
            tint: self.theme.colors.inline_code_tint,
            strong: false,
            emphasis: false,
        }
    }

    /// One element for each link of a text and, after those, for each of its pictures. Styles stand in reading order.
    pub(super) fn link_elements(&mut self, prepared: &Prepared, parent: ElementId) -> Vec<ElementId> {
        let mut elements = vec![parent; prepared.links.len() + prepared.pictures.len()];
        for style in &prepared.styles {
            let link = style.link.map(usize::from);
            if let Some(link) = link.filter(|link| elements[*link] == parent) {
                elements[link] = self.structure.add(Role::Link, parent);
            }
            if let Some(picture) = style.picture.map(usize::from) {
                let parent = link.map_or(parent, |link| elements[link]);
                let alternative = prepared.pictures[picture].alternative.clone();
                elements[prepared.links.len() + picture] = self.structure.figure(parent, alternative);
            }
        }
        elements
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
        let width = self.width;
        if is_title {
            self.titled = true;
            self.hang_logo(size.text);
        }
        self.lines(prepared, Setting { text: size.text, element, keep_with_next: true, anchor });
        self.width = width;
        if is_title {
            self.title_rule();
        }
        self.gap = size.below;
    }

    /// Puts the logo at the right end of the first line of the title, which keeps clear of it.
    fn hang_logo(&mut self, title: TextSize) {
        let Some(logo) = self.logo else { return };
        let size = logo.filling((self.width * WIDEST_LOGO, title.leading * TALLEST_LOGO));
        let place = (self.left + self.width - size.0, title.leading - size.1);
        let mut canvas = Canvas::default();
        canvas.decorate(self.shown.shape(logo, place, size));
        self.marker = Some(canvas);
        self.width -= size.0 + self.theme.indent;
    }

    fn title_rule(&mut self) {
        let mut canvas = Canvas::default();
        let color = self.theme.colors.accent;
        canvas.decorate(Shape::Stroke(Stroke { from: (0.0, 4.0), to: (self.width, 4.0), width: 0.9, color }));
        self.emit(Atom { height: 5.0, keep_with_next: true, items: canvas.items, ..Atom::default() });
    }

    pub(super) fn paragraph(&mut self, content: &[Inline], keep_with_next: bool) {
        let prepared = self.prepare(content, self.base(self.text));
        if prepared.words.is_empty() && self.marker.is_none() {
            return;
        }
        let element = self.structure.add(Role::Paragraph, self.parent);
        self.lines(prepared, Setting { text: self.text, element, keep_with_next, anchor: None });
        self.gap = self.theme.paragraph_gap;
    }

    /// Sets text in lines; the first two and the last two stay together.
    pub(super) fn lines(&mut self, mut prepared: Arc<Prepared>, setting: Setting) {
        let is_heading = setting.anchor.is_some();
        let narrow = !is_heading && self.width < NARROW * setting.text.size;
        let division = self.language.filter(|_| narrow).map_or(Division::Never, Division::Gaps);
        let lines = break_lines(&mut prepared, &mut self.shaper, self.width, division);
        let links = self.link_elements(&prepared, setting.element);
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
            canvas.line(&mut self.shaper, (&prepared, line), &spot);
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
            tint: None,
            rise: 0.0,
            link: None,
            picture: None,
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

/// Whether a paragraph stays with what follows it: as its introduction, or as all that stands between two headings.
fn introduces(before: Option<&BlockKind>, next: Option<&BlockKind>) -> bool {
    let under_heading = matches!(before, Some(BlockKind::Heading(_)));
    match next {
        Some(BlockKind::Table(_) | BlockKind::Chart(_) | BlockKind::Figure(_) | BlockKind::Code(_)) => true,
        Some(BlockKind::Heading(_) | BlockKind::Paragraph(_) | BlockKind::List(_)) => under_heading,
        _ => false,
    }
}

/// Distance of the baseline from the upper edge of a line: the text stands in the middle of its leading.
pub(super) fn baseline(text: TextSize) -> f32 {
    // Noto Sans capitals are 0.714 em high; the optical middle of a line is that of its capitals.
    text.leading / 2.0 + text.size * 0.357
}
