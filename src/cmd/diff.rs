//! `onus diff`: what changed between two states of the projects, as a document or as data.

use std::path::Path;

use onus_core::diagnostic::Count;
use onus_matrix::compare::ChangeReport;
use serde_json::json;

use super::console::Console;
use super::{ExitStatus, as_of, output, selection};
use crate::changes::{ChangeRequest, change_document, changes};
use crate::cli::{DiffArgs, FailOn};
use crate::error::Error;
use crate::format::OutputFormat;
use crate::load::load_templates;
use crate::publish::publish_file;

pub(super) fn run(console: &Console, root: &Path, args: &DiffArgs) -> Result<ExitStatus, Error> {
    let silenced = args.output.as_deref().map(|output| output::console(console, output)).transpose()?;
    let console = silenced.as_ref().unwrap_or(console);
    if let Some(output) = &args.output {
        output::refuse_input(root, output, &[Path::new(&args.old), Path::new(&args.new)])?;
    }
    let format = format(args);
    if format == OutputFormat::Pdf && args.output.is_none() {
        return Err(Error::NoOutput);
    }
    let day = as_of(args.selection.as_of);
    let report = changes(root, &args.old, &args.new, &selection(&args.selection), day)?;
    let written = match format {
        OutputFormat::Json => Some(onus_matrix::write_changes(&report)),
        OutputFormat::Markdown if args.output.is_none() && (report.is_empty() || console.is_json()) => {
            Some(Vec::new())
        }
        OutputFormat::Markdown | OutputFormat::Pdf => {
            let pages = format == OutputFormat::Pdf;
            let request = ChangeRequest { document: args.document.clone(), pages, as_of: day };
            document(console, root, &report, &request)?
        }
    };
    let Some(bytes) = written else { return Ok(ExitStatus::Failed) };
    match &args.output {
        Some(output) => {
            publish_file(root, output, &bytes)?;
            console.record(
                &json!({ "type": "file", "path": output.display().to_string(), "bytes": bytes.len() }),
            );
            summarize(console, &report);
            console.line(&format!("Wrote {}.", output.display()));
        }
        None if console.is_json() => summarize(console, &report),
        None if report.is_empty() && format == OutputFormat::Markdown => summarize(console, &report),
        None if format == OutputFormat::Json => console.json(&String::from_utf8_lossy(&bytes)),
        None => console.document(&String::from_utf8_lossy(&bytes)),
    }
    Ok(exit_status(&report, args.fail_on))
}

/// The requested format, or the one that the extension of the file stands for.
fn format(args: &DiffArgs) -> OutputFormat {
    let ending =
        args.output.as_ref().and_then(|output| output.extension()).map(|ending| ending.to_string_lossy());
    let meant = match ending.map(|ending| ending.to_lowercase()).as_deref() {
        Some("pdf") => OutputFormat::Pdf,
        Some("json") => OutputFormat::Json,
        Some(_) | None => OutputFormat::Markdown,
    };
    args.format.unwrap_or(meant)
}

/// The report as a document; none after errors, which have been shown.
fn document(
    console: &Console,
    root: &Path,
    report: &ChangeReport,
    request: &ChangeRequest,
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

/// The numbers of changes, in one line.
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
    console.line(&format!(
        "{} in {}: {worse} for the worse, {better} for the better.",
        Count(changes, "change"),
        Count(report.changed, "project")
    ));
}

fn exit_status(report: &ChangeReport, fail_on: Option<FailOn>) -> ExitStatus {
    let denied = match fail_on {
        None => false,
        Some(FailOn::Worse) => report.worse() > 0,
        Some(FailOn::Any) => !report.is_empty(),
    };
    if denied { ExitStatus::Denied } else { ExitStatus::Success }
}
