//! From two names on the command line to a report on what changed: projects are compared side by side, and of each only
//! the changes are kept.

mod document;
mod side;

use std::collections::BTreeSet;
use std::path::Path;

use chrono::NaiveDate;
use onus_matrix::compare::{ChangeCollector, ChangeReport, ProjectChanges, compare};
use onus_matrix::{MatrixFile, ProjectKey, read_matrix};
use rayon::prelude::*;

use crate::error::Error;
use crate::open::Selection;

pub use document::{ChangeDocument, ChangeRequest, change_document};
use side::Side;

/// Projects that are compared before what was found in them is put together.
const AT_A_TIME: usize = 64;

/// What was found out about one project.
enum Found {
    Equal(ProjectKey),
    Changes(Option<ProjectChanges>),
}

/// What changed from one state of the projects to another. Names are paths or revisions of the workspace.
///
/// # Errors
///
/// When a side cannot be read, is no matrix of ours, or has no project that is asked for.
pub fn changes(
    root: &Path,
    old: &str,
    new: &str,
    selection: &Selection,
    as_of: NaiveDate,
) -> Result<ChangeReport, Error> {
    let sides = (Side::open(root, old, as_of)?, Side::open(root, new, as_of)?);
    let all: BTreeSet<&ProjectKey> = sides.0.projects().chain(sides.1.projects()).collect();
    let is_meant = |key: &&&ProjectKey| selection.has_project(&key.organization, &key.project);
    let meant: Vec<&ProjectKey> = all.iter().filter(is_meant).copied().collect();
    if meant.is_empty() {
        return Err(nothing_meant(selection, &all));
    }
    let mut collector = ChangeCollector::default();
    for some in meant.chunks(AT_A_TIME) {
        let found: Vec<Found> = some.par_iter().map(|key| project(&sides, key)).collect::<Result<_, _>>()?;
        for found in found {
            match found {
                Found::Equal(key) => collector.add_unchanged(&key),
                Found::Changes(changes) => changes.into_iter().for_each(|changes| collector.add(changes)),
            }
        }
    }
    Ok(collector.report(old, new))
}

fn nothing_meant(selection: &Selection, all: &BTreeSet<&ProjectKey>) -> Error {
    let wanted = selection.project.as_ref().or(selection.organization.as_ref());
    let known = all.iter().take(10).map(|key| format!("`{}/{}`", key.organization, key.project));
    let known = known.collect::<Vec<_>>().join(", ");
    let more = if all.len() > 10 { ", ..." } else { "" };
    Error::Comparison {
        name: wanted.cloned().unwrap_or_default(),
        cause: format!("neither side has such a project; available: {known}{more}"),
    }
}

fn project((old, new): &(Side, Side), key: &ProjectKey) -> Result<Found, Error> {
    let bytes = (old.matrix(key)?, new.matrix(key)?);
    if bytes.0 == bytes.1 {
        return Ok(Found::Equal(key.clone()));
    }
    let old = read(old, key, bytes.0)?;
    let new = read(new, key, bytes.1)?;
    Ok(Found::Changes(compare(old.as_ref(), new.as_ref())))
}

fn read(side: &Side, key: &ProjectKey, bytes: Option<Vec<u8>>) -> Result<Option<MatrixFile<'static>>, Error> {
    let Some(bytes) = bytes else { return Ok(None) };
    let matrix = read_matrix(&bytes).map_err(|cause| side.trouble(key, cause))?;
    let found = matrix.key();
    if found == *key {
        return Ok(Some(matrix));
    }
    let cause = format!(
        "it is the matrix of {}/{}, in the folder of another project",
        found.organization, found.project
    );
    Err(side.trouble(key, cause))
}
