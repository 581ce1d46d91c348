//! The templates of a workspace as the engine reads them.

use std::collections::BTreeMap;

use onus_core::source::SourceId;

/// Templates by name, those that are only included too.
pub(super) type TemplateSources = BTreeMap<String, TemplateSource>;

/// A template that the engine reads.
#[derive(Debug, Clone)]
pub(super) struct TemplateSource {
    /// The file.
    pub(super) source: SourceId,
    /// Its text with the front matter blanked out, so that offsets in it are offsets in the file.
    pub(super) text: String,
}
