//! Evidence: what supports controls, in which state it is, and which requirements depend on it.

use onus_core::assess::EvidenceState;
use onus_core::model::{self, Coverage};
use onus_core::resolve::{Matrix, SupportingEvidence};
use serde::Serialize;
use tera::Value;

use super::ViewContext;
use super::party::party_name;
use super::text::Text;

/// A piece of evidence.
#[derive(Debug, Clone, Serialize)]
pub(super) struct EvidenceView<'a> {
    pub(super) id: &'a str,
    pub(super) title: Text<'a>,
    /// `file`, `url`, `ticket` or `attestation`.
    pub(super) kind: &'static str,
    /// Path, address, number or id, as the register says.
    pub(super) location: Text<'a>,
    /// Day of collection.
    pub(super) collected: String,
    /// Day on which it was added to the register, or none.
    pub(super) added: Option<String>,
    /// Last valid day, or none.
    pub(super) valid_until: Option<String>,
    /// `current`, `due soon`, `stale`, `missing`, `altered` or `from the future`.
    pub(super) state: &'static str,
    /// True while it is valid.
    pub(super) reliable: bool,
    /// Name of the party that provides it, or none.
    pub(super) provided_by: Option<Text<'a>>,
    /// How often it is renewed, or none.
    pub(super) cadence: Option<&'static str>,
    /// `public`, `internal`, `confidential` or `restricted`.
    pub(super) classification: &'static str,
    /// Names of the services that it covers; empty when it covers all.
    pub(super) services: Vec<Text<'a>>,
    /// Size of its file, such as `12.3 kB`, or none.
    pub(super) size: Option<String>,
    /// SHA-256 of its file in hexadecimal digits, or none.
    pub(super) sha256: Option<String>,
    /// The digest that the register pins, or none.
    pub(super) pinned: Option<String>,
    /// Title of the report that it refers to, or none.
    pub(super) report: Option<Text<'a>>,
    pub(super) note: Option<Text<'a>>,
    pub(super) controls: Vec<Value>,
    /// Requirements that depend on it, by framework.
    pub(super) requirements: Vec<DependentRequirementsView<'a>>,
    /// `file:line`.
    pub(super) place: String,
}

/// Requirements of a framework that depend on a piece of evidence.
#[derive(Debug, Clone, Serialize)]
pub(super) struct DependentRequirementsView<'a> {
    framework: Text<'a>,
    ids: Vec<&'a str>,
}

impl<'a> EvidenceView<'a> {
    /// Evidence of a project, with links to the controls that it supports.
    pub(super) fn linked(
        context: ViewContext<'_>,
        matrix: &Matrix<'a>,
        proof: &SupportingEvidence<'a>,
        controls: Vec<Value>,
    ) -> Self {
        let (scope, evidence) = (&matrix.scope, proof.evidence);
        Self {
            provided_by: evidence.provided_by.as_ref().map(|party| party_name(matrix, party)),
            controls,
            requirements: DependentRequirementsView::of(proof),
            ..Self::alone(context, scope.catalog, scope.organization, evidence)
        }
    }

    /// A piece of evidence without its provider and without what depends on it.
    pub(super) fn alone(
        context: ViewContext<'_>,
        catalog: &'a model::Catalog,
        organization: &'a model::Organization,
        evidence: &'a model::Evidence,
    ) -> Self {
        let state = EvidenceState::of(evidence, organization.evidence_due_within, context.basis);
        let found = evidence.path.as_deref().and_then(|path| context.basis.files.fingerprint(path));
        Self {
            id: evidence.id.as_str(),
            title: Text(&evidence.title),
            kind: evidence.kind.word(),
            location: Text(&evidence.location),
            collected: evidence.collected.to_string(),
            added: evidence.added.map(|day| day.to_string()),
            valid_until: evidence.valid_until.map(|day| day.to_string()),
            state: state.word(),
            reliable: state.is_valid(),
            provided_by: None,
            cadence: evidence.cadence.map(model::Cadence::label),
            classification: evidence.classification.word(),
            services: services(catalog, &evidence.services),
            size: found.map(|found| size(found.bytes)),
            sha256: found.map(|found| found.sha256.to_string()),
            pinned: evidence.pinned.map(|digest| digest.to_string()),
            report: evidence.attestation.as_ref().and_then(|id| {
                let mut reports = organization.attestations.iter();
                reports.find(|report| report.id == *id).map(|report| Text(&report.title))
            }),
            note: evidence.note.as_ref().map(Text::from),
            controls: Vec::new(),
            requirements: Vec::new(),
            place: context.place(&evidence.origin),
        }
    }
}

