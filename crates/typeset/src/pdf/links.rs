//! Links as annotations (ISO 32000-1, 12.5.6.5). A matrix has thousands, so these objects are written straight into bytes.

use lopdf::ObjectId;

use super::syntax::{escaped, integer, number, reference, text};
use super::tags::Objects;
use crate::layout::{Link, Page, Pages, Target};

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
    let links = pages.pages.iter().enumerate();
    let links = links.flat_map(|(page, sheet)| sheet.links.iter().map(move |link| (page, sheet, link)));
    let annotation = |(place, (page, sheet, link)): (usize, (usize, &Page, &Link))| {
        let id = objects.add(|out| {
            out.extend_from_slice(b"<</Type/Annot/Subtype/Link/Rect[");
            let bottom = sheet.height - link.y - link.height;
            for edge in [link.x, bottom, link.x + link.width, bottom + link.height] {
                number(out, edge);
                out.push(b' ');
            }
            out.extend_from_slice(b"]/Border[0 0 0]/H/I/F 4/P ");
            reference(out, page_ids[page].0);
            out.extend_from_slice(b"/StructParent ");
            integer(out, (page_ids.len() + place) as u64);
            out.extend_from_slice(b"/Contents");
            text(out, &purpose(link));
            action(out, &link.target, (sheet, pages, page_ids));
            out.extend_from_slice(b">>");
        });
        Annotation { id, page, element: link.element.0 as usize }
    };
    links.enumerate().map(annotation).collect()
}

fn action(out: &mut Vec<u8>, target: &Target, (sheet, pages, page_ids): (&Page, &Pages, &[ObjectId])) {
    match target {
        Target::Address(address) => {
            out.extend_from_slice(b"/A<</S/URI/URI(");
            escaped(out, ascii(address).as_bytes());
            out.extend_from_slice(b")>>");
        }
        Target::Position(position) => {
            let height = pages.pages.get(position.page).map_or(sheet.height, |page| page.height);
            out.extend_from_slice(b"/A<</S/GoTo/D[");
            match page_ids.get(position.page) {
                Some((id, _)) => reference(out, *id),
                None => integer(out, position.page as u64),
            }
            out.extend_from_slice(b"/XYZ null ");
            number(out, height - position.y + 6.0);
            out.extend_from_slice(b" null]>>");
        }
    }
}

/// What the link does, for those who cannot see it.
fn purpose(link: &Link) -> String {
    match &link.target {
        Target::Address(address) => address.clone(),
        Target::Position(position) => format!("Page {}", position.page + 1),
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
