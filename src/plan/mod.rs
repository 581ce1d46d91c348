//! Which documents a build makes: every template for every subject of its scope, each with its path.

mod copied;
mod template;

use onus_core::model::{FrameworkId, Organization, OrganizationId, PartyId, Project, ProjectId, ServiceId};

pub use copied::{
    TemplateBase, TemplateCopy, builtin_template, copied_text, copies, outdated_copies, own_template,
};
pub use template::{DocumentAudience, DocumentFormat, DocumentScope, TableDensity, Template, templates};

/// What a document is about.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum DocumentSubject {
    /// An organisation with all its projects.
    Organization,
    /// One project.
    Project(ProjectId),
    /// One service in use, over all projects.
    Service(ServiceId),
    /// One framework, over all projects.
    Framework(FrameworkId),
    /// One party, over all projects.
    Party(PartyId),
}

/// A document that a build makes.
#[derive(Debug, Clone)]
pub struct PlannedDocument<'t> {
    /// The template that it is made from.
    pub template: &'t Template,
    /// The organisation in whose folder it is.
    pub organization: OrganizationId,
    /// What it is about.
    pub subject: DocumentSubject,
}

impl PlannedDocument<'_> {
    /// Path below the output folder, with `/`, without extension.
    pub fn path(&self) -> String {
        let (organization, name) = (&self.organization, &self.template.document);
        match &self.subject {
            DocumentSubject::Organization => format!("{organization}/{name}"),
            DocumentSubject::Project(project) => format!("{organization}/{project}/{name}"),
            DocumentSubject::Service(service) => format!("{organization}/services/{service}/{name}"),
            DocumentSubject::Framework(framework) => format!("{organization}/frameworks/{framework}/{name}"),
            DocumentSubject::Party(party) => format!("{organization}/parties/{party}/{name}"),
        }
    }
}

/// The subjects of an organisation that documents can be about.
#[derive(Debug)]
pub struct Inventory<'i> {
    /// The organisation.
    pub organization: &'i Organization,
    /// Its projects, by id.
    pub projects: Vec<&'i Project>,
    /// Services in use in any project, by id.
    pub services: Vec<&'i ServiceId>,
    /// Frameworks shown in any project, by id.
    pub frameworks: Vec<&'i FrameworkId>,
    /// Parties that have something to do in any project, by id.
    pub parties: Vec<&'i PartyId>,
}

/// Every template for every subject of its scope that meets its condition, in the order of subjects, then of templates.
pub fn plan<'t>(templates: &'t [Template], inventory: &Inventory<'_>) -> Vec<PlannedDocument<'t>> {
    let mut documents = Vec::new();
    for template in templates {
        let subjects: Vec<DocumentSubject> = match template.scope {
            DocumentScope::Organization => vec![DocumentSubject::Organization],
            DocumentScope::Project => {
                let projects = inventory
                    .projects
                    .iter()
                    .filter(|project| template.is_for(inventory.organization, project));
                projects.map(|project| DocumentSubject::Project(project.id.clone())).collect()
            }
            DocumentScope::Service => {
                inventory.services.iter().map(|&id| DocumentSubject::Service(id.clone())).collect()
            }
            DocumentScope::Framework => {
                inventory.frameworks.iter().map(|&id| DocumentSubject::Framework(id.clone())).collect()
            }
            DocumentScope::Party => {
                inventory.parties.iter().map(|&id| DocumentSubject::Party(id.clone())).collect()
            }
            // `onus diff` makes these.
            DocumentScope::Change => Vec::new(),
        };
        let document =
            |subject| PlannedDocument { template, organization: inventory.organization.id.clone(), subject };
        documents.extend(subjects.into_iter().map(document));
    }
    // Stable, so that the templates keep their order. One subject's documents are side by side, since one view serves
    // all of them.
    documents.sort_by(|one, other| one.subject.cmp(&other.subject));
    documents
}
