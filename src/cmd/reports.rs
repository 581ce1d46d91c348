//! The reports that `onus build` and `onus check` write for other programs.

use std::path::Path;

use super::console::Console;
use crate::cli::ReportArgs;
use crate::error::Error;
use crate::load::Published;
use crate::open::OpenWorkspace;
use crate::publish::{append_report, is_same_place, is_standard_output, publish_report};
use crate::report::{JudgedRun, ReportFormat, RunReport};

/// The file name that means standard output.
const STANDARD_OUTPUT: &str = "-";

/// The console for a run with reports: without answers where a report is written to standard output.
pub(super) fn console(console: &Console, args: &ReportArgs) -> Result<Console, Error> {
    let wanted = args.wanted();
    for (position, (_, file)) in wanted.iter().enumerate() {
        if wanted[..position].iter().any(|(_, other)| is_same_place(other, file)) {
            let cause = format!("two reports are to be written to `{}`", file.display());
            return Err(Error::Report { cause, hint: "name a different file for each report" });
        }
    }
    // Lines of JSON and a report in one stream could not be told apart.
    let takes_output = wanted.iter().any(|(_, file)| is_printed(file));
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
    open: &OpenWorkspace,
    published: &Published,
    subject: JudgedRun<'_>,
) -> Result<(), Error> {
    let wanted = args.wanted();
    if wanted.is_empty() {
        return Ok(());
    }
    // All of them before any is written: a run with an unusable report writes none.
    for (_, file) in &wanted {
        if open.inputs().contains(file) {
            return Err(Error::ReportOverInput { path: file.to_path_buf() });
        }
        let place = published.place_of(file);
        let is_built = place.is_some_and(|place| subject.made.files.iter().any(|made| made.path == place));
        if is_built || published.lists(file)? {
            return Err(Error::OverOutput { path: file.to_path_buf() });
        }
    }
    let root = &open.workspace.root;
    let report = RunReport::new(subject, open.as_of, root, args.sarif_accepted());
    for (format, file) in wanted {
        let bytes = report.write(format);
        match format {
            _ if is_printed(file) => console.document(&String::from_utf8_lossy(&bytes)),
            ReportFormat::Json | ReportFormat::Junit | ReportFormat::Sarif => {
                publish_report(root, file, &bytes)?
            }
            ReportFormat::Summary => append_report(root, file, &bytes)?,
        }
    }
    Ok(())
}

fn is_printed(file: &Path) -> bool {
    file.as_os_str() == STANDARD_OUTPUT || is_standard_output(file)
}
