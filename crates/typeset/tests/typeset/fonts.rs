//! Fonts of other people: embedded with their own measures, or refused.

use lopdf::Document as Pdf;
use onus_typeset::document::{Document, parse};
use onus_typeset::font::{Face, FaceError, Fonts};
use onus_typeset::layout::{Look, lay_out};
use onus_typeset::pdf;
use onus_typeset::theme::Theme;

use crate::meta;
use crate::shared::font_files::{shapes, with_rights};
use crate::shared::pdf_objects::{fonts, number};

#[test]
fn a_fallback_with_cff_outlines_is_embedded_with_its_own_measures() {
    let markdown = "# T\n\nA \u{a000}\u{a001}\u{a000} **\u{a002}**\n";
    let mut faces = Fonts::builtin();
    let face = faces.add(Face::read(shapes(), 0).unwrap());
    faces.add_fallback(face);
    let pages = lay_out(&parse(markdown, meta()), &Look::new(Theme::default(), faces, None));
    assert_eq!(pages.warnings, []);
    let segment = pages.segments.iter().find(|segment| segment.text.contains('\u{a001}')).unwrap();
    // Advances 900, 1000 and 900 of an em of 1,000 units.
    assert_eq!(segment.advance, 2800);
    let pdf = Pdf::load_mem(&pdf::write(&pages, &meta(), &[]).unwrap().bytes).unwrap();
    let all = fonts(&pdf);
    let (_, font) = all.iter().find(|(name, _)| name == "OnusShapes-Regular").unwrap();
    assert_eq!(font.get(b"Subtype").unwrap().as_name().unwrap(), b"CIDFontType0");
    let descriptor = font.get_deref(b"FontDescriptor", &pdf).unwrap().as_dict().unwrap();
    let program = descriptor.get_deref(b"FontFile3", &pdf).unwrap().as_stream().unwrap();
    assert_eq!(program.dict.get(b"Subtype").unwrap().as_name().unwrap(), b"CIDFontType0C");
    // CFF, major version 1.
    assert_eq!(program.decompressed_content().unwrap()[0], 1);
    let widths = font.get_deref(b"W", &pdf).unwrap().as_array().unwrap()[1].as_array().unwrap();
    assert_eq!(widths.iter().map(number).collect::<Vec<_>>(), [900.0, 1000.0, 800.0]);
}

#[test]
fn fonts_that_must_not_be_embedded_are_refused() {
    let problem = |rights| Face::read(with_rights(shapes(), rights), 0).err();
    // Installable, preview & print, editable, and the least restrictive of two.
    for allowed in [0x0000, 0x0004, 0x0008, 0x0006] {
        assert_eq!(problem(allowed), None, "{allowed:04x}");
    }
    assert_eq!(problem(0x0002), Some(FaceError::Licence("embedding", 0x0002)));
    assert_eq!(problem(0x0104), Some(FaceError::Licence("embedding of subsets", 0x0104)));
    assert_eq!(problem(0x0200), Some(FaceError::Licence("embedding of outlines", 0x0200)));
}

#[test]
#[ignore = "sets a text in thousands of fonts; run by .ci/run"]
fn damaged_fonts_never_bring_the_program_down() {
    let (document, look) = (parse("A \u{a000}\u{a001}\u{a002}\n", meta()), Look::default());
    let (mut taken, mut refused) = (0, 0);
    let mut set = |font: Vec<u8>| if set_with(font, &look, &document) { taken += 1 } else { refused += 1 };
    let whole = shapes();
    for at in 0..whole.len() {
        for byte in [0x00, 0x7f, 0xff] {
            let mut font = whole.clone();
            font[at] = byte;
            set(font);
        }
        set(whole[..at].to_vec());
    }
    // The directory and the first tables of a font with TrueType outlines.
    let whole = epaint_default_fonts::NOTO_EMOJI_REGULAR;
    for at in (0..600).chain((600..whole.len()).step_by(whole.len() / 150)) {
        let mut font = whole.to_vec();
        font[at] ^= 0xff;
        set(font);
    }
    assert!(taken > 100 && refused > 100, "{taken} fonts were taken and {refused} refused");
}

/// Sets a text with a font, if it is taken for one.
fn set_with(font: Vec<u8>, look: &Look, document: &Document) -> bool {
    let Ok(face) = Face::read(font, 0) else { return false };
    let mut fonts = look.fonts().clone();
    let face = fonts.add(face);
    fonts.add_fallback(face);
    let pages = lay_out(document, &Look::new(look.theme().clone(), fonts, None));
    // Damage that shows itself only now is an error, too.
    let _ = pdf::write(&pages, &document.meta, &[]);
    true
}
