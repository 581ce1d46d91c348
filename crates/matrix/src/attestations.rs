//! `attestations.json` of a package: the attestations that a project relies on, where their copies are, and what they cover.
//! docs/package.md describes it.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use onus_core::assess::{AttestationState, assurances};
use onus_core::model::{
    Attestation, AttestationId, BridgeLetter, Coverage, DateRange, HeldCopy, ProviderId, ServiceId, Target,
    UserControl,
};
use onus_core::resolve::Matrix;
use serde::Serialize;

/// The schema of the files that this version writes.
const ATTESTATIONS_SCHEMA: &str = "onus.attestations/2";

/// The attestations of services in use, as pretty JSON ending in a newline. `packed` says where copies are in the package, by
/// their path in the workspace.
pub fn write_attestations(matrix: &Matrix<'_>, as_of: NaiveDate, packed: &BTreeMap<&str, String>) -> Vec<u8> {
    let attestations = attestations_in_use(matrix);
    let file = AttestationsFile {
        schema: ATTESTATIONS_SCHEMA,
        as_of,
        attestations: attestations.map(|report| record(matrix, report, as_of, packed)).collect(),
    };
    let mut bytes = serde_json::to_vec_pretty(&file).expect("plain data without maps");
    bytes.push(b'\n');
    bytes
}

/// The attestations of services in use, whatever their state.
pub fn attestations_in_use<'m>(matrix: &'m Matrix<'_>) -> impl Iterator<Item = &'m Attestation> {
    let scope = &matrix.scope;
    scope.organization.attestations.iter().filter(move |report| {
        scope.services.iter().any(|in_use| {
            in_use.service.provider == report.provider && report.services.covers(&in_use.service.id)
        })
    })
}

#[derive(Serialize)]
struct AttestationsFile<'m> {
    schema: &'static str,
    as_of: NaiveDate,
    attestations: Vec<AttestationRecord<'m>>,
}

#[derive(Serialize)]
struct AttestationRecord<'m> {
    id: &'m AttestationId,
    title: &'m str,
    provider: &'m ProviderId,
    /// None for all.
    services: Option<&'m [ServiceId]>,
    /// None for all.
    regions: Option<&'m [String]>,
    period: Option<PeriodRecord>,
    valid_until: Option<NaiveDate>,
    state: AttestationState,
    covers: Vec<&'m ServiceId>,
    copy: Option<&'m str>,
    bridge_letters: Vec<LetterRecord<'m>>,
    user_controls: Vec<UserControlRecord<'m>>,
}

#[derive(Serialize)]
struct PeriodRecord {
    from: NaiveDate,
    to: NaiveDate,
}

#[derive(Serialize)]
struct LetterRecord<'m> {
    title: &'m str,
    period: PeriodRecord,
    copy: Option<&'m str>,
}

#[derive(Serialize)]
struct UserControlRecord<'m> {
    id: &'m str,
    text: &'m str,
    controls: Vec<String>,
}

fn record<'m>(
    matrix: &'m Matrix<'_>,
    report: &'m Attestation,
    as_of: NaiveDate,
    packed: &'m BTreeMap<&str, String>,
) -> AttestationRecord<'m> {
    let letter = |letter: &'m BridgeLetter| {
        let DateRange { first: from, last: to } = letter.period;
        LetterRecord {
            title: letter.title.trim(),
            period: PeriodRecord { from, to },
            copy: letter.copy.as_ref().map(|copy| place(copy, packed)),
        }
    };
    let user_control = |control: &'m UserControl| UserControlRecord {
        id: &control.id,
        text: control.text.trim(),
        controls: control.targets.iter().map(Target::to_string).collect(),
    };
    AttestationRecord {
        id: &report.id,
        title: report.title.trim(),
        provider: &report.provider,
        services: listed(&report.services),
        regions: listed(&report.regions),
        period: report.period.map(|period| PeriodRecord { from: period.first, to: period.last }),
        valid_until: report.valid_until,
        state: AttestationState::of(report, as_of),
        covers: covered_services(matrix, report, as_of),
        copy: report.copy.as_ref().map(|copy| place(copy, packed)),
        bridge_letters: report.bridge_letters.iter().map(letter).collect(),
        user_controls: report.user_controls.iter().map(user_control).collect(),
    }
}

fn listed<T>(coverage: &Coverage<T>) -> Option<&[T]> {
    match coverage {
        Coverage::All => None,
        Coverage::Some(items) => Some(items),
    }
}

/// The services in use that the attestation covers while it is valid.
fn covered_services<'m>(matrix: &Matrix<'m>, report: &Attestation, as_of: NaiveDate) -> Vec<&'m ServiceId> {
    let covering = assurances(matrix, as_of).into_iter();
    let covering = covering.filter(|assurance| assurance.covered_by.iter().any(|one| one.id == report.id));
    covering.filter_map(|assurance| assurance.service.map(|service| &service.id)).collect()
}

/// Where the copy is in the package; outside of it where it was not packed.
fn place<'m>(copy: &'m HeldCopy, packed: &'m BTreeMap<&str, String>) -> &'m str {
    packed.get(copy.as_str()).map_or(copy.as_str(), String::as_str)
}
