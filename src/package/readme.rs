//! `README.md` of a package: what it is, what lies where, and how to check it with programs that everybody has.

use std::collections::BTreeMap;
use std::fmt::Write;

use super::contents::{About, Contents, ItemKind, Withheld, WithheldReason};
use super::lists::{ARTIFACTS_LOG, HASH_LOG, SUMS};

/// Writes the text; `key` is the public key in base64 when the package is signed.
pub(super) fn readme(contents: &Contents, key: Option<&str>) -> String {
    let about = &contents.about;
    let mut text = front(about);
    text.push_str(&start(contents));
    text.push_str(&whereabouts(contents, key.is_some()));
    text.push_str(&checks(key));
    text.push_str(&withheld(&contents.withheld, about.contact.as_deref()));
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
        let files = if count == 1 { "1 file".to_owned() } else { format!("{count} files") };
        let _ = writeln!(text, "| {} | {holds}: {files} |", plain(&place));
    }
    let _ = writeln!(
        text,
        "| manifest.json | each file with its title, the controls and requirements that it supports, its size and SHA-256; \
         the texts that all was made from; what is withheld |"
    );
    if is_signed {
        let _ = writeln!(text, "| manifest.json.minisig | the signature of manifest.json |");
    }
    let _ = write!(
        text,
        "| {ARTIFACTS_LOG}, {HASH_LOG} | digests of the artifacts, and the digest of that list, as the CMMC hashing guide \
         lays them out |\n| {SUMS} | SHA-256 of every other file |\n"
    );
    text
}

fn holds(kind: ItemKind) -> &'static str {
    match kind {
        ItemKind::Document => "documents",
        ItemKind::Matrix => "the responsibility matrix as data",
        ItemKind::Evidence => "evidence",
        ItemKind::Attestation => "reports, certificates and letters of providers",
        ItemKind::Index => "indexes",
    }
}

fn checks(key: Option<&str>) -> String {
    let mut text = format!(
        "\n## How to check it\n\nAll of it, with `onus`, on the archive or on this folder:\n\n```\nonus verify PACKAGE{}\n```\n\n\
         Every file, on Linux (on macOS: `shasum -a 256 -c {SUMS}`), in this folder:\n\n```\nsha256sum -c {SUMS}\n```\n\n\
         On Windows, in PowerShell; it prints what is not as it was:\n\n```\n\
         Get-Content {SUMS} -Encoding UTF8 | ForEach-Object {{\n  $sum, $path = $_ -split '  ', 2\n  \
         if ((Get-FileHash -LiteralPath $path -Algorithm SHA256).Hash -ne $sum) {{ $path }}\n}}\n```\n\n\
         Neither list notices files that were added; `onus verify` does.\n",
        key.map(|key| format!(" --public-key {key}")).unwrap_or_default()
    );
    match key {
        Some(key) => {
            let _ = write!(
                text,
                "\nThe signature, with minisign:\n\n```\nminisign -Vm manifest.json -P {key}\n```\n\nA key that is only \
                 known from this file proves that the package is whole, not who made it: compare it with one that \
                 you got from the organisation by another way.\n"
            );
        }
        None => text.push_str(
            "\nThe package is not signed: its lists show accidents, not what somebody changed on purpose together \
             with the lists.\n",
        ),
    }
    text
}

fn withheld(withheld: &[Withheld], contact: Option<&str>) -> String {
    let mut text = String::from("\n## What is not in it\n\n");
    if withheld.is_empty() {
        text.push_str("Nothing is withheld.\n");
    } else {
        text.push_str("| Id | Title | Why | Where |\n| --- | --- | --- | --- |\n");
        for one in withheld {
            let (id, title) = (plain(&one.id), plain(&one.title));
            let place = one.location.as_deref().map_or_else(|| "not stated".to_owned(), plain);
            let _ = writeln!(text, "| {id} | {title} | {} | {place} |", why(one.reason));
        }
    }
    match contact {
        Some(contact) => {
            let _ = write!(text, "\nWhom to ask: {}\n", plain(contact));
        }
        None => text.push_str("\nAsk whoever gave you this package.\n"),
    }
    text
}

fn why(reason: WithheldReason) -> &'static str {
    match reason {
        WithheldReason::OnRequest => "shown on request",
        WithheldReason::Missing => "missing when the package was made",
        WithheldReason::Elsewhere => "kept elsewhere",
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
