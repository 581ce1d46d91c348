//! An explanation as text.

use onus_core::model::Responsibility;
use serde_json::to_value;

use super::super::console::{Console, one_line};
use super::answer::{AcceptedRisk, Answer, CellAnswer, ClaimAnswer, ControlAnswer, DutyAnswer};

pub(super) fn show(console: &Console, answer: &Answer) {
    if console.is_json() {
        console.record(&to_value(answer).expect("plain data without maps"));
        return;
    }
    let name = format!("{}/{}", answer.organization, answer.project);
    console.line(&format!("{} {} in {name}", answer.subject, verdict(answer.responsibility)));
    for fact in &answer.facts {
        console.line(&format!("  {}", one_line(fact)));
    }
    let several = answer.controls.len() > 1 || !answer.facts.is_empty();
    for control in &answer.controls {
        show_control(console, control, several);
    }
    console.line("");
}

/// Who is responsible, as the end of a sentence.
fn verdict(responsibility: Responsibility) -> &'static str {
    match responsibility {
        Responsibility::Inherited => "is inherited from the provider",
        Responsibility::Shared => "is shared",
        Responsibility::Customer => "is the customer's responsibility",
        Responsibility::NotApplicable => "does not apply",
    }
}

fn show_control(console: &Console, control: &ControlAnswer, titled: bool) {
    if titled {
        console.line("");
        console.line(&format!("{} {} {}", control.id, control.title, verdict(control.responsibility)));
    }
    console.line(&format!("  {}", one_line(&control.objective)));
    for cell in &control.cells {
        show_cell(console, cell);
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
    if control.cells.is_empty() && control.left_out.is_empty() {
        console.line("");
        console.line("  No part of it applies to what was asked about.");
    }
}

fn show_cell(console: &Console, cell: &CellAnswer) {
    let about = match (&cell.service, &cell.service_name) {
        (Some(id), Some(name)) => format!("{name} ({id})"),
        (Some(id), None) => id.clone(),
        (None, _) => "the organisation as a whole".to_owned(),
    };
    console.line("");
    console.line(&format!("  {} for {about} {}", cell.part, verdict(cell.responsibility)));
    for duty in &cell.duties {
        console.line(&format!("    {:8} {}", duty.duty, holder(duty)));
    }
    for claim in &cell.claims {
        show_claim(console, claim);
    }
}

fn holder(duty: &DutyAnswer) -> String {
    match (&duty.party, &duty.delegated_at) {
        (Some(party), Some(place)) => format!("{}, by {party} ({place})", duty.holder),
        (Some(party), None) => format!("{}, by {party}", duty.holder),
        (None, _) if duty.unowned => format!("{}, unassigned", duty.holder),
        (None, _) => duty.holder.to_owned(),
    }
}

fn show_claim(console: &Console, claim: &ClaimAnswer) {
    let verdict = match claim.decides.as_slice() {
        [] => "is overruled".to_owned(),
        [_, _, _] => "decides".to_owned(),
        some => format!("decides {}", some.join(" and ")),
    };
    console.line(&format!("    {} {verdict} ({})", claim.speaker, claim.says.join(", ")));
    console.line(&format!("      {}", one_line(&claim.reason)));
    console.line(&format!("      {}", claim.place));
}
