//! Files of others: damaged, oversized, multiplying, reaching out. Each is named, and nothing is written.

use super::complaints;
use crate::shared::picture_files::{SVG, photo, red_png};

#[test]
fn damaged_and_oversized_files_are_named_and_nothing_is_written() {
    let good = red_png();
    let photo = photo(1);
    let mut claims = good.clone();
    claims[16..24].copy_from_slice(&[0, 0, 255, 255, 0, 0, 255, 255]);
    let checksum = crc(&claims[12..29]);
    claims[29..33].copy_from_slice(&checksum.to_be_bytes());
    for (name, bytes, expected) in [
        ("empty.png", &b""[..], "picture-unreadable: the picture `empty.png` is empty"),
        ("gif.png", b"GIF89a", "picture-unreadable: the picture `gif.png` is a GIF"),
        (
            "junk.jpg",
            b"\x00\x01\x02\xff\xfe",
            "picture-unreadable: the picture `junk.jpg` is not a known kind of picture",
        ),
        ("cut.png", &good[..good.len() - 14], "picture-unreadable: the picture `cut.png` is truncated"),
        (
            "cut.jpg",
            &photo[..photo.len() - 9],
            "picture-unreadable: the picture `cut.jpg` is damaged: the file is truncated",
        ),
        ("claims.png", &claims, "picture-too-large: the picture `claims.png` has 65535 × 65535 pixels"),
    ] {
        let found = complaints(name, bytes);
        assert!(found.len() == 1 && found[0].starts_with(expected), "{name}: {found:?}");
    }
    let huge = vec![0; 17 * 1024 * 1024];
    assert_eq!(
        complaints("huge.png", &huge),
        ["picture-too-large: the picture `huge.png` is larger than 16 MiB"]
    );
}

/// CRC-32 of PNG (third edition, annex D).
fn crc(bytes: &[u8]) -> u32 {
    let step = |crc: u32, _| if crc & 1 == 1 { 0xedb8_8320 ^ (crc >> 1) } else { crc >> 1 };
    !bytes.iter().fold(u32::MAX, |crc, byte| (0..8).fold(crc ^ u32::from(*byte), step))
}

#[test]
fn numbers_that_no_drawing_needs_are_refused_before_they_are_drawn() {
    for body in [
        "<path d=\"M0 0L1e39 1e39A1e38 1e38 0 0 0 1 1\"/>",
        "<rect width=\"9\" height=\"9\" transform=\"scale(1e300)\"/>",
        "<style>circle{stroke-width:4000000000}</style><circle r=\"9\" stroke=\"red\"/>",
    ] {
        let found = complaints("far.svg", format!("{SVG}{body}</svg>").as_bytes());
        assert!(found.len() == 1 && found[0].starts_with("picture-too-large"), "{body}: {found:?}");
    }
}

/// Eleven groups, each of which shows the one before it ten times.
fn tenfold_uses() -> String {
    (1..12)
        .map(|level| {
            format!("<g id=\"u{level}\">{}</g>", format!("<use xlink:href=\"#u{}\"/>", level - 1).repeat(10))
        })
        .collect()
}

#[test]
fn drawings_that_multiply_or_reach_out_are_refused_in_time() {
    let corners = " 1 1".repeat(100_000);
    let parts = "<rect width=\"5\" height=\"5\"/>".repeat(2_000);
    for (name, body, code) in [
        ("deep", format!("{}<rect/>{}", "<g>".repeat(50_000), "</g>".repeat(50_000)), "picture-too-large"),
        (
            "uses",
            format!("<g id=\"u0\"><rect width=\"1\" height=\"1\"/></g>{}", tenfold_uses()),
            "picture-too-large",
        ),
        (
            "markers",
            format!("<marker id=\"m\">{parts}</marker><path marker-mid=\"url(#m)\" d=\"M0 0{corners}\"/>"),
            "picture-too-large",
        ),
        (
            "blur",
            "<filter id=\"f\"><feMorphology radius=\"9999\"/></filter>\
             <rect filter=\"url(#f)\" width=\"96\" height=\"48\"/>"
                .to_owned(),
            "picture-too-large",
        ),
        (
            "layers",
            "<g opacity=\"0.9\"><rect width=\"96\" height=\"48\"/><circle r=\"9\"/></g>".repeat(2_000),
            "picture-too-large",
        ),
        (
            "rules",
            format!("<style>{}</style><rect width=\"5\" height=\"5\"/>", ".abcd{fill:red}".repeat(70_000)),
            "picture-too-large",
        ),
        (
            "chains",
            format!(
                "<style>{}x{{fill:red}}</style>{}{}",
                "* ".repeat(30),
                "<g>".repeat(50),
                "</g>".repeat(50)
            ),
            "picture-too-large",
        ),
        ("style", format!("<rect style=\"{}\"/>", "fill:red;".repeat(100_000)), "picture-too-large"),
        (
            "attributes",
            format!("<rect {}/>", (0..100_000).map(|n| format!("a{n}=\"\" ")).collect::<String>()),
            "picture-too-large",
        ),
        ("text", "<text y=\"9\">Hello</text>".to_owned(), "picture-unreadable"),
        (
            "image",
            "<image href=\"/etc/hostname\" width=\"5\" height=\"5\"/>".to_owned(),
            "picture-unreadable",
        ),
        ("elsewhere", "<use xlink:href=\"other.svg#a\"/>".to_owned(), "picture-unreadable"),
        ("nothing", "<rect x=\"NaN\" width=\"0\" height=\"5\"/>".to_owned(), "picture-unreadable"),
        ("torn", "<rect".to_owned(), "picture-unreadable"),
    ] {
        let found = complaints(&format!("{name}.svg"), format!("{SVG}{body}</svg>").as_bytes());
        assert!(found.len() == 1 && found[0].starts_with(code), "{name}: {found:?}");
    }
}

#[test]
fn files_that_abuse_xml_are_refused_in_time() {
    let entities: String = (1..10)
        .map(|level| format!("<!ENTITY a{level} \"{}\">", format!("&a{};", level - 1).repeat(10)))
        .collect();
    for (name, text, code) in [
        (
            "bomb",
            format!("<!DOCTYPE svg [<!ENTITY a0 \"x\">{entities}]>{SVG}<desc>&a9;</desc></svg>"),
            "picture-too-large",
        ),
        (
            "outside",
            format!(
                "<!DOCTYPE svg [<!ENTITY a SYSTEM \"file:///etc/hostname\">]>{SVG}<desc>&a;</desc></svg>"
            ),
            "picture-unreadable",
        ),
        (
            "flat",
            "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"0\" height=\"9\"/>".to_owned(),
            "picture-unreadable",
        ),
        ("page", "<html><svg/></html>".to_owned(), "picture-unreadable"),
        (
            "panic",
            "<svg x=\"\" h=\"\" t=\"\"><path d=\"M10 0v5h-99999999\" e=\"\" n=\"\"/></svg>".to_owned(),
            "picture-unreadable",
        ),
    ] {
        let found = complaints(&format!("{name}.svg"), text.as_bytes());
        assert!(found.len() == 1 && found[0].starts_with(code), "{name}: {found:?}");
    }
}
