//! Summarises what each party has to do in an assessed project.

use std::collections::BTreeMap;

use onus_core::assess::{Finding, FindingCode};
use onus_core::diagnostic::Severity;
use onus_core::model::{AttestationAnswer, ClassId, ComplementaryControl, Duty, Party, PartyId, Service};
use onus_core::resolve::{Assignee, ControlRow, Matrix, MatrixCell};

use super::finding::owning_parties;
use super::party_summary::{
    DutySet, DutySummary, OwnedStatementSummary, PartyGapSummary, PartySummary, UserControlSummary,
};
use super::statement::{about, prose};
use super::status::is_open;
use super::{AssessedMatrix, ViewContext};
use crate::render::prose::one_line;

impl PartySummary {
    /// The parties of a project that have something to do, by id.
    pub(super) fn of(context: ViewContext<'_>, assessed: AssessedMatrix<'_>) -> Vec<Self> {
        let AssessedMatrix { matrix, findings } = assessed;
        let mut parties = Parties::default();
        for party in matrix.parties() {
            parties.of(party);
        }
        for (place, row) in matrix.controls.iter().enumerate() {
            add_duties(&mut parties, matrix, place, row);
            if row.concerns_customer() {
                add_statements(&mut parties, context, matrix, place, row);
            }
        }
        for finding in findings {
            add_finding(&mut parties, matrix, finding);
        }
        add_user_controls(&mut parties, matrix);
        parties.0.into_values().collect()
    }
}

/// What was found so far.
#[derive(Default)]
struct Parties<'a>(BTreeMap<&'a PartyId, PartySummary>);

impl<'a> Parties<'a> {
    fn of(&mut self, party: &'a PartyId) -> &mut PartySummary {
        self.0.entry(party).or_insert_with(|| PartySummary {
            party: party.clone(),
            duties: Vec::new(),
            statements: Vec::new(),
            undocumented: Vec::new(),
            gaps: Vec::new(),
            user_controls: Vec::new(),
        })
    }
}

fn party_of<'a>(cell: &MatrixCell<'a>, duty: Duty) -> Option<&'a Party> {
    match *cell.assignees.get(duty) {
        Assignee::Party(party, _) => Some(party),
        Assignee::Provider | Assignee::Unassigned => None,
    }
}

fn add_duties<'a>(parties: &mut Parties<'a>, matrix: &Matrix<'a>, control: usize, row: &ControlRow<'a>) {
    for cell in &row.cells {
        let part = row.control.parts.iter().position(|part| part.id == cell.part.id).unwrap_or_default();
        let wording = wording(cell);
        let service = cell.service.and_then(|service| place_of(matrix, service));
        for (position, duty) in Duty::ALL.into_iter().enumerate() {
            let Some(party) = party_of(cell, duty) else { continue };
            // All duties of a party in a cell are added when the first of them is met.
            if Duty::ALL[..position].iter().any(|before| is_of(cell, *before, party)) {
                continue;
            }
            let held = Duty::ALL.into_iter().filter(|duty| is_of(cell, *duty, party));
            let duties = held.fold(DutySet::default(), DutySet::with);
            let all = &mut parties.of(&party.id).duties;
            // Cells come part by part, so that the one to join is among the last.
            let same = |known: &&mut DutySummary| {
                known.part == part && known.duties == duties && known.wording.as_ref() == wording
            };
            let known = all.iter_mut().rev().take_while(|known| known.control == control);
            match known.into_iter().find(same) {
                Some(known) => known.services.extend(service),
                None => all.push(DutySummary {
                    control,
                    part,
                    wording: wording.cloned(),
                    duties,
                    services: service.into_iter().collect(),
                }),
            }
        }
    }
}

fn is_of(cell: &MatrixCell<'_>, duty: Duty, party: &Party) -> bool {
    party_of(cell, duty).is_some_and(|holder| holder.id == party.id)
}

fn place_of(matrix: &Matrix<'_>, service: &Service) -> Option<usize> {
    matrix.scope.services.iter().position(|in_use| std::ptr::eq(in_use.service, service))
}

