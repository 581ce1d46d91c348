//! Evidence and copies of attestations for a package: those that are included, and those that are withheld, with the
//! reason.

use std::collections::BTreeMap;

use onus_core::assess::{AssessedProject, AssessmentBasis, AttestationState, EvidenceState};
use onus_core::diagnostic::{Code, Diagnostic};
use onus_core::digest::{Fingerprint, Sha256Digest};
use onus_core::model::{
    Attestation, AttestationId, Classification, Coverage, Evidence, EvidenceKind, HeldCopy, Target,
};
use onus_core::source::Origin;
use onus_core::texts::FileState;
use onus_matrix::attestations_in_use;
use onus_package::{
    FileContent, FileDescription, PackageFile, PackageFileKind, Supports, ValidityState, Withheld,
    WithheldReason, packable_name,
};

use super::inherited::{ShownEvidence, shown_evidence};
use super::{Restricted, media_type};
use crate::load::{FETCH, Workspace, plain_file};

/// The evidence and attestations of a project, for its package.
pub(super) struct PackagedEvidence<'p> {
    pub(super) files: Vec<PackageFile>,
    pub(super) withheld: Vec<Withheld>,
    /// The paths of attestations in the package, by their path in the workspace.
    pub(super) places: BTreeMap<&'p str, String>,
    /// Files that are not there though something stands in for them: no package is made.
    pub(super) refused: Vec<Diagnostic>,
}

/// A piece of evidence or a copy of an attestation that is either included or withheld.
struct PackageCandidate<'p> {
    id: String,
    title: &'p str,
    kind: PackageFileKind,
    classification: Classification,
    /// Path in the workspace; none if there is no file in it.
    path: Option<&'p str>,
    /// Address, ticket or path; empty if not stated.
    location: String,
    /// Folder in the package.
    folder: String,
    state: ValidityState,
    pinned: Option<Sha256Digest>,
    supports: Supports,
    origin: &'p Origin,
    /// The project that shows it by an offer, as `organisation/project`; none for the project's own.
    from: Option<String>,
    /// The attestation that it is another name of.
    same_as: Option<String>,
}

struct EvidenceGatherer<'p> {
    workspace: &'p Workspace,
    state: &'p AssessedProject<'p>,
    basis: AssessmentBasis<'p>,
    restricted: Restricted,
    packaged: PackagedEvidence<'p>,
}

impl<'p> PackagedEvidence<'p> {
    /// Gathers the evidence that supports a control of the project or names the project, and the copies of attestations
    /// for services in use.
    pub(super) fn gather(
        workspace: &'p Workspace,
        state: &'p AssessedProject<'p>,
        basis: AssessmentBasis<'p>,
        restricted: Restricted,
    ) -> Self {
        let packaged = PackagedEvidence {
            files: Vec::new(),
            withheld: Vec::new(),
            places: BTreeMap::new(),
            refused: Vec::new(),
        };
        let mut gatherer = EvidenceGatherer { workspace, state, basis, restricted, packaged };
        let meant: Vec<&Evidence> = state
            .matrix
            .scope
            .organization
            .evidence
            .values()
            .filter(|evidence| gatherer.concerns_project(evidence))
            .collect();
        let (standing, own): (Vec<&Evidence>, Vec<&Evidence>) =
            meant.into_iter().partition(|evidence| evidence.kind == EvidenceKind::Attestation);
        for evidence in own {
            let candidate = gatherer.evidence(evidence);
            gatherer.take(candidate);
        }
        for report in attestations_in_use(&state.matrix) {
            gatherer.report(report);
        }
        // Last: it refers to the copies of attestations, whose paths are only known now.
        for evidence in standing {
            let candidate = gatherer.evidence(evidence);
            gatherer.list_attestation_evidence(evidence, candidate);
        }
        gatherer.inherited();
        gatherer.packaged
    }
}

impl<'p> EvidenceGatherer<'p> {
    fn concerns_project(&self, evidence: &Evidence) -> bool {
        let named = match &evidence.projects {
            Coverage::All => false,
            Coverage::Some(projects) => projects.contains(&self.state.project.id),
        };
        named || self.state.matrix.evidence.iter().any(|link| link.evidence.id == evidence.id)
    }

