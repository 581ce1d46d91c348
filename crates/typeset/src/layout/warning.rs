//! What could not be set as it should be.

/// Something that could not be set as it should be.
#[derive(Debug, Clone, PartialEq)]
pub enum LayoutWarning {
    /// A character that no face has, once in a document; it is shown as a box and still extracts as itself.
    MissingCharacter {
        /// The character.
        character: char,
        /// Byte offset in the Markdown of the inline text in which it first appeared.
        offset: usize,
    },
    /// A table that needs more room than a page has, even a turned one; it is set as well as possible.
    TableTooWide {
        /// Byte offset of the table in the Markdown.
        offset: usize,
        /// Width of the text area, in points.
        room: f32,
        /// What its columns need, in their order.
        columns: Vec<NeededColumn>,
    },
}

/// What a column of a table needs at least.
#[derive(Debug, Clone, PartialEq)]
pub struct NeededColumn {
    /// Its header; may be empty.
    pub name: String,
    /// Points, with the space at its sides.
    pub width: f32,
}

impl LayoutWarning {
    /// Byte offset in the Markdown of what the warning is about.
    pub fn offset(&self) -> usize {
        match self {
            Self::MissingCharacter { offset, .. } | Self::TableTooWide { offset, .. } => *offset,
        }
    }
}
