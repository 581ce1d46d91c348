//! Which organisations and projects a command is about.

use onus_core::diagnostic::{Code, Diagnostic, available, did_you_mean, quoted};
use onus_core::model::{OrganizationId, ProjectId};
use onus_core::validate::ValidOrganization;

use crate::plan::{self, PlannedDocument};

/// Which organisations and projects are asked about; by default all of them.
#[derive(Debug, Clone, Default)]
pub struct Selection {
    /// Only this organisation.
    pub organization: Option<String>,
    /// Only this project: `project` or `organisation/project`.
    pub project: Option<String>,
}

impl Selection {
    /// True when an organisation is asked about.
    pub fn has_organization(&self, organization: &OrganizationId) -> bool {
        is_selected(self.organization.as_deref(), organization.as_str())
    }

    /// True when a project is asked about.
    pub fn has_project(&self, organization: &OrganizationId, project: &ProjectId) -> bool {
        let is_its_name = |wanted: &String| match wanted.split_once('/') {
            Some((folder, name)) => folder == organization.as_str() && name == project.as_str(),
            None => wanted == project.as_str(),
        };
        self.has_organization(organization) && self.project.as_ref().is_none_or(is_its_name)
    }

    /// True when a document is about what is asked about. Documents of an organisation show all its projects, so none of
    /// them is about a single one.
    pub fn has_document(&self, document: &PlannedDocument<'_>) -> bool {
        match &document.subject {
            plan::DocumentSubject::Project(project) => self.has_project(&document.organization, project),
            plan::DocumentSubject::Organization
            | plan::DocumentSubject::Service(_)
            | plan::DocumentSubject::Framework(_)
            | plan::DocumentSubject::Party(_) => {
                self.project.is_none() && self.has_organization(&document.organization)
            }
        }
    }

    /// True when everything is asked about.
    pub fn is_of_all(&self) -> bool {
        self.organization.is_none() && self.project.is_none()
    }

    /// Names that nothing in the workspace has.
    pub fn mistakes(&self, subjects: &[ValidOrganization]) -> Vec<Diagnostic> {
        let all = || subjects.iter().map(|subject| &subject.organization);
        let organizations: Vec<String> = all().map(|organization| organization.id.to_string()).collect();
        // When the organisation's name is wrong, too, the project may be one of any organisation.
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

/// True when a name is asked for, or none in particular.
fn is_selected(wanted: Option<&str>, name: &str) -> bool {
    wanted.is_none_or(|wanted| wanted == name)
}

/// A diagnostic for a name on the command line that is none of the given ones. `acme/payments` has the name `payments`,
/// too.
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
