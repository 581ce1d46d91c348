//! Files that the user names with `--output`: they take the place of nothing that is read, and where one is standard
//! output, nothing else is printed there.

use std::path::Path;

use chrono::NaiveDate;

use super::console::Console;
use crate::error::Error;
use crate::load::{OUTPUT, Published, is_part_of, is_there, load};
use crate::open::{EvidenceReading, OpenWorkspace, Selection};
use crate::publish::is_standard_output;

/// The console for a command that writes a file: without answers where the file is standard output.
pub(super) fn console(console: &Console, output: &Path) -> Result<Console, Error> {
    match is_standard_output(output) {
        false => Ok(console.clone()),
        true if console.is_json() => Err(Error::Report {
            cause: "JSON messages and a file cannot both be written to standard output".to_owned(),
            hint: "name another file, or leave out --message-format",
        }),
        true => Ok(console.silent()),
    }
}

/// Fails if a file would take the place of one that the command reads: of those that it was given, or of any in the
/// workspace.
pub(super) fn refuse_input(root: &Path, output: &Path, given: &[&Path]) -> Result<(), Error> {
    if !is_there(output) {
        return Ok(());
    }
    if given.iter().any(|given| is_part_of(output, given)) {
        return Err(Error::OverInput { path: output.to_owned() });
    }
    // Without a workspace there is nothing else to lose.
    let Ok(workspace) = load(root) else { return Ok(()) };
    let open = OpenWorkspace::new(workspace, Selection::default(), NaiveDate::MIN, EvidenceReading::Skip);
    refuse_input_of(&open, output)
}

/// Fails if a file would take the place of one in an open workspace.
pub(super) fn refuse_input_of(open: &OpenWorkspace, output: &Path) -> Result<(), Error> {
    if open.inputs().contains(output) {
        return Err(Error::OverInput { path: output.to_owned() });
    }
    if Published::new(&open.workspace.root.join(OUTPUT)).lists(output)? {
        return Err(Error::OverOutput { path: output.to_owned() });
    }
    Ok(())
}
