//! Evidence registers.

use std::collections::BTreeMap;

use chrono::NaiveDate;

use super::super::context::Context;
use crate::diagnostic::{Code, Noun};
use crate::model::{
    Attestation, AttestationId, Catalog, Coverage, Evidence, EvidenceId, EvidenceKind, Identifier, PartyId,
    ProjectId,
};
use crate::schema::{EvidenceEntry, EvidenceFile, OrganizationFile, ProjectFile};
use crate::source::{Origin, SourceId};
use crate::texts::RegisterText;

/// What entries of registers can refer to.
pub(super) struct RegisterNames<'r> {
    pub(super) catalog: &'r Catalog,
    pub(super) attestations: &'r [Attestation],
    parties: Vec<PartyId>,
    projects: Vec<ProjectId>,
}

impl<'r> RegisterNames<'r> {
    /// From the files of an organisation. Ids of the wrong form are left out: they are reported where they are defined.
    pub(super) fn new(
        catalog: &'r Catalog,
        attestations: &'r [Attestation],
        organization: Option<&OrganizationFile>,
        projects: &[(SourceId, ProjectFile)],
    ) -> Self {
        let own = organization.into_iter().map(|file| &file.parties);
        let parties = own.chain(projects.iter().map(|(_, file)| &file.parties)).flat_map(|list| list.iter());
        Self {
            catalog,
            attestations,
            parties: parties.filter_map(|(_, entry)| PartyId::parse(&entry.id).ok()).collect(),
            projects: projects.iter().filter_map(|(_, file)| ProjectId::parse(&file.id).ok()).collect(),
        }
    }
}

