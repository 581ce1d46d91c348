//! What `onus build` and `onus check` do alike once all is made: hold the findings against the accepted ones, and leave
//! the reports that were asked for.

use std::path::Path;

use chrono::NaiveDate;

use super::console::Console;
use crate::cli::ReportArgs;
use crate::error::Error;
use crate::load::{Workspace, is_same_file};
use crate::publish::{append_report, publish_report};
use crate::report::{Report, ReportFormat, Subject};

/// The name that stands for standard output.
const STANDARD_OUTPUT: &str = "-";

/// The console beside the reports: silent on standard output where a report goes there.
pub(super) fn console(console: &Console, args: &ReportArgs) -> Result<Console, Error> {
    let wanted = args.wanted();
    for (position, (_, file)) in wanted.iter().enumerate() {
        if wanted[..position].iter().any(|(_, other)| other == file) {
            let cause = format!("`{}` is named for two reports", file.display());
            return Err(Error::Report { cause, hint: "give each report a file of its own" });
        }
    }
    let takes_output = wanted.iter().any(|(_, file)| file.as_os_str() == STANDARD_OUTPUT);
    if takes_output && console.is_json() {
        let cause = "standard output cannot take messages as JSON and a report".to_owned();
        return Err(Error::Report { cause, hint: "give the report a file, or leave out --message-format" });
    }
    Ok(if takes_output { console.silent() } else { console.clone() })
}

/// Writes the reports that are asked for.
pub(super) fn write(
    console: &Console,
    args: &ReportArgs,
    (workspace, as_of): (&Workspace, NaiveDate),
    subject: Subject<'_>,
) -> Result<(), Error> {
    let wanted = args.wanted();
    if wanted.is_empty() {
        return Ok(());
    }
    for (_, file) in &wanted {
        refuse_input(workspace, file)?;
    }
    let report = Report::new(subject, as_of, &workspace.root);
    for (format, file) in wanted {
        let bytes = report.write(format);
        match format {
            _ if file.as_os_str() == STANDARD_OUTPUT => console.raw(&String::from_utf8_lossy(&bytes)),
            ReportFormat::Json | ReportFormat::Junit | ReportFormat::Sarif => publish_report(file, &bytes)?,
            ReportFormat::Summary => append_report(file, &bytes)?,
        }
    }
    Ok(())
}

/// A report must not take the place of a profile or a template.
fn refuse_input(workspace: &Workspace, file: &Path) -> Result<(), Error> {
    let is_input = workspace.texts.sources.names().any(|name| {
        Path::new(name).file_name() == file.file_name() && is_same_file(&workspace.root.join(name), file)
    });
    if is_input { Err(Error::ReportOverInput { path: file.to_owned() }) } else { Ok(()) }
}
