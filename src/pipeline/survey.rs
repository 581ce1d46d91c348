//! Projects looked at one by one for a question, without documents. Only the answers are kept: the matrices of thousands
//! of projects would fill any memory.

use onus_core::assess::{Assessed, Situation, assess};
use onus_core::diagnostic::Diagnostic;
use onus_core::resolve::resolve;
use onus_core::validate::ValidOrganization;
use rayon::prelude::*;

use super::{Selection, each_once};
use crate::load::Workspace;

/// An organisation with what is kept of each of its projects.
#[derive(Debug)]
pub struct Survey<'a, Kept> {
    /// The organisation and its catalog.
    pub subject: &'a ValidOrganization,
    /// What is kept of the projects, by id.
    pub projects: Vec<Kept>,
}

/// Resolves and judges the selected projects and keeps of each what `keep` makes of it. Returns the claims that clash,
/// too.
pub fn survey<'a, Kept: Send>(
    workspace: &Workspace,
    subjects: &'a [ValidOrganization],
    (situation, selection): (Situation<'_>, &Selection),
    keep: impl Fn(&'a ValidOrganization, Assessed<'a>) -> Kept + Sync,
) -> (Vec<Survey<'a, Kept>>, Vec<Diagnostic>) {
    let mut conflicts = Vec::new();
    let mut surveys = Vec::new();
    for subject in subjects {
        let organization = &subject.organization;
        let selected = organization.projects.par_iter();
        let selected = selected.filter(|project| selection.has_project(&organization.id, &project.id));
        let looked_at = selected.map(|project| {
            let (matrix, found) = resolve(&workspace.texts.sources, &subject.catalog, organization, project);
            let findings = assess(&matrix, situation);
            (keep(subject, Assessed { project, matrix, findings }), found)
        });
        let (projects, found): (Vec<Kept>, Vec<Vec<Diagnostic>>) = looked_at.unzip();
        conflicts.extend(found.into_iter().flatten());
        surveys.push(Survey { subject, projects });
    }
    (surveys, each_once(conflicts))
}
