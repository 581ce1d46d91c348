//! What the layout complains of, as warnings that point at what the user wrote.

use crate::diagnostic::{Code, Diagnostic};
use crate::layout::{Complaint, NeededColumn};
use crate::source::Span;

/// How many of the widest columns a warning names.
const NAMED: usize = 4;

/// Warnings at the places of what they are about, by its offset in the Markdown.
pub fn warnings(place: impl Fn(usize) -> Span, complaints: &[Complaint]) -> Vec<Diagnostic> {
    complaints.iter().map(|complaint| warning(complaint).at(place(complaint.offset()), "")).collect()
}

fn warning(complaint: &Complaint) -> Diagnostic {
    match complaint {
        Complaint::MissingCharacter { character, .. } => {
            let message =
                format!("no font has the character `{character}` (U+{:04X})", u32::from(*character));
            Diagnostic::warning(Code::MissingGlyph, message)
                .hint("it is shown as a box; name a font that has it in `templates/theme.yaml`".to_owned())
        }
        Complaint::TableTooWide { room, columns, .. } => too_wide(*room, columns),
    }
}

fn too_wide(room: f32, columns: &[NeededColumn]) -> Diagnostic {
    let needed: f32 = columns.iter().map(|column| column.width).sum();
    let message = format!(
        "a table of {} columns needs {} mm and a page has {} mm",
        columns.len(),
        millimetres(needed).ceil(),
        millimetres(room).floor()
    );
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
    Diagnostic::warning(Code::TableTooWide, message)
        .hint(format!("{list}; divide the table or take columns out"))
}

fn millimetres(points: f32) -> f32 {
    points / 72.0 * 25.4
}
