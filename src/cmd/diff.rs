//! `onus diff`: what changed between two states of the projects, for people and for programs.

use std::path::Path;

use onus_matrix::compare::ChangeReport;
use serde_json::json;

use super::console::Console;
use super::{Ending, as_of, selection};
use crate::cli::{DiffArgs, FailOn, FormatWord};
use crate::error::Error;
use crate::load::load_templates;
use crate::pipeline::{ChangeRequest, change_document, changes};
use crate::publish::publish_file;

pub(super) fn run(console: &Console, root: &Path, args: &DiffArgs) -> Result<Ending, Error> {
    let format = format(args);
    if format == FormatWord::Pdf && args.output.is_none() {
        return Err(Error::NoOutput);
    }
    let day = as_of(args.selection.as_of);
    let report = changes(root, (&args.old, &args.new), &selection(&args.selection), day)?;
    let told = match format {
        FormatWord::Json => Some(onus_matrix::write_changes(&report)),
        FormatWord::Markdown if args.output.is_none() && (report.is_empty() || console.is_json()) => {
            Some(Vec::new())
        }
        FormatWord::Markdown | FormatWord::Pdf => {
            let pages = format == FormatWord::Pdf;
            let request = ChangeRequest { document: args.document.clone(), pages, as_of: day };
            document(console, root, (&report, &request))?
        }
    };
    let Some(bytes) = told else { return Ok(Ending::Failed) };
    match &args.output {
        Some(output) => {
            publish_file(output, &bytes)?;
            console.record(
                &json!({ "type": "file", "path": output.display().to_string(), "bytes": bytes.len() }),
            );
            summarize(console, &report);
            console.line(&format!("Wrote {}.", output.display()));
        }
        None if console.is_json() => summarize(console, &report),
        None if report.is_empty() && format == FormatWord::Markdown => summarize(console, &report),
        None => console.raw(&String::from_utf8_lossy(&bytes)),
    }
    Ok(ending(&report, args.fail_on))
}

/// The format that was asked for, or that the ending of the file stands for.
fn format(args: &DiffArgs) -> FormatWord {
    let ending =
        args.output.as_ref().and_then(|output| output.extension()).map(|ending| ending.to_string_lossy());
    let meant = match ending.map(|ending| ending.to_lowercase()).as_deref() {
        Some("pdf") => FormatWord::Pdf,
        Some("json") => FormatWord::Json,
        Some(_) | None => FormatWord::Markdown,
    };
    args.format.unwrap_or(meant)
}

/// The report as a document; none after mistakes, which have been shown.
fn document(
    console: &Console,
    root: &Path,
    (report, request): (&ChangeReport, &ChangeRequest),
) -> Result<Option<Vec<u8>>, Error> {
    let workspace = load_templates(root)?;
    let made = change_document(&workspace, report, request)?;
    console.diagnostics(&made.mistakes, &workspace.texts.sources);
    if !made.mistakes.is_empty() {
        return Ok(None);
    }
    console.diagnostics(&made.warnings, &workspace.texts.sources);
    Ok(Some(made.pdf.unwrap_or(made.text.into_bytes())))
}

/// What changed in one line.
fn summarize(console: &Console, report: &ChangeReport) {
    let (changes, worse, better) = (report.total(), report.worse(), report.better());
    let (old, new) = (&report.before.name, &report.after.name);
    console.record(&json!({
        "type": "changes", "before": old, "after": new, "projects": report.changed,
        "changes": changes, "worse": worse, "better": better,
    }));
    if report.is_empty() {
        console.line(&format!("Nothing changed between `{old}` and `{new}`."));
        return;
    }
    let plural = |count: usize, noun: &str| format!("{count} {noun}{}", if count == 1 { "" } else { "s" });
    console.line(&format!(
        "{} in {}, {worse} for the worse and {better} for the better.",
        plural(changes, "change"),
        plural(report.changed, "project")
    ));
}

fn ending(report: &ChangeReport, fail_on: Option<FailOn>) -> Ending {
    let denied = match fail_on {
        None => false,
        Some(FailOn::Worse) => report.worse() > 0,
        Some(FailOn::Any) => !report.is_empty(),
    };
    if denied { Ending::Denied } else { Ending::Done }
}
