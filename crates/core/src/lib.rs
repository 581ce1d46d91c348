//! Whose duty is it? The model behind `onus`: texts become validated profiles and catalogs, these a resolved matrix of
//! responsibilities, and that is assessed as of a day. Nothing here opens a file or asks a clock. The modules stand in the
//! order in which data passes through them.

pub mod digest;

pub mod source;

pub mod diagnostic;

pub mod model;

#[expect(dead_code, reason = "each key that a file may have is a field, even where nothing uses its value")]
mod schema;

pub mod texts;

pub mod validate;

pub mod resolve;

pub mod assess;
