//! Points and sizes. All lengths are points (1/72 inch); x grows to the right and y grows down.

/// A place on a page or in a drawing.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct Point {
    /// Distance from the left edge.
    pub x: f32,
    /// Distance from the upper edge.
    pub y: f32,
}

impl Point {
    /// The point at these distances from the left and the upper edge.
    pub const fn new(x: f32, y: f32) -> Self {
        Self { x, y }
    }
}

/// Width and height of a box.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct Size {
    /// From left to right.
    pub width: f32,
    /// From top to bottom.
    pub height: f32,
}

impl Size {
    /// A box this wide and this high.
    pub const fn new(width: f32, height: f32) -> Self {
        Self { width, height }
    }
}
