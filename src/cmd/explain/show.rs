//! An explanation as text.

use onus_core::model::Subject;
use serde_json::to_value;

use super::super::console::{Console, one_line};
use super::answer::{Answer, SubjectKind};
use super::cell::{CellAnswer, ClaimAnswer, DutyAnswer};
use super::control::{AcceptedRisk, ControlAnswer};
use super::names::listed;
use super::show_upstream::show_upstream;
use super::support::{EvidenceAnswer, ProofAnswer, StatementAnswer};

/// Longest text of a statement that is shown unless all of it is asked for, in characters: about two lines.
const LONGEST_TEXT: usize = 200;

/// How much of an answer is shown as text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum AnswerDetail {
    /// Of a control its cells, of anything else one line for each control.
    Brief,
    /// Every cell with every claim, whole texts, every piece of evidence.
    Full,
}

pub(super) fn show(console: &Console, answer: &Answer, detail: AnswerDetail) {
    if console.is_json() {
        console.record(&to_value(answer).expect("plain data without maps"));
        return;
    }
    let name = format!("{}/{}", answer.organization, answer.project);
    let verdict = match answer.is_without_cells() && answer.kind == SubjectKind::Control {
        true => "has no cell".to_owned(),
        false => answer.names.verdict(answer.responsibility),
    };
    console.line(&format!("{} {verdict} in {name}", answer.subject));
    for fact in &answer.facts {
        console.line(&format!("  {}", one_line(fact)));
    }
    match (answer.kind, detail) {
        (SubjectKind::Control, _) | (_, AnswerDetail::Full) => {
            let several = answer.controls.len() > 1 || !answer.facts.is_empty();
            for control in &answer.controls {
                show_control(console, control, several, detail);
            }
        }
        (SubjectKind::Requirement | SubjectKind::Service, AnswerDetail::Brief) => {
            if !answer.controls.is_empty() {
                console.line("");
            }
            for control in &answer.controls {
                show_briefly(console, control);
            }
        }
    }
    console.line("");
}

/// A control in two lines: whose it is, and how it stands.
fn show_briefly(console: &Console, control: &ControlAnswer) {
    let verdict = match (control.cells.is_empty(), control.left_out.is_empty()) {
        (true, true) => "has no cell here".to_owned(),
        (true, false) | (false, _) => control.names.verdict(control.responsibility),
    };
    console.line(&format!("  {} {} {verdict}", control.id, control.title));
    if !control.concerns_organization() {
        return;
    }
    let parties = control.parties();
    let by =
        if parties.is_empty() { "no party is named".to_owned() } else { format!("by {}", listed(&parties)) };
    let evidence = evidence_count(control.evidence.len());
    let holds = &control.holds;
    let status = match &control.statement {
        _ if !holds.narrowed.is_empty() => {
            let open = if holds.unstated { " and nothing stated" } else { "" };
            format!("{}{open}, {evidence}", holds.narrowed.join(" and "))
        }
        Some(statement) => format!("{}, {evidence}", statement.status),
        None => "no implementation statement".to_owned(),
    };
    console.line(&format!("    {by}; {status}"));
}

fn evidence_count(count: usize) -> String {
    match count {
        0 => "no evidence".to_owned(),
        1 => "1 piece of evidence".to_owned(),
        count => format!("{count} pieces of evidence"),
    }
}

fn show_control(console: &Console, control: &ControlAnswer, titled: bool, detail: AnswerDetail) {
    if titled {
        let verdict = control.names.verdict(control.responsibility);
        console.line("");
        console.line(&format!("{} {} {verdict}", control.id, control.title));
    }
    console.line(&format!("  {}", one_line(&control.objective)));
    if control.concerns_organization() {
        show_statement(console, control, detail);
    }
    for cell in &control.cells {
        show_cell(console, cell, detail);
    }
    for out in &control.left_out {
        let service = out.service.as_ref().map(|service| format!(" for {service}")).unwrap_or_default();
        console.line("");
        console.line(&format!("  {}{service}: not applicable", out.part));
        console.line(&format!("    {}", one_line(&out.reason)));
        console.line(&format!("      {}", out.place));
    }
    for risk in &control.accepted_risks {
        let AcceptedRisk { id, approver, from, until, reason, place } = risk;
        console.line("");
        console.line(&format!("  the risk {id} is accepted by {approver}, {from} to {until}"));
        console.line(&format!("    {}", one_line(reason)));
        console.line(&format!("      {place}"));
    }
    if !control.no_cells.is_empty() {
        console.line("");
    }
    for reason in &control.no_cells {
        console.line(&format!("  {reason}"));
    }
}

fn show_statement(console: &Console, control: &ControlAnswer, detail: AnswerDetail) {
    let Some(statement) = control.statement.as_ref().filter(|_| control.holds.whole) else {
        console.line("");
        let is_narrowed = !control.holds.narrowed.is_empty();
        console.line(match is_narrowed {
            false => "  no implementation statement",
            true if control.holds.unstated => "  no implementation statement on some cells",
            true => "  each cell has a statement of its own",
        });
        if is_narrowed {
            show_all_evidence(console, control, detail);
        }
        return;
    };
    console.line("");
    show_said(console, "", statement, detail);
    show_all_evidence(console, control, detail);
}

