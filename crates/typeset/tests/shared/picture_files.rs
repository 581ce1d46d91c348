//! Pictures that tests make.

/// How a drawing begins.
pub(crate) const SVG: &str = "<svg xmlns=\"http://www.w3.org/2000/svg\" xmlns:xlink=\"http://www.w3.org/1999/xlink\" \
    width=\"96\" height=\"48\">";

/// A drawing three times as wide as high.
pub(crate) const LOGO: &str = "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"60\" height=\"20\">\
    <path d=\"M0 0h60v20h-60z\" fill=\"#123456\"/></svg>";

pub(crate) fn png(size: (u32, u32), color: png::ColorType, samples: &[u8]) -> Vec<u8> {
    let mut file = Vec::new();
    let mut encoder = png::Encoder::new(&mut file, size.0, size.1);
    encoder.set_color(color);
    encoder.set_depth(png::BitDepth::Eight);
    encoder.write_header().unwrap().write_image_data(samples).unwrap();
    file
}

pub(crate) fn red_png() -> Vec<u8> {
    png((4, 2), png::ColorType::Rgb, &[200, 0, 0].repeat(8))
}

pub(crate) fn jpeg(color: jpeg_encoder::ColorType, samples: &[u8]) -> Vec<u8> {
    let mut file = Vec::new();
    jpeg_encoder::Encoder::new(&mut file, 90).encode(samples, 16, 8, color).unwrap();
    file
}

/// A JPEG with an EXIF part right after its start: an orientation, and where it was taken.
pub(crate) fn photo(orientation: u8) -> Vec<u8> {
    let plain = jpeg(jpeg_encoder::ColorType::Rgb, &[10, 120, 200].repeat(16 * 8));
    let mut exif = b"Exif\0\0MM\0*\0\0\0\x08\0\x01\x01\x12\0\x03\0\0\0\x01\0\0\0\0\0\0\0\0".to_vec();
    exif[25] = orientation;
    exif.extend(b"taken at 51.5 N");
    let mut file = plain[..2].to_vec();
    file.extend([0xff, 0xe1]);
    file.extend(u16::try_from(exif.len() + 2).unwrap().to_be_bytes());
    file.extend(exif);
    file.extend(&plain[2..]);
    file
}
