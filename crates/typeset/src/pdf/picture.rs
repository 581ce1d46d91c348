//! Pictures as objects that pages refer to: each stands in the file once, however often it is shown.

use lopdf::{Dictionary, Object, ObjectId, Stream};

use super::PdfError;
use super::stream::deflated;
use super::values::{pdf_name, typed};
use crate::geometry::Point;
use crate::layout::{Page, Pages, Shape};
use crate::picture::{
    Cap, Drawing, Join, Jpeg, LineStyle, Operation, Outline, OutlineSegment, Picture, PictureContent, Pixels,
    Plane,
};
use crate::theme::Color;

/// Adds all pictures and names them `P0`, `P1` and so on in the resources that all pages share.
pub(super) fn embed(pdf: &mut lopdf::Document, pages: &Pages, page_ids: &[ObjectId]) -> Result<(), PdfError> {
    if pages.pictures.is_empty() {
        return Ok(());
    }
    let mut named = Dictionary::new();
    for (number, picture) in pages.pictures.iter().enumerate() {
        let object = match &picture.content {
            PictureContent::Pixels(pixels) => self::pixels(pdf, pixels),
            PictureContent::Jpeg(jpeg) => self::jpeg(jpeg),
            PictureContent::Drawing(drawing) => self::drawing(drawing, picture),
        };
        named.set(format!("P{number}"), Object::Reference(pdf.add_object(object)));
    }
    let named = pdf.add_object(named);
    for (page_id, page) in page_ids.iter().zip(&pages.pages) {
        let resources = pdf.get_dictionary(*page_id)?.get(b"Resources").and_then(Object::as_reference)?;
        pdf.get_dictionary_mut(resources)?.set("XObject", Object::Reference(named));
        if is_see_through(page, pages) {
            // Where colours are mixed: without it, some readers would mix them as inks.
            let mut group = typed("Group");
            group.set("S", pdf_name("Transparency"));
            group.set("CS", pdf_name("DeviceRGB"));
            pdf.get_dictionary_mut(*page_id)?.set("Group", Object::Dictionary(group));
        }
    }
    Ok(())
}

fn is_see_through(page: &Page, pages: &Pages) -> bool {
    page.items.iter().any(|item| match &item.shape {
        Shape::Picture(shown) => match &pages.pictures[shown.picture as usize].content {
            PictureContent::Pixels(pixels) => pixels.alpha.is_some(),
            PictureContent::Jpeg(_) | PictureContent::Drawing(_) => false,
        },
        Shape::Text(_) | Shape::Rectangle(_) | Shape::Stroke(_) | Shape::Dots(_) | Shape::Path(_) => false,
    })
}

fn image(width: u32, height: u32, channels: u8) -> Dictionary {
    let mut image = typed("XObject");
    image.set("Subtype", pdf_name("Image"));
    image.set("Width", Object::Integer(width.into()));
    image.set("Height", Object::Integer(height.into()));
    image.set("ColorSpace", pdf_name(if channels == 1 { "DeviceGray" } else { "DeviceRGB" }));
    image.set("BitsPerComponent", Object::Integer(8));
    image
}

fn pixels(pdf: &mut lopdf::Document, pixels: &Pixels) -> Stream {
    let mut stream = plane(&pixels.color, pixels.width, pixels.height);
    if let Some(alpha) = &pixels.alpha {
        let mask = pdf.add_object(plane(alpha, pixels.width, pixels.height));
        stream.dict.set("SMask", Object::Reference(mask));
    }
    stream
}

fn plane(plane: &Plane, width: u32, height: u32) -> Stream {
    let mut parameters = Dictionary::new();
    // Each line says which of PNG's filters it has (ISO 32000-1, 7.4.4.4).
    parameters.set("Predictor", Object::Integer(15));
    parameters.set("Colors", Object::Integer(plane.channels.into()));
    parameters.set("Columns", Object::Integer(width.into()));
    let mut dictionary = image(width, height, plane.channels);
    dictionary.set("Filter", pdf_name("FlateDecode"));
    dictionary.set("DecodeParms", Object::Dictionary(parameters));
    Stream::new(dictionary, plane.packed.clone()).with_compression(false)
}

