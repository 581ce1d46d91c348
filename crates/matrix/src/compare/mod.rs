//! Two states of a project, read from `matrix.json`, become a list of changes; the changes of many projects become a report in
//! which nothing is repeated. Nothing here opens a file.

mod acceptances;
mod attestations;
mod cells;
mod change;
mod controls;
mod detail;
mod evidence;
mod findings;
mod frameworks;
mod pair;
mod projects;
mod report;
mod statements;

use pair::MatrixPair;

pub use change::{Change, ChangeAction, ChangeSubject, ChangedItem, Effect, ItemName, SourceLine};
pub use detail::{Aspect, ChangeDetail, DetailValue};
pub use report::{
    ChangeCollector, ChangeCount, ChangeReport, MergedChange, ProjectChanges, ProjectName, Reach, ReportSide,
    SharedChanges,
};

use crate::file::MatrixFile;

/// What changed in a project from one matrix to another. It was added when there is only a new matrix, removed when there is
/// only an old one; none when there is neither.
pub fn compare(before: Option<&MatrixFile<'_>>, after: Option<&MatrixFile<'_>>) -> Option<ProjectChanges> {
    // The names are those of today.
    let named = after.or(before)?;
    let mut changes = Vec::new();
    match (before, after) {
        (Some(before), Some(after)) => {
            let pair = MatrixPair::new(before, after);
            projects::changes(&pair, &mut changes);
            frameworks::changes(&pair, &mut changes);
            controls::changes(&pair, &mut changes);
            findings::changes(&pair, &mut changes);
            evidence::changes(&pair, &mut changes);
            attestations::changes(&pair, &mut changes);
            acceptances::changes(&pair, &mut changes);
        }
        (None, Some(after)) => changes.push(projects::added(after)),
        (Some(before), None) => changes.push(projects::removed(before)),
        (None, None) => {}
    }
    let project = ProjectName {
        key: named.key(),
        organization: named.organization.name.trim().to_owned(),
        name: named.project.name.trim().to_owned(),
    };
    let as_of = |matrix: &MatrixFile<'_>| matrix.as_of;
    Some(ProjectChanges { project, before: before.map(as_of), after: after.map(as_of), changes })
}
