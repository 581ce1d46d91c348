//! `matrix.json`, schema `onus.matrix/2`: the resolved matrix of one project for other programs. docs/matrix.schema.json
//! describes it.

mod assurance;
mod holding;
mod named;
mod pretty;

use onus_core::assess::{AssessmentBasis, Finding};
use onus_core::digest::Sha256Digest;
use onus_core::model::{
    ClassId, ControlId, DomainId, EvidenceId, FrameworkId, Holder, LayerId, OrganizationId, PartId, PartyId,
    ProjectId, RequirementId, Responsibility, ServiceId, Stamp,
};
use onus_core::resolve::{Assignee, ControlRow, FrameworkTable, Matrix, MatrixCell, ScopedStatement};
use onus_core::source::{BorrowedPlace, Places, Sources};
use serde::Serialize;
use serde_json::Serializer;

use assurance::{AcceptanceRecord, AskedRecord, AssuranceRecord, EvidenceRecord};
use holding::{DelegationRecord, HeldBy};
use named::{ClaimRecord, InOrder, Name, Named};
use pretty::Pretty;

/// The schema that the file names, for those who read it back, too.
pub use crate::compare::MATRIX_SCHEMA as SCHEMA;

/// About how much a cell takes, and what else is said for each.
const BYTES_OF_CELL: usize = 450;

/// The matrix of a project with its findings, as pretty JSON ending in a newline. It says the day and the catalog of
/// the stamp.
pub fn write(
    (matrix, findings): (&Matrix<'_>, &[Finding]),
    basis: AssessmentBasis<'_>,
    stamp: &Stamp,
    sources: &Sources,
) -> Vec<u8> {
    let places = Places::new(sources);
    let file = MatrixFile {
        as_of: stamp.as_of.to_string(),
        catalog: CatalogVersion { version: &stamp.catalog_version, digest: stamp.catalog_digest },
        ..MatrixFile::new(matrix, findings, basis, &places)
    };
    let cells: usize = matrix.controls.iter().map(|row| row.cells.len()).sum();
    let mut bytes = Vec::with_capacity(cells * BYTES_OF_CELL);
    file.serialize(&mut Serializer::with_formatter(&mut bytes, Pretty::default()))
        .expect("plain data without maps keyed by anything but text");
    bytes.push(b'\n');
    bytes
}

#[derive(Serialize)]
struct MatrixFile<'m> {
    schema: &'static str,
    organization: Titled<'m, OrganizationId>,
    project: Option<Titled<'m, ProjectId>>,
    as_of: String,
    catalog: CatalogVersion<'m>,
    parties: Vec<Titled<'m, PartyId>>,
    services: Vec<ServiceRecord<'m>>,
    claims: InOrder<ClaimRecord<'m>>,
    texts: InOrder<&'m str>,
    controls: Vec<ControlRecord<'m>>,
    frameworks: Vec<FrameworkRecord<'m>>,
    evidence: Vec<EvidenceRecord<'m>>,
    assurance: Vec<AssuranceRecord<'m>>,
    risk_acceptances: Vec<AcceptanceRecord<'m>>,
    findings: Vec<FindingRecord<'m>>,
}

#[derive(Serialize)]
struct Titled<'m, I> {
    id: &'m I,
    name: &'m str,
}

#[derive(Serialize)]
struct CatalogVersion<'m> {
    version: &'m str,
    digest: Sha256Digest,
}

#[derive(Serialize)]
struct ServiceRecord<'m> {
    id: &'m ServiceId,
    name: &'m str,
    class: &'m ClassId,
    regions: &'m [&'m str],
    file: &'m str,
    line: usize,
    column: usize,
}

#[derive(Serialize)]
struct ControlRecord<'m> {
    id: &'m ControlId,
    formerly: &'m [ControlId],
    title: &'m str,
    domain: &'m DomainId,
    responsibility: Responsibility,
    parties: Vec<&'m PartyId>,
    delegations: Vec<DelegationRecord<'m>>,
    cells: Vec<CellRecord<'m>>,
    statement: Option<StatementRecord<'m>>,
    evidence: Vec<&'m EvidenceId>,
    asked: Option<AskedRecord<'m>>,
}

#[derive(Serialize)]
struct CellRecord<'m> {
    part: &'m PartId,
    layer: &'m LayerId,
    service: Option<&'m ServiceId>,
    responsibility: Responsibility,
    manage: Holder,
    operate: Holder,
    verify: Holder,
    held_by: HeldBy<'m>,
    provider_text: Option<Name>,
    customer_text: Option<Name>,
    claims: Vec<Name>,
}

#[derive(Serialize)]
struct StatementRecord<'m> {
    status: &'static str,
    owner: Option<&'m PartyId>,
    due: Option<String>,
    text: &'m str,
    file: &'m str,
    line: usize,
    column: usize,
}

#[derive(Serialize)]
struct FrameworkRecord<'m> {
    id: &'m FrameworkId,
    baseline: Option<&'m str>,
    requirements: Vec<RequirementRecord<'m>>,
}

#[derive(Serialize)]
struct RequirementRecord<'m> {
    id: &'m RequirementId,
    title: &'m str,
    responsibility: Responsibility,
    controls: Vec<&'m ControlId>,
}

#[derive(Serialize)]
struct FindingRecord<'m> {
    code: &'static str,
    severity: &'static str,
    message: &'m str,
    control: Option<&'m ControlId>,
    service: Option<&'m ServiceId>,
    evidence: Option<&'m EvidenceId>,
    hanging: HangingRecord<'m>,
    file: &'m str,
    line: usize,
    column: usize,
}

