//! Links as annotations (ISO 32000-1, 12.5.6.5).

use lopdf::ObjectId;

use super::destination::destination;
use super::objects::{DictionaryWriter, Objects};
use crate::layout::{Link, LinkDestination, Pages};

/// An annotation that has become an object of its own.
pub(super) struct Annotation {
    /// Its object number.
    pub(super) id: u32,
    /// Index of the page it stands on.
    pub(super) page: usize,
    /// Index of the element it belongs to.
    pub(super) element: usize,
}

/// Adds the links of all pages, in their order. In the parent tree they come after the pages.
pub(super) fn add(objects: &mut Objects, pages: &Pages, page_ids: &[ObjectId]) -> Vec<Annotation> {
    let mut annotations = Vec::new();
    for (page, sheet) in pages.pages.iter().enumerate() {
        for link in &sheet.links {
            let id = objects.add_dictionary(|dictionary| {
                let bottom = sheet.height - link.y - link.height;
                dictionary.name("Type", "Annot");
                dictionary.name("Subtype", "Link");
                dictionary.numbers("Rect", [link.x, bottom, link.x + link.width, bottom + link.height]);
                dictionary.array("Border", |out| out.extend_from_slice(b"0 0 0"));
                // What is clicked on turns to its opposite colours.
                dictionary.name("H", "I");
                // Printed with the page (table 165), as PDF/A asks of all annotations (ISO 19005-3, 6.3.2).
                dictionary.integer("F", 4);
                dictionary.reference("P", page_ids[page].0);
                dictionary.integer("StructParent", page_ids.len() + annotations.len());
                dictionary.text("Contents", &purpose(link));
                dictionary.dictionary("A", |action| write_action(action, &link.target, pages, page_ids));
            });
            annotations.push(Annotation { id, page, element: link.element.0 as usize });
        }
    }
    annotations
}

fn write_action(
    action: &mut DictionaryWriter<'_>,
    target: &LinkDestination,
    pages: &Pages,
    page_ids: &[ObjectId],
) {
    match target {
        LinkDestination::Address(address) => {
            action.name("S", "URI");
            action.bytes("URI", ascii(address).as_bytes());
        }
        LinkDestination::Position(position) => {
            action.name("S", "GoTo");
            action.array("D", |out| destination(out, *position, pages, page_ids));
        }
    }
}

/// What the link does, for those who cannot see it.
fn purpose(link: &Link) -> String {
    match &link.target {
        LinkDestination::Address(address) => address.clone(),
        LinkDestination::Position(position) => format!("Page {}", position.page + 1),
    }
}

/// Addresses in PDF are ASCII (ISO 32000-1, 12.6.4.7): everything else is percent-encoded.
fn ascii(address: &str) -> String {
    let encode = |byte: u8| match byte {
        b'!'..=b'~' if !matches!(byte, b'<' | b'>' | b'"' | b'\\' | b'^' | b'`' | b'{' | b'|' | b'}') => {
            char::from(byte).to_string()
        }
        _ => format!("%{byte:02X}"),
    };
    address.bytes().map(encode).collect()
}
