//! What tests of the typesetter and tests of the whole program read PDFs with, and make fonts and pictures with.

#![allow(clippy::unwrap_used, reason = "helpers of tests: what cannot be read back is a failure")]

pub(crate) mod font_files;
pub(crate) mod furniture;
pub(crate) mod pdf_objects;
pub(crate) mod pdf_reader;
pub(crate) mod picture_files;
