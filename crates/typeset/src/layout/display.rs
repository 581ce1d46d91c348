//! The display list: pages of positioned shapes, each with its place in the logical structure, and nothing about any
//! file format. All lengths are points (1/72 inch); the origin is the upper left corner of the page, y grows down.

use std::ops::Range;
use std::sync::Arc;

use super::element::{Element, ElementId};
use super::warning::LayoutWarning;
use crate::font::{FaceId, Fonts};
use crate::geometry::Point;
use crate::picture::Picture;
use crate::theme::Color;

/// A laid-out document.
#[derive(Debug)]
pub struct Pages {
    /// The pages in order.
    pub pages: Vec<Page>,
    /// Shaped words, shared by all text runs that show them.
    pub segments: Vec<Segment>,
    /// What text runs show, one after the other; indices into [`Pages::segments`].
    pub(crate) shown: Vec<u32>,
    /// The faces that segments refer to.
    pub fonts: Fonts,
    /// The pictures shown, each once.
    pub(crate) pictures: Vec<Arc<Picture>>,
    /// The logical structure; the first is the document itself, parents stand before their children, and the order
    /// is the reading order.
    pub elements: Vec<Element>,
    /// All headings in order, for an outline.
    pub headings: Vec<HeadingMark>,
    /// What could not be set as it should be, in reading order.
    pub warnings: Vec<LayoutWarning>,
}

impl Pages {
    /// What a text run shows from left to right, as indices into [`Pages::segments`].
    pub(crate) fn numbers(&self, run: &TextRun) -> &[u32] {
        &self.shown[run.shown.start as usize..run.shown.end as usize]
    }

    /// What a text run shows from left to right.
    pub fn segments_of(&self, run: &TextRun) -> impl Iterator<Item = &Segment> {
        self.numbers(run).iter().map(|number| &self.segments[*number as usize])
    }

    /// How wide a text run is, in points.
    pub fn run_width(&self, run: &TextRun) -> f32 {
        let advance: i32 = self.segments_of(run).map(|segment| segment.advance).sum();
        advance as f32 * run.size / self.fonts.face(run.face).metrics().units_per_em
    }
}

/// One page.
#[derive(Debug, Default)]
pub struct Page {
    /// Points.
    pub width: f32,
    /// Points.
    pub height: f32,
    /// What is drawn, in painting order, which is also the reading order.
    pub items: Vec<Item>,
    /// Areas that lead somewhere.
    pub links: Vec<Link>,
}

/// Something drawn.
#[derive(Debug, Clone)]
pub struct Item {
    /// What it is part of.
    pub mark: Mark,
    /// What it looks like.
    pub shape: Shape,
}

/// What an item is part of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Mark {
    /// Content of a structure element.
    Content(ElementId),
    /// Decoration without meaning.
    Artifact,
    /// A running header or a repeated table header.
    PageHeader,
    /// A running footer.
    PageFooter,
}

/// The kinds of shape.
#[derive(Debug, Clone)]
pub enum Shape {
    /// Text.
    Text(TextRun),
    /// A filled rectangle.
    Rectangle(Rectangle),
    /// A straight stroke.
    Stroke(Stroke),
    /// A row of dots.
    Dots(Dots),
    /// A filled outline.
    Path(Path),
    /// A picture.
    Picture(PictureBox),
}

/// Text of one face, size and colour on one line.
#[derive(Debug, Clone)]
pub struct TextRun {
    /// The face of all segments.
    pub face: FaceId,
    /// Points.
    pub size: f32,
    /// Fill colour.
    pub color: Color,
    /// Left end of the run.
    pub x: f32,
    /// Baseline.
    pub y: f32,
    /// Whether it reads from below upwards.
    pub turned: bool,
    /// What to show from left to right: a range of `Pages::shown`.
    pub shown: Range<u32>,
}

/// A filled rectangle with rounded corners.
#[derive(Debug, Clone, Copy)]
pub struct Rectangle {
    /// Left edge.
    pub x: f32,
    /// Upper edge.
    pub y: f32,
    /// Points.
    pub width: f32,
    /// Points.
    pub height: f32,
    /// Corner radius; zero for square corners.
    pub radius: f32,
    /// Fill colour.
    pub fill: Color,
}

/// A straight stroke.
#[derive(Debug, Clone, Copy)]
pub struct Stroke {
    /// Start.
    pub from: Point,
    /// End.
    pub to: Point,
    /// Thickness.
    pub width: f32,
    /// Colour.
    pub color: Color,
}

/// A horizontal row of dots.
#[derive(Debug, Clone, Copy)]
pub struct Dots {
    /// Middle of the first dot.
    pub from: f32,
    /// Middle of the last dot.
    pub to: f32,
    /// Height of their lower edge.
    pub y: f32,
    /// Distance of their middles.
    pub gap: f32,
    /// Diameter.
    pub size: f32,
    /// Colour.
    pub color: Color,
}

/// A picture, scaled to a box.
#[derive(Debug, Clone, Copy)]
pub struct PictureBox {
    /// Index into `Pages::pictures`.
    pub picture: u32,
    /// Left edge.
    pub x: f32,
    /// Upper edge.
    pub y: f32,
    /// Points.
    pub width: f32,
    /// Points.
    pub height: f32,
}

