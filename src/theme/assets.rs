//! The files that a theme names: fonts and a logo. The typesetter gets them read.

use onus_core::source::Origin;

/// The files of a theme.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ThemeFiles {
    /// Faces that take the place of the built-in ones.
    pub fonts: FontFiles,
    /// A picture for the title block.
    pub logo: Option<AssetPath>,
}

/// A file that a theme names.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AssetPath {
    /// Path below `templates`, with `/`; checked to lead nowhere else by its words.
    pub path: String,
    /// Where the theme names it.
    pub origin: Origin,
}

/// A face of a font file that a theme names.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FontFile {
    /// The file.
    pub file: AssetPath,
    /// Which face of a collection, from 0.
    pub index: u32,
}

/// The faces that a theme names; the others are built in.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct FontFiles {
    /// Text.
    pub regular: Option<FontFile>,
    /// Bold text.
    pub bold: Option<FontFile>,
    /// Italic text.
    pub italic: Option<FontFile>,
    /// Bold italic text.
    pub bold_italic: Option<FontFile>,
    /// Code.
    pub mono: Option<FontFile>,
    /// Bold code.
    pub mono_bold: Option<FontFile>,
    /// For characters that the text face lacks, in this order.
    pub fallback: Vec<FontFile>,
}

impl FontFiles {
    /// True when only built-in faces are used.
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }
}
