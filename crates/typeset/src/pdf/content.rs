//! One page's shapes as content operators, each inside its mark: tagged content, or an artifact.

use lopdf::{Dictionary, Stream};

use super::codes::Codes;
use super::role::structure_type;
use super::stream::deflated;
use super::syntax::{hundredths, in_hundredths, integer, number};
use crate::font::FaceId;
use crate::geometry::Point;
use crate::layout::{
    Dots, Element, Item, Mark, Page, Path, PathStep, PictureBox, Rectangle, Shape, Stroke, TextRun,
};
use crate::theme::Color;

/// The content of a page.
pub(super) struct PageContent {
    /// Operators, compressed.
    pub(super) stream: Stream,
    /// The element of each marked-content sequence, by its number.
    pub(super) marks: Vec<usize>,
}

/// Distance of the control points of a quarter circle from its ends, in radii.
const QUARTER: f32 = 0.552_285;

struct PageWriter<'e> {
    out: Vec<u8>,
    height: f32,
    elements: &'e [Element],
    marks: Vec<usize>,
    open: Option<Mark>,
    fill: Option<Color>,
    stroke: Option<(Color, f32)>,
    font: Option<(FaceId, f32)>,
    /// Where the latest line of the open text object starts.
    line: Option<LineStart>,
}

/// Where a line of text starts, in hundredths of a point from the lower left corner of the page.
#[derive(Clone, Copy, Default)]
struct LineStart {
    x: i64,
    y: i64,
}

/// Writes the shapes of a page. Operators are put together in `room`, which serves one page after the other.
pub(super) fn page(
    page: &Page,
    elements: &[Element],
    codes: &mut Codes<'_>,
    room: &mut Vec<u8>,
) -> PageContent {
    room.clear();
    let mut writer = PageWriter {
        out: std::mem::take(room),
        height: page.height,
        elements,
        marks: Vec::new(),
        open: None,
        fill: None,
        stroke: None,
        font: None,
        line: None,
    };
    for item in &page.items {
        writer.item(item, codes);
    }
    writer.close();
    *room = writer.out;
    PageContent { stream: deflated(Dictionary::new(), room), marks: writer.marks }
}

