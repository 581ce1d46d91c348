//! Warnings of the layout, at the places of what the user wrote.

use onus_core::diagnostic::{Code, Diagnostic};
use onus_core::source::Span;
use onus_typeset::layout::{LayoutWarning, NeededColumn};

/// How many of the widest columns a warning names.
const NAMED: usize = 4;

/// Warnings at the places of what they are about, by its offset in the Markdown. Characters that no face has are not
/// among them: they are gathered over all documents of a run.
pub fn layout_warnings(place: impl Fn(usize) -> Span, warnings: &[LayoutWarning]) -> Vec<Diagnostic> {
    let warning = |found: &LayoutWarning| Some(warning(found)?.at(place(found.offset()), ""));
    warnings.iter().filter_map(warning).collect()
}

fn warning(found: &LayoutWarning) -> Option<Diagnostic> {
    match found {
        LayoutWarning::MissingCharacter { .. } => None,
        LayoutWarning::TableTooWide { columns, .. } => {
            Some(Diagnostic::warning(Code::TableTooWide, found.to_string()).hint(widest_columns(columns)))
        }
    }
}

fn widest_columns(columns: &[NeededColumn]) -> String {
    let mut widest: Vec<(usize, &NeededColumn)> = columns.iter().enumerate().collect();
    widest.sort_by(|(_, one), (_, other)| other.width.total_cmp(&one.width));
    let mut named: Vec<String> = widest
        .into_iter()
        .take(NAMED)
        .map(|(number, column)| {
            let width = millimetres(column.width).ceil();
            match column.name.trim() {
                "" => format!("column {} needs {width} mm", number + 1),
                name => format!("`{name}` needs {width} mm"),
            }
        })
        .collect();
    let last = named.pop().unwrap_or_default();
    let list = if named.is_empty() { last } else { format!("{} and {last}", named.join(", ")) };
    format!("{list}; split the table or remove columns")
}

fn millimetres(points: f32) -> f32 {
    points / 72.0 * 25.4
}