/// Reads all evidence registers of an organisation.
pub(super) fn registers(
    context: &mut Context<'_>,
    names: &RegisterNames<'_>,
    files: &[RegisterText],
) -> BTreeMap<EvidenceId, Evidence> {
    let mut evidence: BTreeMap<EvidenceId, Evidence> = BTreeMap::new();
    for file in files {
        let Some(register) = context.read_as::<EvidenceFile>(file.source, "onus.evidence/1") else {
            continue;
        };
        let root = Origin::root(file.source);
        let owner = match &file.project {
            None => RegisterOwner::Organization,
            Some(name) => {
                let known = names.projects.iter();
                RegisterOwner::Project(context.refer(Noun::PROJECT, name, &root.key("evidence"), known))
            }
        };
        let reader = RegisterReader { names, file, owner };
        for (position, entry) in register.evidence.iter() {
            let origin = root.key("evidence").item(position);
            let Some(piece) = reader.piece(context, entry, &origin) else {
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

/// What a register belongs to.
enum RegisterOwner {
    Organization,
    /// None if there is no such project, which is reported once for the whole register.
    Project(Option<ProjectId>),
}

struct RegisterReader<'r> {
    names: &'r RegisterNames<'r>,
    file: &'r RegisterText,
    owner: RegisterOwner,
}

impl RegisterReader<'_> {
    fn piece(&self, context: &mut Context<'_>, entry: &EvidenceEntry, origin: &Origin) -> Option<Evidence> {
        let id = context.id(&entry.id, &origin.key("id"));
        let catalog = self.names.catalog;
        let supports = entry
            .controls
            .iter()
            .filter_map(|(item, text)| context.target(catalog, text, &origin.key("controls").item(item)))
            .collect();
        let services = match &entry.services {
            None => Coverage::All,
            Some(names) => Coverage::Some(
                names
                    .iter()
                    .filter_map(|(item, name)| {
                        let at = origin.key("services").item(item);
                        context.refer(Noun::SERVICE, name, &at, catalog.services.keys())
                    })
                    .collect(),
            ),
        };
        let projects = self.projects(context, entry, origin);
        let provided_by = entry.provided_by.as_deref().and_then(|party| {
            context.refer(Noun::PARTY, party, &origin.key("provided-by"), self.names.parties.iter())
        });
        let attestation = self.attestation(context, entry, origin);
        let path = self.file_path(context, entry, origin);
        let Days { collected, added, valid_until } = self.days(context, entry, origin)?;
        let by_cadence = entry.cadence.and_then(|cadence| Some(cadence.interval()?.after(collected)));
        let path = path.or_else(|| attestation?.copy.as_ref()?.path().map(str::to_owned));
        Some(Evidence {
            id: id?,
            title: entry.title.clone(),
            kind: entry.kind,
            location: entry.location.clone(),
            path,
            attestation: attestation.map(|report| report.id.clone()),
            supports,
            services,
            projects,
            provided_by,
            collected,
            added,
            valid_until: valid_until.or_else(|| attestation.map(Attestation::relied_on_until)).or(by_cadence),
            last_day_key: last_day_key(entry),
            cadence: entry.cadence,
            classification: match (attestation, entry.classification) {
                (Some(report), None) => report.classification,
                (_, classification) => classification.unwrap_or_default(),
            },
            pinned: self.pinned(context, entry, origin).or_else(|| attestation?.pinned),
            note: entry.note.clone(),
            origin: origin.clone(),
        })
    }

    /// A register of a project is about that project only.
    fn projects(
        &self,
        context: &mut Context<'_>,
        entry: &EvidenceEntry,
        origin: &Origin,
    ) -> Coverage<ProjectId> {
        let at = origin.key("projects");
        if let RegisterOwner::Project(own) = &self.owner {
            if entry.projects.is_some() {
                let message = "evidence in a project's folder covers that project only";
                context.diagnostics.error(Code::ConflictingKeys, &at, message).help(
                    "remove `projects`, or move the entry to a register of the organisation".to_owned(),
                );
            }
            return Coverage::Some(own.iter().cloned().collect());
        }
        let Some(names) = &entry.projects else { return Coverage::All };
        let known = self.names.projects.iter();
        let named = names
            .iter()
            .filter_map(|(item, name)| context.refer(Noun::PROJECT, name, &at.item(item), known.clone()));
        Coverage::Some(named.collect())
    }

    fn attestation(
        &self,
        context: &mut Context<'_>,
        entry: &EvidenceEntry,
        origin: &Origin,
    ) -> Option<&Attestation> {
        if entry.kind != EvidenceKind::Attestation {
            return None;
        }
        let reports = self.names.attestations;
        let known = reports.iter().map(|report| &report.id);
        let id: AttestationId =
            context.refer(Noun::ATTESTATION, &entry.location, &origin.key("location"), known)?;
        reports.iter().find(|report| report.id == id)
    }

    fn file_path(&self, context: &mut Context<'_>, entry: &EvidenceEntry, origin: &Origin) -> Option<String> {
        match entry.kind {
            EvidenceKind::File => context.path(&self.file.folder, &entry.location, &origin.key("location")),
            EvidenceKind::Url | EvidenceKind::Ticket | EvidenceKind::Attestation => {
                if entry.location.trim().is_empty() {
                    context
                        .diagnostics
                        .error(Code::NothingSaid, &origin.key("location"), "the location is empty")
                        .help("add where it can be found: an address, or the number of a ticket".to_owned());
                }
                None
            }
        }
    }

    fn pinned(
        &self,
        context: &mut Context<'_>,
        entry: &EvidenceEntry,
        origin: &Origin,
    ) -> Option<crate::digest::Sha256Digest> {
        let text = entry.sha256.as_deref()?;
        let at = origin.key("sha256");
        match entry.kind {
            EvidenceKind::File => context.digest(text, &at),
            EvidenceKind::Url | EvidenceKind::Ticket | EvidenceKind::Attestation => {
                let message = "`sha256` needs a file";
                context
                    .diagnostics
                    .error(Code::ConflictingKeys, &at, message)
                    .help("remove `sha256`; to pin the copy of an attestation, add it there".to_owned());
                None
            }
        }
    }

    fn days(&self, context: &mut Context<'_>, entry: &EvidenceEntry, origin: &Origin) -> Option<Days> {
        let collected = context.date(&entry.collected, &origin.key("collected"));
        let added = entry.added.as_deref().and_then(|text| context.date(text, &origin.key("added")));
        let at = origin.key("valid-until");
        let written = entry.valid_until.as_deref().and_then(|text| context.date(text, &at));
        let length =
            entry.valid_for.as_deref().and_then(|text| context.interval(text, &origin.key("valid-for")));
        if entry.valid_for.is_some() && entry.valid_until.is_some() {
            context
                .diagnostics
                .error(Code::ConflictingKeys, &at, "`valid-for` and `valid-until` are mutually exclusive")
                .help("remove one of them".to_owned());
        }
        let collected = collected?;
        if let Some(until) = written.filter(|until| *until < collected) {
            let message = format!("`valid-until` ({until}) is before `collected` ({collected})");
            context
                .diagnostics
                .error(Code::BadPeriod, &at, message)
                .help("correct one of the two dates".to_owned());
        }
        let by_length = length.map(|length| length.after(collected));
        Some(Days { collected, added, valid_until: written.or(by_length) })
    }
}

/// The dates in an entry.
struct Days {
    collected: NaiveDate,
    added: Option<NaiveDate>,
    valid_until: Option<NaiveDate>,
}

/// The key that the last valid day comes from. Attestations have their own dates, so it is the one that names the
/// attestation.
fn last_day_key(entry: &EvidenceEntry) -> &'static str {
    if entry.valid_until.is_some() {
        "valid-until"
    } else if entry.valid_for.is_some() {
        "valid-for"
    } else if entry.kind == EvidenceKind::Attestation {
        "location"
    } else {
        "cadence"
    }
}
