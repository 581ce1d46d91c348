//! The matrix of a project as the bytes of its `matrix.json`.

mod accountability;
mod chain;
mod control;
mod framework;
mod names;
mod pretty;
mod proof;

use onus_core::assess::{AssessmentBasis, Finding, RequirementAssessor};
use onus_core::model::{Party, Project, Stamp};
use onus_core::resolve::{Matrix, ServiceInUse};
use onus_core::source::{Places, Sources};
use serde::Serialize;
use serde_json::Serializer;

use crate::file::{
    CatalogRecord, DependentsRecord, FindingRecord, MATRIX_SCHEMA, MatrixFile, NamedRecord, PartyRecord,
    PlaceRecord, RunsOnRecord, ServiceRecord,
};

use names::SharedNames;
use pretty::Pretty;
use proof::WrittenProofs;

/// About what a cell takes in bytes, with its share of everything else.
const BYTES_OF_CELL: usize = 640;

/// What the `matrix.json` of a project is written from.
#[derive(Debug, Clone, Copy)]
pub struct MatrixInput<'m> {
    /// The project.
    pub project: &'m Project,
    /// Its matrix.
    pub matrix: &'m Matrix<'m>,
    /// What the matrix was assessed against.
    pub basis: AssessmentBasis<'m>,
    /// What was found.
    pub findings: &'m [Finding],
    /// The day and the catalog that the file says. They can be older than those of `basis`: a file whose content did not
    /// change keeps its own.
    pub stamp: &'m Stamp,
    /// The files that it was all read from.
    pub sources: &'m Sources,
}

/// The `matrix.json` of a project, ending in a newline.
pub fn write_matrix(input: MatrixInput<'_>) -> Vec<u8> {
    let proofs = WrittenProofs::of(input.matrix, input.basis.as_of);
    let file = matrix_file(input, &proofs);
    let cells: usize = file.controls.iter().map(|control| control.cells.len()).sum();
    let mut bytes = Vec::with_capacity(cells * BYTES_OF_CELL);
    file.serialize(&mut Serializer::with_formatter(&mut bytes, Pretty::default()))
        .expect("plain data without maps keyed by anything but text");
    bytes.push(b'\n');
    bytes
}

fn matrix_file<'m>(input: MatrixInput<'m>, proofs: &'m WrittenProofs<'m>) -> MatrixFile<'m> {
    let MatrixInput { project, matrix, basis, findings, stamp, sources } = input;
    let scope = &matrix.scope;
    let places = &Places::new(sources);
    let mut names = SharedNames::new(places);
    let rows = matrix.controls.iter();
    let controls = rows.map(|row| control::control_record(matrix, row, basis, proofs, &mut names)).collect();
    let parties = scope.delegations.parties();
    let assessor = RequirementAssessor::new(matrix, basis);
    let framework_input =
        framework::FrameworkInput { matrix, assessor: &assessor, proofs: &proofs.proofs, places };
    let tables = matrix.frameworks.iter().enumerate();
    MatrixFile {
        schema: MATRIX_SCHEMA.into(),
        organization: NamedRecord::new(&scope.organization.id, &scope.organization.name),
        project: NamedRecord::new(&project.id, &project.name),
        as_of: stamp.as_of,
        catalog: CatalogRecord {
            version: stamp.catalog_version.as_str().into(),
            digest: stamp.catalog_digest,
        },
        parties: parties.map(party_record).collect(),
        services: scope.services.iter().map(|in_use| service_record(in_use, places)).collect(),
        attributes: chain::attribute_records(matrix, places),
        inherits: chain::inherited_records(matrix, places),
        offers: chain::offer_records(scope.offered, places),
        customers: chain::customers_record(matrix, &assessor),
        controls,
        claims: names.claims,
        texts: names.texts,
        frameworks: tables
            .map(|(place, table)| framework::framework_record(framework_input, place, table))
            .collect(),
        evidence: proof::evidence_records(matrix, basis, places),
        assurance: proof::assurance_records(matrix, basis.as_of),
        risk_acceptances: proof::acceptance_records(matrix, basis.as_of, places),
        findings: findings.iter().map(|finding| finding_record(finding, places)).collect(),
        approvals: accountability::approval_records(scope, places),
        assertion: scope.assertion().map(|assertion| assertion.text.as_str().into()),
        system: accountability::system_record(scope),
    }
}

fn party_record(party: &Party) -> PartyRecord<'_> {
    PartyRecord { id: borrowed(&party.id), name: party.name.as_str().into(), acts_for: party.acts_for }
}

fn service_record<'m>(in_use: &'m ServiceInUse<'_>, places: &Places<'m>) -> ServiceRecord<'m> {
    ServiceRecord {
        id: borrowed(&in_use.service.id),
        name: in_use.service.name.as_str().into(),
        r#as: in_use.service.alias.as_ref().map(borrowed),
        provider: borrowed(&in_use.service.provider),
        class: borrowed(&in_use.service.class),
        runs_on: in_use
            .runs_on
            .map(|below| RunsOnRecord { service: borrowed(&below.service), up_to: borrowed(&below.up_to) }),
        only_up_to: in_use.only_up_to.map(borrowed),
        mode: in_use.mode.map(Into::into),
        regions: in_use.regions.iter().map(|region| (*region).into()).collect(),
        place: PlaceRecord::of(in_use.origin, places),
        formerly: in_use.service.formerly.as_slice().into(),
    }
}

fn finding_record<'m>(finding: &'m Finding, places: &Places<'m>) -> FindingRecord<'m> {
    FindingRecord {
        code: finding.code.as_str().into(),
        severity: finding.severity(),
        level: finding.level,
        message: finding.message.as_str().into(),
        control: finding.control.as_ref().map(borrowed),
        service: finding.service.as_ref().map(borrowed),
        evidence: finding.evidence.as_ref().map(borrowed),
        hanging: DependentsRecord {
            controls: finding.dependents.controls.as_slice().into(),
            requirements: finding.dependents.requirement_names(),
        },
        place: PlaceRecord::of(&finding.origin, places),
    }
}

impl<'m, I: Clone> NamedRecord<'m, I> {
    fn new(id: &'m I, name: &'m str) -> Self {
        Self { id: borrowed(id), name: name.into() }
    }
}

/// As `Cow::Borrowed`, which does not infer as well.
fn borrowed<T: Clone>(value: &T) -> std::borrow::Cow<'_, T> {
    std::borrow::Cow::Borrowed(value)
}
