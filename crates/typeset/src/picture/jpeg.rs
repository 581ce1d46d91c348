//! JPEG files. Plain ones go into documents as they are, without what cameras write beside the picture (places, names,
//! previews); others are unpacked.

use zune_jpeg::JpegDecoder;
use zune_jpeg::zune_core::bytestream::ZCursor;
use zune_jpeg::zune_core::colorspace::ColorSpace;
use zune_jpeg::zune_core::options::DecoderOptions;

use super::pixels::{Pixels, Samples};
use super::turn::turned;
use super::{Picture, PictureContent, PictureError, check_size, points_per_pixel};

/// Most scans of a progressive file: ten are usual, and a file of a few kilobytes can have thousands.
const MOST_PASSES: usize = 40;

/// A JPEG file of 8 bits, grey or YCbCr, the right way up.
#[derive(Debug, PartialEq)]
pub(crate) struct Jpeg {
    pub(crate) width: u32,
    pub(crate) height: u32,
    /// Values for each dot: 1 (grey) or 3.
    pub(crate) channels: u8,
    pub(crate) file: Vec<u8>,
}

/// What the segments before the image data say.
#[derive(Debug)]
struct JpegHeader {
    /// Every part that the picture needs.
    kept: Vec<u8>,
    /// Kind of the frame, by its marker: 0xC0 to 0xCF.
    frame: u8,
    bits: u8,
    width: u32,
    height: u32,
    /// Ids of the components.
    components: Vec<u8>,
    /// Colour transform of an Adobe marker.
    adobe: Option<u8>,
    /// 1 to 8 (EXIF 2.3, 4.6.4); 1 is the right way up.
    orientation: u8,
    dots_per_inch: f64,
}
pub(super) fn read(bytes: &[u8]) -> Result<Picture, PictureError> {
    let header = JpegHeader::read(bytes)
        .ok_or_else(|| PictureError::unreadable("is damaged: the file is truncated"))?;
    check_size(header.width, header.height)?;
    // Unpacking proves that a file that is kept as it is can be shown.
    let samples = unpack(bytes, &header)?;
    let scale = points_per_pixel(header.dots_per_inch);
    let (size, content) = if header.is_plain() {
        let (width, height, channels) = (header.width, header.height, header.components.len() as u8);
        let jpeg = Jpeg { width, height, channels, file: header.kept };
        ((width, height), PictureContent::Jpeg(jpeg))
    } else {
        let upright = turned(&samples, header.orientation);
        ((upright.width, upright.height), PictureContent::Pixels(Pixels::pack(&upright)))
    };
    Ok(Picture { width: size.0 as f32 * scale, height: size.1 as f32 * scale, content })
}

fn unpack(bytes: &[u8], header: &JpegHeader) -> Result<Samples, PictureError> {
    let channels = if header.components.len() == 1 { 1 } else { 3 };
    let space = if channels == 1 { ColorSpace::Luma } else { ColorSpace::RGB };
    let options = DecoderOptions::new_safe().jpeg_set_out_colorspace(space).jpeg_set_max_scans(MOST_PASSES);
    let mut decoder = JpegDecoder::new_with_options(ZCursor::new(bytes), options);
    let values = decoder.decode().map_err(|error| damaged(&error.to_string()))?;
    let expected = header.width as usize * header.height as usize * channels;
    if values.len() != expected {
        return Err(PictureError::unreadable("is damaged: its size is not what it says"));
    }
    Ok(Samples { width: header.width, height: header.height, channels, values })
}

fn damaged(reason: &str) -> PictureError {
    PictureError::unreadable(format!("is damaged: {}", reason.trim_matches(['"', '.', ' '])))
}

