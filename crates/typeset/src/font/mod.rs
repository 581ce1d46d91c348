//! The faces that text is set in: those compiled in, and those of font files that somebody else made.

mod face;
mod fonts;

pub use face::{Face, FaceError, FaceMetrics, Outlines};
pub use fonts::{FaceId, FontStyle, Fonts};

pub(crate) use fonts::Wanted;
