//! The head of a table. Over columns of marks, long names are turned by a quarter.

use std::rc::Rc;

use super::Grid;
use super::cell::ShapedCell;
use super::measures::TURNED_AIR;
use super::row::{SetCell, draw_cell, set_row};
use crate::geometry::Point;
use crate::layout::blocks::composer::Composer;
use crate::layout::boxes::{Atom, Canvas, RepeatedHeader, TableRow};
use crate::layout::display::{Mark, Rectangle, Shape};
use crate::layout::element::{ElementId, HeaderScope, Role};

/// Thickness of the rule below the header, in points.
const HEADER_RULE: f32 = 0.8;

/// Above and below the heads of a grid, in points.
const GRID_AIR: f32 = 2.6;

pub(super) fn set_head(
    grid: &Grid<'_>,
    cells: Vec<ShapedCell>,
    section: ElementId,
    composer: &mut Composer<'_>,
) -> Rc<RepeatedHeader> {
    let row = composer.element_in(section, Role::TableRow);
    let set = set_row(cells, grid, row, Role::HeaderCell(HeaderScope::Column), composer);
    let measures = &grid.measures;
    let air = if measures.is_grid() { GRID_AIR } else { 0.0 };
    let mut height = measures.row_height(set.lines) + air * 2.0;
    if measures.turned > 0.0 {
        height = height.max(measures.turned + TURNED_AIR * 2.0);
    }
    let colors = composer.theme().colors;
    let mut canvas = Canvas::default();
    canvas.decorate(Shape::Rectangle(Rectangle {
        x: grid.left,
        y: 0.0,
        width: grid.width,
        height,
        radius: 0.0,
        fill: colors.header_tint,
    }));
    for cell in &set.cells {
        if cell.is_turned {
            draw_turned(&mut canvas, cell, height, grid, composer);
            continue;
        }
        // What is not turned stands at the foot of a high head.
        let below = measures.edge + air + cell.lines as f32 * measures.text.leading;
        let top = if measures.is_grid() { height - below } else { measures.edge };
        let place = grid.place(cell.reach, top);
        draw_cell(&mut canvas, cell, 0..cell.lines, &place, composer);
    }
    canvas.decorate(grid.rule(Point::new(grid.left, height), grid.width, HEADER_RULE, colors.strong_rule));
    let repeated = canvas.items.iter().filter(|item| !matches!(item.mark, Mark::PageHeader)).cloned();
    let header = Rc::new(RepeatedHeader { height, items: repeated.collect() });
    let row = TableRow { table: grid.number, header: None, caption: None, slice: None };
    let Canvas { items, links } = canvas;
    composer.emit(Atom { height, keep_with_next: true, items, links, row: Some(row), ..Atom::default() });
    header
}

/// Draws a cell level with its lower left corner as the point about which it is turned.
fn draw_turned(
    canvas: &mut Canvas,
    cell: &SetCell,
    height: f32,
    grid: &Grid<'_>,
    composer: &mut Composer<'_>,
) {
    let reach = cell.reach;
    let width: f32 = grid.columns[reach.column..reach.column + reach.columns].iter().sum();
    let corner = Point::new(grid.edges[reach.column], height - TURNED_AIR);
    let lines = cell.lines as f32 * grid.measures.text.leading;
    // Turned to the left, what is below becomes what is at the right.
    let top = corner.y + (width - lines) / 2.0;
    let place = super::CellPlace {
        left: corner.x,
        room: grid.measures.turned,
        alignment: crate::document::Alignment::Start,
        ..grid.place(reach, top)
    };
    let mut level = Canvas::default();
    draw_cell(&mut level, cell, 0..cell.lines, &place, composer);
    level.turn(corner);
    canvas.append(level);
}
