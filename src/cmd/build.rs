//! `onus build`: make everything, then write it.

use std::path::Path;

use serde_json::json;

use super::console::Console;
use super::{Ending, as_of, findings, reports, selection, trust};
use crate::cli::{BuildArgs, FormatWord};
use crate::error::Error;
use crate::format::OutputFormat;
use crate::gate::judge;
use crate::load::load;
use crate::pipeline::{self, Request};
use crate::publish::{Extent, publish, remember};
use crate::report::Subject;

pub(super) fn run(console: &Console, root: &Path, args: &BuildArgs) -> Result<Ending, Error> {
    let console = &reports::console(console, &args.reports)?;
    let workspace = load(root)?;
    let request = request(args);
    let made = pipeline::make(&workspace, &request)?;
    let deny = &args.gate.deny();
    let judged = &judge(&made, &workspace.sources, request.as_of);
    let subject = Subject { made: &made, judged, deny, sources: &workspace.sources };
    reports::write(console, &args.reports, (&workspace, request.as_of), subject)?;
    console.diagnostics(&made.mistakes, &workspace.sources);
    if !made.mistakes.is_empty() {
        return Ok(Ending::Failed);
    }
    console.diagnostics(&made.warnings, &workspace.sources);
    console.diagnostics(&judged.warnings, &workspace.sources);
    let output = args.output.clone().unwrap_or_else(|| root.join("output"));
    let extent = if request.is_whole() { Extent::Whole } else { Extent::Selected };
    publish(&output, &made.files, extent)?;
    remember(root, made.hashes.as_deref());
    for file in &made.files {
        console.record(&json!({ "type": "file", "path": file.path, "bytes": file.bytes.len() }));
    }
    findings::summarize(console, judged, deny);
    console.line(&format!("Wrote {} to {}.", counted(&made.files), output.display()));
    Ok(findings::ending(judged, &made.warnings, deny))
}

fn request(args: &BuildArgs) -> Request {
    let mut formats: Vec<OutputFormat> = args
        .format
        .iter()
        .map(|word| match word {
            FormatWord::Markdown => OutputFormat::Markdown,
            FormatWord::Pdf => OutputFormat::Pdf,
            FormatWord::Json => OutputFormat::Json,
        })
        .collect();
    if formats.is_empty() {
        formats.extend(OutputFormat::ALL);
    }
    Request {
        as_of: as_of(args.selection.as_of),
        selection: selection(&args.selection),
        document: args.document.clone(),
        formats,
        trust: trust(args.reread),
    }
}

/// `12 Markdown, 12 PDF, 3 JSON and 1 picture files`.
fn counted(files: &[crate::publish::OutputFile]) -> String {
    let count = |format: OutputFormat| {
        let ending = format!(".{}", format.ending());
        files.iter().filter(|file| file.path.ends_with(&ending)).count()
    };
    let formats = [
        (count(OutputFormat::Markdown), "Markdown"),
        (count(OutputFormat::Pdf), "PDF"),
        (count(OutputFormat::Json), "JSON"),
    ];
    // What is none of these is a picture beside the Markdown.
    let pictures = files.len() - formats.iter().map(|(count, _)| count).sum::<usize>();
    let counts: Vec<String> = formats
        .into_iter()
        .chain([(pictures, "picture")])
        .filter(|(count, _)| *count > 0)
        .map(|(count, word)| format!("{count} {word}"))
        .collect();
    match counts.as_slice() {
        [] => "no files".to_owned(),
        [only] if files.len() == 1 => format!("{only} file"),
        [only] => format!("{only} files"),
        [first @ .., last] => format!("{} and {last} files", first.join(", ")),
    }
}
