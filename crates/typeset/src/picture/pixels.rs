//! PNG files, and pixels packed for documents: zlib over lines with PNG's filters, which PDF readers undo themselves.

use std::io::Cursor;

use png::{BitDepth, ColorType, Compression, DecodingError, Transformations, Unit};

use super::{Picture, PictureContent, PictureError, check_size, points_per_pixel};

/// Memory in bytes that the decoder may take beside the pixels.
const MEMORY: usize = 64 * 1024 * 1024;

/// Dots in lines from the top, each from the left.
#[derive(Debug, PartialEq)]
pub(crate) struct Pixels {
    pub(crate) width: u32,
    pub(crate) height: u32,
    /// Grey or sRGB.
    pub(crate) color: Plane,
    /// How much each dot covers what is below it; none when all cover it wholly.
    pub(crate) alpha: Option<Plane>,
}

/// One kind of values of all dots, 8 bits each.
#[derive(Debug, PartialEq)]
pub(crate) struct Plane {
    /// Values for each dot: 1 or 3.
    pub(crate) channels: u8,
    /// zlib data; each line begins with the number of its filter (PNG, third edition, 9).
    pub(crate) packed: Vec<u8>,
}

/// Values of dots in lines from the top, each from the left.
pub(super) struct Samples {
    pub(super) width: u32,
    pub(super) height: u32,
    /// Values for each dot: 1 (grey), 2 (grey and alpha), 3 (RGB) or 4 (RGB and alpha).
    pub(super) channels: usize,
    pub(super) values: Vec<u8>,
}
pub(super) fn read_png(bytes: &[u8]) -> Result<Picture, PictureError> {
    let mut decoder = png::Decoder::new_with_limits(Cursor::new(bytes), png::Limits { bytes: MEMORY });
    decoder.set_transformations(Transformations::normalize_to_color8());
    decoder.set_ignore_text_chunk(true);
    decoder.set_ignore_iccp_chunk(true);
    let header = decoder.read_header_info().map_err(|error| unreadable(&error))?;
    let (width, height) = header.size();
    check_size(width, height)?;
    let mut reader = decoder.read_info().map_err(|error| unreadable(&error))?;
    let size = reader.output_buffer_size().ok_or_else(|| PictureError::unreadable("is damaged"))?;
    let mut values = vec![0; size];
    let frame = reader.next_frame(&mut values).map_err(|error| unreadable(&error))?;
    values.truncate(frame.buffer_size());
    let scale = match reader.info().pixel_dims {
        Some(density) if density.unit == Unit::Meter => points_per_pixel(f64::from(density.xppu) * 0.0254),
        Some(_) | None => super::POINTS_PER_PIXEL,
    };
    let samples = Samples { width, height, channels: frame.color_type.samples(), values };
    Ok(Picture {
        width: width as f32 * scale,
        height: height as f32 * scale,
        content: PictureContent::Pixels(Pixels::pack(&samples)),
    })
}

fn unreadable(error: &DecodingError) -> PictureError {
    match error {
        DecodingError::IoError(_) => PictureError::unreadable("is truncated"),
        DecodingError::LimitsExceeded => PictureError::too_large(
            "needs more memory than any picture should",
            "save it again as a plain PNG",
        ),
        DecodingError::Format(_) | DecodingError::Parameter(_) => {
            PictureError::unreadable(format!("is damaged: {error}"))
        }
    }
}

impl Pixels {
    /// Packs samples: as grey where all dots are, and without alpha where all dots cover what is below them.
    pub(super) fn pack(samples: &Samples) -> Self {
        let Samples { width, height, channels, ref values } = *samples;
        let has_alpha = channels.is_multiple_of(2);
        let colors = channels - usize::from(has_alpha);
        let alpha: Option<Vec<u8>> =
            has_alpha.then(|| values.chunks_exact(channels).map(|dot| dot[colors]).collect());
        let alpha = alpha.filter(|alpha| alpha.iter().any(|value| *value != 255));
        let is_grey =
            colors == 1 || values.chunks_exact(channels).all(|dot| dot[0] == dot[1] && dot[1] == dot[2]);
        let kept = if is_grey { 1 } else { 3 };
        let color: Vec<u8> = values.chunks_exact(channels).flat_map(|dot| &dot[..kept]).copied().collect();
        let plane = |values: &[u8], channels| Plane::pack(values, width, height, channels);
        Self { width, height, color: plane(&color, kept as u8), alpha: alpha.map(|alpha| plane(&alpha, 1)) }
    }
}

impl Plane {
    /// The PNG encoder chooses a filter for each line and packs them; what stands around the data is left out.
    fn pack(values: &[u8], width: u32, height: u32, channels: u8) -> Self {
        let mut file = Vec::new();
        let mut encoder = png::Encoder::new(&mut file, width, height);
        encoder.set_color(if channels == 1 { ColorType::Grayscale } else { ColorType::Rgb });
        encoder.set_depth(BitDepth::Eight);
        encoder.set_compression(Compression::Balanced);
        let written = encoder.write_header().and_then(|mut writer| writer.write_image_data(values));
        written.expect("memory takes as many bytes as the size asks for");
        Self { channels, packed: image_data(&file) }
    }
}

/// The data chunks of a PNG file, joined.
fn image_data(file: &[u8]) -> Vec<u8> {
    let mut data = Vec::with_capacity(file.len());
    let mut at = 8;
    while let Some(head) = file.get(at..at + 8) {
        let length = u32::from_be_bytes([head[0], head[1], head[2], head[3]]) as usize;
        if &head[4..] == b"IDAT" {
            data.extend_from_slice(&file[at + 8..at + 8 + length]);
        }
        at += length + 12;
    }
    data
}
