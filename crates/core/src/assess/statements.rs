//! Gaps in implementation statements: what they do not say, what no evidence supports, and what contradicts them.

use chrono::NaiveDate;

use super::requirements::RequirementAssessor;
use super::status_cap::StatusCap;
use super::{Finding, FindingCode};
use crate::model::{ImplementationStatus, PartyId, RequirementKey, Status};
use crate::resolve::{ControlRow, Matrix, MatrixCell, RequirementRow, ScopedStatement, duty_holders};

/// Gaps in the implementation statements on a control, whole or narrowed.
pub(super) fn of_control(matrix: &Matrix<'_>, row: &ControlRow<'_>, as_of: NaiveDate) -> Vec<Finding> {
    if !row.concerns_customer() {
        return Vec::new();
    }
    let mut findings = Vec::new();
    for scoped in row.statements() {
        let has_evidence = matrix.evidence_for(row).next().is_some();
        let gaps = gaps(scoped, has_evidence, as_of).into_iter().chain(owner_without_duty(
            matrix,
            scoped,
            row.cells.iter().filter(|cell| is_about(scoped, cell)),
        ));
        let subject = &scoped.statement.subject;
        findings.extend(gaps.map(|finding| {
            let finding = finding.control(row.control);
            if subject.is_narrowed() { finding.fact("statement", subject) } else { finding }
        }));
    }
    findings.extend(missing(matrix, row));
    findings
}

/// True for cells for which the statement holds.
fn is_about(scoped: &ScopedStatement<'_>, cell: &MatrixCell<'_>) -> bool {
    cell.statement.as_deref().is_some_and(|held| std::ptr::eq(held.statement, scoped.statement))
}

/// Cells of the customer about which nothing is stated: all of a control, or those that narrowed statements leave out.
fn missing(matrix: &Matrix<'_>, row: &ControlRow<'_>) -> Option<Finding> {
    let count = row.unstated();
    if count.unstated == 0 || is_stated_by_requirement(matrix, row) {
        return None;
    }
    let title = &row.control.title;
    let message = match count.unstated == count.all {
        true => format!("no implementation statement for {title}"),
        false => {
            format!("no implementation statement for {} of {} cells of {title}", count.unstated, count.all)
        }
    };
    let silent = row.cells.iter().filter(|cell| cell.concerns_customer() && cell.statement.is_none());
    let origin = matrix.profile_of(silent);
    Some(Finding::new(FindingCode::StatementMissing, message, origin).control(row.control))
}

/// True when every requirement shown that the control satisfies has a statement of its own: what would be said about the
/// control is said there.
fn is_stated_by_requirement(matrix: &Matrix<'_>, row: &ControlRow<'_>) -> bool {
    let all = matrix.frameworks.iter().flat_map(|table| &table.requirements);
    let mut satisfied =
        all.filter(|shown| shown.controls.iter().any(|control| control.id == row.control.id)).peekable();
    satisfied.peek().is_some() && satisfied.all(|shown| shown.statement.is_some())
}

/// What a statement does not say.
fn gaps(scoped: &ScopedStatement<'_>, has_evidence: bool, as_of: NaiveDate) -> Vec<Finding> {
    let entry = scoped.statement;
    let mut findings = Vec::new();
    let mut add = |code, message: String| findings.push(Finding::new(code, message, &entry.origin));
    if scoped.text.trim().is_empty() {
        add(FindingCode::StatementWithoutText, "the statement has no text".to_owned());
    }
    if entry.owner.is_none() {
        add(FindingCode::StatementWithoutOwner, "no owner is assigned".to_owned());
    }
    match (entry.status, entry.due) {
        (Status::Planned | Status::Partial, None) => {
            let message = format!("the status is {} without a target date", entry.status.word());
            add(FindingCode::StatusDateUnknown, message);
        }
        (Status::Planned | Status::Partial, Some(due)) if due < as_of => {
            add(
                FindingCode::StatusOverdue,
                format!("the status is {}, but the target date was {due}", entry.status.word()),
            );
        }
        (Status::Implemented | Status::Alternative, _) if !has_evidence => {
            let message = format!("the status is {}, but no evidence supports it", entry.status.word());
            add(FindingCode::EvidenceMissing, message);
        }
        (
            Status::Planned
            | Status::Partial
            | Status::Implemented
            | Status::Alternative
            | Status::NotApplicable,
            _,
        ) => {}
    }
    findings
}

/// An owner who holds no duty in the cells that the statement is about, where others do.
fn owner_without_duty<'c, 'a: 'c>(
    matrix: &Matrix<'_>,
    scoped: &ScopedStatement<'_>,
    cells: impl Iterator<Item = &'c MatrixCell<'a>>,
) -> Option<Finding> {
    let owner = scoped.statement.owner.as_ref()?;
    let cells: Vec<&MatrixCell<'a>> = cells.collect();
    let holders = duty_holders(cells.iter().copied());
    let acts_upstream = |cell: &MatrixCell<'_>| {
        let mut acting = cell.upstream.iter().flat_map(|inherited| inherited.part.by.iter());
        acting.any(|name| name.as_deref() == Some(party_name(matrix, owner)))
    };
    let is_holder = holders.iter().any(|party| party.id == *owner);
    if holders.is_empty() || is_holder || cells.iter().copied().any(acts_upstream) {
        return None;
    }
    let names: Vec<&str> = holders.iter().map(|party| party.name.trim()).collect();
    let message = format!(
        "the owner is {}, who holds no duty there; the duties are those of {}",
        party_name(matrix, owner),
        names.join(", "),
    );
    let origin = scoped.statement.origin.key("owner");
    Some(Finding::new(FindingCode::OwnerWithoutDuty, message, &origin).fact("owner", owner))
}

