//! Puts together the package of a project: its documents, its matrix, its evidence, what it inherits from other projects,
//! and the attestations of its providers.

mod evidence;
mod inherited;
mod issues;
mod registers;
mod selected;

use std::collections::BTreeMap;

use chrono::{DateTime, NaiveDate, Utc};
use onus_core::assess::{AssessedProject, AssessmentBasis};
use onus_core::diagnostic::Diagnostic;
use onus_core::model::{ApprovalRole, Organization, Project};
use onus_core::source::SourceId;
use onus_core::validate::ValidOrganization;
use onus_package::{
    CatalogIdentity, FileContent, FileDescription, InputFile, NamedEntity, PackageContents, PackageFile,
    PackageFileKind, PackageMetadata, PackageSigner, SignerSource, Supports,
};

use crate::build::{Build, BuildEnv, BuildRequest, build, inputs};
use crate::error::Error;
use crate::format::OutputFormat;
use crate::load::{OUTPUT, Published};
use crate::open::OpenWorkspace;
use crate::plan::{self, Template};
use crate::publish::{MemorySink, OutputFile};

use evidence::PackagedEvidence;

/// What happens to evidence with the classification *restricted*.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Restricted {
    /// It is listed with its digest and shown on request.
    Withheld,
    /// It is included.
    Included,
}

/// What a package is asked to have in it, and for whom it is signed.
#[derive(Debug, Clone)]
pub struct BundleRequest {
    /// The documents by name; those that are not for internal use where none are named.
    pub documents: Option<Vec<String>>,
    /// What happens to restricted evidence.
    pub restricted: Restricted,
    /// Who signs, if that is said; else whoever approved the documents by the profile.
    pub signer: Option<PackageSigner>,
    /// When it is signed, if that is said.
    pub signed_at: Option<DateTime<Utc>>,
}

/// A build, and what goes into the package.
#[derive(Debug)]
pub struct Bundled {
    /// Documents, findings and input errors, as from a build of the project.
    pub build: Build,
    /// What goes into the package; none if there are input errors, or files that cannot be packed.
    pub contents: Option<PackageContents>,
    /// The files that cannot be packed.
    pub refused: Vec<Diagnostic>,
}

/// Builds the selected project and puts its package together.
pub fn bundle(open: &OpenWorkspace, request: &BundleRequest) -> Result<Bundled, Error> {
    let workspace = &open.workspace;
    let (templates, _) = plan::templates(workspace);
    let names = match selected::documents(&templates, request.documents.as_deref()) {
        Ok(names) => names,
        Err(refused) => return Ok(Bundled { build: Build::default(), contents: None, refused }),
    };
    let (sink, published) = (MemorySink::default(), Published::new(&workspace.root.join(OUTPUT)));
    let env = BuildEnv { published: Some(&published), ..BuildEnv::isolated(&sink) };
    let wanted = BuildRequest { documents: Some(names), formats: OutputFormat::ALL.to_vec() };
    let build = build(open, &wanted, &env)?;
    let nothing = |build, refused| Bundled { build, contents: None, refused };
    if !build.mistakes.is_empty() {
        return Ok(nothing(build, Vec::new()));
    }
    let basis = open.basis();
    let found = open.survey(|_, state| state);
    let mut organizations = found.organizations.iter();
    let selected = organizations.find_map(|found| Some((found.subject, found.projects.first()?)));
    let Some((subject, state)) = selected else {
        return Ok(nothing(build, Vec::new()));
    };
    let evidence = PackagedEvidence::gather(workspace, state, basis, request.restricted);
    if !evidence.refused.is_empty() {
        return Ok(nothing(build, evidence.refused));
    }
    let mut files = documents(sink.files(), &templates);
    let refused = selected::not_made(request.documents.as_deref(), &files);
    if !refused.is_empty() {
        return Ok(nothing(build, refused));
    }
    files.push(attestations(state, basis, &evidence.places));
    files.extend(registers::registers(&state.matrix, &evidence));
    files.extend(inherited::offers(open.sources(), state, &subject.catalog.version, open.as_of));
    files.extend(evidence.files);
    let contents = PackageContents {
        about: PackageMetadata {
            signer: request.signer.clone().or_else(|| approver(state)),
            signed_at: request.signed_at,
            ..about(subject, state, open.as_of)
        },
        inputs: input_files(open, subject, state),
        files,
        withheld: evidence.withheld,
        issues: issues::known_issues(&state.findings),
    };
    Ok(Bundled { build, contents: Some(contents), refused: Vec::new() })
}

