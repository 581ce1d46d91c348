//! Which organisations and projects a command is about.

use onus_core::diagnostic::{Code, Diagnostic, available, did_you_mean, quoted};
use onus_core::model::{OrganizationId, ProjectId};
use onus_core::validate::ValidOrganization;

/// Which organisations and projects are meant.
#[derive(Debug, Clone, Default)]
pub struct Selection {
    /// Only this organisation.
    pub organization: Option<String>,
    /// Only this project: `project` or `organisation/project`.
    pub project: Option<String>,
}

impl Selection {
    /// True when an organisation is meant.
    pub fn has_organization(&self, organization: &OrganizationId) -> bool {
        is_selected(&self.organization, organization.as_str())
    }

    /// True when a project is meant.
    pub fn has_project(&self, organization: &OrganizationId, project: &ProjectId) -> bool {
        let named = |wanted: &String| match wanted.split_once('/') {
            Some((folder, name)) => folder == organization.as_str() && name == project.as_str(),
            None => wanted == project.as_str(),
        };
        self.has_organization(organization) && self.project.as_ref().is_none_or(named)
    }

    /// Names that nothing in the workspace has.
    pub fn mistakes(&self, subjects: &[ValidOrganization]) -> Vec<Diagnostic> {
        let all = || subjects.iter().map(|subject| &subject.organization);
        let organizations: Vec<String> = all().map(|organization| organization.id.to_string()).collect();
        // Under a name that no organisation has, every project is worth a hint.
        let known = organizations.iter().any(|id| Some(id) == self.organization.as_ref());
        let projects: Vec<String> = all()
            .filter(|organization| !known || self.has_organization(&organization.id))
            .flat_map(|organization| {
                organization.projects.iter().map(|project| format!("{}/{}", organization.id, project.id))
            })
            .collect();
        [("organisation", &self.organization, organizations), ("project", &self.project, projects)]
            .into_iter()
            .filter_map(|(noun, wanted, names)| unknown_name(noun, wanted.as_deref()?, &names))
            .collect()
    }
}

pub(crate) fn is_selected(wanted: &Option<String>, name: &str) -> bool {
    wanted.as_ref().is_none_or(|wanted| wanted == name)
}

/// A diagnostic for a name on the command line that is none of the given ones.
pub(crate) fn unknown_name(noun: &str, wanted: &str, names: &[String]) -> Option<Diagnostic> {
    let is_it =
        |name: &String| name == wanted || name.rsplit_once('/').is_some_and(|(_, last)| last == wanted);
    if names.iter().any(is_it) {
        return None;
    }
    let hint = did_you_mean(wanted, names.iter().map(String::as_str))
        .or_else(|| available(names.iter().map(String::as_str)));
    let message = format!("there is no {noun} {}", quoted(wanted));
    Some(Diagnostic::error(Code::UnknownSelection, message).hint(hint))
}
