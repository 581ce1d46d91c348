//! Faces as composite fonts: only the glyphs used, the codes of this document, and the text of every code.

use lopdf::{Dictionary, Object, ObjectId};
use read_fonts::FontRef;
use read_fonts::types::Tag;
use sha2::{Digest, Sha256};
use subsetter::{GlyphRemapper, subset};

use super::PdfError;
use super::cmap;
use super::codes::{Codes, FaceCodes, UsedFace};
use super::stream::deflated;
use super::values::{pdf_name, typed};
use crate::font::{Face, FaceMetrics, Outlines};

/// Embeds all faces used and names them `F0`, `F1` and so on in the font dictionary that all pages share.
pub(super) fn embed(
    pdf: &mut lopdf::Document,
    codes: &Codes<'_>,
    page: Option<ObjectId>,
) -> Result<(), PdfError> {
    let Some(page) = page else { return Ok(()) };
    let mut fonts = Dictionary::new();
    for UsedFace { id, face, codes } in codes.used() {
        let font = embed_face(pdf, face, codes)?;
        fonts.set(format!("F{}", id.0), Object::Reference(font));
    }
    let resources = pdf.get_dictionary(page)?.get(b"Resources").and_then(Object::as_reference)?;
    let shared = pdf.get_dictionary(resources)?.get(b"Font").and_then(Object::as_reference)?;
    pdf.set_object(shared, fonts);
    Ok(())
}

fn embed_face(pdf: &mut lopdf::Document, face: &Face, codes: &FaceCodes) -> Result<ObjectId, PdfError> {
    let mut remapper = GlyphRemapper::new();
    // The glyph of each pair in the subset.
    let glyphs: Vec<u16> = codes.glyphs.iter().map(|coded| remapper.remap(coded.glyph)).collect();
    let program = program(face, &remapper)?;
    let name = format!("{}+{}", subset_tag(&program), face.name());
    let unicode = pdf.add_object(cmap::meanings(codes));

    let mut file = Dictionary::new();
    let mut descriptor = descriptor(&face.metrics(), &name);
    let mut descendant = typed("Font");
    let mut widths: Vec<f32> = codes.glyphs.iter().map(|coded| coded.width).collect();
    let cids: Vec<u16> = match face.outlines {
        Outlines::TrueType => {
            file.set("Length1", Object::Integer(program.len() as i64));
            let file = pdf.add_object(deflated(file, &program));
            descriptor.set("FontFile2", Object::Reference(file));
            let map: Vec<u8> = glyphs.iter().flat_map(|glyph| glyph.to_be_bytes()).collect();
            let map = pdf.add_object(deflated(Dictionary::new(), &map));
            descendant.set("Subtype", pdf_name("CIDFontType2"));
            descendant.set("CIDToGIDMap", Object::Reference(map));
            // A CID is the number of a pair here.
            (0..).take(glyphs.len()).collect()
        }
        Outlines::Cff => {
            file.set("Subtype", pdf_name("CIDFontType0C"));
            let file = pdf.add_object(deflated(file, &program));
            descriptor.set("FontFile3", Object::Reference(file));
            descendant.set("Subtype", pdf_name("CIDFontType0"));
            // In the subset the number of a glyph is its CID; several codes can show one glyph.
            widths = widths_by_glyph(&widths, &glyphs);
            glyphs
        }
    };
    let encoding = pdf.add_object(cmap::stream(codes, &cids));
    descendant.set("BaseFont", pdf_name(&name));
    descendant.set("CIDSystemInfo", Object::Dictionary(cmap::system()));
    descendant.set("FontDescriptor", Object::Reference(pdf.add_object(descriptor)));
    descendant.set("DW", Object::Integer(0));
    let widths = widths.into_iter().skip(1).map(|width| Object::Real((width * 100.0).round() / 100.0));
    descendant.set("W", Object::Array(vec![Object::Integer(1), Object::Array(widths.collect())]));
    let descendant = pdf.add_object(descendant);

    let mut font = typed("Font");
    font.set("Subtype", pdf_name("Type0"));
    font.set("BaseFont", pdf_name(&name));
    font.set("Encoding", Object::Reference(encoding));
    font.set("DescendantFonts", Object::Array(vec![Object::Reference(descendant)]));
    font.set("ToUnicode", Object::Reference(unicode));
    Ok(pdf.add_object(font))
}

/// The font program with only the glyphs used: a TrueType file, or the bare outlines of a CFF font.
fn program(face: &Face, glyphs: &GlyphRemapper) -> Result<Vec<u8>, PdfError> {
    let failed = |reason: String| PdfError::Font { face: face.name().to_owned(), reason };
    let file = subset(face.data(), face.index, glyphs).map_err(|error| failed(error.to_string()))?;
    match face.outlines {
        Outlines::TrueType => Ok(file),
        Outlines::Cff => {
            let tables = FontRef::new(&file).map_err(|error| failed(error.to_string()))?;
            let outlines = tables.table_data(Tag::new(b"CFF "));
            let outlines = outlines.ok_or_else(|| failed("its outlines are lost".to_owned()))?;
            Ok(outlines.as_bytes().to_vec())
        }
    }
}

/// The width of each glyph of a subset, from those of the codes.
fn widths_by_glyph(widths: &[f32], glyphs: &[u16]) -> Vec<f32> {
    let count = glyphs.iter().max().map_or(0, |last| usize::from(*last) + 1);
    let mut by_glyph = vec![0.0; count];
    for (width, glyph) in widths.iter().zip(glyphs) {
        by_glyph[usize::from(*glyph)] = *width;
    }
    by_glyph
}

fn descriptor(metrics: &FaceMetrics, name: &str) -> Dictionary {
    let scaled = |units: f32| Object::Integer((units * 1000.0 / metrics.units_per_em).round() as i64);
    // ISO 32000-1, table 123: 1 fixed pitch, 4 symbolic, 64 italic.
    let mut flags = 4;
    if metrics.fixed_pitch {
        flags |= 1;
    }
    if metrics.italic_angle != 0.0 {
        flags |= 64;
    }
    let mut descriptor = typed("FontDescriptor");
    descriptor.set("FontName", pdf_name(name));
    descriptor.set("Flags", Object::Integer(flags));
    descriptor.set("FontBBox", Object::Array(metrics.bounds.map(scaled).to_vec()));
    descriptor.set("ItalicAngle", Object::Real(metrics.italic_angle));
    descriptor.set("Ascent", scaled(metrics.ascent));
    descriptor.set("Descent", scaled(metrics.descent));
    descriptor.set("CapHeight", scaled(metrics.cap_height));
    // Unknown for TrueType; the usual value for faces of these weights.
    descriptor.set("StemV", Object::Integer(if name.contains("Bold") { 140 } else { 80 }));
    descriptor
}

/// Six capitals that tell subsets of one face apart (ISO 32000-1, 9.6.4), from the subset's content.
fn subset_tag(program: &[u8]) -> String {
    let digest = Sha256::digest(program);
    digest.iter().take(6).map(|byte| char::from(b'A' + byte % 26)).collect()
}
