//! What stands in a cell, shaped and measured: one text, or texts and lists.

use std::sync::Arc;

use super::label::CellLabel;
use crate::document::{Cell, Extent, Inline, InlineKind, ItemMark};
use crate::layout::blocks::composer::Composer;
use crate::layout::text::{BaseStyle, RunStyle, ShapedText, TextWidths, line_width};

/// How far the items of a list in a cell are set in at least, in points.
const INDENT: f32 = 9.0;

/// Between a number or bullet and its item, in points.
pub(super) const MARKER_GAP: f32 = 3.5;

/// A hyphenated or broken word counts at least this much, in ems: narrower columns cannot be read.
const LEAST_PART: f32 = 5.5;

/// What is longer than this is broken before a table counts as too wide, in ems.
const LONGEST_PART: f32 = 12.0;

/// A cell with its text shaped.
pub(super) struct ShapedCell {
    pub(super) blocks: Vec<CellBlock>,
    pub(super) label: Option<CellLabel>,
    pub(super) extent: Extent,
    /// Whether it reads from below upwards.
    pub(super) is_turned: bool,
}

/// What a cell is to its column.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum CellPart {
    Head,
    /// A head that is turned.
    TurnedHead,
    Body,
    /// In a column of marks.
    Mark,
}

/// A text of a cell, or the text of an item of a list in it.
#[derive(Clone)]
pub(super) struct CellBlock {
    pub(super) text: Arc<ShapedText>,
    pub(super) item: Option<CellItem>,
    pub(super) indent: f32,
}

/// What makes a text an item of a list.
#[derive(Clone)]
pub(super) struct CellItem {
    pub(super) mark: ItemMark,
    /// Its number or bullet.
    pub(super) marker: Option<Arc<ShapedText>>,
}

impl CellBlock {
    pub(super) fn has_marker(&self) -> bool {
        self.item.as_ref().is_some_and(|item| item.marker.is_some())
    }

    /// Whether it shows nothing: between the tags of a list there is often nothing.
    pub(super) fn is_empty(&self) -> bool {
        self.text.words.is_empty() && !self.has_marker()
    }
}

/// Shapes a cell; only those below the head have labels.
pub(super) fn shape_cell(
    cell: &Cell,
    base: BaseStyle,
    part: CellPart,
    composer: &mut Composer<'_>,
) -> ShapedCell {
    let Cell { content, extent, .. } = cell;
    let content = if *extent == Extent::Covered { &[][..] } else { content };
    let label = match part {
        CellPart::Head | CellPart::TurnedHead => None,
        CellPart::Body | CellPart::Mark => CellLabel::of(content, part == CellPart::Mark, composer.theme()),
    };
    let is_turned = part == CellPart::TurnedHead;
    let base = label.as_ref().map_or(base, |label| label.style(base));
    let mark = |inline: &Inline| match inline.kind {
        InlineKind::Item(mark) => Some(mark),
        InlineKind::Text(_)
        | InlineKind::Code(_)
        | InlineKind::LineBreak
        | InlineKind::FootnoteReference(_)
        | InlineKind::Picture(_) => None,
    };
    let mut blocks = Vec::with_capacity(1);
    let mut rest = content;
    let mut current = None;
    loop {
        let end = rest.iter().position(|inline| mark(inline).is_some()).unwrap_or(rest.len());
        let text = composer.shape(&rest[..end], base);
        let item = current.map(|mark| shape_item(mark, base, composer));
        blocks.push(CellBlock { text, item, indent: 0.0 });
        let Some(next) = rest.get(end) else { break };
        (current, rest) = (mark(next), &rest[end + 1..]);
    }
    if blocks.len() > 1 {
        indent(&mut blocks);
    }
    ShapedCell { blocks, label, extent: *extent, is_turned }
}

fn shape_item(mark: ItemMark, base: BaseStyle, composer: &mut Composer<'_>) -> CellItem {
    let theme = composer.theme();
    let style = RunStyle { size: base.size, ..RunStyle::regular(theme.table, theme.colors.muted) };
    let marker = mark.label.text().map(|text| composer.shape_words(&text, style));
    CellItem { mark, marker }
}

/// Sets items in: each list as far as its widest number needs.
fn indent(blocks: &mut [CellBlock]) {
    // By depth; what stands outside of lists is not set in.
    let mut steps = [INDENT; ItemMark::DEEPEST as usize + 1];
    for item in blocks.iter().filter_map(|block| block.item.as_ref()) {
        let marker = item.marker.as_ref().map_or(0.0, |marker| line_width(marker, &marker.whole()));
        let step = &mut steps[usize::from(item.mark.depth)];
        *step = step.max(marker + MARKER_GAP);
    }
    steps[0] = 0.0;
    for block in blocks {
        let depth = block.item.as_ref().map_or(0, |item| usize::from(item.mark.depth));
        block.indent = steps[..=depth].iter().sum();
    }
}

impl ShapedCell {
    /// Whether it stands in one column, so that this has to be wide enough for it.
    pub(super) fn is_narrow(&self) -> bool {
        matches!(self.extent, Extent::Cells { columns: 1, .. })
    }

    /// Width unbroken and width of the widest word.
    pub(super) fn widths(&self) -> TextWidths {
        let mut widths = TextWidths::default();
        for block in &self.blocks {
            let own = block.text.widths();
            widths.unbroken = widths.unbroken.max(own.unbroken + block.indent);
            widths.word = widths.word.max(own.word + block.indent);
        }
        match &self.label {
            // A label is never broken.
            Some(label) => {
                let whole = widths.unbroken + label.inset() * 2.0;
                TextWidths { unbroken: whole, word: whole }
            }
            None => widths,
        }
    }
}

/// Width of the widest part of a word of a cell when words are divided and broken as far as a reader can bear.
pub(super) fn least_width(cell: &ShapedCell, composer: &mut Composer<'_>) -> f32 {
    if cell.label.is_some() {
        return cell.widths().word;
    }
    let em = composer.theme().table.size;
    let mut least = 0.0_f32;
    for CellBlock { text, indent, .. } in &cell.blocks {
        for word in &text.words {
            let part = if word.width <= em * LEAST_PART {
                word.width
            } else {
                let widest = composer.widest_part(text, word);
                widest.clamp(em * LEAST_PART, em * LONGEST_PART).min(word.width)
            };
            least = least.max(part + indent);
        }
    }
    least
}
