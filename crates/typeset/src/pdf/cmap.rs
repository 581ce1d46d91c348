//! From character codes to the glyphs of a font, and to what they mean.

use lopdf::{Dictionary, Object, Stream};

use super::codes::FaceCodes;
use super::stream::deflated;
use super::syntax::hexadecimal;
use super::values::{pdf_name, typed};

const NAME: &str = "Onus-Codes";

/// ASCII in one byte, all others in two or three.
const CODE_SPACE: &str =
    "3 begincodespacerange\n<20> <7E>\n<8000> <FEFF>\n<FF0000> <FFFFFF>\nendcodespacerange\n";

/// The character collection of all fonts: glyphs have no meaning but their number.
pub(super) fn system() -> Dictionary {
    let mut system = Dictionary::new();
    system.set("Registry", Object::string_literal("Adobe"));
    system.set("Ordering", Object::string_literal("Identity"));
    system.set("Supplement", Object::Integer(0));
    system
}

/// A map of codes to CIDs (ISO 32000-1, 9.7.5.4), which are given in the order of the codes.
pub(super) fn stream(codes: &FaceCodes, cids: &[u16]) -> Stream {
    let mut dictionary = typed("CMap");
    dictionary.set("CMapName", pdf_name(NAME));
    dictionary.set("CIDSystemInfo", Object::Dictionary(system()));
    dictionary.set("WMode", Object::Integer(0));
    deflated(dictionary, text(codes, cids).as_bytes())
}

fn text(codes: &FaceCodes, cids: &[u16]) -> String {
    let mut text = format!(
        "%!PS-Adobe-3.0 Resource-CMap\n%%DocumentNeededResources: ProcSet (CIDInit)\n\
         %%IncludeResource: ProcSet (CIDInit)\n%%BeginResource: CMap ({NAME})\n%%Title: ({NAME} Adobe Identity 0)\n\
         %%Version: 1\n%%EndComments\n/CIDInit /ProcSet findresource begin\n12 dict begin\nbegincmap\n\
         /CIDSystemInfo 3 dict dup begin\n/Registry (Adobe) def\n/Ordering (Identity) def\n/Supplement 0 def\nend def\n\
         /CMapName /{NAME} def\n/CMapVersion 1 def\n/CMapType 1 def\n/WMode 0 def\n\
         {CODE_SPACE}"
    );
    let entries: Vec<_> = codes.glyphs.iter().zip(cids).skip(1).collect();
    for chunk in entries.chunks(100) {
        text.push_str(&format!("{} begincidchar\n", chunk.len()));
        for (coded, cid) in chunk {
            text.push_str(&format!("<{}> {cid}\n", digits(&coded.code())));
        }
        text.push_str("endcidchar\n");
    }
    text.push_str("endcmap\nCMapName currentdict /CMap defineresource pop\nend\nend\n%%EndResource\n%%EOF\n");
    text
}

/// A map of codes to text (ISO 32000-1, 9.10.3).
pub(super) fn meanings(codes: &FaceCodes) -> Stream {
    let mut text = format!(
        "/CIDInit /ProcSet findresource begin\n12 dict begin\nbegincmap\n\
         /CIDSystemInfo << /Registry (Adobe) /Ordering (UCS) /Supplement 0 >> def\n\
         /CMapName /Adobe-Identity-UCS def\n/CMapType 2 def\n{CODE_SPACE}"
    );
    let entries: Vec<_> = codes.glyphs.iter().skip(1).collect();
    for chunk in entries.chunks(100) {
        text.push_str(&format!("{} beginbfchar\n", chunk.len()));
        for coded in chunk {
            let units: Vec<u8> = coded.text.encode_utf16().flat_map(u16::to_be_bytes).collect();
            text.push_str(&format!("<{}> <{}>\n", digits(&coded.code()), digits(&units)));
        }
        text.push_str("endbfchar\n");
    }
    text.push_str("endcmap\nCMapName currentdict /CMap defineresource pop\nend\nend\n");
    deflated(Dictionary::new(), text.as_bytes())
}

fn digits(bytes: &[u8]) -> String {
    let mut digits = Vec::with_capacity(bytes.len() * 2);
    hexadecimal(&mut digits, bytes);
    digits.into_iter().map(char::from).collect()
}
