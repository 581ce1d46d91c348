//! The logical structure of a document: what each piece of content is, in reading order, for screen readers.

/// Number of an element in the [`elements`](super::Pages::elements) of a document.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct ElementId(pub u32);

/// A node of the logical structure.
#[derive(Debug)]
pub struct Element {
    /// What it is.
    pub role: Role,
    /// What it is part of; none for the document.
    pub parent: Option<ElementId>,
    /// What it shows, in words, for figures.
    pub alternative: Option<String>,
    /// How far it reaches, for cells.
    pub extent: CellExtent,
}

/// Over how many columns and rows of its table a cell reaches, its own included.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct CellExtent {
    /// At least one.
    pub columns: u16,
    /// At least one.
    pub rows: u16,
}

impl CellExtent {
    /// What is no cell, or reaches no further than its own place.
    pub const ONE: Self = Self { columns: 1, rows: 1 };
}

/// Roles of the logical structure, after ISO 32000-1, 14.8.4.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Role {
    /// The whole.
    Document,
    /// A heading; levels never skip one on the way down.
    Heading(u8),
    /// A paragraph.
    Paragraph,
    /// A list.
    List(Numbering),
    /// A list item.
    ListItem,
    /// Its bullet or number, or the number of a note.
    Label,
    /// Its body.
    ListBody,
    /// A table.
    Table,
    /// Its header rows.
    TableHead,
    /// Its other rows.
    TableBody,
    /// A row.
    TableRow,
    /// A header cell of a column or a row.
    HeaderCell(HeaderScope),
    /// A cell.
    DataCell,
    /// A block quote or an alert.
    Quote,
    /// Code.
    Code,
    /// A link.
    Link,
    /// A footnote.
    Note,
    /// A drawing or a picture.
    Figure,
    /// The contents, or a part of them.
    Contents,
    /// An entry of the contents.
    ContentsItem,
    /// A reference to another place in the document.
    Reference,
    /// A title of a table, a drawing or the contents.
    Caption,
}

/// What a header cell is the header of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum HeaderScope {
    /// The column below it.
    Column,
    /// The row beside it.
    Row,
}

/// What stands before the items of a list.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Numbering {
    /// Nothing that is text.
    None,
    /// Bullets or boxes.
    Bullets,
    /// Numbers.
    Numbers,
}
