//! What documents are made of: blocks and inlines, parsed from Markdown, free of any notion of page or file format.
//!
//! Inline content is flat (runs of text with a style) and blocks nest to a bounded depth, so that no
//! input can drive a later stage into deep recursion.

mod anchor;
mod block_hints;
mod cell;
mod chart;
mod convert;
mod glance;
mod hint;
mod link;
mod meta;
mod open_block;
mod parse;
mod picture;
mod quotes;
mod spans;
mod torn_row;

use std::ops::Range;
use std::sync::Arc;

pub use chart::{
    AxisRange, BarChart, Chart, DiagramWarning, FlowDirection, FlowEdge, FlowFrame, FlowNode, Flowchart,
    PieChart, PieSlice, Series,
};
pub use glance::is_unremarkable;
pub use hint::HintWarning;
pub use link::{LinkProblem, LinkWarning};
pub use meta::Meta;
pub use parse::parse;
pub use picture::{Figure, PictureReference};

use crate::picture::Pictures;
use crate::theme::Orientation;

/// Where something stands in the Markdown: byte offsets from the start of the body.
pub type SourceRange = Range<usize>;

/// A document ready to be laid out.
#[derive(Debug, Clone)]
pub struct Document {
    /// Its metadata.
    pub meta: Meta,
    /// The body, in reading order.
    pub blocks: Vec<Block>,
    /// Footnotes in the order of their definitions.
    pub footnotes: Vec<Footnote>,
    /// Every picture that the text asks for, in reading order.
    pub picture_references: Vec<PictureReference>,
    /// What those look like, by their paths. The parser leaves this empty; a picture that is not in it is shown as
    /// its alternative text.
    pub pictures: Pictures,
    /// Diagrams that are not drawn.
    pub diagram_warnings: Vec<DiagramWarning>,
    /// Comments that look like misspelt hints.
    pub hint_warnings: Vec<HintWarning>,
    /// Links that the pages don't carry as they are written, each destination once.
    pub link_warnings: Vec<LinkWarning>,
    /// Paragraphs that are rows of tables, torn off by blank lines; of several in turn the first.
    pub torn_rows: Vec<SourceRange>,
}

impl Document {
    /// Puts the title of the metadata above a text that has no heading of its own.
    pub fn add_title(&mut self) {
        let text = InlineKind::Text(self.meta.title.clone());
        let content = vec![Inline { kind: text, style: InlineStyle::default(), link: None, place: 0..0 }];
        let heading = Heading { level: 1, content, anchor: String::new() };
        self.blocks.insert(0, Block { kind: BlockKind::Heading(heading), is_kept: false, place: 0..0 });
    }
}

/// One block and where it came from.
#[derive(Debug, Clone)]
pub struct Block {
    /// What it is.
    pub kind: BlockKind,
    /// Whether a hint keeps it together, and with the start of the next one.
    pub is_kept: bool,
    /// Where it stands in the Markdown.
    pub place: SourceRange,
}

/// The kinds of block.
#[derive(Debug, Clone)]
pub enum BlockKind {
    /// A heading of level 1 to 6.
    Heading(Heading),
    /// Running text.
    Paragraph(Vec<Inline>),
    /// An ordered, unordered or task list.
    List(List),
    /// A block quote.
    Quote(Vec<Block>),
    /// A note, tip or warning set apart (GitHub's alerts).
    Alert(AlertKind, Vec<Block>),
    /// Text kept line by line.
    Code(String),
    /// A chart drawn from a fenced `mermaid` block.
    Chart(Chart),
    /// A picture.
    Figure(Figure),
    /// A table.
    Table(Table),
    /// A thematic break.
    Rule,
    /// What follows starts on a new page.
    PageBreak,
    /// What follows starts on a new page, turned like this.
    Turn(Orientation),
}

/// A heading.
#[derive(Debug, Clone)]
pub struct Heading {
    /// 1 to 6, as in the Markdown.
    pub level: u8,
    /// Its text.
    pub content: Vec<Inline>,
    /// What `#anchor` links call it: GitHub's slug, unique in the document.
    pub anchor: String,
}

/// A list.
#[derive(Debug, Clone)]
pub struct List {
    /// The number of the first item, or none for bullets.
    pub start: Option<u64>,
    /// The items.
    pub items: Vec<ListItem>,
}

/// One item of a list.
#[derive(Debug, Clone)]
pub struct ListItem {
    /// For a task: whether it is done.
    pub task: Option<bool>,
    /// What it contains.
    pub blocks: Vec<Block>,
    /// Where it stands.
    pub place: SourceRange,
}

