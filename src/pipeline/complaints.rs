//! What the layout complains of, as warnings that point at what the user wrote.

use crate::diagnostic::Diagnostic;
use crate::layout::Complaint;
use crate::source::{SourceId, Span};

/// Warnings about a document made by a template. Characters that no face has are not among them: they are gathered
/// over all documents of a run.
pub fn warnings(template: SourceId, complaints: &[Complaint]) -> Vec<Diagnostic> {
    let warnings = complaints.iter().filter_map(warning);
    warnings.map(|warning| warning.at(Span { source: template, start: 0, end: 0 }, "")).collect()
}

fn warning(complaint: &Complaint) -> Option<Diagnostic> {
    match complaint {
        Complaint::MissingCharacter { .. } => None,
    }
}
