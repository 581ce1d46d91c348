//! SVG files: outlines where that is all there is, else pixels fine enough for print. Nothing outside the file is
//! ever opened.

use resvg::tiny_skia::{Pixmap, Transform};
use resvg::usvg::filter::Kind;
use resvg::usvg::roxmltree::{Document, Node as Element, ParsingOptions};
use resvg::usvg::{Group, ImageHrefResolver, Node, Options, Paint, Rect, Tree};

use super::drawing::Drawing;
use super::pixels::{Pixels, Samples};
use super::{POINTS_PER_PIXEL, Picture, PictureContent, PictureError, numbers, styling, weight};
use crate::caught::caught;

/// Dots per inch of drawings that become pixels, over the 96 of an SVG's own.
const FINENESS: f32 = 300.0 / 96.0;

/// Longest side of a drawing in pixels, at least and at most: icons are often shown larger than they say they are.
const SHORTEST_SIDE: f32 = 1200.0;
const LONGEST_SIDE: f32 = 4000.0;

/// Plausible sides of drawings, in pixels of 1/96 inch.
const SIZES: std::ops::Range<f32> = 0.1..1.0e6;

/// Most dots that may be painted, one over the other, for one drawing: about two seconds of work.
const MOST_PAINT: f64 = 1.0e9;

/// Reads an SVG file.
pub(super) fn read(text: &str) -> Result<Picture, PictureError> {
    if text.len() > weight::LARGEST {
        let message = format!("is a drawing of more than {} MiB", weight::LARGEST / 1024 / 1024);
        return Err(PictureError::too_large(message, "simplify the drawing, or save it as PNG"));
    }
    weight::check_entities(text)?;
    styling::check_attributes(text)?;
    // Odd numbers make the libraries below panic.
    caught(|| draw(text))
        .unwrap_or_else(|| Err(PictureError::unreadable("cannot be drawn").hint("save it as PNG")))
}

fn draw(text: &str) -> Result<Picture, PictureError> {
    let options =
        ParsingOptions { allow_dtd: true, nodes_limit: weight::MOST_ELEMENTS, ..ParsingOptions::default() };
    let document = Document::parse_with_options(text, options)
        .map_err(|error| PictureError::unreadable(format!("is not well-formed: {error}")))?;
    numbers::check(&document)?;
    let elements = weight::check(&document)?;
    styling::check(&document, elements)?;
    check_elements(&document)?;
    let tree =
        Tree::from_xmltree(&document, &Options { image_href_resolver: nothing(), ..Options::default() })
            .map_err(|error| PictureError::unreadable(format!("cannot be drawn: {error}")))?;
    let size = tree.size();
    if [size.width(), size.height()].iter().any(|side| !SIZES.contains(side)) {
        return Err(PictureError::unreadable("has an impossible size"));
    }
    let content = match Drawing::of(&tree, POINTS_PER_PIXEL) {
        Some(drawing) if drawing.operations.is_empty() => {
            return Err(PictureError::unreadable("draws nothing"));
        }
        Some(drawing) => PictureContent::Drawing(drawing),
        None => PictureContent::Pixels(pixels(&tree)?),
    };
    Ok(Picture { width: size.width() * POINTS_PER_PIXEL, height: size.height() * POINTS_PER_PIXEL, content })
}

/// Neither files nor addresses nor pictures within the drawing are opened.
fn nothing() -> ImageHrefResolver<'static> {
    ImageHrefResolver { resolve_data: Box::new(|_, _, _| None), resolve_string: Box::new(|_, _| None) }
}

/// Refuses what would silently be missing from the picture.
fn check_elements(document: &Document<'_>) -> Result<(), PictureError> {
    if document.root_element().tag_name().name() != "svg" {
        return Err(PictureError::unreadable("is XML, but no SVG").hint(super::KINDS));
    }
    for element in document.descendants().filter(Element::is_element) {
        let name = element.tag_name().name();
        let error = match name {
            "text" | "foreignObject" if has_text(element) => PictureError::unreadable(
                "has text, which needs a font that may not be installed",
            )
            .hint("turn text into paths in your drawing program (often: object to path), and save it again"),
            "image" | "feImage" => {
                PictureError::unreadable("contains another picture").hint("save the whole as PNG")
            }
            "use" if refers_outside(element) => {
                PictureError::unreadable("refers to another file").hint("save it with everything in one file")
            }
            _ => continue,
        };
        let line = document.text_pos_at(element.range().start).row;
        return Err(PictureError { message: format!("{} (line {line})", error.message), ..error });
    }
    Ok(())
}

fn has_text(element: Element<'_, '_>) -> bool {
    let mut texts = element.descendants().filter_map(|node| node.text());
    texts.any(|text| !text.trim().is_empty())
}

fn refers_outside(element: Element<'_, '_>) -> bool {
    let mut targets = element.attributes().filter(|attribute| attribute.name() == "href");
    targets.any(|target| !target.value().trim().starts_with('#'))
}