impl JpegHeader {
    /// Walks through the parts of a file; none if it ends before its end marker.
    fn read(bytes: &[u8]) -> Option<Self> {
        let mut header = Self {
            kept: bytes[..2].to_vec(),
            frame: 0,
            bits: 0,
            width: 0,
            height: 0,
            components: Vec::new(),
            adobe: None,
            orientation: 1,
            dots_per_inch: 0.0,
        };
        let mut at = 2;
        loop {
            while bytes.get(at..at + 2)? == [0xff, 0xff] {
                at += 1;
            }
            let &[0xff, marker] = bytes.get(at..at + 2)? else { return None };
            if marker == 0xd9 {
                header.kept.extend([0xff, 0xd9]);
                return (header.frame != 0).then_some(header);
            }
            let length = u16::from_be_bytes([*bytes.get(at + 2)?, *bytes.get(at + 3)?]);
            let mut end = at + 2 + usize::from(length);
            let part = bytes.get(at + 4..end)?;
            header.take(marker, part)?;
            if marker == 0xda {
                end += scan_length(bytes.get(end..)?)?;
            }
            // APP0 says how dense dots are, APP14 how colours are meant; the others and comments are not the picture.
            let beside = matches!(marker, 0xe1..=0xed | 0xef | 0xfe);
            if !beside {
                header.kept.extend_from_slice(&bytes[at..end]);
            }
            at = end;
        }
    }

    fn take(&mut self, marker: u8, part: &[u8]) -> Option<()> {
        match marker {
            // All kinds of frame, but not the tables that have numbers among theirs.
            0xc0..=0xcf if ![0xc4, 0xc8, 0xcc].contains(&marker) => {
                self.frame = marker;
                self.bits = *part.first()?;
                self.height = u16::from_be_bytes([*part.get(1)?, *part.get(2)?]).into();
                self.width = u16::from_be_bytes([*part.get(3)?, *part.get(4)?]).into();
                self.components = part.get(6..)?.chunks_exact(3).map(|component| component[0]).collect();
            }
            0xe0 if part.starts_with(b"JFIF\0") => {
                let density = f64::from(u16::from_be_bytes([*part.get(8)?, *part.get(9)?]));
                self.dots_per_inch = match part.get(7)? {
                    1 => density,
                    2 => density * 2.54,
                    _ => 0.0,
                };
            }
            0xe1 if part.starts_with(b"Exif\0\0") => self.orientation = orientation(&part[6..]).unwrap_or(1),
            0xee if part.starts_with(b"Adobe") => self.adobe = part.get(11).copied(),
            _ => {}
        }
        Some(())
    }

    /// True when every PDF reader shows the file as it is meant.
    fn is_plain(&self) -> bool {
        let is_ycbcr = match self.adobe {
            Some(transform) => transform == 1,
            None => self.components != *b"RGB",
        };
        let colors = self.components.len() == 1 || (self.components.len() == 3 && is_ycbcr);
        (0xc0..=0xc2).contains(&self.frame) && self.bits == 8 && colors && self.orientation <= 1
    }
}

/// Bytes up to the next marker that is not part of the picture's data (ISO/IEC 10918-1, B.1.1.5).
fn scan_length(data: &[u8]) -> Option<usize> {
    data.windows(2).position(|pair| pair[0] == 0xff && !matches!(pair[1], 0x00 | 0xd0..=0xd7 | 0xff))
}

/// The orientation that EXIF data states (TIFF 6.0, section 2; tag 0x0112).
fn orientation(tiff: &[u8]) -> Option<u8> {
    let little = tiff.starts_with(b"II");
    let short = |at: usize| {
        let pair = [*tiff.get(at)?, *tiff.get(at + 1)?];
        Some(if little { u16::from_le_bytes(pair) } else { u16::from_be_bytes(pair) })
    };
    let (high, low) = if little { (short(6)?, short(4)?) } else { (short(4)?, short(6)?) };
    let directory = (usize::from(high) << 16) | usize::from(low);
    let entries = short(directory)?;
    let entry = (0..usize::from(entries)).map(|number| directory + 2 + number * 12);
    let found = entry.into_iter().find(|at| short(*at) == Some(0x0112))?;
    u8::try_from(short(found + 8)?).ok().filter(|orientation| (1..=8).contains(orientation))
}
