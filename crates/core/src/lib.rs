//! The model behind `onus`: texts are validated into profiles and catalogs, these are resolved into a matrix of
//! responsibilities, and the matrix is assessed as of a date. Nothing here opens a file or reads a clock. The modules
//! are listed in the order of their dependencies.

pub mod digest;

pub mod printable;

pub mod source;

pub mod diagnostic;

pub mod model;

#[expect(dead_code, reason = "each key that a file may have is a field, even where nothing uses its value")]
mod schema;

pub mod texts;

pub mod validate;

pub mod resolve;

pub mod assess;
