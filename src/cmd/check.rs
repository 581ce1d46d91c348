//! `onus check`: everything that `onus build` would complain about, and nothing written.

use std::path::Path;

use super::console::Console;
use super::{Ending, as_of, findings, selection, trust};
use crate::cli::CheckArgs;
use crate::error::Error;
use crate::format::OutputFormat;
use crate::load::load;
use crate::pipeline::{self, Request, Surroundings};
use crate::publish::Nowhere;

pub(super) fn run(console: &Console, root: &Path, args: &CheckArgs) -> Result<Ending, Error> {
    let workspace = load(root)?;
    let request = Request {
        as_of: as_of(args.selection.as_of),
        selection: selection(&args.selection),
        document: None,
        // Rendering the text finds every mistake of a template; pages would add none.
        formats: vec![OutputFormat::Markdown],
        trust: trust(args.reread),
    };
    let made = pipeline::make(&workspace, &request, Surroundings::bare(&Nowhere))?;
    console.diagnostics(&made.mistakes, &workspace.sources);
    if !made.mistakes.is_empty() {
        return Ok(Ending::Failed);
    }
    console.diagnostics(&made.warnings, &workspace.sources);
    findings::show(console, &made.findings);
    findings::summarize(console, &made.findings);
    Ok(findings::ending(&made.findings, &made.warnings, args.deny))
}