fn about(subject: &ValidOrganization, state: &AssessedProject<'_>, as_of: NaiveDate) -> PackageMetadata {
    let (catalog, organization) = (&subject.catalog, &subject.organization);
    let contact = organization.contact.as_ref().map(|contact| match &contact.email {
        Some(email) => format!("{}, {}", contact.name.trim(), email.trim()),
        None => contact.name.trim().to_owned(),
    });
    PackageMetadata {
        tool_version: env!("CARGO_PKG_VERSION").to_owned(),
        catalog: CatalogIdentity { version: catalog.version.clone(), digest: catalog.digest },
        organization: NamedEntity {
            id: organization.id.to_string(),
            name: organization.name.trim().to_owned(),
        },
        project: NamedEntity { id: state.project.id.to_string(), name: state.project.name.trim().to_owned() },
        as_of,
        classification: organization.classification.clone(),
        contact,
        signer: None,
        signed_at: None,
    }
}

/// Whoever approved all documents of the project last, according to its profile.
fn approver(state: &AssessedProject<'_>) -> Option<PackageSigner> {
    let approvals = state.matrix.scope.approvals();
    let meant = approvals
        .filter(|approval| approval.role == ApprovalRole::Approved && approval.document.is_none())
        .max_by_key(|approval| approval.on)?;
    Some(PackageSigner {
        name: meant.who.name.trim().to_owned(),
        role: meant.title.as_ref().map(|title| title.trim().to_owned()),
        stated_by: SignerSource::Profile,
    })
}

fn input_files(
    open: &OpenWorkspace,
    subject: &ValidOrganization,
    state: &AssessedProject<'_>,
) -> Vec<InputFile> {
    let input = |id: SourceId| {
        let source = open.sources().get(id);
        InputFile { path: source.name().to_owned(), bytes: source.size(), sha256: source.digest() }
    };
    let texts = open.texts_of(subject);
    let Some(texts) = texts else { return Vec::new() };
    let mut all: Vec<SourceId> = Vec::new();
    for project in std::iter::once(state.project).chain(upstream(&subject.organization, state.project)) {
        for id in inputs(&open.workspace, texts, project) {
            if !all.contains(&id) {
                all.push(id);
            }
        }
    }
    all.into_iter().map(input).collect()
}

/// The projects of the organisation that a project inherits from, and those that these inherit from.
fn upstream<'p>(organization: &'p Organization, project: &'p Project) -> Vec<&'p Project> {
    let mut found: Vec<&Project> = Vec::new();
    let mut open = vec![project];
    while let Some(next) = open.pop() {
        let entries = next.inherits.iter().filter(|entry| entry.file.is_none());
        for below in entries.filter_map(|entry| organization.project(&entry.from.project)) {
            if !found.iter().any(|known| known.id == below.id) {
                found.push(below);
                open.push(below);
            }
        }
    }
    found
}

/// The files of a build of one project: `organisation/project/name.pdf` becomes `documents/name.pdf`, and the matrix goes
/// to the top, where `onus diff` looks for it.
fn documents(files: Vec<OutputFile>, templates: &[Template]) -> Vec<PackageFile> {
    let item = |file: OutputFile| {
        let name = file.path.splitn(3, '/').nth(2).unwrap_or(&file.path).to_owned();
        let is_matrix = name == "matrix.json";
        let stem = name.rsplit_once('.').map_or(name.as_str(), |(stem, _)| stem);
        let template = templates.iter().find(|template| template.document == stem);
        let title = match template {
            Some(template) => template.title.trim().to_owned(),
            None if is_matrix => "Responsibility matrix as data".to_owned(),
            None => name.clone(),
        };
        let (path, kind) = match is_matrix {
            true => (name, PackageFileKind::Matrix),
            false => (format!("documents/{name}"), PackageFileKind::Document),
        };
        let (media_type, supports) = (media_type(&path), Supports::default());
        let description = FileDescription {
            media_type,
            kind,
            id: None,
            title,
            state: None,
            pinned_sha256: None,
            supports,
            source: None,
            from: None,
        };
        PackageFile { path, content: FileContent::Bytes(file.bytes), description }
    };
    files.into_iter().map(item).collect()
}

fn attestations(
    state: &AssessedProject<'_>,
    basis: AssessmentBasis<'_>,
    places: &BTreeMap<&str, String>,
) -> PackageFile {
    let bytes = onus_matrix::write_attestations(&state.matrix, basis.as_of, places);
    let description = FileDescription {
        media_type: "application/json".to_owned(),
        kind: PackageFileKind::Index,
        id: None,
        title: "Third-party reports and what they cover".to_owned(),
        state: None,
        pinned_sha256: None,
        supports: Supports::default(),
        source: None,
        from: None,
    };
    PackageFile { path: "attestations.json".to_owned(), content: FileContent::Bytes(bytes), description }
}

/// The media type by the extension of a file name.
fn media_type(path: &str) -> String {
    match path.rsplit_once('.') {
        // The registered type (RFC 7763), which not every list of types has.
        Some((_, "md")) => "text/markdown".to_owned(),
        Some(_) | None => mime_guess::from_path(path).first_or_octet_stream().essence_str().to_owned(),
    }
}
