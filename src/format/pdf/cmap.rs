//! From character codes to the glyphs of a CFF font: fonts with TrueType outlines have a table of their own for that.

use lopdf::{Dictionary, Object, Stream};

use super::file::deflated;
use super::fonts::{name_of, typed};

const NAME: &str = "Onus-Codes";

/// The character collection of all fonts: glyphs have no meaning but their number.
pub(super) fn system() -> Dictionary {
    let mut system = Dictionary::new();
    system.set("Registry", Object::string_literal("Adobe"));
    system.set("Ordering", Object::string_literal("Identity"));
    system.set("Supplement", Object::Integer(0));
    system
}

/// A map of two-byte codes to CIDs (ISO 32000-1, 9.7.5.4); code zero is never used.
pub(super) fn stream(glyphs: &[u16]) -> Stream {
    let mut dictionary = typed("CMap");
    dictionary.set("CMapName", name_of(NAME));
    dictionary.set("CIDSystemInfo", Object::Dictionary(system()));
    dictionary.set("WMode", Object::Integer(0));
    deflated(dictionary, text(glyphs).as_bytes())
}

fn text(glyphs: &[u16]) -> String {
    let mut text = format!(
        "%!PS-Adobe-3.0 Resource-CMap\n%%DocumentNeededResources: ProcSet (CIDInit)\n\
         %%IncludeResource: ProcSet (CIDInit)\n%%BeginResource: CMap ({NAME})\n%%Title: ({NAME} Adobe Identity 0)\n\
         %%Version: 1\n%%EndComments\n/CIDInit /ProcSet findresource begin\n12 dict begin\nbegincmap\n\
         /CIDSystemInfo 3 dict dup begin\n/Registry (Adobe) def\n/Ordering (Identity) def\n/Supplement 0 def\nend def\n\
         /CMapName /{NAME} def\n/CMapVersion 1 def\n/CMapType 1 def\n/WMode 0 def\n\
         1 begincodespacerange\n<0000> <FFFF>\nendcodespacerange\n"
    );
    let codes: Vec<(usize, u16)> = glyphs.iter().copied().enumerate().skip(1).collect();
    for chunk in codes.chunks(100) {
        text.push_str(&format!("{} begincidchar\n", chunk.len()));
        for (code, glyph) in chunk {
            text.push_str(&format!("<{code:04X}> {glyph}\n"));
        }
        text.push_str("endcidchar\n");
    }
    text.push_str("endcmap\nCMapName currentdict /CMap defineresource pop\nend\nend\n%%EndResource\n%%EOF\n");
    text
}
