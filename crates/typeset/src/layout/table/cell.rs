//! What stands in a cell: one text, or texts and lists, prepared, broken into lines and drawn.

use std::ops::Range;
use std::sync::Arc;

use hypher::Lang;

use super::super::compose::{Composer, baseline};
use super::super::display::Mark;
use super::super::draw::{Canvas, Spot};
use super::super::element::{ElementId, Numbering, Role};
use super::super::hyphen::{self, Division};
use super::super::lines::{Line, break_lines, fewer_lines, line_width};
use super::super::text::{BaseStyle, Prepared, StyledText};
use super::label::Label;
use crate::document::{Alignment, Inline, InlineKind, ItemLabel, ItemMark};

/// How far the items of a list in a cell are set in at least, in points.
const INDENT: f32 = 9.0;

/// Between a number or bullet and its item, in points.
const MARKER_GAP: f32 = 3.5;

/// A hyphenated or broken word counts at least this much, in ems: narrower columns cannot be read.
const LEAST_PART: f32 = 5.5;

/// What is longer than this is broken before a table counts as too wide, in ems.
const LONGEST_PART: f32 = 12.0;

/// A cell with its text shaped.
pub(super) struct PreparedCell {
    blocks: Vec<PreparedBlock>,
    label: Option<Label>,
}

/// A text of a cell, or the text of an item of a list in it.
#[derive(Clone)]
struct PreparedBlock {
    text: Arc<Prepared>,
    item: Option<PreparedItem>,
    indent: f32,
}

#[derive(Clone)]
struct PreparedItem {
    mark: ItemMark,
    marker: Option<Arc<Prepared>>,
}

/// A cell broken into lines.
pub(super) struct BrokenCell {
    blocks: Vec<(PreparedBlock, Vec<Line>)>,
    label: Option<Label>,
    room: f32,
}

/// A cell with its elements.
pub(super) struct SetCell {
    blocks: Vec<SetBlock>,
    label: Option<Label>,
    pub(super) lines: usize,
}

struct SetBlock {
    text: Arc<Prepared>,
    lines: Vec<Line>,
    /// Number of its first line in the cell.
    first: usize,
    indent: f32,
    element: ElementId,
    links: Vec<ElementId>,
    /// Present in every item of a list.
    marker: Option<(Arc<Prepared>, ElementId)>,
    in_list: bool,
}

/// Where a cell is drawn.
pub(super) struct CellPlace {
    /// Left edge of the text.
    pub(super) left: f32,
    /// Width of the text.
    pub(super) room: f32,
    /// Upper edge of the first line drawn.
    pub(super) top: f32,
    pub(super) alignment: Alignment,
}

