//! What the documents of a project depend on, as one digest: while it is the same and no day turned, they are the same.

use onus_core::assess::Situation;
use onus_core::digest::Sha256Digest;
use onus_core::model::{Coverage, Evidence, HeldCopy, Project};
use onus_core::source::SourceId;
use onus_core::texts::{FileState, OrganizationTexts};
use onus_core::validate::ValidOrganization;
use sha2::{Digest, Sha256};

use super::Request;
use crate::load::Workspace;

/// A digest that is being made. Every piece is followed by its length, so that no two rows of pieces are alike.
#[derive(Debug, Clone, Default)]
pub(super) struct Key(Sha256);

impl Key {
    pub(super) fn add(&mut self, piece: &str) {
        self.0.update(piece.as_bytes());
        self.0.update((piece.len() as u64).to_le_bytes());
    }

    pub(super) fn add_digest(&mut self, digest: Sha256Digest) {
        self.add(&digest.to_string());
    }

    pub(super) fn finish(self) -> String {
        Sha256Digest::from(self.0).to_string()
    }

    fn add_source(&mut self, workspace: &Workspace, id: SourceId) {
        let source = workspace.texts.sources.get(id);
        self.add(source.name());
        self.add_digest(source.digest());
    }
}

/// What all documents depend on: the program, the templates and the look. `assets` tells pictures and fonts apart.
pub(super) fn of_run(workspace: &Workspace, request: &Request, assets: &str) -> Key {
    let mut key = Key::default();
    key.add(env!("ONUS_BUILD"));
    key.add(&request.purpose());
    key.add(assets);
    for template in &workspace.templates {
        key.add_source(workspace, template.whole);
    }
    key.add_source(workspace, workspace.theme.builtin);
    workspace.theme.own.iter().for_each(|own| key.add_source(workspace, *own));
    key
}

/// What all documents of an organisation depend on.
pub(super) fn of_organization(
    mut key: Key,
    workspace: &Workspace,
    (subject, folder): (&ValidOrganization, &OrganizationTexts),
    situation: Situation<'_>,
) -> Key {
    key.add_digest(subject.catalog.digest);
    key.add_source(workspace, folder.organization);
    folder.catalog.iter().for_each(|own| key.add_source(workspace, *own));
    for register in folder.evidence.iter().filter(|register| register.project.is_none()) {
        key.add_source(workspace, register.source);
    }
    let organization = &subject.organization;
    for report in &organization.attestations {
        let letters = report.bridge_letters.iter().map(|letter| &letter.copy);
        for copy in std::iter::once(&report.copy).chain(letters).flatten() {
            add_holding(&mut key, HeldCopy::path(copy), situation);
        }
    }
    for evidence in organization.evidence.values().filter(|evidence| evidence.projects == Coverage::All) {
        add_holding(&mut key, evidence.path.as_deref(), situation);
    }
    key
}

/// What the documents of a project depend on beside what those of all projects do.
pub(super) fn of_project<'e>(
    mut key: Key,
    workspace: &Workspace,
    (folder, project): (&OrganizationTexts, &Project),
    own_evidence: impl Iterator<Item = (&'e Evidence, Situation<'e>)>,
) -> Key {
    key.add(project.id.as_str());
    key.add_source(workspace, project.origin.source);
    let id = project.id.as_str();
    for register in folder.evidence.iter().filter(|register| register.project.as_deref() == Some(id)) {
        key.add_source(workspace, register.source);
    }
    for (evidence, situation) in own_evidence {
        // An entry of another register can be limited to this project.
        key.add(evidence.id.as_str());
        add_holding(&mut key, evidence.path.as_deref(), situation);
    }
    key
}

fn add_holding(key: &mut Key, path: Option<&str>, situation: Situation<'_>) {
    let Some(path) = path else { return };
    key.add(path);
    match situation.files.state(path) {
        Some(FileState::Present(found)) => {
            key.add(&found.bytes.to_string());
            key.add_digest(found.sha256);
        }
        Some(FileState::Missing | FileState::Refused) | None => key.add("absent"),
    }
}