/// The class of the service, where the part has words of its own for the customer there.
fn wording<'a>(cell: &MatrixCell<'a>) -> Option<&'a ClassId> {
    let class = cell.service.map(|service| &service.class)?;
    let own = cell.part.wording.get(class)?;
    own.customer.is_some().then_some(class)
}

fn add_statements<'a>(
    parties: &mut Parties<'a>,
    context: ViewContext<'_>,
    matrix: &Matrix<'a>,
    control: usize,
    row: &ControlRow<'a>,
) {
    for scoped in row.statements() {
        let entry = scoped.statement;
        let Some(owner) = &entry.owner else { continue };
        let words = about(matrix.scope.catalog, row.control, entry);
        parties.of(owner).statements.push(OwnedStatementSummary {
            control,
            about: Some(words).filter(|words| !words.is_empty()),
            status: entry.status,
            due: entry.due,
            overdue: entry.due.is_some_and(|due| due < context.as_of()),
            text: is_open(entry.status).then(|| one_line(&prose(scoped))),
        });
    }
}

fn add_finding<'a>(parties: &mut Parties<'a>, matrix: &Matrix<'a>, finding: &Finding) {
    let control = finding.control.as_ref().and_then(|id| matrix.place(id.as_str()));
    if finding.code == FindingCode::StatementMissing {
        let Some(control) = control else { return };
        let row = &matrix.controls[control];
        let silent = row.cells.iter().filter(|cell| cell.concerns_customer() && cell.statement.is_none());
        // Who decides how it is done is asked first.
        for party in silent.filter_map(|cell| Duty::ALL.into_iter().find_map(|duty| party_of(cell, duty))) {
            let undocumented = &mut parties.of(&party.id).undocumented;
            if undocumented.last() != Some(&control) {
                undocumented.push(control);
            }
        }
        return;
    }
    if is_shown_otherwise(matrix, finding) {
        return;
    }
    for party in owning_parties(matrix, finding) {
        let is_note = finding.severity() == Severity::Note;
        let message = super::finding::message(finding);
        parties.of(party).gaps.push(PartyGapSummary { is_note, control, message });
    }
}

/// True for what documents about a party show among its statements, its evidence or its duties.
fn is_shown_otherwise(matrix: &Matrix<'_>, finding: &Finding) -> bool {
    let register = &matrix.scope.organization.evidence;
    let evidence = finding.evidence.as_ref().and_then(|id| register.get(id));
    evidence.is_some_and(|evidence| evidence.provided_by.is_some())
        || matches!(
            finding.code,
            FindingCode::StatusDateUnknown | FindingCode::StatusOverdue | FindingCode::SelfVerification
        )
}

/// Those of all reports that cover a service of the project.
fn add_user_controls<'a>(parties: &mut Parties<'a>, matrix: &Matrix<'a>) {
    for report in &matrix.scope.organization.attestations {
        let mut services = matrix.scope.services.iter().map(|in_use| in_use.service);
        if !services.any(|service| report.covers_service(service)) {
            continue;
        }
        for (place, control) in report.user_controls.iter().enumerate() {
            for party in fulfilling(matrix, control) {
                let report = report.id.clone();
                parties.of(party).user_controls.push(UserControlSummary { report, place });
            }
        }
    }
}

/// Who fulfils a complementary user entity control: the owner of the answer, or else the owners of the controls, or else
/// the parties with a duty in them.
fn fulfilling<'a>(matrix: &Matrix<'a>, control: &'a ComplementaryControl) -> Vec<&'a PartyId> {
    if let Some(AttestationAnswer { owner: Some(owner), .. }) = &control.answer {
        return vec![owner];
    }
    let rows = || {
        let targets = control.targets.iter();
        targets.filter_map(|target| Some((matrix.control(target.control.as_str())?, target)))
    };
    let mut parties: Vec<&'a PartyId> = rows().flat_map(|(row, _)| row.owners()).collect();
    if parties.is_empty() {
        let cells = rows().flat_map(|(row, target)| row.cells_of(target));
        parties.extend(cells.flat_map(|cell| {
            Duty::ALL.into_iter().filter_map(|duty| party_of(cell, duty)).map(|party| &party.id)
        }));
    }
    parties.sort_unstable();
    parties.dedup();
    parties
}
