//! Rows of tables that blank lines have torn off: paragraphs that read like a row.

use super::{BlockKind, Inline, InlineKind, SourceRange};

/// The rows outside of tables, the first of each run of them.
#[derive(Debug, Default)]
pub(super) struct TornRows {
    pub(super) found: Vec<SourceRange>,
    /// Whether the block before was one.
    goes_on: bool,
}

impl TornRows {
    /// Looks at a block of the body.
    pub(super) fn look(&mut self, kind: &BlockKind, place: &SourceRange) {
        let is_torn = match kind {
            BlockKind::Paragraph(content) => is_row(content),
            BlockKind::Heading(_)
            | BlockKind::Code(_)
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
    }
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
