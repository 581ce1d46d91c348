//! `onus check`: everything that `onus build` would report, without writing anything.

use std::path::Path;

use super::console::Console;
use super::{ExitStatus, as_of, findings, reports, selection, trust};
use crate::cli::CheckArgs;
use crate::error::Error;
use crate::format::OutputFormat;
use crate::gate::judge;
use crate::load::load;
use crate::pipeline::{self, Request, Surroundings};
use crate::publish::Nowhere;
use crate::report::Subject;

pub(super) fn run(console: &Console, root: &Path, args: &CheckArgs) -> Result<ExitStatus, Error> {
    let console = &reports::console(console, &args.reports)?;
    let workspace = load(root)?;
    let request = Request {
        as_of: as_of(args.selection.as_of),
        selection: selection(&args.selection),
        document: None,
        // Rendering Markdown finds every error of a template; PDFs would add none.
        formats: vec![OutputFormat::Markdown],
        trust: trust(args.reread),
    };
    let made = pipeline::make(&workspace, &request, Surroundings::bare(&Nowhere))?;
    let deny = &args.gate.deny();
    let judged = &judge(&made, &workspace.texts.sources, request.as_of);
    let subject = Subject { made: &made, judged, deny, sources: &workspace.texts.sources };
    reports::write(console, &args.reports, &workspace, request.as_of, subject)?;
    console.diagnostics(&made.mistakes, &workspace.texts.sources);
    if !made.mistakes.is_empty() {
        return Ok(ExitStatus::Failed);
    }
    console.diagnostics(&made.warnings, &workspace.texts.sources);
    console.diagnostics(&judged.warnings, &workspace.texts.sources);
    findings::show(console, judged, &workspace.texts.sources);
    findings::summarize(console, judged, deny);
    Ok(findings::exit_status(judged, &made.warnings, deny))
}