/// What hangs on the evidence that a finding is about.
#[derive(Serialize)]
struct HangingRecord<'m> {
    controls: &'m [ControlId],
    requirements: Vec<String>,
}

impl<'m> MatrixFile<'m> {
    fn new(
        matrix: &'m Matrix<'_>,
        findings: &'m [Finding],
        basis: AssessmentBasis<'_>,
        places: &Places<'m>,
    ) -> Self {
        let scope = &matrix.scope;
        let services = scope.services.iter().map(|in_use| {
            let BorrowedPlace { file, line, column } = places.of(in_use.origin);
            ServiceRecord {
                id: &in_use.service.id,
                name: &in_use.service.name,
                class: &in_use.service.class,
                regions: &in_use.regions,
                file,
                line,
                column,
            }
        });
        let finding = |finding: &'m Finding| {
            let BorrowedPlace { file, line, column } = places.of(&finding.origin);
            FindingRecord {
                code: finding.code.as_str(),
                severity: finding.severity().word(),
                message: &finding.message,
                control: finding.control.as_ref(),
                service: finding.service.as_ref(),
                evidence: finding.evidence.as_ref(),
                hanging: HangingRecord {
                    controls: &finding.dependents.controls,
                    requirements: finding.dependents.requirement_names(),
                },
                file,
                line,
                column,
            }
        };
        let named = Named::new(places);
        let controls =
            matrix.controls.iter().map(|row| control(matrix, row, (basis, places), &named)).collect();
        let (texts, claims) = named.finish();
        Self {
            schema: SCHEMA,
            organization: Titled { id: &scope.organization.id, name: &scope.organization.name },
            project: scope.project.map(|project| Titled { id: &project.id, name: &project.name }),
            as_of: basis.as_of.to_string(),
            catalog: CatalogVersion { version: &scope.catalog.version, digest: scope.catalog.digest },
            parties: scope
                .delegations
                .parties()
                .map(|party| Titled { id: &party.id, name: &party.name })
                .collect(),
            services: services.collect(),
            claims,
            texts,
            controls,
            frameworks: matrix.frameworks.iter().map(framework).collect(),
            evidence: EvidenceRecord::all(matrix, basis, places),
            assurance: AssuranceRecord::all(matrix, basis),
            risk_acceptances: AcceptanceRecord::all(matrix, basis, places),
            findings: findings.iter().map(finding).collect(),
        }
    }
}

fn control<'m>(
    matrix: &'m Matrix<'_>,
    row: &'m ControlRow<'_>,
    (basis, places): (AssessmentBasis<'_>, &Places<'m>),
    named: &Named<'m, '_>,
) -> ControlRecord<'m> {
    let statement = row.statement.as_deref();
    ControlRecord {
        id: &row.control.id,
        formerly: &row.control.formerly,
        title: &row.control.title,
        domain: &row.control.domain,
        responsibility: row.responsibility(),
        parties: parties(row),
        delegations: DelegationRecord::all(row, places),
        cells: row.cells.iter().map(|cell| cell_record(cell, named)).collect(),
        statement: statement.map(|statement| statement_record(statement, places)),
        evidence: matrix.evidence_for(row).map(|proof| &proof.evidence.id).collect(),
        asked: AskedRecord::new(matrix, row, basis),
    }
}

fn statement_record<'m>(scoped: &'m ScopedStatement<'_>, places: &Places<'m>) -> StatementRecord<'m> {
    let statement = scoped.statement;
    let BorrowedPlace { file, line, column } = places.of(&statement.origin);
    StatementRecord {
        status: statement.status.word(),
        owner: statement.owner.as_ref(),
        due: statement.due.map(|due| due.to_string()),
        text: &scoped.text,
        file,
        line,
        column,
    }
}

/// The parties that hold a duty of the control, each once, by id.
fn parties<'m>(row: &'m ControlRow<'_>) -> Vec<&'m PartyId> {
    let assignees = row.cells.iter().flat_map(|cell| cell.assignees.iter());
    let mut parties: Vec<&PartyId> = assignees
        .filter_map(|assignee| match assignee {
            Assignee::Party(party, _) => Some(&party.id),
            Assignee::Provider | Assignee::Unassigned => None,
        })
        .collect();
    parties.sort_unstable();
    parties.dedup();
    parties
}

fn cell_record<'m>(cell: &'m MatrixCell<'_>, named: &Named<'m, '_>) -> CellRecord<'m> {
    let duties = cell.decision.duties();
    CellRecord {
        part: &cell.part.id,
        layer: &cell.part.layer,
        service: cell.service.map(|service| &service.id),
        responsibility: cell.responsibility(),
        manage: duties.manage,
        operate: duties.operate,
        verify: duties.verify,
        held_by: HeldBy::of(cell),
        provider_text: cell.provider_text().map(|text| named.text(text)),
        customer_text: cell.customer_text().map(|text| named.text(text)),
        claims: cell.decision.claims().iter().map(|claim| named.claim(claim)).collect(),
    }
}

fn framework<'m>(table: &'m FrameworkTable<'_>) -> FrameworkRecord<'m> {
    let requirements = table.requirements.iter().map(|row| RequirementRecord {
        id: &row.requirement.id,
        title: &row.requirement.title,
        responsibility: row.responsibility(),
        controls: row.controls.iter().map(|control| &control.id).collect(),
    });
    FrameworkRecord {
        id: &table.framework.id,
        baseline: table.baseline.map(|baseline| baseline.as_str()),
        requirements: requirements.collect(),
    }
}
