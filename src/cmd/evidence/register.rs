//! Which register a new entry is added to.

use std::path::Path;

use onus_core::diagnostic::{Code, Diagnostic, quoted, quoted_list};
use onus_core::model::Project;
use onus_core::source::SourceId;
use onus_core::validate::ValidOrganization;

use super::AddError;
use crate::cli::AddEvidenceArgs;
use crate::load::{Bounds, is_same_file};
use crate::open::OpenWorkspace;

/// The name of a new register.
const USUAL_NAME: &str = "register.yaml";

/// The register that an entry is added to. It may not exist yet.
pub(super) struct TargetRegister<'v> {
    /// The organisation and its catalog.
    pub(super) subject: &'v ValidOrganization,
    /// Its project, unless it is a register of the organisation.
    pub(super) project: Option<&'v Project>,
    /// Its path in the workspace, with `/`.
    pub(super) path: String,
    /// Its text, if it exists.
    pub(super) source: Option<SourceId>,
}

impl TargetRegister<'_> {
    /// Path of its folder in the workspace.
    pub(super) fn folder(&self) -> &str {
        self.path.rsplit_once('/').map_or("", |(folder, _)| folder)
    }
}

/// Finds the register that the command line names, or the usual one.
pub(super) fn find<'v>(
    open: &'v OpenWorkspace,
    bounds: &Bounds,
    args: &AddEvidenceArgs,
) -> Result<TargetRegister<'v>, AddError> {
    if let Some(path) = &args.register {
        return named(open, bounds, path);
    }
    let Owner { subject, project } = selected(open, args)?;
    let folder = format!("profiles/{}", folder_name(open, subject));
    let folder = match project {
        Some(project) => format!("{folder}/projects/{}/evidence", project.id),
        None => format!("{folder}/evidence"),
    };
    let present: Vec<SourceId> = registers(open)
        .filter(|&id| {
            let name = open.sources().get(id).name();
            name.rsplit_once('/').is_some_and(|(place, _)| place == folder)
        })
        .collect();
    let usual = format!("{folder}/{USUAL_NAME}");
    let named_so = present.iter().find(|&&id| open.sources().get(id).name() == usual);
    // A single register is the right one, whatever its name; among several, only the usual name is not a guess.
    let source = match present.as_slice() {
        [only] => Some(*only),
        _ => named_so.copied(),
    };
    let path = source.map_or(usual, |id| open.sources().get(id).name().to_owned());
    Ok(TargetRegister { subject, project, path, source })
}

fn registers(open: &OpenWorkspace) -> impl Iterator<Item = SourceId> {
    let organizations = open.workspace.texts.organizations.iter();
    organizations.flat_map(|folder| folder.evidence.iter().map(|register| register.source))
}

/// The register at a path from the command line.
fn named<'v>(open: &'v OpenWorkspace, bounds: &Bounds, path: &Path) -> Result<TargetRegister<'v>, AddError> {
    // By identity, not by name: the path may lead through links or be relative to another folder.
    let source = registers(open).find(|&id| is_same_file(&bounds.path(open.sources().get(id).name()), path));
    let inside = match source {
        Some(id) => open.sources().get(id).name().to_owned(),
        None => bounds.inside(path)?,
    };
    let parts: Vec<&str> = inside.split('/').collect();
    let (folder, project, name) = match parts.as_slice() {
        ["profiles", folder, "evidence", name] => (*folder, None, *name),
        ["profiles", folder, "projects", project, "evidence", name] => (*folder, Some(*project), *name),
        _ => return Err(no_place(&inside)),
    };
    let is_yaml = [".yaml", ".yml"].iter().any(|ending| name.to_lowercase().ends_with(ending));
    let subject = open.validated.organizations.iter().find(|subject| folder_name(open, subject) == folder);
    let Some(subject) = subject.filter(|_| is_yaml && !name.starts_with('.')) else {
        return Err(no_place(&inside));
    };
    let projects = &subject.organization.projects;
    let found = project.and_then(|name| projects.iter().find(|project| project.id.as_str() == name));
    // A new register in the folder of an unknown project would never be read.
    if source.is_none() && project.is_some() && found.is_none() {
        return Err(no_place(&inside));
    }
    Ok(TargetRegister { subject, project: found, path: inside, source })
}

fn no_place(path: &str) -> AddError {
    let hint = "registers are `profiles/<organisation>/evidence/*.yaml` and \
                `profiles/<organisation>/projects/<project>/evidence/*.yaml`";
    let message = format!("{} is not read as a register", quoted(path));
    Diagnostic::error(Code::UnexpectedFile, message).hint(hint.to_owned()).into()
}

/// The name of an organisation's folder, which can differ from its id.
fn folder_name<'w>(open: &'w OpenWorkspace, subject: &ValidOrganization) -> &'w str {
    let name = open.texts_of(subject).map_or("", |texts| open.sources().get(texts.organization).name());
    name.split('/').nth(1).unwrap_or_default()
}

/// Whose register is meant.
struct Owner<'v> {
    subject: &'v ValidOrganization,
    /// None for the organisation itself.
    project: Option<&'v Project>,
}

/// The one organisation or project that the command line selects.
fn selected<'v>(open: &'v OpenWorkspace, args: &AddEvidenceArgs) -> Result<Owner<'v>, AddError> {
    let selection = &open.selection;
    let subjects = open.validated.organizations.iter();
    let subjects = subjects.filter(|subject| selection.has_organization(&subject.organization.id));
    let Some(name) = &args.project else {
        let subjects: Vec<&ValidOrganization> = subjects.collect();
        return match subjects.as_slice() {
            [only] => Ok(Owner { subject: only, project: None }),
            _ => {
                let names = subjects.iter().map(|subject| subject.organization.id.to_string());
                Err(ambiguous("several organisations have registers", "--organization", names))
            }
        };
    };
    let mut owners = Vec::new();
    for subject in subjects {
        let organization = &subject.organization;
        for project in &organization.projects {
            if selection.has_project(&organization.id, &project.id) {
                owners.push((subject, project));
            }
        }
    }
    match owners.as_slice() {
        [(subject, project)] => Ok(Owner { subject, project: Some(project) }),
        _ => {
            let names =
                owners.iter().map(|(subject, project)| format!("{}/{}", subject.organization.id, project.id));
            let message = format!("several organisations have a project {}", quoted(name));
            Err(ambiguous(&message, "--project", names))
        }
    }
}

fn ambiguous(message: &str, option: &str, names: impl Iterator<Item = String>) -> AddError {
    let names: Vec<String> = names.collect();
    let names = quoted_list(names.iter().map(String::as_str));
    let hint = format!("choose one of {names} with `{option}`");
    Diagnostic::error(Code::UnknownSelection, message).hint(hint).into()
}
