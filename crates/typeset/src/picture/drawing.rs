//! Drawings as plain outlines, which stay sharp at any size. What has gradients, masks or anything see-through is left
//! to pixels.

use resvg::tiny_skia::{self, Path, PathSegment, Transform};
use resvg::usvg::{self, BlendMode, FillRule, Group, Node, Opacity, Paint, PaintOrder, Tree};

use crate::geometry::Point;
use crate::theme::Color;

/// The farthest that a point may be from the corner, in points; sheets end long before.
const FARTHEST: f32 = 30_000.0;

/// What is drawn, in painting order. Lengths are points, the origin is the upper left corner, y grows down.
#[derive(Debug, Default, PartialEq)]
pub(crate) struct Drawing {
    pub(crate) operations: Vec<Operation>,
}

/// A step of a drawing.
#[derive(Debug, PartialEq)]
pub(crate) enum Operation {
    /// Fills an outline.
    Fill(Outline, Color),
    /// Draws along an outline.
    Stroke(Outline, LineStyle),
    /// From here to the matching end only what is inside the outline is seen.
    Clip(Outline),
    /// Ends the last clip that is open.
    EndClip,
}

/// An outline.
#[derive(Debug, PartialEq)]
pub(crate) struct Outline {
    pub(crate) segments: Vec<OutlineSegment>,
    /// Whether what is enclosed twice is outside again.
    pub(crate) even_odd: bool,
}

/// A piece of an outline.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) enum OutlineSegment {
    /// A new part starts at a point.
    Move(Point),
    /// Straight to a point.
    Line(Point),
    /// Along a cubic Bézier curve: two control points and the end.
    Curve(Point, Point, Point),
    /// Straight back to where the part started.
    Close,
}

/// How a line looks.
#[derive(Debug, PartialEq)]
pub(crate) struct LineStyle {
    pub(crate) color: Color,
    pub(crate) width: f32,
    /// How it ends.
    pub(crate) cap: Cap,
    /// How it turns.
    pub(crate) join: Join,
    /// How far a mitred corner may stand out, in thicknesses.
    pub(crate) miter: f32,
    /// Lengths of dashes and gaps in turn; none for an unbroken line.
    pub(crate) dashes: Vec<f32>,
    /// Where in the pattern the line starts.
    pub(crate) dash_start: f32,
}

/// Ends of lines.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Cap {
    /// Cut off.
    Butt,
    Round,
    /// Cut off half a thickness later.
    Square,
}

/// Corners of lines.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Join {
    Miter,
    Round,
    /// Cut off.
    Bevel,
}

impl Drawing {
    /// The outlines of a tree; none if it has anything that outlines cannot show.
    pub(super) fn of(tree: &Tree, scale: f32) -> Option<Self> {
        let mut drawing = Self::default();
        drawing.children(tree.root(), Transform::from_scale(scale, scale))?;
        Some(drawing)
    }

    fn children(&mut self, group: &Group, transform: Transform) -> Option<()> {
        group.children().iter().try_for_each(|node| match node {
            Node::Group(group) => self.group(group, transform),
            Node::Path(path) => self.path(path, transform),
            Node::Image(_) | Node::Text(_) => None,
        })
    }

    fn group(&mut self, group: &Group, transform: Transform) -> Option<()> {
        let transform = transform.pre_concat(group.transform());
        let is_plain = group.opacity() == Opacity::ONE
            && group.blend_mode() == BlendMode::Normal
            && group.mask().is_none()
            && group.filters().is_empty();
        if !is_plain {
            return None;
        }
        let Some(clip) = group.clip_path() else { return self.children(group, transform) };
        if clip.clip_path().is_some() {
            return None;
        }
        self.operations
            .push(Operation::Clip(only_outline(clip.root(), transform.pre_concat(clip.transform()))?));
        self.children(group, transform)?;
        self.operations.push(Operation::EndClip);
        Some(())
    }

    fn path(&mut self, path: &usvg::Path, transform: Transform) -> Option<()> {
        if !path.is_visible() {
            return Some(());
        }
        let fill = match path.fill() {
            Some(fill) => {
                let even_odd = fill.rule() == FillRule::EvenOdd;
                let outline = outline(path.data().clone().transform(transform)?, even_odd)?;
                Some(Operation::Fill(outline, ink(fill.paint(), fill.opacity())?))
            }
            None => None,
        };
        let stroke = match path.stroke() {
            Some(line) => Some(stroke(path.data(), line, transform)?),
            None => None,
        };
        match path.paint_order() {
            PaintOrder::FillAndStroke => self.operations.extend(fill.into_iter().chain(stroke)),
            PaintOrder::StrokeAndFill => self.operations.extend(stroke.into_iter().chain(fill)),
        }
        Some(())
    }
}

