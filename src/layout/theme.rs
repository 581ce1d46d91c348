//! How documents look, as the stage before decided it.

pub use crate::model::{
    AlertColors, CellSpacing, Colors, HeadingSize, LabelColors, Margins, TextSize, Theme,
};
