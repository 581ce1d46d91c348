//! What a project inherits from other projects, for its package: their offers, and the evidence that these name.

use std::collections::BTreeSet;

use chrono::NaiveDate;
use onus_core::assess::{AssessedProject, OfferFile};
use onus_core::model::{Evidence, EvidenceId, Project, Target, UpstreamId};
use onus_core::resolve::{InheritedOffer, InheritedPart, KnownOffer};
use onus_core::source::Sources;
use onus_package::{FileContent, FileDescription, PackageFile, PackageFileKind, Supports, packable_name};

/// A piece of evidence of another project of the organisation.
pub(super) struct ShownEvidence<'p> {
    pub(super) evidence: &'p Evidence,
    /// The project, as `organisation/project`.
    pub(super) from: String,
    /// The inherited parts that it supports, and what these satisfy.
    pub(super) supports: Supports,
    /// The folder of its entry in the package.
    pub(super) folder: String,
}

/// The evidence that inherited offers of projects of the organisation name, each piece once.
pub(super) fn shown_evidence<'p>(state: &AssessedProject<'p>) -> Vec<ShownEvidence<'p>> {
    let register = &state.matrix.scope.organization.evidence;
    let mut seen = BTreeSet::new();
    let mut shown = Vec::new();
    for offer in state.matrix.scope.inherited.iter().filter(|offer| offer.inheritance.file.is_none()) {
        for piece in &offer.known.offer.evidence {
            let Some(evidence) = register.get(&piece.id).filter(|_| seen.insert(&piece.id)) else { continue };
            shown.push(ShownEvidence {
                evidence,
                from: offer.known.from.clone(),
                supports: supports(state, &offer.known.from, Some(&piece.id)),
                folder: format!(
                    "{}/evidence/{}",
                    folder(&offer.inheritance.from),
                    packable_name(piece.id.as_str())
                ),
            });
        }
    }
    shown
}

/// The offers that the project inherits: of projects of the organisation, each as a file of its own; of other organisations,
/// their files.
pub(super) fn offers(
    sources: &Sources,
    state: &AssessedProject<'_>,
    catalog: &str,
    as_of: NaiveDate,
) -> Vec<PackageFile> {
    let scope = &state.matrix.scope;
    let mut files: Vec<PackageFile> = Vec::new();
    for InheritedOffer { inheritance, known } in &scope.inherited {
        let (folder, source) = (folder(&inheritance.from), inheritance.file.as_ref());
        let source = source.map(|file| sources.get(file.source));
        let name =
            source.map_or("offers.json", |source| source.name().rsplit('/').next().unwrap_or_default());
        let path = format!("{folder}/{}", packable_name(name));
        let source_name = source.map(|source| source.name().to_owned());
        let is_same = |file: &PackageFile| file.path == path && file.description.source == source_name;
        // One file has all that is inherited from one project.
        if files.iter().any(is_same) {
            continue;
        }
        let bytes = match (source, scope.organization.project(&inheritance.from.project)) {
            (Some(source), _) => source.text().as_bytes().to_vec(),
            (None, Some(project)) => {
                let offers = taken(state, project, &known.from);
                OfferFile::new(scope.organization, project, offers, catalog, as_of).to_bytes()
            }
            (None, None) => continue,
        };
        let description = FileDescription {
            media_type: "application/json".to_owned(),
            kind: PackageFileKind::Offers,
            id: None,
            title: format!("What is inherited from {}", known.from_name.trim()),
            state: None,
            pinned_sha256: None,
            supports: supports(state, &known.from, None),
            source: source_name,
            from: Some(known.from.clone()),
        };
        files.push(PackageFile { path, content: FileContent::Bytes(bytes), description });
    }
    files
}

/// What the project inherits of another one of its organisation, in the order of that one's profile.
fn taken<'s>(
    state: &'s AssessedProject<'_>,
    project: &'s Project,
    from: &'s str,
) -> impl Iterator<Item = &'s KnownOffer> {
    let inherited = &state.matrix.scope.inherited;
    project.offers.iter().filter_map(move |offer| {
        let mut own = inherited.iter().filter(|one| one.inheritance.file.is_none() && one.known.from == from);
        own.find(|one| one.known.offer.id == offer.id).map(|one| one.known)
    })
}

fn folder(from: &UpstreamId) -> String {
    let (organization, project) = (from.organization.as_str(), from.project.as_str());
    format!("inherited/{}/{}", packable_name(organization), packable_name(project))
}

/// The parts that cells inherit from a project, only those that a piece of its evidence supports if there is one, and the
/// requirements that they satisfy.
fn supports(state: &AssessedProject<'_>, from: &str, piece: Option<&EvidenceId>) -> Supports {
    let is_meant = |inherited: &&InheritedPart<'_>| {
        inherited.offer.known.from == from && piece.is_none_or(|id| inherited.part.evidence.contains(id))
    };
    let cells = state.matrix.controls.iter().flat_map(|row| &row.cells);
    let parts = cells.flat_map(|cell| cell.upstream.iter().filter(is_meant));
    let mut targets: Vec<Target> = Vec::new();
    for target in parts.map(|inherited| inherited.part.target()) {
        if !targets.contains(&target) {
            targets.push(target);
        }
    }
    let serves = |satisfying: &Target| {
        let is_it = |target: &Target| {
            target.control == satisfying.control
                && (satisfying.part.is_none() || target.part == satisfying.part)
        };
        targets.iter().any(is_it)
    };
    let tables = state.matrix.frameworks.iter();
    let requirements = tables.flat_map(|table| {
        let rows = table.requirements.iter();
        let served = rows.filter(|row| row.requirement.satisfied_by.iter().any(serves));
        served.map(|row| format!("{}/{}", table.framework.id, row.requirement.id))
    });
    let requirements = requirements.collect();
    Supports { controls: targets.iter().map(Target::to_string).collect(), requirements }
}
