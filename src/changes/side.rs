//! One side of a comparison: the matrices that lie in files, that a package has, or that a revision of the workspace
//! would have been built to.

use std::collections::BTreeMap;
use std::path::Path;

use chrono::NaiveDate;
use onus_core::assess::assess;
use onus_core::diagnostic::{Coloring, Diagnostic, as_text};
use onus_core::model::{Identifier, OrganizationId, ProjectId, Stamp};
use onus_core::resolve::resolve;
use onus_core::source::Sources;
use onus_matrix::{MatrixInput, ProjectKey, other_version_hint, read_key, write_matrix};
use onus_package::matrix_of;

use crate::error::Error;
use crate::load::{GitRevision, MatrixPath, MatrixPlace, find_matrices, is_there};
use crate::open::{EvidenceReading, OpenWorkspace, Selection};

/// What forces a name to be that of a revision, though a file or folder is called so.
const REVISION: &str = "git:";

/// Most errors in the workspace of a revision that are shown.
const MOST_SHOWN: usize = 20;

/// One side of a comparison.
#[derive(Debug)]
pub(super) struct Side {
    name: String,
    matrices: BTreeMap<ProjectKey, MatrixSource>,
    revised: Option<OpenWorkspace>,
}

/// Where a matrix is.
#[derive(Debug)]
enum MatrixSource {
    File(MatrixPath),
    Bytes(Vec<u8>),
    /// Resolved from the profiles of a revision when it is needed.
    Revision,
}

impl Side {
    /// Finds out what a name on the command line means. A path beats a revision.
    pub(super) fn open(root: &Path, name: &str, as_of: NaiveDate) -> Result<Self, Error> {
        let path = Path::new(name);
        match name.strip_prefix(REVISION) {
            Some(revision) => Self::of_revision(GitRevision::take(root, revision)?, revision, as_of),
            None if is_there(path) => Self::of_path(path, name),
            None => {
                let taken = GitRevision::take(root, name).map_err(|error| match error {
                    Error::Comparison { name, cause, hint } => {
                        Error::Comparison { name, cause: format!("no such file or folder; {cause}"), hint }
                    }
                    other => other,
                })?;
                Self::of_revision(taken, name, as_of)
            }
        }
    }

    fn of_path(path: &Path, name: &str) -> Result<Self, Error> {
        let because = |cause: String| Error::comparison(name, cause);
        let mut matrices = BTreeMap::new();
        match find_matrices(path)? {
            MatrixPlace::Package(place) => {
                let bytes = matrix_of(place).map_err(because)?;
                let key = read_key(&bytes).map_err(|cause| with_version(because(cause), &bytes))?;
                matrices.insert(key, MatrixSource::Bytes(bytes));
            }
            MatrixPlace::Files(files) => {
                for file in files {
                    let key = match key_of(&file) {
                        Some(key) => key,
                        None => {
                            let bytes = file.read()?;
                            read_key(&bytes).map_err(|cause| with_version(trouble(&file, cause), &bytes))?
                        }
                    };
                    let place = file.place.clone();
                    if let Some(MatrixSource::File(twin)) = matrices.insert(key, MatrixSource::File(file)) {
                        let (one, other) = (twin.place.display(), place.display());
                        return Err(because(format!("`{one}` and `{other}` are of the same project")));
                    }
                }
            }
        }
        if matrices.is_empty() {
            let hint = "name a folder that `onus build` wrote to, a matrix.json, a package or a revision";
            return Err(Error::Comparison {
                name: name.to_owned(),
                cause: "there is no matrix.json in this folder".to_owned(),
                hint: Some(hint.to_owned()),
            });
        }
        Ok(Self { name: name.to_owned(), matrices, revised: None })
    }

