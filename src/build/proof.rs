//! What proves the templates of a workspace without making every document: those of its own, each for projects that
//! together show every kind of thing that a template can meet.

use std::collections::{BTreeMap, BTreeSet};

use onus_core::model::{Organization, OrganizationId, Profile, Project, ProjectId};

use super::finding::ScopedFinding;
use super::inputs::own_templates;
use crate::open::OpenWorkspace;
use crate::plan::Template;

/// So many projects of an organisation are all rendered: choosing among them would save little.
const FEW: usize = 12;

/// The templates and projects of which documents are rendered.
#[derive(Debug)]
pub(super) struct TemplateProof {
    templates: ProvenTemplates,
    projects: BTreeMap<OrganizationId, BTreeSet<ProjectId>>,
}

/// Which templates are to be proven.
#[derive(Debug)]
enum ProvenTemplates {
    /// All of them: parts that others include are the workspace's own.
    All,
    /// Those with these names.
    Named(BTreeSet<String>),
}

impl TemplateProof {
    /// What proves the workspace's own templates; none where it has only built-in ones, which were proven when the program
    /// was built.
    pub(super) fn of(open: &OpenWorkspace, findings: &[ScopedFinding]) -> Option<Self> {
        let own: Vec<_> = own_templates(&open.workspace).collect();
        if own.is_empty() {
            return None;
        }
        let templates = if own.iter().any(|text| !text.makes_documents()) {
            ProvenTemplates::All
        } else {
            ProvenTemplates::Named(own.iter().map(|text| text.name.clone()).collect())
        };
        let organizations = open.validated.organizations.iter().map(|subject| &subject.organization);
        let projects = organizations.map(|organization| {
            let id = &organization.id;
            let selected = organization.projects.iter();
            let selected: Vec<&Project> =
                selected.filter(|project| open.selection.has_project(id, &project.id)).collect();
            (id.clone(), chosen(organization, &selected, findings))
        });
        Some(Self { templates, projects: projects.collect() })
    }

    /// True when documents of a template are rendered.
    pub(super) fn has_template(&self, template: &Template) -> bool {
        match &self.templates {
            ProvenTemplates::All => true,
            ProvenTemplates::Named(names) => names.contains(&template.name),
        }
    }

    /// True when a project is shown.
    pub(super) fn has_project(&self, organization: &OrganizationId, project: &ProjectId) -> bool {
        self.projects.get(organization).is_some_and(|projects| projects.contains(project))
    }
}

/// Projects that together show all that projects of an organisation show.
fn chosen(
    organization: &Organization,
    projects: &[&Project],
    findings: &[ScopedFinding],
) -> BTreeSet<ProjectId> {
    if projects.len() <= FEW {
        return projects.iter().map(|project| project.id.clone()).collect();
    }
    let mut codes: BTreeMap<&ProjectId, BTreeSet<&str>> = BTreeMap::new();
    for found in findings.iter().filter(|found| found.organization == organization.id) {
        for project in &found.affects {
            codes.entry(project).or_default().insert(found.finding.code.as_str());
        }
    }
    let (mut chosen, mut seen) = (BTreeSet::new(), BTreeSet::new());
    for project in projects {
        let codes = codes.remove(&project.id).unwrap_or_default();
        let before = seen.len();
        seen.extend(codes.into_iter().chain(kinds(project)));
        if seen.len() > before || chosen.is_empty() {
            chosen.insert(project.id.clone());
        }
    }
    chosen
}

/// What a project's profile has, in words.
fn kinds(project: &Project) -> impl Iterator<Item = &str> {
    let Profile {
        frameworks,
        parties,
        services,
        delegations,
        parameters,
        statements,
        overrides,
        not_applicable,
        acceptances,
        approvals,
        assertion,
        attributes,
        confirmations,
        system,
    } = &project.own;
    let about = |narrowed: bool, requirement: bool| {
        statements.iter().map(|statement| &statement.subject).any(|subject| {
            subject.is_narrowed() == narrowed && subject.requirement().is_some() == requirement
        })
    };
    let has = [
        ("description", project.description.is_some()),
        ("data classification", project.data_classification.is_some()),
        ("boundary", project.boundary.is_some()),
        ("parties", !parties.is_empty()),
        ("services", !services.is_empty()),
        ("delegations", !delegations.is_empty()),
        ("parameters", !parameters.is_empty()),
        ("statements", about(false, false)),
        ("narrowed statements", about(true, false)),
        ("statements on requirements", about(false, true)),
        ("confirmations", !confirmations.is_empty()),
        ("overrides", !overrides.is_empty()),
        ("not applicable", !not_applicable.is_empty()),
        ("acceptances", !acceptances.is_empty()),
        ("attributes", !attributes.is_empty()),
        ("approvals", !approvals.is_empty()),
        ("assertion", assertion.is_some()),
        ("system", !system.is_empty()),
    ];
    let named = has.into_iter().filter(|(_, is_there)| *is_there).map(|(name, _)| name);
    named.chain(frameworks.iter().map(|used| used.framework.as_str()))
}
