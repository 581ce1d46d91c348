//! Markdown to PDF in one call, for those who need nothing in between.

use std::fmt;

use crate::document::{DiagramWarning, HintWarning, LinkWarning, Meta, PictureReference, SourceRange, parse};
use crate::layout::{LayoutWarning, Look, lay_out};
use crate::pdf::{self, PdfError};

/// A document as PDF.
#[derive(Debug)]
pub struct TypesetDocument {
    /// The file.
    pub pdf: Vec<u8>,
    /// What is not shown as the Markdown asks for, in reading order.
    pub warnings: Vec<TypesetWarning>,
}

/// Something that is not shown as the Markdown asks for. Its text is one line for people.
#[derive(Debug, Clone, PartialEq)]
pub enum TypesetWarning {
    /// A picture; its alternative text is shown.
    Picture(PictureReference),
    /// A diagram; its text is shown.
    Diagram(DiagramWarning),
    /// A comment that is nearly a hint; it does nothing.
    Hint(HintWarning),
    /// A link; its text is shown.
    Link(LinkWarning),
    /// A character or a table.
    Layout(LayoutWarning),
}

impl TypesetWarning {
    /// Byte offset in the Markdown of what the warning is about.
    pub fn offset(&self) -> usize {
        match self {
            Self::Picture(PictureReference { place: SourceRange { start, .. }, .. })
            | Self::Diagram(DiagramWarning { place: SourceRange { start, .. }, .. })
            | Self::Hint(HintWarning { place: SourceRange { start, .. }, .. })
            | Self::Link(LinkWarning { place: SourceRange { start, .. }, .. }) => *start,
            Self::Layout(warning) => warning.offset(),
        }
    }
}

impl fmt::Display for TypesetWarning {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Picture(reference) => write!(formatter, "the picture `{}` is not shown", reference.path),
            Self::Diagram(warning) => warning.fmt(formatter),
            Self::Hint(warning) => warning.fmt(formatter),
            Self::Link(warning) => warning.fmt(formatter),
            Self::Layout(warning) => warning.fmt(formatter),
        }
    }
}

/// Sets Markdown as PDF. Pictures are not loaded: documents that have some go through the stages [`parse`],
/// [`lay_out`] and [`pdf::write`] one by one, and get their pictures between the first two.
///
/// # Errors
///
/// When a font cannot be embedded; with the built-in fonts this does not happen.
pub fn markdown_to_pdf(markdown: &str, meta: Meta, look: &Look) -> Result<TypesetDocument, PdfError> {
    let document = parse(markdown, meta);
    let pages = lay_out(&document, look);
    let pdf = pdf::write(&pages, &document.meta, &[])?.bytes;
    let mut warnings: Vec<TypesetWarning> =
        document.picture_references.into_iter().map(TypesetWarning::Picture).collect();
    warnings.extend(document.diagram_warnings.into_iter().map(TypesetWarning::Diagram));
    warnings.extend(document.hint_warnings.into_iter().map(TypesetWarning::Hint));
    warnings.extend(document.link_warnings.into_iter().map(TypesetWarning::Link));
    warnings.extend(pages.warnings.into_iter().map(TypesetWarning::Layout));
    warnings.sort_by_key(TypesetWarning::offset);
    Ok(TypesetDocument { pdf, warnings })
}