/// What an alert is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum AlertKind {
    /// Worth knowing.
    Note,
    /// Makes things easier.
    Tip,
    /// Needed to reach the goal.
    Important,
    /// Needs attention at once.
    Warning,
    /// Has bad consequences.
    Caution,
}

/// A table. Rows may be shorter than the table is wide; what is missing is empty.
#[derive(Debug, Clone)]
pub struct Table {
    /// One entry a column.
    pub alignments: Vec<Alignment>,
    /// Relative column widths from a `columns` hint, if there was one.
    pub widths: Option<Vec<f32>>,
    /// Whether a hint says that it is a grid: columns of one or two characters are narrow and hold marks.
    pub is_grid: bool,
    /// The header row.
    pub head: Row,
    /// The other rows.
    pub rows: Vec<Row>,
}

/// One row of a table.
#[derive(Debug, Clone, Default)]
pub struct Row {
    /// Its cells from the first column on.
    pub cells: Vec<Cell>,
    /// Whether its first cell is the caption of the rows below it.
    pub is_group: bool,
    /// Where it stands.
    pub place: SourceRange,
}

/// One cell of a table.
#[derive(Debug, Clone, Default)]
pub struct Cell {
    /// What it says.
    pub content: Vec<Inline>,
    /// How far it reaches.
    pub extent: Extent,
    /// Where it stands.
    pub place: SourceRange,
}

/// How far a cell reaches to the right and down.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Extent {
    /// Over so many columns and rows, its own included.
    Cells {
        /// At least one.
        columns: usize,
        /// At least one.
        rows: usize,
    },
    /// Another cell reaches over it.
    Covered,
}

impl Default for Extent {
    /// Only its own place.
    fn default() -> Self {
        Self::Cells { columns: 1, rows: 1 }
    }
}

/// How a column is aligned.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Alignment {
    /// At the side where the text starts, which is the right for text that reads from right to left.
    #[default]
    Start,
    /// At the left.
    Left,
    /// In the middle.
    Center,
    /// At the right.
    Right,
}

/// A stretch of text, or a point in it, with one style.
#[derive(Debug, Clone, PartialEq)]
pub struct Inline {
    /// What it is.
    pub kind: InlineKind,
    /// How it looks.
    pub style: InlineStyle,
    /// Where it leads: an address, or `#anchor` within the document.
    pub link: Option<Arc<str>>,
    /// Where it stands.
    pub place: SourceRange,
}

/// The kinds of inline content.
#[derive(Debug, Clone, PartialEq)]
pub enum InlineKind {
    /// Text.
    Text(String),
    /// Code within text.
    Code(String),
    /// A forced line break.
    LineBreak,
    /// In a table cell: what follows is an item of a list, or plain text again.
    Item(ItemMark),
    /// A reference to the footnote with this label.
    FootnoteReference(String),
    /// A picture as high as the line.
    Picture(Box<PictureReference>),
}

/// What starts at a point in a table cell.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ItemMark {
    /// How many lists are open: zero for plain text, at most `ItemMark::DEEPEST`.
    pub depth: u8,
    /// What stands before it.
    pub label: ItemLabel,
}

impl ItemMark {
    /// How deep lists in a cell nest; what is nested deeper is kept, but set at this depth.
    pub(crate) const DEEPEST: u8 = 4;
}

/// What stands before an item of a list in a table cell.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ItemLabel {
    /// Nothing: the text goes on outside the list, or in its item after a list within.
    None,
    /// A bullet.
    Bullet,
    /// A number.
    Number(u64),
}

impl ItemLabel {
    /// What stands there.
    pub(crate) fn text(self) -> Option<String> {
        match self {
            Self::None => None,
            Self::Bullet => Some("\u{2022}".to_owned()),
            Self::Number(number) => Some(format!("{number}.")),
        }
    }
}

/// How text looks.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct InlineStyle {
    /// Bold.
    pub strong: bool,
    /// Italic.
    pub emphasis: bool,
    /// Struck through.
    pub strikethrough: bool,
}

/// A footnote.
#[derive(Debug, Clone)]
pub struct Footnote {
    /// What references call it.
    pub label: String,
    /// What it says.
    pub blocks: Vec<Block>,
    /// Where it is defined.
    pub place: SourceRange,
}

/// The text of inline content without its styles; line breaks become spaces, pictures their alternative text.
pub(crate) fn plain_text(content: &[Inline]) -> String {
    let mut text = String::new();
    for inline in content {
        match &inline.kind {
            InlineKind::Text(part) | InlineKind::Code(part) => text.push_str(part),
            InlineKind::LineBreak | InlineKind::Item(_) => text.push(' '),
            InlineKind::Picture(reference) => text.push_str(&reference.alternative),
            InlineKind::FootnoteReference(_) => {}
        }
    }
    text
}
