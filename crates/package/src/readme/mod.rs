//! `README.md` of a package: what it is, what lies where, and how to check it with programs that everybody has.

mod checks;
mod proofs;

use std::collections::BTreeMap;
use std::fmt::Write;

use onus_core::diagnostic::Count;

use super::contents::{About, Contents, ItemKind};
use super::lists::{ARTIFACTS_LOG, HASH_LOG, SUMS};
use super::seal::{MANIFEST, SIGNATURE, SUMS_SIGNATURE};

/// Writes the text; `key` is the public key in base64 when the package is signed.
pub(super) fn readme(contents: &Contents, key: Option<&str>) -> String {
    let about = &contents.about;
    let mut text = front(about);
    text.push_str(&start(contents));
    text.push_str(&checks::checks(contents, key));
    text.push_str(&whereabouts(contents, key.is_some()));
    text.push_str(&proofs::out_of_order(contents));
    text.push_str(&whom_to_ask(about));
    text.push_str(&proofs::withheld(&contents.withheld));
    text
}

fn front(about: &About) -> String {
    let mut text = format!(
        "# Evidence package: {} of {}\n\nThis folder shows who is responsible for which control of the project, and \
         what proves it. It was made by `onus` {} and judged as of {}.\n",
        plain(&about.project.name),
        plain(&about.organization.name),
        plain(&about.tool_version),
        about.as_of
    );
    if let Some(classification) = &about.classification {
        let _ = write!(text, "\nClassification: {}\n", plain(classification));
    }
    text
}

/// The documents for people, in the order of their titles, the handout first.
fn start(contents: &Contents) -> String {
    const FIRST: &str = "documents/auditor-handout";
    let documents = contents.files.iter().filter(|item| item.description.kind == ItemKind::Document);
    let mut pages: Vec<(&str, &str)> = documents
        .filter(|item| item.description.media_type == "application/pdf")
        .map(|item| (item.description.title.as_str(), item.path.as_str()))
        .collect();
    if pages.is_empty() {
        return String::new();
    }
    pages.sort_by_key(|(title, path)| (!path.starts_with(FIRST), *title));
    let mut text = String::from("\n## Where to start\n\n");
    for (position, (title, path)) in pages.into_iter().enumerate() {
        let first = if position == 0 { "Read this first: " } else { "" };
        let _ = writeln!(text, "- {first}{}: `{path}`", plain(title));
    }
    text.push_str("\nEach lies there as Markdown, too.\n");
    text
}

fn whereabouts(contents: &Contents, is_signed: bool) -> String {
    let mut rows: BTreeMap<(String, &str), usize> = BTreeMap::new();
    for item in &contents.files {
        let place = item.path.split_once('/').map_or(item.path.clone(), |(folder, _)| format!("{folder}/"));
        *rows.entry((place, holds(item.description.kind))).or_default() += 1;
    }
    let mut text = String::from("\n## What lies where\n\n| Place | Holds |\n| --- | --- |\n");
    for ((place, holds), count) in rows {
        let _ = writeln!(text, "| {} | {holds}: {} |", plain(&place), Count(count, "file"));
    }
    let _ = writeln!(
        text,
        "| {MANIFEST} | each file with its title, its state, the controls and requirements that it supports, its size and \
         SHA-256; the texts that all was made from; what is withheld |\n| {SUMS} | SHA-256 of every file but this list{} |",
        if is_signed { " and its signature" } else { "" }
    );
    if is_signed {
        let _ = writeln!(text, "| {SUMS_SIGNATURE}, {SIGNATURE} | the signatures of these two |");
    }
    let _ = write!(
        text,
        "| {ARTIFACTS_LOG}, {HASH_LOG} | digests of the artifacts, and the digest of that list, as the CMMC hashing guide \
         lays them out |\n\nThe two logs are for CMMC assessments; nobody else needs to look at them.\n"
    );
    text
}

fn whom_to_ask(about: &About) -> String {
    let whom = about.contact.as_deref().map_or_else(|| "Whoever gave you this package.".to_owned(), plain);
    format!("\n## Whom to ask\n\n{whom}\n")
}

fn holds(kind: ItemKind) -> &'static str {
    match kind {
        ItemKind::Document => "documents",
        ItemKind::Matrix => "the responsibility matrix as data",
        ItemKind::Evidence => "evidence",
        ItemKind::Attestation => "reports, certificates and letters of providers",
        ItemKind::Index => "what the reports cover, as data",
    }
}

/// Text of other people as it stands, with nothing that Markdown or a terminal would follow.
fn plain(text: &str) -> String {
    let mut plain = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            c if c.is_control() => plain.push(' '),
            '\\' | '`' | '*' | '_' | '[' | ']' | '<' | '>' | '|' | '#' | '!' => plain.extend(['\\', c]),
            c => plain.push(c),
        }
    }
    plain
}
