//! The part that printpdf does: pages with their boxes.

use lopdf::{Object, ObjectId, Stream};
use printpdf::{CustomPdfConformance, PdfConformance, PdfDocument, PdfPage, PdfSaveOptions, Pt, Rect};

use super::PdfError;
use super::links::Annotation;
use super::values::pdf_name;
use crate::layout::{Page, Pages};

/// Pages, as printpdf makes them.
pub(super) fn build(pages: &Pages) -> lopdf::Document {
    let mut document = PdfDocument::new("");
    // We declare conformance ourselves: printpdf would embed a CMYK profile.
    document.metadata.info.conformance = PdfConformance::Custom(CustomPdfConformance {
        requires_icc_profile: false,
        requires_xmp_metadata: false,
        ..CustomPdfConformance::default()
    });
    document.pages = pages.pages.iter().map(page).collect();
    let options =
        PdfSaveOptions { optimize: false, subset_fonts: false, secure: true, image_optimization: None };
    let mut pdf = document.to_lopdf_document(&options, &mut Vec::new());
    pdf.version = "1.7".to_owned();
    pdf
}

fn page(page: &Page) -> PdfPage {
    let sheet = Rect::from_wh(Pt(page.width), Pt(page.height));
    PdfPage { media_box: sheet.clone(), trim_box: sheet.clone(), crop_box: sheet, ops: Vec::new() }
}

/// Sets the content and the links of all pages and connects both with the tags.
pub(super) fn finish_pages(
    pdf: &mut lopdf::Document,
    page_ids: &[ObjectId],
    contents: Vec<Stream>,
    annotations: &[Annotation],
) -> Result<(), PdfError> {
    let mut links = annotations.chunk_by(|one, next| one.page == next.page).peekable();
    for (number, (page_id, content)) in page_ids.iter().zip(contents).enumerate() {
        let page = pdf.get_dictionary_mut(*page_id)?;
        page.set("StructParents", Object::Integer(number as i64));
        page.set("Tabs", pdf_name("S"));
        let own = links.next_if(|links| links.first().is_some_and(|link| link.page == number));
        if let Some(own) = own {
            let reference = |link: &Annotation| Object::Reference((link.id, 0));
            page.set("Annots", Object::Array(own.iter().map(reference).collect()));
        }
        let content_id = page.get(b"Contents").and_then(Object::as_reference)?;
        pdf.set_object(content_id, content);
    }
    Ok(())
}