impl Composer<'_> {
    pub(super) fn prepare_cell(&mut self, content: &[Inline], base: BaseStyle, head: bool) -> PreparedCell {
        let label = if head { None } else { Label::of(content, &self.theme.labels) };
        let base = label.as_ref().map_or(base, |label| label.style(base));
        let mark = |inline: &Inline| match inline.kind {
            InlineKind::Item(mark) => Some(mark),
            _ => None,
        };
        let mut blocks = Vec::with_capacity(1);
        let mut rest = content;
        let mut current = None;
        loop {
            let end = rest.iter().position(|inline| mark(inline).is_some()).unwrap_or(rest.len());
            let text = self.prepare(&rest[..end], base);
            let item = current.map(|mark| self.prepare_item(mark, base));
            blocks.push(PreparedBlock { text, item, indent: 0.0 });
            let Some(next) = rest.get(end) else { break };
            (current, rest) = (mark(next), &rest[end + 1..]);
        }
        if blocks.len() > 1 {
            indent(&mut blocks);
        }
        PreparedCell { blocks, label }
    }

    fn prepare_item(&mut self, mark: ItemMark, base: BaseStyle) -> PreparedItem {
        let style = self.run_style(self.theme.table, self.theme.colors.muted);
        let style = super::super::text::RunStyle { size: base.size, ..style };
        let marker = mark.label.text().map(|text| StyledText::plain(&text, style).prepare(&mut self.shaper));
        PreparedItem { mark, marker }
    }

    /// Breaks the cells of a row into lines, and divides words where that makes the row lower.
    pub(super) fn break_cells(
        &mut self,
        cells: impl Iterator<Item = (PreparedCell, f32)>,
        role: Role,
    ) -> Vec<BrokenCell> {
        let mut broken: Vec<BrokenCell> = cells.map(|(cell, width)| self.break_cell(cell, width)).collect();
        let height = broken.iter().map(BrokenCell::lines).max().unwrap_or(0);
        // Words in headers are divided only where they are wider than their column.
        let Some(language) = self.language.filter(|_| height > 1 && role == Role::DataCell) else {
            return broken;
        };
        let mut lower = Vec::new();
        for (number, cell) in broken.iter().enumerate().filter(|(_, cell)| cell.lines() == height) {
            match self.divided(cell, language) {
                Some(cell) => lower.push((number, cell)),
                None => return broken,
            }
        }
        lower.into_iter().for_each(|(number, cell)| broken[number] = cell);
        broken
    }

    fn break_cell(&mut self, cell: PreparedCell, width: f32) -> BrokenCell {
        let PreparedCell { blocks, label } = cell;
        let division = match (self.language, &label) {
            (Some(language), None) => Division::WideWords(language),
            (None, _) | (_, Some(_)) => Division::Never,
        };
        let room = width - label.as_ref().map_or(0.0, Label::inset) * 2.0;
        let break_block = |mut block: PreparedBlock| {
            let lines = break_lines(&mut block.text, &mut self.shaper, room - block.indent, division);
            (block, lines)
        };
        BrokenCell { blocks: blocks.into_iter().map(break_block).collect(), label, room }
    }

    /// The cell with words divided, if that saves a line.
    fn divided(&mut self, cell: &BrokenCell, language: Lang) -> Option<BrokenCell> {
        if cell.label.is_some() {
            return None;
        }
        let mut saved = false;
        let blocks = cell.blocks.iter().map(|(block, lines)| {
            let width = cell.room - block.indent;
            match fewer_lines((&block.text, lines), &mut self.shaper, (width, language)) {
                Some((text, fewer)) => {
                    saved = true;
                    (
                        PreparedBlock {
                            text: Arc::new(text),
                            item: block.item.clone(),
                            indent: block.indent,
                        },
                        fewer,
                    )
                }
                None => (block.clone(), lines.clone()),
            }
        });
        let blocks = blocks.collect();
        saved.then_some(BrokenCell { blocks, label: None, room: cell.room })
    }

    /// Gives a cell its elements.
    pub(super) fn set_cell(&mut self, cell: BrokenCell, (row, role): (ElementId, Role)) -> SetCell {
        let BrokenCell { blocks, label, .. } = cell;
        let element = self.structure.add(role, row);
        let mut elements = CellElements { cell: element, mixed: blocks.len() > 1, lists: Vec::new() };
        let mut lines = 0;
        let mut set = Vec::with_capacity(blocks.len());
        for (block, broken) in blocks {
            let PreparedBlock { text, item, indent } = block;
            // Between the tags of a list there is often nothing.
            if elements.mixed && text.words.is_empty() && !has_marker(item.as_ref()) {
                elements.enter(item.map(|item| item.mark));
                continue;
            }
            let (element, label) = elements.of(self, item.as_ref().map(|item| item.mark));
            let links = self.link_elements(&text, element);
            let marker = item.and_then(|item| item.marker).zip(label);
            let (first, in_list) = (lines, indent > 0.0);
            lines += broken.len();
            set.push(SetBlock { text, lines: broken, first, indent, element, links, marker, in_list });
        }
        SetCell { blocks: set, label, lines: lines.max(1) }
    }

    /// Draws some of the lines of a cell.
    pub(super) fn draw_cell(
        &mut self,
        canvas: &mut Canvas,
        (cell, shown): (&SetCell, Range<usize>),
        place: &CellPlace,
    ) {
        let size = self.theme.table;
        let inset = cell.label.as_ref().map_or(0.0, Label::inset);
        for block in &cell.blocks {
            let end = (block.first + block.lines.len()).min(shown.end);
            for number in block.first.max(shown.start)..end {
                let line = &block.lines[number - block.first];
                let width = line_width(&block.text, line);
                let slack = (place.room - block.indent - width - inset * 2.0).max(0.0);
                let top = place.top + (number - shown.start) as f32 * size.leading;
                let y = top + baseline(size);
                if let Some((marker, element)) = block.marker.as_ref().filter(|_| number == block.first) {
                    let all = 0..marker.words.len();
                    let x = match block.text.right_to_left {
                        true => place.left + place.room - block.indent + MARKER_GAP,
                        false => place.left + block.indent - MARKER_GAP - line_width(marker, &all),
                    };
                    let spot = Spot { x, y, mark: Mark::Content(*element), links: &[] };
                    canvas.line(&mut self.shaper, (marker, &all), &spot);
                }
                let from_right = block.text.right_to_left;
                let alignment = if block.in_list { Alignment::Start } else { place.alignment };
                let indent = if from_right { 0.0 } else { block.indent };
                let x = place.left + indent + aligned(alignment, from_right, slack) + inset;
                if let Some(label) = &cell.label {
                    canvas.decorate(label.shape((x, top), (width, size)));
                }
                let spot = Spot { x, y, mark: Mark::Content(block.element), links: &block.links };
                canvas.line(&mut self.shaper, (&block.text, line), &spot);
            }
        }
    }
}

