//! The faces that text is set in: compiled in, or from font files.

mod face;
mod fonts;

pub use face::{Face, FaceError};
pub use fonts::{FaceId, FontStyle, Fonts};

pub(crate) use face::{FaceMetrics, Outlines};
pub(crate) use fonts::Wanted;
