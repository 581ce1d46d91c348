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
use side::{Side, with_version};

/// Batch size: projects are compared in parallel, and each batch is merged before the next one takes memory.
const AT_A_TIME: usize = 64;

/// The result for one project.
enum ProjectComparison {
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
    let (old_side, new_side) = (Side::open(root, old, as_of)?, Side::open(root, new, as_of)?);
    let all: BTreeSet<&ProjectKey> = old_side.projects().chain(new_side.projects()).collect();
    let is_meant = |key: &&&ProjectKey| selection.has_project(&key.organization, &key.project);
    let meant: Vec<&ProjectKey> = all.iter().filter(is_meant).copied().collect();
    if meant.is_empty() {
        return Err(nothing_meant(selection, &all));
    }
    let mut collector = ChangeCollector::default();
    for some in meant.chunks(AT_A_TIME) {
        let found: Vec<ProjectComparison> =
            some.par_iter().map(|key| project(&old_side, &new_side, key)).collect::<Result<_, _>>()?;
        for found in found {
            match found {
                ProjectComparison::Equal(key) => collector.add_unchanged(&key),
                ProjectComparison::Changes(Some(changes)) => collector.add(changes),
                ProjectComparison::Changes(None) => {}
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
    let cause = format!("neither side has such a project; available: {known}{more}");
    Error::comparison(wanted.map_or("", String::as_str), cause)
}

fn project(old: &Side, new: &Side, key: &ProjectKey) -> Result<ProjectComparison, Error> {
    let (old_bytes, new_bytes) = (old.matrix(key)?, new.matrix(key)?);
    // Most projects of a portfolio are the same on both sides: equal bytes need not be parsed.
    if old_bytes == new_bytes {
        return Ok(ProjectComparison::Equal(key.clone()));
    }
    let old = read(old, key, old_bytes)?;
    let new = read(new, key, new_bytes)?;
    Ok(ProjectComparison::Changes(compare(old.as_ref(), new.as_ref())))
}

fn read(side: &Side, key: &ProjectKey, bytes: Option<Vec<u8>>) -> Result<Option<MatrixFile<'static>>, Error> {
    let Some(bytes) = bytes else { return Ok(None) };
    let matrix = read_matrix(&bytes).map_err(|cause| with_version(side.trouble(key, cause), &bytes))?;
    let found = matrix.key();
    if found == *key {
        return Ok(Some(matrix));
    }
    let cause = format!(
        "it is the matrix of {}/{}, but in the folder of another project",
        found.organization, found.project
    );
    Err(side.trouble(key, cause))
}
