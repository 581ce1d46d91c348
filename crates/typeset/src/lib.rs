//! Markdown and a theme to tagged, archivable PDF: PDF/UA-1 and PDF/A-3a at once, and the same bytes wherever and
//! whenever they are made.
//!
//! In one call:
//!
//! ```
//! use onus_typeset::document::Meta;
//! use onus_typeset::layout::Look;
//!
//! let markdown = "# Access review\n\n| Account | Owner |\n| --- | --- |\n| `root` | platform team |\n";
//! let meta = Meta { organization: Some("Acme".to_owned()), ..Meta::titled("Access review") };
//! let set = onus_typeset::markdown_to_pdf(markdown, meta, &Look::default())?;
//! assert!(set.pdf.starts_with(b"%PDF-1.7"));
//! assert_eq!(set.warnings, []);
//! # Ok::<(), onus_typeset::pdf::PdfError>(())
//! ```
//!
//! Or stage by stage, which is where pictures, attachments and a theme of your own come in:
//!
//! ```
//! use onus_typeset::document::{Meta, parse};
//! use onus_typeset::font::Fonts;
//! use onus_typeset::layout::{Look, lay_out};
//! use onus_typeset::pdf::{self, Attachment};
//! use onus_typeset::theme::{Color, Theme};
//!
//! let mut theme = Theme::default();
//! theme.colors.accent = Color(0x6b, 0x1f, 0x5c);
//! // One look for all documents: what is shaped for one is not shaped again for the next.
//! let look = Look::new(theme, Fonts::builtin(), None);
//!
//! let document = parse("# Access review\n\nAll accounts have an owner.", Meta::titled("Access review"));
//! let pages = lay_out(&document, &look);
//! assert_eq!(pages.pages.len(), 1);
//! let data = Attachment::new("accounts.json", "application/json", "The accounts as data", b"[]");
//! let file = pdf::write(&pages, &document.meta, &[&data])?;
//! assert!(file.bytes.starts_with(b"%PDF-1.7"));
//! # Ok::<(), pdf::PdfError>(())
//! ```
//!
//! The modules stand in the order in which a document passes through them. `examples/markdown_to_pdf.rs` is a program
//! that loads pictures, too.

pub mod caught;

pub mod geometry;

pub mod theme;

pub mod font;

pub mod picture;

pub mod document;

pub mod layout;

pub mod pdf;

mod convert;

pub use convert::{TypesetDocument, TypesetWarning, markdown_to_pdf};