/// What a statement says, each line with this indentation and more.
fn show_said(console: &Console, indent: &str, statement: &StatementAnswer, detail: AnswerDetail) {
    let StatementAnswer { status, owner, due, text, place } = statement;
    let owner = owner.as_ref().map_or("no owner".to_owned(), |owner| format!("owner {owner}"));
    let due = due.as_ref().map(|due| format!(", due {due}")).unwrap_or_default();
    console.line(&format!("{indent}  the statement says: {status}{due}, {owner} ({place})"));
    match detail {
        AnswerDetail::Full => {
            text.lines().for_each(|line| console.line(format!("{indent}    {}", one_line(line)).trim_end()));
        }
        AnswerDetail::Brief => console.line(&format!("{indent}    {}", shortened(&one_line(text)))),
    }
}

fn show_all_evidence(console: &Console, control: &ControlAnswer, detail: AnswerDetail) {
    if control.evidence.is_empty() {
        console.line("    no evidence supports it");
        return;
    }
    match detail {
        AnswerDetail::Brief => {
            let evidence = control.evidence.iter().map(|piece| format!("{} ({})", piece.id, piece.state));
            console.line(&format!("    evidence: {}", evidence.collect::<Vec<_>>().join(", ")));
        }
        AnswerDetail::Full => control.evidence.iter().for_each(|piece| show_evidence(console, piece)),
    }
}

fn show_evidence(console: &Console, piece: &EvidenceAnswer) {
    let EvidenceAnswer { id, title, state, location, collected, valid_until, place } = piece;
    let until = valid_until.as_ref().map(|day| format!(", valid until {day}")).unwrap_or_default();
    console.line(&format!("    evidence {id} {title}: {state}, collected {collected}{until}"));
    console.line(&format!("      {location} ({place})"));
}

/// The beginning of a text, up to a space.
fn shortened(text: &str) -> String {
    let Some((end, _)) = text.char_indices().nth(LONGEST_TEXT) else { return text.to_owned() };
    let end = text[..end].rfind(' ').unwrap_or(end);
    format!("{}...", &text[..end])
}

fn show_cell(console: &Console, cell: &CellAnswer, detail: AnswerDetail) {
    let about = match (&cell.service, &cell.service_name) {
        (Some(id), Some(name)) => format!("{name} ({id})"),
        (Some(id), None) => id.clone(),
        (None, _) if cell.per == Subject::Project => "the project as a whole".to_owned(),
        (None, _) => "the organisation as a whole".to_owned(),
    };
    console.line("");
    console.line(&format!("  {} for {about} {}", cell.part, cell.names.verdict(cell.responsibility)));
    for (side, text) in
        [(cell.names.providers(), &cell.provider), (cell.names.organization.clone(), &cell.customer)]
    {
        if let Some(text) = text {
            console.line(&format!("    {side}: {}", one_line(text)));
        }
    }
    if let Some(source) = &cell.provider_source {
        console.line(&format!("    {} publishes it in: {}", cell.names.providers(), one_line(source)));
    }
    if let Some(setting) = cell.setting {
        console.line(&format!("    setting  {}", setting.label()));
    }
    if let Some(statement) = &cell.statement {
        show_said(console, "  ", statement, detail);
    }
    for duty in &cell.duties {
        console.line(&format!("    {:8} {}", duty.duty, holder(duty)));
    }
    for proof in &cell.proofs {
        show_proof(console, proof);
    }
    for upstream in &cell.upstream {
        show_upstream(console, upstream);
    }
    for claim in &cell.claims {
        show_claim(console, claim);
    }
}

fn holder(duty: &DutyAnswer) -> String {
    let name = &duty.holder_name;
    match (&duty.party, &duty.delegated_at) {
        (Some(party), Some(place)) => format!("{name}, by {party} ({place})"),
        (Some(party), None) => format!("{name}, by {party}"),
        (None, _) if duty.unowned => format!("{name}, unassigned"),
        (None, _) => name.clone(),
    }
}

fn show_proof(console: &Console, proof: &ProofAnswer) {
    for report in &proof.reports {
        console.line(&format!(
            "    the part of {} is covered by {} {} ({})",
            proof.provider, report.id, report.title, report.place
        ));
    }
    if let Some(missing) = &proof.missing {
        console.line(&format!("    the part of {} is not proven: {missing}", proof.provider));
    }
}

fn show_claim(console: &Console, claim: &ClaimAnswer) {
    let verdict = match claim.decides.as_slice() {
        [] => "is overruled".to_owned(),
        [_, _, _] => "decides".to_owned(),
        some => format!("decides {}", some.join(" and ")),
    };
    console.line(&format!("    {} {verdict} ({})", claim.speaker, claim.says_by_name.join(", ")));
    console.line(&format!("      {}", one_line(&claim.reason)));
    console.line(&format!("      {}", claim.place));
}
