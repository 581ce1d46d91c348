//! What hints say about the block that follows them.

use super::SourceRange;
use super::hint::HintWarning;

/// The hints since the latest block.
#[derive(Debug, Default)]
pub(super) struct BlockHints {
    /// Relative widths of the columns of a table.
    pub(super) widths: Option<Vec<f32>>,
    /// A table is a grid of marks.
    pub(super) is_grid: bool,
    /// Cells of a table are joined.
    pub(super) has_spans: bool,
    /// The block stays with the next one.
    pub(super) is_kept: bool,
}

impl BlockHints {
    /// The widths for a table of so many columns that starts here. Others are worth a warning.
    pub(super) fn widths_of(
        &mut self,
        columns: usize,
        place: &SourceRange,
        warnings: &mut Vec<HintWarning>,
    ) -> Option<Vec<f32>> {
        let widths = self.widths.take()?;
        if widths.len() == columns {
            return Some(widths);
        }
        let written: Vec<String> = widths.iter().map(f32::to_string).collect();
        warnings.push(HintWarning {
            comment: format!("columns: {}", written.join(" ")),
            reason: format!("the table has {columns} column{}", if columns == 1 { "" } else { "s" }),
            meant: format!("<!-- columns:{} -->", " 1".repeat(columns.min(12))),
            place: place.clone(),
        });
        None
    }
}