fn has_marker(item: Option<&PreparedItem>) -> bool {
    item.is_some_and(|item| item.marker.is_some())
}

impl BrokenCell {
    /// How many lines are shown.
    fn lines(&self) -> usize {
        let several = self.blocks.len() > 1;
        let shown = |(block, _): &&(PreparedBlock, Vec<Line>)| {
            !several || !block.text.words.is_empty() || has_marker(block.item.as_ref())
        };
        self.blocks.iter().filter(shown).map(|(_, lines)| lines.len()).sum()
    }
}

impl PreparedCell {
    /// Width unbroken and width of the widest word.
    pub(super) fn widths(&self) -> (f32, f32) {
        let (mut line, mut word) = (0.0_f32, 0.0_f32);
        for block in &self.blocks {
            let widths = block.text.widths();
            (line, word) = (line.max(widths.0 + block.indent), word.max(widths.1 + block.indent));
        }
        match &self.label {
            // A label is never broken.
            Some(label) => (line + label.inset() * 2.0, line + label.inset() * 2.0),
            None => (line, word),
        }
    }

    /// Width of the widest part of a word when words are divided and broken as far as a reader can bear.
    pub(super) fn least(&self, composer: &mut Composer<'_>) -> f32 {
        if self.label.is_some() {
            return self.widths().1;
        }
        let language = composer.language;
        let em = composer.theme.table.size;
        let mut least = 0.0_f32;
        for PreparedBlock { text, indent, .. } in &self.blocks {
            for word in &text.words {
                let part = match word.width <= em * LEAST_PART {
                    true => word.width,
                    false => hyphen::widest_part((text, word), &mut composer.shaper, language)
                        .clamp(em * LEAST_PART, em * LONGEST_PART)
                        .min(word.width),
                };
                least = least.max(part + indent);
            }
        }
        least
    }
}

/// The elements of a cell while its blocks are gone through.
struct CellElements {
    cell: ElementId,
    /// Whether there is more than one text.
    mixed: bool,
    /// The lists that are open: the list and the body of its last item.
    lists: Vec<(ElementId, ElementId)>,
}

impl CellElements {
    /// Closes the lists that end before a mark.
    fn enter(&mut self, mark: Option<ItemMark>) {
        self.lists.truncate(mark.map_or(0, |mark| usize::from(mark.depth)));
    }

    /// Makes the element for the text behind a mark, and the one for its number or bullet.
    fn of(&mut self, composer: &mut Composer<'_>, mark: Option<ItemMark>) -> (ElementId, Option<ElementId>) {
        self.enter(mark);
        let parent = |lists: &[(ElementId, ElementId)], cell| lists.last().map_or(cell, |(_, body)| *body);
        let Some(mark) = mark.filter(|mark| mark.label != ItemLabel::None) else {
            let element = match self.mixed {
                true => composer.structure.add(Role::Paragraph, parent(&self.lists, self.cell)),
                false => self.cell,
            };
            return (element, None);
        };
        let known = self.lists.get(usize::from(mark.depth).saturating_sub(1)).map(|(list, _)| *list);
        let list = known.unwrap_or_else(|| {
            let numbering = match mark.label {
                ItemLabel::Number(_) => Numbering::Numbers,
                ItemLabel::Bullet | ItemLabel::None => Numbering::Bullets,
            };
            composer.structure.add(Role::List(numbering), parent(&self.lists, self.cell))
        });
        if known.is_some() {
            self.lists.pop();
        }
        let item = composer.structure.add(Role::ListItem, list);
        let label = composer.structure.add(Role::Label, item);
        let body = composer.structure.add(Role::ListBody, item);
        self.lists.push((list, body));
        (body, Some(label))
    }
}

/// Sets items in: each list as far as its widest number needs.
fn indent(blocks: &mut [PreparedBlock]) {
    let mut steps = [INDENT; ItemMark::DEEPEST as usize + 1];
    steps[0] = 0.0;
    for item in blocks.iter().filter_map(|block| block.item.as_ref()) {
        let marker = item.marker.as_ref().map_or(0.0, |marker| line_width(marker, &(0..marker.words.len())));
        let step = &mut steps[usize::from(item.mark.depth)];
        *step = step.max(marker + MARKER_GAP);
    }
    steps[0] = 0.0;
    for block in blocks {
        let depth = block.item.as_ref().map_or(0, |item| usize::from(item.mark.depth));
        block.indent = steps[..=depth].iter().sum();
    }
}

fn aligned(alignment: Alignment, right_to_left: bool, slack: f32) -> f32 {
    match (alignment, right_to_left) {
        (Alignment::Start, false) | (Alignment::Left, _) => 0.0,
        (Alignment::Center, _) => slack / 2.0,
        (Alignment::Start, true) | (Alignment::Right, _) => slack,
    }
}
