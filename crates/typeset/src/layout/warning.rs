//! Warnings of the layout.

use std::fmt;

/// Something that could not be set as it should be. Its text is one line for people.
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
    /// A diagram that fits on a page only with text too small to read; it is set so small.
    DiagramTooLarge {
        /// Byte offset of the diagram in the Markdown.
        offset: usize,
        /// By how much it is made smaller.
        factor: f32,
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
            Self::MissingCharacter { offset, .. }
            | Self::TableTooWide { offset, .. }
            | Self::DiagramTooLarge { offset, .. } => *offset,
        }
    }
}

impl fmt::Display for LayoutWarning {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::MissingCharacter { character, .. } => {
                let number = u32::from(*character);
                write!(formatter, "no font has the character `{}` (U+{number:04X})", character.escape_debug())
            }
            Self::TableTooWide { room, columns, .. } => {
                let needed = columns.iter().map(|column| column.width).sum();
                write!(
                    formatter,
                    "a table of {} columns needs {} mm and a page has {} mm",
                    columns.len(),
                    millimetres(needed).ceil(),
                    millimetres(*room).floor()
                )
            }
            Self::DiagramTooLarge { factor, .. } => {
                let percent = (factor * 100.0).floor();
                write!(formatter, "a diagram fits on its page only at {percent} % of its size")
            }
        }
    }
}

fn millimetres(points: f32) -> f32 {
    points / 72.0 * 25.4
}
