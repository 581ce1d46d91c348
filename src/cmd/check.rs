//! `onus check`: everything that `onus build` would report, without writing anything.

use std::path::Path;

use super::console::Console;
use super::{CacheAccess, ExitStatus, as_of, evidence_reading, findings, reports, selection};
use crate::build::check;
use crate::cli::CheckArgs;
use crate::error::Error;
use crate::load::{OUTPUT, Published};
use crate::open::OpenWorkspace;
use crate::report::{JudgedRun, judge};

pub(super) fn run(console: &Console, root: &Path, args: &CheckArgs) -> Result<ExitStatus, Error> {
    let console = &reports::console(console, &args.reports)?;
    let (selection, as_of) = (selection(&args.selection), as_of(args.selection.as_of));
    let reading = evidence_reading(root, args.reread, CacheAccess::Reads);
    let open = OpenWorkspace::open(root, selection, as_of, reading)?;
    let made = check(&open)?;
    let deny = &args.gate.deny();
    let judged = &judge(&made, open.sources(), as_of);
    let subject = JudgedRun { made: &made, judged, deny, sources: open.sources() };
    reports::write(console, &args.reports, &open, &Published::new(&root.join(OUTPUT)), subject)?;
    console.diagnostics(&made.mistakes, open.sources());
    if !made.mistakes.is_empty() {
        return Ok(ExitStatus::Failed);
    }
    console.diagnostics(&made.warnings, open.sources());
    console.diagnostics(&judged.warnings, open.sources());
    findings::show(console, judged, open.sources());
    findings::summarize(console, judged, deny);
    Ok(findings::exit_status(judged, &made.warnings, deny))
}
