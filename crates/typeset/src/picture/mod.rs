//! Pictures: checked once, and kept in the form in which PDF carries them, so that a logo on a thousand documents is
//! decoded and compressed a single time.

mod drawing;
mod jpeg;
mod numbers;
mod pixels;
mod styling;
mod svg;
mod turn;
mod weight;

use std::collections::BTreeMap;
use std::sync::Arc;

use crate::geometry::Size;

pub(crate) use drawing::{Cap, Drawing, Join, LineStyle, Operation, Outline, OutlineSegment};
pub(crate) use jpeg::Jpeg;
pub(crate) use pixels::{Pixels, Plane};

/// Most pixels of a picture: four times what fills a page at 300 dots per inch. A few bytes can claim to be far more.
const MOST_PIXELS: u64 = 40_000_000;

/// Points for each pixel of a picture that does not say how large it is, as on the web.
const POINTS_PER_PIXEL: f32 = 0.75;

/// Pictures by the path that the text gives them.
pub type Pictures = BTreeMap<String, Arc<Picture>>;

/// A picture that is known to be fit for documents.
#[derive(Debug, PartialEq)]
pub struct Picture {
    /// Natural width in points.
    pub(crate) width: f32,
    /// Natural height in points.
    pub(crate) height: f32,
    pub(crate) content: PictureContent,
}

/// The kinds of picture.
#[derive(Debug, PartialEq)]
pub(crate) enum PictureContent {
    /// Dots.
    Pixels(Pixels),
    /// Dots, packed as JPEG.
    Jpeg(Jpeg),
    /// Outlines.
    Drawing(Drawing),
}

/// Why a file cannot be shown as a picture.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("the file {message}")]
pub struct PictureError {
    /// Whether the file is at fault, or only its size.
    pub kind: PictureErrorKind,
    /// What is wrong, as the end of a sentence about the file: `is truncated`.
    pub message: String,
    /// What to do about it.
    pub hint: Option<String>,
}

/// The kinds of error.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PictureErrorKind {
    /// It cannot be read or shown.
    Unreadable,
    /// It has more pixels or parts than any document needs.
    TooLarge,
}

impl PictureError {
    fn unreadable(message: impl Into<String>) -> Self {
        Self { kind: PictureErrorKind::Unreadable, message: message.into(), hint: None }
    }

    fn too_large(message: impl Into<String>, hint: &str) -> Self {
        Self { kind: PictureErrorKind::TooLarge, message: message.into(), hint: Some(hint.to_owned()) }
    }

    fn hint(mut self, hint: &str) -> Self {
        self.hint = Some(hint.to_owned());
        self
    }
}

/// Kinds of file that are not supported: how they begin, and their names.
const OTHERS: [(&[u8], &str); 7] = [
    (b"GIF8", "a GIF"),
    (b"RIFF", "a WebP"),
    (b"BM", "a BMP"),
    (b"II*\0", "a TIFF"),
    (b"MM\0*", "a TIFF"),
    (b"%PDF", "a PDF"),
    (b"\x1f\x8b", "a compressed SVG"),
];

impl Picture {
    /// Reads a PNG, JPEG or SVG file. What it is follows from its first bytes, whatever it is called.
    ///
    /// # Errors
    ///
    /// When the file is of another kind, damaged, or asks for more work than any picture in a document should.
    pub fn read(bytes: &[u8]) -> Result<Self, PictureError> {
        if bytes.starts_with(b"\x89PNG\r\n\x1a\n") {
            return pixels::read_png(bytes);
        }
        if bytes.starts_with(&[0xff, 0xd8, 0xff]) {
            return jpeg::read(bytes);
        }
        let kind = OTHERS.iter().find(|(beginning, _)| bytes.starts_with(beginning)).map(|(_, name)| *name);
        let text =
            std::str::from_utf8(bytes).ok().map(|text| text.trim_start_matches('\u{feff}').trim_start());
        match (kind, text) {
            (None, Some(text)) if text.starts_with('<') && text.contains("<svg") => svg::read(text),
            (Some(name), _) => Err(PictureError::unreadable(format!("is {name}")).hint(KINDS)),
            (None, _) if bytes.is_empty() => Err(PictureError::unreadable("is empty")),
            (None, _) => Err(PictureError::unreadable("is not a known kind of picture").hint(KINDS)),
        }
    }

    /// The size that fills a box in one direction and fits in the other, such as that of a logo.
    pub(crate) fn filling(&self, room: Size) -> Size {
        self.scaled((room.width / self.width).min(room.height / self.height))
    }

    /// The natural size, scaled down to fit.
    pub(crate) fn fitted(&self, room: Size) -> Size {
        self.scaled((room.width / self.width).min(room.height / self.height).min(1.0))
    }

    fn scaled(&self, scale: f32) -> Size {
        Size::new(self.width * scale, self.height * scale)
    }
}

const KINDS: &str = "save it as PNG, JPEG or SVG";

/// Refuses empty pictures, and those with more pixels than a document needs.
fn check_size(width: u32, height: u32) -> Result<(), PictureError> {
    if width == 0 || height == 0 {
        return Err(PictureError::unreadable("has no pixels"));
    }
    if u64::from(width) * u64::from(height) > MOST_PIXELS {
        let message = format!("has {width} × {height} pixels, more than {} million", MOST_PIXELS / 1_000_000);
        return Err(PictureError::too_large(message, "save it smaller: a page holds about 2,500 × 3,500"));
    }
    Ok(())
}

/// Points for each pixel, by the dots per inch that a file states. Programs that do not know it write
/// 72, which is never meant.
fn points_per_pixel(dots_per_inch: f64) -> f32 {
    let stated = (90.0..=2400.0).contains(&dots_per_inch);
    if stated { (72.0 / dots_per_inch) as f32 } else { POINTS_PER_PIXEL }
}