/// A filled outline that starts at a point and closes itself.
#[derive(Debug, Clone)]
pub struct Path {
    /// Where it starts.
    pub start: Point,
    /// How it goes on.
    pub steps: Vec<PathStep>,
    /// Fill colour.
    pub fill: Color,
}

/// One step of an outline.
#[derive(Debug, Clone, Copy)]
pub enum PathStep {
    /// Straight to a point.
    Line(Point),
    /// Along a cubic Bézier curve: two control points and the end.
    Curve(Point, Point, Point),
}

/// A word or part of a word, shaped once.
#[derive(Debug, Clone)]
pub struct Segment {
    /// The face its glyphs belong to.
    pub face: FaceId,
    /// What it says, in logical order.
    pub text: Arc<str>,
    /// Its glyphs from left to right.
    pub glyphs: Arc<[Glyph]>,
    /// Sum of the glyphs' advances, in font units.
    pub advance: i32,
    /// Its text for extraction, where that is not [`Segment::text`]: the first part of a divided word has all of it,
    /// the others nothing.
    pub said: Option<Arc<str>>,
}

/// A positioned glyph; distances in font units.
#[derive(Debug, Clone, Copy)]
pub struct Glyph {
    /// Glyph index in the face.
    pub id: u16,
    /// How far the pen moves, kerning included.
    pub advance: i32,
    /// Shift of the drawing to the right.
    pub x_offset: i32,
    /// Shift of the drawing upwards.
    pub y_offset: i32,
    /// Start of the text it stands for, in bytes of the segment's text.
    pub text_start: u16,
    /// End of that text; equal to the start when an earlier glyph already stands for it.
    pub text_end: u16,
}

/// An area that leads somewhere.
#[derive(Debug, Clone)]
pub struct Link {
    /// Left edge.
    pub x: f32,
    /// Upper edge.
    pub y: f32,
    /// Points.
    pub width: f32,
    /// Points.
    pub height: f32,
    /// Where it leads.
    pub target: LinkDestination,
    /// The link's element.
    pub element: ElementId,
}

/// Where a link leads.
#[derive(Debug, Clone, PartialEq)]
pub enum LinkDestination {
    /// An address.
    Address(String),
    /// A place in this document.
    Position(Position),
}

/// A place in the document.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Position {
    /// Counted from zero.
    pub page: usize,
    /// Distance from the upper edge.
    pub y: f32,
}

/// A heading and where it ended up.
#[derive(Debug, Clone)]
pub struct HeadingMark {
    /// Level in the logical structure, from 1.
    pub level: u8,
    /// Its text.
    pub title: String,
    /// Where it stands.
    pub position: Position,
}

impl Shape {
    /// Turns the shape to the left about a point, so that its text reads from below upwards. Pictures stay upright.
    pub(super) fn turn(&mut self, about: Point) {
        let turned = |x: f32, y: f32| Point::new(about.x + y - about.y, about.y - x + about.x);
        match self {
            Self::Text(run) => {
                let start = turned(run.x, run.y);
                (run.x, run.y, run.turned) = (start.x, start.y, true);
            }
            Self::Rectangle(shape) => {
                let corner = turned(shape.x + shape.width, shape.y);
                (shape.x, shape.y) = (corner.x, corner.y);
                std::mem::swap(&mut shape.width, &mut shape.height);
            }
            Self::Picture(shown) => {
                let middle = turned(shown.x + shown.width / 2.0, shown.y + shown.height / 2.0);
                (shown.x, shown.y) = (middle.x - shown.width / 2.0, middle.y - shown.height / 2.0);
            }
            Self::Stroke(stroke) => {
                stroke.from = turned(stroke.from.x, stroke.from.y);
                stroke.to = turned(stroke.to.x, stroke.to.y);
            }
            // Leaders of contents; they never stand in what is turned.
            Self::Dots(_) => {}
            Self::Path(path) => path.map(|point| turned(point.x, point.y)),
        }
    }

    /// Moves the shape right and down.
    pub(super) fn shift(&mut self, right: f32, down: f32) {
        let moved = |point: Point| Point::new(point.x + right, point.y + down);
        match self {
            Self::Text(run) => {
                run.x += right;
                run.y += down;
            }
            Self::Rectangle(rectangle) => {
                rectangle.x += right;
                rectangle.y += down;
            }
            Self::Picture(picture) => {
                picture.x += right;
                picture.y += down;
            }
            Self::Stroke(stroke) => {
                stroke.from = moved(stroke.from);
                stroke.to = moved(stroke.to);
            }
            Self::Dots(dots) => {
                dots.from += right;
                dots.to += right;
                dots.y += down;
            }
            Self::Path(path) => path.map(moved),
        }
    }
}

impl Path {
    /// Puts each point of the outline elsewhere.
    fn map(&mut self, place: impl Fn(Point) -> Point) {
        self.start = place(self.start);
        for step in &mut self.steps {
            *step = match *step {
                PathStep::Line(to) => PathStep::Line(place(to)),
                PathStep::Curve(first, second, to) => PathStep::Curve(place(first), place(second), place(to)),
            };
        }
    }
}
