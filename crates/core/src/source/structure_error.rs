//! Why a text cannot be read as YAML at all, and the bounds that keep hostile ones out.

use std::ops::Range;

/// Deepest nesting: more than any profile or catalog needs, and less than recursive readers have stack for.
pub(super) const MOST_LEVELS: usize = 60;

/// How many values all aliases together may expand to. It stops "billion laughs": a few lines that expand without end.
pub(super) const MOST_ALIASED: usize = 10_000;

/// Bytes of text that count as one more value, so that aliases of long texts do not fill the memory, either.
pub(super) const BYTES_OF_A_VALUE: usize = 1_000;

/// Why a text cannot be read as YAML, whatever it is about.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StructureError {
    /// What is wrong.
    pub kind: StructureErrorKind,
    /// The bytes that show it.
    pub range: Range<usize>,
}

/// Kinds of [`StructureError`].
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum StructureErrorKind {
    /// Not YAML; the message of the parser.
    Syntax(String),
    /// Nothing in it but white space and comments.
    Empty,
    /// More than one document.
    SeveralDocuments,
    /// Nested deeper than the given number of levels.
    TooDeep(usize),
    /// Aliases that expand to more values than the given number, or to a value that contains them.
    TooManyAliases(usize),
}

impl StructureErrorKind {
    /// What a YAML parser complains of.
    pub(super) fn of_message(message: &str) -> Self {
        if message.contains("recursion limit") {
            Self::TooDeep(MOST_LEVELS)
        } else if message.contains("repetition limit") {
            Self::TooManyAliases(MOST_ALIASED)
        } else {
            Self::Syntax(message.to_owned())
        }
    }
}