    /// Reads what was taken out of git; all of it is in memory then, but for the digests of evidence, which are taken.
    fn of_revision(revision: GitRevision, name: &str, as_of: NaiveDate) -> Result<Self, Error> {
        let all = Selection::default();
        let open = OpenWorkspace::open(revision.path(), all, as_of, EvidenceReading::All(None))?;
        let mistakes = open.mistakes();
        if !mistakes.is_empty() {
            return Err(mistaken(name, &mistakes.in_order(), open.sources()));
        }
        let projects = open.validated.organizations.iter().flat_map(|subject| {
            let organization = &subject.organization;
            organization.projects.iter().map(|project| ProjectKey {
                organization: organization.id.clone(),
                project: project.id.clone(),
            })
        });
        let matrices = projects.map(|key| (key, MatrixSource::Revision)).collect();
        Ok(Self { name: name.to_owned(), matrices, revised: Some(open) })
    }

    /// The projects that it has.
    pub(super) fn projects(&self) -> impl Iterator<Item = &ProjectKey> {
        self.matrices.keys()
    }

    /// The matrix of a project; none when it has no such project.
    pub(super) fn matrix(&self, key: &ProjectKey) -> Result<Option<Vec<u8>>, Error> {
        match self.matrices.get(key) {
            None => Ok(None),
            Some(MatrixSource::File(file)) => file.read().map(Some),
            Some(MatrixSource::Bytes(bytes)) => Ok(Some(bytes.clone())),
            Some(MatrixSource::Revision) => self.revised.as_ref().map_or(Ok(None), |revised| {
                matrix_of_project(revised, key)
                    .map_err(|mistakes| mistaken(&self.name, &mistakes, revised.sources()))
            }),
        }
    }

    /// What is wrong with the matrix of a project.
    pub(super) fn trouble(&self, key: &ProjectKey, cause: String) -> Error {
        match self.matrices.get(key) {
            Some(MatrixSource::File(file)) => trouble(file, cause),
            Some(MatrixSource::Bytes(_) | MatrixSource::Revision) | None => {
                Error::comparison(&self.name, cause)
            }
        }
    }
}

/// Whose matrix a file in an output folder is, by the folders that it lies in.
fn key_of(file: &MatrixPath) -> Option<ProjectKey> {
    let [organization, project] = file.folders.as_slice() else { return None };
    let organization = OrganizationId::parse(organization).ok()?;
    Some(ProjectKey { organization, project: ProjectId::parse(project).ok()? })
}

/// The error about some bytes, with what helps where another version wrote them.
pub(super) fn with_version(error: Error, bytes: &[u8]) -> Error {
    match error {
        Error::Comparison { name, cause, hint } => {
            let version = other_version_hint(bytes).map(str::to_owned);
            Error::Comparison { name, cause, hint: version.or(hint) }
        }
        other => other,
    }
}

fn trouble(file: &MatrixPath, cause: String) -> Error {
    Error::comparison(&file.place.display().to_string(), cause)
}

fn mistaken(name: &str, mistakes: &[Diagnostic], sources: &Sources) -> Error {
    let shown = mistakes.iter().take(MOST_SHOWN).map(|mistake| as_text(mistake, sources, Coloring::Plain));
    let shown: Vec<String> = shown.map(|text| text.trim_end().to_owned()).collect();
    Error::Revision { name: name.to_owned(), errors: mistakes.len(), shown }
}

/// The matrix that a build of the revision would write for a project.
fn matrix_of_project(revised: &OpenWorkspace, key: &ProjectKey) -> Result<Option<Vec<u8>>, Vec<Diagnostic>> {
    let mut subjects = revised.validated.organizations.iter();
    let subject = subjects.find(|subject| subject.organization.id == key.organization);
    let Some(subject) = subject else { return Ok(None) };
    let organization = &subject.organization;
    let Some(project) = organization.projects.iter().find(|project| project.id == key.project) else {
        return Ok(None);
    };
    let Some(offers) = revised.offers_of(&organization.id) else { return Ok(None) };
    let (matrix, conflicts) = resolve(revised.sources(), &subject.catalog, organization, project, offers);
    if !conflicts.is_empty() {
        return Err(conflicts);
    }
    let basis = revised.basis();
    let findings = assess(&matrix, basis);
    let stamp = Stamp::new(&subject.catalog, revised.as_of);
    Ok(Some(write_matrix(MatrixInput {
        project,
        matrix: &matrix,
        basis,
        findings: &findings,
        stamp: &stamp,
        sources: revised.sources(),
    })))
}
