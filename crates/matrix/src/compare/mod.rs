//! **compare**: two states of a project, read back from `matrix.json`, become a list of changes; the changes of many
//! projects become a report in which nothing is told twice. Nothing here opens a file.

mod change;
mod controls;
mod findings;
mod matrix;
mod pair;
mod proofs;
mod report;
mod scope;

use pair::Pair;

pub use change::{Action, Aspect, Change, Detail, Effect, Subject, Thing};
pub use matrix::{MATRIX_SCHEMA, Place, ProjectKey, ReadMatrix, read_key, read_matrix};
pub use report::{Count, Entry, Gathering, Group, ProjectChanges, ProjectName, Reach, Report};

/// What changed in a project; none of both sides is no project.
pub fn compare(old: Option<&ReadMatrix>, new: Option<&ReadMatrix>) -> Option<ProjectChanges> {
    let named = new.or(old)?;
    let mut changes = Vec::new();
    match (old, new) {
        (Some(old), Some(new)) => {
            let pair = Pair::new(old, new);
            scope::changes(&pair, &mut changes);
            controls::changes(&pair, &mut changes);
            findings::changes(&pair, &mut changes);
            proofs::evidence(&pair, &mut changes);
            proofs::attestations(&pair, &mut changes);
            proofs::acceptances(&pair, &mut changes);
        }
        (None, Some(new)) => changes.push(scope::project(new, Action::Came)),
        (Some(old), None) => changes.push(scope::project(old, Action::Went)),
        (None, None) => {}
    }
    let (organization, project) = named.names();
    Some(ProjectChanges {
        key: named.key(),
        names: (organization.trim().to_owned(), project.trim().to_owned()),
        days: (old.map(ReadMatrix::as_of), new.map(ReadMatrix::as_of)),
        changes,
    })
}
