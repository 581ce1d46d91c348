//! `README.md` of a package: what it is, how to verify it with standard programs, what it contains and what is withheld.
//! Verifying comes before the contents, so that nobody relies on files that were not checked.

mod checks;
mod evidence;

use std::collections::BTreeMap;
use std::fmt::Write;

use onus_core::diagnostic::Count;

use super::contents::{FileDescription, PackageContents, PackageFileKind, PackageMetadata};
use super::names::{ARTIFACTS_LOG, HASH_LOG, MANIFEST, SIGNATURE, SUMS, SUMS_SIGNATURE};

/// Writes the text; `key` is the public key in base64 when the package is signed.
pub(super) fn readme(contents: &PackageContents, key: Option<&str>) -> String {
    let about = &contents.about;
    let mut text = front(contents);
    text.push_str(&start(contents));
    text.push_str(&checks::checks(contents, key));
    text.push_str(&contents_table(contents, key.is_some()));
    text.push_str(&evidence::same_files(contents));
    text.push_str(&evidence::known_issues(contents));
    text.push_str(&whom_to_ask(about));
    text.push_str(&evidence::withheld(&contents.withheld));
    text
}

fn front(contents: &PackageContents) -> String {
    let about = &contents.about;
    let name =
        if contents.evidence_count().enclosed > 0 { "Evidence package" } else { "Package of documents" };
    let mut text = format!(
        "# {name}: {} of {}\n\n{} This package shows who is responsible for each control of the project. It was made by \
         `onus` {} as of {}.\n",
        plain(&about.project.name),
        plain(&about.organization.name),
        contents.enclosed_sentence(),
        plain(&about.tool_version),
        about.as_of
    );
    if let Some(classification) = &about.classification {
        let _ = write!(text, "\nClassification: {}\n", plain(classification));
    }
    text
}

/// The PDFs by title, after the handout, which explains the others.
fn start(contents: &PackageContents) -> String {
    const FIRST: &str = "documents/auditor-handout";
    let documents = contents.files.iter().filter(|item| item.description.kind == PackageFileKind::Document);
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
    text.push_str(
        "\nEach is also included as Markdown. The digits after `SHA-256` beside the revision in a PDF are the first of the \
         digest that `SHA256SUMS` has for the Markdown.\n",
    );
    text
}

fn contents_table(contents: &PackageContents, is_signed: bool) -> String {
    let mut rows: BTreeMap<(String, &str), usize> = BTreeMap::new();
    for item in &contents.files {
        let place = item.path.split_once('/').map_or(item.path.clone(), |(folder, _)| format!("{folder}/"));
        *rows.entry((place, holds(&item.description))).or_default() += 1;
    }
    let mut text = String::from("\n## Contents\n\n| File or folder | Content |\n| --- | --- |\n");
    for ((place, holds), count) in rows {
        let _ = writeln!(text, "| {} | {holds}: {} |", plain(&place), Count(count, "file"));
    }
    let _ = writeln!(
        text,
        "| {MANIFEST} | every file with its title, state, the controls and requirements that it supports, size and \
         SHA-256; the inputs of the package; what is withheld |\n| {SUMS} | the SHA-256 of every file except this list{} |",
        if is_signed { " and its signature" } else { "" }
    );
    if is_signed {
        let _ = writeln!(text, "| {SUMS_SIGNATURE}, {SIGNATURE} | the signatures of these two |");
    }
    let _ = write!(
        text,
        "| {ARTIFACTS_LOG}, {HASH_LOG} | the digests of the artifacts, and the digest of that list, in the form of the CMMC \
         hashing guide |\n\nThe two logs are only needed for CMMC assessments.\n"
    );
    text
}

fn whom_to_ask(about: &PackageMetadata) -> String {
    let whom = about.contact.as_deref().map_or_else(|| "Whoever gave you this package.".to_owned(), plain);
    format!("\n## Whom to ask\n\n{whom}\n")
}

fn holds(description: &FileDescription) -> &'static str {
    match description.kind {
        PackageFileKind::Evidence if description.from.is_some() => {
            "evidence of projects that are inherited from"
        }
        PackageFileKind::Offers => "what is inherited from other projects, as data",
        PackageFileKind::Document => "documents",
        PackageFileKind::Matrix => "the responsibility matrix as data",
        PackageFileKind::Evidence => "evidence",
        PackageFileKind::Attestation => "reports, certificates and bridge letters of providers",
        PackageFileKind::Register => "registers of evidence and of reports, as tables (CSV)",
        PackageFileKind::Index => "what the attestations cover, as data",
    }
}

/// Text from a profile or a file name, escaped: it must not become a link or a heading, or control a terminal.
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
