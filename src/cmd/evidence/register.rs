//! Which register an entry goes into.

use std::path::Path;

use onus_core::diagnostic::{Code, Diagnostic};
use onus_core::model::{Organization, Project};
use onus_core::source::SourceId;
use onus_core::validate::Subject;

use super::Refused;
use crate::cli::AddArgs;
use crate::load::{Bounds, is_same_file};
use crate::open::OpenWorkspace;

/// The name of a register when nobody says otherwise.
const USUAL_NAME: &str = "register.yaml";

/// A register, there already or not, and whose it is.
pub(super) struct Register<'v> {
    /// The organisation and its catalog.
    pub(super) subject: &'v Subject,
    /// The project, when it is one of a project.
    pub(super) project: Option<&'v Project>,
    /// Its path in the workspace, with `/`.
    pub(super) path: String,
    /// Its text, when it is there.
    pub(super) source: Option<SourceId>,
}

impl Register<'_> {
    /// The folder in which it lies, by its path in the workspace.
    pub(super) fn folder(&self) -> &str {
        self.path.rsplit_once('/').map_or("", |(folder, _)| folder)
    }
}

/// Finds the register that the command line means.
pub(super) fn find<'v>(
    open: &'v OpenWorkspace,
    bounds: &Bounds,
    args: &AddArgs,
) -> Result<Register<'v>, Refused> {
    if let Some(path) = &args.register {
        return named(open, bounds, path);
    }
    let (subject, project) = selected(open, args)?;
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
    let source = match present.as_slice() {
        [only] => Some(*only),
        _ => named_so.copied(),
    };
    let path = source.map_or(usual, |id| open.sources().get(id).name().to_owned());
    Ok(Register { subject, project, path, source })
}

fn registers(open: &OpenWorkspace) -> impl Iterator<Item = SourceId> {
    let organizations = open.workspace.texts.organizations.iter();
    organizations.flat_map(|folder| folder.evidence.iter().map(|register| register.source))
}

/// The register at a path of the command line.
fn named<'v>(open: &'v OpenWorkspace, bounds: &Bounds, path: &Path) -> Result<Register<'v>, Refused> {
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
    let subject = open.validated.subjects.iter().find(|subject| folder_name(open, subject) == folder);
    let Some(subject) = subject.filter(|_| is_yaml && !name.starts_with('.')) else {
        return Err(no_place(&inside));
    };
    let projects = &subject.organization.projects;
    let found = project.and_then(|name| projects.iter().find(|project| project.id.as_str() == name));
    if source.is_none() && project.is_some() && found.is_none() {
        return Err(no_place(&inside));
    }
    Ok(Register { subject, project: found, path: inside, source })
}

fn no_place(path: &str) -> Refused {
    let hint = "registers are `profiles/<organisation>/evidence/*.yaml` and \
                `profiles/<organisation>/projects/<project>/evidence/*.yaml`";
    let message = format!("nothing reads a register at `{path}`");
    Diagnostic::error(Code::UnexpectedFile, message).hint(hint.to_owned()).into()
}

/// The name of an organisation's folder, which need not be its id.
fn folder_name<'w>(open: &'w OpenWorkspace, subject: &Subject) -> &'w str {
    let name = open.texts_of(subject).map_or("", |texts| open.sources().get(texts.organization).name());
    name.split('/').nth(1).unwrap_or_default()
}

/// The organisation, or the project of it, that the command line means.
fn selected<'v>(
    open: &'v OpenWorkspace,
    args: &AddArgs,
) -> Result<(&'v Subject, Option<&'v Project>), Refused> {
    let (selection, subjects) = (&open.selection, &open.validated.subjects);
    let meant: Vec<&Subject> =
        subjects.iter().filter(|subject| selection.has_organization(&subject.organization.id)).collect();
    let Some(name) = &args.project else {
        return match meant.as_slice() {
            [only] => Ok((*only, None)),
            _ => Err(unclear(
                "organisation",
                "--organization",
                meant.iter().map(|s| s.organization.id.to_string()),
            )),
        };
    };
    let has =
        |organization: &Organization, project: &Project| selection.has_project(&organization.id, &project.id);
    let projects: Vec<(&Subject, &Project)> = meant
        .iter()
        .flat_map(|subject| subject.organization.projects.iter().map(move |project| (*subject, project)))
        .filter(|(subject, project)| has(&subject.organization, project))
        .collect();
    match projects.as_slice() {
        [(subject, project)] => Ok((*subject, Some(*project))),
        _ => {
            let names = projects
                .iter()
                .map(|(subject, project)| format!("{}/{}", subject.organization.id, project.id));
            Err(unclear(&format!("project `{name}`"), "--project", names))
        }
    }
}

fn unclear(what: &str, option: &str, names: impl Iterator<Item = String>) -> Refused {
    let names: Vec<String> = names.map(|name| format!("`{name}`")).collect();
    let hint = format!("there is {}; name one with `{option}`", names.join(", "));
    Diagnostic::error(Code::UnknownSelection, format!("it is not clear which {what} is meant"))
        .hint(hint)
        .into()
}
