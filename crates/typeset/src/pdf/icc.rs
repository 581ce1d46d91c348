//! The sRGB colour profile, made from its published numbers (IEC 61966-2-1, adapted to D50 as ICC.1:2004-10 asks),
//! so that the repository needs no binary file.

use lopdf::{Dictionary, Object};

use super::stream::deflated;
use super::values::{pdf_name, typed};

/// White of the profile connection space, D50.
const WHITE: [f64; 3] = [0.9642, 1.0, 0.8249];

/// Bradford adaptation from D65 to D50, by rows.
const ADAPTATION: [f64; 9] = [
    1.047_811_2,
    0.022_886_6,
    -0.050_127_0,
    0.029_542_4,
    0.990_484_4,
    -0.017_049_1,
    -0.009_234_5,
    0.015_043_6,
    0.752_131_6,
];

/// The primaries of sRGB after adaptation.
const RED: [f64; 3] = [0.436_074_7, 0.222_504_5, 0.013_932_2];
const GREEN: [f64; 3] = [0.385_064_9, 0.716_878_6, 0.097_104_5];
const BLUE: [f64; 3] = [0.143_080_4, 0.060_616_9, 0.714_173_3];

/// Gamma, a, b, c and d of the curve `((a x + b)^gamma, c x below d)`.
const CURVE: [f64; 5] = [2.4, 1.0 / 1.055, 0.055 / 1.055, 1.0 / 12.92, 0.040_45];

/// Adds the profile and returns the output intent that refers to it.
pub(super) fn output_intent(pdf: &mut lopdf::Document) -> Object {
    let mut stream = Dictionary::new();
    stream.set("N", Object::Integer(3));
    let profile = pdf.add_object(deflated(stream, &profile()));
    let mut intent = typed("OutputIntent");
    intent.set("S", pdf_name("GTS_PDFA1"));
    intent.set("OutputConditionIdentifier", Object::string_literal("sRGB"));
    intent.set("Info", Object::string_literal("sRGB IEC61966-2.1"));
    intent.set("DestOutputProfile", Object::Reference(profile));
    Object::Dictionary(intent)
}

fn profile() -> Vec<u8> {
    let curve = tagged(b"para", &[&[0, 3, 0, 0], numbers(&CURVE).as_slice()].concat());
    let tags: [(&[u8; 4], Vec<u8>); 10] = [
        (b"desc", localized("sRGB")),
        (b"cprt", localized("No copyright, use freely")),
        (b"wtpt", tagged(b"XYZ ", &numbers(&WHITE))),
        (b"chad", tagged(b"sf32", &numbers(&ADAPTATION))),
        (b"rXYZ", tagged(b"XYZ ", &numbers(&RED))),
        (b"gXYZ", tagged(b"XYZ ", &numbers(&GREEN))),
        (b"bXYZ", tagged(b"XYZ ", &numbers(&BLUE))),
        (b"rTRC", curve.clone()),
        (b"gTRC", curve.clone()),
        (b"bTRC", curve),
    ];
    let data_start = 128 + 4 + tags.len() * 12;
    let mut table = (tags.len() as u32).to_be_bytes().to_vec();
    let mut data = Vec::new();
    for (name, bytes) in &tags {
        table.extend_from_slice(*name);
        table.extend(((data_start + data.len()) as u32).to_be_bytes());
        table.extend((bytes.len() as u32).to_be_bytes());
        data.extend_from_slice(bytes);
        data.resize(data.len().next_multiple_of(4), 0);
    }
    let size = (data_start + data.len()) as u32;
    [header(size), table, data].concat()
}

/// The header (ICC.1:2004-10, 7.2): version 4.2, a display, RGB to XYZ, made at the turn of the century.
fn header(size: u32) -> Vec<u8> {
    let mut header = size.to_be_bytes().to_vec();
    header.extend([0; 4]);
    header.extend([4, 0x20, 0, 0]);
    header.extend(b"mntrRGB XYZ ");
    for part in [2000_u16, 1, 1, 0, 0, 0] {
        header.extend(part.to_be_bytes());
    }
    header.extend(b"acsp");
    header.resize(68, 0);
    header.extend(numbers(&WHITE));
    header.resize(128, 0);
    header
}

fn tagged(kind: &[u8; 4], data: &[u8]) -> Vec<u8> {
    [kind.as_slice(), &[0; 4], data].concat()
}

/// Numbers as signed 15.16 fixed point.
fn numbers(values: &[f64]) -> Vec<u8> {
    values.iter().flat_map(|value| ((value * 65536.0).round() as i32).to_be_bytes()).collect()
}

/// A text in one language.
fn localized(text: &str) -> Vec<u8> {
    let units: Vec<u8> = text.encode_utf16().flat_map(u16::to_be_bytes).collect();
    let mut data = Vec::new();
    data.extend(1_u32.to_be_bytes());
    data.extend(12_u32.to_be_bytes());
    data.extend(b"enUS");
    data.extend((units.len() as u32).to_be_bytes());
    data.extend(28_u32.to_be_bytes());
    data.extend(units);
    tagged(b"mluc", &data)
}
