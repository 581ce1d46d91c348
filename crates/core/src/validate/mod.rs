//! Turns the entries of files into the model: names resolve, dates exist, decisions have reasons.
//! All errors of a workspace are found in one run.

mod catalog;
mod context;
mod profile;
mod registry;
mod renamed;
mod selector;
mod stack;
mod statement;
mod values;

use std::sync::Arc;

use serde::de::DeserializeOwned;

use crate::diagnostic::{Code, Diagnostic, quoted};
use crate::model::{Catalog, Language, Organization};
use crate::source::{SourceId, Sources};
use crate::texts::WorkspaceTexts;

use catalog::CatalogFiles;
use context::Context;

pub use renamed::RenamedId;

/// An organisation without errors, with its catalog.
#[derive(Debug)]
pub struct ValidOrganization {
    /// The built-in catalog, extended by the organisation's own.
    pub catalog: Arc<Catalog>,
    /// The organisation.
    pub organization: Organization,
}

/// A workspace after validation. If there are errors, the rest is incomplete.
#[derive(Debug)]
pub struct Validated {
    /// The built-in catalog.
    pub catalog: Arc<Catalog>,
    /// The organisations, by id.
    pub organizations: Vec<ValidOrganization>,
    /// All errors, in order of file and line.
    pub mistakes: Vec<Diagnostic>,
    /// Where files use former ids, in order of file and line.
    pub renamed: Vec<RenamedId>,
}

/// Validates a workspace.
pub fn validate(texts: &WorkspaceTexts) -> Validated {
    validate_with(texts, &|_| true)
}

/// The same without the built-in frameworks that no text of the workspace names: most of the catalog is frameworks, and a
/// workspace uses a handful. Where something is wrong, the whole catalog is read, since hints look for what was meant in
/// all of it.
pub fn validate_used(texts: &WorkspaceTexts) -> Validated {
    let is_named = |framework: &str| {
        let mut own = texts.sources.iter().filter(|source| !source.name().starts_with(BUILT_IN));
        own.any(|source| source.text().contains(framework))
    };
    let validated = validate_with(texts, &is_named);
    if validated.mistakes.is_empty() { validated } else { validate(texts) }
}

/// What the names of built-in texts begin with.
const BUILT_IN: &str = "onus:";

fn validate_with(texts: &WorkspaceTexts, is_used: &dyn Fn(&str) -> bool) -> Validated {
    let mut context = Context::new(&texts.sources);
    context.lose_unread(&texts.problems);
    context.documents = texts.documents.clone();
    let built_in = CatalogFiles::built_in(&mut context, &texts.catalog, is_used);
    let version = &texts.catalog_version;
    let catalog = Arc::new(built_in.finish(&mut context, version));
    let mut organizations: Vec<ValidOrganization> = Vec::new();
    for folder in &texts.organizations {
        let catalog = if folder.catalog.is_empty() {
            Arc::clone(&catalog)
        } else {
            let mut files = built_in.clone();
            files.add_own(&mut context, &folder.catalog);
            Arc::new(files.finish(&mut context, version))
        };
        context.renames = catalog.renames.clone();
        let Some(organization) = profile::organization(&mut context, &catalog, folder) else {
            continue;
        };
        let twin = organizations.iter().find(|subject| subject.organization.id == organization.id);
        if let Some(twin) = twin {
            let (id, first) = (organization.id.to_string(), twin.organization.origin.key("id"));
            context.duplicate(&id, &organization.origin.key("id"), &first);
        }
        organizations.push(ValidOrganization { catalog, organization });
    }
    organizations.sort_by(|one, other| one.organization.id.cmp(&other.organization.id));
    let mut renamed = std::mem::take(&mut context.renamed);
    renamed.sort_by_key(|renamed| texts.sources.span(&renamed.origin));
    renamed.dedup();
    Validated { catalog, organizations, mistakes: context.diagnostics.finish(), renamed }
}

/// Reads one file as `T`, with all errors in its shape. Its `schema` must be the given one, such as `onus.theme/1`.
pub fn read_file<T: DeserializeOwned>(
    sources: &Sources,
    id: SourceId,
    schema: &str,
) -> (Option<T>, Vec<Diagnostic>) {
    let mut context = Context::new(sources);
    let value = context.read_as(id, schema);
    (value, context.diagnostics.finish())
}

/// The diagnostic for a text that is not the tag of a language, without a location yet.
pub fn bad_language(text: &str) -> Diagnostic {
    let message = match text.is_empty() {
        true => "the language is empty".to_owned(),
        false => format!("{} is not the tag of a language", quoted(text)),
    };
    let hint = match Language::nearest(text) {
        Some(language) => format!("did you mean `{}`?", language.as_str()),
        None => "write a tag of BCP 47, such as `en`, `de-CH` or `pt-BR`".to_owned(),
    };
    Diagnostic::error(Code::BadLanguage, message).hint(hint)
}
