//! The parts of `README.md` on evidence and attestations: those that are not valid, and those that are withheld.

use std::collections::BTreeMap;
use std::fmt::Write;

use onus_core::digest::Sha256Digest;

use super::plain;
use crate::contents::{
    FileContent, KnownIssue, PackageContents, PackageFile, ValidityState, Withheld, WithheldReason,
};

/// Everything that an auditor should ask about: evidence and attestations by their states, then other issues by kind.
pub(super) fn known_issues(contents: &PackageContents) -> String {
    let included = contents.files.iter().filter_map(|item| {
        let why = about_file(item)?;
        let id = item.description.id.as_deref().unwrap_or_default();
        Some(format!("- {}: {} ({}): {why}", plain(id), plain(&item.description.title), plain(&item.path)))
    });
    let withheld = contents.withheld.iter().filter_map(|one| {
        let why = about_withheld(one)?;
        Some(format!("- {}: {} (withheld): {why}", plain(&one.id), title(one)))
    });
    let lines: Vec<String> = included.chain(withheld).collect();
    let mut text = String::from("\n## What is not in order\n\n");
    if lines.is_empty() && contents.issues.is_empty() {
        text.push_str("Nothing that was known when the package was made.\n");
        return text;
    }
    text.push_str("This was known when the package was made. Verifying it does not show it.\n");
    if !lines.is_empty() {
        let _ = write!(text, "\n### Evidence and reports ({})\n\n{}\n", lines.len(), lines.join("\n"));
    }
    for group in contents.issues.chunk_by(|one, other| one.kind == other.kind) {
        let _ = write!(text, "\n### {} ({})\n\n", plain(group[0].kind.trim_end_matches('.')), group.len());
        for KnownIssue { about, text: what, .. } in group {
            let about = if about.is_empty() { String::new() } else { format!("{}: ", plain(about)) };
            // The marks of code would stand there as backticks, and every one of them escaped.
            let _ = writeln!(text, "- {about}{}", plain(&what.replace('`', "")));
        }
    }
    text
}

/// Files that are in the package under several ids.
pub(super) fn same_files(contents: &PackageContents) -> String {
    let mut by_digest: BTreeMap<Sha256Digest, Vec<&str>> = BTreeMap::new();
    for item in &contents.files {
        if let (FileContent::File { fingerprint, .. }, Some(id)) = (&item.content, &item.description.id)
            && fingerprint.bytes > 0
        {
            by_digest.entry(fingerprint.sha256).or_default().push(id);
        }
    }
    let mut same: Vec<Vec<&str>> = by_digest.into_values().filter(|ids| ids.len() > 1).collect();
    same.sort();
    let lines = same.iter().map(|ids| {
        let ids: Vec<String> = ids.iter().map(|id| plain(id)).collect();
        format!("- {} are one and the same file.\n", ids.join(" and "))
    });
    let lines: String = lines.collect();
    if lines.is_empty() { lines } else { format!("\n{lines}") }
}

fn about_file(item: &PackageFile) -> Option<&'static str> {
    const OTHER: &str = "altered, the file does not match its pinned digest";
    let found = match &item.content {
        FileContent::File { fingerprint, .. } => Some(fingerprint.sha256),
        FileContent::Bytes(_) => None,
    };
    let is_other = item.description.pinned_sha256.zip(found).is_some_and(|(pinned, found)| pinned != found);
    match item.description.state {
        Some(ValidityState::Altered) => Some(OTHER),
        Some(ValidityState::Missing) => Some("missing, the file is empty"),
        Some(_) | None if is_other => Some(OTHER),
        Some(state) => late(state),
        None => None,
    }
}

fn about_withheld(one: &Withheld) -> Option<&'static str> {
    match (one.reason, one.state) {
        (WithheldReason::Missing, _) | (_, Some(ValidityState::Missing)) => {
            Some("missing, the file did not exist or was empty")
        }
        (_, Some(ValidityState::Altered)) => Some("altered, the file does not match its pinned digest"),
        (WithheldReason::OnRequest | WithheldReason::Elsewhere, Some(state)) => late(state),
        (WithheldReason::OnRequest | WithheldReason::Elsewhere, None) => None,
    }
}

/// What is wrong with the dates of a piece of evidence or an attestation.
fn late(state: ValidityState) -> Option<&'static str> {
    match state {
        ValidityState::Current | ValidityState::DueSoon | ValidityState::Bridged => None,
        ValidityState::Missing | ValidityState::Altered => None,
        ValidityState::Stale => Some("stale, after its last valid day"),
        ValidityState::FromFuture => Some("from the future, collected after the as-of date"),
        ValidityState::Gap => Some("gap, after its reporting period, without a bridge letter"),
        ValidityState::Lapsed => Some("lapsed, after its last valid day"),
        ValidityState::NotYet => Some("not yet, its reporting period has not begun"),
        ValidityState::Adverse => Some("adverse, its auditor's opinion is adverse or a disclaimer"),
    }
}

/// What is withheld, by reason.
pub(super) fn withheld(withheld: &[Withheld]) -> String {
    let mut text = String::from("\n## Withheld\n");
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
            "\n### {} ({})\n\n| Id | Title | State | Supports | Location |\n| --- | --- | --- | --- | --- |\n",
            heading(reason),
            group.len()
        );
        for one in group {
            let (id, title) = (plain(&one.id), title(one));
            let state = one.state.map_or("not stated", ValidityState::word);
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

/// The title, with the project that it is from where it is inherited, and the other id where it has two.
fn title(one: &Withheld) -> String {
    let mut title = plain(&one.title);
    if let Some(from) = &one.from {
        let _ = write!(title, " (from {})", plain(from));
    }
    if let Some(other) = &one.same_as {
        let _ = write!(title, " (the same as {})", plain(other));
    }
    title
}

fn heading(reason: WithheldReason) -> &'static str {
    match reason {
        WithheldReason::OnRequest => "Shown on request",
        WithheldReason::Missing => "Missing when the package was made",
        WithheldReason::Elsewhere => "Kept elsewhere",
    }
}
