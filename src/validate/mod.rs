//! What files say becomes what we believe: every name resolves, every date exists, every decision has its reason.
//! All mistakes of a workspace are found in one run.

mod catalog;
mod context;
mod profile;
mod registry;
mod shape;
mod statement;

use std::sync::Arc;

use crate::diagnostic::Diagnostic;
use crate::load::Workspace;
use crate::model::{Catalog, Organization};

use catalog::CatalogFiles;
use context::Context;

/// An organisation with the catalog that holds for it.
#[derive(Debug)]
pub struct Subject {
    /// The built-in catalog with the organisation's own on top.
    pub catalog: Arc<Catalog>,
    /// The organisation.
    pub organization: Organization,
}

/// Checks a workspace: what holds, and every mistake. With mistakes, what is returned beside them is incomplete.
pub fn validate(workspace: &Workspace) -> (Vec<Subject>, Vec<Diagnostic>) {
    let mut context = Context::new(&workspace.sources);
    let built_in = CatalogFiles::built_in(&mut context, &workspace.catalog);
    let shared = Arc::new(built_in.clone().finish(&mut context));
    let mut subjects: Vec<Subject> = Vec::new();
    for folder in &workspace.organizations {
        let catalog = if folder.catalog.is_empty() {
            Arc::clone(&shared)
        } else {
            let mut files = built_in.clone();
            files.add_own(&mut context, &folder.catalog);
            Arc::new(files.finish(&mut context))
        };
        let Some(organization) = profile::organization(&mut context, &catalog, folder) else { continue };
        let twin = subjects.iter().find(|subject| subject.organization.id == organization.id);
        if let Some(twin) = twin {
            let (id, first) = (organization.id.to_string(), twin.organization.origin.key("id"));
            context.duplicate(&id, &organization.origin.key("id"), &first);
        }
        subjects.push(Subject { catalog, organization });
    }
    (subjects, context.diagnostics.finish())
}
