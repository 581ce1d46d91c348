//! The part that printpdf does: pages with their boxes, and links.

use lopdf::{Object, ObjectId, Stream};
use printpdf::{
    Actions, BorderArray, ColorArray, CustomPdfConformance, Destination, HighlightingMode, LinkAnnotation,
    Op, PdfConformance, PdfDocument, PdfPage, PdfSaveOptions, Pt, Rect,
};

use crate::layout::{Link, Page, Pages, Target};

use super::PdfError;
use super::metadata::text_string;

/// An annotation that has become an object of its own.
pub(super) struct Annotation {
    pub(super) id: ObjectId,
    /// Index of the page it stands on.
    pub(super) page: usize,
    /// Index of the element it belongs to.
    pub(super) element: usize,
}

/// Pages and links, as printpdf makes them.
pub(super) fn build(pages: &Pages) -> lopdf::Document {
    let mut document = PdfDocument::new("");
    // Conformance is ours to declare: printpdf would embed a CMYK profile.
    document.metadata.info.conformance = PdfConformance::Custom(CustomPdfConformance {
        requires_icc_profile: false,
        requires_xmp_metadata: false,
        ..CustomPdfConformance::default()
    });
    document.pages = pages.pages.iter().map(|page| self::page(page, pages)).collect();
    let options =
        PdfSaveOptions { optimize: false, subset_fonts: false, secure: true, image_optimization: None };
    let mut pdf = document.to_lopdf_document(&options, &mut Vec::new());
    pdf.version = "1.7".to_owned();
    pdf
}

fn page(page: &Page, pages: &Pages) -> PdfPage {
    let sheet = Rect::from_wh(Pt(page.width), Pt(page.height));
    let ops = page.links.iter().map(|link| Op::LinkAnnotation { link: annotation(link, page, pages) });
    PdfPage { media_box: sheet.clone(), trim_box: sheet.clone(), crop_box: sheet, ops: ops.collect() }
}

fn annotation(link: &Link, page: &Page, pages: &Pages) -> LinkAnnotation {
    let bottom = page.height - link.y - link.height;
    let area = [link.x, bottom, link.width, link.height].map(|length| Pt(round(length)));
    let actions = match &link.target {
        Target::Address(address) => Actions::Uri(ascii(address)),
        Target::Position(position) => {
            let height = pages.pages.get(position.page).map_or(page.height, |target| target.height);
            Actions::Goto(Destination::Xyz {
                page: position.page + 1,
                left: None,
                top: Some(round(height - position.y + 6.0)),
                zoom: None,
            })
        }
    };
    LinkAnnotation::new(
        Rect::from_xywh(area[0], area[1], area[2], area[3]),
        actions,
        Some(BorderArray::Solid([0.0; 3])),
        Some(ColorArray::Transparent),
        Some(HighlightingMode::Invert),
    )
}

/// Sets the content of all pages, makes annotations objects of their own and connects both with the tags.
pub(super) fn finish_pages(
    pdf: &mut lopdf::Document,
    page_ids: &[ObjectId],
    (pages, contents): (&Pages, Vec<Stream>),
) -> Result<Vec<Annotation>, PdfError> {
    let mut annotations = Vec::new();
    for (number, (page_id, content)) in page_ids.iter().zip(contents).enumerate() {
        let mut page = std::mem::take(pdf.get_dictionary_mut(*page_id)?);
        let content_id = page.get(b"Contents").and_then(Object::as_reference)?;
        pdf.set_object(content_id, content);
        page.set("StructParents", Object::Integer(number as i64));
        page.set("Tabs", Object::Name(b"S".to_vec()));
        let made = match page.remove(b"Annots") {
            Some(Object::Array(made)) => made,
            Some(_) | None => Vec::new(),
        };
        let mut references = Vec::new();
        for (dictionary, link) in made.into_iter().zip(&pages.pages[number].links) {
            let Object::Dictionary(mut dictionary) = dictionary else {
                continue;
            };
            let parent = page_ids.len() + annotations.len();
            dictionary.set("StructParent", Object::Integer(parent as i64));
            dictionary.set("Contents", text_string(&purpose(link)));
            dictionary.set("F", Object::Integer(4));
            dictionary.set("P", Object::Reference(*page_id));
            dictionary.remove(b"C");
            let id = pdf.add_object(dictionary);
            references.push(Object::Reference(id));
            annotations.push(Annotation { id, page: number, element: link.element.0 as usize });
        }
        if !references.is_empty() {
            page.set("Annots", Object::Array(references));
        }
        pdf.set_object(*page_id, page);
    }
    Ok(annotations)
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

fn round(length: f32) -> f32 {
    (length * 100.0).round() / 100.0
}