fn party_name<'m>(matrix: &'m Matrix<'_>, id: &'m PartyId) -> &'m str {
    let party = matrix.scope.delegations.parties().find(|party| party.id == *id);
    party.map_or(id.as_str(), |party| party.name.trim())
}

/// Gaps in the statements on requirements, and confirmations that do not hold.
pub(super) fn of_requirements(
    matrix: &Matrix<'_>,
    assessor: &RequirementAssessor<'_, '_>,
    as_of: NaiveDate,
) -> Vec<Finding> {
    let mut findings = Vec::new();
    for row in matrix.frameworks.iter().flat_map(|table| &table.requirements) {
        let mut found: Vec<Finding> = Vec::new();
        if row.statement.is_some() || row.confirmation.is_some() {
            let assessment = assessor.assess(row);
            if let Some(scoped) = row.statement.as_deref() {
                found.extend(gaps(scoped, !assessment.evidence.is_empty(), as_of));
                found.extend(owner_without_duty(matrix, scoped, matrix.cells_of(row.requirement)));
                let stated = matrix.cells_of(row.requirement).filter_map(MatrixCell::status);
                let stated = ImplementationStatus::fold(stated.map(ImplementationStatus::from));
                found.extend(contradiction(scoped, stated));
            }
            found.extend(confirmation(row, &assessment.capped_by, assessment.status, as_of));
        }
        findings.extend(found.into_iter().map(|finding| finding.fact("requirement", &row.key)));
    }
    findings
}

/// A requirement that is stated as implemented although a control behind it is not. That a control has no statement
/// contradicts nothing: the requirement's may stand for it.
fn contradiction(scoped: &ScopedStatement<'_>, least: ImplementationStatus) -> Option<Finding> {
    let own = ImplementationStatus::from(scoped.statement.status);
    let is_open = matches!(least, ImplementationStatus::Planned | ImplementationStatus::Partial);
    if !own.is_implemented() || !is_open {
        return None;
    }
    let message =
        format!("the status is {}, but a control that satisfies it is {}", own.word(), least.word());
    let origin = scoped.statement.origin.key("status");
    Some(Finding::new(FindingCode::RequirementContradicted, message, &origin))
}

/// A confirmation that does not hold, or has nothing to confirm.
fn confirmation(
    row: &RequirementRow<'_>,
    capped_by: &[StatusCap<'_>],
    status: ImplementationStatus,
    as_of: NaiveDate,
) -> Option<Finding> {
    let entry = row.confirmation?;
    if entry.on > as_of {
        let message = format!("{} was confirmed on {}, after the as-of date", row.key, entry.on);
        let origin = entry.origin.key("on");
        return Some(Finding::new(FindingCode::ConfirmationFromFuture, message, &origin));
    }
    let idle = if row.statement.is_some() {
        Some("has a statement of its own")
    } else if row.requirement.satisfied_by.is_empty() {
        Some("is mapped to no control, so that it needs a statement of its own")
    } else if status == ImplementationStatus::NotApplicable {
        Some("does not apply here")
    } else {
        None
    };
    if let Some(why) = idle {
        let message = format!("this confirmation has no effect: {} {why}", row.key);
        return Some(Finding::new(FindingCode::WithoutEffect, message, &entry.origin));
    }
    if !status.is_open() {
        return None;
    }
    let why: Vec<String> = capped_by.iter().map(ToString::to_string).collect();
    let message = format!("{} was confirmed, but {}", row.key, why.join(", "));
    Some(Finding::new(FindingCode::ConfirmationContradicted, message, &entry.origin))
}

/// Statements and confirmations of the project that are about nothing in it. Those of the organisation may be about other
/// projects.
pub(super) fn idle(matrix: &Matrix<'_>) -> Vec<Finding> {
    let mut findings = Vec::new();
    for scoped in matrix.idle_statements() {
        let statement = scoped.statement;
        if matrix.scope.is_own(&statement.origin) {
            let subject = &statement.subject;
            let message = match subject.requirement() {
                Some(_) => format!("this statement is about {subject}, which the project does not show"),
                None => "this narrowed statement holds for no cell of the project".to_owned(),
            };
            let finding = Finding::new(FindingCode::WithoutEffect, message, &statement.origin);
            findings.push(finding.fact("statement", subject));
        }
    }
    let shown = |key: &RequirementKey| {
        matrix.frameworks.iter().flat_map(|table| &table.requirements).any(|row| row.key == *key)
    };
    for entry in matrix.scope.confirmations() {
        if matrix.scope.is_own(&entry.origin) && !shown(&entry.requirement) {
            let key = &entry.requirement;
            let message = format!("this confirmation is about {key}, which the project does not show");
            let finding = Finding::new(FindingCode::WithoutEffect, message, &entry.origin);
            findings.push(finding.fact("confirmation", key));
        }
    }
    findings
}
