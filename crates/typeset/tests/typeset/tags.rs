//! What the file says about itself, and its structure.

use lopdf::Document as Pdf;
use onus_typeset::layout::Role;

use crate::{laid_out, written};

#[test]
fn the_file_declares_its_conformance_language_and_structure() {
    let bytes = written("# One\n\n## Two\n\ntext\n\n##### Five\n\n| a |\n|---|\n| b |\n");
    let pdf = Pdf::load_mem(&bytes).unwrap();
    let catalog = pdf.catalog().unwrap();
    assert_eq!(catalog.get(b"Lang").unwrap().as_str().unwrap(), b"en");
    let metadata = catalog.get_deref(b"Metadata", &pdf).unwrap().as_stream().unwrap();
    let xmp = String::from_utf8(metadata.content.clone()).unwrap();
    assert!(xmp.contains("<pdfaid:part>3</pdfaid:part><pdfaid:conformance>A</pdfaid:conformance>"));
    assert!(xmp.contains("<pdfuaid:part>1</pdfuaid:part>"));
    for key in [&b"StructTreeRoot"[..], b"MarkInfo", b"OutputIntents", b"Outlines", b"ViewerPreferences"] {
        assert!(catalog.has(key), "{}", String::from_utf8_lossy(key));
    }
    let headings: Vec<u8> = laid_out("# One\n\n## Two\n\n##### Five\n\n# Six\n")
        .elements
        .iter()
        .filter_map(|element| match element.role {
            Role::Heading(level) => Some(level),
            _ => None,
        })
        .collect();
    // Levels never skip one on the way down.
    assert_eq!(headings, [1, 2, 3, 1]);
}
