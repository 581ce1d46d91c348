//! Which documents there are to be: every template for every subject of its scope, and the folder each goes to.

mod template;

use onus_core::model::{FrameworkId, OrganizationId, ProjectId, ServiceId};

pub use template::{DocumentFormat, DocumentScope, Template, templates};

/// What a document is about.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Subject {
    /// An organisation with all its projects.
    Organization,
    /// One project.
    Project(ProjectId),
    /// One service in use, over all projects.
    Service(ServiceId),
    /// One framework, over all projects.
    Framework(FrameworkId),
}

/// A document to be made.
#[derive(Debug, Clone)]
pub struct Document<'t> {
    /// How it is made.
    pub template: &'t Template,
    /// Whose it is.
    pub organization: OrganizationId,
    /// What it is about.
    pub subject: Subject,
}

impl Document<'_> {
    /// Path below the output folder, with `/`, without an ending.
    pub fn path(&self) -> String {
        let (organization, name) = (&self.organization, &self.template.document);
        match &self.subject {
            Subject::Organization => format!("{organization}/{name}"),
            Subject::Project(project) => format!("{organization}/{project}/{name}"),
            Subject::Service(service) => format!("{organization}/services/{service}/{name}"),
            Subject::Framework(framework) => format!("{organization}/frameworks/{framework}/{name}"),
        }
    }
}

/// What an organisation has that documents can be about.
#[derive(Debug)]
pub struct Inventory<'i> {
    /// The organisation.
    pub organization: &'i OrganizationId,
    /// Its projects, by id.
    pub projects: Vec<&'i ProjectId>,
    /// Services in use in any project, by id.
    pub services: Vec<&'i ServiceId>,
    /// Frameworks shown in any project, by id.
    pub frameworks: Vec<&'i FrameworkId>,
}

/// Every template for every subject of its scope, in the order of subjects, then of templates.
pub fn plan<'t>(templates: &'t [Template], inventory: &Inventory<'_>) -> Vec<Document<'t>> {
    let mut documents = Vec::new();
    for template in templates {
        let subjects: Vec<Subject> = match template.scope {
            DocumentScope::Organization => vec![Subject::Organization],
            DocumentScope::Project => {
                inventory.projects.iter().map(|&id| Subject::Project(id.clone())).collect()
            }
            DocumentScope::Service => {
                inventory.services.iter().map(|&id| Subject::Service(id.clone())).collect()
            }
            DocumentScope::Framework => {
                inventory.frameworks.iter().map(|&id| Subject::Framework(id.clone())).collect()
            }
            DocumentScope::Change => Vec::new(),
        };
        let document = |subject| Document { template, organization: inventory.organization.clone(), subject };
        documents.extend(subjects.into_iter().map(document));
    }
    documents.sort_by(|one, other| one.subject.cmp(&other.subject));
    documents
}