impl PageWriter<'_> {
    fn item(&mut self, item: &Item, codes: &mut Codes<'_>) {
        if self.open != Some(item.mark) {
            self.close();
            self.begin(item.mark);
        }
        if !matches!(item.shape, Shape::Text(_)) {
            self.end_text();
        }
        match &item.shape {
            Shape::Text(run) => self.text(run, codes),
            Shape::Rectangle(rectangle) => self.rectangle(rectangle),
            Shape::Stroke(stroke) => self.line(stroke),
            Shape::Dots(dots) => self.dots(dots),
            Shape::Path(path) => self.path(path),
            Shape::Picture(picture) => self.picture(picture),
        }
    }

    fn begin(&mut self, mark: Mark) {
        match mark {
            Mark::Content(element) => {
                let index = element.0 as usize;
                self.out.push(b'/');
                self.out.extend(structure_type(self.elements[index].role).bytes());
                self.out.extend(b"<</MCID ");
                integer(&mut self.out, self.marks.len() as u64);
                self.out.extend(b">>BDC\n");
                self.marks.push(index);
            }
            Mark::Artifact => self.out.extend(b"/Artifact BMC\n"),
            Mark::PageHeader => {
                self.out.extend(b"/Artifact<</Type/Pagination/Subtype/Header>>BDC\n");
            }
            Mark::PageFooter => {
                self.out.extend(b"/Artifact<</Type/Pagination/Subtype/Footer>>BDC\n");
            }
        }
        self.open = Some(mark);
    }

    fn close(&mut self) {
        self.end_text();
        if self.open.take().is_some() {
            self.out.extend(b"EMC\n");
        }
    }

    fn end_text(&mut self) {
        if self.line.take().is_some() {
            self.out.extend_from_slice(b"ET\n");
        }
    }

    /// Shows text; what follows other text of its kind is written as lines of one object, each placed from the last.
    fn text(&mut self, run: &TextRun, codes: &mut Codes<'_>) {
        self.fill(run.color);
        if run.turned {
            return self.turned_text(run, codes);
        }
        let last = self.line.unwrap_or_else(|| {
            self.out.extend_from_slice(b"BT ");
            LineStart::default()
        });
        self.font(run);
        let start = LineStart { x: in_hundredths(run.x), y: in_hundredths(self.height - run.y) };
        for distance in [start.x - last.x, start.y - last.y] {
            hundredths(&mut self.out, distance);
            self.out.push(b' ');
        }
        self.out.extend_from_slice(b"Td");
        self.line = Some(start);
        codes.show(&mut self.out, run);
    }

    /// Text from below upwards is a text object by itself (ISO 32000-1, 9.4.2): its lines go another way.
    fn turned_text(&mut self, run: &TextRun, codes: &mut Codes<'_>) {
        self.end_text();
        self.out.extend_from_slice(b"BT ");
        self.font(run);
        self.out.extend_from_slice(b"0 1 -1 0 ");
        self.numbers(&[run.x, self.height - run.y]);
        self.out.extend_from_slice(b"Tm");
        codes.show(&mut self.out, run);
        self.out.extend_from_slice(b"ET\n");
    }

    fn font(&mut self, run: &TextRun) {
        if self.font != Some((run.face, run.size)) {
            self.out.extend(b"/F");
            integer(&mut self.out, run.face.0.into());
            self.out.push(b' ');
            self.numbers(&[run.size]);
            self.out.extend(b"Tf ");
            self.font = Some((run.face, run.size));
        }
    }

    fn rectangle(&mut self, rectangle: &Rectangle) {
        self.fill(rectangle.fill);
        let Rectangle { x, width, height, .. } = *rectangle;
        let bottom = self.height - rectangle.y - height;
        let radius = rectangle.radius.min(width / 2.0).min(height / 2.0);
        if radius <= 0.0 {
            self.numbers(&[x, bottom, width, height]);
            self.out.extend(b"re f\n");
            return;
        }
        let (right, top, lean) = (x + width, bottom + height, radius * (1.0 - QUARTER));
        self.numbers(&[x + radius, bottom]);
        self.out.extend(b"m ");
        let corners = [
            [right - radius, bottom, right - lean, bottom, right, bottom + lean, right, bottom + radius],
            [right, top - radius, right, top - lean, right - lean, top, right - radius, top],
            [x + radius, top, x + lean, top, x, top - lean, x, top - radius],
            [x, bottom + radius, x, bottom + lean, x + lean, bottom, x + radius, bottom],
        ];
        for corner in corners {
            self.numbers(&corner[..2]);
            self.out.extend(b"l ");
            self.numbers(&corner[2..]);
            self.out.extend(b"c ");
        }
        self.out.extend(b"f\n");
    }

    fn line(&mut self, stroke: &Stroke) {
        self.stroke_of(stroke.color, stroke.width);
        self.point(stroke.from);
        self.out.extend(b"m ");
        self.point(stroke.to);
        self.out.extend(b"l S\n");
    }

    /// Dashes of no length with round ends are dots.
    fn dots(&mut self, dots: &Dots) {
        self.stroke_of(dots.color, dots.size);
        self.out.extend(b"1 J [0 ");
        self.numbers(&[dots.gap]);
        self.out.extend(b"]0 d ");
        let y = self.height - dots.y + dots.size / 2.0;
        self.numbers(&[dots.from, y]);
        self.out.extend(b"m ");
        // Slightly longer, so that rounding never drops the last dot.
        self.numbers(&[dots.to + 0.1, y]);
        self.out.extend(b"l S 0 J[]0 d\n");
    }

    fn stroke_of(&mut self, color: Color, width: f32) {
        if self.stroke != Some((color, width)) {
            self.color(color);
            self.out.extend(b"RG ");
            self.numbers(&[width]);
            self.out.extend(b"w ");
            self.stroke = Some((color, width));
        }
    }

    fn path(&mut self, path: &Path) {
        self.fill(path.fill);
        self.point(path.start);
        self.out.extend(b"m ");
        for step in &path.steps {
            match *step {
                PathStep::Line(to) => {
                    self.point(to);
                    self.out.extend(b"l ");
                }
                PathStep::Curve(first, second, to) => {
                    for point in [first, second, to] {
                        self.point(point);
                    }
                    self.out.extend(b"c ");
                }
            }
        }
        self.out.extend(b"f\n");
    }

    /// A picture is one unit wide and high, whatever it is; here it gets its size.
    fn picture(&mut self, shown: &PictureBox) {
        let PictureBox { picture, x, y, width, height } = *shown;
        self.out.extend(b"q ");
        // A hundredth of a point: with no width at all the rest of the page would vanish, too.
        self.numbers(&[width.max(0.01), 0.0, 0.0, height.max(0.01), x, self.height - y - height]);
        self.out.extend(b"cm /P");
        integer(&mut self.out, picture.into());
        self.out.extend(b" Do Q\n");
    }

    fn point(&mut self, point: Point) {
        self.numbers(&[point.x, self.height - point.y]);
    }

    fn fill(&mut self, color: Color) {
        if self.fill != Some(color) {
            self.color(color);
            self.out.extend(b"rg\n");
            self.fill = Some(color);
        }
    }

    fn color(&mut self, color: Color) {
        for part in [color.0, color.1, color.2] {
            // Three decimals tell all 256 steps apart; two would not.
            let thousandths = (u32::from(part) * 1000 + 127) / 255;
            if thousandths == 1000 {
                self.out.extend_from_slice(b"1 ");
            } else {
                let digits = [100, 10, 1].map(|place| b'0' + (thousandths / place % 10) as u8);
                self.out.extend_from_slice(&[b'.', digits[0], digits[1], digits[2], b' ']);
            }
        }
    }

    fn numbers(&mut self, values: &[f32]) {
        for value in values {
            number(&mut self.out, *value);
            self.out.push(b' ');
        }
    }
}
