//! What a document was made from, and by which version of the program.

use onus_core::model::Provider;
use onus_core::resolve::Matrix;
use serde::Serialize;

use super::ViewContext;
use super::text::Text;

/// What a document was made from, and by which version of the program.
#[derive(Debug, Serialize)]
pub(super) struct ProvenanceView {
    /// Version of onus.
    program: &'static str,
    /// The texts that decide what it says: profiles, registers, own catalog, own templates.
    inputs: Vec<InputFileView>,
}

/// A text that a document was made from.
#[derive(Debug, Serialize)]
struct InputFileView {
    /// Path in the workspace.
    path: String,
    sha256: String,
}

impl ProvenanceView {
    pub(super) fn new(context: ViewContext<'_>) -> Self {
        let file = |id: &onus_core::source::SourceId| {
            let source = context.sources.get(*id);
            InputFileView { path: source.name().to_owned(), sha256: source.digest().to_string() }
        };
        Self { program: env!("CARGO_PKG_VERSION"), inputs: context.inputs.iter().map(file).collect() }
    }
}

/// A provider with services in use.
#[derive(Debug, Serialize)]
pub(super) struct ProviderView<'a> {
    id: &'a str,
    name: Text<'a>,
    short_name: Text<'a>,
    /// Its page on shared responsibility, or none.
    url: Option<Text<'a>>,
    /// Services in use.
    services: usize,
}

impl<'a> ProviderView<'a> {
    /// The providers of services in use, by id.
    pub(super) fn of(matrix: &Matrix<'a>) -> Vec<Self> {
        let used = |provider: &Provider| {
            let services = matrix.scope.services.iter();
            services.filter(|in_use| in_use.service.provider == provider.id).count()
        };
        let facts = |provider: &'a Provider| Self {
            id: provider.id.as_str(),
            name: Text(&provider.name),
            short_name: Text(&provider.short_name),
            url: provider.url.as_ref().map(Text::from),
            services: used(provider),
        };
        let providers = matrix.scope.catalog.providers.values().map(facts);
        providers.filter(|provider| provider.services > 0).collect()
    }
}
