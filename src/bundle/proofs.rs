//! Evidence and copies of reports for a package: those that go in, and those that are only listed, each with the reason.

use std::collections::BTreeMap;

use onus_core::assess::{AssessedProject, AssessmentBasis, AttestationState, EvidenceState};
use onus_core::digest::{Fingerprint, Sha256Digest};
use onus_core::model::{
    Attestation, AttestationId, Classification, Coverage, Evidence, EvidenceKind, HeldCopy, Target,
};
use onus_core::source::Origin;
use onus_core::texts::FileState;
use onus_matrix::attestations_in_use;
use onus_package::{
    Content, Description, Item, ItemKind, ProofState, Supports, Withheld, WithheldReason, packable_name,
};

use super::{Restricted, media_type};
use crate::load::{Workspace, plain_file};

/// What proves something in a project.
pub(super) struct Proofs<'p> {
    pub(super) files: Vec<Item>,
    pub(super) withheld: Vec<Withheld>,
    /// Where copies of reports lie in the package, by their path in the workspace.
    pub(super) places: BTreeMap<&'p str, String>,
}

/// Something that proves something, and where it is to lie.
struct Piece<'p> {
    id: String,
    title: &'p str,
    kind: ItemKind,
    classification: Classification,
    /// Path in the workspace; none when there is no file here.
    path: Option<&'p str>,
    /// Address, number or path, as people know it; empty where nobody says.
    location: String,
    /// Folder in the package.
    folder: String,
    state: ProofState,
    pinned: Option<Sha256Digest>,
    supports: Supports,
    origin: &'p Origin,
}

struct Gatherer<'p> {
    workspace: &'p Workspace,
    state: &'p AssessedProject<'p>,
    basis: AssessmentBasis<'p>,
    restricted: Restricted,
    proofs: Proofs<'p>,
}

impl<'p> Proofs<'p> {
    /// Gathers the evidence that supports something in the project or is about it alone, and the copies of the reports
    /// on services in use.
    pub(super) fn gather(
        workspace: &'p Workspace,
        state: &'p AssessedProject<'p>,
        basis: AssessmentBasis<'p>,
        restricted: Restricted,
    ) -> Self {
        let proofs = Proofs { files: Vec::new(), withheld: Vec::new(), places: BTreeMap::new() };
        let mut gatherer = Gatherer { workspace, state, basis, restricted, proofs };
        let meant: Vec<&Evidence> = state
            .matrix
            .scope
            .organization
            .evidence
            .values()
            .filter(|evidence| gatherer.is_meant(evidence))
            .collect();
        let (standing, own): (Vec<&Evidence>, Vec<&Evidence>) =
            meant.into_iter().partition(|evidence| evidence.kind == EvidenceKind::Attestation);
        for evidence in own {
            let piece = gatherer.evidence(evidence);
            gatherer.take(piece);
        }
        for report in attestations_in_use(&state.matrix) {
            gatherer.report(report);
        }
        // Last, when it is known where the copies lie.
        for evidence in standing {
            gatherer.standing(evidence);
        }
        gatherer.proofs
    }
}

impl<'p> Gatherer<'p> {
    fn is_meant(&self, evidence: &Evidence) -> bool {
        let named = match &evidence.projects {
            Coverage::All => false,
            Coverage::Some(projects) => projects.contains(&self.state.project.id),
        };
        named || self.state.matrix.evidence.iter().any(|proof| proof.evidence.id == evidence.id)
    }

