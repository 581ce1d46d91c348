//! What the layout complains of, as warnings that point at what the user wrote.

use crate::diagnostic::{Code, Diagnostic};
use crate::layout::Complaint;
use crate::source::{SourceId, Span};

/// Warnings about a document made by a template.
pub fn warnings(template: SourceId, complaints: &[Complaint]) -> Vec<Diagnostic> {
    complaints
        .iter()
        .map(|complaint| warning(complaint).at(Span { source: template, start: 0, end: 0 }, ""))
        .collect()
}

fn warning(complaint: &Complaint) -> Diagnostic {
    match complaint {
        Complaint::MissingCharacter { character, .. } => {
            let message =
                format!("no font has the character `{character}` (U+{:04X})", u32::from(*character));
            Diagnostic::warning(Code::MissingGlyph, message)
                .hint("it is shown as a box; name a font that has it in `templates/theme.yaml`".to_owned())
        }
    }
}
