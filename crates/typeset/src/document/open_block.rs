//! Blocks whose end the parser has not seen yet.

use super::{AlertKind, Block, ListItem, SourceRange};

/// A block container that is still open.
pub(super) enum Container {
    Quote(Option<AlertKind>),
    List(Option<u64>, Vec<ListItem>),
    Item(Option<bool>),
    Footnote(String),
}

/// A container with what is in it so far.
pub(super) struct OpenContainer {
    pub(super) container: Container,
    pub(super) blocks: Vec<Block>,
    pub(super) is_kept: bool,
    pub(super) place: SourceRange,
}

/// Blocks that hold inline content or raw text while they are open.
pub(super) enum Leaf {
    Heading(u8),
    Code { language: String, text: String },
    Html(String),
}
