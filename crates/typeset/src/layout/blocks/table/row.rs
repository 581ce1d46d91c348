//! Rows: cells broken into lines, given their elements, and drawn.

use std::ops::Range;
use std::sync::Arc;

use hypher::Lang;

use super::Grid;
use super::cell::{CellBlock, CellItem, MARKER_GAP, ShapedCell};
use super::label::CellLabel;
use crate::document::{Alignment, Extent, ItemLabel, ItemMark};
use crate::geometry::Point;
use crate::layout::blocks::composer::Composer;
use crate::layout::boxes::{Canvas, LinePlacement, baseline};
use crate::layout::display::Mark;
use crate::layout::element::{CellExtent, ElementId, Numbering, Role};
use crate::layout::text::{BrokenText, Division, Line, ShapedText, line_width};
use crate::theme::TextSize;

/// A row with its elements.
pub(super) struct SetRow {
    /// Those that begin in it, from the first column on.
    pub(super) cells: Vec<SetCell>,
    /// Lines of the highest cell that stands in this row alone.
    pub(super) lines: usize,
}

/// A cell broken into lines.
struct BrokenCell {
    blocks: Vec<BrokenBlock>,
    label: Option<CellLabel>,
    room: f32,
    reach: CellReach,
    is_turned: bool,
}

/// Where a cell begins and how far it reaches.
#[derive(Debug, Clone, Copy)]
pub(super) struct CellReach {
    pub(super) column: usize,
    pub(super) columns: usize,
    pub(super) rows: usize,
}

impl CellReach {
    fn of(cell: &ShapedCell, column: usize) -> Option<Self> {
        match cell.extent {
            Extent::Cells { columns, rows } => Some(Self { column, columns, rows }),
            Extent::Covered => None,
        }
    }

    fn extent(self) -> CellExtent {
        let small = |count: usize| u16::try_from(count).unwrap_or(u16::MAX);
        CellExtent { columns: small(self.columns), rows: small(self.rows) }
    }
}

struct BrokenBlock {
    block: CellBlock,
    lines: Vec<Line>,
}

/// A cell with its elements.
pub(super) struct SetCell {
    blocks: Vec<SetBlock>,
    label: Option<CellLabel>,
    pub(super) lines: usize,
    pub(super) reach: CellReach,
    pub(super) is_turned: bool,
}

struct SetBlock {
    text: Arc<ShapedText>,
    lines: Vec<Line>,
    /// Number of its first line in the cell.
    first: usize,
    indent: f32,
    element: ElementId,
    links: Vec<ElementId>,
    /// The number or bullet of an item of a list, with its element.
    marker: Option<(Arc<ShapedText>, ElementId)>,
    in_list: bool,
}

/// Where a cell is drawn.
#[derive(Clone, Copy)]
pub(super) struct CellPlace {
    /// Left edge of the text.
    pub(super) left: f32,
    /// Width of the text.
    pub(super) room: f32,
    /// Upper edge of the first line drawn.
    pub(super) top: f32,
    pub(super) alignment: Alignment,
    pub(super) text: TextSize,
}

/// Breaks the cells of a row into lines and gives them elements of a role.
pub(super) fn set_row(
    cells: Vec<ShapedCell>,
    grid: &Grid<'_>,
    row: ElementId,
    role: Role,
    composer: &mut Composer<'_>,
) -> SetRow {
    let broken = break_cells(cells, grid, role, composer);
    let cells: Vec<_> = broken.into_iter().map(|cell| set_cell(cell, row, role, composer)).collect();
    let level = cells.iter().filter(|cell| !cell.is_turned && cell.reach.rows == 1);
    let lines = level.map(|cell| cell.lines).max().unwrap_or(1);
    SetRow { cells, lines }
}

