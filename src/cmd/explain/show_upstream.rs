//! The offers by which a cell is inherited, as text.

use super::super::console::{Console, one_line};
use super::names::listed;
use super::upstream::{AskedAnswer, UpstreamAnswer, UpstreamEvidenceAnswer};

pub(super) fn show_upstream(console: &Console, upstream: &UpstreamAnswer) {
    let UpstreamAnswer { from, project, by, offer, title, text, place, inherited_at, asks, evidence } =
        upstream;
    let by = if by.is_empty() { String::new() } else { format!(", by {}", listed(by)) };
    console.line(&format!("    offer {offer} of {project} ({from}){by}: {}", one_line(title)));
    if !text.is_empty() {
        console.line(&format!("      {}", one_line(text)));
    }
    console.line(&format!("      offered in {place}, inherited in {inherited_at}"));
    asks.iter().for_each(|ask| show_ask(console, ask));
    evidence.iter().for_each(|piece| show_evidence(console, piece, from));
}

fn show_ask(console: &Console, ask: &AskedAnswer) {
    let AskedAnswer { id, text, status, answer, evidence, place } = ask;
    console.line(&format!("      asks {id}: {}", one_line(text)));
    let Some(status) = status else {
        console.line("        not answered");
        return;
    };
    let answer = answer.as_ref().map(|answer| format!(", {}", one_line(answer))).unwrap_or_default();
    let evidence = match evidence.as_slice() {
        [] => String::new(),
        some => format!(", evidence {}", some.join(", ")),
    };
    let place = place.as_ref().map(|place| format!(" ({place})")).unwrap_or_default();
    console.line(&format!("        answered: {status}{answer}{evidence}{place}"));
}

fn show_evidence(console: &Console, piece: &UpstreamEvidenceAnswer, from: &str) {
    let UpstreamEvidenceAnswer { id, title, state, collected, valid_until } = piece;
    let until = valid_until.as_ref().map(|day| format!(", valid until {day}")).unwrap_or_default();
    console.line(&format!(
        "      evidence {id} from {from}, {}: {state}, collected {collected}{until}",
        one_line(title)
    ));
}
