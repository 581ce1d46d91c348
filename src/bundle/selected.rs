//! Which documents go into a package: those that are named, or all that are meant for other people.

use onus_core::diagnostic::{Code, Diagnostic, did_you_mean, quoted};
use onus_package::PackageFile;

use crate::plan::{DocumentAudience, DocumentScope, Template};

/// Name of the data file of a project, which is in every package.
const MATRIX: &str = "matrix";

/// The names of the documents, with that of the data; else what is wrong with the names.
pub(super) fn documents(
    templates: &[Template],
    named: Option<&[String]>,
) -> Result<Vec<String>, Vec<Diagnostic>> {
    let of_project = || templates.iter().filter(|template| template.scope == DocumentScope::Project);
    let mut wanted: Vec<String> = match named {
        Some(named) => {
            let refused: Vec<Diagnostic> = named.iter().filter_map(|name| refused(templates, name)).collect();
            if !refused.is_empty() {
                return Err(refused);
            }
            named.to_vec()
        }
        None => {
            let shown = of_project().filter(|template| template.audience != DocumentAudience::Internal);
            shown.map(|template| template.document.clone()).collect()
        }
    };
    wanted.push(MATRIX.to_owned());
    wanted.dedup();
    Ok(wanted)
}

/// Documents that were asked for and that the project does not have: its templates make them of other projects only.
pub(super) fn not_made(named: Option<&[String]>, files: &[PackageFile]) -> Vec<Diagnostic> {
    let is_made = |name: &String| {
        let stem = format!("documents/{name}.");
        name == MATRIX || files.iter().any(|item| item.path.starts_with(&stem))
    };
    let missing = named.into_iter().flatten().filter(|name| !is_made(name));
    let refused = |name: &String| {
        let message = format!("the project has no document {}", quoted(name));
        let hint = "its template is made only with something that the project does not have".to_owned();
        Diagnostic::error(Code::UnknownSelection, message).hint(hint)
    };
    missing.map(refused).collect()
}

/// Why a package cannot have a document of this name.
fn refused(templates: &[Template], name: &str) -> Option<Diagnostic> {
    let found = templates.iter().find(|template| template.document == name);
    let (message, hint) = match found {
        Some(template) if template.scope == DocumentScope::Project => return None,
        None if name == MATRIX => return None,
        Some(_) => (
            format!("{} is not a document about one project", quoted(name)),
            Some("packages have documents of the scope `project`".to_owned()),
        ),
        None => {
            let names = templates.iter().filter(|template| template.scope == DocumentScope::Project);
            let hint = did_you_mean(name, names.clone().map(|template| template.document.as_str()));
            let all = || {
                let all: Vec<String> = names.map(|template| quoted(&template.document)).collect();
                format!("available: {}", all.join(", "))
            };
            (format!("there is no document {}", quoted(name)), Some(hint.unwrap_or_else(all)))
        }
    };
    Some(Diagnostic::error(Code::UnknownSelection, message).hint(hint))
}
