//! `matrix.json` read back, and refused where it is not what `onus build` writes.

use onus_core::model::{OrganizationId, ProjectId};
use onus_core::source::{TextKind, conflict_marks};
use serde::Deserialize;

use super::{CellRecord, MATRIX_SCHEMA, MatrixFile, NamedRecord};

/// The organisation and project that a matrix is about.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct ProjectKey {
    /// Id of the organisation.
    pub organization: OrganizationId,
    /// Id of the project.
    pub project: ProjectId,
}

impl std::fmt::Display for ProjectKey {
    /// `organization/project`, as options and messages name a project.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}/{}", self.organization, self.project)
    }
}

/// Reads which project a matrix is about, without keeping the rest of it.
///
/// # Errors
///
/// As [`read_matrix`], but only what is wrong with the schema, the organisation or the project is found.
pub fn read_key(bytes: &[u8]) -> Result<ProjectKey, String> {
    #[derive(Deserialize)]
    struct MatrixHeading<'m> {
        organization: NamedRecord<'m, OrganizationId>,
        project: NamedRecord<'m, ProjectId>,
    }
    check_schema(bytes)?;
    let heading: MatrixHeading<'_> = serde_json::from_slice(bytes).map_err(|error| invalid(bytes, error))?;
    let (organization, project) = (heading.organization.id, heading.project.id);
    Ok(ProjectKey { organization: organization.into_owned(), project: project.into_owned() })
}

/// Reads a matrix.
///
/// # Errors
///
/// Says in a phrase that can follow the file's name why it is not a matrix that this version reads.
pub fn read_matrix(bytes: &[u8]) -> Result<MatrixFile<'static>, String> {
    let read: Result<MatrixFile<'static>, _> = serde_json::from_slice(bytes);
    // A file of another schema fails on some key of its body; that it is of another schema says more.
    let matrix = read.map_err(|error| check_schema(bytes).err().unwrap_or_else(|| invalid(bytes, error)))?;
    if matrix.schema != MATRIX_SCHEMA {
        return Err(unknown_schema(&matrix.schema));
    }
    matrix.check_names()?;
    Ok(matrix)
}

fn invalid(bytes: &[u8], error: serde_json::Error) -> String {
    let text = String::from_utf8_lossy(bytes);
    match conflict_marks(&text, TextKind::Data).first() {
        Some(mark) => {
            let line = text[..mark.start].matches('\n').count() + 1;
            format!("git left marks of a conflict in it, the first in line {line}")
        }
        None => format!("not a valid matrix.json: {error}"),
    }
}

fn unknown_schema(schema: &str) -> String {
    format!("its schema is {schema:?}, and this version of onus reads {MATRIX_SCHEMA:?}")
}

/// What helps where bytes are a matrix of another version.
pub fn other_version_hint(bytes: &[u8]) -> Option<&'static str> {
    let key: SchemaKey = serde_json::from_slice(bytes).ok()?;
    key.schema.filter(|schema| schema != MATRIX_SCHEMA).map(|_| {
        "build both sides with the same version of onus, or name a git revision, which `onus diff` builds itself"
    })
}

#[derive(Deserialize)]
struct SchemaKey {
    schema: Option<String>,
}

/// A file of another version could be read in part and compared wrongly, so its schema is looked at before anything else.
fn check_schema(bytes: &[u8]) -> Result<(), String> {
    let key: SchemaKey = serde_json::from_slice(bytes).map_err(|error| invalid(bytes, error))?;
    match key.schema.as_deref() {
        Some(MATRIX_SCHEMA) => Ok(()),
        Some(other) => Err(unknown_schema(other)),
        None => Err("not a matrix.json: `schema` is missing".to_owned()),
    }
}

impl MatrixFile<'_> {
    /// Checks that every text and claim that a cell names is in the file.
    fn check_names(&self) -> Result<(), String> {
        let cells = || self.controls.iter().flat_map(|control| &control.cells);
        let mut texts = cells().flat_map(CellRecord::texts);
        if let Some(name) = texts.find(|name| !self.texts.contains(*name)) {
            return Err(format!("a cell names the text `{}`, which is not in `texts`", name.as_str()));
        }
        let mut claims = cells().flat_map(|cell| &cell.claims);
        match claims.find(|name| !self.claims.contains(**name)) {
            Some(name) => {
                Err(format!("a cell names the claim `{}`, which is not in `claims`", name.as_str()))
            }
            None => Ok(()),
        }
    }
}
