//! `onus check`: everything that `onus build` would complain about, and nothing written.

use std::path::Path;

use super::console::Console;
use super::{Ending, as_of, findings, reports, selection, trust};
use crate::build::{BuildEnv, BuildRequest, build};
use crate::cli::CheckArgs;
use crate::error::Error;
use crate::format::OutputFormat;
use crate::gate::judge;
use crate::load::load;
use crate::pipeline::prepare;
use crate::publish::NullSink;
use crate::report::Subject;

pub(super) fn run(console: &Console, root: &Path, args: &CheckArgs) -> Result<Ending, Error> {
    let console = &reports::console(console, &args.reports)?;
    let workspace = load(root)?;
    let request = BuildRequest {
        as_of: as_of(args.selection.as_of),
        selection: selection(&args.selection),
        document: None,
        // Rendering the text finds every mistake of a template; pages would add none.
        formats: vec![OutputFormat::Markdown],
        trust: trust(args.reread),
    };
    let prepared = prepare(&workspace, &request.selection, request.trust);
    let made = build(&workspace, &prepared, &request, &BuildEnv::isolated(&NullSink))?;
    let deny = &args.gate.deny();
    let judged = &judge(&made, &workspace.texts.sources, request.as_of);
    let subject = Subject { made: &made, judged, deny, sources: &workspace.texts.sources };
    reports::write(console, &args.reports, (&workspace, request.as_of), subject)?;
    console.diagnostics(&made.mistakes, &workspace.texts.sources);
    if !made.mistakes.is_empty() {
        return Ok(Ending::Failed);
    }
    console.diagnostics(&made.warnings, &workspace.texts.sources);
    console.diagnostics(&judged.warnings, &workspace.texts.sources);
    findings::show(console, judged, &workspace.texts.sources);
    findings::summarize(console, judged, deny);
    Ok(findings::ending(judged, &made.warnings, deny))
}