    fn supports<'e>(&self, evidence: impl Iterator<Item = &'e Evidence>) -> Supports {
        let ids: Vec<_> = evidence.map(|evidence| &evidence.id).collect();
        let matrix = &self.state.matrix;
        let links = matrix.evidence.iter().filter(|link| ids.contains(&&link.evidence.id));
        let (mut controls, mut requirements) = (Vec::new(), Vec::new());
        for link in links {
            let served = link.requirements.iter();
            add_new(&mut controls, link.targets.iter().map(Target::to_string));
            add_new(&mut requirements, served.map(|(framework, one)| format!("{}/{}", framework.id, one.id)));
        }
        Supports { controls, requirements }
    }

    fn evidence(&self, evidence: &'p Evidence) -> PackageCandidate<'p> {
        let due_within = self.state.matrix.scope.organization.evidence_due_within;
        PackageCandidate {
            id: evidence.id.to_string(),
            title: evidence.title.trim(),
            kind: PackageFileKind::Evidence,
            classification: evidence.classification,
            path: evidence.path.as_deref(),
            location: evidence.location.trim().to_owned(),
            folder: format!("evidence/{}", packable_name(evidence.id.as_str())),
            state: state_of_evidence(EvidenceState::of(evidence, due_within, self.basis)),
            pinned: evidence.pinned,
            supports: self.supports(std::iter::once(evidence)),
            origin: &evidence.origin,
            from: None,
            same_as: evidence.attestation.as_ref().map(ToString::to_string),
        }
    }

    /// Evidence of projects that are inherited from, as far as it is not the project's own, too.
    fn inherited(&mut self) {
        for ShownEvidence { evidence, from, supports, folder } in shown_evidence(self.state) {
            if self.concerns_project(evidence) {
                continue;
            }
            let candidate =
                PackageCandidate { folder, supports, from: Some(from), ..self.evidence(evidence) };
            match evidence.kind {
                EvidenceKind::Attestation => self.list_attestation_evidence(evidence, candidate),
                EvidenceKind::File | EvidenceKind::Url | EvidenceKind::Ticket => self.take(candidate),
            }
        }
    }

    /// Lists evidence of the kind `attestation` as withheld: its location is the copy of the attestation, which the
    /// package has once only.
    fn list_attestation_evidence(&mut self, evidence: &'p Evidence, mut candidate: PackageCandidate<'p>) {
        let mut reports = self.state.matrix.scope.organization.attestations.iter();
        let report = reports.find(|report| evidence.attestation.as_ref() == Some(&report.id));
        let packed = evidence.path.as_deref().and_then(|path| self.packaged.places.get(path));
        let address = report.and_then(|report| match &report.copy {
            Some(HeldCopy::Address(address)) => Some(address.trim()),
            Some(HeldCopy::File(_)) | None => None,
        });
        candidate.location = match (packed, address) {
            (Some(place), _) => place.clone(),
            (None, Some(address)) => address.to_owned(),
            (None, None) => format!("the report `{}`", candidate.location),
        };
        let found = candidate.path.and_then(|path| self.basis.files.fingerprint(path));
        self.withhold(&candidate, WithheldReason::Elsewhere, found);
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
            // A register pins the digest of an attestation, not those of its bridge letters.
            let pinned = report.pinned.filter(|_| name.is_none());
            self.take(PackageCandidate {
                id: joined(&report.id, name.as_deref()),
                title,
                kind: PackageFileKind::Attestation,
                classification,
                path: copy.as_ref().and_then(HeldCopy::path),
                location: copy.as_ref().map_or("", HeldCopy::as_str).to_owned(),
                folder: format!("attestations/{}", packable_name(&joined(&report.id, name.as_deref()))),
                state,
                pinned,
                supports: supports.clone(),
                origin,
                from: None,
                same_as: None,
            });
        }
    }

    /// Includes a candidate, or lists why it is withheld.
    fn take(&mut self, candidate: PackageCandidate<'p>) {
        let files = self.basis.files;
        if let Some(path) = candidate.path
            && let Some(FileState::Pointer(_)) = files.state(path)
        {
            self.refuse_pointer(&candidate, path);
        }
        let found = candidate.path.and_then(|path| files.fingerprint(path));
        let is_missing = candidate.path.is_some_and(|path| {
            matches!(files.state(path), Some(FileState::Pointer(_) | FileState::Missing | FileState::Refused))
        });
        let is_held_back =
            candidate.classification == Classification::Restricted && self.restricted == Restricted::Withheld;
        let place = candidate.path.and_then(|path| plain_file(&self.workspace.root, path).ok());
        match (found, place) {
            (Some(_), Some(_)) if is_held_back => self.withhold(&candidate, WithheldReason::OnRequest, found),
            (Some(fingerprint), Some(place)) => {
                let path = candidate.path.unwrap_or_default();
                let packed = format!(
                    "{}/{}",
                    candidate.folder,
                    packable_name(path.rsplit('/').next().unwrap_or(path))
                );
                self.packaged.places.insert(path, packed.clone());
                let description = FileDescription {
                    media_type: media_type(path),
                    kind: candidate.kind,
                    id: Some(candidate.id),
                    title: candidate.title.to_owned(),
                    state: Some(candidate.state),
                    pinned_sha256: candidate.pinned,
                    supports: candidate.supports,
                    source: Some(path.to_owned()),
                    from: candidate.from,
                };
                let content = FileContent::File { place, fingerprint: *fingerprint };
                self.packaged.files.push(PackageFile { path: packed, content, description });
            }
            _ if is_missing => self.withhold(&candidate, WithheldReason::Missing, None),
            _ if is_held_back => self.withhold(&candidate, WithheldReason::OnRequest, None),
            _ => self.withhold(&candidate, WithheldReason::Elsewhere, None),
        }
    }

    fn refuse_pointer(&mut self, candidate: &PackageCandidate<'p>, path: &str) {
        let key = match candidate.kind {
            PackageFileKind::Attestation => "copy",
            PackageFileKind::Evidence
            | PackageFileKind::Document
            | PackageFileKind::Matrix
            | PackageFileKind::Index
            | PackageFileKind::Offers
            | PackageFileKind::Register => "location",
        };
        let span = self.workspace.texts.sources.span(&candidate.origin.key(key));
        let message = format!("`{path}` is only a Git LFS pointer, which shows nothing to an auditor");
        let refused = Diagnostic::error(Code::LfsPointer, message).at(span, "").hint(FETCH.to_owned());
        self.packaged.refused.push(refused);
    }

    fn withhold(
        &mut self,
        candidate: &PackageCandidate<'p>,
        reason: WithheldReason,
        found: Option<&Fingerprint>,
    ) {
        let sources = &self.workspace.texts.sources;
        self.packaged.withheld.push(Withheld {
            id: candidate.id.clone(),
            title: candidate.title.to_owned(),
            kind: candidate.kind,
            same_as: candidate.same_as.clone(),
            reason,
            location: Some(candidate.location.clone()).filter(|location| !location.is_empty()),
            bytes: found.map(|found| found.bytes),
            sha256: found.map(|found| found.sha256),
            pinned_sha256: candidate.pinned,
            state: Some(candidate.state),
            media_type: candidate.path.map(media_type),
            supports: candidate.supports.clone(),
            source: Some(sources.place_of(candidate.origin).file),
            from: candidate.from.clone(),
        });
    }
}

fn state_of_evidence(state: EvidenceState) -> ValidityState {
    match state {
        EvidenceState::Current => ValidityState::Current,
        EvidenceState::DueSoon => ValidityState::DueSoon,
        EvidenceState::Stale => ValidityState::Stale,
        EvidenceState::Missing => ValidityState::Missing,
        EvidenceState::Altered => ValidityState::Altered,
        EvidenceState::FromFuture => ValidityState::FromFuture,
    }
}

fn state_of_report(state: AttestationState) -> ValidityState {
    match state {
        AttestationState::Current => ValidityState::Current,
        AttestationState::Bridged => ValidityState::Bridged,
        AttestationState::Gap => ValidityState::Gap,
        AttestationState::Lapsed => ValidityState::Lapsed,
        AttestationState::NotYet => ValidityState::NotYet,
        AttestationState::Adverse => ValidityState::Adverse,
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
