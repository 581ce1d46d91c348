//! What can be wrong with the shape of a text.

use super::{Span, StructureErrorKind, UnsupportedKind};

/// An error in the shape of a text: it is not YAML, or does not have the keys and types that its schema asks for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct YamlError {
    /// The location.
    pub span: Span,
    /// What is wrong.
    pub kind: YamlErrorKind,
}

/// Kinds of [`YamlError`].
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum YamlErrorKind {
    /// Not readable as YAML.
    Structure(StructureErrorKind),
    /// A mark that git left where two branches met.
    ConflictMark,
    /// A character that readers of YAML take for a line break or refuse.
    OddCharacter(char),
    /// Something that is YAML and is not supported.
    Unsupported(UnsupportedKind),
    /// A key that appears twice in one mapping; the location of the first.
    RepeatedKey(String, Span),
    /// A key that the schema does not have, and the keys that it has.
    UnknownKey(String, Vec<String>),
    /// A required key that is missing.
    MissingKey(String),
    /// A value of the wrong type; the message of serde, with what was found and what was expected.
    WrongType(String),
    /// An empty item of a list.
    EmptyItem,
    /// A value that is not one of the allowed ones, and these.
    UnknownWord(String, Vec<String>),
    /// A text or key with more characters than this number.
    TooLong(usize),
}
