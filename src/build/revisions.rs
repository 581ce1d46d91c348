//! Which revision a document is: its last one while it says the same, else a new one. A day that changes nothing changes no
//! byte, so the revisions that were published are an input of a build.

use onus_core::diagnostic::Diagnostic;
use onus_core::digest::Sha256Digest;
use onus_core::model::{Edition, Issued, Stamp, changes};
use onus_matrix::{MatrixInput, write_matrix};

use super::result::BuiltFile;
use crate::load::{REVISIONS, Revisions};
use crate::plan::PlannedDocument;
use crate::publish::OutputFile;
use crate::render::view::View;
use crate::render::{Engine, RenderedText};

/// A document's text with what is remembered of it.
pub(super) struct RevisedText {
    pub(super) text: RenderedText,
    pub(super) issued: Issued,
}

/// Renders a document as its last revision, and as a new one of today where that says something else.
pub(super) fn render_revision(
    engine: &Engine,
    document: &PlannedDocument<'_>,
    view: &View,
    today: &Stamp,
    before: Option<&Issued>,
) -> Result<RevisedText, Diagnostic> {
    let edition = match before {
        None => Edition::first(today.clone()),
        Some(before) => {
            let text = engine.render(document, view, &before.edition)?;
            if Sha256Digest::of(text.markdown.as_bytes()) == before.text_digest {
                return Ok(RevisedText { text, issued: before.clone() });
            }
            before.edition.next(today.clone(), changes(&before.sections, &text.sections()))
        }
    };
    let text = engine.render(document, view, &edition)?;
    let issued = issued(edition, &text);
    Ok(RevisedText { text, issued })
}

fn issued(mut edition: Edition, text: &RenderedText) -> Issued {
    if let Some(own) = edition.revisions.last_mut() {
        own.digest.clone_from(&text.revision);
    }
    let text_digest = Sha256Digest::of(text.markdown.as_bytes());
    Issued { edition, text_digest, sections: text.sections() }
}

/// A matrix as data with what is remembered of it.
pub(super) struct RevisedMatrix {
    pub(super) bytes: Vec<u8>,
    pub(super) issued: Issued,
}

/// Writes a matrix as of the day of its last revision, and as of today where that is another one.
pub(super) fn matrix_revision(today: MatrixInput<'_>, before: Option<&Issued>) -> RevisedMatrix {
    if let Some(before) = before {
        let bytes = write_matrix(MatrixInput { stamp: &before.edition.stamp, ..today });
        if Sha256Digest::of(&bytes) == before.text_digest {
            return RevisedMatrix { bytes, issued: before.clone() };
        }
    }
    let bytes = write_matrix(today);
    // Programs compare matrices themselves; their revisions are not counted.
    let edition = Edition { stamp: today.stamp.clone(), revisions: Vec::new() };
    let issued = Issued { edition, text_digest: Sha256Digest::of(&bytes), sections: Vec::new() };
    RevisedMatrix { bytes, issued }
}

/// The file with the revisions of a folder; none while nothing in it has been published.
pub(super) fn revisions_file(folder: &str, revisions: &Revisions) -> Option<BuiltFile> {
    if revisions.documents.is_empty() {
        return None;
    }
    let content = OutputFile { path: format!("{folder}/{REVISIONS}"), bytes: revisions.to_bytes() };
    let digest = Sha256Digest::of(&content.bytes);
    Some(BuiltFile::of_data(content, digest))
}
