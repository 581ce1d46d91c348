//! `attestations.json`, schema `onus.attestations/1`: the third-party reports that a project relies on, where their
//! copies lie, and what they cover. docs/package.md describes it.

use std::collections::BTreeMap;

use onus_core::assess::{AttestationState, assurances};
use onus_core::model::{
    Attestation, AttestationId, Coverage, DateRange, HeldCopy, ProviderId, ServiceId, Target,
};
use onus_core::resolve::Matrix;
use serde::Serialize;

/// The schema that the file names.
pub const SCHEMA: &str = "onus.attestations/1";

/// The reports on services in use, as pretty JSON ending in a newline. `places` says where copies lie by their path in the
/// workspace.
pub fn write(matrix: &Matrix<'_>, as_of: chrono::NaiveDate, places: &BTreeMap<&str, String>) -> Vec<u8> {
    let attestations = relied_on(matrix).map(|report| record(matrix, report, (as_of, places))).collect();
    let file = File { schema: SCHEMA, as_of: as_of.to_string(), attestations };
    let mut bytes = serde_json::to_vec_pretty(&file).expect("plain data without maps");
    bytes.push(b'\n');
    bytes
}

fn record<'m>(
    matrix: &'m Matrix<'_>,
    report: &'m Attestation,
    (as_of, places): (chrono::NaiveDate, &BTreeMap<&str, String>),
) -> Record<'m> {
    Record {
        id: &report.id,
        title: report.title.trim(),
        provider: &report.provider,
        services: listed(&report.services),
        regions: listed(&report.regions),
        period: report.period.map(PeriodRecord::new),
        valid_until: report.valid_until.map(|day| day.to_string()),
        state: AttestationState::of(report, as_of).word(),
        covers: covers(matrix, report, as_of),
        copy: report.copy.as_ref().map(|copy| place(copy, places)),
        bridge_letters: report
            .bridge_letters
            .iter()
            .map(|letter| Letter {
                title: letter.title.trim(),
                period: PeriodRecord::new(letter.period),
                copy: letter.copy.as_ref().map(|copy| place(copy, places)),
            })
            .collect(),
        user_controls: report
            .user_controls
            .iter()
            .map(|control| UserControl {
                id: &control.id,
                text: control.text.trim(),
                controls: control.targets.iter().map(Target::to_string).collect(),
            })
            .collect(),
    }
}

/// The reports on services in use, whatever their state.
pub fn relied_on<'m>(matrix: &'m Matrix<'_>) -> impl Iterator<Item = &'m Attestation> {
    let scope = &matrix.scope;
    scope.organization.attestations.iter().filter(move |report| {
        scope.services.iter().any(|in_use| {
            in_use.service.provider == report.provider && report.services.covers(&in_use.service.id)
        })
    })
}

#[derive(Serialize)]
struct File<'m> {
    schema: &'static str,
    as_of: String,
    attestations: Vec<Record<'m>>,
}

#[derive(Serialize)]
struct Record<'m> {
    id: &'m AttestationId,
    title: &'m str,
    provider: &'m ProviderId,
    /// None for all.
    services: Option<Vec<String>>,
    /// None for all.
    regions: Option<Vec<String>>,
    period: Option<PeriodRecord>,
    valid_until: Option<String>,
    state: &'static str,
    covers: Vec<&'m ServiceId>,
    copy: Option<String>,
    bridge_letters: Vec<Letter<'m>>,
    user_controls: Vec<UserControl<'m>>,
}

#[derive(Serialize)]
struct PeriodRecord {
    from: String,
    to: String,
}

impl PeriodRecord {
    fn new(period: DateRange) -> Self {
        Self { from: period.first.to_string(), to: period.last.to_string() }
    }
}

#[derive(Serialize)]
struct Letter<'m> {
    title: &'m str,
    period: PeriodRecord,
    copy: Option<String>,
}

#[derive(Serialize)]
struct UserControl<'m> {
    id: &'m str,
    text: &'m str,
    controls: Vec<String>,
}

fn listed<T: ToString>(coverage: &Coverage<T>) -> Option<Vec<String>> {
    match coverage {
        Coverage::All => None,
        Coverage::Some(items) => Some(items.iter().map(T::to_string).collect()),
    }
}

/// The services in use that the report covers and may be relied on for.
fn covers<'m>(matrix: &Matrix<'m>, report: &Attestation, as_of: chrono::NaiveDate) -> Vec<&'m ServiceId> {
    let covering = assurances(matrix, as_of).into_iter();
    let covering = covering.filter(|assurance| assurance.covered_by.iter().any(|one| one.id == report.id));
    covering.filter_map(|assurance| assurance.service.map(|service| &service.id)).collect()
}

fn place(copy: &HeldCopy, places: &BTreeMap<&str, String>) -> String {
    places.get(copy.as_str()).cloned().unwrap_or_else(|| copy.as_str().to_owned())
}
