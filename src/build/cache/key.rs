//! What documents depend on, as digests: while a digest is the same and no day has come on which something is judged
//! otherwise, the documents are the same.

use onus_core::assess::AssessmentBasis;
use onus_core::digest::Sha256Digest;
use onus_core::model::{Coverage, DatedTotals, Evidence, HeldCopy, Project};
use onus_core::source::SourceId;
use onus_core::texts::{FileState, OrganizationTexts};
use onus_core::validate::ValidOrganization;
use onus_typeset::document::Meta;
use sha2::{Digest, Sha256};

use super::Built;
use crate::build::inputs::offer_files;
use crate::build::request::BuildRequest;
use crate::load::Workspace;

/// A digest in the making. Every piece is followed by its length, so that no two lists of pieces are alike.
#[derive(Debug, Clone, Default)]
pub(in crate::build) struct KeyDigest(Sha256);

impl KeyDigest {
    /// Adds a piece.
    pub(in crate::build) fn add(&mut self, piece: &str) {
        self.add_bytes(piece.as_bytes());
    }

    fn add_bytes(&mut self, piece: &[u8]) {
        self.0.update(piece);
        self.0.update((piece.len() as u64).to_le_bytes());
    }

    /// A text that may be missing, which is not the same as an empty one.
    fn add_optional(&mut self, piece: Option<&str>) {
        match piece {
            Some(piece) => self.add(piece),
            None => self.add_bytes(&[0xff]),
        }
    }

    fn add_digest(&mut self, digest: Sha256Digest) {
        self.add(&digest.to_string());
    }

    /// The digest of the pieces so far.
    pub(in crate::build) fn finish(self) -> Sha256Digest {
        self.0.into()
    }

    fn add_source(&mut self, workspace: &Workspace, id: SourceId) {
        let source = workspace.texts.sources.get(id);
        self.add(source.name());
        self.add_digest(source.digest());
    }

    fn add_file(&mut self, path: Option<&str>, basis: AssessmentBasis<'_>) {
        let Some(path) = path else { return };
        self.add(path);
        match basis.files.state(path) {
            Some(FileState::Present(found)) => {
                self.add(&found.bytes.to_string());
                self.add_digest(found.sha256);
            }
            Some(FileState::Pointer(_)) => self.add("pointer"),
            Some(FileState::Missing | FileState::Refused) | None => self.add("absent"),
        }
    }
}

/// What all documents depend on: the program, the templates and the theme. `assets` tells states of the folder with pictures
/// and fonts apart.
pub(in crate::build) fn of_build(workspace: &Workspace, request: &BuildRequest, assets: &str) -> KeyDigest {
    let mut key = KeyDigest::default();
    key.add(env!("ONUS_BUILD"));
    key.add(&request.purpose());
    key.add(assets);
    for template in &workspace.templates {
        key.add_source(workspace, template.whole);
    }
    key.add_source(workspace, workspace.theme.builtin);
    let own = workspace.theme.own.into_iter().chain(workspace.messages.iter().map(|file| file.source));
    own.for_each(|own| key.add_source(workspace, own));
    key
}

/// What all documents of an organisation depend on.
pub(in crate::build) fn of_organization(
    mut key: KeyDigest,
    workspace: &Workspace,
    subject: &ValidOrganization,
    texts: &OrganizationTexts,
    basis: AssessmentBasis<'_>,
) -> KeyDigest {
    key.add_digest(subject.catalog.digest);
    key.add_source(workspace, texts.organization);
    for own in &texts.catalog {
        key.add_source(workspace, *own);
    }
    for register in texts.evidence.iter().filter(|register| register.project.is_none()) {
        key.add_source(workspace, register.source);
    }
    for file in texts.statements.iter().filter(|file| file.project.is_none()) {
        key.add_source(workspace, file.source);
    }
    let organization = &subject.organization;
    for report in &organization.attestations {
        let letters = report.bridge_letters.iter().map(|letter| &letter.copy);
        for copy in std::iter::once(&report.copy).chain(letters).flatten() {
            key.add_file(HeldCopy::path(copy), basis);
        }
    }
    for evidence in organization.evidence.values().filter(|evidence| evidence.projects == Coverage::All) {
        key.add_file(evidence.path.as_deref(), basis);
    }
    key
}

/// What the documents of a project depend on beside what those of all projects do.
pub(in crate::build) fn of_project<'e>(
    mut key: KeyDigest,
    workspace: &Workspace,
    texts: &OrganizationTexts,
    project: &Project,
    own_evidence: impl Iterator<Item = &'e Evidence>,
    basis: AssessmentBasis<'_>,
) -> KeyDigest {
    key.add(project.id.as_str());
    key.add_source(workspace, project.origin.source);
    let id = project.id.as_str();
    for register in texts.evidence.iter().filter(|register| register.project.as_deref() == Some(id)) {
        key.add_source(workspace, register.source);
    }
    for file in texts.statements.iter().filter(|file| file.project.as_deref() == Some(id)) {
        key.add_source(workspace, file.source);
    }
    for file in offer_files(project) {
        key.add_source(workspace, file);
    }
    for evidence in own_evidence {
        // An entry of another register can be limited to this project.
        key.add(evidence.id.as_str());
        key.add_file(evidence.path.as_deref(), basis);
    }
    key
}

/// What the documents about all projects of an organisation depend on: every project, and how it went so far.
pub(in crate::build) fn of_projects_together(
    mut key: KeyDigest,
    projects: &[Built],
    trend: &[DatedTotals],
) -> KeyDigest {
    for project in projects {
        key.add_digest(project.key.digest);
        if let Some(summary) = project.summary_digest {
            key.add_digest(summary);
        }
    }
    key.add(&serde_json::to_string(trend).expect("plain data"));
    key
}

/// What the files of one document are made from, once its text is known.
pub(in crate::build) fn of_document(
    mut key: KeyDigest,
    text: Sha256Digest,
    meta: &Meta,
    attachment: Option<Sha256Digest>,
) -> Sha256Digest {
    // Every field by name: one that is added later must not be forgotten here.
    let Meta {
        title,
        organization,
        project,
        classification,
        date,
        id,
        revision,
        language,
        paper,
        orientation,
        contents,
    } = meta;
    key.add_digest(text);
    key.add(title);
    for piece in [organization, project, classification, id, revision] {
        key.add_optional(piece.as_deref());
    }
    key.add_optional(date.map(|date| date.to_string()).as_deref());
    key.add(language);
    key.add(&format!("{paper:?} {orientation:?} {contents:?}"));
    if let Some(attachment) = attachment {
        key.add_digest(attachment);
    }
    key.finish()
}