/// Breaks the cells of a row into lines, and divides words where that makes the row lower.
fn break_cells(
    cells: Vec<ShapedCell>,
    grid: &Grid<'_>,
    role: Role,
    composer: &mut Composer<'_>,
) -> Vec<BrokenCell> {
    let mut broken = Vec::with_capacity(cells.len());
    for (column, cell) in cells.into_iter().enumerate() {
        let Some(reach) = CellReach::of(&cell, column) else { continue };
        let room = if cell.is_turned { grid.measures.turned } else { grid.room(reach) };
        broken.push(break_cell(cell, room, reach, composer));
    }
    let height = broken.iter().map(BrokenCell::lines).max().unwrap_or(0);
    // Words in headers are divided only where they are wider than their column.
    let Some(language) = composer.language().filter(|_| height > 1 && role == Role::DataCell) else {
        return broken;
    };
    let mut lower = Vec::new();
    for (number, cell) in broken.iter().enumerate().filter(|(_, cell)| cell.lines() == height) {
        // The row is as high as before unless all of its highest cells get lower.
        match divided(cell, language, composer) {
            Some(cell) => lower.push((number, cell)),
            None => return broken,
        }
    }
    for (number, cell) in lower {
        broken[number] = cell;
    }
    broken
}

fn break_cell(cell: ShapedCell, width: f32, reach: CellReach, composer: &mut Composer<'_>) -> BrokenCell {
    let ShapedCell { blocks, label, is_turned, .. } = cell;
    let division = match (composer.language(), &label) {
        (Some(language), None) => Division::WideWords(language),
        (None, _) | (_, Some(_)) => Division::Never,
    };
    let room = width - label.as_ref().map_or(0.0, CellLabel::inset) * 2.0;
    let break_block = |block: CellBlock| {
        let BrokenText { text, lines } = composer.break_lines(block.text, room - block.indent, division);
        BrokenBlock { block: CellBlock { text, ..block }, lines }
    };
    BrokenCell { blocks: blocks.into_iter().map(break_block).collect(), label, room, reach, is_turned }
}

/// The cell with words divided, if that saves a line.
fn divided(cell: &BrokenCell, language: Lang, composer: &mut Composer<'_>) -> Option<BrokenCell> {
    if cell.label.is_some() {
        return None;
    }
    let mut saved = false;
    let mut blocks = Vec::with_capacity(cell.blocks.len());
    for BrokenBlock { block, lines } in &cell.blocks {
        let broken = BrokenText { text: block.text.clone(), lines: lines.clone() };
        let fewer = composer.fewer_lines(&broken, cell.room - block.indent, language);
        saved |= fewer.is_some();
        let BrokenText { text, lines } = fewer.unwrap_or(broken);
        blocks.push(BrokenBlock { block: CellBlock { text, ..block.clone() }, lines });
    }
    saved.then_some(BrokenCell { blocks, label: None, ..*cell })
}

impl BrokenCell {
    /// How many lines are shown.
    fn lines(&self) -> usize {
        let several = self.blocks.len() > 1;
        let shown = self.blocks.iter().filter(|broken| !several || !broken.block.is_empty());
        shown.map(|broken| broken.lines.len()).sum()
    }
}

/// Gives a cell its elements.
fn set_cell(cell: BrokenCell, row: ElementId, role: Role, composer: &mut Composer<'_>) -> SetCell {
    let BrokenCell { blocks, label, reach, is_turned, .. } = cell;
    let element = composer.cell_in(row, role, reach.extent());
    let mut elements = CellElements { cell: element, mixed: blocks.len() > 1, lists: Vec::new() };
    let mut lines = 0;
    let mut set = Vec::with_capacity(blocks.len());
    for BrokenBlock { block, lines: broken } in blocks {
        let mark = block.item.as_ref().map(|item| item.mark);
        if elements.mixed && block.is_empty() {
            elements.close_lists(mark);
            continue;
        }
        let CellBlock { text, item, indent } = block;
        let (element, label) = elements.of(mark, composer);
        let links = composer.link_elements(&text, element);
        let marker = item.and_then(|CellItem { marker, .. }| marker).zip(label);
        let (first, in_list) = (lines, indent > 0.0);
        lines += broken.len();
        set.push(SetBlock { text, lines: broken, first, indent, element, links, marker, in_list });
    }
    SetCell { blocks: set, label, lines: lines.max(1), reach, is_turned }
}

/// The elements of a cell while its blocks are gone through.
struct CellElements {
    cell: ElementId,
    /// Whether there is more than one text.
    mixed: bool,
    /// The lists that are open, the outermost first.
    lists: Vec<OpenList>,
}

struct OpenList {
    list: ElementId,
    /// The body of its last item.
    body: ElementId,
}