/// The outline of a clip that is a single path.
fn only_outline(group: &Group, transform: Transform) -> Option<Outline> {
    match group.children() {
        [Node::Group(inner)] if inner.clip_path().is_none() => {
            only_outline(inner, transform.pre_concat(inner.transform()))
        }
        [Node::Path(path)] if path.is_visible() => {
            let even_odd = path.fill().is_some_and(|fill| fill.rule() == FillRule::EvenOdd);
            outline(path.data().clone().transform(transform)?, even_odd)
        }
        _ => None,
    }
}

fn stroke(path: &Path, line: &usvg::Stroke, transform: Transform) -> Option<Operation> {
    let ink = ink(line.paint(), line.opacity())?;
    let (x, y) = ((transform.sx, transform.ky), (transform.kx, transform.sy));
    let (width, height) = (x.0.hypot(x.1), y.0.hypot(y.1));
    let skew = (x.0 * y.0 + x.1 * y.1).abs();
    let is_even = (width - height).abs() < 0.001 * width && skew < 0.001 * width * height;
    if !is_even {
        // A line that is thicker in one direction than in the other is an outline of its own.
        let thick = path.stroke(&line.to_tiny_skia(), 4.0).filter(|_| line.dasharray().is_none())?;
        return Some(Operation::Fill(outline(thick.transform(transform)?, false)?, ink));
    }
    let dashes = line.dasharray().unwrap_or_default().iter().map(|length| length * width).collect();
    let line = LineStyle {
        color: ink,
        width: line.width().get() * width,
        cap: match line.linecap() {
            usvg::LineCap::Butt => Cap::Butt,
            usvg::LineCap::Round => Cap::Round,
            usvg::LineCap::Square => Cap::Square,
        },
        join: match line.linejoin() {
            usvg::LineJoin::Miter => Join::Miter,
            usvg::LineJoin::Round => Join::Round,
            usvg::LineJoin::Bevel => Join::Bevel,
            // PDF has no such corners.
            usvg::LineJoin::MiterClip => return None,
        },
        miter: line.miterlimit().get(),
        dashes,
        dash_start: line.dashoffset() * width,
    };
    let is_sensible = |length: &f32| (0.0..FARTHEST).contains(length);
    // Dashes finer than that would all be written as nothing.
    let dashed = line.dashes.is_empty() || line.dashes.iter().sum::<f32>() > 0.01;
    let sensible =
        dashed && is_sensible(&line.width) && line.dashes.iter().all(is_sensible) && line.dash_start >= 0.0;
    let sensible = sensible && is_sensible(&line.dash_start) && is_sensible(&line.miter);
    sensible.then_some(())?;
    Some(Operation::Stroke(outline(path.clone().transform(transform)?, false)?, line))
}

fn ink(paint: &Paint, opacity: Opacity) -> Option<Color> {
    match paint {
        Paint::Color(color) if opacity == Opacity::ONE => Some(Color(color.red, color.green, color.blue)),
        Paint::Color(_) | Paint::LinearGradient(_) | Paint::RadialGradient(_) | Paint::Pattern(_) => None,
    }
}

fn outline(path: Path, even_odd: bool) -> Option<Outline> {
    let mut segments = Vec::with_capacity(path.len());
    let mut pen = tiny_skia::Point::zero();
    let ours = |point: tiny_skia::Point| Point::new(point.x, point.y);
    for segment in path.segments() {
        segments.push(match segment {
            PathSegment::MoveTo(to) => OutlineSegment::Move(ours(to)),
            PathSegment::LineTo(to) => OutlineSegment::Line(ours(to)),
            PathSegment::QuadTo(control, to) => {
                // A quadratic curve is a cubic one whose control points lie two thirds of the way.
                let toward = |from: tiny_skia::Point| {
                    let x = from.x + (control.x - from.x) * 2.0 / 3.0;
                    Point::new(x, from.y + (control.y - from.y) * 2.0 / 3.0)
                };
                OutlineSegment::Curve(toward(pen), toward(to), ours(to))
            }
            PathSegment::CubicTo(first, second, to) => {
                OutlineSegment::Curve(ours(first), ours(second), ours(to))
            }
            PathSegment::Close => OutlineSegment::Close,
        });
        pen = match segment {
            PathSegment::MoveTo(to)
            | PathSegment::LineTo(to)
            | PathSegment::QuadTo(_, to)
            | PathSegment::CubicTo(_, _, to) => to,
            PathSegment::Close => pen,
        };
    }
    let bounds = path.bounds();
    let edges = [bounds.left(), bounds.top(), bounds.right(), bounds.bottom()];
    edges.iter().all(|edge| edge.abs() < FARTHEST).then_some(Outline { segments, even_odd })
}
