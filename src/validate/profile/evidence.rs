//! What proves things: evidence registers, and third-party reports on providers.

use std::collections::BTreeMap;

use super::super::context::{Context, Noun};
use crate::diagnostic::Code;
use crate::model::{Attestation, Catalog, Coverage, Evidence, EvidenceId, EvidenceKind};
use crate::schema::{AllOrSome, AttestationEntry, EvidenceEntry, EvidenceFile, EvidenceKindWord};
use crate::source::{List, Origin, SourceId};

/// Reads all evidence registers of an organisation.
pub(super) fn registers(context: &mut Context<'_>, files: &[SourceId]) -> BTreeMap<EvidenceId, Evidence> {
    let mut evidence: BTreeMap<EvidenceId, Evidence> = BTreeMap::new();
    for &file in files {
        let Some(register) = context.read_as::<EvidenceFile>(file, "onus.evidence/1") else {
            continue;
        };
        for (position, entry) in register.evidence.iter() {
            let origin = Origin::root(file).key("evidence").item(position);
            let Some(piece) = piece(context, entry, &origin) else {
                context.lose(&entry.id);
                continue;
            };
            match evidence.get(piece.id.as_str()) {
                Some(twin) => {
                    let first = twin.origin.key("id");
                    context.duplicate(piece.id.as_str(), &origin.key("id"), &first);
                }
                None => {
                    evidence.insert(piece.id.clone(), piece);
                }
            }
        }
    }
    evidence
}

fn piece(context: &mut Context<'_>, entry: &EvidenceEntry, origin: &Origin) -> Option<Evidence> {
    let id = context.id(&entry.id, &origin.key("id"));
    let collected = context.date(&entry.collected, &origin.key("collected"));
    let valid_until = entry.valid_until.as_deref().map(|text| context.date(text, &origin.key("valid-until")));
    Some(Evidence {
        id: id?,
        title: entry.title.clone(),
        kind: match entry.kind {
            EvidenceKindWord::File => EvidenceKind::File,
            EvidenceKindWord::Url => EvidenceKind::Url,
            EvidenceKindWord::Ticket => EvidenceKind::Ticket,
        },
        location: entry.location.clone(),
        collected: collected?,
        valid_until: valid_until.flatten(),
        origin: origin.clone(),
    })
}

/// Reads the third-party reports of an organisation.
pub(super) fn attestations(
    context: &mut Context<'_>,
    catalog: &Catalog,
    entries: &List<AttestationEntry>,
    list: &Origin,
) -> Vec<Attestation> {
    let mut attestations: Vec<Attestation> = Vec::new();
    for (position, entry) in entries.iter() {
        let origin = list.item(position);
        let Some(attestation) = attestation(context, catalog, entry, &origin) else {
            continue;
        };
        if let Some(twin) = attestations.iter().find(|present| present.id == attestation.id) {
            context.duplicate(attestation.id.as_str(), &origin.key("id"), &twin.origin.key("id"));
        }
        attestations.push(attestation);
    }
    attestations
}

fn attestation(
    context: &mut Context<'_>,
    catalog: &Catalog,
    entry: &AttestationEntry,
    origin: &Origin,
) -> Option<Attestation> {
    let id = context.id(&entry.id, &origin.key("id"));
    let provider = context.refer(
        &entry.provider,
        &origin.key("provider"),
        Noun::PROVIDER.among(catalog.providers.keys()),
    );
    let services = match &entry.services {
        AllOrSome::All => Coverage::All,
        AllOrSome::Some(names) => Coverage::Some(
            names
                .iter()
                .filter_map(|(item, name)| {
                    let at = origin.key("services").item(item);
                    context.refer(name, &at, Noun::SERVICE.among(catalog.services.keys()))
                })
                .collect(),
        ),
    };
    let regions = match &entry.regions {
        AllOrSome::All => Coverage::All,
        AllOrSome::Some(names) => Coverage::Some(names.iter().map(|(_, name)| name.clone()).collect()),
    };
    let period = entry.period.as_deref().and_then(|text| context.period(text, &origin.key("period")));
    let valid_until =
        entry.valid_until.as_deref().and_then(|text| context.date(text, &origin.key("valid-until")));
    let undated = entry.period.is_none() && entry.valid_until.is_none();
    if undated && !context.was_removed(origin, &["period", "valid-until"]) {
        context
            .diagnostics
            .error(Code::NothingSaid, origin, "this attestation has no date")
            .help("give its `period`, its `valid-until`, or both".to_owned());
    }
    Some(Attestation {
        id: id?,
        provider: provider?,
        title: entry.title.clone(),
        services,
        regions,
        period,
        valid_until,
        origin: origin.clone(),
    })
}
