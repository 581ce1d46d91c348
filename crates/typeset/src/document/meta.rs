//! Metadata: what page headers, footers and the file say about a document, so that nothing is guessed from its text.

use chrono::NaiveDate;

use crate::theme::{Orientation, Paper};

/// The metadata of a document.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Meta {
    /// Shown in page headers, in the window title of a reader and in the file's metadata.
    pub title: String,
    /// Whose document it is; the author in the file's metadata.
    pub organization: Option<String>,
    /// Which project it is about.
    pub project: Option<String>,
    /// Such as `Confidential`; stands in every footer.
    pub classification: Option<String>,
    /// The as-of date; the only date that reaches the file.
    pub date: Option<NaiveDate>,
    /// Identifies the document, such as `acme/payments/plan-of-action`.
    pub id: Option<String>,
    /// Changes with the content: two copies of one revision say the same.
    pub revision: Option<String>,
    /// BCP 47 tag such as `en` or `de-CH`; screen readers choose their voice by it.
    pub language: String,
    /// Sheet size.
    pub paper: Paper,
    /// How sheets are turned at the start; hints in the body may change it.
    pub orientation: Orientation,
    /// Whether it has a table of contents; if `None`, a long one has.
    pub contents: Option<bool>,
}

impl Meta {
    /// English, A4, portrait, and nothing but a title.
    pub fn titled(title: impl Into<String>) -> Self {
        Self {
            title: title.into(),
            organization: None,
            project: None,
            classification: None,
            date: None,
            id: None,
            revision: None,
            language: "en".to_owned(),
            paper: Paper::A4,
            orientation: Orientation::Portrait,
            contents: None,
        }
    }
}
