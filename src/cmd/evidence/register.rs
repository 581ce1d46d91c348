//! Which register an entry goes into.

use std::path::Path;

use onus_core::diagnostic::{Code, Diagnostic, quoted_list};
use onus_core::model::{Organization, Project};
use onus_core::source::SourceId;
use onus_core::texts::OrganizationTexts;
use onus_core::validate::ValidOrganization;

use super::Refused;
use crate::cli::AddArgs;
use crate::load::{Bounds, Workspace, is_same_file};
use crate::pipeline::Selection;

/// The name of a register when nobody says otherwise.
const USUAL_NAME: &str = "register.yaml";

/// A register, there already or not, and whose it is.
pub(super) struct Register<'v> {
    /// The organisation and its catalog.
    pub(super) subject: &'v ValidOrganization,
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
    workspace: &Workspace,
    subjects: &'v [ValidOrganization],
    bounds: &Bounds,
    args: &AddArgs,
) -> Result<Register<'v>, Refused> {
    if let Some(path) = &args.register {
        return named(workspace, subjects, bounds, path);
    }
    let (subject, project) = selected(subjects, args)?;
    let folder = format!("profiles/{}", folder_name(workspace, subject));
    let folder = match project {
        Some(project) => format!("{folder}/projects/{}/evidence", project.id),
        None => format!("{folder}/evidence"),
    };
    let present: Vec<SourceId> = registers(workspace)
        .filter(|&id| {
            let name = workspace.texts.sources.get(id).name();
            name.rsplit_once('/').is_some_and(|(place, _)| place == folder)
        })
        .collect();
    let usual = format!("{folder}/{USUAL_NAME}");
    let named_so = present.iter().find(|&&id| workspace.texts.sources.get(id).name() == usual);
    let source = match present.as_slice() {
        [only] => Some(*only),
        _ => named_so.copied(),
    };
    let path = source.map_or(usual, |id| workspace.texts.sources.get(id).name().to_owned());
    Ok(Register { subject, project, path, source })
}

fn registers(workspace: &Workspace) -> impl Iterator<Item = SourceId> {
    workspace
        .texts
        .organizations
        .iter()
        .flat_map(|folder| folder.evidence.iter().map(|register| register.source))
}

/// The register at a path of the command line.
fn named<'v>(
    workspace: &Workspace,
    subjects: &'v [ValidOrganization],
    bounds: &Bounds,
    path: &Path,
) -> Result<Register<'v>, Refused> {
    let source = registers(workspace)
        .find(|&id| is_same_file(&bounds.path(workspace.texts.sources.get(id).name()), path));
    let inside = match source {
        Some(id) => workspace.texts.sources.get(id).name().to_owned(),
        None => bounds.inside(path)?,
    };
    let parts: Vec<&str> = inside.split('/').collect();
    let (folder, project, name) = match parts.as_slice() {
        ["profiles", folder, "evidence", name] => (*folder, None, *name),
        ["profiles", folder, "projects", project, "evidence", name] => (*folder, Some(*project), *name),
        _ => return Err(no_place(&inside)),
    };
    let is_yaml = [".yaml", ".yml"].iter().any(|ending| name.to_lowercase().ends_with(ending));
    let subject = subjects.iter().find(|subject| folder_name(workspace, subject) == folder);
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
fn folder_name<'w>(workspace: &'w Workspace, subject: &ValidOrganization) -> &'w str {
    let file = subject.organization.origin.source;
    let is_its = |folder: &&OrganizationTexts| folder.organization == file;
    let folder = workspace.texts.organizations.iter().find(is_its);
    let name = folder.map_or("", |folder| workspace.texts.sources.get(folder.organization).name());
    name.split('/').nth(1).unwrap_or_default()
}

/// The organisation, or the project of it, that the command line means.
fn selected<'v>(
    subjects: &'v [ValidOrganization],
    args: &AddArgs,
) -> Result<(&'v ValidOrganization, Option<&'v Project>), Refused> {
    let selection = Selection { organization: args.organization.clone(), project: args.project.clone() };
    let mistakes = selection.mistakes(subjects);
    if !mistakes.is_empty() {
        return Err(Refused::Mistakes(mistakes));
    }
    let meant: Vec<&ValidOrganization> =
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
    let projects: Vec<(&ValidOrganization, &Project)> = meant
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
    let names: Vec<String> = names.collect();
    let hint =
        format!("available: {}; name one with `{option}`", quoted_list(names.iter().map(String::as_str)));
    Diagnostic::error(Code::UnknownSelection, format!("it is not clear which {what} is meant"))
        .hint(hint)
        .into()
}
