//! Projects looked at one by one for a question, without documents. Only the answers are kept: the matrices of thousands
//! of projects would not fit into memory.

use onus_core::assess::{AssessedProject, AssessmentBasis, ResolvedOffers, assess};
use onus_core::diagnostic::Diagnostic;
use onus_core::resolve::resolve;
use onus_core::source::Sources;
use onus_core::validate::ValidOrganization;
use rayon::prelude::*;

use super::Selection;
use super::mistakes::each_conflict_once;

/// What was found in the projects of a workspace.
#[derive(Debug)]
pub struct Survey<'a, Kept> {
    /// The organisations, by id; those without a selected project, too.
    pub organizations: Vec<SurveyedOrganization<'a, Kept>>,
    /// Claims and delegations that contradict each other, each pair once.
    pub conflicts: Vec<Diagnostic>,
}

/// An organisation with what is kept of each of its projects.
#[derive(Debug)]
pub struct SurveyedOrganization<'a, Kept> {
    /// The organisation and its catalog.
    pub subject: &'a ValidOrganization,
    /// What is kept of the selected projects, by id.
    pub projects: Vec<Kept>,
}

/// What a survey looks at.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Surveyor<'a> {
    pub(crate) sources: &'a Sources,
    pub(crate) subjects: &'a [ValidOrganization],
    /// What the projects of each of them can inherit.
    pub(crate) offers: &'a [ResolvedOffers],
    pub(crate) basis: AssessmentBasis<'a>,
}

/// Resolves and assesses the selected projects and keeps of each what `keep` makes of it.
pub(crate) fn survey<'a, Kept: Send>(
    surveyor: Surveyor<'a>,
    selection: &Selection,
    keep: impl Fn(&'a ValidOrganization, AssessedProject<'a>) -> Kept + Sync,
) -> Survey<'a, Kept> {
    let mut conflicts = Vec::new();
    let mut organizations = Vec::new();
    for (subject, offers) in surveyor.subjects.iter().zip(surveyor.offers) {
        let organization = &subject.organization;
        let selected = organization.projects.par_iter();
        let selected = selected.filter(|project| selection.has_project(&organization.id, &project.id));
        let looked_at = selected.map(|project| {
            let (matrix, found) =
                resolve(surveyor.sources, &subject.catalog, organization, project, &offers.book);
            let findings = assess(&matrix, surveyor.basis);
            (keep(subject, AssessedProject { project, matrix, findings }), found)
        });
        let (projects, found): (Vec<Kept>, Vec<Vec<Diagnostic>>) = looked_at.unzip();
        conflicts.extend(found.into_iter().flatten());
        organizations.push(SurveyedOrganization { subject, projects });
    }
    Survey { organizations, conflicts: each_conflict_once(conflicts) }
}
