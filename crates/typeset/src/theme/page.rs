//! Sheets of paper.

use serde::Deserialize;

use crate::geometry::Size;

/// Sheet sizes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Paper {
    /// 210 mm by 297 mm (ISO 216).
    #[default]
    A4,
    /// 8.5 in by 11 in (ANSI/ASME Y14.1 size A).
    Letter,
}

/// Which edge of a sheet is at the top.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Orientation {
    /// The short one.
    #[default]
    Portrait,
    /// The long one.
    Landscape,
}

impl Paper {
    /// Width and height in points.
    pub fn size(self, orientation: Orientation) -> Size {
        let (short, long) = match self {
            Self::A4 => (595.28, 841.89),
            Self::Letter => (612.0, 792.0),
        };
        match orientation {
            Orientation::Portrait => Size::new(short, long),
            Orientation::Landscape => Size::new(long, short),
        }
    }
}