fn pixels(tree: &Tree) -> Result<Pixels, PictureError> {
    let size = tree.size();
    let longest = size.width().max(size.height());
    let scale = (longest * FINENESS).clamp(SHORTEST_SIDE, LONGEST_SIDE) / longest;
    let side = |length: f32| ((length * scale).round() as u32).clamp(1, LONGEST_SIDE as u32);
    let (width, height) = (side(size.width()), side(size.height()));
    let cost = PaintCost { scale, area: f64::from(width) * f64::from(height) };
    if cost.paint(tree.root()) > MOST_PAINT {
        return Err(PictureError::too_large(
            "takes too long to draw",
            "simplify the drawing, or save it as PNG",
        ));
    }
    let mut pixmap = Pixmap::new(width, height).ok_or_else(|| PictureError::unreadable("has no pixels"))?;
    resvg::render(tree, Transform::from_scale(scale, scale), &mut pixmap.as_mut());
    let straight = pixmap.pixels().iter().map(|dot| dot.demultiply());
    let values: Vec<u8> =
        straight.flat_map(|dot| [dot.red(), dot.green(), dot.blue(), dot.alpha()]).collect();
    if values.chunks_exact(4).all(|dot| dot[3] == 0) {
        return Err(PictureError::unreadable("draws nothing"));
    }
    Ok(Pixels::pack(&Samples { width, height, channels: 4, values }))
}

/// What painting costs, in dots.
struct PaintCost {
    scale: f32,
    area: f64,
}

impl PaintCost {
    fn paint(&self, group: &Group) -> f64 {
        let mut cost: f64 = group.children().iter().map(|node| self.node(node)).sum();
        if group.should_isolate() {
            cost += self.area;
        }
        for filter in group.filters() {
            let bounds = self.covered(group.layer_bounding_box().to_rect()).min(self.area * 16.0);
            let each: f64 = filter.primitives().iter().map(|primitive| effort(primitive.kind())).sum();
            cost += bounds * each;
        }
        let mut mask = group.mask();
        while let Some(layer) = mask {
            cost += self.area + self.paint(layer.root());
            mask = layer.mask();
        }
        let mut clip = group.clip_path();
        while let Some(layer) = clip {
            cost += self.area + self.paint(layer.root());
            clip = layer.clip_path();
        }
        cost
    }

    fn node(&self, node: &Node) -> f64 {
        let Node::Path(path) = node else {
            return match node {
                Node::Group(group) => self.paint(group),
                Node::Path(_) | Node::Image(_) | Node::Text(_) => 0.0,
            };
        };
        let mut cost = 0.0;
        if let Some(fill) = path.fill() {
            cost += self.covered(path.abs_bounding_box()).min(self.area) + self.pattern(fill.paint());
        }
        if let Some(stroke) = path.stroke() {
            let bounds = path.abs_stroke_bounding_box();
            let dashes: f32 = stroke.dasharray().unwrap_or_default().iter().sum();
            // Each dash is an outline of its own; a scribble is at least as long as its points are many.
            let length = (bounds.width() + bounds.height()) * path.data().len() as f32;
            let dashed = if dashes > 0.0 { f64::from(length / dashes) * 2000.0 } else { 0.0 };
            cost += self.covered(bounds).min(self.area) + self.pattern(stroke.paint()) + dashed;
        }
        cost + path.data().len() as f64 * 100.0
    }

    /// A pattern's tile is painted before it is laid out.
    fn pattern(&self, paint: &Paint) -> f64 {
        match paint {
            Paint::Pattern(pattern) => {
                self.covered(pattern.rect().to_rect()) * 16.0 + self.paint(pattern.root())
            }
            Paint::Color(_) | Paint::LinearGradient(_) | Paint::RadialGradient(_) => 0.0,
        }
    }

    fn covered(&self, bounds: Rect) -> f64 {
        f64::from(bounds.width() * self.scale) * f64::from(bounds.height() * self.scale)
    }
}

/// Cost of a filter for each dot, in dots. Filters that read many dots for each one have no bound.
fn effort(kind: &Kind) -> f64 {
    match kind {
        Kind::Blend(_)
        | Kind::ColorMatrix(_)
        | Kind::ComponentTransfer(_)
        | Kind::Composite(_)
        | Kind::Flood(_)
        | Kind::Merge(_)
        | Kind::Offset(_) => 4.0,
        Kind::DropShadow(_) | Kind::GaussianBlur(_) => 20.0,
        Kind::ConvolveMatrix(_)
        | Kind::DiffuseLighting(_)
        | Kind::DisplacementMap(_)
        | Kind::Image(_)
        | Kind::Morphology(_)
        | Kind::SpecularLighting(_)
        | Kind::Tile(_)
        | Kind::Turbulence(_) => f64::INFINITY,
    }
}
