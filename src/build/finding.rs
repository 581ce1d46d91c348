//! A finding as the rest of the program sees it: with its project, its place and a stable id.

use onus_core::assess::Gap;
use onus_core::digest::short_digest;
use onus_core::model::{FindingId, Identifier, OrganizationId, ProjectId};
use onus_core::source::Place;

/// A finding with the project that has it.
#[derive(Debug, Clone)]
pub struct ProjectFinding {
    /// Whose.
    pub organization: OrganizationId,
    /// Which project.
    pub project: ProjectId,
    /// The gap.
    pub finding: Gap,
    /// Where it is caused.
    pub place: Place,
}

impl ProjectFinding {
    /// The stable id: of organisation, project, and what makes the finding itself; the same however texts move.
    pub fn id(&self) -> FindingId {
        let mut parts = vec![self.organization.to_string(), self.project.to_string()];
        parts.extend(self.finding.identity());
        let id = format!("f-{}", short_digest(&parts));
        FindingId::parse(&id).expect("a short digest has 16 hexadecimal digits")
    }
}
