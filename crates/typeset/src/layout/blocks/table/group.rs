//! Captions of groups of rows: they reach over all columns, and where a group goes on on another page, its caption comes
//! back there.

use std::rc::Rc;

use super::Grid;
use super::cell::{CellPart, ShapedCell, shape_cell};
use crate::document::{Cell, Extent, Inline, InlineKind, InlineStyle, Row};
use crate::geometry::Point;
use crate::layout::blocks::composer::Composer;
use crate::layout::boxes::{Canvas, LinePlacement, RepeatedHeader, baseline};
use crate::layout::display::{Mark, Rectangle, Shape};
use crate::layout::text::{BaseStyle, BrokenText, Division};
use crate::theme::{Color, Colors};

/// The cells of a caption's row: one that reaches over all columns.
pub(super) fn shape_caption(
    content: &[Inline],
    columns: usize,
    base: BaseStyle,
    composer: &mut Composer<'_>,
) -> Vec<ShapedCell> {
    let covered = Cell { extent: Extent::Covered, ..Cell::default() };
    let caption =
        Cell { content: content.to_vec(), extent: Extent::Cells { columns, rows: 1 }, ..Cell::default() };
    let cells = std::iter::once(&caption).chain(std::iter::repeat_n(&covered, columns - 1));
    cells.map(|cell| shape_cell(cell, base, CellPart::Head, composer)).collect()
}

/// What stands behind a caption.
pub(super) fn tint(grid: &Grid<'_>, height: f32, colors: &Colors) -> Shape {
    Shape::Rectangle(Rectangle {
        x: grid.left,
        y: 0.0,
        width: grid.width,
        height,
        radius: 0.0,
        fill: colors.header_tint.towards(Color::WHITE, 0.35),
    })
}

/// The caption as it comes back on further pages.
pub(super) fn repeated(row: &Row, grid: &Grid<'_>, composer: &mut Composer<'_>) -> Rc<RepeatedHeader> {
    let theme = composer.theme();
    let measures = &grid.measures;
    let mut content = row.cells.first().map(|cell| cell.content.clone()).unwrap_or_default();
    // A number leads to its note from the first caption only.
    content.retain(|inline| !matches!(inline.kind, InlineKind::FootnoteReference(_)));
    let kind = InlineKind::Text(format!(" {}", theme.words.continued));
    content.push(Inline { kind, style: InlineStyle::default(), link: None, place: row.place.clone() });
    let side = measures.side(0);
    let text = composer.shape(&content, composer.base(measures.text));
    let BrokenText { text, lines } = composer.break_lines(text, grid.width - side * 2.0, Division::Never);
    let height = measures.row_height(lines.len());
    let mut canvas = Canvas::default();
    canvas.decorate(tint(grid, height, &theme.colors));
    for (number, line) in lines.iter().enumerate() {
        let y = measures.edge + number as f32 * measures.text.leading + baseline(measures.text);
        let place = LinePlacement { x: grid.left + side, y, mark: Mark::PageHeader, links: &[] };
        composer.draw_line(&mut canvas, &text, line, &place);
    }
    canvas.decorate(grid.rule(
        Point::new(grid.left, height),
        grid.width,
        theme.cells.rule,
        theme.colors.rule,
    ));
    Rc::new(RepeatedHeader { height, items: canvas.items })
}
