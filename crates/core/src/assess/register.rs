//! Assesses a whole evidence register at once: every piece of evidence of an organisation, each once, whether it
//! supports a control or not.

use super::evidence::finding;
use super::{AssessmentBasis, Dependents, EvidenceState, Finding, Gap};
use crate::model::{ControlId, Coverage, Evidence, Organization, Project};
use crate::resolve::SupportingEvidence;

/// A piece of evidence with its state and what depends on it in any project.
#[derive(Debug)]
pub struct AssessedEvidence<'a> {
    /// The evidence.
    pub evidence: &'a Evidence,
    /// Whether it is valid, and why not.
    pub state: EvidenceState,
    /// None while it is valid and not due soon.
    pub finding: Option<Finding>,
    /// The controls that it supports in any of the projects, and the requirements that these satisfy.
    pub dependents: Dependents,
}

/// Assesses the evidence that covers any of the given projects, or all projects, by id. The projects come with the
/// evidence that supports their controls.
pub fn assess_register<'a>(
    organization: &'a Organization,
    projects: &[(&Project, Vec<SupportingEvidence<'_>>)],
    basis: AssessmentBasis<'_>,
) -> Vec<AssessedEvidence<'a>> {
    let covers_any = |evidence: &&Evidence| {
        let mut projects = projects.iter().map(|(project, _)| project);
        evidence.projects == Coverage::All || projects.any(|project| evidence.projects.covers(&project.id))
    };
    let judge = |evidence: &'a Evidence| {
        let state = EvidenceState::of(evidence, organization.evidence_due_within, basis);
        let dependents = dependents(evidence, projects);
        let finding = finding(evidence, state, basis);
        let finding = finding.map(|finding| {
            let gap = Gap { dependents: dependents.clone(), ..finding.gap };
            Finding { gap, ..finding }
        });
        AssessedEvidence { evidence, state, finding, dependents }
    };
    organization.evidence.values().filter(covers_any).map(judge).collect()
}

fn dependents(evidence: &Evidence, projects: &[(&Project, Vec<SupportingEvidence<'_>>)]) -> Dependents {
    let mut all = Dependents::default();
    for (_, proofs) in projects {
        let Some(supporting) = proofs.iter().find(|supporting| supporting.evidence.id == evidence.id) else {
            continue;
        };
        let controls: Vec<&ControlId> = supporting.targets.iter().map(|target| &target.control).collect();
        for id in controls {
            if !all.controls.contains(id) {
                all.controls.push(id.clone());
            }
        }
        for (framework, requirement) in &supporting.requirements {
            let named = (framework.id.clone(), requirement.id.clone());
            if !all.requirements.contains(&named) {
                all.requirements.push(named);
            }
        }
    }
    all.requirements.sort_by(|(one, _), (other, _)| one.cmp(other));
    all
}
