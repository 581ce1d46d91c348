//! The parts of `README.md` about what proves things: what of it cannot be relied on, and what is not in the package.

use std::fmt::Write;

use super::plain;
use crate::contents::{Content, Contents, Item, ProofState, Withheld, WithheldReason};

/// Files and things that nobody should rely on without asking; empty when there are none.
pub(super) fn out_of_order(contents: &Contents) -> String {
    let enclosed = contents.files.iter().filter_map(|item| {
        let why = about_file(item)?;
        let id = item.description.id.as_deref().unwrap_or_default();
        Some(format!("- {}: {} ({}): {why}", plain(id), plain(&item.description.title), plain(&item.path)))
    });
    let listed = contents.withheld.iter().filter_map(|one| {
        let why = about_withheld(one)?;
        Some(format!("- {}: {} (only listed): {why}", plain(&one.id), plain(&one.title)))
    });
    let lines: Vec<String> = enclosed.chain(listed).collect();
    if lines.is_empty() {
        return String::new();
    }
    format!(
        "\n## What is not in order\n\nThis was so when the package was made, and the checks above do not show it:\n\n{}\n",
        lines.join("\n")
    )
}

fn about_file(item: &Item) -> Option<&'static str> {
    const OTHER: &str = "altered, it is not the file whose digest the register gives";
    let found = match &item.content {
        Content::File { fingerprint, .. } => Some(fingerprint.sha256),
        Content::Bytes(_) => None,
    };
    let is_other = item.description.pinned_sha256.zip(found).is_some_and(|(pinned, found)| pinned != found);
    match item.description.state {
        Some(ProofState::Altered) => Some(OTHER),
        Some(ProofState::Missing) => Some("missing, the file has nothing in it"),
        Some(_) | None if is_other => Some(OTHER),
        Some(state) => late(state),
        None => None,
    }
}

fn about_withheld(one: &Withheld) -> Option<&'static str> {
    match (one.reason, one.state) {
        (WithheldReason::Missing, _) | (_, Some(ProofState::Missing)) => {
            Some("missing, there was no file, or an empty one")
        }
        (_, Some(ProofState::Altered)) => Some("altered, it is not the file whose digest the register gives"),
        (WithheldReason::OnRequest | WithheldReason::Elsewhere, Some(state)) => late(state),
        (WithheldReason::OnRequest | WithheldReason::Elsewhere, None) => None,
    }
}

/// What is wrong with the days of a piece of evidence or a report.
fn late(state: ProofState) -> Option<&'static str> {
    match state {
        ProofState::Current | ProofState::DueSoon | ProofState::Bridged => None,
        ProofState::Missing | ProofState::Altered => None,
        ProofState::Stale => Some("stale, its last day is past"),
        ProofState::FromFuture => Some("from the future, it was collected after the day of this package"),
        ProofState::Gap => Some("gap, its period is over and no letter speaks about the time since"),
        ProofState::Lapsed => Some("lapsed, its last day is past"),
        ProofState::NotYet => Some("not yet, its period has not begun"),
    }
}

/// What is only listed, by the reason.
pub(super) fn withheld(withheld: &[Withheld]) -> String {
    let mut text = String::from("\n## What is not in it\n");
    if withheld.is_empty() {
        text.push_str("\nNothing is withheld.\n");
    }
    for reason in [WithheldReason::OnRequest, WithheldReason::Missing, WithheldReason::Elsewhere] {
        let group: Vec<&Withheld> = withheld.iter().filter(|one| one.reason == reason).collect();
        if group.is_empty() {
            continue;
        }
        let _ = write!(
            text,
            "\n### {} ({})\n\n| Id | Title | State | Supports | Where |\n| --- | --- | --- | --- | --- |\n",
            heading(reason),
            group.len()
        );
        for one in group {
            let (id, title) = (plain(&one.id), plain(&one.title));
            let state = one.state.map_or("not stated", ProofState::word);
            let supports = match one.supports.controls.as_slice() {
                [] => "no control".to_owned(),
                controls => plain(&controls.join(", ")),
            };
            let place = one.location.as_deref().map_or_else(|| "not stated".to_owned(), plain);
            let _ = writeln!(text, "| {id} | {title} | {state} | {supports} | {place} |");
        }
    }
    text
}

fn heading(reason: WithheldReason) -> &'static str {
    match reason {
        WithheldReason::OnRequest => "Shown on request",
        WithheldReason::Missing => "Missing when the package was made",
        WithheldReason::Elsewhere => "Kept elsewhere",
    }
}