impl CellElements {
    /// Closes the lists that end before a mark.
    fn close_lists(&mut self, mark: Option<ItemMark>) {
        self.lists.truncate(mark.map_or(0, |mark| usize::from(mark.depth)));
    }

    /// What an element would be part of here.
    fn parent(&self) -> ElementId {
        self.lists.last().map_or(self.cell, |open| open.body)
    }

    /// Makes the element for the text behind a mark, and the one for its number or bullet.
    fn of(&mut self, mark: Option<ItemMark>, composer: &mut Composer<'_>) -> (ElementId, Option<ElementId>) {
        self.close_lists(mark);
        let Some(mark) = mark.filter(|mark| mark.label != ItemLabel::None) else {
            let parent = self.parent();
            let element = if self.mixed { composer.element_in(parent, Role::Paragraph) } else { self.cell };
            return (element, None);
        };
        let known = self.lists.get(usize::from(mark.depth).saturating_sub(1)).map(|open| open.list);
        let list = known.unwrap_or_else(|| {
            let numbering = match mark.label {
                ItemLabel::Number(_) => Numbering::Numbers,
                ItemLabel::Bullet | ItemLabel::None => Numbering::Bullets,
            };
            composer.element_in(self.parent(), Role::List(numbering))
        });
        if known.is_some() {
            self.lists.pop();
        }
        let item = composer.element_in(list, Role::ListItem);
        let label = composer.element_in(item, Role::Label);
        let body = composer.element_in(item, Role::ListBody);
        self.lists.push(OpenList { list, body });
        (body, Some(label))
    }
}

/// Draws some of the lines of a cell.
pub(super) fn draw_cell(
    canvas: &mut Canvas,
    cell: &SetCell,
    shown: Range<usize>,
    place: &CellPlace,
    composer: &mut Composer<'_>,
) {
    let leading = place.text.leading;
    for block in &cell.blocks {
        let end = (block.first + block.lines.len()).min(shown.end);
        for number in block.first.max(shown.start)..end {
            let place = CellPlace { top: place.top + (number - shown.start) as f32 * leading, ..*place };
            if number == block.first {
                draw_marker(canvas, block, &place, composer);
            }
            let line = &block.lines[number - block.first];
            draw_line(canvas, block, line, cell.label.as_ref(), &place, composer);
        }
    }
}

/// Draws the number or bullet of an item beside its first line.
fn draw_marker(canvas: &mut Canvas, block: &SetBlock, place: &CellPlace, composer: &mut Composer<'_>) {
    let Some((marker, element)) = &block.marker else { return };
    let all = marker.whole();
    let x = if block.text.right_to_left {
        place.left + place.room - block.indent + MARKER_GAP
    } else {
        place.left + block.indent - MARKER_GAP - line_width(marker, &all)
    };
    let y = place.top + baseline(place.text);
    let at = LinePlacement { x, y, mark: Mark::Content(*element), links: &[] };
    composer.draw_line(canvas, marker, &all, &at);
}

/// Draws a line, on the label of the cell if it has one.
fn draw_line(
    canvas: &mut Canvas,
    block: &SetBlock,
    line: &Line,
    label: Option<&CellLabel>,
    place: &CellPlace,
    composer: &mut Composer<'_>,
) {
    let size = place.text;
    let inset = label.map_or(0.0, CellLabel::inset);
    let width = line_width(&block.text, line);
    let slack = (place.room - block.indent - width - inset * 2.0).max(0.0);
    let from_right = block.text.right_to_left;
    let alignment = if block.in_list { Alignment::Start } else { place.alignment };
    let indent = if from_right { 0.0 } else { block.indent };
    let x = place.left + indent + aligned(alignment, from_right, slack) + inset;
    if let Some(label) = label {
        label.draw(canvas, Point::new(x, place.top), width, size);
    }
    let y = place.top + baseline(size);
    let at = LinePlacement { x, y, mark: Mark::Content(block.element), links: &block.links };
    composer.draw_line(canvas, &block.text, line, &at);
}

fn aligned(alignment: Alignment, right_to_left: bool, slack: f32) -> f32 {
    match (alignment, right_to_left) {
        (Alignment::Start, false) | (Alignment::Left, _) => 0.0,
        (Alignment::Center, _) => slack / 2.0,
        (Alignment::Start, true) | (Alignment::Right, _) => slack,
    }
}
