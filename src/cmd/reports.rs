//! The reports that `onus build` and `onus check` write for other programs.

use std::path::Path;

use chrono::NaiveDate;

use super::console::Console;
use crate::cli::ReportArgs;
use crate::error::Error;
use crate::load::{Workspace, is_same_file};
use crate::publish::{append_report, publish_report};
use crate::report::{JudgedRun, ReportFormat, RunReport};

/// The file name that means standard output.
const STANDARD_OUTPUT: &str = "-";

/// The console for a run with reports: without answers where a report is written to standard output.
pub(super) fn console(console: &Console, args: &ReportArgs) -> Result<Console, Error> {
    let wanted = args.wanted();
    for (position, (_, file)) in wanted.iter().enumerate() {
        if wanted[..position].iter().any(|(_, other)| other == file) {
            let cause = format!("two reports are to be written to `{}`", file.display());
            return Err(Error::Report { cause, hint: "name a different file for each report" });
        }
    }
    // Lines of JSON and a report in one stream could not be told apart.
    let takes_output = wanted.iter().any(|(_, file)| file.as_os_str() == STANDARD_OUTPUT);
    if takes_output && console.is_json() {
        let cause = "JSON messages and a report cannot both be written to standard output".to_owned();
        return Err(Error::Report {
            cause,
            hint: "name a file for the report, or leave out --message-format",
        });
    }
    Ok(if takes_output { console.silent() } else { console.clone() })
}

/// Writes the requested reports.
pub(super) fn write(
    console: &Console,
    args: &ReportArgs,
    workspace: &Workspace,
    as_of: NaiveDate,
    subject: JudgedRun<'_>,
) -> Result<(), Error> {
    let wanted = args.wanted();
    if wanted.is_empty() {
        return Ok(());
    }
    // All of them before any is written: a run with an unusable report writes none.
    for (_, file) in &wanted {
        refuse_input(workspace, file)?;
    }
    let report = RunReport::new(subject, as_of, &workspace.root, args.sarif_accepted());
    for (format, file) in wanted {
        let bytes = report.write(format);
        match format {
            _ if file.as_os_str() == STANDARD_OUTPUT => console.document(&String::from_utf8_lossy(&bytes)),
            ReportFormat::Json | ReportFormat::Junit | ReportFormat::Sarif => publish_report(file, &bytes)?,
            ReportFormat::Summary => append_report(file, &bytes)?,
        }
    }
    Ok(())
}

/// A report must not overwrite a profile or a template.
fn refuse_input(workspace: &Workspace, file: &Path) -> Result<(), Error> {
    // Names are compared first, since looking at every file of a large workspace takes long.
    let is_input = workspace.texts.sources.names().any(|name| {
        Path::new(name).file_name() == file.file_name() && is_same_file(&workspace.root.join(name), file)
    });
    if is_input { Err(Error::ReportOverInput { path: file.to_owned() }) } else { Ok(()) }
}