    fn supports<'e>(&self, evidence: impl Iterator<Item = &'e Evidence>) -> Supports {
        let ids: Vec<_> = evidence.map(|evidence| &evidence.id).collect();
        let matrix = &self.state.matrix;
        let proofs = matrix.evidence.iter().filter(|proof| ids.contains(&&proof.evidence.id));
        let (mut controls, mut requirements) = (Vec::new(), Vec::new());
        for proof in proofs {
            let served = proof.requirements.iter();
            add_new(&mut controls, proof.targets.iter().map(Target::to_string));
            add_new(&mut requirements, served.map(|(framework, one)| format!("{}/{}", framework.id, one.id)));
        }
        Supports { controls, requirements }
    }

    fn evidence(&self, evidence: &'p Evidence) -> Piece<'p> {
        let due_within = self.state.matrix.scope.organization.evidence_due_within;
        Piece {
            id: evidence.id.to_string(),
            title: evidence.title.trim(),
            kind: ItemKind::Evidence,
            classification: evidence.classification,
            path: evidence.path.as_deref(),
            location: evidence.location.trim().to_owned(),
            folder: format!("evidence/{}", evidence.id),
            state: state_of_evidence(EvidenceState::of(evidence, due_within, self.basis)),
            pinned: evidence.pinned,
            supports: self.supports(std::iter::once(evidence)),
            origin: &evidence.origin,
        }
    }

    /// Lists evidence that is a report: what it shows lies where the report's copy lies.
    fn standing(&mut self, evidence: &'p Evidence) {
        let mut reports = self.state.matrix.scope.organization.attestations.iter();
        let report = reports.find(|report| evidence.attestation.as_ref() == Some(&report.id));
        let mut piece = self.evidence(evidence);
        let packed = evidence.path.as_deref().and_then(|path| self.proofs.places.get(path));
        let address = report.and_then(|report| match &report.copy {
            Some(HeldCopy::Address(address)) => Some(address.trim()),
            Some(HeldCopy::File(_)) | None => None,
        });
        piece.location = match (packed, address) {
            (Some(place), _) => place.clone(),
            (None, Some(address)) => address.to_owned(),
            (None, None) => format!("the report `{}`", piece.location),
        };
        let found = piece.path.and_then(|path| self.basis.files.fingerprint(path));
        self.withhold(&piece, WithheldReason::Elsewhere, found);
    }

    fn report(&mut self, report: &'p Attestation) {
        let organization = self.state.matrix.scope.organization;
        let standing = organization.evidence.values();
        let standing = standing.filter(|evidence| evidence.attestation.as_ref() == Some(&report.id));
        let supports = self.supports(standing);
        let letters = report.bridge_letters.iter().enumerate().map(|(number, letter)| {
            let name = format!("bridge-letter-{}", number + 1);
            (Some(name), letter.title.trim(), &letter.copy, &letter.origin)
        });
        let state = state_of_report(AttestationState::of(report, self.basis.as_of));
        let whole = (None, report.title.trim(), &report.copy, &report.origin);
        for (name, title, copy, origin) in std::iter::once(whole).chain(letters) {
            let classification = report.classification;
            // Digests are pinned of reports, not of their letters.
            let pinned = report.pinned.filter(|_| name.is_none());
            self.take(Piece {
                id: joined(&report.id, name.as_deref()),
                title,
                kind: ItemKind::Attestation,
                classification,
                path: copy.as_ref().and_then(HeldCopy::path),
                location: copy.as_ref().map_or("", HeldCopy::as_str).to_owned(),
                folder: format!("attestations/{}", joined(&report.id, name.as_deref())),
                state,
                pinned,
                supports: supports.clone(),
                origin,
            });
        }
    }

    /// Puts a piece in, or lists why it is not.
    fn take(&mut self, piece: Piece<'p>) {
        let files = self.basis.files;
        let found = piece.path.and_then(|path| files.fingerprint(path));
        let is_missing = piece
            .path
            .is_some_and(|path| matches!(files.state(path), Some(FileState::Missing | FileState::Refused)));
        let is_held_back =
            piece.classification == Classification::Restricted && self.restricted == Restricted::Withheld;
        let place = piece.path.and_then(|path| plain_file(&self.workspace.root, path).ok());
        match (found, place) {
            (Some(_), Some(_)) if is_held_back => self.withhold(&piece, WithheldReason::OnRequest, found),
            (Some(fingerprint), Some(place)) => {
                let path = piece.path.unwrap_or_default();
                let packed =
                    format!("{}/{}", piece.folder, packable_name(path.rsplit('/').next().unwrap_or(path)));
                self.proofs.places.insert(path, packed.clone());
                let description = Description {
                    media_type: media_type(path),
                    kind: piece.kind,
                    id: Some(piece.id),
                    title: piece.title.to_owned(),
                    state: Some(piece.state),
                    pinned_sha256: piece.pinned,
                    supports: piece.supports,
                    source: Some(path.to_owned()),
                };
                let content = Content::File { place, fingerprint: *fingerprint };
                self.proofs.files.push(Item { path: packed, content, description });
            }
            _ if is_missing => self.withhold(&piece, WithheldReason::Missing, None),
            _ if is_held_back => self.withhold(&piece, WithheldReason::OnRequest, None),
            _ => self.withhold(&piece, WithheldReason::Elsewhere, None),
        }
    }

    fn withhold(&mut self, piece: &Piece<'p>, reason: WithheldReason, found: Option<&Fingerprint>) {
        let sources = &self.workspace.texts.sources;
        self.proofs.withheld.push(Withheld {
            id: piece.id.clone(),
            title: piece.title.to_owned(),
            reason,
            location: Some(piece.location.clone()).filter(|location| !location.is_empty()),
            bytes: found.map(|found| found.bytes),
            sha256: found.map(|found| found.sha256),
            pinned_sha256: piece.pinned,
            state: Some(piece.state),
            media_type: piece.path.map(media_type),
            supports: piece.supports.clone(),
            source: Some(sources.place_of(piece.origin).file),
        });
    }
}

fn state_of_evidence(state: EvidenceState) -> ProofState {
    match state {
        EvidenceState::Current => ProofState::Current,
        EvidenceState::DueSoon => ProofState::DueSoon,
        EvidenceState::Stale => ProofState::Stale,
        EvidenceState::Missing => ProofState::Missing,
        EvidenceState::Altered => ProofState::Altered,
        EvidenceState::FromFuture => ProofState::FromFuture,
    }
}

fn state_of_report(state: AttestationState) -> ProofState {
    match state {
        AttestationState::Current => ProofState::Current,
        AttestationState::Bridged => ProofState::Bridged,
        AttestationState::Gap => ProofState::Gap,
        AttestationState::Lapsed => ProofState::Lapsed,
        AttestationState::NotYet => ProofState::NotYet,
    }
}

fn joined(report: &AttestationId, letter: Option<&str>) -> String {
    letter.map_or_else(|| report.to_string(), |letter| format!("{report}-{letter}"))
}

/// Adds names that are not there yet.
fn add_new(known: &mut Vec<String>, names: impl Iterator<Item = String>) {
    for name in names {
        if !known.contains(&name) {
            known.push(name);
        }
    }
}
