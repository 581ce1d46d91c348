//! PDF 1.7 from a display list, tagged and archivable: PDF/UA-1 (ISO 14289-1) and PDF/A-3a (ISO 19005-3) at once.
//!
//! printpdf makes pages with their boxes; content bytes, links, fonts, tags, outline and metadata are added to its
//! object tree here. Every byte follows from the display list and the document's metadata: no clock, no random ids.

mod attachment;
mod cmap;
mod codes;
mod content;
mod destination;
mod file;
mod fonts;
mod icc;
mod links;
mod metadata;
mod objects;
mod outline;
mod picture;
mod role;
mod skeleton;
mod stream;
mod syntax;
mod tags;
mod values;

use lopdf::{Dictionary, Object, ObjectId, Stream};

use crate::document::Meta;
use crate::layout::Pages;

pub use attachment::Attachment;
use codes::Codes;
use content::PageContent;
use objects::Objects;
use values::{pdf_name, typed};

/// Why a PDF could not be made.
#[derive(Debug, thiserror::Error)]
pub enum PdfError {
    /// A face could not be reduced to the glyphs used.
    #[error("the font `{face}` cannot be embedded: {reason}")]
    Font {
        /// PostScript name of the face.
        face: String,
        /// What the subsetter said.
        reason: String,
    },
    /// The object tree lacks something it must have.
    #[error("the page tree is incomplete: {0}")]
    Tree(#[from] lopdf::Error),
}

/// A PDF file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PdfFile {
    /// Its bytes.
    pub bytes: Vec<u8>,
    /// Their SHA-256 digest (FIPS 180-4).
    pub sha256: [u8; 32],
}

/// Writes a display list as a PDF file that carries other files in itself.
///
/// # Errors
///
/// When a font cannot be embedded; with the built-in fonts this does not happen.
pub fn write(pages: &Pages, meta: &Meta, attachments: &[&Attachment]) -> Result<PdfFile, PdfError> {
    ContentStreams::of(pages).finish(meta, attachments)
}

/// The first half of writing: all pages as content operators, and the codes that these use.
pub struct ContentStreams<'p> {
    pages: &'p Pages,
    codes: Codes<'p>,
    contents: Vec<PageContent>,
}

impl<'p> ContentStreams<'p> {
    /// Writes the shapes of all pages as operators.
    pub fn of(pages: &'p Pages) -> Self {
        let mut codes = Codes::new(pages);
        let mut room = Vec::new();
        let write = |page| content::page(page, &pages.elements, &mut codes, &mut room);
        let contents = pages.pages.iter().map(write).collect();
        Self { pages, codes, contents }
    }

    /// The second half: fonts, tags, outline, what the file says about itself, and its bytes.
    ///
    /// # Errors
    ///
    /// When a font cannot be embedded; with the built-in fonts this does not happen.
    pub fn finish(self, meta: &Meta, attachments: &[&Attachment]) -> Result<PdfFile, PdfError> {
        let Self { pages, codes, contents } = self;
        let mut pdf = skeleton::build(pages);
        let page_ids: Vec<ObjectId> = pdf.page_iter().collect();
        let (streams, marks) = contents.into_iter().map(|content| (content.stream, content.marks)).unzip();
        fonts::embed(&mut pdf, &codes, page_ids.first().copied())?;
        picture::embed(&mut pdf, pages, &page_ids)?;

        let facts = DocumentObjects::add(&mut pdf, meta, attachments);
        // From here on the object tree grows no more: what follows has numbers of its own.
        let mut objects = Objects::after(pdf.max_id);
        let annotations = links::add(&mut objects, pages, &page_ids);
        skeleton::finish_pages(&mut pdf, &page_ids, streams, &annotations)?;
        let placed = tags::PlacedContent { page_ids: &page_ids, marks, annotations };
        let tree = tags::build(&mut objects, pages, &placed);
        let outline = outline::build(&mut objects, pages, &page_ids);
        finish_catalog(&mut pdf, facts, tree, outline)?;
        Ok(file::write(&pdf, &objects))
    }
}

/// Objects about the document as a whole.
struct DocumentObjects {
    info: ObjectId,
    xmp: ObjectId,
    intent: Object,
    language: String,
    attached: Vec<attachment::Attached>,
}

impl DocumentObjects {
    fn add(pdf: &mut lopdf::Document, meta: &Meta, attachments: &[&Attachment]) -> Self {
        let mut xmp = typed("Metadata");
        xmp.set("Subtype", pdf_name("XML"));
        Self {
            info: pdf.add_object(metadata::info(meta)),
            // Not compressed, so that any tool can find it (ISO 19005-3, 6.6.2).
            xmp: pdf.add_object(Stream::new(xmp, metadata::xmp(meta).into_bytes())),
            intent: icc::output_intent(pdf),
            language: metadata::language(meta).to_owned(),
            attached: attachment::embed(pdf, attachments, meta.date),
        }
    }
}

/// Adds to the catalog what belongs to the document as a whole.
fn finish_catalog(
    pdf: &mut lopdf::Document,
    facts: DocumentObjects,
    tree: u32,
    outline: Option<u32>,
) -> Result<(), PdfError> {
    let catalog = pdf.catalog_mut()?;
    catalog.set("Metadata", Object::Reference(facts.xmp));
    catalog.set("OutputIntents", Object::Array(vec![facts.intent]));
    catalog.set("Lang", Object::string_literal(facts.language));
    catalog.set("StructTreeRoot", Object::Reference((tree, 0)));
    let flag = |name: &str| {
        let mut dictionary = Dictionary::new();
        dictionary.set(name, Object::Boolean(true));
        Object::Dictionary(dictionary)
    };
    catalog.set("MarkInfo", flag("Marked"));
    catalog.set("ViewerPreferences", flag("DisplayDocTitle"));
    catalog.remove(b"PageLayout");
    attachment::list(catalog, &facts.attached);
    if let Some(outline) = outline {
        catalog.set("Outlines", Object::Reference((outline, 0)));
        catalog.set("PageMode", pdf_name("UseOutlines"));
    }
    pdf.trailer.set("Info", Object::Reference(facts.info));
    Ok(())
}
