//! Rows of tables that blank lines have torn off: paragraphs that read like a row, and indented code below a table that does.

use super::{BlockKind, Inline, InlineKind, SourceRange};

/// The rows outside of tables, the first of each run of them.
#[derive(Debug, Default)]
pub(super) struct TornRows {
    pub(super) found: Vec<SourceRange>,
    /// Whether the next block of code is one by its indentation, without a fence.
    pub(super) is_indented: bool,
    /// Whether the block before was one.
    goes_on: bool,
    /// Whether the block before was a table, or torn off one.
    is_below_table: bool,
}

impl TornRows {
    /// Looks at a block, after those before it and those in it.
    pub(super) fn look(&mut self, kind: &BlockKind, place: &SourceRange) {
        let is_torn = match kind {
            BlockKind::Paragraph(content) => is_row(content),
            // Elsewhere it may show how a table is written.
            BlockKind::Code(text) => {
                self.is_indented && self.is_below_table && text.lines().all(is_written_row)
            }
            BlockKind::Heading(_)
            | BlockKind::List(_)
            | BlockKind::Quote(_)
            | BlockKind::Alert(..)
            | BlockKind::Chart(_)
            | BlockKind::Figure(_)
            | BlockKind::Table(_)
            | BlockKind::Rule
            | BlockKind::PageBreak
            | BlockKind::Turn(_) => false,
        };
        if is_torn && !self.goes_on {
            self.found.push(place.clone());
        }
        self.goes_on = is_torn;
        self.is_below_table = is_torn || matches!(kind, BlockKind::Table(_));
    }

    /// Begins a container, such as an item of a list: nothing goes on in it.
    pub(super) fn enter(&mut self) {
        (self.goes_on, self.is_below_table) = (false, false);
    }
}

/// True for a line that begins and ends with a bar, and for a blank one.
fn is_written_row(line: &str) -> bool {
    let line = line.trim();
    line.is_empty() || line.len() > 2 && line.starts_with('|') && line.ends_with('|')
}

/// True for text that begins and ends with a bar, with a cell in between.
fn is_row(content: &[Inline]) -> bool {
    let edge = |inline: Option<&Inline>, is_edge: fn(&str) -> bool| match inline.map(|inline| &inline.kind) {
        Some(InlineKind::Text(text)) => is_edge(text),
        Some(
            InlineKind::Code(_)
            | InlineKind::LineBreak
            | InlineKind::Item(_)
            | InlineKind::FootnoteReference(_)
            | InlineKind::Picture(_),
        )
        | None => false,
    };
    let begins = edge(content.first(), |text| text.trim_start().starts_with('|'));
    begins
        && edge(content.last(), |text| text.trim_end().ends_with('|'))
        && super::plain_text(content).trim().len() > 2
}