fn jpeg(jpeg: &Jpeg) -> Stream {
    let mut dictionary = image(jpeg.width, jpeg.height, jpeg.channels);
    dictionary.set("Filter", pdf_name("DCTDecode"));
    Stream::new(dictionary, jpeg.file.clone()).with_compression(false)
}

/// Outlines in points, made one unit wide and high as all pictures are.
fn drawing(drawing: &Drawing, picture: &Picture) -> Stream {
    let Picture { width, height, .. } = picture;
    let mut form = typed("XObject");
    form.set("Subtype", pdf_name("Form"));
    let numbers = |values: [f32; 4]| values.iter().map(|value| Object::Real(*value)).collect::<Vec<_>>();
    form.set("BBox", Object::Array(numbers([0.0, 0.0, *width, *height])));
    let mut matrix = numbers([1.0 / width, 0.0, 0.0, -1.0 / height]);
    matrix.extend([Object::Integer(0), Object::Integer(1)]);
    form.set("Matrix", Object::Array(matrix));
    form.set("Resources", Object::Dictionary(Dictionary::new()));
    let mut writer = DrawingWriter::default();
    for operation in &drawing.operations {
        writer.operation(operation);
    }
    deflated(form, &writer.out)
}

#[derive(Default)]
struct DrawingWriter {
    out: Vec<u8>,
}

impl DrawingWriter {
    fn operation(&mut self, operation: &Operation) {
        match operation {
            Operation::Fill(outline, color) => {
                self.color(*color, b"rg ");
                self.outline(outline);
                self.out.extend(if outline.even_odd { &b"f*\n"[..] } else { b"f\n" });
            }
            Operation::Stroke(outline, line) => {
                self.line(line);
                self.outline(outline);
                self.out.extend(b"S\n");
            }
            Operation::Clip(outline) => {
                self.out.extend(b"q ");
                self.outline(outline);
                self.out.extend(if outline.even_odd { &b"W* n\n"[..] } else { b"W n\n" });
            }
            Operation::EndClip => self.out.extend(b"Q\n"),
        }
    }

    fn outline(&mut self, outline: &Outline) {
        for segment in &outline.segments {
            match *segment {
                OutlineSegment::Move(to) => self.points(&[to], b"m "),
                OutlineSegment::Line(to) => self.points(&[to], b"l "),
                OutlineSegment::Curve(first, second, to) => self.points(&[first, second, to], b"c "),
                OutlineSegment::Close => self.out.extend(b"h "),
            }
        }
    }

    fn line(&mut self, line: &LineStyle) {
        self.color(line.color, b"RG ");
        self.number(line.width);
        self.out.extend(b"w ");
        let cap = match line.cap {
            Cap::Butt => b"0 J ",
            Cap::Round => b"1 J ",
            Cap::Square => b"2 J ",
        };
        let join = match line.join {
            Join::Miter => b"0 j ",
            Join::Round => b"1 j ",
            Join::Bevel => b"2 j ",
        };
        self.out.extend(cap);
        self.out.extend(join);
        self.number(line.miter.max(1.0));
        self.out.extend(b"M [");
        for length in &line.dashes {
            self.number(*length);
        }
        self.out.extend(b"] ");
        self.number(line.dash_start);
        self.out.extend(b"d ");
    }

    fn color(&mut self, color: Color, operator: &[u8]) {
        for part in [color.0, color.1, color.2] {
            self.number(f32::from(part) / 255.0);
        }
        self.out.extend(operator);
    }

    fn points(&mut self, points: &[Point], operator: &[u8]) {
        for point in points {
            self.number(point.x);
            self.number(point.y);
        }
        self.out.extend(operator);
    }

    /// A number with at most four decimals: small drawings are shown large.
    fn number(&mut self, value: f32) {
        let text = format!("{value:.4}");
        let text = text.trim_end_matches('0').trim_end_matches('.');
        self.out.extend(if text == "-0" { "0" } else { text }.bytes());
        self.out.push(b' ');
    }
}
