//! What reports and the gate need to know besides findings: which of them somebody has accepted, and where projects are
//! described.

use onus_core::model::{AcceptedFinding, Organization, OrganizationId, ProjectId};
use onus_core::source::Place;

use crate::open::OpenWorkspace;

/// The accepted findings of an organisation, and its projects.
#[derive(Debug, Clone)]
pub struct Baseline {
    /// Whose.
    pub organization: OrganizationId,
    /// The entries of its list, in their order.
    pub accepted: Vec<AcceptedFinding>,
    /// Its projects, by id.
    pub projects: Vec<BaselineProject>,
}

/// A project of an organisation.
#[derive(Debug, Clone)]
pub struct BaselineProject {
    /// Its id.
    pub id: ProjectId,
    /// Where it is described.
    pub place: Place,
    /// Whether its findings were asked for.
    pub selected: bool,
}

/// The baselines of the organisations that are asked for.
pub(super) fn baselines(open: &OpenWorkspace) -> Vec<Baseline> {
    let organizations = open.validated.organizations.iter().map(|subject| &subject.organization);
    let (selection, sources) = (&open.selection, open.sources());
    let meant = organizations.filter(|organization| selection.has_organization(&organization.id));
    let baseline = |organization: &Organization| {
        let projects = organization.projects.iter().map(|project| BaselineProject {
            id: project.id.clone(),
            place: sources.place_of(&project.origin.key("id")),
            selected: selection.has_project(&organization.id, &project.id),
        });
        Baseline {
            organization: organization.id.clone(),
            accepted: organization.accepted.clone(),
            projects: projects.collect(),
        }
    };
    meant.map(baseline).collect()
}
