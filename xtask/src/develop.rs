//! Commands for the time between an edit and a commit. All of them start programs that a reader could start alone.

use std::path::Path;
use std::process::Command;

use crate::Failure;
use crate::metadata::cargo;
use crate::programs::run;

/// The snapshots that tests compare pages with, as the code draws them now.
pub(crate) fn snapshots() -> Result<(), Failure> {
    run(cargo().args(["test", "--test", "typeset", "snapshots"]).env("INSTA_UPDATE", "always"))
}

/// Pictures of the pages of a PDF, beside it.
pub(crate) fn page(pdf: &str, page: Option<&str>) -> Result<(), Failure> {
    let mut command = Command::new("pdftoppm");
    // Enough to read small print, and small enough to look at many.
    command.args(["-r", "100", "-png"]);
    if let Some(page) = page {
        let number: u32 = page.parse().map_err(|_| format!("`{page}` is no number of a page"))?;
        command.args(["-f", &number.to_string(), "-l", &number.to_string()]);
    }
    let prefix = Path::new(pdf).with_extension("");
    run(command.arg(pdf).arg(&prefix))?;
    println!("{}-*.png", prefix.display());
    Ok(())
}

/// One of the benchmarks.
pub(crate) fn bench(name: &str) -> Result<(), Failure> {
    run(cargo().args(["bench", "--bench", name]))
}