fn services<'a>(catalog: &'a model::Catalog, covered: &'a Coverage<model::ServiceId>) -> Vec<Text<'a>> {
    let listed = match covered {
        Coverage::All => [].as_slice(),
        Coverage::Some(services) => services,
    };
    let name = |id: &'a model::ServiceId| {
        Text(catalog.services.get(id).map_or(id.as_str(), |service| &service.name))
    };
    listed.iter().map(name).collect()
}

impl<'a> DependentRequirementsView<'a> {
    /// The requirements that depend on a piece of evidence, by framework.
    fn of(proof: &SupportingEvidence<'a>) -> Vec<Self> {
        let serving = proof.requirements.iter();
        Self::grouped(serving.map(|(framework, requirement)| (*framework, requirement.id.as_str())))
    }

    /// The requirements of these ids, by framework.
    pub(super) fn listed(
        matrix: &Matrix<'a>,
        requirements: &'a [(model::FrameworkId, model::RequirementId)],
    ) -> Vec<Self> {
        let known = |(framework, id): &'a (model::FrameworkId, model::RequirementId)| {
            Some((matrix.scope.catalog.frameworks.get(framework)?, id.as_str()))
        };
        Self::grouped(requirements.iter().filter_map(known))
    }

    fn grouped(requirements: impl Iterator<Item = (&'a model::Framework, &'a str)>) -> Vec<Self> {
        let mut found: Vec<Self> = Vec::new();
        for (framework, id) in requirements {
            let title = Text(&framework.title);
            match found.iter_mut().find(|present| present.framework == title) {
                Some(present) => present.ids.push(id),
                None => found.push(Self { framework: title, ids: vec![id] }),
            }
        }
        found
    }
}

/// A number of bytes in words, with decimal prefixes (IEC 80000-13).
fn size(bytes: u64) -> String {
    const UNITS: [&str; 4] = ["kB", "MB", "GB", "TB"];
    if bytes < 1_000 {
        return format!("{bytes} bytes");
    }
    let (mut tenths, mut unit) = (bytes / 100, 0);
    while tenths >= 10_000 && unit + 1 < UNITS.len() {
        tenths /= 1_000;
        unit += 1;
    }
    format!("{}.{} {}", tenths / 10, tenths % 10, UNITS[unit])
}

/// Pieces of evidence by state.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize)]
pub(super) struct EvidenceCounts {
    current: usize,
    /// Valid, but stale within `evidence-due-within`.
    due: usize,
    stale: usize,
    missing: usize,
    altered: usize,
    future: usize,
    total: usize,
}

impl EvidenceCounts {
    /// Of the evidence that supports a control of the project.
    pub(super) fn of(context: ViewContext<'_>, matrix: &Matrix<'_>) -> Self {
        let due_within = matrix.scope.organization.evidence_due_within;
        let states =
            matrix.evidence.iter().map(|proof| EvidenceState::of(proof.evidence, due_within, context.basis));
        states.collect()
    }
}

impl FromIterator<EvidenceState> for EvidenceCounts {
    fn from_iter<I: IntoIterator<Item = EvidenceState>>(states: I) -> Self {
        let mut counts = Self::default();
        for state in states {
            counts.total += 1;
            match state {
                EvidenceState::Current => counts.current += 1,
                EvidenceState::DueSoon => counts.due += 1,
                EvidenceState::Stale => counts.stale += 1,
                EvidenceState::Missing => counts.missing += 1,
                EvidenceState::Altered => counts.altered += 1,
                EvidenceState::FromFuture => counts.future += 1,
            }
        }
        counts
    }
}

/// A piece of evidence in few words.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub(super) struct EvidenceBriefView<'a> {
    id: &'a str,
    title: Text<'a>,
    /// Day of collection.
    collected: String,
    state: &'static str,
}

impl<'a> EvidenceBriefView<'a> {
    pub(super) fn new(evidence: &'a model::Evidence, state: EvidenceState) -> Self {
        let collected = evidence.collected.to_string();
        Self { id: evidence.id.as_str(), title: Text(&evidence.title), collected, state: state.word() }
    }
}

#[cfg(test)]
mod tests {
    use super::size;

    #[test]
    fn sizes_are_words() {
        for (bytes, words) in [
            (0, "0 bytes"),
            (999, "999 bytes"),
            (1_000, "1.0 kB"),
            (12_345, "12.3 kB"),
            (999_999, "999.9 kB"),
            (5_000_000_000, "5.0 GB"),
        ] {
            assert_eq!(size(bytes), words);
        }
    }
}
